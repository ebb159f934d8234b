package importer

import "gatehouse/backend/site"

// The kinds in which visitors write: forums, blogs and idea forums, with who may.

var _ = define("forum", "communityforum", "forum", "name",
	ofSite(func(s *site.Site) *[]site.Forum { return &s.Forums }),
	linkIn("parentpageid", "webpage", site.Warning, func(f *site.Forum) *site.ID { return &f.Parent }),
	textIn("partialurl", func(f *site.Forum) *string { return &f.PartialURL }),
	linkIn("publishingstateid", "publishingstate", site.Warning,
		func(f *site.Forum) *site.ID { return &f.PublishingState }),
)

var _ = define("forumpermission", "communityforumaccesspermission", "forum access permission", "name",
	ofSite(func(s *site.Site) *[]site.ForumPermission { return &s.ForumPermissions }),
	linkIn("forumid", "forum", site.Warning, func(p *site.ForumPermission) *site.ID { return &p.Forum }),
	column[site.ForumPermission]{keys: keys("right"),
		set: func(c *cell, p *site.ForumPermission) { p.Right = c.right() }},
	linksIn("communityforumaccesspermission_webrole", "webrole",
		func(p *site.ForumPermission) *[]site.ID { return &p.Roles },
		func(p *site.ForumPermission) { p.RolesUnknown = true }),
	damagedIn("communityforumaccesspermission_webrole", func(p *site.ForumPermission) { p.RolesUnknown = true }),
)

var _ = define("blog", "blog", "blog", "name",
	ofSite(func(s *site.Site) *[]site.Blog { return &s.Blogs }),
	linkIn("parentpageid", "webpage", site.Warning, func(b *site.Blog) *site.ID { return &b.Parent }).essential(),
	textIn("partialurl", func(b *site.Blog) *string { return &b.PartialURL }),
	linksIn("blog_webrole", "webrole",
		func(b *site.Blog) *[]site.ID { return &b.AuthorRoles },
		func(b *site.Blog) { b.AuthorRolesUnknown = true }),
	damagedIn("blog_webrole", func(b *site.Blog) { b.AuthorRolesUnknown = true }),
	idIn("websiteid", func(b *site.Blog) *site.ID { return &b.Website }),
)

var _ = define("blogpost", "blogpost", "blog post", "name",
	ofSite(func(s *site.Site) *[]site.BlogPost { return &s.BlogPosts }),
	linkIn("blogid", "blog", site.Warning, func(p *site.BlogPost) *site.ID { return &p.Blog }),
	textIn("partialurl", func(p *site.BlogPost) *string { return &p.PartialURL }),
	flagIn("published", func(p *site.BlogPost) *bool { return &p.Published }).essential(),
)

// Both relationships of an idea forum are with roles, so their names begin with the role.
var _ = define("ideaforum", "ideaforum", "idea forum", "name",
	ofSite(func(s *site.Site) *[]site.IdeaForum { return &s.IdeaForums }),
	textIn("partialurl", func(f *site.IdeaForum) *string { return &f.PartialURL }),
	linksIn("webrole_ideaforum_read", "webrole",
		func(f *site.IdeaForum) *[]site.ID { return &f.ReaderRoles },
		func(f *site.IdeaForum) { f.ReaderRolesUnknown = true }),
	damagedIn("webrole_ideaforum_read", func(f *site.IdeaForum) { f.ReaderRolesUnknown = true }),
	linksIn("webrole_ideaforum_write", "webrole",
		func(f *site.IdeaForum) *[]site.ID { return &f.WriterRoles },
		func(f *site.IdeaForum) { f.WriterRolesUnknown = true }),
	damagedIn("webrole_ideaforum_write", func(f *site.IdeaForum) { f.WriterRolesUnknown = true }),
	idIn("websiteid", func(f *site.IdeaForum) *site.ID { return &f.Website }),
)
