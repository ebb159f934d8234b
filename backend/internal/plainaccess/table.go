package plainaccess

import (
	"maps"
	"slices"

	"gatehouse/backend/site"
)

// TableRight tells how many rows of a table a privilege ("read", "write", "create", "delete", "append", "appendTo")
// reaches: "none", "some", "all" or "unknown"; and the access types of the effective permissions that grant it, in every
// world the same, each once, by code point (rules 2.d.4, 2.h).
func TableRight(s *site.Site, o Options, v Visitor, table, privilege string) (reach string, accessTypes []string) {
	return TableRightUnder(s, o, v, table, privilege, "")
}

// TableRightUnder is TableRight for rows that are shown under a record of another table (regarding; empty for none).
func TableRightUnder(s *site.Site, o Options, v Visitor, table, privilege, regarding string) (reach string, accessTypes []string) {
	first := true
	inEveryWorld(s, o, v, func(w *world) bool {
		got, types := w.tableRight(table, privilege, regarding)
		if first {
			first, reach, accessTypes = false, got, types
		} else {
			if got != reach {
				reach = unknown
			}
			accessTypes = slices.DeleteFunc(accessTypes, func(t string) bool { return !slices.Contains(types, t) })
		}
		// Nothing can come of further worlds.
		return reach != unknown || len(accessTypes) > 0
	})
	return reach, accessTypes
}

// tableRight is table_right of rule 2.d.4 in one world.
func (w *world) tableRight(table, privilege, regarding string) (string, []string) {
	// 2.d.4: E.
	var granting []node
	types := map[string]bool{}
	for _, p := range w.s.TablePermissions {
		if p.Table != table || !grants(p, privilege) { // VT45: exact comparison
			continue
		}
		n, ok := w.node(p)
		if !ok || !w.effective(n) {
			continue
		}
		if regarding != "" && p.AccessType != site.Global {
			parent, child := w.parent(n) // 2.d.4(5)
			if !child || !w.isOn(parent, regarding) {
				continue
			}
		}
		granting = append(granting, n)
		types[listed(p)] = true
	}
	accessTypes := slices.Sorted(maps.Keys(types))
	// 2.d.8, S16. Reading: accessTypes still lists what the permissions would give.
	if w.o.Switches["S16"] == "on" && !w.v.SignedIn && privilege == "read" {
		return none, accessTypes
	}
	if len(granting) == 0 { // 2.d.4(1)
		return none, accessTypes
	}
	for _, n := range granting {
		if n.AccessType == site.Global {
			return all, accessTypes
		}
	}
	if privilege == "create" { // 2.d.4(4)
		return all, accessTypes
	}
	return w.union(granting), accessTypes
}

// grants reports whether a permission has a privilege.
func grants(p site.TablePermission, privilege string) bool {
	switch privilege {
	case "read":
		return p.Read
	case "write":
		return p.Write
	case "create":
		return p.Create
	case "delete":
		return p.Delete
	case "append":
		return p.Append
	case "appendTo":
		return p.AppendTo
	}
	return false
}

// undocumented reports a scope number that is in no documentation, as opposed to no scope.
func undocumented(p site.TablePermission) bool {
	return p.AccessType == site.UnknownAccess && p.RawAccessType != ""
}

// listed is the word for a permission in accessTypes. 2.h: without a scope it is "parent". Reading: an undocumented
// number is "unknown".
func listed(p site.TablePermission) string {
	if undocumented(p) {
		return unknown
	}
	if p.AccessType == site.UnknownAccess {
		return string(site.ParentScope)
	}
	return string(p.AccessType)
}

// union is SOME over the filters (rule 2.d.4).
func (w *world) union(granting []node) string {
	var documented, numbers []rowFilter
	for _, n := range granting {
		if undocumented(n.TablePermission) {
			numbers = append(numbers, w.filter(n))
		} else {
			documented = append(documented, w.filter(n))
		}
	}
	asRead := reachOf(append(numbers, documented...))
	// 2.h: a scope number outside 1.3 is unknown, since it may be Custom. Reading: in both profiles, and unless another
	// permission makes the answer the same either way.
	if w.o.MissingUnknown && len(numbers) > 0 {
		if len(documented) == 0 || asRead != reachOf(append(documented, condition)) {
			return unknown
		}
	}
	return asRead
}

// reachOf is what filters give together. Reading: one that can match no row gives some (2.h, "empty filters").
func reachOf(filters []rowFilter) string {
	switch {
	case slices.Contains(filters, failure):
		// 2.d.3, legacy: the whole request fails. Reading: nobody reaches a row, so none.
		return none
	case slices.Contains(filters, condition):
		return some
	}
	return all // 2.d.5: nothing was added, so the query runs unfiltered
}

// rowFilter is what a permission adds to the query.
type rowFilter int

const (
	condition    rowFilter = iota // a condition, FALSE included
	nothingAdded                  // 2.d.5, legacy
	failure                       // 2.d.3, legacy: an exception
)

// filter is filter(n) of rule 2.d.3, as far as it can be told without rows. In current a filter that cannot be built is
// FALSE, which is a condition.
func (w *world) filter(n node) rowFilter {
	missing := func(isMissing bool) rowFilter {
		if isMissing && w.o.Legacy {
			return failure
		}
		return condition
	}
	switch n.AccessType {
	case site.Global:
		return condition
	case site.ContactScope:
		return missing(n.ContactRelationship == "")
	case site.AccountScope:
		return missing(n.AccountRelationship == "")
	case site.SelfScope:
		return missing(n.Table != "contact")
	case site.CustomFetchXML:
		if !w.o.Legacy {
			return condition // 2.d.11
		}
		// The released runtime does not know the value (1.3): as below.
	}
	parent, child := w.parent(n)
	if !child {
		if w.o.legacy("S09") {
			return nothingAdded
		}
		return condition // FALSE
	}
	if missing(n.ParentRelationship == "") == failure {
		return failure
	}
	if parent.AccessType == site.Global {
		return condition // EXISTS
	}
	if w.filter(parent) == failure {
		return failure
	}
	return condition // and EXISTS where the parent is a root that adds nothing
}
