package access

import (
	"slices"

	"gatehouse/backend/site"
)

// edit is a change of one record that is tried on a copy of the site.
type edit struct {
	text string
	make func(*site.Site)
}

// SuggestPageRead finds the smallest single change that lets the visitor read a page, as a sentence: first a role for
// the visitor, then one record of those that refused. It tries each change on a copy before it suggests it.
func (v *Visitor) SuggestPageRead(page int) string {
	x := v.ExplainPageRead(page)
	return v.suggest(v.alone(true), v.pageEdits(page, x, false), func(w *Visitor) bool { return w.PageRead(page) == Allow })
}

// SuggestPageChange finds the smallest single change that lets the visitor change a page.
func (v *Visitor) SuggestPageChange(page int) string {
	x := v.ExplainPageChange(page)
	return v.suggest(v.alone(true), v.pageEdits(page, x, true), func(w *Visitor) bool { return w.PageChange(page) == Allow })
}

// SuggestTable finds the smallest single change that gives the visitor a privilege on some rows of a table, or for
// creating on the table.
func (v *Visitor) SuggestTable(table string, privilege Privilege) string {
	x := v.ExplainTable(table, privilege)
	enough := func(w *Visitor) bool {
		reach := w.TableRight(table, privilege).Reach
		return reach == ReachSome || reach == ReachAll
	}
	return v.suggest(v.alone(false), v.tableEdits(table, privilege, x), enough)
}

// SuggestWebsiteRight finds the smallest single change that gives the visitor a website right.
func (v *Visitor) SuggestWebsiteRight(right WebsiteRight) string {
	x := v.ExplainWebsiteRight(right)
	return v.suggest(v.alone(true), v.accessEdits(right, x), func(w *Visitor) bool { return w.WebsiteRight(right) == Allow })
}

// NoSingleChange is the suggestion where no change of one record was found that would do.
const NoSingleChange = "No single change would do: several records stand in the way."

// suggest tries roles first, because they change no rule of the portal, and then edits of a site.
func (v *Visitor) suggest(s *site.Site, edits []edit, enough func(*Visitor) bool) string {
	if enough(v) {
		return ""
	}
	if text := v.byRole(enough); text != "" {
		return text
	}
	for _, change := range edits {
		after := *s
		change.make(&after)
		e, err := Compile(&after, v.engine.options)
		if err != nil {
			continue
		}
		if w, err := e.Visitor(v.who); err == nil && enough(w) {
			return change.text
		}
	}
	return NoSingleChange
}

// alone is the site with no other contact than the visitor's and, where the question is about tables, without pages:
// what bears on no answer would still be compiled for every change that is tried.
func (v *Visitor) alone(pages bool) *site.Site {
	alone := *v.engine.site
	if v.engine.rules.byName && len(v.engine.roles.lost) > 0 {
		return &alone // by name, a missing role may be anybody's namesake wherever it is named
	}
	if !pages {
		alone.WebPages, alone.WebFiles, alone.PageRules, alone.Forums, alone.SiteMarkers = nil, nil, nil, nil, nil
	}
	alone.Contacts, alone.RoleAssignments = nil, nil
	if v.contact == nil {
		return &alone
	}
	index := v.engine.contactIndex()
	alone.Contacts = []site.Contact{*v.contact}
	if parent, isContact := index.byID[v.contact.Parent]; isContact {
		alone.Contacts = append(alone.Contacts, v.engine.site.Contacts[parent])
	}
	accounts := false // one role of an account shows that roles of accounts were exported
	for i := range v.engine.site.RoleAssignments {
		a := &v.engine.site.RoleAssignments[i]
		mine := a.Contact == v.contact.ID || a.Account != "" && a.Account == v.contact.Parent
		if mine || a.Account != "" && !accounts {
			alone.RoleAssignments = append(alone.RoleAssignments, *a)
			accounts = accounts || a.Account != ""
		}
	}
	return &alone
}

func (v *Visitor) byRole(enough func(*Visitor) bool) string {
	e := v.engine
	if !v.who.SignedIn {
		if w, err := e.Visitor(Authenticated()); err == nil && enough(w) {
			return "Sign in; no web role needs to be assigned."
		}
		return ""
	}
	if v.contact != nil && v.contact.Inactive {
		return ""
	}
	held := v.TableRoles()
	best := -1
	for i := range e.site.WebRoles {
		r := &e.site.WebRoles[i]
		if !e.holdable(int32(i)) || slices.ContainsFunc(held, func(h Ref) bool { return h.ID == r.ID }) {
			continue
		}
		if best >= 0 && (e.site.WebRoles[best].Name < r.Name || e.site.WebRoles[best].Name == r.Name && e.site.WebRoles[best].ID < r.ID) {
			continue
		}
		who := v.who
		who.Roles = append(slices.Clone(who.Roles), string(r.ID))
		if w, err := e.Visitor(who); err == nil && enough(w) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return "Assign web role " + quote(e.site.WebRoles[best].Name) + " to the visitor."
}

// anyRole is a role of the visitor that a record could be linked to, "" without one.
func (v *Visitor) anyRole(onPages bool) (id site.ID, name string) {
	held := v.Held()
	for i := range held {
		if h := &held[i]; h.OnTables && (h.OnPages || !onPages) {
			return h.Role.ID, h.Role.Name
		}
	}
	return "", ""
}

func (v *Visitor) pageEdits(page int, x *Explanation, change bool) []edit {
	s := v.engine.site
	edits := v.permissionEdits(x, change)
	p := &s.WebPages[page]
	if !change {
		for i := range s.PublishingStates {
			if state := &s.PublishingStates[i]; state.Visible {
				edits = append(edits, edit{"Set the publishing state of web page " + quote(p.Name) + " to " + quote(state.Name) + ".", func(s *site.Site) {
					s.WebPages = slices.Clone(s.WebPages)
					s.WebPages[page].PublishingState = state.ID
				}})
			}
		}
		edits = append(edits, edit{"Take the release and expiration dates off web page " + quote(p.Name) + ".", func(s *site.Site) {
			s.WebPages = slices.Clone(s.WebPages)
			s.WebPages[page].Released, s.WebPages[page].Expires = nil, nil
		}})
	}
	return append(edits, v.grantEdits(p)...)
}

// permissionEdits are changes of the pages and page permissions that an explanation names.
func (v *Visitor) permissionEdits(x *Explanation, change bool) []edit {
	s := v.engine.site
	var edits []edit
	role, roleName := v.anyRole(true)
	for _, r := range x.Records() {
		switch r.Kind {
		case KindWebPage:
			i := slices.IndexFunc(s.WebPages, func(p site.WebPage) bool { return p.ID == r.ID })
			if i >= 0 && s.WebPages[i].Inactive {
				edits = append(edits, activate("web page "+quote(r.Name), func(s *site.Site) *[]site.WebPage { return &s.WebPages }, i))
			}
		case KindGrantChange, KindRestrictRead:
			i := slices.IndexFunc(s.PageRules, func(p site.PageRule) bool { return p.ID == r.ID })
			if i >= 0 && role != "" {
				edits = append(edits, edit{"Add web role " + quote(roleName) + " to " + r.String() + ".", func(s *site.Site) {
					s.PageRules = slices.Clone(s.PageRules)
					s.PageRules[i].Roles = append(slices.Clone(s.PageRules[i].Roles), role)
				}})
			}
			if i >= 0 && r.Kind == KindRestrictRead && !change {
				edits = append(edits, edit{"Deactivate " + r.String() + ".", func(s *site.Site) {
					s.PageRules = slices.Clone(s.PageRules)
					s.PageRules[i].Inactive = true
				}})
			}
		}
	}
	return edits
}

// grantEdits make a page permission on a page for a role of the visitor.
func (v *Visitor) grantEdits(p *site.WebPage) []edit {
	role, roleName := v.anyRole(true)
	if role == "" {
		return nil
	}
	return []edit{{"Create a page permission (grant change) on web page " + quote(p.Name) + " for web role " + quote(roleName) + ".", func(s *site.Site) {
		s.PageRules = append(slices.Clone(s.PageRules), site.PageRule{Record: site.Record{ID: newRecord}, Page: rootOf(p), Right: site.GrantChange, Scope: site.AllContent, Roles: []site.ID{role}})
	}}}
}

// newRecord is the id of a record that is only supposed. Stored ids hold no blanks.
const newRecord site.ID = "new record"

func activate[T any, P record[T]](name string, field func(*site.Site) *[]T, i int) edit {
	return edit{"Activate " + name + ".", func(s *site.Site) {
		list := field(s)
		*list = slices.Clone(*list)
		P(&(*list)[i]).Base().Inactive = false
	}}
}

func (v *Visitor) tableEdits(table string, privilege Privilege, x *Explanation) []edit {
	s := v.engine.site
	role, roleName := v.anyRole(false)
	var edits []edit
	add := func(i int, text string, change func(*site.TablePermission)) {
		edits = append(edits, edit{text, func(s *site.Site) {
			s.TablePermissions = slices.Clone(s.TablePermissions)
			change(&s.TablePermissions[i])
		}})
	}
	for _, r := range x.Records() {
		i := slices.IndexFunc(s.TablePermissions, func(p site.TablePermission) bool { return r.Kind == KindTablePermission && p.ID == r.ID })
		if i < 0 {
			continue
		}
		p := &s.TablePermissions[i]
		if p.Inactive {
			add(i, "Activate "+r.String()+".", func(p *site.TablePermission) { p.Inactive = false })
		}
		if p.Table == table && rightsOf(p)&(1<<privilege.number()) == 0 {
			add(i, "Let "+r.String()+" give "+privilegeWord(privilege)+".", func(p *site.TablePermission) { give(p, privilege) })
		}
		if n := v.engine.tables.nodeOf[i]; n >= 0 && p.AccessType != site.ParentScope {
			if fate := v.engine.tables.nodes[n].fate; fate == orphan || fate == parentLost {
				add(i, "Take the parent permission off "+r.String()+".", func(p *site.TablePermission) { p.Parent = "" })
			}
		}
		if role != "" {
			add(i, "Add web role "+quote(roleName)+" to "+r.String()+".", func(p *site.TablePermission) {
				p.Roles = append(slices.Clone(p.Roles), role)
			})
		}
	}
	if role != "" {
		edits = append(edits, edit{"Create a table permission on " + quote(table) + " that gives " + privilegeWord(privilege) + " to web role " + quote(roleName) + ".", func(s *site.Site) {
			p := site.TablePermission{Record: site.Record{ID: newRecord}, Table: table, AccessType: site.Global, Roles: []site.ID{role}, Website: s.Website.ID}
			give(&p, privilege)
			s.TablePermissions = append(slices.Clone(s.TablePermissions), p)
		}})
	}
	return edits
}

func give(p *site.TablePermission, privilege Privilege) {
	switch privilege {
	case Read:
		p.Read = true
	case Write:
		p.Write = true
	case Create:
		p.Create = true
	case Delete:
		p.Delete = true
	case Append:
		p.Append = true
	case AppendTo:
		p.AppendTo = true
	}
}

func (v *Visitor) accessEdits(right WebsiteRight, x *Explanation) []edit {
	s := v.engine.site
	role, roleName := v.anyRole(true)
	if role == "" {
		return nil
	}
	var edits []edit
	add := func(i int, text string, change func(*site.WebsiteAccessPermission)) {
		edits = append(edits, edit{text, func(s *site.Site) {
			s.WebsiteAccessPermissions = slices.Clone(s.WebsiteAccessPermissions)
			change(&s.WebsiteAccessPermissions[i])
		}})
	}
	for _, c := range x.Candidates {
		i := slices.IndexFunc(s.WebsiteAccessPermissions, func(p site.WebsiteAccessPermission) bool { return p.ID == c.Record.ID })
		if i < 0 {
			continue
		}
		add(i, "Activate "+c.Record.String()+".", func(p *site.WebsiteAccessPermission) { p.Inactive = false })
		add(i, "Let "+c.Record.String()+" give "+string(right)+".", func(p *site.WebsiteAccessPermission) { allow(p, right) })
		add(i, "Add web role "+quote(roleName)+" to "+c.Record.String()+".", func(p *site.WebsiteAccessPermission) {
			p.Roles = append(slices.Clone(p.Roles), role)
		})
	}
	return append(edits, edit{"Create a website access permission that gives " + string(right) + " to web role " + quote(roleName) + ".", func(s *site.Site) {
		p := site.WebsiteAccessPermission{Record: site.Record{ID: newRecord}, Roles: []site.ID{role}}
		allow(&p, right)
		s.WebsiteAccessPermissions = append(slices.Clone(s.WebsiteAccessPermissions), p)
	}})
}

func allow(p *site.WebsiteAccessPermission, right WebsiteRight) {
	switch right {
	case ManageContentSnippets:
		p.ManageContentSnippets = true
	case ManageSiteMarkers:
		p.ManageSiteMarkers = true
	case ManageWebLinkSets:
		p.ManageWebLinkSets = true
	case PreviewUnpublishedEntities:
		p.PreviewUnpublishedEntities = true
	case AboutAdministrator:
		p.ManageContentSnippets, p.ManageSiteMarkers = true, true
		p.ManageWebLinkSets, p.PreviewUnpublishedEntities = true, true
	}
}
