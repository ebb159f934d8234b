package plainaccess

import (
	"fmt"

	"gatehouse/backend/site"
)

// roles makes one role with each flag and ordinary ones; odd sites have more flags, namesakes and strays.
func (g *generator) roles() {
	for i := range max(3, g.upTo(g.size.Roles)) {
		role := site.WebRole{Record: g.record("role", i), Website: g.website()}
		role.Anonymous = i == 0 || g.odd()
		role.Authenticated = i == 1 || g.odd() && g.chance(2)
		if i > 0 && g.odd() {
			role.Name = g.s.WebRoles[g.r.IntN(i)].Name
		}
		g.s.WebRoles = append(g.s.WebRoles, role)
	}
}

// contacts makes contacts of two accounts and what they and the accounts are assigned.
func (g *generator) contacts() {
	assign := func(a site.RoleAssignment) {
		a.Role = g.s.WebRoles[g.r.IntN(len(g.s.WebRoles))].ID
		if g.odd() {
			a.Role = g.absentee("role")
		}
		a.ID = a.Role + "/" + a.Contact + a.Account
		for _, known := range g.s.RoleAssignments {
			if known.ID == a.ID {
				return
			}
		}
		g.s.RoleAssignments = append(g.s.RoleAssignments, a)
	}
	for i := range g.upTo(g.size.Contacts) {
		c := site.Contact{Record: g.record("contact", i), ParentInactive: g.odd()}
		c.UserName = fmt.Sprintf("visitor%d@contoso.example", i)
		switch {
		case g.chance(3):
		case i > 0 && g.odd():
			c.Parent = g.s.Contacts[g.r.IntN(i)].ID
		default:
			c.Parent = pick[site.ID](g.r, "account-1", "account-2")
		}
		for range g.r.IntN(3) {
			assign(site.RoleAssignment{Contact: c.ID})
		}
		g.s.Contacts = append(g.s.Contacts, c)
	}
	if g.chance(2) {
		for range 1 + g.r.IntN(2) {
			assign(site.RoleAssignment{Account: pick[site.ID](g.r, "account-1", "account-2")})
		}
	}
}

// states makes Published and Draft; odd sites have a second state of either name.
func (g *generator) states() {
	names := []string{"Published", "Draft", "Archived"}
	for i, name := range names {
		g.s.PublishingStates = append(g.s.PublishingStates, site.PublishingState{
			Record: g.record("state", i), Visible: i == 0, Default: i == 0,
		})
		g.s.PublishingStates[i].Name = name
	}
	if g.odd() {
		twin := site.PublishingState{Record: g.record("state", 3), Visible: g.chance(2)}
		twin.Name = pick(g.r, "Published", "Draft")
		g.s.PublishingStates = append(g.s.PublishingStates, twin)
	}
}

// languages makes one, two or no languages.
func (g *generator) languages() {
	for i := range pick(g.r, 0, 1, 1, 2) {
		l := site.Language{Record: g.record("language", i), Code: pick(g.r, "en-US", "de-DE")}
		if g.chance(2) {
			l.PublishingState = g.state()
		}
		g.s.Languages = append(g.s.Languages, l)
	}
	if len(g.s.Languages) > 0 && !g.odd() {
		g.s.Website.DefaultLanguage = g.s.Languages[0].ID
	}
}

// pages makes a tree of root pages, content pages for some, and the service pages.
func (g *generator) pages() {
	roots := g.upTo(g.size.Pages * 3 / 4)
	for i := range roots {
		p := site.WebPage{Record: g.record("page", i), IsRoot: true, PublishingState: g.state(),
			PartialURL: fmt.Sprintf("part-%d", i), Released: g.date(), Expires: g.date(), HiddenFromSitemap: g.chance(5)}
		switch {
		case i == 0:
			p.PartialURL, p.Inactive = "/", p.Inactive && g.odd()
		case g.odd():
			p.Parent = g.absentee("page")
		case g.odd(): // any page: itself, a child, or an orderly parent
			p.Parent = site.ID(fmt.Sprintf("page-%02d", g.r.IntN(roots)))
		case g.odd():
		default: // deep branches are more interesting than broad ones
			p.Parent = g.s.WebPages[max(0, i-1-g.r.IntN(3))].ID
		}
		if len(g.s.Languages) > 0 && g.chance(6) {
			p.Language = g.s.Languages[g.r.IntN(len(g.s.Languages))].ID
		}
		g.s.WebPages = append(g.s.WebPages, p)
	}
	for i := range g.r.IntN(g.size.Pages/4 + 1) {
		root := g.s.WebPages[g.r.IntN(roots)]
		p := root
		p.Record = g.record("content", i)
		p.IsRoot, p.RootPage = false, root.ID
		p.Language = ""
		if len(g.s.Languages) > 0 {
			p.Language = g.s.Languages[g.r.IntN(len(g.s.Languages))].ID
		}
		if g.odd() {
			p.Language = g.absentee("language")
		}
		if g.odd() {
			p.RootPage = g.absentee("page")
		}
		if g.odd() {
			p.Parent = g.anyPage()
		}
		if g.chance(3) {
			p.PublishingState = g.state()
		}
		g.s.WebPages = append(g.s.WebPages, p)
	}
	for i, name := range []string{"Home", "Access Denied", "Page Not Found"} {
		if g.chance(2) {
			continue
		}
		m := site.SiteMarker{Record: g.record("marker", i), Page: g.anyPage()}
		m.Name = name
		g.s.SiteMarkers = append(g.s.SiteMarkers, m)
	}
}

// anyPage draws a page, oddly one that is lost.
func (g *generator) anyPage() site.ID {
	if g.odd() || len(g.s.WebPages) == 0 {
		return g.absentee("page")
	}
	return g.s.WebPages[g.r.IntN(len(g.s.WebPages))].ID
}

// markedPage draws a page that a site marker points at, or any page.
func (g *generator) markedPage() site.ID {
	if len(g.s.SiteMarkers) > 0 && g.chance(4) {
		return g.s.SiteMarkers[g.r.IntN(len(g.s.SiteMarkers))].Page
	}
	return g.anyPage()
}

// files makes files under pages and some on posts of blogs; odd ones hang on nothing, or on both.
func (g *generator) files() {
	for i := range g.upTo(g.size.Files) {
		f := site.WebFile{Record: g.record("file", i), PartialURL: fmt.Sprintf("file-%d.pdf", i), Parent: g.anyPage(),
			PublishingState: g.state(), Released: g.date(), Expires: g.date()}
		onPost := g.chance(6)
		if onPost || g.odd() {
			f.Parent = ""
		}
		if onPost || g.odd() {
			f.BlogPost = pick[site.ID](g.r, "post-00", "post-01", "post-02")
		}
		if g.odd() {
			f.BlogPost = g.absentee("post")
		}
		g.s.WebFiles = append(g.s.WebFiles, f)
	}
}

// rules makes page rules, most of them whole.
func (g *generator) rules() {
	for i := range g.upTo(g.size.Rules) {
		r := site.PageRule{Record: g.record("rule", i), Page: g.anyPage(), Website: g.website()}
		r.Right = pick(g.r, site.RestrictRead, site.RestrictRead, site.GrantChange)
		r.Scope = pick(g.r, site.AllContent, site.AllContent, site.ExcludeDirectWebFiles)
		r.Roles, r.RolesUnknown = g.someRoles()
		if g.chance(5) {
			r.PublishingStates = append(r.PublishingStates, g.state())
		}
		if g.odd() {
			r.PublishingStates = append(r.PublishingStates, g.absentee("state"))
		}
		if n := len(r.PublishingStates); n > 0 && r.PublishingStates[0] == "" {
			r.PublishingStates = r.PublishingStates[1:]
		}
		if g.odd() {
			r.Right = site.UnknownRight
		}
		if g.odd() {
			r.Scope = site.UnknownPageScope
		}
		if g.odd() {
			r.Page = ""
		}
		g.s.PageRules = append(g.s.PageRules, r)
	}
}

// websiteAccess makes website access permissions.
func (g *generator) websiteAccess() {
	for i := range g.r.IntN(3) {
		p := site.WebsiteAccessPermission{Record: g.record("access", i), Website: g.website(),
			ManageContentSnippets: g.chance(2), ManageSiteMarkers: g.chance(2), ManageWebLinkSets: g.chance(2),
			PreviewUnpublishedEntities: g.chance(2)}
		p.Roles, p.RolesUnknown = g.someRoles()
		g.s.WebsiteAccessPermissions = append(g.s.WebsiteAccessPermissions, p)
	}
}

// blogs makes blogs with posts, and idea forums. A blog has an odd page or odd authors, not both, as there would be too
// many worlds: with odd authors it lies under a page of its own.
func (g *generator) blogs() {
	for i := range 1 + g.r.IntN(2) {
		b := site.Blog{Record: g.record("blog", i), Parent: g.anyPage(), Website: g.website()}
		switch {
		case g.chance(4):
		case g.chance(2):
			b.AuthorRoles = []site.ID{g.s.WebRoles[g.r.IntN(len(g.s.WebRoles))].ID}
		default:
			page := site.WebPage{Record: site.Record{ID: "page-of-" + b.ID, Name: "page of " + b.Name}, IsRoot: true, PartialURL: string(b.ID)}
			g.s.WebPages = append(g.s.WebPages, page)
			b.Parent = page.ID
			b.AuthorRoles, b.AuthorRolesUnknown = g.someRoles()
			b.AuthorRoles = b.AuthorRoles[:min(1, len(b.AuthorRoles))]
		}
		if g.odd() {
			b.Parent = ""
		}
		g.s.Blogs = append(g.s.Blogs, b)

		f := site.IdeaForum{Record: g.record("ideas", i), Website: g.website()}
		if !g.chance(3) {
			f.ReaderRoles, f.ReaderRolesUnknown = g.someRoles()
		}
		f.WriterRoles, f.WriterRolesUnknown = g.someRoles()
		g.s.IdeaForums = append(g.s.IdeaForums, f)
	}
	for i := range 3 {
		p := site.BlogPost{Record: g.record("post", i), Blog: g.s.Blogs[g.r.IntN(len(g.s.Blogs))].ID, Published: !g.chance(3)}
		if g.odd() {
			p.Blog = pick(g.r, "", g.absentee("blog"))
		}
		g.s.BlogPosts = append(g.s.BlogPosts, p)
	}
}
