package plainaccess_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

func TestRoles(t *testing.T) {
	roleList := func(page bool) question {
		return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
			inPages, inTables := plainaccess.Roles(s, o, v)
			list := inTables
			if page {
				list = inPages
			}
			var words []string
			for _, id := range list {
				words = append(words, string(id))
			}
			slices.Sort(words)
			return strings.Join(words, "+")
		}
	}
	page, table := roleList(true), roleList(false)
	runVectors(t, []vector{
		{id: "VR01", ask: table, want: "anon=anon"},
		{id: "VR01page", ask: page, want: "anon="},
		{id: "VR02", ask: table, want: "nob=auth"},
		{id: "VR02page", ask: page, want: "nob=auth"},
		{id: "VR03", ask: table, want: "bob=auth+emp"},
		{id: "VR03page", ask: page, want: "bob=auth+emp"},
		{id: "VR04", given: []edit{assign("nob", "anon")}, ask: table, want: "nob=anon+auth"},
		{id: "VR04page", given: []edit{assign("nob", "anon")}, ask: page, want: "nob=auth", legacy: "nob=anon+auth"},
		{id: "VR05", given: []edit{assign("nob", "off")}, ask: table, want: "nob=auth"},
		{id: "VR06", given: []edit{assign("nob", "xr")}, ask: table, want: "nob=auth"},
		{id: "VR07", given: []edit{addRole(site.WebRole{Record: record("Auth2"), Authenticated: true, Website: "s"})},
			ask: table, want: "nob=auth+auth2"},
		{id: "VR08", given: []edit{addRole(site.WebRole{Record: record("Anon2"), Anonymous: true, Website: "s"})},
			ask: table, want: "anon=anon+anon2"},
		{id: "VR09", given: []edit{assignAccount("a1", "mgr")}, ask: table, want: "bob=auth+emp+mgr"},
		{id: "VR10", given: []edit{assignAccount("a1", "mgr"), editContact("bob", func(c *site.Contact) { c.ParentInactive = true })},
			ask: table, want: "bob=auth+emp"},
		{id: "VR11", given: []edit{editRole("auth", func(r *site.WebRole) { r.Inactive = true })}, ask: table, want: "nob="},
		{id: "VR12", given: []edit{editContact("bob", func(c *site.Contact) { c.Inactive = true })}, ask: table, want: "bob=auth"},
		// Rules without a vector.
		{id: "BothFlags", given: []edit{editRole("anon", func(r *site.WebRole) { r.Authenticated = true })},
			ask: page, want: "anon= nob=anon+auth"},
		{id: "ParentIsContact", given: []edit{assignAccount("sue", "mgr"), editContact("bob", func(c *site.Contact) { c.Parent = "sue" })},
			ask: table, want: "bob=auth+emp"},
		{id: "InactiveContactOfAccount", given: []edit{assignAccount("a1", "mgr"), editContact("bob", func(c *site.Contact) { c.Inactive = true })},
			ask: table, want: "bob=auth"},
	})
}

func TestPages(t *testing.T) {
	inLanguages := func(s *site.Site) {
		s.Languages = []site.Language{{Record: record("en"), PublishingState: "draft"}, {Record: record("de"), PublishingState: "published"}}
		s.Website.DefaultLanguage = "en"
	}
	inactive := func(r *site.PageRule) { r.Inactive = true }
	tomorrow := now.Add(24 * time.Hour)
	adminOnly := []edit{draft("staff"), access("p", "adm")}
	staffToEmp := []edit{restrict("staff", "emp")}
	runVectors(t, []vector{
		{id: "VP01", ask: pageRead("staff"), want: "anon=allow nob=allow"},
		{id: "VP01change", ask: pageChange("staff"), want: "anon=deny adm=deny"},
		{id: "VP02", given: staffToEmp, ask: pageRead("staff"), want: "anon=deny nob=deny bob=allow sue=deny"},
		{id: "VP03", given: staffToEmp, ask: pageRead("hr"), want: "bob=allow sue=deny anon=deny"},
		{id: "VP04", given: []edit{restrict("staff", "emp"), restrict("hr", "mgr")}, ask: pageRead("hr"), want: "bob=deny sue=deny both=allow"},
		{id: "VP05", given: []edit{restrict("staff", "emp"), restrict("staff", "mgr")}, ask: pageRead("staff"), want: "bob=allow sue=allow nob=deny"},
		{id: "VP06", given: []edit{restrict("staff", "emp"), grant("staff", "ed")}, ask: pageRead("staff"), want: "ed=allow nob=deny"},
		{id: "VP06change", given: []edit{restrict("staff", "emp"), grant("staff", "ed")}, ask: pageChange("staff"), want: "ed=allow bob=deny"},
		{id: "VP07", given: []edit{grant("home", "adm"), restrict("hr", "emp")}, ask: pageRead("hr"), want: "adm=allow ed=deny"},
		{id: "VP07change", given: []edit{grant("home", "adm"), restrict("hr", "emp")}, ask: pageChange("hr"), want: "adm=allow"},
		{id: "VP08", given: []edit{grant("hr", "ed"), restrict("staff", "emp")}, ask: pageRead("hr"), want: "ed=allow"},
		{id: "VP09", given: []edit{grant("hr", "ed"), restrict("staff", "emp")}, ask: pageRead("staff"), want: "ed=deny"},
		{id: "VP09change", given: []edit{grant("hr", "ed"), restrict("staff", "emp")}, ask: pageChange("staff"), want: "ed=deny"},
		{id: "VP10", given: []edit{restrict("staff", "")}, ask: pageRead("staff"), want: "anon=deny bob=deny adm=deny"},
		{id: "VP11", given: []edit{restrict("staff", ""), grant("home", "adm")}, ask: pageRead("staff"), want: "bob=deny adm=allow"},
		{id: "VP12", given: []edit{assign("nob", "off"), restrict("staff", "off")}, ask: pageRead("staff"), want: "nob=deny bob=deny"},
		{id: "VP13", given: []edit{assign("nob", "xr"), restrict("staff", "xr")}, ask: pageRead("staff"), want: "nob=deny"},
		{id: "VP14", given: []edit{restrict("staff", "mgrx")}, ask: pageRead("staff"), want: "sue=deny"},
		{id: "VP15", given: []edit{restrict("staff", "anon")}, ask: pageRead("staff"), want: "anon=deny bob=deny"},
		{id: "VP16", given: []edit{restrict("staff", "auth")}, ask: pageRead("staff"), want: "anon=deny nob=allow bob=allow"},
		{id: "VP17", given: []edit{grant("home", "anon")}, ask: pageChange("about"), want: "anon=deny nob=deny"},
		{id: "VP18", given: []edit{grant("home", "auth"), restrict("hr", "emp")}, ask: pageRead("hr"), want: "nob=allow anon=deny"},
		{id: "VP18change", given: []edit{grant("home", "auth"), restrict("hr", "emp")}, ask: pageChange("hr"), want: "nob=allow"},
		{id: "VP19", given: []edit{restrict("staff", "emp", inactive)}, ask: pageRead("staff"), want: "anon=allow"},
		{id: "VP20", given: []edit{restrict("staff_en", "emp")}, ask: pageRead("staff_en"), want: "anon=allow"},
		{id: "VP21", given: staffToEmp, ask: pageRead("staff_en"), want: "anon=deny bob=allow"},
		// A right that is absent and a number that nobody documents are the same in the model.
		{id: "VP22", given: []edit{rule("staff", site.UnknownRight, "emp")}, ask: pageRead("staff"), want: "anon=allow"},
		{id: "VP23", given: []edit{rule("staff", site.UnknownRight, "emp")}, ask: pageChange("staff"), want: "bob=deny"},
		{id: "VP24", given: []edit{inactivePage("staff"), grant("home", "adm")}, ask: pageRead("hr"), want: "anon=deny adm=deny"},
		{id: "VP24change", given: []edit{inactivePage("staff"), grant("home", "adm")}, ask: pageChange("hr"), want: "adm=deny"},
		{id: "VP25", given: []edit{editPage("hr", func(p *site.WebPage) { p.Parent = "missing" })}, ask: pageRead("hr"), want: "anon=deny adm=deny"},
		{id: "VP26", given: []edit{editPage("staff", func(p *site.WebPage) { p.Parent = "hr" })}, ask: pageRead("hr"), want: "anon=deny adm=deny"},
		{id: "VP27", given: staffToEmp, ask: pageRead("denied"), want: "anon=allow"},
		{id: "VP27change", given: staffToEmp, ask: pageChange("denied"), want: "anon=deny"},
		{id: "VP28", given: []edit{inactivePage("staff")}, ask: pageRead("denied"), want: "anon=allow"},
		{id: "VP29", given: []edit{draft("staff"), grant("home", "ed")}, ask: pageRead("staff"), want: "anon=deny ed=deny"},
		{id: "VP29change", given: []edit{draft("staff"), grant("home", "ed")}, ask: pageChange("staff"), want: "ed=allow"},
		{id: "VP30", given: adminOnly, ask: pageRead("staff"), want: "adm=allow ed=deny"},
		{id: "VP30change", given: adminOnly, ask: pageChange("staff"), want: "adm=deny"},
		{id: "VP31", given: adminOnly, options: plainaccess.Options{Switches: map[string]string{"previewCookie": "false"}},
			ask: pageRead("staff"), want: "adm=deny"},
		{id: "VP32", given: []edit{draft("staff")}, ask: pageRead("hr"), want: "anon=allow"},
		{id: "VP33", given: []edit{editPage("staff", func(p *site.WebPage) { p.PublishingState = "" })}, ask: pageRead("staff"), want: "anon=allow"},
		{id: "VP34", given: []edit{editPage("staff", func(p *site.WebPage) { p.Released = &tomorrow })},
			ask: pageRead("staff"), want: "anon=allow", legacy: "anon=deny"},
		{id: "VP35", given: []edit{draft("staff"), grant("home", "adm"), grant("staff", "ed", inState("draft"))},
			ask: pageChange("staff"), want: "ed=allow adm=deny"},
		{id: "VP36", given: []edit{grant("home", "adm"), grant("staff", "ed", inState("draft"))},
			ask: pageChange("staff"), want: "adm=allow ed=deny", legacy: "ed=allow"},
		{id: "VP37", given: []edit{grant("staff", "ed", inState("draft"))}, ask: pageChange("staff"), want: "ed=deny", legacy: "ed=allow"},
		{id: "VP38", given: []edit{restrict("staff", "emp", inState("draft"))}, ask: pageRead("staff"), want: "nob=deny bob=allow"},
		{id: "VP39", given: []edit{editPage("staff", func(p *site.WebPage) { p.HiddenFromSitemap = true })}, ask: pageRead("staff"), want: "anon=allow"},
		{id: "VP40", given: []edit{inactivePage("staff"), grant("home", "adm")}, ask: pageRead("staff"), want: "adm=deny"},
		{id: "VP41", given: []edit{restrict("staff", "emp"), access("smlp", "adm")}, ask: pageRead("staff"), want: "adm=deny"},
		{id: "VP41change", given: []edit{restrict("staff", "emp"), access("smlp", "adm")}, ask: pageChange("staff"), want: "adm=deny"},
		{id: "VP43", given: []edit{inLanguages}, ask: pageRead("staff"), want: "anon=deny"},
		{id: "VP44", given: []edit{restrict("home", "auth", scope2)}, ask: pageRead("about"), want: "anon=deny nob=allow"},
		// Rules without a vector.
		{id: "OtherLanguageIsPublished", given: []edit{inLanguages, editPage("staff_en", func(p *site.WebPage) { p.Language = "de" })},
			ask: pageRead("staff_en"), want: "anon=allow"},
		{id: "LostStateIsVisible", given: []edit{editPage("staff", func(p *site.WebPage) { p.PublishingState = "missing" })},
			ask: pageRead("staff"), want: "anon=allow"},
		{id: "LostStateMatchesNone", given: []edit{editPage("staff", func(p *site.WebPage) { p.PublishingState = "missing" }),
			grant("staff", "ed", inState("missing"))}, ask: pageChange("staff"), want: "ed=deny", legacy: "ed=allow"},
		{id: "NamesakeOnTheSameSite", given: []edit{addRole(site.WebRole{Record: site.Record{ID: "emp2", Name: "Emp"}, Website: "s"}),
			restrict("staff", "emp2")}, ask: pageRead("staff"), want: "bob=deny sue=deny", legacy: "bob=allow"},
	})
}
