package cli

import (
	"io"

	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
)

var _ = registerKeys(keysSupport)

func keysSupport(p *Program) *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "support PORTAL",
		Short: "Write the support bundle of a failed update",
		Long: `Write down what somebody who helps needs to know of the last update of the authentication key of
PORTAL (name or id), after three failed attempts: ids, times, thumbprints, attempts, problems and
the version of the program. Names of people and of the portal are left out, [data] and ~ stand for
the data folder and the home folder, and there is no secret in it. Look at it before you send it.

Exit codes: 0 written, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl keys support "Contoso Help" > bundle.txt`,
		Args:    exactly("portal", `gatectl keys support "Contoso Help"`),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.reading(ctx, data, func(program *wiring.Program) error {
				it, err := findPortal(ctx, program, args[0])
				if err != nil {
					return err
				}
				op, err := newest(ctx, program, it)
				if err != nil {
					return err
				}
				text, err := program.Renewals.SupportBundle(ctx, op.ID)
				if err != nil {
					return err
				}
				_, err = io.WriteString(p.Stdout, text)
				return written(err)
			})
		},
	}
	dataFlag(cmd, &data)
	return cmd
}
