package access_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// rows of the fixture: what each relationship of a row leads to.
var rows = map[string]map[string]map[string]string{
	"new_order": {
		"O1": {"new_contact_new_order": "bob", "new_account_new_order": "a1"},
		"O2": {"new_contact_new_order": "sue", "new_account_new_order": "a1"},
		"O3": {"new_contact_new_order": "both", "new_account_new_order": "a2"},
		"O4": {},
	},
	"new_line": {
		"L1": {"new_order_new_line": "O1"}, "L2": {"new_order_new_line": "O2"}, "L3": {"new_order_new_line": "O3"},
		"L4": {"new_order_new_line": "O4"}, "L5": {},
	},
	"contact":    {"nob": {}, "bob": {}, "sue": {}, "both": {}, "ed": {}, "adm": {}},
	"annotation": {"N1": {"new_order_Annotations": "O1"}, "N2": {"new_order_Annotations": "O2"}},
}

// relations of rows by the table a row is in.
func related(row, relationship string) string {
	for _, table := range rows {
		if links, ok := table[row]; ok {
			return links[relationship]
		}
	}
	return ""
}

// matched lists the rows of a table that the paths let through for a contact.
func matched(table string, paths []access.Path, contact, account string) []any {
	list := []any{}
	for row := range rows[table] {
		if slices.ContainsFunc(paths, func(p access.Path) bool { return passes(row, p, contact, account) }) {
			list = append(list, row)
		}
	}
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	return list
}

func passes(row string, p access.Path, contact, account string) bool {
	if p.Empty {
		return false
	}
	at := row
	for _, h := range p.Hops {
		if at = related(at, h.Relationship); at == "" {
			return false
		}
	}
	switch p.End {
	case access.AnyRow:
		return true
	case access.OwnContact:
		return at == contact
	case access.OwnAccount:
		return account != "" && at == account
	}
	return false
}

var rightLetters = map[string]access.Privilege{
	"R": access.Read, "W": access.Write, "C": access.Create, "D": access.Delete, "A": access.Append, "T": access.AppendTo,
}

func TestVectorsOfTables(t *testing.T) {
	eachVector(t, "tables", func(t *testing.T, vector object, g *given, want object) {
		q := vector["q"].(object)
		for name, wanted := range want {
			if name == "hint" {
				continue
			}
			v := g.visitor(name)
			if got := tableAnswer(t, g, v, name, q); fmt.Sprint(got) != fmt.Sprint(wanted) {
				t.Errorf("%s: %v, want %v", name, got, wanted)
			}
		}
		if _, ok := want["hint"]; ok && g.visitor("bob").Associate("new_order", "new_line").Hint == "" {
			t.Error("no hint at the swapped pair")
		}
	})
}

// tableAnswer puts an answer in the shorthand of the vectors.
func tableAnswer(t *testing.T, g *given, v *access.Visitor, name string, q object) any {
	account := ""
	if name != "anon" {
		account = string(g.contact(name).Parent)
		if slices.ContainsFunc(g.site.Contacts, func(c site.Contact) bool { return string(c.ID) == account }) {
			account = ""
		}
	}
	switch {
	case q["associate"] != nil:
		a := q["associate"].(object)
		return v.Associate(a["target"].(string), a["related"].(string)).Verdict.String()
	case q["add_note"] != nil:
		return v.AddNote(q["add_note"].(string)).Verdict.String()
	case q["action"] != nil:
		return v.Act(access.QualifyLead).Verdict.String()
	case q["list_rows"] != nil:
		return shorthand(v, v.ListRows(0), "new_order", access.Read, name, account)
	case q["open_form"] != nil:
		if v.OpenForm(0) == access.ReachNone {
			return "deny"
		}
		return "allow"
	}
	table, privilege := q["t"].(string), rightLetters[q["right"].(string)]
	checkExplained(t, v, v.ExplainTable(table, privilege))
	if regarding, ok := q["regarding"].(string); ok {
		reach := v.TableRightUnder(table, privilege, regarding).Reach
		got := shorthand(v, reach, table, privilege, name, account)
		if fmt.Sprint(got) == "[N1]" {
			return "SOME(notes of O1)"
		}
		return got
	}
	return shorthand(v, v.TableRight(table, privilege).Reach, table, privilege, name, account)
}

func shorthand(v *access.Visitor, reach access.Reach, table string, privilege access.Privilege, name, account string) any {
	paths := v.Paths(table, privilege)
	switch {
	case reach == access.ReachAll:
		return "ALL"
	case reach == access.ReachNone && slices.ContainsFunc(paths, func(p access.Path) bool { return p.End == access.Fails }):
		return "error"
	case reach == access.ReachNone:
		return "NONE"
	case reach == access.ReachSome:
		return matched(table, paths, name, account)
	}
	return reach.String()
}

// applyColumns puts what the column vectors give into the site; most of it waits for the base case.
func (g *given) applyColumns(key string, value any) bool {
	switch key {
	case "fields", "enabled", "profile", "profiles", "visitor", "perm_roles", "perm_rights", "perm", "table", "settings_first_match":
	case "enhanced":
		if value == true {
			g.options.Switches[access.EnhancedAuthorization] = access.On
		}
	default:
		return false
	}
	return true
}

func (g *given) setting(name, value string) {
	g.site.SiteSettings = append(g.site.SiteSettings, site.SiteSetting{Record: rec(name), Value: value})
	g.site.SiteSettings[len(g.site.SiteSettings)-1].ID = site.ID(fmt.Sprint("setting", len(g.site.SiteSettings)))
}

func letters(value any) (rights []site.ColumnRight) {
	for _, l := range text(value) {
		rights = append(rights, map[rune]site.ColumnRight{'C': site.ColumnCreate, 'R': site.ColumnRead, 'U': site.ColumnUpdate}[l])
	}
	return rights
}

// columnBase is the case all column vectors start from.
func (g *given) columnBase(o object) (table string) {
	table = "contact"
	if t := text(o["table"]); t != "" {
		table = t
	}
	roles, rights := ids(o["perm_roles"]), text(o["perm_rights"])
	if roles == nil {
		roles = []site.ID{"emp"}
	}
	if rights == "" {
		rights = "RWC"
	}
	if o["perm"] != "none" {
		p := permission(0, object{"t": table, "s": "Global", "rights": rights})
		p.Roles = roles
		g.site.TablePermissions = append(g.site.TablePermissions, p)
	}
	if list, ok := o["settings_first_match"].([]any); ok {
		for _, s := range list {
			name, value, _ := strings.Cut(s.(string), "=")
			g.setting(name, value)
		}
	} else if enabled, told := o["enabled"]; !told {
		g.setting("Webapi/"+table+"/enabled", "true")
	} else if enabled != nil {
		g.setting("Webapi/"+table+"/enabled", enabled.(string))
	}
	if fields := o["fields"]; fields != nil {
		g.setting("Webapi/"+table+"/fields", fields.(string))
	}
	profiles := objects(o["profiles"])
	if p, ok := o["profile"].(object); ok {
		profiles = append(profiles, p)
	}
	for i, p := range profiles {
		g.profile(i, p, table)
	}
	return table
}

func (g *given) profile(i int, p object, table string) {
	id := site.ID(fmt.Sprint("profile", i))
	roles := ids(p["roles"])
	if roles == nil {
		roles = []site.ID{"emp"}
	}
	g.site.ColumnPermissionProfiles = append(g.site.ColumnPermissionProfiles, site.ColumnPermissionProfile{
		Record: site.Record{ID: id, Name: "profile", Inactive: inactive(p)}, Table: table, AllColumns: letters(p["all"]), Roles: roles, Website: "s"})
	columns, _ := p["columns"].(object)
	for column, rights := range columns {
		g.site.ColumnPermissions = append(g.site.ColumnPermissions, site.ColumnPermission{
			Record: rec(string(id) + column), Profile: id, Column: column, Rights: letters(rights)})
	}
}

func TestVectorsOfColumns(t *testing.T) {
	eachVector(t, "columns", func(t *testing.T, vector object, g *given, want object) {
		o := vector["given"].(object)
		table := g.columnBase(o)
		if op, ok := vector["op"].(object); ok {
			checkOperation(t, g, table, op, vector["expect"].(string))
			return
		}
		name := "bob"
		if n := text(o["visitor"]); n != "" {
			name = n
		}
		checkColumns(t, g, table, name, want)
		if older, ok := vector["older_hosted"].(object); ok {
			g.options.Switches[access.FieldsStar], g.engine = access.EveryColumn, nil
			checkColumns(t, g, table, name, older)
		}
	})
}

func checkColumns(t *testing.T, g *given, table, name string, want object) {
	t.Helper()
	v := g.visitor(name)
	for key, wanted := range want {
		if key == "reachable" {
			if got := g.engine.WebAPI(table).Reachable == access.Allow; got != wanted {
				t.Errorf("reachable: %v, want %v", got, wanted)
			}
			continue
		}
		got := ""
		for i, right := range access.ColumnRights() {
			checkExplained(t, v, v.ExplainColumn(table, key, right))
			switch v.ColumnRight(table, key, right) {
			case access.ReachAll:
				got += string("CRU"[i])
			case access.ReachUnknown:
				got = "unknown"
			}
		}
		if got == "" {
			got = "none"
		}
		if got != wanted {
			t.Errorf("%s: %s, want %v", key, got, wanted)
		}
	}
}

func checkOperation(t *testing.T, g *given, table string, op object, want string) {
	t.Helper()
	var columns []string
	for _, key := range []string{"select", "columns"} {
		list, _ := op[key].([]any)
		for _, c := range list {
			columns = append(columns, c.(string))
		}
	}
	o := g.visitor(op["visitor"].(string)).Operation(table, access.Verb(op["verb"].(string)), columns)
	if got := strings.TrimSpace(o.Verdict.String() + " " + o.Code); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
