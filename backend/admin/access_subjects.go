package admin

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// Subjects is what can be asked about a site. Answers and matrices keep its order.
type Subjects struct {
	Roles                 []SubjectRole // by name, then id
	Pages                 []SubjectPage // root pages: parents before children, siblings by path
	Files                 []SubjectFile // by the place of their page, then by name
	Tables                []SubjectTable
	Forums                []SubjectForum // forums, blogs, blog posts, idea forums; each by name, then id
	Contacts              int
	Incomplete            []access.Kind // of which the export lost some
	EnhancedAuthorization site.Tri

	pageAt []int // place in Pages by place in Site.WebPages, -1 for content pages
}

// SubjectRole is a web role.
type SubjectRole struct {
	Role      site.WebRole
	Counts    bool
	Why       string // it does not count; a sentence
	Namesakes int    // other roles of exactly this name
}

// SubjectPage is a root page.
type SubjectPage struct {
	Page     site.WebPage
	URL      string // "" when it cannot be told
	Parent   int    // place in Subjects.Pages, -1 at the top
	Depth    int
	Detached bool // its parent is not in the export, or it is its own ancestor
	Own      bool // page permissions that count stand on it

	place int // in Site.WebPages
}

// SubjectFile is a web file.
type SubjectFile struct {
	File site.WebFile
	URL  string // "" when it cannot be told
	Page int    // place in Subjects.Pages of the page it hangs on, -1 without one

	place int // in Site.WebFiles
}

// SubjectTable is a table that the site names.
type SubjectTable struct {
	Name        string
	Permissions int // that name it, inactive ones included
}

// Subjects returns what can be asked about a snapshot. Codes: not_found, unreachable.
func (a *Access) Subjects(ctx context.Context, snapshot uuid.UUID) (Subjects, error) {
	s, err := a.open(ctx, snapshot)
	if err != nil {
		return Subjects{}, err
	}
	return s.subjects, nil
}

func subjectsOf(e *access.Engine) Subjects {
	s := e.Site()
	b := Subjects{
		Contacts: len(s.Contacts), EnhancedAuthorization: s.Website.EnhancedAuthorization,
		Incomplete: e.Options().Incomplete,
	}
	b.addRoles(e)
	b.addPages(e)
	b.addFiles(e)
	b.addTables(e)
	b.addForums(s)
	return b
}

func byName(x, y *site.Record) int {
	return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
}

func (b *Subjects) addRoles(e *access.Engine) {
	names := map[string]int{}
	for i := range e.Site().WebRoles {
		r := e.Site().WebRoles[i]
		names[r.Name]++
		role := SubjectRole{Role: r}
		role.Counts, role.Why = e.RoleCounts(i)
		b.Roles = append(b.Roles, role)
	}
	for i := range b.Roles {
		b.Roles[i].Namesakes = names[b.Roles[i].Role.Name] - 1
	}
	slices.SortFunc(b.Roles, func(x, y SubjectRole) int { return byName(&x.Role.Record, &y.Role.Record) })
}

func (b *Subjects) addPages(e *access.Engine) {
	b.Pages = pageTree(e)
	b.pageAt = make([]int, len(e.Site().WebPages))
	for i := range b.pageAt {
		b.pageAt[i] = -1
	}
	for i := range b.Pages {
		b.pageAt[b.Pages[i].place] = i
	}
}

func (b *Subjects) addFiles(e *access.Engine) {
	for i := range e.Site().WebFiles {
		f := SubjectFile{File: e.Site().WebFiles[i], Page: -1, place: i}
		f.URL, _ = e.FileURL(i)
		if page, known := e.Page(rootID(e, f.File.Parent)); known {
			f.Page = b.pageAt[page]
		}
		b.Files = append(b.Files, f)
	}
	slices.SortFunc(b.Files, func(x, y SubjectFile) int {
		return cmp.Or(cmp.Compare(x.Page, y.Page), byName(&x.File.Record, &y.File.Record))
	})
}

func (b *Subjects) addTables(e *access.Engine) {
	count := map[string]int{}
	for i := range e.Site().TablePermissions {
		count[e.Site().TablePermissions[i].Table]++
	}
	for _, name := range e.KnownTables() {
		b.Tables = append(b.Tables, SubjectTable{name, count[name]})
	}
}

// rootID is the root page of a page, where the page is in the export.
func rootID(e *access.Engine, id site.ID) site.ID {
	if i, known := e.Page(id); known && !isRootPage(&e.Site().WebPages[i]) {
		return e.Site().WebPages[i].RootPage
	}
	return id
}

func isRootPage(p *site.WebPage) bool { return p.IsRoot || p.RootPage == "" || p.RootPage == p.ID }

// pageTree lists the root pages so that every page comes after its parent and before its parent's next child. A page in
// a circle of parents begins a tree of its own.
func pageTree(e *access.Engine) []SubjectPage {
	t := treeBuilder{engine: e, own: e.PagesWithPermissions(), children: map[site.ID][]int{}, done: map[int]bool{}}
	var roots []int
	for i := range e.Site().WebPages {
		if isRootPage(&e.Site().WebPages[i]) {
			roots = append(roots, i)
		}
	}
	slices.SortFunc(roots, t.order)
	known := map[site.ID]bool{}
	for _, i := range roots {
		known[e.Site().WebPages[i].ID] = true
	}
	var detached []int
	for _, i := range roots {
		switch parent := rootID(e, e.Site().WebPages[i].Parent); {
		case parent == "":
			t.children[""] = append(t.children[""], i)
		case known[parent]:
			t.children[parent] = append(t.children[parent], i)
		default:
			detached = append(detached, i)
		}
	}
	for _, i := range t.children[""] {
		t.add(i, -1, 0, false)
	}
	// Whoever is still missing then is in or below a circle, which is cut at its first page.
	for _, i := range append(detached, roots...) {
		t.add(i, -1, 0, true)
	}
	return t.pages
}

type treeBuilder struct {
	engine   *access.Engine
	own      map[site.ID]bool
	children map[site.ID][]int // by root page, in order
	done     map[int]bool
	pages    []SubjectPage
}

func (t *treeBuilder) order(x, y int) int {
	s := t.engine.Site()
	left, _ := t.engine.PageURL(x)
	right, _ := t.engine.PageURL(y)
	return cmp.Or(cmp.Compare(left, right), byName(&s.WebPages[x].Record, &s.WebPages[y].Record))
}

func (t *treeBuilder) add(place, parent, depth int, detached bool) {
	if t.done[place] {
		return
	}
	t.done[place] = true
	p := t.engine.Site().WebPages[place]
	url, _ := t.engine.PageURL(place)
	at := len(t.pages)
	t.pages = append(t.pages, SubjectPage{Page: p, URL: url, Parent: parent, Depth: depth, Detached: detached, Own: t.own[p.ID], place: place})
	for _, child := range t.children[p.ID] {
		t.add(child, at, depth+1, false)
	}
}
