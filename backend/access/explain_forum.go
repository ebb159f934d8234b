package access

import "gatehouse/backend/site"

// ExplainForumRead says why the visitor may read a forum, or may not.
func (v *Visitor) ExplainForumRead(forum int) *Explanation {
	return v.explainForum(forum, false, func(w *Visitor) string { return w.ForumRead(forum).String() })
}

// ExplainForumChange says why the visitor may change a forum, or may not.
func (v *Visitor) ExplainForumChange(forum int) *Explanation {
	return v.explainForum(forum, true, func(w *Visitor) string { return w.ForumChange(forum).String() })
}

func (v *Visitor) explainForum(forum int, change bool, answer func(*Visitor) string) *Explanation {
	e := v.engine
	f := &e.site.Forums[forum]
	s := subject{cited: citing(KindForum, &f.Record), state: f.PublishingState, inState: placeOf(e.index.states, f.PublishingState),
		inactive: f.Inactive, belongsTo: "The forum lies under "}
	s = s.on(e, f.Parent)
	return v.explainRight(s.cited, change, answer, func(x *Explanation) string {
		// The forum's own state hides it before the page is asked.
		own := program{programKey: programKey{flags: hiddenFlags(e.visible(s.inState, noRecord))}}
		s.program = &own
		w := forumWalk{contentWalk: v.walk(x, s, change), forum: f, page: e.pages.forum[forum]}
		why := w.reason()
		if x.Answer == Unknown.String() {
			w.everything()
		}
		return why
	})
}

// forumWalk looks at a forum's own permissions before it goes on to the page.
type forumWalk struct {
	contentWalk
	forum *site.Forum
	page  int32 // the program of its page, noRecord without one
}

func (w *forumWalk) reason() string {
	if w.s.inactive {
		w.x.say("It is inactive, and nobody gets to inactive content.")
		return "it is inactive"
	}
	if !w.change {
		if why := w.unseen(); why != "" {
			return why
		}
	}
	if why := w.own(); why != "" {
		return why
	}
	if w.forum.Parent == "" {
		w.x.say("It lies under no page whose permissions could count.")
		if w.change {
			return "no permission grants change to a role the visitor holds"
		}
		return "nothing else restricts reading it"
	}
	w.s.state = "" // that of the forum; it was judged already
	w.toPage()
	return w.contentWalk.reason()
}

// toPage goes on with the rules of the page, where there is one.
func (w *forumWalk) toPage() {
	if w.page >= 0 {
		w.p = &w.v.engine.pages.programs[w.page]
	}
}

// own explains the forum's own permissions, "" where they leave the answer to the page.
func (w *forumWalk) own() string {
	var readers []*site.ForumPermission
	maybeGranted, named, maybeNamed := false, false, false
	for _, p := range w.permissions() {
		on := listedRoles{p.Roles, p.RolesUnknown}
		held, maybe := w.v.holdsOnPages(on, least), w.v.holdsOnPages(on, most)
		w.x.keepRoles(p.Roles)
		switch {
		case p.Right == site.RestrictRead:
			readers = append(readers, p)
			named, maybeNamed = named || held, maybeNamed || maybe
		case held:
			w.cite(p, " grants change to that role, which allows reading, too.")
			return "forum access permission " + quote(p.Name) + " grants change to a role the visitor holds"
		default:
			maybeGranted = maybeGranted || maybe
			w.fail(p)
		}
	}
	if w.v.engine.rules.lostForumRules && w.x.Answer == Unknown.String() {
		return "forum access permissions are missing from the export"
	}
	if maybeGranted && w.x.Answer == Unknown.String() {
		return "a permission of the forum names roles that are not in the export"
	}
	if w.change {
		return ""
	}
	return w.restricted(readers, named, maybeNamed)
}

// restricted explains the restrict read permissions: one that names a role of the visitor is enough.
func (w *forumWalk) restricted(readers []*site.ForumPermission, named, maybeNamed bool) string {
	for _, p := range readers {
		switch {
		case !maybeNamed:
			w.fail(p)
		case w.v.holdsOnPages(listedRoles{p.Roles, p.RolesUnknown}, least):
			w.cite(p, " lets that role through.")
		default:
			w.x.rest(&citing(KindForumPermission, &p.Record).ref)
		}
	}
	switch {
	case maybeNamed && !named && w.x.Answer == Unknown.String():
		return "a permission of the forum names roles that are not in the export"
	case maybeNamed || len(readers) == 0 && w.v.engine.rules.forumsOpen:
		return ""
	case len(readers) > 0:
		return "the forum is restricted to roles the visitor does not hold"
	}
	w.x.say("No forum access permission restricts reading it to anybody, and then nobody reads it today.")
	return "no restrict read permission of the forum names a role of the visitor"
}

// permissions are the active ones of the forum that have a right.
func (w *forumWalk) permissions() (list []*site.ForumPermission) {
	all := w.v.engine.site.ForumPermissions
	for i := range all {
		if p := &all[i]; !p.Inactive && p.Forum == w.forum.ID && p.Right != site.UnknownRight {
			list = append(list, p)
		}
	}
	return list
}

func (w *forumWalk) cite(p *site.ForumPermission, what string) {
	w.v.holdsRole(w.x, p.Roles, true, true)
	c := citing(KindForumPermission, &p.Record)
	w.x.cite(&c.ref, c.label, what)
}

func (w *forumWalk) fail(p *site.ForumPermission) {
	w.x.fail(&citing(KindForumPermission, &p.Record).ref, "is for ", w.v.engine.roleNames(p.Roles), ", of which the visitor holds none that counts here")
}

// everything keeps the permissions of the forum, too.
func (w *forumWalk) everything() {
	w.toPage()
	w.contentWalk.everything()
	for _, p := range w.permissions() {
		w.x.rest(&citing(KindForumPermission, &p.Record).ref)
		w.x.keepRoles(p.Roles)
	}
}
