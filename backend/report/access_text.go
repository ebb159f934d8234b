package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"gatehouse/backend/access"
)

// Answers about access for people in front of a terminal.

func accessText(w io.Writer, s *access.Sheet) error {
	var b bytes.Buffer
	heading(&b, s.SheetBasis, s.Profile)
	visitor(&b, s.Visitor)
	other := fmt.Sprintf("the %s rules give the same answers", s.Other.Profile)
	if n := len(s.Other.Differences); n > 0 {
		other = fmt.Sprintf("the %s rules answer differently in %d %s", s.Other.Profile, n, many(n, "place", "places"))
	}
	line(&b, "other", other)

	section(&b, "Web pages", len(s.Pages))
	pages := columns{{"read", "change", "path", "name"}}
	for _, p := range s.Pages {
		pages = append(pages, []string{p.Read.String(), p.Change.String(), orDash(p.URL), p.Name})
		for _, l := range p.Languages {
			pages = append(pages, []string{l.Read.String(), l.Change.String(), orDash(p.URL), p.Name + " (" + l.Language + ")"})
		}
	}
	pages.write(&b)

	section(&b, "Tables", len(s.Tables))
	tables := columns{append([]string{"table"}, privilegeNames()...)}
	for i := range s.Tables {
		row := []string{s.Tables[i].Table}
		for _, p := range access.Privileges() {
			row = append(row, reachText(s.Tables[i].Of(p)))
		}
		tables = append(tables, row)
	}
	tables.write(&b)

	section(&b, "Website rights", len(s.WebsiteAccess))
	rights := columns{}
	for _, right := range access.WebsiteRights() {
		rights = append(rights, []string{s.WebsiteAccess[right].String(), string(right)})
	}
	rights.write(&b)

	section(&b, "Columns through the Web API", len(s.Columns))
	fields := columns{{"create", "read", "update", "column"}}
	for _, c := range s.Columns {
		fields = append(fields, []string{c.Create.String(), c.Read.String(), c.Update.String(), c.Table + "." + c.Column})
	}
	fields.write(&b)

	section(&b, "Web files", len(s.Files))
	files := columns{{"read", "change", "path", "name"}}
	for _, f := range s.Files {
		files = append(files, []string{f.Read.String(), f.Change.String(), orDash(f.URL), f.Name})
	}
	files.write(&b)

	if len(s.Other.Differences) > 0 {
		section(&b, fmt.Sprintf("Where the %s rules differ", s.Other.Profile), len(s.Other.Differences))
		differences(s.Other.Differences, string(s.Profile), string(s.Other.Profile)).write(&b)
	}
	notes(&b, s.Notes)
	_, err := w.Write(b.Bytes())
	return err
}

func withoutText(w io.Writer, s *access.WithoutSheet) error {
	var b bytes.Buffer
	heading(&b, s.SheetBasis, s.Profile)
	visitor(&b, s.Visitor)
	for i, r := range s.Removed {
		what := "without"
		if i > 0 {
			what = ""
		}
		line(&b, what, fmt.Sprintf("%s  [%s]", r, r.ID))
	}
	if len(s.Differences) == 0 {
		b.WriteString("\nNothing would change for the visitor.\n")
	} else {
		section(&b, "What would change", len(s.Differences))
		differences(s.Differences, "before", "after").write(&b)
	}
	notes(&b, s.Notes)
	_, err := w.Write(b.Bytes())
	return err
}

func differences(list []access.NamedDifference, before, after string) columns {
	c := columns{{before, after, "right", "kind", "name"}}
	for _, d := range list {
		c = append(c, []string{d.Before, d.After, d.Right, subjectWords[d.What], d.Label})
	}
	return c
}

func whoText(w io.Writer, s *access.WhoSheet) error {
	var b bytes.Buffer
	heading(&b, s.SheetBasis, s.Profile)
	question := s.Subject.Right + ": " + subjectWords[s.Subject.What] + " " + s.Subject.Label
	if s.Subject.What == access.KindWebsite {
		question = subjectWords[s.Subject.What] + " " + s.Subject.Right
	}
	line(&b, "who", question)
	if s.Other.Differs {
		line(&b, "other", fmt.Sprintf("the %s rules answer differently, see the columns at the right", s.Other.Profile))
	} else {
		line(&b, "other", fmt.Sprintf("the %s rules give the same answers", s.Other.Profile))
	}
	b.WriteByte('\n')
	c := columns{{"alone", "with defaults", "visitor", ""}}
	row := func(alone, with, visitor, id, otherAlone, otherWith string) {
		cells := []string{alone, with, visitor, id}
		if s.Other.Differs {
			cells = []string{alone, with, otherAlone, otherWith, visitor, id}
		}
		c = append(c, cells)
	}
	if s.Other.Differs {
		c = columns{{"alone", "with defaults", string(s.Other.Profile), "with defaults", "visitor", ""}}
	}
	row(s.Anonymous, s.Anonymous, "anonymous visitors", "", s.Other.Anonymous, s.Other.Anonymous)
	row(s.Authenticated, s.Authenticated, "signed-in visitors without assigned roles", "", s.Other.Authenticated, s.Other.Authenticated)
	for i, r := range s.Roles {
		o := s.Other.Roles[i]
		row(r.Alone, r.With, r.Role.Name, "["+string(r.Role.ID)+"]", o.Alone, o.With)
	}
	c.write(&b)
	notes(&b, s.Notes)
	_, err := w.Write(b.Bytes())
	return err
}

// subjectWords are the sorts of things that answers are about.
var subjectWords = map[access.Kind]string{
	access.KindWebPage: "web page", access.KindWebFile: "web file", access.KindTablePermission: "table",
	access.KindWebsite: "website right", access.KindColumnPermission: "column",
}

// explainText is the text that the window shows too.
func explainText(w io.Writer, x *access.Explanation) error {
	lines := strings.Split(x.Text(), "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

func heading(b *bytes.Buffer, s access.SheetBasis, profile access.Profile) {
	name := s.Site.Name
	if name == "" {
		name = "(site without a name)"
	}
	fmt.Fprintln(b, printable(name))
	rules := fmt.Sprintf("%s, missing records count as %s", profile, s.Missing)
	if s.At != "" {
		rules += ", at " + s.At
	}
	line(b, "rules", rules)
	if len(s.Incomplete) > 0 {
		words := make([]string, len(s.Incomplete))
		for i, k := range s.Incomplete {
			words[i] = string(k)
		}
		line(b, "lost", "records of these kinds: "+strings.Join(words, ", "))
	}
}

func visitor(b *bytes.Buffer, v access.SheetVisitor) {
	line(b, "visitor", v.Label)
	for i, h := range v.Held {
		what := "roles"
		if i > 0 {
			what = ""
		}
		name := h.Role.Name
		if name == "" {
			name = "(not in the export)"
		}
		text := fmt.Sprintf("%s  [%s]  %s", name, h.Role.ID, h.How)
		switch {
		case h.OnTables && !h.OnPages:
			text += ", for tables only"
		case h.OnPages && !h.OnTables:
			text += ", for pages only"
		}
		line(b, what, text)
	}
	if len(v.Held) == 0 {
		line(b, "roles", "none")
	}
}

func line(b *bytes.Buffer, what, value string) {
	fmt.Fprintf(b, "  %-9s %s\n", what, printable(value))
}

func section(b *bytes.Buffer, title string, count int) {
	fmt.Fprintf(b, "\n%s\n", title)
	if count == 0 {
		b.WriteString("  none\n")
	}
}

func notes(b *bytes.Buffer, list []string) {
	if len(list) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range list {
		fmt.Fprintf(b, "Note: %s\n", printable(n))
	}
}

func orDash(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func many(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

func privilegeNames() []string {
	var names []string
	for _, p := range access.Privileges() {
		names = append(names, string(p))
	}
	return names
}

// reachText has the access types behind a reach that is not told by the word alone.
func reachText(a access.PrivilegeAnswer) string {
	word := a.Reach.String()
	if a.MatchesNoRow {
		word = "some, no row"
	}
	if a.Reach == access.ReachNone || len(a.AccessTypes) == 0 {
		return word
	}
	return word + " (" + strings.ReplaceAll(typeWords(a.AccessTypes), " ", ", ") + ")"
}

// columns are rows of cells, most with headings in the first, written in columns. Headings without rows are left out.
type columns [][]string

func (c columns) write(b *bytes.Buffer) {
	if len(c) == 1 {
		return
	}
	var widths []int
	for _, row := range c {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range c {
		text := " "
		for i, cell := range row {
			text += " " + printable(cell) + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)) + " "
		}
		b.WriteString(strings.TrimRight(text, " ") + "\n")
	}
}
