package access

import (
	"slices"

	"gatehouse/backend/site"
)

// subject is what is judged by the permissions of a page: a page, or a file, forum or blog on one.
type subject struct {
	*cited
	program   *program
	page      int32   // the page itself, or the one the subject is on; noRecord when there is none to be had
	missing   site.ID // the page a subject names that is not in the export
	state     site.ID
	inState   int32 // the place of the state, where there is one
	inactive  bool
	belongsTo string // how the page is introduced, where it is not the subject
}

func (e *Engine) pageSubject(page int) subject {
	p := &e.site.WebPages[page]
	return subject{cited: e.citePage(int32(page)), program: &e.pages.programs[e.pages.program[page]], page: int32(page),
		state: p.PublishingState, inState: e.index.page[page].state, inactive: p.Inactive}
}

func (e *Engine) fileSubject(file int) subject {
	f := &e.site.WebFiles[file]
	s := subject{cited: e.citeFile(int32(file)), program: &e.pages.programs[e.pages.file[file]], state: f.PublishingState,
		inState: placeOf(e.index.states, f.PublishingState), inactive: f.Inactive, belongsTo: "The file takes its access from "}
	return s.on(e, f.Parent)
}

// on puts the subject on a page, which need not be there.
func (s subject) on(e *Engine, page site.ID) subject {
	if s.page = placeOf(e.index.pages, page); s.page < 0 {
		s.page, s.missing = noRecord, page
	}
	return s
}

// ExplainPageRead says why the visitor may read a page, or may not.
func (v *Visitor) ExplainPageRead(page int) *Explanation {
	return v.explainContent(v.engine.pageSubject(page), false, func(w *Visitor) string { return w.PageRead(page).String() })
}

// ExplainPageChange says why the visitor may change a page, or may not.
func (v *Visitor) ExplainPageChange(page int) *Explanation {
	return v.explainContent(v.engine.pageSubject(page), true, func(w *Visitor) string { return w.PageChange(page).String() })
}

// ExplainFileRead says why the visitor may read a file, or may not.
func (v *Visitor) ExplainFileRead(file int) *Explanation {
	return v.explainContent(v.engine.fileSubject(file), false, func(w *Visitor) string { return w.FileRead(file).String() })
}

// ExplainFileChange says why the visitor may change a file, or may not.
func (v *Visitor) ExplainFileChange(file int) *Explanation {
	return v.explainContent(v.engine.fileSubject(file), true, func(w *Visitor) string { return w.FileChange(file).String() })
}

func (v *Visitor) explainContent(s subject, change bool, answer func(*Visitor) string) *Explanation {
	return v.explainRight(s.cited, change, answer, func(x *Explanation) string {
		w := v.walk(x, s, change)
		return w.decide()
	})
}

// explainRight explains an answer about reading or changing one record. The reason is a fragment that follows "because".
func (v *Visitor) explainRight(about *cited, change bool, answer func(*Visitor) string, reason func(*Explanation) string) *Explanation {
	right := "read"
	if change {
		right = "change"
	}
	x := v.explain("May the visitor ", right, " ", about.label, "?")
	x.Answer = answer(v)
	x.cite(&about.ref, "The question is about ", about.label, ".")
	why := reason(x)
	switch x.Answer {
	case "allow":
		x.Sentence = x.write(x.Visitor, " can ", right, " ", about.label, " because ", why, ".")
	case "deny":
		x.Sentence = x.write(x.Visitor, " cannot ", right, " ", about.label, " because ", why, ".")
	default:
		x.Sentence = x.write("Whether ", lower(x.Visitor), " can ", right, " ", about.label, " cannot be told because ", why, ".")
	}
	kinds := contentKinds
	if about.ref.Kind == KindForum {
		kinds = forumKinds
	}
	v.blameLoss(x, kinds, answer)
	x.say("So the answer is ", x.Answer, ".")
	x.compare(v, answer)
	return x
}

// contentWalk follows the rules in the order in which they are checked and stops at the one that decides.
type contentWalk struct {
	v      *Visitor
	x      *Explanation
	s      subject
	p      *program
	change bool
	levels []*target
}

func (v *Visitor) walk(x *Explanation, s subject, change bool) contentWalk {
	return contentWalk{v: v, x: x, s: s, p: s.program, change: change}
}

// decide gives the reason, and keeps all that may bear on an answer that cannot be told.
func (w *contentWalk) decide() string {
	why := w.reason()
	if w.x.Answer == Unknown.String() {
		w.everything()
	}
	return why
}

func (w *contentWalk) reason() string {
	if w.s.inactive {
		w.x.say("It is inactive, and nobody gets to inactive content.")
		w.parents(false)
		return "it is inactive"
	}
	if !w.change {
		if why := w.unseen(); why != "" {
			w.parents(false)
			return why
		}
	}
	if why := w.unplaced(); why != "" {
		return why
	}
	if !w.change && w.p.flags&flagService != 0 {
		w.service(true)
		w.parents(false)
		if w.p.flags&flagParentLost != 0 {
			return "the page it is on is not in the export"
		}
		return "it is the portal's page for refused or missing pages, which stays readable"
	}
	if why := w.parents(true); why != "" {
		return why
	}
	return w.rules()
}

// unseen explains dates and publishing states, "" where they let the visitor through.
func (w *contentWalk) unseen() string {
	d := &w.v.standing
	why := ""
	switch {
	case w.p.flags&flagOutOfDate != 0:
		why = "it is outside its release and expiration dates"
	case w.p.flags&flagHiddenMost != 0:
		why = "its publishing state or language is not visible"
	case w.p.flags&flagHiddenLeast != 0:
		why = "the export does not tell whether its publishing state or language is visible"
	default:
		w.citeState(", which is visible.")
		return ""
	}
	w.citeState(".")
	w.preview()
	switch {
	case d.preview(least):
		w.x.say("It would be hidden because ", why, ", but the visitor may preview unpublished content.")
		return ""
	case d.preview(most):
		w.x.say("Whether the visitor may preview unpublished content cannot be told.")
	default:
		w.x.say("The visitor has no right to preview unpublished content.")
	}
	if w.p.flags&(flagOutOfDate|flagHiddenMost) == 0 && w.x.Answer == "deny" {
		return "" // something else denies in any case
	}
	if d.preview(most) && w.x.Answer == "deny" {
		return ""
	}
	return why
}

func (w *contentWalk) citeState(end string) {
	switch {
	case w.s.state == "":
	case w.s.inState == lostRecord:
		w.x.say("Its publishing state “", string(w.s.state), "” is not in the export.")
	default:
		c := w.v.engine.citeState(w.s.inState)
		w.x.cite(&c.ref, "It is in ", c.label, end)
	}
}

func (w *contentWalk) preview() {
	e := w.v.engine
	for i := range e.site.WebsiteAccessPermissions {
		a := &e.site.WebsiteAccessPermissions[i]
		if !a.PreviewUnpublishedEntities || !e.accessCounts(a) {
			continue
		}
		c := e.citeAccess(int32(i))
		if !w.v.previewOff && w.v.holdsRole(w.x, a.Roles, true, false) {
			w.x.cite(&c.ref, "For that role, ", c.label, " allows the preview of unpublished content.")
			return
		}
		w.x.rest(&c.ref)
		w.x.keepRoles(a.Roles)
	}
}

// unplaced explains what is on no page: a file on a blog post, or one whose page is not to be had.
func (w *contentWalk) unplaced() string {
	switch {
	case w.p.flags&flagBlogPost != 0:
		return w.v.postOfFile(w.x, w.p.post, w.change)
	case w.s.belongsTo == "" || w.p.flags&(flagParentGone|flagParentLost) == 0:
		return ""
	case w.s.missing != "":
		w.x.say("The page it is on, “", string(w.s.missing), "”, is not in the export.")
		return w.missingPage("the page it is on is not in the export")
	case w.s.page >= 0:
		c := w.v.engine.citePage(w.s.page)
		w.x.cite(&c.ref, "The page it is on, ", c.label, ", is inactive.")
		w.parents(false)
		return "the page it is on is inactive"
	}
	w.x.say("It hangs on no page and no blog post; the portal never serves such a file.")
	return "it hangs on no page"
}

// missingPage goes on where a restriction or the lack of a grant decides in spite of the missing page.
func (w *contentWalk) missingPage(why string) string {
	if w.x.Answer == "deny" && w.v.engine.rules.unknown {
		if w.change {
			return "nothing the export could lack would let the visitor in"
		}
		w.load()
		return w.rules()
	}
	return why
}

func (w *contentWalk) service(tell bool) {
	e := w.v.engine
	for i := range e.site.SiteMarkers {
		m := &e.site.SiteMarkers[i]
		if (m.Name != accessDenied && m.Name != pageNotFound) || m.Page == "" {
			continue
		}
		if m.Page == w.s.missing || w.s.page >= 0 && (m.Page == e.site.WebPages[w.s.page].ID || m.Page == rootOf(&e.site.WebPages[w.s.page])) {
			r := refTo(KindSiteMarker, &m.Record)
			if tell {
				w.x.cite(&r, r.String(), " points at it, so it stays readable whatever is above it.")
			} else {
				w.x.rest(&r)
			}
			return
		}
	}
}

// parents walks up from the page and explains where the walk breaks. With quiet, it only keeps the records.
func (w *contentWalk) parents(tell bool) string {
	e := w.v.engine
	if w.s.page < 0 {
		return ""
	}
	if tell && w.s.belongsTo != "" {
		c := e.citePage(w.s.page)
		w.x.cite(&c.ref, w.s.belongsTo, c.label, ".")
	}
	way := make([]int32, 0, 16)
	for at := w.s.page; ; {
		links := &e.index.page[at]
		c := e.citePage(at)
		if !tell { // told, each page is cited when the walk gets to it
			w.x.rest(&c.ref)
		}
		if links.root >= 0 && links.root != at {
			w.root(links.root, tell && at == w.s.page)
		}
		if slices.Contains(way, at) {
			if tell {
				w.x.cite(&c.ref, c.label, " is its own ancestor, so nothing in this circle is served.")
				return "its parent pages run in a circle"
			}
			return ""
		}
		way = append(way, at)
		if links.inactive && tell && at == w.s.page {
			w.x.say("That page is inactive.")
			return "the page it is on is inactive"
		}
		if links.inactive && tell {
			w.x.cite(&c.ref, "Its ancestor ", c.label, " is inactive.")
			return w.x.write("its ancestor ", c.name(), " is inactive")
		}
		switch next := links.parent; {
		case next == noRecord:
			return ""
		case next == lostRecord:
			if tell {
				w.x.say("The parent page of ", c.label, ", “", string(e.site.WebPages[at].Parent), "”, is not in the export.")
				return w.missingPage("a page above it is not in the export")
			}
			return ""
		case tell && at != next:
			parent, what := e.citePage(next), ", whose page permissions it inherits."
			if e.targetOf(next) < 0 {
				what = ", which has no page permissions."
			}
			w.x.cite(&parent.ref, "Above it is ", parent.label, what)
		}
		at = links.parent
	}
}

func (w *contentWalk) root(page int32, tell bool) {
	c := w.v.engine.citePage(page)
	if tell {
		w.x.cite(&c.ref, "As a content page it has the page permissions of its root page, ", c.label, ".")
		return
	}
	w.x.rest(&c.ref)
}

// load collects the permissions that count for the question.
func (w *contentWalk) load() {
	if w.levels != nil {
		return
	}
	e := w.v.engine
	w.levels = e.pages.levels(w.p.chain)
	if w.p.flags&flagFile != 0 && !w.change && !e.rules.filesLookUp {
		if w.p.flags&flagOwnRules == 0 {
			w.levels = []*target{}
		} else {
			w.levels = w.levels[:1]
		}
	}
}

// everything keeps all permissions that may bear on an answer that cannot be told.
func (w *contentWalk) everything() {
	e := w.v.engine
	w.load()
	w.preview()
	w.service(false)
	w.parents(false)
	keep := func(list []pageRule) {
		for i := range list {
			w.keep(&list[i])
		}
	}
	for _, l := range w.levels {
		keep(l.rules)
	}
	if w.p.lost || w.p.flags&flagParentLost != 0 {
		for _, n := range e.pages.granted {
			keep(grantsOf([]*target{&e.pages.targets[n]}))
		}
	}
}

func (w *contentWalk) keep(r *pageRule) {
	w.x.rest(&w.v.engine.citeRule(r).ref)
	w.x.keepRoles(w.v.engine.site.PageRules[r.record].Roles)
}

func lower(text string) string {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return text
	}
	return string(text[0]+'a'-'A') + text[1:]
}
