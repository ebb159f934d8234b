package report

import (
	"encoding/csv"
	"io"
	"strings"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// CSV for spreadsheets: UTF-8, commas, a line of headings, one answer in a line. Cells that a spreadsheet would take for
// a formula get an apostrophe in front.
var _ = register(format{name: "csv", access: accessCSV, without: withoutCSV, who: whoCSV})

func accessCSV(w io.Writer, s *access.Sheet) error {
	other := map[access.Difference]string{}
	for _, d := range s.Other.Differences {
		other[access.Difference{What: d.What, ID: d.ID, Right: d.Right}] = d.After
	}
	t := newTable(w, "kind", "id", "name", "path", "right", "answer", "accessTypes", string(s.Other.Profile)+"Answer")
	row := func(what access.Kind, id, name, path, right, answer, types string) {
		differing, differs := other[access.Difference{What: what, ID: id, Right: right}]
		if !differs {
			differing = answer
		}
		t.row(string(what), id, name, path, right, answer, types, differing)
	}
	for _, p := range s.Pages {
		row(access.KindWebPage, string(p.ID), p.Name, p.URL, "read", p.Read.String(), "")
		row(access.KindWebPage, string(p.ID), p.Name, p.URL, "change", p.Change.String(), "")
		for _, l := range p.Languages {
			name := p.Name + " (" + l.Language + ")"
			row(access.KindWebPage, string(l.ID), name, p.URL, "read", l.Read.String(), "")
			row(access.KindWebPage, string(l.ID), name, p.URL, "change", l.Change.String(), "")
		}
	}
	for _, f := range s.Files {
		row(access.KindWebFile, string(f.ID), f.Name, f.URL, "read", f.Read.String(), "")
		row(access.KindWebFile, string(f.ID), f.Name, f.URL, "change", f.Change.String(), "")
	}
	for i := range s.Tables {
		for _, p := range access.Privileges() {
			answer := s.Tables[i].Of(p)
			row(access.KindTablePermission, s.Tables[i].Table, s.Tables[i].Table, "", string(p), answer.Reach.String(), typeWords(answer.AccessTypes))
		}
	}
	for _, right := range access.WebsiteRights() {
		row(access.KindWebsite, string(right), string(right), "", string(right), s.WebsiteAccess[right].String(), "")
	}
	for _, c := range s.Columns {
		id := c.Table + "." + c.Column
		row(access.KindColumnPermission, id, c.Column, "", "create", c.Create.String(), "")
		row(access.KindColumnPermission, id, c.Column, "", "read", c.Read.String(), "")
		row(access.KindColumnPermission, id, c.Column, "", "update", c.Update.String(), "")
	}
	return t.close()
}

// typeWords joins access types with blanks, which need no quotes.
func typeWords(types []site.AccessType) string {
	words := make([]string, len(types))
	for i, t := range types {
		words[i] = string(t)
	}
	return strings.Join(words, " ")
}

func withoutCSV(w io.Writer, s *access.WithoutSheet) error {
	t := newTable(w, "kind", "id", "name", "right", "before", "after")
	for _, d := range s.Differences {
		t.row(string(d.What), d.ID, d.Label, d.Right, d.Before, d.After)
	}
	return t.close()
}

func whoCSV(w io.Writer, s *access.WhoSheet) error {
	t := newTable(w, "visitor", "id", "name", "alone", "withDefaults")
	t.row("anonymous", "", "", s.Anonymous, s.Anonymous)
	t.row("authenticated", "", "", s.Authenticated, s.Authenticated)
	for _, r := range s.Roles {
		t.row(string(access.KindWebRole), string(r.Role.ID), r.Role.Name, r.Alone, r.With)
	}
	return t.close()
}

// table writes rows; what goes wrong on the way is told at the end.
type table struct{ to *csv.Writer }

func newTable(w io.Writer, headings ...string) table {
	t := table{csv.NewWriter(w)}
	t.row(headings...)
	return t
}

func (t table) row(cells ...string) {
	for i := range cells {
		cells[i] = harmless(cells[i])
	}
	// The writer keeps its first error for the end.
	_ = t.to.Write(cells)
}

func (t table) close() error {
	t.to.Flush()
	return t.to.Error()
}

// harmless keeps a spreadsheet from taking a cell for a formula: names come from whoever made the export.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
