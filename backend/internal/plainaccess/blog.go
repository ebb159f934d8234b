package plainaccess

import "gatehouse/backend/site"

// BlogRead tells whether the visitor may read a blog: "allow", "deny" or "unknown" (rule 2.b.9).
func BlogRead(s *site.Site, o Options, v Visitor, blog site.ID) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.blogRule(blog, read)) })
}

// BlogChange tells whether the visitor may change a blog: "allow", "deny" or "unknown" (rule 2.b.9).
func BlogChange(s *site.Site, o Options, v Visitor, blog site.ID) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.blogRule(blog, change)) })
}

// PostRead tells whether the visitor may read a blog post: "allow", "deny" or "unknown" (rule 2.b.9).
func PostRead(s *site.Site, o Options, v Visitor, post site.ID) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.postRule(post, read)) })
}

// PostChange tells whether the visitor may change a blog post: "allow", "deny" or "unknown" (rule 2.b.9).
func PostChange(s *site.Site, o Options, v Visitor, post site.ID) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.postRule(post, change)) })
}

// blogRule is the second part of rule 2.b.9.
func (w *world) blogRule(id site.ID, right pageRight) bool {
	for _, b := range w.s.Blogs {
		if b.ID != id {
			continue
		}
		// 1.6: blogs are loaded active only. Reading: without a page a blog may not be changed either, by the code.
		if b.Inactive || b.Parent == "" {
			return false
		}
		if right == change {
			authors := roleList{of: b.ID, ids: b.AuthorRoles, damaged: b.AuthorRolesUnknown}
			if w.empty(authors) {
				return false
			}
			if w.holdsAny(authors, true) {
				return true
			}
		}
		parent, loaded := w.page(b.Parent)
		return loaded && w.pageRule(parent, right, asPage)
	}
	return w.lostContent("blog", id, right)
}

// postRule is blogpost_rule of rules 2.b.6 and 2.b.9. Reading: nobody gets to an inactive post, nor to one without blog.
func (w *world) postRule(id site.ID, right pageRight) bool {
	for _, p := range w.s.BlogPosts {
		if p.ID != id {
			continue
		}
		if p.Inactive || p.Blog == "" {
			return false
		}
		if !p.Published {
			right = change
		}
		return w.blogRule(p.Blog, right)
	}
	return w.lostContent("blog post", id, right)
}

// lostContent is 2.h for a blog or post that was not read: it may be anywhere and list anybody, but without page roles
// nobody may change one (2.b.9).
func (w *world) lostContent(kind string, id site.ID, right pageRight) bool {
	if right == change && !w.v.SignedIn {
		return false
	}
	return w.choose("lost "+kind+" "+string(id)+" "+string(right), 2) == 1
}

// IdeaForumRead tells whether the visitor may read an idea forum: "allow", "deny" or "unknown" (rule 2.b.9).
func IdeaForumRead(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.ideaForumRule(forum, read)) })
}

// IdeaForumChange tells whether the visitor may change an idea forum: "allow", "deny" or "unknown" (rule 2.b.9).
func IdeaForumChange(s *site.Site, o Options, v Visitor, forum site.ID) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.ideaForumRule(forum, change)) })
}

// ideaForumRule is the third part of rule 2.b.9.
func (w *world) ideaForumRule(id site.ID, right pageRight) bool {
	for _, f := range w.s.IdeaForums {
		if f.ID != id {
			continue
		}
		if f.Inactive { // 1.6
			return false
		}
		readers := roleList{of: f.ID + " readers", ids: f.ReaderRoles, damaged: f.ReaderRolesUnknown}
		writers := roleList{of: f.ID + " writers", ids: f.WriterRoles, damaged: f.WriterRolesUnknown}
		if right == read && (w.empty(readers) || w.holdsAny(readers, true)) {
			return true
		}
		return w.holdsAny(writers, true)
	}
	return w.lostContent("idea forum", id, right)
}

// empty reports whether a list of roles has none. Reading: a role that does not exist is nobody's, and its name on the
// list still keeps the list from being empty. What was lost of a damaged list may be nothing, a role of the visitor, or
// another one.
func (w *world) empty(list roleList) bool {
	if len(list.ids) > 0 {
		return false
	}
	return !list.damaged ||
		w.choose("roles of "+string(list.of), 2) == 0 && w.choose("other roles of "+string(list.of), 2) == 0
}
