package access

import (
	"slices"

	"gatehouse/backend/site"
)

// SuggestColumn finds the smallest single change that gives the visitor a right on a column through the Web API.
func (v *Visitor) SuggestColumn(table, column string, right ColumnRight) string {
	privilege := privilegeFor(right)
	enough := func(w *Visitor) bool {
		reach := w.ColumnRight(table, column, right)
		return reach == ReachSome || reach == ReachAll
	}
	edits := v.settingEdits(table, column)
	edits = append(edits, v.tableEdits(table, privilege, v.ExplainTable(table, privilege))...)
	edits = append(edits, v.columnEdits(table, column, right)...)
	return v.suggest(v.alone(false), edits, enough)
}

// settingEdits open a table, or one more column of it, to the Web API.
func (v *Visitor) settingEdits(table, column string) []edit {
	e := v.engine
	set := func(name, verb string, value func(old string) string) edit {
		text := verb + " site setting " + quote(name) + "."
		old := e.setting(name).record
		return edit{text, func(s *site.Site) {
			s.SiteSettings = slices.Clone(s.SiteSettings)
			for i := range s.SiteSettings {
				if old != nil && s.SiteSettings[i].ID == old.ID {
					s.SiteSettings[i].Value = value(old.Value)
					return
				}
			}
			s.SiteSettings = append(s.SiteSettings, site.SiteSetting{Record: site.Record{ID: newRecord, Name: name}, Value: value("")})
		}}
	}
	return []edit{
		set("Webapi/"+table+"/enabled", "Say true in", func(string) string { return "true" }),
		set("Webapi/"+table+"/fields", "Add column "+quote(column)+" to", func(old string) string {
			if old == "" || old == OtherColumns {
				return column
			}
			return old + "," + column
		}),
	}
}

// columnEdits let the profiles the visitor is under give the right.
func (v *Visitor) columnEdits(table, column string, right ColumnRight) []edit {
	var edits []edit
	for _, w := range v.voices(table, column, right) {
		switch {
		case w.entry != nil:
			id := w.entry.ID
			r := refTo(KindColumnPermission, &w.entry.Record)
			edits = append(edits, edit{"Let " + r.String() + " give " + string(right) + ".", func(s *site.Site) {
				s.ColumnPermissions = slices.Clone(s.ColumnPermissions)
				for i := range s.ColumnPermissions {
					if p := &s.ColumnPermissions[i]; p.ID == id {
						p.Rights = append(slices.Clone(p.Rights), right)
					}
				}
			}})
		case w.profile != nil:
			id := w.profile.ID
			r := refTo(KindColumnPermissionProfile, &w.profile.Record)
			edits = append(edits, edit{"Let " + r.String() + " give " + string(right) + " on all columns.", func(s *site.Site) {
				s.ColumnPermissionProfiles = slices.Clone(s.ColumnPermissionProfiles)
				for i := range s.ColumnPermissionProfiles {
					if p := &s.ColumnPermissionProfiles[i]; p.ID == id {
						p.AllColumns = append(slices.Clone(p.AllColumns), right)
					}
				}
			}})
		}
	}
	return edits
}
