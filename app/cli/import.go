package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
)

var _ = register(command{name: "import", build: importSites})

// importSites keeps the sites at a path as snapshots in the data folder.
func importSites(p *Program) *cobra.Command {
	var data, named string
	cmd := &cobra.Command{
		Use:   "import PATH",
		Short: "Keep the sites at a path as snapshots",
		Long: `Read every site at or below PATH, or the snapshot file PATH, and keep each as a snapshot of
its portal. A site belongs to the portal that has its website id, else a new portal is made.
A site that says the same as the portal's newest snapshot adds nothing, unless it names another
domain; a snapshot file adds nothing where the portal has that very snapshot.

Exit codes: 0 imported or unchanged, 2 wrong call, 3 could not finish; the sites named
before the error are kept.`,
		Example: `  gatectl import downloads/contoso-help
  gatectl import before-go-live.gatehouse --portal "Contoso Help"`,
		Args: exactly("path", "gatectl import downloads/contoso-help"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.withProgram(ctx, data, true, func(program *wiring.Program) error {
				var requests []admin.ImportRequest
				if cmd.Flags().Changed("portal") {
					it, err := findPortal(ctx, program, named)
					if err != nil {
						return err
					}
					requests = []admin.ImportRequest{{PortalID: it.ID}}
				}
				done, err := program.Snapshots.Import(ctx, args[0], requests, progress(p.Stderr, p.Now))
				for _, it := range done {
					if _, failed := fmt.Fprintln(p.Stdout, outcome(it)); failed != nil && err == nil {
						err = written(failed)
					}
				}
				return err
			})
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().StringVar(&named, "portal", "", "the portal that the only site at PATH belongs to: name or id")
	return cmd
}

// outcome tells what became of one site, in a line.
func outcome(it admin.Imported) string {
	word := "imported"
	switch {
	case it.Unchanged:
		word = "unchanged"
	case it.NewPortal:
		word = "imported as a new portal"
	}
	line := fmt.Sprintf("%s  %s: %s", it.Snapshot.ID, it.Portal.Name, word)
	if it.Note != "" {
		line += ". " + it.Note
	}
	return line
}
