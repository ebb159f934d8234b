package access

import (
	"slices"

	"gatehouse/backend/site"
)

// ColumnRight is one right on a column, in the words of column permissions.
type ColumnRight = site.ColumnRight

const (
	ColumnCreate = site.ColumnCreate
	ColumnRead   = site.ColumnRead
	ColumnUpdate = site.ColumnUpdate
)

// ColumnRights lists the rights in the order in which they are shown.
func ColumnRights() []ColumnRight { return []ColumnRight{ColumnCreate, ColumnRead, ColumnUpdate} }

// privilegeFor is the privilege on the table that a column right narrows.
func privilegeFor(r ColumnRight) Privilege {
	switch r {
	case ColumnCreate:
		return Create
	case ColumnRead:
		return Read
	case ColumnUpdate:
		return Write
	}
	return ""
}

// ColumnRight answers on how many rows the visitor has a right on a column through the Web API. Column permissions
// narrow what the table permissions and the list of fields give; they do not reach lists, forms or templates.
func (v *Visitor) ColumnRight(table, column string, right ColumnRight) Reach {
	e := v.engine
	if e.rules.enhanced || e.rules.whose {
		return ReachUnknown
	}
	api := e.WebAPI(table)
	if api.Reachable == Deny || !api.lists(column) {
		return ReachNone
	}
	base := v.TableRight(table, privilegeFor(right)).Reach
	if base == ReachNone {
		return ReachNone
	}
	may, mayNot := v.narrowed(table, column, right)
	switch {
	case !may:
		return ReachNone
	case mayNot || api.Reachable == Unknown:
		return ReachUnknown
	}
	return base
}

// voice is what one profile says about a column.
type voice struct {
	profile *site.ColumnPermissionProfile // nil for a profile that is not in the export
	entry   *site.ColumnPermission        // the profile's own word about the column
	certain bool                          // the visitor is certain to be under the profile
	yes, no bool                          // what it may say; both where the export damaged it
}

// narrowed combines the profiles of all roles the visitor holds: whether they may leave the right, and may take it.
func (v *Visitor) narrowed(table, column string, right ColumnRight) (may, mayNot bool) {
	voices := v.voices(table, column, right)
	var anyCertain, certainYes, certainNo, possibleYes, possibleNo bool
	allCertainMayYes, allCertainMayNo := true, true
	for _, w := range voices {
		possibleYes = possibleYes || w.yes
		possibleNo = possibleNo || w.no
		if w.certain {
			anyCertain = true
			certainYes = certainYes || !w.no
			certainNo = certainNo || !w.yes
			allCertainMayYes = allCertainMayYes && w.yes
			allCertainMayNo = allCertainMayNo && w.no
		}
	}
	if v.engine.options.EveryProfile {
		return allCertainMayYes, possibleNo
	}
	return !anyCertain || possibleYes, allCertainMayNo && possibleNo
}

// voices lists the profiles for a table that the visitor is under or may be under.
func (v *Visitor) voices(table, column string, right ColumnRight) []voice {
	e := v.engine
	var list []voice
	for i := range e.site.ColumnPermissionProfiles {
		p := &e.site.ColumnPermissionProfiles[i]
		if p.Inactive || p.Table != table || !e.ofSite(p.Website) {
			continue
		}
		certain, possible := v.under(p)
		if !possible {
			continue
		}
		w := voice{profile: p, entry: e.columnEntry(p.ID, column), certain: certain}
		w.yes, w.no = e.says(p, w.entry, right)
		list = append(list, w)
	}
	if e.rules.unknown {
		list = append(list, e.lostVoices(column, right)...)
	}
	return list
}

// under tells whether one of the visitor's roles is linked to a profile, for certain and possibly.
func (v *Visitor) under(p *site.ColumnPermissionProfile) (certain, possible bool) {
	e := v.engine
	for _, id := range p.Roles {
		if i, known := e.index.roles[id]; known {
			certain = certain || v.table(least).has(e.roles.class[i])
			possible = possible || v.table(most).has(e.roles.class[i])
		} else {
			possible = possible || e.rules.unknown
		}
	}
	return certain, certain || possible || p.RolesUnknown && e.rules.unknown
}

func (e *Engine) columnEntry(profile site.ID, column string) *site.ColumnPermission {
	for i := range e.site.ColumnPermissions {
		if c := &e.site.ColumnPermissions[i]; !c.Inactive && c.Profile == profile && c.Column == column {
			return c
		}
	}
	return nil
}

// says is what a profile may say about a right. Without a word about the column its word about all columns counts, and
// without that it does not restrict.
func (e *Engine) says(p *site.ColumnPermissionProfile, entry *site.ColumnPermission, right ColumnRight) (yes, no bool) {
	damaged := p.RightsUnknown && e.rules.unknown
	rights := p.AllColumns
	switch {
	case entry != nil:
		damaged, rights = entry.RightsUnknown && e.rules.unknown, entry.Rights
	case len(rights) == 0 && !damaged:
		return true, e.rules.lostColumns
	}
	if damaged || e.rules.lostColumns {
		return true, true
	}
	given := slices.Contains(rights, right)
	return given, !given
}

// lostVoices are profiles that column permissions belong to and that are not in the export: each may be for the asked
// table and for one of the visitor's roles.
func (e *Engine) lostVoices(column string, right ColumnRight) []voice {
	var list []voice
	seen := map[site.ID]bool{}
	for i := range e.site.ColumnPermissions {
		c := &e.site.ColumnPermissions[i]
		if c.Inactive || c.Profile == "" || seen[c.Profile] || e.hasProfile(c.Profile) {
			continue
		}
		seen[c.Profile] = true
		w := voice{entry: e.columnEntry(c.Profile, column), yes: true, no: true}
		if w.entry != nil && !w.entry.RightsUnknown {
			w.yes = slices.Contains(w.entry.Rights, right)
			w.no = !w.yes
		}
		list = append(list, w)
	}
	if e.rules.lostProfiles {
		list = append(list, voice{yes: true, no: true})
	}
	return list
}

func (e *Engine) hasProfile(id site.ID) bool {
	return slices.ContainsFunc(e.site.ColumnPermissionProfiles, func(p site.ColumnPermissionProfile) bool { return p.ID == id })
}
