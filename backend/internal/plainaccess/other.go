package plainaccess

import "gatehouse/backend/site"

// WebLinkRead tells whether a web link shows: "allow", "deny" or "unknown" (rule 2.b.7).
func WebLinkRead(s *site.Site, o Options, v Visitor, link site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		for _, l := range w.s.WebLinks {
			if l.ID != link {
				continue
			}
			// 2.b.1 steps 2 and 3; a link has no dates of its own (2.b.2).
			if !w.stateOK(l.PublishingState, w.s.Website.DefaultLanguage) || l.Inactive {
				return deny
			}
			if l.DisablePageValidation {
				return allow
			}
			target, loaded := w.page(l.Page)
			if !loaded || target.Inactive { // no target page, or not loaded
				return allow
			}
			return yesNo(w.readPage(target)) // page_rule, dates and state of the target
		}
		return yesNo(w.choose("lost link "+string(link), 2) == 1)
	})
}

// WebLinkChange tells whether a web link may be changed (rule 2.b.7): Manage Web Link Sets is the only way.
func WebLinkChange(s *site.Site, o Options, v Visitor, link site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		for _, l := range w.s.WebLinks {
			if l.ID == link {
				return yesNo(!l.Inactive && w.websiteAccess("manageWebLinkSets"))
			}
		}
		return yesNo(w.choose("lost link "+string(link), 2) == 1 && w.websiteAccess("manageWebLinkSets"))
	})
}

// Transition tells whether the transition rules let the visitor move content from one state to another (rule 2.b.8). The
// right to change the content is asked for separately.
func Transition(s *site.Site, o Options, v Visitor, from, to site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		ruled := false
		for _, t := range w.s.PublishingTransitions { // 2.b.8: whatever their activity
			if t.From != from || t.To != to {
				continue
			}
			ruled = true
			if w.holdsAny(roleList{of: t.ID, ids: t.Roles, damaged: t.RolesUnknown}, true) {
				return allow
			}
		}
		return yesNo(!ruled)
	})
}

// ForumRead tells whether the visitor may read a forum: "allow", "deny" or "unknown" (rule 2.b.9).
func ForumRead(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		for _, f := range w.s.Forums {
			if f.ID == forum {
				return yesNo(w.stateOK(f.PublishingState, w.s.Website.DefaultLanguage) && w.forumRule(f, read))
			}
		}
		return yesNo(w.choose("lost forum "+string(forum), 2) == 1)
	})
}

// ForumChange tells whether the visitor may change a forum: "allow", "deny" or "unknown" (rule 2.b.9).
func ForumChange(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		for _, f := range w.s.Forums {
			if f.ID == forum {
				return yesNo(w.forumRule(f, change))
			}
		}
		return yesNo(w.v.SignedIn && w.choose("lost forum "+string(forum), 2) == 1)
	})
}

// forumRule is the first part of rule 2.b.9.
func (w *world) forumRule(f site.Forum, right pageRight) bool {
	if f.Inactive { // 1.6: forums are loaded active only
		return false
	}
	restricted, named := false, false
	for _, p := range w.s.ForumPermissions {
		if p.Inactive || p.Forum != f.ID {
			continue
		}
		held := w.holdsAny(roleList{of: p.ID, ids: p.Roles, damaged: p.RolesUnknown, ownOnly: true}, true)
		switch p.Right {
		case site.GrantChange: // 2.b.4 e
			if held {
				return true
			}
		case site.RestrictRead:
			restricted, named = true, named || held
		}
	}
	if right == read {
		if restricted && !named { // 2.b.4 f
			return false
		}
		if !named && !w.o.legacy("S12") {
			return false
		}
	}
	// No rule decides: the parent page.
	if f.Parent == "" {
		return right == read
	}
	parent, loaded := w.page(f.Parent)
	return loaded && w.pageRule(parent, right, asPage)
}
