package plainaccess

import (
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// ColumnRight tells what a right on a column ("create", "read", "update") reaches over the Web API: "none", "some",
// "all" or "unknown" (rule 2.e).
func ColumnRight(s *site.Site, o Options, v Visitor, table, column, right string) string {
	return verdict(s, o, v, func(w *world) string { return w.columnRight(table, column, right) })
}

// columnRight is column_right of rule 2.e.
func (w *world) columnRight(table, column, right string) string {
	if w.enhanced() { // S15
		return unknown
	}
	if !w.apiReachable(table) {
		return none
	}
	if !w.inAllowList(table, column) {
		return none
	}
	privilege := right
	if right == "update" {
		privilege = "write"
	}
	base, _ := w.tableRight(table, privilege, "")
	if base == none {
		return none
	}
	if w.profilesAllow(table, column, site.ColumnRight(right)) {
		return base
	}
	return none
}

// profilesAllow is the second half of column_right (rule 2.e), with combine = any.
func (w *world) profilesAllow(table, column string, right site.ColumnRight) bool {
	applied := false
	for _, p := range w.s.ColumnPermissionProfiles {
		// P: active, of the table and the website, linked to a role in table_roles.
		if p.Inactive || p.Table != table || !w.ownWebsite(p.Website) ||
			!w.holdsAny(roleList{of: p.ID, ids: p.Roles, damaged: p.RolesUnknown}, false) {
			continue
		}
		applied = true
		if w.profileAllows(p, column, right) {
			return true
		}
	}
	// 2.h: the profile of a column permission is lost. It is no use, or it applies.
	known := idsOf(w.s.ColumnPermissionProfiles, func(p site.ColumnPermissionProfile) site.ID { return p.ID })
	for _, c := range w.s.ColumnPermissions {
		if c.Inactive || c.Column != column || c.Profile == "" || slices.Contains(known, c.Profile) {
			continue
		}
		if w.choose("lost profile "+string(c.Profile), 2) == 0 {
			continue
		}
		applied = true
		if w.profileAllows(site.ColumnPermissionProfile{Record: site.Record{ID: c.Profile}}, column, right) {
			return true
		}
	}
	return !applied // P = ∅
}

// profileAllows is allowed(p) of rule 2.e. Reading: of several column permissions for one column the first one counts.
func (w *world) profileAllows(p site.ColumnPermissionProfile, column string, right site.ColumnRight) bool {
	for _, c := range w.s.ColumnPermissions {
		if c.Inactive || c.Profile != p.ID || c.Column != column {
			continue
		}
		if c.RightsUnknown {
			if pick := w.choose("rights of "+string(c.ID), 3); pick > 0 {
				return pick == 1
			}
		}
		return slices.Contains(c.Rights, right)
	}
	if p.RightsUnknown {
		if pick := w.choose("rights of "+string(p.ID), 3); pick > 0 {
			return pick == 1
		}
	}
	if len(p.AllColumns) > 0 {
		return slices.Contains(p.AllColumns, right)
	}
	return true
}

// apiFields is the setting Webapi/<table>/fields, without outer blanks.
func (w *world) apiFields(table string) string {
	value, _ := w.setting("Webapi/"+table+"/fields", "*", everyColumn, "no column that anybody asks for")
	return strings.TrimSpace(value)
}

// everyColumn stands for a list, not "*", in which every column is named.
const everyColumn = "every column that anybody asks for"

// inAllowList is allow_list(table) of rule 2.e. Reading: names are compared with their letter case.
func (w *world) inAllowList(table, column string) bool {
	fields := w.apiFields(table)
	if fields == "*" || fields == everyColumn { // apiReachable has decided about "*" (S13)
		return true
	}
	for _, name := range strings.Split(fields, ",") {
		if name = strings.TrimSpace(name); name != "" && name == column { // VC04
			return true
		}
	}
	return false
}
