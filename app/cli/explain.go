package cli

import (
	"github.com/spf13/cobra"

	"gatehouse/backend/access"
	"gatehouse/backend/report"
)

var _ = register(command{name: "explain", build: explain})

// explain tells why one visitor may do one thing, or may not.
func explain(p *Program) *cobra.Command {
	q := question{of: report.OfExplain}
	var s subject
	var whyNot bool
	cmd := &cobra.Command{
		Use:   "explain PATH (--as WHO | --role NAME... | --contact ID) (--page URL | --table NAME --privilege WORD | ...)",
		Short: "Tell why a visitor may do something, or may not",
		Long: `Tell in one sentence whether a visitor may do one thing on the site at PATH, then the records
that decided it in their order: how the role is held, which permission matched, where it was
inherited from. For a refusal, every record that could have allowed it and why it did not.
Records come with their id, file and line.

` + pathHelp + `

With --why-not the explanation of a refusal ends with the smallest single change that would allow
it. It was tried before it is suggested.

Exit codes: 0 explained, 2 wrong call or a name that is not there, 3 nothing readable.`,
		Example: `  gatectl explain . --as anonymous --page /orders/
  gatectl explain . --role Partners --table contact --privilege write --why-not
  gatectl explain . --role Partners --table contact --column emailaddress1 --privilege update
  gatectl explain . --contact ana@contoso.example --page /orders/ --change --format json`,
		Args: exactly("path", "gatectl explain downloads/contoso-help --as anonymous --page /"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.check(); err != nil {
				return err
			}
			_, v, err := q.openVisitor(cmd.Context(), p, args[0])
			if err != nil {
				return err
			}
			x, err := s.explain(v, whyNot)
			if err != nil {
				return asked(err)
			}
			return written(report.Explain(p.Stdout, q.format, x))
		},
	}
	q.visitorFlags(cmd)
	s.flags(cmd)
	cmd.Flags().StringVar(&s.column, "column", "", "a column of the table, through the Web API; --privilege create, read or update")
	cmd.Flags().BoolVar(&whyNot, "why-not", false, "end a refusal with the smallest single change that would allow it")
	q.flags(cmd)
	return cmd
}

// explain asks the engine. The errors are the engine's.
func (s *subject) explain(v *access.Visitor, whyNot bool) (*access.Explanation, error) {
	e := v.Engine()
	var x *access.Explanation
	var suggest func() string
	switch {
	case s.page != "":
		page, err := e.FindPage(s.page)
		if err != nil {
			return nil, err
		}
		if s.change {
			x, suggest = v.ExplainPageChange(page), func() string { return v.SuggestPageChange(page) }
		} else {
			x, suggest = v.ExplainPageRead(page), func() string { return v.SuggestPageRead(page) }
		}
	case s.file != "":
		file, err := e.FindFile(s.file)
		if err != nil {
			return nil, err
		}
		if s.change {
			x, suggest = v.ExplainFileChange(file), func() string { return v.SuggestFileChange(file) }
		} else {
			x, suggest = v.ExplainFileRead(file), func() string { return v.SuggestFileRead(file) }
		}
	case s.websiteRight != "":
		right := access.WebsiteRight(s.websiteRight)
		x, suggest = v.ExplainWebsiteRight(right), func() string { return v.SuggestWebsiteRight(right) }
	default:
		table, err := e.FindTable(s.table)
		if err != nil {
			return nil, err
		}
		if s.column != "" {
			right := access.ColumnRight(s.privilege)
			x = v.ExplainColumn(table, s.column, right)
			suggest = func() string { return v.SuggestColumn(table, s.column, right) }
			break
		}
		privilege := access.Privilege(s.privilege)
		x, suggest = v.ExplainTable(table, privilege), func() string { return v.SuggestTable(table, privilege) }
	}
	if whyNot {
		x.Change = suggest()
	}
	return x, nil
}
