package access

import (
	"slices"

	"gatehouse/backend/site"
)

// SuggestBlog finds the smallest single change that lets the visitor read or change a blog.
func (v *Visitor) SuggestBlog(blog int, change bool) string {
	x, enough := v.ExplainBlogRead(blog), func(w *Visitor) bool { return w.BlogRead(blog) == Allow }
	if change {
		x, enough = v.ExplainBlogChange(blog), func(w *Visitor) bool { return w.BlogChange(blog) == Allow }
	}
	return v.suggest(v.alone(true), v.blogEdits(blog, x, change), enough)
}

// SuggestPost finds the smallest single change that lets the visitor read or change a blog post.
func (v *Visitor) SuggestPost(post int, change bool) string {
	x, enough := v.ExplainPostRead(post), func(w *Visitor) bool { return w.PostRead(post) == Allow }
	if change {
		x, enough = v.ExplainPostChange(post), func(w *Visitor) bool { return w.PostChange(post) == Allow }
	}
	return v.suggest(v.alone(true), v.postEdits(post, x, change), enough)
}

// SuggestIdeaForum finds the smallest single change that lets the visitor read or change an idea forum.
func (v *Visitor) SuggestIdeaForum(forum int, change bool) string {
	enough := func(w *Visitor) bool { return w.IdeaForumRead(forum) == Allow }
	if change {
		enough = func(w *Visitor) bool { return w.IdeaForumChange(forum) == Allow }
	}
	f := &v.engine.site.IdeaForums[forum]
	var edits []edit
	if f.Inactive {
		edits = append(edits, activate("idea forum "+quote(f.Name), func(s *site.Site) *[]site.IdeaForum { return &s.IdeaForums }, forum))
	}
	if role, name := v.anyRole(true); role != "" {
		words, list := "reader", func(f *site.IdeaForum) *[]site.ID { return &f.ReaderRoles }
		if change {
			words, list = "writer", func(f *site.IdeaForum) *[]site.ID { return &f.WriterRoles }
		}
		edits = append(edits, edit{"Add web role " + quote(name) + " to the " + words + " roles of idea forum " + quote(f.Name) + ".", func(s *site.Site) {
			s.IdeaForums = slices.Clone(s.IdeaForums)
			addRole(list(&s.IdeaForums[forum]), role)
		}})
	}
	if !change {
		edits = append(edits, edit{"Take the reader roles off idea forum " + quote(f.Name) + ", which opens it to everybody.", func(s *site.Site) {
			s.IdeaForums = slices.Clone(s.IdeaForums)
			s.IdeaForums[forum].ReaderRoles = nil
		}})
	}
	return v.suggest(v.alone(true), edits, enough)
}

// postEdits are changes of a post, and of its blog.
func (v *Visitor) postEdits(post int, x *Explanation, change bool) []edit {
	p := &v.engine.site.BlogPosts[post]
	name := "blog post " + quote(p.Name)
	var edits []edit
	if p.Inactive {
		edits = append(edits, activate(name, func(s *site.Site) *[]site.BlogPost { return &s.BlogPosts }, post))
	}
	if !change && !p.Published {
		edits = append(edits, edit{"Publish " + name + ".", func(s *site.Site) {
			s.BlogPosts = slices.Clone(s.BlogPosts)
			s.BlogPosts[post].Published = true
		}})
	}
	if blog := placeOf(v.engine.index.blogs, p.Blog); blog >= 0 {
		edits = append(edits, v.blogEdits(int(blog), x, change || !p.Published)...)
	}
	return edits
}

// blogEdits are changes of a blog, and of the page it lies under.
func (v *Visitor) blogEdits(blog int, x *Explanation, change bool) []edit {
	b := &v.engine.site.Blogs[blog]
	name := "blog " + quote(b.Name)
	var edits []edit
	if b.Inactive {
		edits = append(edits, activate(name, func(s *site.Site) *[]site.Blog { return &s.Blogs }, blog))
	}
	if role, roleName := v.anyRole(true); role != "" && change {
		edits = append(edits, edit{"Add web role " + quote(roleName) + " to the author roles of " + name + ".", func(s *site.Site) {
			s.Blogs = slices.Clone(s.Blogs)
			addRole(&s.Blogs[blog].AuthorRoles, role)
		}})
	}
	if page, known := v.engine.Page(b.Parent); known {
		edits = append(edits, v.pageEdits(page, x, change)...)
	}
	return edits
}

// addRole lengthens a list of roles that other copies of the site share.
func addRole(list *[]site.ID, role site.ID) { *list = append(slices.Clone(*list), role) }
