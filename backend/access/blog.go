package access

import "gatehouse/backend/site"

// listTable has the roles that blogs and idea forums list. An empty list means something of its own there: nobody
// changes a blog without authors, and everybody reads an idea forum without readers.
type listTable struct {
	authors, readers, writers []roleList // of each blog, and of each idea forum
}

// roleList is a list of roles on a record. A role that is not in the export keeps its list from being empty.
type roleList struct {
	set int32
	any [2]bool // it has a role at all, for certain and possibly
}

func (e *Engine) compileLists() {
	t := &e.lists
	for i := range e.site.Blogs {
		b := &e.site.Blogs[i]
		t.authors = append(t.authors, e.roleList(b.AuthorRoles, b.AuthorRolesUnknown))
	}
	for i := range e.site.IdeaForums {
		f := &e.site.IdeaForums[i]
		t.readers = append(t.readers, e.roleList(f.ReaderRoles, f.ReaderRolesUnknown))
		t.writers = append(t.writers, e.roleList(f.WriterRoles, f.WriterRolesUnknown))
	}
}

// roleList compiles a list. The website of its roles does not matter: by name, a namesake of another site counts.
func (e *Engine) roleList(ids []site.ID, damaged bool) roleList {
	some := len(ids) > 0
	return roleList{set: e.rolesOn(ids, damaged, false).set, any: [2]bool{some, some || damaged && e.rules.unknown}}
}

func (l *roleList) held(d *standing, bound int) bool {
	if d.engine.rules.whose {
		return l.any[bound] && bound == most && d.signedIn
	}
	return d.pageMeets(bound, l.set)
}

// BlogRead answers whether the visitor may read the blog at a place of Site.Blogs with its published posts: who reads
// its page does. A blog without page is read by nobody.
func (v *Visitor) BlogRead(blog int) Verdict {
	d := &v.standing
	return between(d.readsBlog(int32(blog), least), d.readsBlog(int32(blog), most))
}

// BlogChange answers whether the visitor may change the blog and write posts: an author role, or grant change on its
// page, but neither when it lists no author role at all.
func (v *Visitor) BlogChange(blog int) Verdict {
	d := &v.standing
	return between(d.changesBlog(int32(blog), least), d.changesBlog(int32(blog), most))
}

// PostRead answers whether the visitor may read the post at a place of Site.BlogPosts. One that is not published takes
// the right to change its blog.
func (v *Visitor) PostRead(post int) Verdict {
	d := &v.standing
	return between(d.postAllows(int32(post), false, least), d.postAllows(int32(post), false, most))
}

// PostChange answers whether the visitor may change the post, which takes the right to change its blog.
func (v *Visitor) PostChange(post int) Verdict {
	d := &v.standing
	return between(d.postAllows(int32(post), true, least), d.postAllows(int32(post), true, most))
}

func (d *standing) readsBlog(blog int32, bound int) bool {
	e := d.engine
	page := e.pages.blog[blog]
	return !e.site.Blogs[blog].Inactive && page >= 0 && e.pages.programs[page].reads(d, bound)
}

func (d *standing) changesBlog(blog int32, bound int) bool {
	e := d.engine
	page, authors := e.pages.blog[blog], &e.lists.authors[blog]
	if e.site.Blogs[blog].Inactive || page < 0 || !authors.any[bound] {
		return false
	}
	return authors.held(d, bound) || e.pages.programs[page].allowsChange(d, bound)
}

// postAllows judges a post, or lostRecord for one that is not in the export. A lost post may be published in a blog that
// everybody reads, and a lost blog may list any author role.
func (d *standing) postAllows(post int32, change bool, bound int) bool {
	e := d.engine
	blog := lostRecord
	if post >= 0 {
		p := &e.site.BlogPosts[post]
		if p.Inactive {
			return false
		}
		change = change || !p.Published
		blog = placeOf(e.index.blogs, p.Blog)
	}
	switch {
	case blog == noRecord:
		return false
	case blog == lostRecord:
		return e.rules.unknown && bound == most && (d.signedIn || !change)
	case change:
		return d.changesBlog(blog, bound)
	}
	return d.readsBlog(blog, bound)
}
