package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// ColumnRight tells what a right on a column ("create", "read", "update") reaches over the Web API: "none", "some",
// "all" or "unknown" (rule 2.e).
func ColumnRight(s *site.Site, o Options, v Visitor, table, column, right string) string {
	return settle(s, o, v, func(w *world) string { return w.columnRight(table, column, right) })
}

func (w *world) columnRight(table, column, right string) string {
	if w.enhanced() { // S15: column security profiles of Dataverse decide
		return unknown
	}
	if !w.apiReachable(table) {
		return none
	}
	if f, ok := w.allowList(table); !ok || !w.lists(f, table, column) {
		return none
	}
	privilege := right
	if right == "update" {
		privilege = "write"
	}
	base := w.tableRight(table, privilege, "")
	if base == none || !w.profilesAllow(table, column, site.ColumnRight(right)) {
		return none
	}
	return base
}

// profilesAllow pools the profiles of all roles that the visitor holds: without any there is no restriction, and one
// that allows is enough (2.e, combine = any).
func (w *world) profilesAllow(table, column string, right site.ColumnRight) bool {
	restricted := false
	for _, p := range w.s.ColumnPermissionProfiles {
		if p.Inactive || p.Table != table || !w.own(p.Website) {
			continue
		}
		// Reading: the released runtime has no column permissions (2.g); where it is asked about them all the same, names
		// are compared whatever the website of the role (S01, 2.a.4).
		if !w.meets(p.Roles, lost(p.RolesUnknown, "profile", p.ID), w.holdsOnTables, false) {
			continue
		}
		restricted = true
		if w.profileAllows(p, column, right) {
			return true
		}
	}
	// A profile that column permissions name and the export does not hold may be on this table, for this visitor.
	for _, id := range w.lostProfiles() {
		if !w.maybe(about("profile", id, "counts for", table)) {
			continue
		}
		restricted = true
		p := site.ColumnPermissionProfile{Record: site.Record{ID: id}, RightsUnknown: true}
		if w.profileAllows(p, column, right) {
			return true
		}
	}
	return !restricted
}

// profileAllows is allowed(p) of rule 2.e: the column's own entry, else what is said of all columns, else no
// restriction. Reading: of several entries for one column the first counts, as with settings (5.1).
func (w *world) profileAllows(p site.ColumnPermissionProfile, column string, right site.ColumnRight) bool {
	for _, c := range w.s.ColumnPermissions {
		if c.Inactive || c.Profile != p.ID || c.Column != column {
			continue
		}
		return slices.Contains(c.Rights, right) || c.RightsUnknown && w.maybe(about("column permission", c.ID, "allows", string(right)))
	}
	if slices.Contains(p.AllColumns, right) {
		return true
	}
	if p.RightsUnknown && w.o.MissingUnknown {
		return w.maybe(about("profile", p.ID, "allows", string(right)))
	}
	return len(p.AllColumns) == 0
}

// lostProfiles are named by active column permissions and not in the export.
func (w *world) lostProfiles() []site.ID {
	var ids []site.ID
	for _, c := range w.s.ColumnPermissions {
		if c.Profile != "" && !c.Inactive && find(w.s.ColumnPermissionProfiles, c.Profile) == nil &&
			!slices.Contains(ids, c.Profile) {
			ids = append(ids, c.Profile)
		}
	}
	return ids
}
