package testkit

import (
	"fmt"
	"math/rand/v2"

	"gatehouse/backend/site"
)

// AccessSize says how many records a site of AccessSite has.
type AccessSize struct{ Pages, Roles, Rules, Permissions, Contacts int }

// LargeAccess is the size at which the access engine is measured.
var LargeAccess = AccessSize{Pages: 5000, Roles: 60, Rules: 400, Permissions: 600, Contacts: 10_000}

// AccessSite is a complete site about which there is much to ask: pages six to a parent, one in fifty a draft; page
// permissions spread over them, one in four a grant; tables with ten permissions each of the kinds Global, Contact and
// Parent; contacts that hold one to four roles. The first role is the anonymous one, the second the authenticated one;
// there have to be at least three, and two pages. Equal sizes give equal sites.
func AccessSite(size AccessSize) *site.Site {
	g := accessSite{rand.New(rand.NewPCG(7, 4)), size, &site.Site{Website: site.Website{Record: site.Record{ID: "w"}}}}
	g.roles()
	g.pages()
	g.rules()
	g.permissions()
	g.contacts()
	return g.site
}

type accessSite struct {
	*rand.Rand
	size AccessSize
	site *site.Site
}

func (g *accessSite) record(kind int, name string, i int) site.Record {
	return site.Record{
		ID: site.ID(fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, i)), Name: fmt.Sprintf("%s %d", name, i),
		Source: site.Source{File: fmt.Sprintf("%s/%d.yml", name, i), Line: 1},
	}
}

// anyRole draws one of the roles from a number on.
func (g *accessSite) anyRole(from int) site.ID {
	return g.site.WebRoles[from+g.IntN(g.size.Roles-from)].ID
}

func (g *accessSite) roles() {
	for i := range g.size.Roles {
		g.site.WebRoles = append(g.site.WebRoles, site.WebRole{
			Record: g.record(1, "Role", i), Website: "w", Anonymous: i == 0, Authenticated: i == 1})
	}
}

func (g *accessSite) pages() {
	g.site.PublishingStates = []site.PublishingState{
		{Record: site.Record{ID: "pub", Name: "Published"}, Visible: true},
		{Record: site.Record{ID: "draft", Name: "Draft"}},
	}
	for i := range g.size.Pages {
		p := site.WebPage{Record: g.record(2, "Page", i), IsRoot: true, PartialURL: fmt.Sprint("page-", i), PublishingState: "pub"}
		if i > 0 {
			p.Parent = g.site.WebPages[(i-1)/6].ID
		}
		if i%50 == 49 {
			p.PublishingState = "draft"
		}
		g.site.WebPages = append(g.site.WebPages, p)
	}
}

func (g *accessSite) rules() {
	for i := range g.size.Rules {
		r := site.PageRule{
			Record: g.record(3, "Rule", i), Page: g.site.WebPages[1+g.IntN(g.size.Pages-1)].ID,
			Right: site.RestrictRead, Scope: site.AllContent, Website: "w"}
		if i%4 == 0 {
			r.Right = site.GrantChange
		}
		for range 1 + g.IntN(4) {
			r.Roles = append(r.Roles, g.anyRole(1))
		}
		g.site.PageRules = append(g.site.PageRules, r)
	}
}

func (g *accessSite) permissions() {
	tables := max(1, g.size.Permissions/10)
	for i := range g.size.Permissions {
		p := site.TablePermission{
			Record: g.record(4, "Permission", i), Table: fmt.Sprint("table", i%tables), AccessType: site.ContactScope,
			ContactRelationship: "rel", Read: true, Write: i%2 == 0, Website: "w", Roles: []site.ID{g.anyRole(0), g.anyRole(0)}}
		if i%5 == 0 {
			p.AccessType = site.Global
		}
		if i%7 == 6 {
			p.AccessType, p.Parent, p.ParentRelationship, p.Roles = site.ParentScope, g.site.TablePermissions[i-1].ID, "rel", nil
		}
		g.site.TablePermissions = append(g.site.TablePermissions, p)
	}
}

func (g *accessSite) contacts() {
	for i := range g.size.Contacts {
		c := site.Contact{Record: g.record(5, "Contact", i)}
		g.site.Contacts = append(g.site.Contacts, c)
		for range 1 + g.IntN(4) {
			r := g.anyRole(2)
			g.site.RoleAssignments = append(g.site.RoleAssignments, site.RoleAssignment{
				Record: site.Record{ID: r + "/" + c.ID}, Role: r, Contact: c.ID})
		}
	}
}
