package plainaccess_test

import (
	"strings"
	"testing"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

func rightsOf(letters string) []site.ColumnRight {
	var rights []site.ColumnRight
	for letter, right := range map[string]site.ColumnRight{"C": site.ColumnCreate, "R": site.ColumnRead, "U": site.ColumnUpdate} {
		if strings.Contains(letters, letter) {
			rights = append(rights, right)
		}
	}
	return rights
}

// profile adds a column profile on contact; columns are "column=letters".
func profile(roles, everyColumn string, columns ...string) edit {
	return func(s *site.Site) {
		p := site.ColumnPermissionProfile{Table: "contact", Roles: ids(roles), AllColumns: rightsOf(everyColumn), Website: "s"}
		p.ID = site.ID("profile-" + string(rune('a'+len(s.ColumnPermissionProfiles))))
		s.ColumnPermissionProfiles = append(s.ColumnPermissionProfiles, p)
		for _, text := range columns {
			column, letters, _ := strings.Cut(text, "=")
			c := site.ColumnPermission{Profile: p.ID, Column: column, Rights: rightsOf(letters)}
			c.ID = p.ID + "-" + site.ID(column)
			s.ColumnPermissions = append(s.ColumnPermissions, c)
		}
	}
}

func TestColumns(t *testing.T) {
	const enabled, fields = "Webapi/contact/enabled", "Webapi/contact/fields"
	on := setting(enabled, "true")
	toEmp := perm("contact", site.Global, "", "RWC", "emp")
	// columns answers with the letters of what a column lets through, "none", or "unknown".
	column := func(name string) question {
		return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
			letters := ""
			for _, right := range []string{"create", "read", "update"} {
				switch plainaccess.ColumnRight(s, o, v, "contact", name, right) {
				case "unknown":
					return "unknown"
				case "all", "some":
					letters += strings.ToUpper(right[:1])
				}
			}
			if letters == "" {
				return "none"
			}
			return letters
		}
	}
	reachable := func(table string) question {
		return func(s *site.Site, o plainaccess.Options, _ plainaccess.Visitor) string {
			return plainaccess.WebAPIReachable(s, o, table)
		}
	}
	call := func(verb string, columns ...string) question {
		return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
			answer, code := plainaccess.WebAPI(s, o, v, "contact", verb, columns)
			return answer + code
		}
	}
	job, salary, last := column("jobtitle"), column("salary"), column("lastname")
	both := setting(fields, "jobtitle,salary")
	one := setting(fields, "jobtitle")
	enhanced := plainaccess.Options{Switches: map[string]string{"S15": "on"}}
	older := plainaccess.Options{Switches: map[string]string{"S13": "all"}}
	inactive := func(s *site.Site) { s.ColumnPermissionProfiles[0].Inactive = true }
	withPerm := func(p edit, given ...edit) []edit { return append([]edit{p}, given...) }
	row := func(given ...edit) []edit { return withPerm(toEmp, given...) }
	runVectors(t, []vector{
		{id: "VC01", given: row(on), ask: job, want: "bob=none"},
		{id: "VC01reach", given: row(on), ask: reachable("contact"), want: "bob=deny"},
		{id: "VC02", given: row(setting(enabled, "FALSE"), both), ask: job, want: "bob=none"},
		{id: "VC02reach", given: row(setting(enabled, "FALSE"), both), ask: reachable("contact"), want: "bob=deny"},
		{id: "VC03", given: row(on, profile("emp", "CRU")), ask: job, want: "bob=none"},
		{id: "VC03salary", given: row(on, profile("emp", "CRU")), ask: salary, want: "bob=none"},
		{id: "VC04", given: row(on, setting(fields, "jobtitle, salary")), ask: salary, want: "bob=CRU"},
		{id: "VC04lastname", given: row(on, setting(fields, "jobtitle, salary")), ask: last, want: "bob=none"},
		{id: "VC05", given: row(on, both, profile("emp", "CRU")), ask: salary, want: "bob=CRU"},
		{id: "VC05lastname", given: row(on, both, profile("emp", "CRU")), ask: last, want: "bob=none"},
		{id: "VC06", given: row(on, both, profile("emp", "", "jobtitle=CRU", "salary=CRU")), ask: salary, want: "bob=CRU"},
		{id: "VC07", given: row(on, one, profile("emp", "", "jobtitle=CRU", "salary=CRU")), ask: job, want: "bob=CRU"},
		{id: "VC07salary", given: row(on, one, profile("emp", "", "jobtitle=CRU", "salary=CRU")), ask: salary, want: "bob=none"},
		{id: "VC08", given: row(on, both, profile("emp", "", "jobtitle=CRU", "salary=R")), ask: job, want: "bob=CRU"},
		{id: "VC08salary", given: row(on, both, profile("emp", "", "jobtitle=CRU", "salary=R")), ask: salary, want: "bob=R"},
		{id: "VC09", given: row(on, both, profile("emp", "R", "jobtitle=CRU")), ask: job, want: "bob=CRU"},
		{id: "VC09salary", given: row(on, both, profile("emp", "R", "jobtitle=CRU")), ask: salary, want: "bob=R"},
		{id: "VC10", given: row(on, setting(fields, "jobtitle,salary,lastname"), profile("emp", "", "jobtitle=R")), ask: job, want: "bob=R"},
		{id: "VC10lastname", given: row(on, setting(fields, "jobtitle,salary,lastname"), profile("emp", "", "jobtitle=R")), ask: last, want: "bob=CRU"},
		{id: "VC11", given: row(on, setting(fields, "*")), ask: reachable("contact"), want: "bob=deny"},
		{id: "VC11older", options: older, given: row(on, setting(fields, "*")), ask: last, want: "bob=CRU"},
		{id: "VC12", given: []edit{on, one}, ask: job, want: "bob=none"},
		{id: "VC13", given: withPerm(perm("contact", site.Global, "", "R", "emp"), on, one, profile("emp", "CRU")), ask: job, want: "bob=R"},
		{id: "VC14", given: row(on, one, profile("mgr", "R")), ask: job, want: "bob=CRU"},
		{id: "VC15", given: row(on, one, profile("emp", "R"), inactive), ask: job, want: "bob=CRU"},
		{id: "VC16", given: withPerm(perm("contact", site.Global, "", "RWC", "emp mgr"), on, one, profile("emp", "R"), profile("mgr", "CRU")),
			ask: job, want: "both=CRU bob=R"},
		{id: "VC17", options: enhanced, given: row(on, one, profile("emp", "R")), ask: job, want: "bob=unknown"},
		{id: "VC18", given: row(setting(enabled, "yes"), one), ask: reachable("contact"), want: "bob=deny"},
		{id: "VC19", given: row(setting(enabled, "false"), setting("webapi/Contact/Enabled", "true"), one), ask: reachable("contact"), want: "bob=deny"},
		{id: "VC20", given: withPerm(perm("contact", site.Global, "", "RWC", "anon"), on, one), ask: call("GET", "jobtitle"), want: "anon=allow"},
		{id: "VC21", given: row(on, one), ask: call("GET", "jobtitle", "lastname"), want: "bob=deny90040101"},
		{id: "VC22", given: row(on, one, profile("emp", "R")), ask: call("PATCH", "jobtitle"), want: "bob=deny90040101"},
		{id: "VC23", given: withPerm(perm("contact", site.Global, "", "R", "emp"), on, one), ask: call("PATCH", "jobtitle"), want: "bob=deny90040102"},
		{id: "VC24", given: []edit{perm("adx_sitesetting", site.Global, "", "RWC", "anon"), setting("Webapi/adx_sitesetting/enabled", "true"),
			setting("Webapi/adx_sitesetting/fields", "adx_name,adx_value")}, ask: reachable("adx_sitesetting"), want: "anon=deny"},
		{id: "VC25", given: row(one), ask: reachable("contact"), want: "bob=deny"},
		// Rules without a vector.
		{id: "FirstSettingWins", given: row(setting("webapi/Contact/Enabled", "true"), setting(enabled, "false"), one),
			ask: reachable("contact"), want: "bob=allow"},
		{id: "InactiveSetting", given: row(on, one, func(s *site.Site) { s.SiteSettings[0].Inactive = true }), ask: reachable("contact"), want: "bob=deny"},
		{id: "GetEverything", given: row(on, one), ask: call("GET"), want: "bob=deny90040101"},
		{id: "GetEverythingOlder", options: older, given: row(on, setting(fields, "*")), ask: call("GET"), want: "bob=allow"},
		{id: "Create", given: row(on, one), ask: call("POST", "jobtitle"), want: "bob=allow nob=deny90040103"},
		{id: "Delete", given: row(on, one), ask: call("DELETE"), want: "bob=deny90040104"},
		{id: "Link", given: withPerm(perm("contact", site.Global, "", "A", "emp"), on, one), ask: call("ASSOCIATE"), want: "bob=deny90040106"},
		{id: "Closed", given: row(one), ask: call("GET", "jobtitle"), want: "bob=deny404"},
		{id: "UnknownVerb", given: row(on, one), ask: call("TRACE"), want: "bob=deny403"},
	})
}
