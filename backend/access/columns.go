package access

import (
	"slices"

	"gatehouse/backend/site"
)

// ColumnAnswer is what the visitor may do with one column through the Web API.
type ColumnAnswer struct {
	Table  string `json:"table"`
	Column string `json:"column"` // OtherColumns for all that are not named
	Create Reach  `json:"create"`
	Read   Reach  `json:"read"`
	Update Reach  `json:"update"`
}

// OtherColumns stands for the columns that nothing names, where the Web API may expose every column.
const OtherColumns = "*"

// Columns answers for the tables that a Web API setting or a column permission profile names, sorted by table and
// column: for every column in the list of fields, and for those that a column permission names.
func (v *Visitor) Columns() []ColumnAnswer {
	answers := []ColumnAnswer{}
	named := v.engine.namedColumns()
	tables := make([]string, 0, len(named))
	for table := range named {
		tables = append(tables, table)
	}
	slices.Sort(tables)
	for _, table := range tables {
		columns := named[table]
		slices.Sort(columns)
		for _, column := range slices.Compact(columns) {
			answers = append(answers, ColumnAnswer{
				Table: table, Column: column,
				Create: v.ColumnRight(table, column, ColumnCreate),
				Read:   v.ColumnRight(table, column, ColumnRead),
				Update: v.ColumnRight(table, column, ColumnUpdate),
			})
		}
	}
	return answers
}

// namedColumns are the columns that settings and column permissions name, by table.
func (e *Engine) namedColumns() map[string][]string {
	named := map[string][]string{}
	for i := range e.site.SiteSettings {
		s := &e.site.SiteSettings[i]
		if table, _, ok := webAPISetting(s.Name); ok && !s.Inactive {
			named[table] = nil
		}
	}
	profiles := map[site.ID]string{}
	for i := range e.site.ColumnPermissionProfiles {
		if p := &e.site.ColumnPermissionProfiles[i]; !p.Inactive && p.Table != "" && e.ofSite(p.Website) {
			profiles[p.ID] = p.Table
			named[p.Table] = nil
		}
	}
	for i := range e.site.ColumnPermissions {
		c := &e.site.ColumnPermissions[i]
		if table, known := profiles[c.Profile]; known && !c.Inactive && c.Column != "" {
			named[table] = append(named[table], c.Column)
		}
	}
	for table := range named {
		api := e.WebAPI(table)
		named[table] = append(named[table], api.Fields...)
		if api.AllFields {
			named[table] = append(named[table], OtherColumns)
		}
	}
	return named
}
