package plainaccess

import (
	"time"

	"gatehouse/backend/site"
)

// PageRead tells whether the visitor may read a page: "allow", "deny" or "unknown" (rule 2.b.1).
func PageRead(s *site.Site, o Options, v Visitor, page site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		p, loaded := w.page(page)
		return yesNo(loaded && w.readPage(p))
	})
}

// PageChange tells whether the visitor may change a page: "allow", "deny" or "unknown" (rule 2.b.1).
func PageChange(s *site.Site, o Options, v Visitor, page site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		p, loaded := w.page(page)
		// 2.b.1 can_change: step 3, then step 4.
		return yesNo(loaded && !p.Inactive && w.pageRule(p, change, asPage))
	})
}

// readPage is can_read of rule 2.b.1 for a page.
func (w *world) readPage(p site.WebPage) bool {
	// 2.b.1 step 1; S07: dates of pages count in legacy only.
	if w.o.legacy("S07") && !w.datesOK(p.Released, p.Expires) {
		return false
	}
	// 2.b.1 step 2; 2.b.3: of the record that is asked about, which may be a content page.
	if !w.stateOK(p.PublishingState, w.languageOf(p)) {
		return false
	}
	// 2.b.1 step 3.
	if p.Inactive {
		return false
	}
	// 2.b.1 step 4.
	return w.pageRule(p, read, asPage)
}

// datesOK is rule 2.b.2; a missing bound is unlimited.
func (w *world) datesOK(released, expires *time.Time) bool {
	if (released == nil || !released.After(w.o.At)) && (expires == nil || !w.o.At.After(*expires)) {
		return true
	}
	return w.preview()
}

// stateOK is state_ok of rule 2.b.3.
func (w *world) stateOK(state, language site.ID) bool {
	if state == "" { // 2.b.3: a null state counts as visible
		return true
	}
	if w.stateVisible(state) && w.languagePublished(language) {
		return true
	}
	return w.preview()
}

// stateVisible reads a publishing state. 1.6: its own activity does not matter.
func (w *world) stateVisible(id site.ID) bool {
	for _, st := range w.s.PublishingStates {
		if st.ID == id {
			return st.Visible
		}
	}
	// 2.h: a lost state counts as visible under absent, and may be either otherwise.
	return w.choose("visibility of lost state "+string(id), 2) == 0
}

// stateName is the name under which a state is compared; false when there is none to compare.
func (w *world) stateName(id site.ID) (string, bool) {
	if id == "" {
		return "", false
	}
	for _, st := range w.s.PublishingStates {
		if st.ID == id {
			return st.Name, true
		}
	}
	// 2.h: lost. It does not exist, or has a name of its own, one that several lost states share, or a known one.
	pick := w.choose("name of lost state "+string(id), 3+len(w.s.PublishingStates))
	switch pick {
	case 0:
		return "", false
	case 1:
		return "its own: " + string(id), true
	case 2:
		return "shared by lost states", true
	}
	return w.s.PublishingStates[pick-3].Name, true
}

// languageOf is the language in which a page is asked for. Reading: a content page has its own; a root page and a file
// are asked for in the default language of the website.
func (w *world) languageOf(p site.WebPage) site.ID {
	if isContent(p) && p.Language != "" {
		return p.Language
	}
	return w.s.Website.DefaultLanguage
}

// languagePublished is the last part of state_ok (rule 2.b.3): single-language site or current language is published.
func (w *world) languagePublished(id site.ID) bool {
	if !w.severalLanguages() {
		return true
	}
	for _, l := range w.s.Languages {
		if l.ID == id {
			// 1.4: a language whose state is not visible hides content; without a state it does not.
			return l.PublishingState == "" || w.stateVisible(l.PublishingState)
		}
	}
	// Reading: no current language hides nothing, and neither does one that does not exist.
	return id == "" || w.choose("lost language "+string(id), 2) == 0
}

// severalLanguages counts languages. 1.6: whatever their activity.
func (w *world) severalLanguages() bool {
	if len(w.s.Languages) > 1 {
		return true
	}
	// 2.h: languages that something names and that were not read may exist.
	absent := lost(idsOf(w.s.Languages, func(l site.Language) site.ID { return l.ID }),
		idsOf(w.s.WebPages, func(p site.WebPage) site.ID { return p.Language }), []site.ID{w.s.Website.DefaultLanguage})
	return len(w.s.Languages)+len(absent) > 1 && w.choose("lost languages", 2) == 1
}

// isContent tells content pages from root pages. Reading: a page that names a root page and is none itself; a page that
// is neither counts as its own root.
func isContent(p site.WebPage) bool {
	return !p.IsRoot && p.RootPage != ""
}

// page finds a page that is loaded, active or not.
func (w *world) page(id site.ID) (site.WebPage, bool) {
	if id == "" {
		return site.WebPage{}, false
	}
	for _, p := range w.s.WebPages {
		if p.ID == id {
			return p, true
		}
	}
	// 2.h: lost. It does not exist (or is inactive, which is the same to whoever asks), or it exists anywhere in the
	// tree, in a state that is lost as well.
	parents := []site.ID{""}
	for _, p := range w.s.WebPages {
		parents = append(parents, p.ID)
	}
	parents = append(parents, w.lostPages()...)
	pick := w.choose("lost page "+string(id), 1+len(parents))
	if pick == 0 {
		return site.WebPage{}, false
	}
	return site.WebPage{
		Record:          site.Record{ID: id},
		Parent:          parents[pick-1],
		IsRoot:          true,
		PublishingState: "state of " + id,
	}, true
}

// lostPages are the pages that something names and that were not read.
func (w *world) lostPages() []site.ID {
	return lost(idsOf(w.s.WebPages, func(p site.WebPage) site.ID { return p.ID }),
		idsOf(w.s.WebPages, func(p site.WebPage) site.ID { return p.Parent }),
		idsOf(w.s.WebPages, func(p site.WebPage) site.ID { return p.RootPage }),
		idsOf(w.s.WebFiles, func(f site.WebFile) site.ID { return f.Parent }),
		idsOf(w.s.PageRules, func(r site.PageRule) site.ID { return r.Page }),
		idsOf(w.s.SiteMarkers, func(m site.SiteMarker) site.ID { return m.Page }),
		idsOf(w.s.WebLinks, func(l site.WebLink) site.ID { return l.Page }))
}

// rootOf is root_of of rule 2.b.4 c: the page whose rules count.
func (w *world) rootOf(p site.WebPage) site.ID {
	for _, known := range w.s.WebPages {
		if known.ID == p.ID {
			if isContent(p) {
				return p.RootPage
			}
			return p.ID
		}
	}
	// 2.h: a lost page is a root page itself, or a content page of one without rules or of one with rules.
	ruled := lost([]site.ID{p.ID}, idsOf(w.s.PageRules, func(r site.PageRule) site.ID { return r.Page }))
	switch pick := w.choose("root of lost page "+string(p.ID), 2+len(ruled)); pick {
	case 0:
		return p.ID
	case 1:
		return ""
	default:
		return ruled[pick-2]
	}
}
