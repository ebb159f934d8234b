package access

import (
	"slices"

	"gatehouse/backend/site"
)

// subject is what is judged by the permissions of a page: a page, or a file, forum or blog on one.
type subject struct {
	ref       Ref
	program   *program
	page      int32   // the page itself, or the one the subject is on; noRecord when there is none to be had
	missing   site.ID // the page a subject names that is not in the export
	state     site.ID
	inactive  bool
	belongsTo string // how the page is introduced, where it is not the subject
}

func (e *Engine) pageSubject(page int) subject {
	p := &e.site.WebPages[page]
	return subject{ref: refTo(KindWebPage, &p.Record), program: &e.pages.programs[e.pages.program[page]], page: int32(page),
		state: p.PublishingState, inactive: p.Inactive}
}

func (e *Engine) fileSubject(file int) subject {
	f := &e.site.WebFiles[file]
	s := subject{ref: refTo(KindWebFile, &f.Record), program: &e.pages.programs[e.pages.file[file]],
		state: f.PublishingState, inactive: f.Inactive, belongsTo: "The file takes its access from "}
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
	return v.explainRight(s.ref, change, answer, func(x *Explanation) string { return v.walk(x, s, change).decide() })
}

// explainRight explains an answer about reading or changing one record. The reason is a fragment that follows "because".
func (v *Visitor) explainRight(about Ref, change bool, answer func(*Visitor) string, reason func(*Explanation) string) *Explanation {
	right := "read"
	if change {
		right = "change"
	}
	name := about.String()
	x := v.explain("May the visitor " + right + " " + name + "?")
	x.Answer = answer(v)
	x.cite(about, "The question is about "+name+".")
	why := reason(x)
	switch x.Answer {
	case "allow":
		x.Sentence = x.Visitor + " can " + right + " " + name + " because " + why + "."
	case "deny":
		x.Sentence = x.Visitor + " cannot " + right + " " + name + " because " + why + "."
	default:
		x.Sentence = "Whether " + lower(x.Visitor) + " can " + right + " " + name + " cannot be told because " + why + "."
	}
	kinds := contentKinds
	if about.Kind == KindForum {
		kinds = forumKinds
	}
	v.blameLoss(x, kinds, answer)
	x.say("So the answer is " + x.Answer + ".")
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

func (v *Visitor) walk(x *Explanation, s subject, change bool) *contentWalk {
	return &contentWalk{v: v, x: x, s: s, p: s.program, change: change}
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
	d := w.v.decided
	why := ""
	switch {
	case w.p.flags&flagOutOfDate != 0:
		why = "it is outside its release and expiration dates"
	case w.p.flags&flagHiddenMost != 0:
		why = "its publishing state or language is not visible"
	case w.p.flags&flagHiddenLeast != 0:
		why = "the export does not tell whether its publishing state or language is visible"
	default:
		w.citeState("It is in %, which is visible.")
		return ""
	}
	w.citeState("It is in %.")
	w.preview()
	switch {
	case d.preview(least):
		w.x.say("It would be hidden because " + why + ", but the visitor may preview unpublished content.")
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

func (w *contentWalk) citeState(text string) {
	e := w.v.engine
	if w.s.state == "" {
		return
	}
	i := placeOf(e.index.states, w.s.state)
	if i < 0 {
		w.x.say("Its publishing state " + quote(string(w.s.state)) + " is not in the export.")
		return
	}
	r := refTo(KindPublishingState, &e.site.PublishingStates[i].Record)
	before, after := cutPercent(text)
	w.x.cite(r, before+r.String()+after)
}

func (w *contentWalk) preview() {
	e := w.v.engine
	for i := range e.site.WebsiteAccessPermissions {
		a := &e.site.WebsiteAccessPermissions[i]
		if !a.PreviewUnpublishedEntities || !e.accessCounts(a) {
			continue
		}
		r := refTo(KindWebsiteAccessPermission, &a.Record)
		if !w.v.decided.previewOff && w.v.holdsRole(w.x, a.Roles, true, false) {
			w.x.cite(r, "For that role, "+r.String()+" allows the preview of unpublished content.")
			return
		}
		w.x.rest(r)
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
		w.x.say("The page it is on, " + quote(string(w.s.missing)) + ", is not in the export.")
		return w.missingPage("the page it is on is not in the export")
	case w.s.page >= 0:
		p := &w.v.engine.site.WebPages[w.s.page]
		r := refTo(KindWebPage, &p.Record)
		w.x.cite(r, "The page it is on, "+r.String()+", is inactive.")
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
				w.x.cite(r, r.String()+" points at it, so it stays readable whatever is above it.")
			} else {
				w.x.rest(r)
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
		r := refTo(KindWebPage, &e.site.WebPages[w.s.page].Record)
		w.x.cite(r, w.s.belongsTo+r.String()+".")
	}
	why := ""
	way := make([]int32, 0, 16)
	for at := w.s.page; ; {
		p := &e.site.WebPages[at]
		r := refTo(KindWebPage, &p.Record)
		if !tell { // told, each page is cited when the walk gets to it
			w.x.rest(r)
		}
		if root := e.index.page[at].root; root >= 0 && root != at {
			w.root(&e.site.WebPages[root].Record, tell && at == w.s.page)
		}
		if slices.Contains(way, at) {
			if tell && why == "" {
				w.x.cite(r, r.String()+" is its own ancestor, so nothing in this circle is served.")
				why = "its parent pages run in a circle"
			}
			return why
		}
		way = append(way, at)
		if p.Inactive && tell && at == w.s.page {
			w.x.say("That page is inactive.")
			return "the page it is on is inactive"
		}
		if p.Inactive && tell {
			w.x.cite(r, "Its ancestor "+r.String()+" is inactive.")
			return "its ancestor " + quote(p.Name) + " is inactive"
		}
		if p.Parent == "" {
			return why
		}
		next, known := e.index.pages[p.Parent]
		if !known {
			if tell {
				w.x.say("The parent page of " + r.String() + ", " + quote(string(p.Parent)) + ", is not in the export.")
				return w.missingPage("a page above it is not in the export")
			}
			return ""
		}
		if tell && at != next {
			parent := refTo(KindWebPage, &e.site.WebPages[next].Record)
			if e.targetOf(next) < 0 {
				w.x.cite(parent, "Above it is "+parent.String()+", which has no page permissions.")
			} else {
				w.x.cite(parent, "Above it is "+parent.String()+", whose page permissions it inherits.")
			}
		}
		at = next
	}
}

func (w *contentWalk) root(r *site.Record, tell bool) {
	ref := refTo(KindWebPage, r)
	if tell {
		w.x.cite(ref, "As a content page it has the page permissions of its root page, "+ref.String()+".")
		return
	}
	w.x.rest(ref)
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
		for _, r := range list {
			w.keep(r)
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

func (w *contentWalk) keep(r pageRule) {
	w.x.rest(w.v.engine.ruleRef(r))
	w.x.keepRoles(w.v.engine.site.PageRules[r.record].Roles)
}

func (e *Engine) ruleRef(r pageRule) Ref {
	kind := KindRestrictRead
	if r.grant {
		kind = KindGrantChange
	}
	return refTo(kind, &e.site.PageRules[r.record].Record)
}

func cutPercent(text string) (before, after string) {
	for i := range len(text) {
		if text[i] == '%' {
			return text[:i], text[i+1:]
		}
	}
	return text, ""
}

func lower(text string) string {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return text
	}
	return string(text[0]+'a'-'A') + text[1:]
}
