package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// doubts says what in a site is incomplete or contradicts itself, so that nobody takes it for a mistake of reading.
// Whether it is dangerous is not asked here. Inactive records have no effect and raise no doubts.
func doubts(a *assembly) {
	d := doubter{a.site, a}
	d.parts()
	d.tablePermissions()
	d.pageRules()
	d.pages()
	d.settings()
}

type doubter struct {
	site *site.Site
	to   *assembly
}

// say reports a doubt about a record. The label is "table permission" and the like.
func (d doubter) say(grade site.Severity, r *site.Record, label, format, hint string, args ...any) {
	subject := fmt.Sprintf("The %s %q ", label, r.Name)
	if r.Name == "" {
		subject = fmt.Sprintf("The %s without a name ", label)
	}
	d.to.say(site.Problem{
		Severity: grade, File: r.Source.File, Line: r.Source.Line, Record: r.ID,
		Message: subject + fmt.Sprintf(format, args...), Hint: hint,
	})
}

// parts tells which parts of a site are missing altogether.
func (d doubter) parts() {
	counts := d.site.Counts()
	for _, part := range []struct {
		count int
		grade site.Severity
		what  string
	}{
		{counts.WebRoles, site.Warning, "web roles"},
		{counts.WebPages, site.Note, "root pages"},
		{counts.PageRules, site.Note, "page permissions"},
		{counts.TablePermissions, site.Note, "table permissions"},
		{counts.Languages, site.Note, "languages"},
	} {
		if part.count == 0 {
			d.to.say(site.Problem{
				Severity: part.grade, Message: fmt.Sprintf("This export holds no %s.", part.what),
				Hint: "If the site has some, export it again with all its records.",
			})
		}
	}
}

func (d doubter) tablePermissions() {
	const label = "table permission"
	const review = "Check the permission in the design studio."
	byID := map[site.ID]*site.TablePermission{}
	for i := range d.site.TablePermissions {
		byID[d.site.TablePermissions[i].ID] = &d.site.TablePermissions[i]
	}
	for i := range d.site.TablePermissions {
		p := &d.site.TablePermissions[i]
		if p.Inactive {
			continue
		}
		say := func(grade site.Severity, format string) { d.say(grade, &p.Record, label, format, review) }
		if p.Table == "" {
			say(site.Warning, "names no table; it permits nothing.")
		}
		switch p.AccessType {
		case site.UnknownAccess:
			if p.RawAccessType == "" {
				say(site.Warning, "has no access type.")
			}
		case site.ContactScope:
			if p.ContactRelationship == "" {
				say(site.Warning, "has the access type contact, but no relationship to the contact.")
			}
		case site.AccountScope:
			if p.AccountRelationship == "" {
				say(site.Warning, "has the access type account, but no relationship to the account.")
			}
		case site.ParentScope:
			d.parentScope(p, byID, say)
		case site.Global:
			if p.ContactRelationship != "" || p.AccountRelationship != "" {
				say(site.Note, "has the access type global and a relationship left over, which counts for nothing.")
			}
		}
		if p.AccessType != site.ParentScope {
			if p.Parent != "" {
				say(site.Note, "names a parent permission, which its access type does not use.")
			}
			if len(p.Roles) == 0 && !p.RolesUnknown {
				say(site.Note, "has no web roles; nobody gets anything from it.")
			}
		}
	}
}

// parentScope follows the chain of a child permission.
func (d doubter) parentScope(p *site.TablePermission, byID map[site.ID]*site.TablePermission,
	say func(site.Severity, string)) {
	if p.Parent == "" {
		say(site.Warning, "has the access type parent, but names no parent permission.")
	}
	if p.ParentRelationship == "" {
		say(site.Warning, "has the access type parent, but no relationship to the parent's table.")
	}
	if parent := byID[p.Parent]; parent != nil && parent.Inactive {
		say(site.Warning, "has a parent permission that is inactive.")
	}
	seen := map[site.ID]bool{}
	for at := p; at != nil && !seen[at.ID]; at = byID[at.Parent] {
		seen[at.ID] = true
		if at.Parent == p.ID {
			say(site.Warning, "is its own parent permission, directly or through others.")
		}
	}
}

func (d doubter) pageRules() {
	const label = "page permission"
	const review = "Check the permission in the management app."
	restricting := map[site.ID]int{}
	for i := range d.site.PageRules {
		r := &d.site.PageRules[i]
		if r.Inactive {
			continue
		}
		say := func(grade site.Severity, format string) { d.say(grade, &r.Record, label, format, review) }
		if r.Name == "" {
			d.say(site.Note, &r.Record, label, "was read; only its name is missing.", review)
		}
		if r.Page == "" {
			say(site.Note, "names no page; it counts for nothing.")
		}
		roleless := len(r.Roles) == 0 && !r.RolesUnknown
		switch r.Right {
		case site.RestrictRead:
			if r.Page != "" && roleless {
				say(site.Warning, "restricts reading and has no web roles; it closes the page to everyone.")
			}
			if r.Page != "" {
				if restricting[r.Page]++; restricting[r.Page] == 2 {
					say(site.Note, "is not the only one that restricts reading of its page; the platform wants one.")
				}
			}
		case site.GrantChange:
			if roleless {
				say(site.Note, "grants change and has no web roles; nobody gets anything from it.")
			}
		}
	}
}

func (d doubter) pages() {
	const label = "web page"
	pages := d.site.WebPages
	at := make(map[site.ID]int32, len(pages))
	for i := range pages {
		at[pages[i].ID] = int32(i)
	}
	spoken, languages := spokenOn(pages, at)
	var bare, partial []string
	met := make([]int32, len(pages)) // by which page's walk up the tree, counted from 1, a page was met last
	for i := range pages {
		p := &pages[i]
		if p.Inactive {
			continue
		}
		if !p.IsRoot && p.RootPage == "" {
			d.say(site.Warning, &p.Record, label, "is no root page and belongs to none; no visitor can reach it.",
				"Check the page in the management app.")
		}
		if p.IsRoot {
			switch n := spoken[i]; {
			case n == 0:
				bare = append(bare, p.Name)
			case n < languages:
				partial = append(partial, p.Name)
			}
		}
		for up, ok := int32(i), true; ok && pages[up].Parent != "" && met[up] != int32(i)+1; up, ok = at[pages[up].Parent] {
			met[up] = int32(i) + 1
			if pages[up].Parent == p.ID {
				d.say(site.Warning, &p.Record, label, "is its own parent page, directly or through others.",
					"Give the page another parent page.")
			}
		}
	}
	d.several(bare, "root page has no content page", "root pages have no content page")
	d.several(partial, "root page has content pages in some of the site's languages only",
		"root pages have content pages in some of the site's languages only")
}

// spokenOn counts the languages in which each page has active content pages, and those of all together. at says where
// the page with an id stands.
func spokenOn(pages []site.WebPage, at map[site.ID]int32) (onPage []int, together int) {
	type pair struct{ root, language int32 }
	numbers := map[site.ID]int32{}
	pairs := make([]pair, 0, len(pages))
	for i := range pages {
		p := &pages[i]
		if p.RootPage == "" || p.Inactive {
			continue
		}
		number, known := numbers[p.Language]
		if !known {
			number = int32(len(numbers))
			numbers[p.Language] = number
		}
		if root, ok := at[p.RootPage]; ok {
			pairs = append(pairs, pair{root, number})
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.root, y.root), cmp.Compare(x.language, y.language)) })
	onPage = make([]int, len(pages))
	for _, p := range slices.Compact(pairs) {
		onPage[p.root]++
	}
	return onPage, len(numbers)
}

// several says once what holds for many pages.
func (d doubter) several(names []string, one, many string) {
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	what, shown, more := many, names, ""
	if len(names) == 1 {
		what = one
	}
	if len(names) > 5 {
		shown, more = names[:5], ", …"
	}
	list := make([]string, len(shown))
	for i, name := range shown {
		list[i] = fmt.Sprintf("%q", name)
	}
	d.to.say(site.Problem{
		Severity: site.Note,
		Message:  fmt.Sprintf("%d %s: %s%s.", len(names), what, strings.Join(list, ", "), more),
		Hint:     "If they should exist, export the site again with all its records.",
	})
}

// settings finds names that stand more than once. Values are compared, never told.
func (d doubter) settings() {
	const label = "site setting"
	first := map[string]*site.SiteSetting{}
	for i := range d.site.SiteSettings {
		s := &d.site.SiteSettings[i]
		if s.Inactive {
			continue
		}
		name := strings.ToLower(s.Name)
		other := first[name]
		if other == nil {
			first[name] = s
			continue
		}
		place := other.Source.File
		if other.Source.Line > 0 {
			place = fmt.Sprintf("%s:%d", place, other.Source.Line)
		}
		hint := "Keep one of them; which one the site uses is not certain."
		switch {
		case s.Secret || other.Secret:
			d.say(site.Warning, &s.Record, label, "stands in %s too; the values are secrets and were not compared.", hint, place)
		case s.Value != other.Value || s.EnvironmentVariable != other.EnvironmentVariable:
			d.say(site.Warning, &s.Record, label, "stands in %s too, with another value.", hint, place)
		default:
			d.say(site.Note, &s.Record, label, "stands in %s too, with the same value.", hint, place)
		}
	}
}
