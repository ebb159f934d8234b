package plainaccess

import (
	"fmt"
	"strings"

	"gatehouse/backend/site"
)

// permissions makes roots of every access type and children below them.
func (g *generator) permissions() {
	n := g.upTo(g.size.Permissions)
	for i := range n {
		p := site.TablePermission{Record: g.record("permission", i), Table: pick(g.r, RandomTables...), Website: g.website(),
			Read: !g.chance(3), Write: g.chance(3), Create: g.chance(3), Delete: g.chance(4), Append: g.chance(3), AppendTo: g.chance(3)}
		p.Roles, p.RolesUnknown = g.someRoles()
		p.AccessType = pick(g.r, site.Global, site.Global, site.ContactScope, site.AccountScope, site.SelfScope)
		if i > 0 && g.chance(3) {
			p.AccessType = site.ParentScope
			p.Parent = g.s.TablePermissions[g.r.IntN(i)].ID
			if g.chance(2) {
				p.Roles = nil // as it should be: the roles are those of the root
			}
		}
		switch p.AccessType {
		case site.ContactScope:
			p.ContactRelationship = "cw_contact_" + p.Table
		case site.AccountScope:
			p.AccountRelationship = "cw_account_" + p.Table
		case site.SelfScope:
			p.Table = "contact"
		case site.ParentScope:
			p.ParentRelationship = "cw_parent_" + p.Table
		}
		g.permissionOddities(&p, n)
		g.s.TablePermissions = append(g.s.TablePermissions, p)
	}
}

// permissionOddities puts a permission out of order; n is the number of permissions.
func (g *generator) permissionOddities(p *site.TablePermission, n int) {
	if g.odd() {
		p.Parent = g.absentee("permission")
	}
	if g.odd() { // any permission: itself, a child, the parent of a root that is no child
		p.Parent = site.ID(fmt.Sprintf("permission-%02d", g.r.IntN(n)))
	}
	if g.odd() {
		p.Parent = ""
	}
	if g.odd() {
		p.AccessType = pick(g.r, site.Global, site.ParentScope, site.SelfScope, site.CustomFetchXML)
	}
	if g.odd() {
		p.AccessType, p.RawAccessType = site.UnknownAccess, pick(g.r, "", "756150009")
	}
	if g.odd() {
		p.ContactRelationship, p.AccountRelationship, p.ParentRelationship = "", "", ""
	}
	if g.odd() && g.chance(3) {
		p.Table = pick(g.r, "", strings.ToUpper(p.Table), "adx_sitesetting")
	}
}

// profiles makes column permission profiles and their column permissions.
func (g *generator) profiles() {
	rights := func() []site.ColumnRight {
		var list []site.ColumnRight
		for _, right := range []site.ColumnRight{site.ColumnCreate, site.ColumnRead, site.ColumnUpdate} {
			if g.chance(2) {
				list = append(list, right)
			}
		}
		return list
	}
	number := 0
	for i := range g.r.IntN(g.size.Profiles + 1) {
		p := site.ColumnPermissionProfile{Record: g.record("profile", i), Table: pick(g.r, RandomTables...), Website: g.website()}
		p.Roles, p.RolesUnknown = g.someRoles()
		if g.chance(2) {
			p.AllColumns = rights()
		}
		p.RightsUnknown = g.odd()
		for range g.r.IntN(4) {
			c := site.ColumnPermission{Record: g.record("column", number), Profile: p.ID, Column: pick(g.r, RandomColumns...), Rights: rights()}
			c.RightsUnknown = g.odd()
			if g.odd() {
				c.Profile = g.absentee("profile")
			}
			number++
			g.s.ColumnPermissions = append(g.s.ColumnPermissions, c)
		}
		g.s.ColumnPermissionProfiles = append(g.s.ColumnPermissionProfiles, p)
	}
}

// settings opens tables to the Web API, in the many ways in which that is written.
func (g *generator) settings() {
	add := func(name, value string) {
		st := site.SiteSetting{Record: g.record("setting", len(g.s.SiteSettings)), Value: value}
		st.Name = name
		switch {
		case g.odd():
			st.Value, st.EnvironmentVariable = "", "cw_Value"
		case g.odd() && g.chance(4):
			st.Value, st.Secret = "", true
		}
		g.s.SiteSettings = append(g.s.SiteSettings, st)
	}
	for _, table := range append([]string{"adx_sitesetting"}, RandomTables...) {
		if g.chance(4) {
			continue
		}
		prefix := pick(g.r, "Webapi/", "Webapi/", "WebAPI/") + table
		if g.odd() {
			add(strings.ToUpper(prefix)+"/ENABLED", pick(g.r, "true", "false"))
		}
		add(prefix+"/enabled", pick(g.r, "true", "true", "true", " True ", "false", "yes", ""))
		switch {
		case g.odd():
			add(prefix+"/fields", pick(g.r, "*", " ", ",", "cw_name,*"))
		case !g.chance(6):
			add(prefix+"/fields", pick(g.r, "cw_name", "cw_name,cw_price", "cw_name, cw_price, cw_note", "CW_Name,cw_note"))
		}
	}
	if g.odd() {
		g.s.Website.EnhancedAuthorization = pick(g.r, site.Yes, site.No)
	}
}

// others makes the records that have rules of their own: links, forums, lists, forms and transitions.
func (g *generator) others() {
	for i := range 1 + g.r.IntN(2) {
		l := site.WebLink{Record: g.record("link", i), Page: g.markedPage(), PublishingState: g.state(), DisablePageValidation: g.chance(4)}
		if g.chance(4) {
			l.Page, l.ExternalURL = "", "https://contoso.example/"
		}
		g.s.WebLinks = append(g.s.WebLinks, l)

		f := site.Forum{Record: g.record("forum", i), Parent: g.markedPage(), PublishingState: g.state()}
		if g.odd() {
			f.Parent = ""
		}
		g.s.Forums = append(g.s.Forums, f)
		for range g.r.IntN(3) {
			p := site.ForumPermission{Record: g.record("forumpermission", len(g.s.ForumPermissions)), Forum: f.ID}
			p.Right = pick(g.r, site.RestrictRead, site.RestrictRead, site.GrantChange)
			p.Roles, p.RolesUnknown = g.someRoles()
			g.s.ForumPermissions = append(g.s.ForumPermissions, p)
		}

		g.s.Lists = append(g.s.Lists, site.List{Record: g.record("list", i), Table: pick(g.r, RandomTables...), TablePermissionsEnabled: !g.chance(3)})
		g.s.BasicForms = append(g.s.BasicForms, site.BasicForm{Record: g.record("form", i), Table: pick(g.r, RandomTables...),
			Mode: pick(g.r, "100000000", "100000001", "100000002"), TablePermissionsEnabled: !g.chance(3)})
	}
	if g.chance(2) {
		t := site.PublishingTransition{Record: g.record("transition", 0), From: "state-01", To: "state-00"}
		t.Roles, t.RolesUnknown = g.someRoles()
		g.s.PublishingTransitions = append(g.s.PublishingTransitions, t)
	}
}
