package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// Roles lists the roles of the site that the visitor holds in page checks and in table checks (rule 2.a.2), in the
// order of the site and as if it were complete.
func Roles(s *site.Site, o Options, v Visitor) (page, table []site.ID) {
	o.MissingUnknown = false
	w := &world{s: s, o: o, v: v}
	for _, r := range s.WebRoles {
		if w.holdsOnPages(r.ID) {
			page = append(page, r.ID)
		}
		if w.holdsOnTables(r.ID) {
			table = append(table, r.ID)
		}
	}
	return page, table
}

// holdsOnTables tells whether a role is in table_roles(visitor) of rule 2.a.2.
func (w *world) holdsOnTables(id site.ID) bool {
	if !w.v.SignedIn {
		return w.roleAnonymous(id) && w.roleCounts(id)
	}
	if w.assigned(id) && w.roleCounts(id) {
		return true
	}
	if w.throughAccount(id) && w.roleCounts(id) {
		return true
	}
	return w.roleAuthenticated(id) && w.roleCounts(id)
}

// holdsOnPages tells whether a role is in page_roles(visitor) of rule 2.a.2: nobody who is not signed in holds one, and
// today (S03) a role that carries only the anonymous flag is not among them.
func (w *world) holdsOnPages(id site.ID) bool {
	if !w.v.SignedIn || !w.holdsOnTables(id) {
		return false
	}
	return w.o.legacy("S03") || !w.roleAnonymous(id) || w.roleAuthenticated(id)
}

// roleCounts tells whether a role is in W of rule 2.a.2: active, and of this website.
func (w *world) roleCounts(id site.ID) bool { return w.roleOwn(id) && w.roleActive(id) }

// What a role says of itself. One that is not in the export may say anything; where the site is complete it is of no
// website, so it counts nowhere.

func (w *world) roleOwn(id site.ID) bool {
	if r := find(w.s.WebRoles, id); r != nil {
		return w.own(r.Website)
	}
	return w.maybe(about("role", id, "is of this site"))
}

func (w *world) roleActive(id site.ID) bool {
	if r := find(w.s.WebRoles, id); r != nil {
		return !r.Inactive
	}
	return w.maybe(about("role", id, "is active"))
}

func (w *world) roleAnonymous(id site.ID) bool {
	if r := find(w.s.WebRoles, id); r != nil {
		return r.Anonymous
	}
	return w.maybe(about("role", id, "is for anonymous users"))
}

func (w *world) roleAuthenticated(id site.ID) bool {
	if r := find(w.s.WebRoles, id); r != nil {
		return r.Authenticated
	}
	return w.maybe(about("role", id, "is for authenticated users"))
}

func (w *world) roleName(id site.ID) string {
	if r := find(w.s.WebRoles, id); r != nil {
		return r.Name
	}
	names := []string{lostName(id)}
	for _, r := range w.s.WebRoles {
		if !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	for _, other := range w.lostRoles() {
		if other != id {
			names = append(names, lostName(other))
		}
	}
	return names[w.pick(about("role", id, "has the name"), len(names))]
}

// lostName is a name that no exported record has.
func lostName[T ~string](id T) string { return "\x00" + string(id) }

// assigned tells whether the visitor was given the role: by the site, or named with the visitor.
func (w *world) assigned(id site.ID) bool {
	given := slices.Contains(w.v.Roles, id)
	for _, a := range w.s.RoleAssignments {
		if a.Role == id && w.v.Contact != "" && a.Contact == w.v.Contact {
			given = true
		}
	}
	return given && w.contactActive()
}

// throughAccount tells whether the contact's parent account has the role (S04). Reading: roles of accounts were exported
// when one account at least has one; today an account may have any role where they were not.
func (w *world) throughAccount(id site.ID) bool {
	account := w.account()
	if account == "" || !w.contactActive() {
		return false
	}
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
	return !exported && !w.o.legacy("S04") && w.maybe(about("account", account, "has role", id))
}

// contactActive: somebody who only has roles is nobody's contact and counts as active.
func (w *world) contactActive() bool {
	if w.v.Contact == "" {
		return true
	}
	if c := find(w.s.Contacts, w.v.Contact); c != nil {
		return !c.Inactive
	}
	return w.maybe(about("contact", w.v.Contact, "is active"))
}

// account is the contact's active parent account, empty without one. The parent may be another contact (1.4).
func (w *world) account() site.ID {
	if w.v.Contact == "" {
		return ""
	}
	if c := find(w.s.Contacts, w.v.Contact); c != nil {
		if c.ParentInactive || find(w.s.Contacts, c.Parent) != nil {
			return ""
		}
		return c.Parent
	}
	accounts := []site.ID{"", site.ID(lostName("account"))}
	for _, a := range w.s.RoleAssignments {
		if a.Account != "" && !slices.Contains(accounts, a.Account) {
			accounts = append(accounts, a.Account)
		}
	}
	return accounts[w.pick(about("contact", w.v.Contact, "has the account"), len(accounts))]
}

// meets tells whether the visitor holds one of the roles of a list (S01). Today roles are told apart by their ids, in
// the released runtime by their names, and there the list may be narrowed to roles of this website first. listUnknown
// is set where the export lost the list; then it may hold any role, one that is not in the export too.
func (w *world) meets(list []site.ID, listUnknown string, holds func(site.ID) bool, ownOnly bool) bool {
	for _, id := range list {
		if !w.o.legacy("S01") {
			if holds(id) {
				return true
			}
			continue
		}
		if ownOnly && !w.roleOwn(id) {
			continue
		}
		if w.holdsNamesake(id, holds) {
			return true
		}
	}
	return listUnknown != "" && w.maybe(about(listUnknown, "lists a role of the visitor"))
}

// meetsOnPages is meets with page_roles. Somebody who is not signed in has none.
func (w *world) meetsOnPages(list []site.ID, listUnknown string, ownOnly bool) bool {
	return w.v.SignedIn && w.meets(list, listUnknown, w.holdsOnPages, ownOnly)
}

func (w *world) holdsNamesake(id site.ID, holds func(site.ID) bool) bool {
	if holds(id) {
		return true
	}
	for _, r := range w.s.WebRoles {
		if holds(r.ID) && w.roleName(id) == r.Name {
			return true
		}
	}
	for _, lost := range w.lostRoles() {
		if holds(lost) && w.roleName(id) == w.roleName(lost) {
			return true
		}
	}
	return false
}

// lost is the text for meets where a record's roles are unknown.
func lost(is bool, kind string, id site.ID) string {
	if !is {
		return ""
	}
	return about(kind, id)
}

// lostRoles are the roles that something names and the export does not hold.
func (w *world) lostRoles() []site.ID {
	if !w.o.MissingUnknown {
		return nil
	}
	var ids []site.ID
	add := func(list ...site.ID) {
		for _, id := range list {
			if id != "" && find(w.s.WebRoles, id) == nil && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	add(w.v.Roles...)
	for _, a := range w.s.RoleAssignments {
		add(a.Role)
	}
	for _, r := range w.s.PageRules {
		add(r.Roles...)
	}
	for _, r := range w.s.TablePermissions {
		add(r.Roles...)
	}
	for _, r := range w.s.WebsiteAccessPermissions {
		add(r.Roles...)
	}
	for _, r := range w.s.ColumnPermissionProfiles {
		add(r.Roles...)
	}
	for _, r := range w.s.ForumPermissions {
		add(r.Roles...)
	}
	for _, r := range w.s.PublishingTransitions {
		add(r.Roles...)
	}
	for _, r := range w.s.Blogs {
		add(r.AuthorRoles...)
	}
	for _, r := range w.s.IdeaForums {
		add(r.ReaderRoles...)
		add(r.WriterRoles...)
	}
	return ids
}
