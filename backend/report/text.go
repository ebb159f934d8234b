package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Text for people in front of a terminal: what is there first, what is wrong after it.
var _ = register(format{
	name: "text", inspect: inspectText, access: accessText, without: withoutText, who: whoText, explain: explainText,
})

func inspectText(w io.Writer, readings []site.Reading) error {
	var b bytes.Buffer
	for i := range readings {
		if i > 0 {
			b.WriteByte('\n')
		}
		inspectSite(&b, &readings[i])
	}
	_, err := w.Write(b.Bytes())
	return err
}

func inspectSite(b *bytes.Buffer, r *site.Reading) {
	name := r.Site.Website.Name
	if name == "" {
		name = "(site without a name)"
	}
	files, records := r.FileCounts(), r.RecordCounts()
	fmt.Fprintln(b, printable(name))
	row := func(what, value string) { fmt.Fprintf(b, "  %-9s %s\n", what, printable(value)) }
	if kept := r.Kept; kept != nil {
		row("snapshot", "taken "+timestamp(kept.TakenAt)+" from "+kept.Path)
		if kept.Name != "" {
			row("name", kept.Name)
		}
		if kept.Note != "" {
			row("note", strings.Join(strings.Fields(kept.Note), " "))
		}
	}
	row("id", string(r.Site.Website.ID))
	row("folder", r.Site.Root)
	row("format", fmt.Sprintf("%s, %s data model", r.Site.Format, r.Site.DataModel))
	row("files", fmt.Sprintf("%d used, %d ignored, %d unreadable", files.Used, files.Ignored, files.Unreadable))
	row("records", fmt.Sprintf("%d used, %d inactive, %d duplicate, %d dangling, %d ignored, %d unreadable",
		records.Used, records.Inactive, records.Duplicate, records.Dangling, records.Ignored, records.Unreadable))
	row("problems", countProblems(r.Problems))

	b.WriteByte('\n')
	for _, line := range countLines(r.Site.Counts()) {
		fmt.Fprintf(b, "  %6d  %s\n", line.count, line.what)
	}
	if len(r.Problems) > 0 {
		b.WriteByte('\n')
	}
	for _, p := range r.Problems {
		place := fault.Place{File: p.File, Line: p.Line}.String()
		if place == "" {
			place = "the whole site"
		}
		fmt.Fprintf(b, "  %-7s  %s\n           %s\n", p.Severity, printable(place), printable(p.Message))
		if p.Hint != "" && p.Severity != site.Note {
			fmt.Fprintf(b, "           %s\n", printable(p.Hint))
		}
	}
}

// countProblems is "1 error, 2 warnings, 0 notes".
func countProblems(problems []site.Problem) string {
	n := map[site.Severity]int{}
	for _, p := range problems {
		n[p.Severity]++
	}
	var parts []string
	for _, grade := range []site.Severity{site.Error, site.Warning, site.Note} {
		plural := "s"
		if n[grade] == 1 {
			plural = ""
		}
		parts = append(parts, fmt.Sprintf("%d %s%s", n[grade], grade, plural))
	}
	return strings.Join(parts, ", ")
}

type countLine struct {
	count int
	what  string
}

// countLines lists what a site holds, access first. Rare kinds appear only where there are some.
func countLines(c site.Counts) []countLine {
	lines := []countLine{
		{c.WebRoles, "web roles"},
		{c.TablePermissions, "table permissions"},
		{c.PageRules, "page permissions"},
		{c.WebsiteAccessPermissions, "website access permissions"},
		{c.WebPages, "web pages"},
		{c.ContentPages, "content pages"},
		{c.WebFiles, "web files"},
		{c.SiteSettings, "site settings"},
	}
	for _, rare := range []countLine{
		{c.ColumnPermissionProfiles, "column permission profiles"},
		{c.ColumnPermissions, "column permissions"},
		{c.Contacts, "contacts"},
		{c.Languages, "languages"},
		{c.Lists, "lists"},
		{c.BasicForms, "basic forms"},
		{c.AdvancedForms, "advanced forms"},
		{c.AdvancedFormSteps, "advanced form steps"},
		{c.Forums, "forums"},
		{c.Blogs, "blogs"},
		{c.BlogPosts, "blog posts"},
		{c.IdeaForums, "idea forums"},
		{c.SiteMarkers, "site markers"},
		{c.WebLinkSets, "web link sets"},
		{c.WebLinks, "web links"},
		{c.ContentSnippets, "content snippets"},
		{c.PageTemplates, "page templates"},
		{c.WebTemplates, "web templates"},
		{c.PublishingStates, "publishing states"},
		{c.Redirects, "redirects"},
	} {
		if rare.count > 0 {
			lines = append(lines, rare)
		}
	}
	return lines
}

// printable keeps names from steering the terminal: an export can come from anybody.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
