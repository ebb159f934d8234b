package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// node is a table permission in the forest of rule 2.d.2.
type node struct {
	site.TablePermission
	lost int // what a permission that was not read is in this world
}

// What a lost permission can be. A child of another permission would be of no other use to its own children than a root
// that is usable or not, so that is left out.
const (
	noNode      = iota // does not exist, is inactive or has no table
	rootGlobal         // usable for the visitor
	rootContact        // usable, with a relationship
	rootBroken         // usable, without the relationship that it needs
	rootUseless        // not usable
)

// node is N of rule 2.d.2.
func (w *world) node(p site.TablePermission) (node, bool) {
	if p.Inactive || p.Table == "" {
		return node{}, false
	}
	// S14: in current a permission of another website is ignored. Reading: also as a parent.
	if !w.o.legacy("S14") && !w.ownWebsite(p.Website) {
		return node{}, false
	}
	return node{TablePermission: p}, true
}

// parent is parent(p) of rule 2.d.2: whatever the scope of the child is.
func (w *world) parent(n node) (node, bool) {
	if n.Parent == "" {
		return node{}, false
	}
	for _, q := range w.s.TablePermissions {
		if q.ID == n.Parent {
			return w.node(q)
		}
	}
	// 2.h: lost.
	q := site.TablePermission{Record: site.Record{ID: n.Parent}}
	switch pick := w.choose("lost permission "+string(n.Parent), 5); pick {
	case rootGlobal, rootUseless:
		q.AccessType = site.Global
		return node{q, pick}, true
	case rootContact:
		q.AccessType, q.ContactRelationship = site.ContactScope, "known"
		return node{q, pick}, true
	case rootBroken:
		q.AccessType = site.ContactScope
		return node{q, pick}, true
	}
	return node{}, false
}

// isOn reports whether a permission is one on a table.
func (w *world) isOn(n node, table string) bool {
	if n.lost != noNode {
		return w.choose("table of lost permission "+string(n.ID), 2) == 1
	}
	return n.Table == table
}

// effective reports whether a node is a usable root or below one (rule 2.d.2).
func (w *world) effective(n node) bool {
	var seen []site.ID
	for {
		if slices.Contains(seen, n.ID) {
			return false // on a cycle or below one
		}
		seen = append(seen, n.ID)
		parent, child := w.parent(n)
		if !child {
			return w.usable(n) // S10: the roles of the others are not consulted
		}
		n = parent
	}
}

// usable is usable(r) of rule 2.d.2.
func (w *world) usable(root node) bool {
	if root.lost != noNode {
		return root.lost != rootUseless
	}
	// S09: in current a root that has a parent written on it, or that says Parent, is no root. Reading: without a scope
	// it is one (VT44).
	if !w.o.legacy("S09") && (root.Parent != "" || root.AccessType == site.ParentScope) {
		return false
	}
	roles := roleList{of: root.ID, ids: root.Roles, damaged: root.RolesUnknown}
	if w.o.legacy("S01") && !w.anyOfSite(roles) {
		return false // some role of r has website = site, active or not (1.6)
	}
	return w.holdsAny(roles, false)
}

// anyOfSite reports whether some role of the list belongs to the site.
func (w *world) anyOfSite(list roleList) bool {
	if list.damaged && w.choose("roles of "+string(list.of), 2) == 1 {
		return true
	}
	for _, id := range list.ids {
		if r, known := w.role(id); known {
			if w.ownWebsite(r.Website) {
				return true
			}
		} else if w.lostRole(id) != noRole {
			return true
		}
	}
	return false
}
