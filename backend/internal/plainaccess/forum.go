package plainaccess

import "gatehouse/backend/site"

// ForumRead tells whether the visitor may read a forum: "allow", "deny" or "unknown" (rule 2.b.9).
func ForumRead(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return decide(s, o, v, func(w *world) bool {
		f := find(w.s.Forums, forum)
		if f == nil {
			return w.maybe(about("forum", forum, "is readable"))
		}
		return !f.Inactive && w.forumRule(f, read) && w.stateOK(f.PublishingState, "")
	})
}

// ForumChange tells whether the visitor may change a forum: "allow", "deny" or "unknown" (rule 2.b.9).
func ForumChange(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return decide(s, o, v, func(w *world) bool {
		f := find(w.s.Forums, forum)
		if f == nil {
			return w.v.SignedIn && w.maybe(about("forum", forum, "is changeable"))
		}
		return !f.Inactive && w.forumRule(f, change)
	})
}

// forumRule: the permissions of this forum alone, decided like the rules of a page (2.b.4 e, f); where they do not
// decide, the parent page does. Without a page everybody reads and nobody changes.
func (w *world) forumRule(f *site.Forum, right string) bool {
	if g := w.forumPermissions(f.ID, site.GrantChange); len(g) > 0 && w.meetsForum(g) {
		return true
	}
	if right == read {
		restricts := w.forumPermissions(f.ID, site.RestrictRead)
		// Today somebody reads only where a Restrict Read permission names a role of theirs (S12).
		if (len(restricts) > 0 || !w.o.legacy("S12")) && !w.meetsForum(restricts) {
			return false
		}
	}
	if f.Parent == "" {
		return right == read
	}
	return w.pageRule(f.Parent, right, onPage)
}

func (w *world) forumPermissions(forum site.ID, right site.PageRight) []site.ForumPermission {
	var found []site.ForumPermission
	for _, p := range w.s.ForumPermissions {
		if !p.Inactive && p.Forum == forum && p.Right == right {
			found = append(found, p)
		}
	}
	return found
}

// meetsForum: only roles of the website count (1.7).
func (w *world) meetsForum(group []site.ForumPermission) bool {
	for _, p := range group {
		if w.meetsOnPages(p.Roles, lost(p.RolesUnknown, "forum permission", p.ID), true) {
			return true
		}
	}
	return false
}

// IdeaForumRead tells whether the visitor may read an idea forum: "allow", "deny" or "unknown" (rule 2.b.9).
func IdeaForumRead(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return decide(s, o, v, func(w *world) bool {
		f := find(w.s.IdeaForums, forum)
		if f == nil {
			return w.maybe(about("idea forum", forum, "is readable"))
		}
		if f.Inactive {
			return false
		}
		// No reader roles: public. Else a reader or a writer.
		if len(f.ReaderRoles) == 0 && !(f.ReaderRolesUnknown && w.maybe(about("idea forum", forum, "has readers"))) {
			return true
		}
		return w.meetsOnPages(f.ReaderRoles, lost(f.ReaderRolesUnknown, "readers of", forum), false) || w.ideaWriter(f)
	})
}

// IdeaForumChange tells whether the visitor may change an idea forum: "allow", "deny" or "unknown" (rule 2.b.9).
func IdeaForumChange(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return decide(s, o, v, func(w *world) bool {
		f := find(w.s.IdeaForums, forum)
		if f == nil {
			return w.v.SignedIn && w.maybe(about("idea forum", forum, "is changeable"))
		}
		return !f.Inactive && w.ideaWriter(f)
	})
}

func (w *world) ideaWriter(f *site.IdeaForum) bool {
	return w.meetsOnPages(f.WriterRoles, lost(f.WriterRolesUnknown, "writers of", f.ID), false)
}
