package access

import (
	"slices"

	"gatehouse/backend/site"
)

// ExplainBlogRead says why the visitor may read a blog, or may not.
func (v *Visitor) ExplainBlogRead(blog int) *Explanation {
	return v.explainBlog(blog, false, func(w *Visitor) string { return w.BlogRead(blog).String() })
}

// ExplainBlogChange says why the visitor may change a blog, or may not.
func (v *Visitor) ExplainBlogChange(blog int) *Explanation {
	return v.explainBlog(blog, true, func(w *Visitor) string { return w.BlogChange(blog).String() })
}

func (v *Visitor) explainBlog(blog int, change bool, answer func(*Visitor) string) *Explanation {
	return v.explainRight(citing(KindBlog, &v.engine.site.Blogs[blog].Record), change, answer, func(x *Explanation) string { return v.blogReason(x, int32(blog), change) })
}

// ExplainPostRead says why the visitor may read a blog post, or may not.
func (v *Visitor) ExplainPostRead(post int) *Explanation {
	return v.explainPost(post, false, func(w *Visitor) string { return w.PostRead(post).String() })
}

// ExplainPostChange says why the visitor may change a blog post, or may not.
func (v *Visitor) ExplainPostChange(post int) *Explanation {
	return v.explainPost(post, true, func(w *Visitor) string { return w.PostChange(post).String() })
}

func (v *Visitor) explainPost(post int, change bool, answer func(*Visitor) string) *Explanation {
	return v.explainRight(citing(KindBlogPost, &v.engine.site.BlogPosts[post].Record), change, answer, func(x *Explanation) string { return v.postReason(x, int32(post), change) })
}

// postOfFile explains a file that hangs on a blog post.
func (v *Visitor) postOfFile(x *Explanation, post int32, change bool) string {
	if post < 0 {
		x.say("The blog post it hangs on is not in the export.")
		return "the blog post it hangs on is not in the export"
	}
	r := citing(KindBlogPost, &v.engine.site.BlogPosts[post].Record)
	x.cite(&r.ref, "The file takes its access from ", r.label, ".")
	return v.postReason(x, post, change)
}

// postReason explains a post that was cited.
func (v *Visitor) postReason(x *Explanation, post int32, change bool) string {
	e := v.engine
	p := &e.site.BlogPosts[post]
	blog := placeOf(e.index.blogs, p.Blog)
	switch {
	case p.Inactive:
		x.say("The post is inactive, and nobody gets to inactive content.")
		return "the post is inactive"
	case blog == noRecord:
		x.say("The post belongs to no blog; the portal never serves such a post.")
		return "the post belongs to no blog"
	case blog == lostRecord:
		x.say("The blog of the post, “", string(p.Blog), "”, is not in the export.")
		return "the blog of the post is not in the export"
	case !p.Published && !change:
		x.say("The post is not published, so only those who may change its blog get to it.")
	}
	r := citing(KindBlog, &e.site.Blogs[blog].Record)
	x.cite(&r.ref, "The post belongs to ", r.label, ".")
	return v.blogReason(x, blog, change || !p.Published)
}

// blogReason explains a blog that was cited.
func (v *Visitor) blogReason(x *Explanation, blog int32, change bool) string {
	e := v.engine
	b := &e.site.Blogs[blog]
	switch {
	case b.Inactive:
		x.say("The blog is inactive, and nobody gets to inactive content.")
		return "the blog is inactive"
	case b.Parent == "":
		x.say("The blog lies under no page; the portal never serves such a blog.")
		return "the blog lies under no page"
	}
	page := subject{program: &e.pages.programs[e.pages.blog[blog]], belongsTo: "The blog lies under "}.on(e, b.Parent)
	walk := v.walk(x, page, change)
	if change {
		return v.authorReason(x, b, &e.lists.authors[blog], &walk)
	}
	return walk.decide()
}

// authorReason explains who changes a blog: its authors, and where it has any, those who may change its page.
func (v *Visitor) authorReason(x *Explanation, b *site.Blog, authors *roleList, page *contentWalk) string {
	e := v.engine
	x.keepRoles(b.AuthorRoles)
	ref := citing(KindBlog, &b.Record)
	if !authors.any[most] {
		x.fail(&ref.ref, "lists no author role, and without one nobody changes a blog")
		return "the blog lists no author role"
	}
	if authors.held(&v.standing, least) && v.holdsRole(x, b.AuthorRoles, true, false) {
		x.cite(&ref.ref, "That role is an author role of ", ref.label, ".")
		return "the visitor holds an author role of the blog"
	}
	if x.Answer == Unknown.String() {
		page.everything()
		switch {
		case !authors.any[least]:
			x.say("The export does not tell the author roles of ", ref.label, ".")
			return "the export does not tell the author roles of the blog"
		case authors.held(&v.standing, most):
			x.say("The author roles of ", ref.label, ", ", e.roleNames(b.AuthorRoles), ", are not all in the export.")
			return "the export does not tell whether the visitor holds an author role of the blog"
		}
	}
	if len(b.AuthorRoles) > 0 {
		x.fail(&ref.ref, "has the author roles ", e.roleNames(b.AuthorRoles), ", of which the visitor holds none that counts here")
	}
	why := page.decide()
	if x.Answer == Deny.String() {
		return "the visitor holds none of the blog's author roles, and " + why
	}
	return why
}

// ExplainIdeaForumRead says why the visitor may read an idea forum, or may not.
func (v *Visitor) ExplainIdeaForumRead(forum int) *Explanation {
	return v.explainIdeaForum(forum, false, func(w *Visitor) string { return w.IdeaForumRead(forum).String() })
}

// ExplainIdeaForumChange says why the visitor may change an idea forum, or may not.
func (v *Visitor) ExplainIdeaForumChange(forum int) *Explanation {
	return v.explainIdeaForum(forum, true, func(w *Visitor) string { return w.IdeaForumChange(forum).String() })
}

func (v *Visitor) explainIdeaForum(forum int, change bool, answer func(*Visitor) string) *Explanation {
	return v.explainRight(citing(KindIdeaForum, &v.engine.site.IdeaForums[forum].Record), change, answer, func(x *Explanation) string { return v.ideaForumReason(x, forum, change) })
}

func (v *Visitor) ideaForumReason(x *Explanation, forum int, change bool) string {
	e, d := v.engine, &v.standing
	f := &e.site.IdeaForums[forum]
	ref := citing(KindIdeaForum, &f.Record)
	readers, writers := &e.lists.readers[forum], &e.lists.writers[forum]
	x.keepRoles(f.ReaderRoles)
	x.keepRoles(f.WriterRoles)
	switch {
	case f.Inactive:
		x.say("It is inactive, and nobody gets to inactive content.")
		return "it is inactive"
	case !change && !readers.any[most]:
		x.say("It lists no reader role, and then everybody reads it.")
		return "it lists no reader role"
	case writers.held(d, least) && v.holdsRole(x, f.WriterRoles, true, false):
		x.cite(&ref.ref, "That role is a writer role of ", ref.label, ".")
		return "the visitor holds a writer role of it"
	case !change && readers.held(d, least) && v.holdsRole(x, f.ReaderRoles, true, false):
		x.cite(&ref.ref, "That role is a reader role of ", ref.label, ".")
		return "the visitor holds a reader role of it"
	case x.Answer == Unknown.String():
		x.say("The export does not tell all of its roles.")
		return "the export does not tell all of its roles"
	}
	named := slices.Clone(f.WriterRoles)
	text := "has the writer roles "
	if !change {
		named = append(named, f.ReaderRoles...)
		text = "has the reader and writer roles "
	}
	if len(named) == 0 {
		x.fail(&ref.ref, "lists no writer role")
		return "it lists no writer role"
	}
	x.fail(&ref.ref, text, e.roleNames(named), ", of which the visitor holds none that counts here")
	if change {
		return "the visitor holds none of its writer roles"
	}
	return "the visitor holds none of its reader and writer roles"
}
