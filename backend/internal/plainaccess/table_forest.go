package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// isNode is N of rule 2.d.2: active, with a table, and today not of another website (S14).
func (w *world) isNode(n site.TablePermission) bool {
	return !n.Inactive && n.Table != "" && (w.o.legacy("S14") || w.own(n.Website))
}

// parentNode is parent(n) of rule 2.d.2. A parent that is not in the export may be there; then nothing but its id is
// known (there true, p nil).
func (w *world) parentNode(n site.TablePermission) (p *site.TablePermission, there bool) {
	if n.Parent == "" {
		return nil, false
	}
	if p = find(w.s.TablePermissions, n.Parent); p != nil {
		if !w.isNode(*p) {
			return nil, false
		}
		return p, true
	}
	return nil, w.maybe(about("permission", n.Parent, "is there"))
}

// isRoot tells whether a permission has no parent that is a node.
func (w *world) isRoot(n site.TablePermission) bool {
	_, there := w.parentNode(n)
	return !there
}

// childOf tells whether a permission hangs on one of the given table (2.d.4).
func (w *world) childOf(n site.TablePermission, table string) bool {
	p, there := w.parentNode(n)
	if !there {
		return false
	}
	if p == nil {
		return w.maybe(about("permission", n.Parent, "is on", table))
	}
	return p.Table == table
}

// effective is rule 2.d.2: the root of the chain is usable. A permission on or below a circle has no root. Roles and
// access types between it and the root are not looked at (S10).
func (w *world) effective(n site.TablePermission) bool {
	var seen []site.ID
	for !slices.Contains(seen, n.ID) {
		seen = append(seen, n.ID)
		p, there := w.parentNode(n)
		switch {
		case !there:
			return w.usable(n)
		case p == nil:
			// Whatever hangs above a lost parent, its chain ends in roles that nobody knows, or in a circle.
			return w.maybe(about("permission", n.Parent, "has a usable root"))
		}
		n = *p
	}
	return false
}

// usable is usable(r) of rule 2.d.2. What the released runtime makes of a permission whose parent is gone, or that is
// Parent without one, is S09; by what roles are told apart is S01.
func (w *world) usable(r site.TablePermission) bool {
	if !w.o.legacy("S09") && (r.Parent != "" || r.AccessType == site.ParentScope) {
		return false
	}
	rolesLost := lost(r.RolesUnknown, "permission", r.ID)
	if !w.o.legacy("S01") {
		return w.meets(r.Roles, rolesLost, w.holdsOnTables, false)
	}
	// One role of the website, and one with the name of a role that the visitor holds; they need not be the same (2.a.4).
	if slices.ContainsFunc(r.Roles, w.roleOwn) && w.meets(r.Roles, "", w.holdsOnTables, false) {
		return true
	}
	return rolesLost != "" && w.maybe(about(rolesLost, "lists roles that make it usable"))
}
