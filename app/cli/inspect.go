package cli

import (
	"github.com/spf13/cobra"

	"gatehouse/backend/report"
)

var _ = register(command{name: "inspect", build: inspect})

// inspect reads the sites at a path and tells what was read. It changes nothing.
func inspect(p *Program) *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "inspect PATH",
		Short: "Read the sites at a path and account for every file and record",
		Long: `Read every site at or below PATH, at any depth and in archives, and tell what it holds,
what became of its files and records, and what is wrong with it. Nothing is changed and nothing
is stored.

` + pathHelp + `
Sites are read in every format: downloads of the command line in both data models, code sites,
packages of the Configuration Migration tool, and Dataverse solutions. Of a snapshot file it is
told when and from where the snapshot was taken.

Each file is used, ignored or unreadable. Each record is used, inactive, a duplicate of another
one that counts, dangling (it names a record that is not in the export), ignored (of a table
that says nothing about access) or unreadable. With --format json all files and records that
are not simply used are listed, each with the reason.

Exit codes: 0 read, 2 wrong call, 3 nothing readable.`,
		Example: `  gatectl inspect downloads/contoso-help
  gatectl inspect ContosoSolution.zip
  gatectl inspect before-go-live.gatehouse
  gatectl inspect . --format json`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch len(args) {
			case 1:
				return nil
			case 0:
				return usage("Name the folder or file, as in: gatectl inspect downloads/contoso-help", "The path is missing.")
			}
			return usage("Put quotes around a path with blanks.", "One path is wanted, and there are %d.", len(args))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("format", format, report.Formats(report.OfInspect)); err != nil {
				return err
			}
			readings, err := p.readPath(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return written(report.Inspect(p.Stdout, format, readings))
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "how to write the result: text, json")
	return cmd
}
