package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// Roles lists the roles of the site that the visitor holds in page checks and in table checks (rule 2.a.2), in the order
// of the site and as if it were complete.
func Roles(s *site.Site, o Options, v Visitor) (page, table []site.ID) {
	o.MissingUnknown = false
	w := &world{s: s, o: o, v: v}
	for _, r := range s.WebRoles {
		if w.holds(r.ID, true) {
			page = append(page, r.ID)
		}
		if w.holds(r.ID, false) {
			table = append(table, r.ID)
		}
	}
	return page, table
}

func (w *world) role(id site.ID) (site.WebRole, bool) {
	for _, r := range w.s.WebRoles {
		if r.ID == id {
			return r, true
		}
	}
	return site.WebRole{}, false
}

// holds reports whether a role is in page_roles (page) or table_roles (rule 2.a.2).
func (w *world) holds(id site.ID, page bool) bool {
	r, known := w.role(id)
	if !known {
		return w.holdsLost(id, page)
	}
	// 2.a.2: W is the active roles of the site.
	if r.Inactive || !w.ownWebsite(r.Website) {
		return false
	}
	if !w.v.SignedIn {
		// 2.a.2, 2.a.3: all flagged roles for tables; S03: none for pages.
		return !page && r.Anonymous
	}
	// 2.a.2, S03: page_roles leave out roles that carry only the anonymous flag; 2.a.2b: with both flags they stay in.
	if page && r.Anonymous && !r.Authenticated && !w.o.legacy("S03") {
		return false
	}
	// 2.a.2: assigned, default and account; S02: the anonymous roles are not added.
	return r.Authenticated || w.given(id)
}

// What a lost role can be.
const (
	noRole    = iota
	plainRole // of this site, active, without flag
	flagRole  // as plainRole, with the flag that fits the visitor
	anonRole  // as plainRole, with the anonymous flag only
)

func (w *world) lostRole(id site.ID) int {
	if id == "" {
		return noRole
	}
	return w.choose("lost role "+string(id), 4)
}

// holdsLost is holds for a role that was not read (rule 2.h).
func (w *world) holdsLost(id site.ID, page bool) bool {
	if page && !w.v.SignedIn {
		return false // S03: whatever the role contains
	}
	switch w.lostRole(id) {
	case plainRole:
		return w.v.SignedIn && w.given(id)
	case flagRole:
		return true
	case anonRole:
		if !w.v.SignedIn {
			return true
		}
		return w.given(id) && (!page || w.o.legacy("S03"))
	}
	return false
}

// given reports whether a signed-in visitor has a role by assignment or through the account.
func (w *world) given(id site.ID) bool {
	account, active := w.contact()
	// 2.a.2: an inactive contact keeps only the default roles. Reading: that takes Visitor.Roles away as well.
	if !active {
		return false
	}
	if slices.Contains(w.v.Roles, id) {
		return true
	}
	for _, a := range w.s.RoleAssignments {
		if a.Role == id && w.v.Contact != "" && a.Contact == w.v.Contact {
			return true
		}
	}
	return account != "" && w.throughAccount(id, account)
}

// throughAccount is S04.
func (w *world) throughAccount(id, account site.ID) bool {
	exported := false
	for _, a := range w.s.RoleAssignments {
		if a.Account == "" {
			continue
		}
		exported = true
		if a.Role == id && a.Account == account {
			return true
		}
	}
	// S04, current: unknown where the association was not exported. Reading: it was if any account has any role.
	if !exported && !w.o.legacy("S04") {
		return w.choose("role through the account "+string(id), 2) == 1
	}
	return false
}

// contact tells the active account of the visitor's contact and whether the contact is active.
func (w *world) contact() (account site.ID, active bool) {
	if w.v.Contact == "" {
		return "", true // somebody who only has roles
	}
	for _, c := range w.s.Contacts {
		if c.ID != w.v.Contact {
			continue
		}
		if c.Inactive {
			return "", false
		}
		// 2.a.2: the parent customer has to be an account, and active. Accounts are not part of a site; what is not
		// one of its contacts counts as one.
		for _, parent := range w.s.Contacts {
			if parent.ID == c.Parent {
				return "", true
			}
		}
		if c.ParentInactive {
			return "", true
		}
		return c.Parent, true
	}
	// 2.h: a lost contact does not exist, or is active and belongs to no account or to any.
	accounts := lost(nil, []site.ID{}, idsOf(w.s.RoleAssignments, func(a site.RoleAssignment) site.ID { return a.Account }))
	switch pick := w.choose("lost contact", 2+len(accounts)); pick {
	case 0:
		return "", false
	case 1:
		return "", true
	default:
		return accounts[pick-2], true
	}
}

// roleList is the list of roles on some record.
type roleList struct {
	of      site.ID // the record
	ids     []site.ID
	damaged bool
	ownOnly bool // only roles of this website count
}

// holdsAny reports whether the visitor holds a role of the list (S01).
func (w *world) holdsAny(list roleList, page bool) bool {
	// 2.h: a damaged list holds what is left of it, or also a role of the visitor. Reading: it can always be one that
	// was not read itself; under "absent" the list is what is left of it.
	if list.damaged && w.choose("roles of "+string(list.of), 2) == 1 {
		return w.v.SignedIn || !page // S03
	}
	for _, id := range list.ids {
		if w.holds(id, page) {
			return true
		}
	}
	if !w.o.legacy("S01") {
		return false
	}
	// S01, 2.a.4: by name. 1.6: an inactive role still sits on rules, with its name.
	for _, id := range list.ids {
		r, known := w.role(id)
		if !known || list.ownOnly && !w.ownWebsite(r.Website) {
			continue
		}
		if w.holdsNamed(r.Name, page) {
			return true
		}
	}
	return false
}

// holdsNamed reports whether the visitor holds a role of that name, letter case included.
func (w *world) holdsNamed(name string, page bool) bool {
	for _, r := range w.s.WebRoles {
		if r.Name == name && w.holds(r.ID, page) {
			return true
		}
	}
	if !w.o.MissingUnknown {
		return false
	}
	// 2.h: a lost role that the visitor holds may have any name.
	names := []string{"a name of its own"}
	for _, r := range w.s.WebRoles {
		if !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	for _, id := range w.lostRoles() {
		if w.holds(id, page) && w.choose("name of lost role "+string(id), len(names)) == slices.Index(names, name) {
			return true
		}
	}
	return false
}

// lostRoles are the roles that something names and that were not read.
func (w *world) lostRoles() []site.ID {
	named := [][]site.ID{w.v.Roles}
	for _, a := range w.s.RoleAssignments {
		named = append(named, []site.ID{a.Role})
	}
	for _, r := range w.s.PageRules {
		named = append(named, r.Roles)
	}
	for _, p := range w.s.WebsiteAccessPermissions {
		named = append(named, p.Roles)
	}
	for _, p := range w.s.TablePermissions {
		named = append(named, p.Roles)
	}
	for _, p := range w.s.ColumnPermissionProfiles {
		named = append(named, p.Roles)
	}
	for _, p := range w.s.ForumPermissions {
		named = append(named, p.Roles)
	}
	for _, b := range w.s.Blogs {
		named = append(named, b.AuthorRoles)
	}
	for _, f := range w.s.IdeaForums {
		named = append(named, f.ReaderRoles, f.WriterRoles)
	}
	for _, t := range w.s.PublishingTransitions {
		named = append(named, t.Roles)
	}
	return lost(idsOf(w.s.WebRoles, func(r site.WebRole) site.ID { return r.ID }), named...)
}
