package plainaccess

import (
	"slices"
	"time"

	"gatehouse/backend/site"
)

// preview is rule 2.b.3: the website access flag, and the visitor's cookie does not say "false".
func (w *world) preview() bool {
	return w.o.Switches["previewCookie"] != "false" && w.websiteRight(previewUnpublished)
}

// datesOK is rule 2.b.2. A missing bound is unlimited, and both bounds belong to the time between them.
func (w *world) datesOK(released, expires *time.Time) bool {
	inTime := (released == nil || !w.o.At.Before(*released)) && (expires == nil || !w.o.At.After(*expires))
	return inTime || w.preview()
}

// stateOK is rule 2.b.3 for something in a publishing state and, for pages, in a language of their own.
func (w *world) stateOK(state, language site.ID) bool {
	if state == "" {
		return true
	}
	if w.stateVisible(state) && (w.singleLanguage() || w.languagePublished(language)) {
		return true
	}
	return w.preview()
}

// stateVisible: a lost state is taken for visible, or it may be hidden (2.h, "More that was silent"). The status of a
// state is not looked at (1.6).
func (w *world) stateVisible(id site.ID) bool {
	if st := find(w.s.PublishingStates, id); st != nil {
		return st.Visible
	}
	return !w.maybe(about("state", id, "is hidden"))
}

// stateName is what grants are bound by (2.b.4 d).
func (w *world) stateName(id site.ID) string {
	if st := find(w.s.PublishingStates, id); st != nil {
		return st.Name
	}
	names := []string{lostName(id)}
	for _, st := range w.s.PublishingStates {
		if !slices.Contains(names, st.Name) {
			names = append(names, st.Name)
		}
	}
	for _, other := range w.lostStates() {
		if other != id {
			names = append(names, lostName(other))
		}
	}
	return names[w.pick(about("state", id, "has the name"), len(names))]
}

// lostStates are the states that something names and the export does not hold.
func (w *world) lostStates() []site.ID {
	if !w.o.MissingUnknown {
		return nil
	}
	var ids []site.ID
	add := func(id site.ID) {
		if id != "" && find(w.s.PublishingStates, id) == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, p := range w.s.WebPages {
		add(p.PublishingState)
	}
	for _, r := range w.s.PageRules {
		for _, id := range r.PublishingStates {
			add(id)
		}
	}
	for _, f := range w.s.WebFiles {
		add(f.PublishingState)
	}
	for _, f := range w.s.Forums {
		add(f.PublishingState)
	}
	for _, l := range w.s.WebLinks {
		add(l.PublishingState)
	}
	return ids
}

// languages are the languages of the site. One that something names and the export does not hold may be among them. The
// status of a language is not looked at (1.6).
func (w *world) languages() []site.ID {
	var ids []site.ID
	for _, l := range w.s.Languages {
		ids = append(ids, l.ID)
	}
	add := func(id site.ID) {
		if id != "" && !slices.Contains(ids, id) && w.maybe(about("language", id, "is there")) {
			ids = append(ids, id)
		}
	}
	add(w.s.Website.DefaultLanguage)
	for _, p := range w.s.WebPages {
		add(p.Language)
	}
	return ids
}

func (w *world) singleLanguage() bool { return len(w.languages()) < 2 }

// languagePublished tells whether the current language is published: that of the page that served the address, else
// the site's default. Reading (2.b.3): a language without a state is not in a state that is not visible, so it is
// published; so is everything where no language is known to be current.
func (w *world) languagePublished(language site.ID) bool {
	if language == "" {
		language = w.s.Website.DefaultLanguage
	}
	if language == "" {
		return true
	}
	l := find(w.s.Languages, language)
	if l == nil {
		return !w.maybe(about("language", language, "is unpublished"))
	}
	return l.PublishingState == "" || w.stateVisible(l.PublishingState)
}
