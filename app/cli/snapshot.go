package cli

import (
	"fmt"
	"io"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/snapshotfile"
)

var _ = register(command{name: "snapshot", build: snapshot})

// snapshot lists, exports and deletes what was imported.
func snapshot(p *Program) *cobra.Command {
	return group("snapshot", "List, export and delete imported sites", snapshotList(p), snapshotExport(p), snapshotDelete(p))
}

func snapshotExport(p *Program) *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "export ID FILE",
		Short: "Write a snapshot to a file that opens on another machine",
		Long: `Write the snapshot ID to FILE, readable by you only. The name ends in .gatehouse by custom.
A file that is there already is never overwritten. "gatectl import FILE" opens it again.

Exit codes: 0 written, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl snapshot export 0f5d1c1e-6a55-4e0b-9b1e-3d1f0a7c2b44 before-go-live.gatehouse`,
		Args:    exactly("snapshot id", "gatectl snapshot export ID before-go-live.gatehouse", "file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := snapshotID(args[0])
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.withProgram(ctx, data, false, func(program *wiring.Program) error {
				return snapshotfile.Create(args[1], false, func(w io.Writer) error {
					return program.Snapshots.Export(ctx, id, w)
				})
			})
		},
	}
	dataFlag(cmd, &data)
	return cmd
}

func snapshotDelete(p *Program) *cobra.Command {
	var data string
	var yes bool
	cmd := &cobra.Command{
		Use:   "delete ID --yes",
		Short: "Delete a snapshot for good",
		Long: `Delete the snapshot ID with all that no other snapshot holds. Where it was the portal's newest,
the one before is the newest then. This cannot be undone.

Exit codes: 0 deleted, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl snapshot delete 0f5d1c1e-6a55-4e0b-9b1e-3d1f0a7c2b44 --yes`,
		Args:    exactly("snapshot id", "gatectl snapshot delete ID --yes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := snapshotID(args[0])
			if err != nil {
				return err
			}
			if !yes {
				return usage("Add --yes if that is what you want.", "Deleting a snapshot cannot be undone.")
			}
			return p.withProgram(cmd.Context(), data, false, func(program *wiring.Program) error {
				return program.Snapshots.Delete(cmd.Context(), id)
			})
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().BoolVar(&yes, "yes", false, "delete without asking again")
	return cmd
}

func snapshotID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, usage(`"gatectl snapshot list" shows the ids.`, "%q is not a snapshot id.", text)
	}
	return id, nil
}

// exactly wants one argument, which what names, and one for each of further. The example goes into the hint.
func exactly(what, example string, further ...string) cobra.PositionalArgs {
	want := 1 + len(further)
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) == want:
			return nil
		case len(args) == 0:
			return usage("Name it, as in: "+example, "The %s is missing.", what)
		case len(args) < want:
			return usage("Name it, as in: "+example, "The %s is missing.", further[len(args)-1])
		}
		wanted := fmt.Sprintf("%d arguments are wanted", want)
		if want == 1 {
			wanted = "One argument is wanted"
		}
		return usage("Put quotes around names with blanks.", "%s, and there are %d.", wanted, len(args))
	}
}
