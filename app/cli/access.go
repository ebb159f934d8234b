package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"gatehouse/backend/access"
	"gatehouse/backend/report"
)

var _ = register(command{name: "access", build: answers})

// answers tells everything one visitor may do.
func answers(p *Program) *cobra.Command {
	q := question{of: report.OfAccess}
	var without string
	cmd := &cobra.Command{
		Use:   "access PATH (--as WHO | --role NAME... | --contact ID)",
		Short: "Tell everything one visitor may do",
		Long: `Tell what one visitor may do on the site at PATH: read and change for every page and web file,
six privileges for every table, website rights, and columns through the Web API. It is computed
from the export alone, by the rules that docs/rules-of-access.md tells.

` + pathHelp + `

With --role the visitor is signed in and holds these roles besides those that everybody has who
is signed in. Two roles of one name are both meant, and a note says so.

An answer is "unknown" where records that are not in the export would decide. With --missing
absent the export is taken to be complete. Where the other profile answers differently, the
result says so.

With --without, tell instead what would change for the visitor if a record were deleted. KIND
is webRole, pagePermission, forumPermission, websiteAccessPermission or tablePermission.

Exit codes: 0 answered, 2 wrong call or a name that is not there, 3 nothing readable.`,
		Example: `  gatectl access downloads/contoso-help --as anonymous
  gatectl access . --site "Contoso Help" --role Partners --role Staff --format json
  gatectl access before-go-live.gatehouse --contact ana@contoso.example --profile legacy
  gatectl access . --role Partners --without "tablePermission:All orders"`,
		Args: exactly("path", "gatectl access downloads/contoso-help --as anonymous"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("without") {
				a, v, err := q.openVisitor(cmd.Context(), p, args[0])
				if err != nil {
					return err
				}
				sheet, err := v.Sheet(a.at)
				if err != nil {
					return err
				}
				return written(report.Access(p.Stdout, q.format, sheet))
			}
			kind, name, err := record(without)
			if err != nil {
				return err
			}
			a, v, err := q.openVisitor(cmd.Context(), p, args[0])
			if err != nil {
				return err
			}
			ref, err := a.engine.FindRecord(kind, name)
			if err != nil {
				return asked(err)
			}
			sheet, err := v.WithoutSheet(ref, a.at)
			if err != nil {
				return err
			}
			return written(report.Without(p.Stdout, q.format, sheet))
		},
	}
	q.visitorFlags(cmd)
	q.flags(cmd)
	cmd.Flags().StringVar(&without, "without", "", "tell what would change without a record: KIND:ID or KIND:NAME")
	return cmd
}

// record takes KIND:NAME apart.
func record(text string) (access.Kind, string, error) {
	word, name, ok := strings.Cut(text, ":")
	if !ok || name == "" {
		return "", "", usage("Write a kind and an id or name, as in --without webRole:Partners.", "The flag %q cannot be %q.", "--without", text)
	}
	var words []string
	for _, kind := range access.Removable() {
		if strings.EqualFold(word, string(kind)) {
			return kind, name, nil
		}
		words = append(words, string(kind))
	}
	hint := "The kinds are " + strings.Join(words, ", ") + "."
	if near := closest(word, words); near != "" {
		hint = "Did you mean \"" + near + ":" + name + "\"?"
	}
	return "", "", usage(hint, "Records of the kind %q cannot be taken away.", word)
}
