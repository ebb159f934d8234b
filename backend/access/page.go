package access

import (
	"cmp"
	"slices"

	"gatehouse/backend/site"
)

// PageRead answers whether the visitor may read the page at a place of Site.WebPages. For a content page its own
// publishing state and language count, and the permissions of its root page.
func (v *Visitor) PageRead(page int) Verdict { return v.reads(v.engine.pages.program[page]) }

// PageChange answers whether the visitor may change the page at a place of Site.WebPages.
func (v *Visitor) PageChange(page int) Verdict { return v.changes(v.engine.pages.program[page]) }

// Page finds the place of a page by its id.
func (e *Engine) Page(id site.ID) (page int, ok bool) {
	i, ok := e.index.pages[id]
	return int(i), ok
}

// File finds the place of a file by its id.
func (e *Engine) File(id site.ID) (file int, ok bool) {
	i := slices.IndexFunc(e.site.WebFiles, func(f site.WebFile) bool { return f.ID == id })
	return i, i >= 0
}

// PageURL is the path of a page, such as "/orders/new/", and whether it can be told: a parent may be missing.
func (e *Engine) PageURL(page int) (string, bool) {
	urls := e.texts.urls(e)
	return urls[page], urls[page] != ""
}

// Pages lists the places of the active root pages, sorted by path and then by id: what a table of pages shows.
func (e *Engine) Pages() []int {
	urls := e.texts.urls(e)
	var list []int
	for i := range e.site.WebPages {
		p := &e.site.WebPages[i]
		if !p.Inactive && rootOf(p) == p.ID {
			list = append(list, i)
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		return cmp.Or(cmp.Compare(urls[a], urls[b]), cmp.Compare(e.site.WebPages[a].ID, e.site.WebPages[b].ID))
	})
	return list
}

// Outcome is what a browser is shown for a page.
type Outcome string

const (
	Served           Outcome = "served"
	SignInRedirect   Outcome = "sign-in-redirect"
	AccessDeniedPage Outcome = "access-denied-page"
	NotFoundPage     Outcome = "page-not-found"
	CannotTell       Outcome = "unknown"
)

// Browser says what the visitor's browser is shown for a page.
func (v *Visitor) Browser(page int) Outcome {
	switch v.PageRead(page) {
	case Allow:
		return Served
	case Unknown:
		return CannotTell
	}
	return v.Refused()
}

// Refused says what the visitor's browser is shown for pages the visitor may not read.
func (v *Visitor) Refused() Outcome {
	if !v.signedIn {
		return SignInRedirect
	}
	for i := range v.engine.site.SiteMarkers {
		if m := &v.engine.site.SiteMarkers[i]; m.Name == accessDenied && m.Page != "" {
			return AccessDeniedPage
		}
	}
	return NotFoundPage
}
