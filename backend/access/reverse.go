package access

import "gatehouse/backend/site"

// Givers says which visitors get something: everybody who is not signed in, everybody who is, and each web role.
type Givers[T comparable] struct {
	Anonymous     T          `json:"anonymous"`
	Authenticated T          `json:"authenticated"` // without assigned roles
	Roles         []Giver[T] `json:"roles"`         // roles that count, in the order of the site
}

// Giver is what one web role gives.
type Giver[T comparable] struct {
	Role  Ref `json:"role"`
	Alone T   `json:"alone"` // the role by itself
	With  T   `json:"with"`  // together with what every signed-in visitor has
}

// WhoCanRead answers for a page who reads it.
func (e *Engine) WhoCanRead(page int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.PageRead(page) })
}

// WhoCanChange answers for a page who changes it.
func (e *Engine) WhoCanChange(page int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.PageChange(page) })
}

// WhoCanReadFile answers for a file who reads it.
func (e *Engine) WhoCanReadFile(file int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.FileRead(file) })
}

// WhoCanChangeFile answers for a file who changes it.
func (e *Engine) WhoCanChangeFile(file int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.FileChange(file) })
}

// WhoCanReadForum answers for a forum who reads it.
func (e *Engine) WhoCanReadForum(forum int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.ForumRead(forum) })
}

// WhoCanChangeForum answers for a forum who changes it.
func (e *Engine) WhoCanChangeForum(forum int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.ForumChange(forum) })
}

// WhoCanReadBlog answers for a blog who reads it.
func (e *Engine) WhoCanReadBlog(blog int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.BlogRead(blog) })
}

// WhoCanChangeBlog answers for a blog who changes it and writes posts.
func (e *Engine) WhoCanChangeBlog(blog int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.BlogChange(blog) })
}

// WhoCanReadPost answers for a blog post who reads it.
func (e *Engine) WhoCanReadPost(post int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.PostRead(post) })
}

// WhoCanChangePost answers for a blog post who changes it.
func (e *Engine) WhoCanChangePost(post int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.PostChange(post) })
}

// WhoCanReadIdeaForum answers for an idea forum who reads it.
func (e *Engine) WhoCanReadIdeaForum(forum int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.IdeaForumRead(forum) })
}

// WhoCanChangeIdeaForum answers for an idea forum who changes it and adds ideas.
func (e *Engine) WhoCanChangeIdeaForum(forum int) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.IdeaForumChange(forum) })
}

// WhoHasColumn answers for a right on a column how far it reaches for whom through the Web API.
func (e *Engine) WhoHasColumn(table, column string, right ColumnRight) Givers[Reach] {
	return whoCan(e, func(v *Visitor) Reach { return v.ColumnRight(table, column, right) })
}

// WhoCan answers for a privilege on a table how far it reaches for whom.
func (e *Engine) WhoCan(table string, privilege Privilege) Givers[Reach] {
	return whoCan(e, func(v *Visitor) Reach { return v.TableRight(table, privilege).Reach })
}

// WhoHas answers for a website right who has it.
func (e *Engine) WhoHas(right WebsiteRight) Givers[Verdict] {
	return whoCan(e, func(v *Visitor) Verdict { return v.WebsiteRight(right) })
}

func whoCan[T comparable](e *Engine, answer func(*Visitor) T) Givers[T] {
	ask := func(who Who) (none T) {
		v, err := e.Visitor(who)
		if err != nil {
			return none // cannot be: every role asked about is one of the site
		}
		return answer(v)
	}
	g := Givers[T]{Anonymous: ask(Anonymous()), Authenticated: ask(Authenticated()), Roles: []Giver[T]{}}
	for i := range e.site.WebRoles {
		if !e.holdable(int32(i)) {
			continue
		}
		r := &e.site.WebRoles[i]
		alone := Holding(string(r.ID))
		alone.Alone = true
		g.Roles = append(g.Roles, Giver[T]{
			Role:  refTo(KindWebRole, &r.Record),
			Alone: ask(alone),
			With:  ask(Holding(string(r.ID))),
		})
	}
	return g
}

// Difference is one answer that is not what it was.
type Difference struct {
	// webPage, webFile, forum, blog, blogPost, ideaForum, website, tablePermission, columnPermission
	What   Kind   `json:"what"`
	ID     string `json:"id"`     // of the page, file and so on, or the table's name, or table.column, or the website right
	Right  string `json:"right"`  // read, change, or a privilege
	Before string `json:"before"` // a Verdict or Reach
	After  string `json:"after"`
}

// Without answers what the visitor would lose, and in rare cases gain, if a record were deleted: a web role, a page
// permission, a forum access permission, a website access permission, or a table permission with its child permissions. A
// deleted role also disappears from every list. Records of other kinds change nothing here.
func (v *Visitor) Without(ref Ref) ([]Difference, error) {
	w, err := v.withoutRecord(ref)
	if err != nil {
		return nil, err
	}
	return v.Differences(w), nil
}

// withoutRecord prepares the visitor for the site without a record.
func (v *Visitor) withoutRecord(ref Ref) (*Visitor, error) {
	after, err := Compile(without(v.engine.site, ref), v.engine.options)
	if err != nil {
		return nil, err
	}
	who := v.who
	who.Roles = nil
	for _, i := range v.namedRoles() {
		if role := v.engine.site.WebRoles[i].ID; ref.Kind != KindWebRole || role != ref.ID {
			who.Roles = append(who.Roles, string(role))
		}
	}
	return after.Visitor(who)
}

func (v *Visitor) namedRoles() []int32 {
	var list []int32
	for _, text := range v.who.Roles {
		if places, _, err := v.engine.findRoles(text); err == nil {
			list = append(list, places...)
		}
	}
	return list
}

// Differences compares all answers of this visitor with those of another one, of this or another site. Records are
// matched by id; those of one side only are left out.
func (v *Visitor) Differences(w *Visitor) []Difference {
	list := []Difference{}
	add := func(what Kind, id, right, before, after string) {
		if before != after {
			list = append(list, Difference{what, id, right, before, after})
		}
	}
	differ := func(what Kind, ids, others []site.ID, read, change func(*Visitor, int) Verdict) {
		places := make(map[site.ID]int, len(others))
		for j, id := range others {
			places[id] = j
		}
		for i, id := range ids {
			if j, ok := places[id]; ok {
				add(what, string(id), "read", read(v, i).String(), read(w, j).String())
				add(what, string(id), "change", change(v, i).String(), change(w, j).String())
			}
		}
	}
	s, t := v.engine.site, w.engine.site
	differ(KindWebPage, idsOf(s.WebPages), idsOf(t.WebPages), (*Visitor).PageRead, (*Visitor).PageChange)
	differ(KindWebFile, idsOf(s.WebFiles), idsOf(t.WebFiles), (*Visitor).FileRead, (*Visitor).FileChange)
	differ(KindForum, idsOf(s.Forums), idsOf(t.Forums), (*Visitor).ForumRead, (*Visitor).ForumChange)
	differ(KindBlog, idsOf(s.Blogs), idsOf(t.Blogs), (*Visitor).BlogRead, (*Visitor).BlogChange)
	differ(KindBlogPost, idsOf(s.BlogPosts), idsOf(t.BlogPosts), (*Visitor).PostRead, (*Visitor).PostChange)
	differ(KindIdeaForum, idsOf(s.IdeaForums), idsOf(t.IdeaForums), (*Visitor).IdeaForumRead, (*Visitor).IdeaForumChange)
	for _, right := range WebsiteRights() {
		add(KindWebsite, string(right), string(right), v.WebsiteRight(right).String(), w.WebsiteRight(right).String())
	}
	for _, table := range v.tablesOfBoth(w) {
		for _, p := range Privileges() {
			add(KindTablePermission, table, string(p), v.TableRight(table, p).Reach.String(), w.TableRight(table, p).Reach.String())
		}
	}
	for _, c := range v.Columns() {
		for _, right := range ColumnRights() {
			before, after := v.ColumnRight(c.Table, c.Column, right), w.ColumnRight(c.Table, c.Column, right)
			add(KindColumnPermission, c.Table+"."+c.Column, string(right), before.String(), after.String())
		}
	}
	return list
}

func idsOf[T any, P record[T]](list []T) []site.ID {
	ids := make([]site.ID, len(list))
	for i := range list {
		ids[i] = P(&list[i]).Base().ID
	}
	return ids
}

func (v *Visitor) tablesOfBoth(w *Visitor) []string {
	list := append([]string{}, v.engine.tables.names...)
	for _, name := range w.engine.tables.names {
		if _, known := v.engine.tables.numbers[name]; !known {
			list = append(list, name)
		}
	}
	return list
}
