package plainaccess

import (
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// TableRight tells how many rows of a table a privilege ("read", "write", "create", "delete", "append", "appendTo")
// reaches: "none", "some", "all" or "unknown"; and the access types of the effective permissions that grant it, in
// every world the same, each once, by code point (rules 2.d.4, 2.h).
func TableRight(s *site.Site, o Options, v Visitor, table, privilege string) (reach string, accessTypes []string) {
	return TableRightUnder(s, o, v, table, privilege, "")
}

// TableRightUnder is TableRight for rows that are shown under a record of another table (regarding; empty for none).
func TableRightUnder(s *site.Site, o Options, v Visitor, table, privilege, regarding string) (reach string, accessTypes []string) {
	reach = settle(s, o, v, func(w *world) string { return w.tableRight(table, privilege, regarding) })
	var always []string
	first := true
	everywhere(s, o, v, func(w *world) string {
		here := w.accessTypes(table, privilege, regarding)
		if first {
			always, first = here, false
		}
		always = slices.DeleteFunc(slices.Clone(always), func(t string) bool { return !slices.Contains(here, t) })
		return strings.Join(here, " ")
	}, func([]string) bool { return len(always) == 0 })
	slices.Sort(always)
	return reach, always
}

// tableRight is rule 2.d.4.
func (w *world) tableRight(table, privilege, regarding string) string {
	// 2.d.8, S16
	if w.anonymousOff() && !w.v.SignedIn && privilege == "read" {
		return none
	}
	granting := w.granting(table, privilege, regarding)
	if len(granting) == 0 {
		return none
	}
	for _, n := range granting {
		if w.scope(n) == site.Global {
			return all
		}
	}
	if privilege == "create" {
		return all
	}
	filtered, doubtful := false, false
	for _, n := range granting {
		switch w.filter(n) {
		case fails:
			// 2.d.3: the released runtime throws, and nobody who holds the permission gets any row.
			return none
		case condition:
			filtered = true
		case anything:
			doubtful = true
		}
	}
	switch {
	case filtered: // what else there is could only add rows (2.h)
		return some
	case doubtful:
		return unknown
	}
	// 2.d.5: where nobody adds a condition, the query runs without one.
	return all
}

// granting is E of rule 2.d.4: the effective permissions on the table that have the right.
func (w *world) granting(table, privilege, regarding string) []site.TablePermission {
	var found []site.TablePermission
	for _, n := range w.s.TablePermissions {
		if n.Table != table || !has(n, privilege) || !w.isNode(n) {
			continue
		}
		if regarding != "" && n.AccessType != site.Global && !w.childOf(n, regarding) {
			continue
		}
		if w.effective(n) {
			found = append(found, n)
		}
	}
	return found
}

// filter is what a permission adds to the query (2.d.3).
type filter string

const (
	condition filter = "condition" // whether or not a row meets it (2.h, "Empty filters")
	nothing   filter = "nothing"   // 2.d.5
	anything  filter = "anything"  // a scope nobody documents (2.h)
	fails     filter = "fails"     // the released runtime throws
)

// filter is filter(n) of rule 2.d.3 for a permission that is not Global.
func (w *world) filter(n site.TablePermission) filter {
	broken := func(is bool) filter {
		if is && w.o.Legacy { // today it counts as FALSE
			return fails
		}
		return condition
	}
	switch w.scope(n) {
	case site.ContactScope:
		return broken(n.ContactRelationship == "")
	case site.AccountScope:
		return broken(n.AccountRelationship == "")
	case site.SelfScope:
		return broken(n.Table != "contact")
	case site.ParentScope:
		p, there := w.parentNode(n)
		switch {
		case !there && w.o.legacy("S09"):
			return nothing
		case !there:
			return condition
		case n.ParentRelationship == "":
			return broken(true)
		case p == nil:
			return broken(w.o.Legacy && w.maybe(about("permission", n.Parent, "is broken")))
		case w.scope(*p) == site.Global, w.scope(*p) == site.ParentScope && w.isRoot(*p):
			return condition // EXISTS
		case w.filter(*p) == fails:
			return fails
		}
	case site.UnknownAccess:
		// 2.h: FALSE where the site is complete, else unknown: it may be Custom.
		if w.o.MissingUnknown {
			return anything
		}
	}
	return condition
}

// scope is the access type as rule 2.d.3 sorts it: no scope is Parent, and so is every value that the released runtime
// does not know, Custom among them (2.d.3, 2.d.11). Reading: with enhanced authorization switched on by hand, Custom is
// known there too.
func (w *world) scope(n site.TablePermission) site.AccessType {
	if n.AccessType == site.UnknownAccess && n.RawAccessType == "" {
		return site.ParentScope
	}
	if !w.o.Legacy {
		return n.AccessType
	}
	if n.AccessType == site.UnknownAccess || n.AccessType == site.CustomFetchXML && !w.enhanced() {
		return site.ParentScope
	}
	return n.AccessType
}

// accessTypes lists the access types of the permissions that grant (2.h): a permission without one is listed as parent,
// one with a number nobody documents as unknown.
func (w *world) accessTypes(table, privilege, regarding string) []string {
	if w.anonymousOff() && !w.v.SignedIn && privilege == "read" {
		return nil
	}
	var types []string
	for _, n := range w.granting(table, privilege, regarding) {
		name := string(n.AccessType)
		if n.AccessType == site.UnknownAccess {
			name = unknown
			if n.RawAccessType == "" {
				name = string(site.ParentScope)
			}
		}
		if !slices.Contains(types, name) {
			types = append(types, name)
		}
	}
	slices.Sort(types)
	return types
}

func has(n site.TablePermission, privilege string) bool {
	switch privilege {
	case "read":
		return n.Read
	case "write":
		return n.Write
	case "create":
		return n.Create
	case "delete":
		return n.Delete
	case "append":
		return n.Append
	case "appendTo":
		return n.AppendTo
	}
	return false
}
