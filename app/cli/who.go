package cli

import (
	"github.com/spf13/cobra"

	"gatehouse/backend/access"
	"gatehouse/backend/report"
)

var _ = register(command{name: "who", build: who})

// who tells who may do one thing.
func who(p *Program) *cobra.Command {
	q := question{of: report.OfWho}
	var s subject
	cmd := &cobra.Command{
		Use:   "who PATH (--page URL | --table NAME --privilege WORD | ...)",
		Short: "Tell who may do one thing",
		Long: `Tell who may do one thing on the site at PATH: visitors who are not signed in, those who are, and
the holders of each web role, with the role alone and with what everybody has who is signed in.

` + pathHelp + `

Roles together can give more than each alone: two restricted levels of pages may be passed with
two roles. "gatectl access" answers for several roles at once.

Exit codes: 0 answered, 2 wrong call or a name that is not there, 3 nothing readable.`,
		Example: `  gatectl who . --page /orders/
  gatectl who . --table contact --privilege read --format csv
  gatectl who . --website-right previewUnpublishedEntities`,
		Args: exactly("path", "gatectl who downloads/contoso-help --page /"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.check(); err != nil {
				return err
			}
			a, err := q.open(cmd.Context(), p, args[0])
			if err != nil {
				return err
			}
			sheet, err := s.who(a)
			if err != nil {
				return asked(err)
			}
			p.notes(sheet.Notes)
			return written(report.Who(p.Stdout, q.format, sheet))
		},
	}
	s.flags(cmd)
	q.flags(cmd)
	return cmd
}

// who asks the engine. The errors are the engine's.
func (s *subject) who(a *asking) (*access.WhoSheet, error) {
	switch {
	case s.page != "":
		page, err := a.engine.FindPage(s.page)
		if err != nil {
			return nil, err
		}
		return a.engine.WhoPage(page, s.change, a.at), nil
	case s.file != "":
		file, err := a.engine.FindFile(s.file)
		if err != nil {
			return nil, err
		}
		return a.engine.WhoFile(file, s.change, a.at), nil
	case s.websiteRight != "":
		return a.engine.WhoWebsiteRight(access.WebsiteRight(s.websiteRight), a.at), nil
	}
	table, err := a.engine.FindTable(s.table)
	if err != nil {
		return nil, err
	}
	return a.engine.WhoTable(table, access.Privilege(s.privilege), a.at), nil
}
