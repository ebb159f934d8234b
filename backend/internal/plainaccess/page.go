package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// PageRead tells whether the visitor may read a page: "allow", "deny" or "unknown" (rule 2.b.1).
func PageRead(s *site.Site, o Options, v Visitor, page site.ID) string {
	return decide(s, o, v, func(w *world) bool { return w.pageRead(page) })
}

// PageChange tells whether the visitor may change a page: "allow", "deny" or "unknown" (rule 2.b.1).
func PageChange(s *site.Site, o Options, v Visitor, page site.ID) string {
	return decide(s, o, v, func(w *world) bool { return w.pageChange(page) })
}

// pageRead is can_read of rule 2.b.1 for a page.
func (w *world) pageRead(id site.ID) bool {
	return w.pageLoaded(id) && !w.deadEnd(id) && w.pageShown(id) && w.pageRule(id, read, onPage)
}

// pageChange is can_change of rule 2.b.1 for a page: dates and publishing state are not tested.
func (w *world) pageChange(id site.ID) bool {
	return w.pageLoaded(id) && w.pageRule(id, change, onPage)
}

// pageLoaded tells whether a page is there and active (2.b.1 step 3).
func (w *world) pageLoaded(id site.ID) bool {
	if id == "" {
		return false
	}
	if p := find(w.s.WebPages, id); p != nil {
		return !p.Inactive
	}
	return w.maybe(about("page", id, "is there and active"))
}

// pageShown is 2.b.1, steps 1 and 2. The dates of pages count in the released runtime only (S07). The state that is
// tested is that of the record itself, never an ancestor's or the root page's (2.b.3).
func (w *world) pageShown(id site.ID) bool {
	p := find(w.s.WebPages, id)
	if p == nil {
		if w.o.legacy("S07") && w.maybe(about("page", id, "is outside its dates")) && !w.preview() {
			return false
		}
		state, hidden := w.lostPageState(id)
		if hidden {
			return w.preview()
		}
		return w.stateOK(state, "")
	}
	if w.o.legacy("S07") && !w.datesOK(p.Released, p.Expires) {
		return false
	}
	language := p.Language
	if p.IsRoot {
		language = "" // only content pages are in a language (1.4)
	}
	return w.stateOK(p.PublishingState, language)
}

// lostPageState is the state of a page that is not in the export: none, one that something names, or one that nothing
// in the export names, which may be hidden.
func (w *world) lostPageState(id site.ID) (state site.ID, hidden bool) {
	states := []site.ID{""}
	for _, st := range w.s.PublishingStates {
		states = append(states, st.ID)
	}
	states = append(states, w.lostStates()...)
	n := w.pick(about("page", id, "is in the state"), len(states)+1)
	if n == len(states) {
		return "", true
	}
	return states[n], false
}

// unnamed is a page that nothing in the export names.
const unnamed site.ID = "\x00page"

// rootOf is root_of(p) of rule 2.b.4 c: the page whose rules count for a page, which is its root page where it is a
// content page, and otherwise itself. Empty where a content page names no root. Reading: whether the root is there and
// active is not asked (2.b.4 b speaks of the page and its ancestors only). A page that is not in the export may be the
// content page of any root, also of one that nothing names.
func (w *world) rootOf(id site.ID) site.ID {
	p := find(w.s.WebPages, id)
	switch {
	case p == nil:
		roots := append([]site.ID{id, site.ID(lostName(id))}, w.otherPages(id)...)
		return roots[w.pick(about("page", id, "has the root"), len(roots))]
	case p.IsRoot:
		return id
	}
	return p.RootPage
}

// parentOf gives the parent of a page, empty at the top. That of a page that is not in the export may be one that nothing
// names; of those there is one, which is enough for a rule to count or not to count.
func (w *world) parentOf(id site.ID) site.ID {
	if p := find(w.s.WebPages, id); p != nil {
		return p.Parent
	}
	parents := append([]site.ID{""}, w.otherPages(id)...)
	if id != unnamed {
		parents = append(parents, unnamed)
	}
	return parents[w.pick(about("page", id, "has the parent"), len(parents))]
}

// otherPages are the pages that one that is not in the export can name: those of the export, and lost ones with rules.
func (w *world) otherPages(than site.ID) []site.ID {
	if !w.o.MissingUnknown {
		return nil
	}
	var ids []site.ID
	for _, p := range w.s.WebPages {
		ids = append(ids, p.ID)
	}
	for _, r := range w.s.PageRules {
		if r.Page != "" && r.Page != than && find(w.s.WebPages, r.Page) == nil && !slices.Contains(ids, r.Page) {
			ids = append(ids, r.Page)
		}
	}
	return ids
}

// chain lists a page and its ancestors, nearest first (2.b.4 c). False when one of them is missing or inactive, the page
// itself included, or when the way up is a circle (2.b.4 b).
func (w *world) chain(id site.ID) (pages []site.ID, ok bool) {
	for id != "" {
		if !w.pageLoaded(id) || slices.Contains(pages, id) {
			return nil, false
		}
		pages = append(pages, id)
		id = w.parentOf(id)
	}
	return pages, len(pages) > 0
}

// deadEnd tells whether the exported part of the way up has an inactive page or a circle, so that 2.b.4 b denies in every
// world. pageRule finds the same; asked first, it spares worlds.
func (w *world) deadEnd(id site.ID) bool {
	if w.servicePage(id) {
		return false
	}
	var seen []site.ID
	for p := find(w.s.WebPages, id); p != nil; p = find(w.s.WebPages, p.Parent) {
		if p.Inactive || slices.Contains(seen, p.ID) {
			return true
		}
		seen = append(seen, p.ID)
	}
	return false
}
