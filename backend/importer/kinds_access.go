package importer

import (
	"bytes"
	"slices"

	"gatehouse/backend/site"
)

// The kinds that decide who may do what.

var _ = define("webrole", "webrole", "web role", "name",
	ofSite(func(s *site.Site) *[]site.WebRole { return &s.WebRoles }),
	flagIn("anonymoususersrole", func(r *site.WebRole) *bool { return &r.Anonymous }).essential(),
	flagIn("authenticatedusersrole", func(r *site.WebRole) *bool { return &r.Authenticated }).essential(),
	textIn("description", func(r *site.WebRole) *string { return &r.Description }),
	idIn("websiteid", func(r *site.WebRole) *site.ID { return &r.Website }),
)

var _ = define("tablepermission", "entitypermission", "table permission", "entityname",
	ofSite(func(s *site.Site) *[]site.TablePermission { return &s.TablePermissions }),
	textIn("entitylogicalname", func(p *site.TablePermission) *string { return &p.Table }).essential(),
	column[site.TablePermission]{keys: keys("scope"), set: setAccessType, vital: true},
	flagIn("read", func(p *site.TablePermission) *bool { return &p.Read }).essential(),
	flagIn("write", func(p *site.TablePermission) *bool { return &p.Write }).essential(),
	flagIn("create", func(p *site.TablePermission) *bool { return &p.Create }).essential(),
	flagIn("delete", func(p *site.TablePermission) *bool { return &p.Delete }).essential(),
	flagIn("append", func(p *site.TablePermission) *bool { return &p.Append }).essential(),
	flagIn("appendto", func(p *site.TablePermission) *bool { return &p.AppendTo }).essential(),
	linksIn("entitypermission_webrole", "webrole",
		func(p *site.TablePermission) *[]site.ID { return &p.Roles },
		func(p *site.TablePermission) { p.RolesUnknown = true }),
	damagedIn("entitypermission_webrole", func(p *site.TablePermission) { p.RolesUnknown = true }),
	linkIn("parententitypermission", "tablepermission", site.Warning,
		func(p *site.TablePermission) *site.ID { return &p.Parent }).essential(),
	textIn("parentrelationship parentrelationshipname",
		func(p *site.TablePermission) *string { return &p.ParentRelationship }),
	textIn("contactrelationship", func(p *site.TablePermission) *string { return &p.ContactRelationship }),
	textIn("accountrelationship", func(p *site.TablePermission) *string { return &p.AccountRelationship }),
	textIn("permissionfetchxml fetchxml", func(p *site.TablePermission) *string { return &p.FetchXML }),
	idIn("websiteid", func(p *site.TablePermission) *site.ID { return &p.Website }),
)

var accessTypes = map[int]site.AccessType{
	756150000: site.Global, 756150001: site.ContactScope, 756150002: site.AccountScope,
	756150003: site.ParentScope, 756150004: site.SelfScope,
}

func setAccessType(c *cell, p *site.TablePermission) {
	p.AccessType, p.RawAccessType = site.UnknownAccess, ""
	n, told := c.number()
	if known, ok := accessTypes[n]; ok {
		p.AccessType = known
		return
	}
	if c.value.shape == text && !c.value.null() {
		p.RawAccessType = string(c.value.text)
	}
	if told {
		c.problem(site.Warning, "The access type of %s is %d (%s), which is none that is known.",
			"Set the access type of the permission anew and download the site again.", c.named(), n, c.spelled)
	}
}

var _ = define("webpagerule", "webpageaccesscontrolrule", "page permission", "name",
	ofSite(func(s *site.Site) *[]site.PageRule { return &s.PageRules }),
	linkIn("webpageid", "webpage", site.Warning, func(r *site.PageRule) *site.ID { return &r.Page }).essential(),
	column[site.PageRule]{keys: keys("right"), vital: true, set: func(c *cell, r *site.PageRule) { r.Right = c.right() }},
	column[site.PageRule]{keys: keys("scope"), vital: true, set: setPageScope,
		start: func(r *site.PageRule) { r.Scope = site.AllContent }},
	linksIn("webpageaccesscontrolrule_webrole", "webrole",
		func(r *site.PageRule) *[]site.ID { return &r.Roles },
		func(r *site.PageRule) { r.RolesUnknown = true }),
	damagedIn("webpageaccesscontrolrule_webrole", func(r *site.PageRule) { r.RolesUnknown = true }),
	linksIn("accesscontrolrule_publishingstate", "publishingstate",
		func(r *site.PageRule) *[]site.ID { return &r.PublishingStates }, nil),
	textIn("description", func(r *site.PageRule) *string { return &r.Description }),
	idIn("websiteid", func(r *site.PageRule) *site.ID { return &r.Website }),
)

// right is what a page permission or a forum permission does.
func (c *cell) right() site.PageRight {
	n, told := c.number()
	switch n {
	case 1:
		return site.GrantChange
	case 2:
		return site.RestrictRead
	}
	if told {
		c.problem(site.Warning, "The right of %s is %d (%s), which is neither grant change nor restrict read.",
			"Set the right of the permission anew and download the site again.", c.named(), n, c.spelled)
	}
	return site.UnknownRight
}

func setPageScope(c *cell, r *site.PageRule) {
	n, told := c.number()
	switch {
	case n == 1 || c.value.null():
		r.Scope = site.AllContent
	case n == 2:
		r.Scope = site.ExcludeDirectWebFiles
	default:
		r.Scope = site.UnknownPageScope
		if told {
			c.problem(site.Warning, "The scope of %s is %d (%s), which is none that is known.",
				"Set the scope of the permission anew and download the site again.", c.named(), n, c.spelled)
		}
	}
}

var _ = define("websiteaccess", "websiteaccess", "website access permission", "name",
	ofSite(func(s *site.Site) *[]site.WebsiteAccessPermission { return &s.WebsiteAccessPermissions }),
	flagIn("managecontentsnippets", func(p *site.WebsiteAccessPermission) *bool { return &p.ManageContentSnippets }),
	flagIn("managesitemarkers", func(p *site.WebsiteAccessPermission) *bool { return &p.ManageSiteMarkers }),
	flagIn("manageweblinksets", func(p *site.WebsiteAccessPermission) *bool { return &p.ManageWebLinkSets }),
	flagIn("previewunpublishedentities",
		func(p *site.WebsiteAccessPermission) *bool { return &p.PreviewUnpublishedEntities }),
	linksIn("websiteaccess_webrole", "webrole",
		func(p *site.WebsiteAccessPermission) *[]site.ID { return &p.Roles },
		func(p *site.WebsiteAccessPermission) { p.RolesUnknown = true }),
	damagedIn("websiteaccess_webrole", func(p *site.WebsiteAccessPermission) { p.RolesUnknown = true }),
	idIn("websiteid", func(p *site.WebsiteAccessPermission) *site.ID { return &p.Website }),
)

var _ = define("columnpermissionprofile", "columnpermissionprofile", "column permission profile", "profilename",
	ofSite(func(s *site.Site) *[]site.ColumnPermissionProfile { return &s.ColumnPermissionProfiles }),
	textIn("tablename", func(p *site.ColumnPermissionProfile) *string { return &p.Table }),
	column[site.ColumnPermissionProfile]{keys: keys("allcolumnpermissions"),
		set: func(c *cell, p *site.ColumnPermissionProfile) { p.AllColumns, p.RightsUnknown = c.columnRights() }},
	linksIn("columnpermissionprofile_webrole", "webrole",
		func(p *site.ColumnPermissionProfile) *[]site.ID { return &p.Roles },
		func(p *site.ColumnPermissionProfile) { p.RolesUnknown = true }),
	damagedIn("columnpermissionprofile_webrole", func(p *site.ColumnPermissionProfile) { p.RolesUnknown = true }),
	idIn("websiteid", func(p *site.ColumnPermissionProfile) *site.ID { return &p.Website }),
)

var _ = define("columnpermission", "columnpermission", "column permission", "name",
	ofSite(func(s *site.Site) *[]site.ColumnPermission { return &s.ColumnPermissions }),
	linkIn("columnpermissionprofileid", "columnpermissionprofile", site.Warning,
		func(p *site.ColumnPermission) *site.ID { return &p.Profile }),
	textIn("columnname", func(p *site.ColumnPermission) *string { return &p.Column }),
	column[site.ColumnPermission]{keys: keys("permissions"),
		set: func(c *cell, p *site.ColumnPermission) { p.Rights, p.RightsUnknown = c.columnRights() }},
)

var columnRights = map[string]site.ColumnRight{
	"746610000": site.ColumnCreate, "746610001": site.ColumnRead, "746610002": site.ColumnUpdate,
}

// columnRights reads a choice of several values, which comes as a list, joined by commas, or framed by -1.
func (c *cell) columnRights() (rights []site.ColumnRight, unknown bool) {
	items, ok := c.items()
	if !ok {
		items = []value{{shape: other}}
	}
	for _, item := range items {
		code := string(bytes.TrimSpace(item.text))
		switch right, known := columnRights[code]; {
		case item.shape == text && known:
			rights = append(rights, right)
		case item.shape == text && (code == "" || code == "-1"), item.shape == absent:
		default:
			unknown = true
		}
	}
	if unknown {
		c.problem(site.Warning, "The rights in %s of %s cannot be read; what it allows is unknown.",
			"Download the site again with a newer version of the command line.", c.spelled, c.named())
	}
	slices.Sort(rights) // the formats do not keep an order
	return slices.Compact(rights), unknown
}

// roleGate holds what flows and server logic share, so that both can go to one list.
type roleGate struct {
	site.Record
	roles   []site.ID
	unknown bool // who is among the roles
}

var _ = define("cloudflowconsumer", "cloudflowconsumer", "cloud flow", "name",
	func(a *assembly) *[]roleGate { return &a.flows },
	linksIn("cloudflowconsumer_adx_webrole cloudflowconsumer_webrole", "webrole",
		func(g *roleGate) *[]site.ID { return &g.roles },
		func(g *roleGate) { g.unknown = true }),
	damagedIn("cloudflowconsumer_adx_webrole cloudflowconsumer_webrole", func(g *roleGate) { g.unknown = true }),
)

var _ = define("serverlogic", "serverlogic", "server logic", "name",
	func(a *assembly) *[]roleGate { return &a.logic },
	linksIn("serverlogic_adx_webrole serverlogic_webrole", "webrole",
		func(g *roleGate) *[]site.ID { return &g.roles },
		func(g *roleGate) { g.unknown = true }),
	damagedIn("serverlogic_adx_webrole serverlogic_webrole", func(g *roleGate) { g.unknown = true }),
)

// joinGates puts flows and server logic into the one list of the site.
func (a *assembly) joinGates() {
	a.site.RoleGates = make([]site.RoleGate, 0, len(a.flows)+len(a.logic))
	add := func(kind site.GateKind, gates []roleGate) {
		for _, g := range gates {
			a.site.RoleGates = append(a.site.RoleGates, site.RoleGate{
				Record: g.Record, Kind: kind, Roles: g.roles, RolesUnknown: g.unknown,
			})
		}
	}
	add(site.CloudFlow, a.flows)
	add(site.ServerLogic, a.logic)
}

var _ = define("publishingstatetransitionrule", "publishingstatetransitionrule", "publishing transition", "name",
	ofSite(func(s *site.Site) *[]site.PublishingTransition { return &s.PublishingTransitions }),
	linkIn("fromstate_publishingstateid", "publishingstate", site.Warning,
		func(t *site.PublishingTransition) *site.ID { return &t.From }),
	linkIn("tostate_publishingstateid", "publishingstate", site.Warning,
		func(t *site.PublishingTransition) *site.ID { return &t.To }),
	linksIn("publishingstatetransitionrule_webrole", "webrole",
		func(t *site.PublishingTransition) *[]site.ID { return &t.Roles },
		func(t *site.PublishingTransition) { t.RolesUnknown = true }),
	damagedIn("publishingstatetransitionrule_webrole", func(t *site.PublishingTransition) { t.RolesUnknown = true }),
)
