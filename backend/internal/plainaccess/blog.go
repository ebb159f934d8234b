package plainaccess

import "gatehouse/backend/site"

// Reading (2.b.9): the website that a blog or an idea forum names is not looked at; the rule does not ask for it.

// BlogRead tells whether the visitor may read a blog: "allow", "deny" or "unknown" (rule 2.b.9).
func BlogRead(s *site.Site, o Options, v Visitor, blog site.ID) string {
	return decide(s, o, v, func(w *world) bool { return w.blogRead(blog) })
}

// BlogChange tells whether the visitor may change a blog: "allow", "deny" or "unknown" (rule 2.b.9).
func BlogChange(s *site.Site, o Options, v Visitor, blog site.ID) string {
	return decide(s, o, v, func(w *world) bool { return w.blogChange(blog) })
}

// PostRead tells whether the visitor may read a blog post: "allow", "deny" or "unknown" (rule 2.b.9).
func PostRead(s *site.Site, o Options, v Visitor, post site.ID) string {
	return decide(s, o, v, func(w *world) bool { return w.postRule(post, read) })
}

// PostChange tells whether the visitor may change a blog post: "allow", "deny" or "unknown" (rule 2.b.9).
func PostChange(s *site.Site, o Options, v Visitor, post site.ID) string {
	return decide(s, o, v, func(w *world) bool { return w.postRule(post, change) })
}

// blogRead: as the parent page is read; no parent page, no reader (2.b.9). Reading: what is asked of the page is its
// rules, as with forums, because only an item's own dates and state are tested and never an ancestor's (2.b.3). So a
// blog under an inactive service page is readable (2.b.4 a), while a page that is not there is no parent page. A blog that
// is not in the export may be open to everybody.
func (w *world) blogRead(id site.ID) bool {
	if id == "" {
		return false
	}
	b := find(w.s.Blogs, id)
	if b == nil {
		return w.maybe(about("blog", id, "is readable"))
	}
	if b.Inactive || b.Parent == "" {
		return false
	}
	return w.pageRule(b.Parent, read, onPage)
}

// blogChange: nobody where the blog lists no author role, not even who may change the page; else an author, or who may
// change the parent page (2.b.9).
func (w *world) blogChange(id site.ID) bool {
	if id == "" {
		return false
	}
	b := find(w.s.Blogs, id)
	if b == nil {
		return w.v.SignedIn && w.maybe(about("blog", id, "is changeable"))
	}
	// Reading: "no parent page, deny" is said of reading; a blog that nobody reads is not changed either.
	if b.Inactive || b.Parent == "" {
		return false
	}
	if len(b.AuthorRoles) == 0 && !(b.AuthorRolesUnknown && w.maybe(about("blog", id, "has authors"))) {
		return false
	}
	return w.meetsOnPages(b.AuthorRoles, lost(b.AuthorRolesUnknown, "blog", id), false) || w.pageChange(b.Parent)
}

// postRule is blogpost_rule (2.b.6, 2.b.9): what is not published is for those who may change the blog.
func (w *world) postRule(id site.ID, right string) bool {
	p := find(w.s.BlogPosts, id)
	if p == nil {
		if right == change {
			return w.v.SignedIn && w.maybe(about("post", id, "is changeable"))
		}
		return w.maybe(about("post", id, "is readable"))
	}
	if p.Inactive {
		return false
	}
	if right == change || !p.Published {
		return w.blogChange(p.Blog)
	}
	return w.blogRead(p.Blog)
}
