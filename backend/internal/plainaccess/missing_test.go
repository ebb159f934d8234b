package plainaccess_test

import (
	"slices"
	"testing"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// Rule 2.h: what a missing record could change is unknown, and nothing else is.
func TestMissing(t *testing.T) {
	partial := plainaccess.Options{MissingUnknown: true}
	lostParent := editPage("hr", func(p *site.WebPage) { p.Parent = "missing" })
	lostState := editPage("staff", func(p *site.WebPage) { p.PublishingState = "missing" })
	damagedRule := func(r *site.PageRule) { r.RolesUnknown = true }
	number := func(p *site.TablePermission) { p.RawAccessType = "756150009" }
	exported := assignAccount("a9", "adm") // so that roles through accounts were exported
	orders, lines := tableRight("new_order", "read"), tableRight("new_line", "read")
	fileRead := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.FileRead(s, o, v, "terms.pdf")
	}
	jobRead := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.ColumnRight(s, o, v, "contact", "jobtitle", "read")
	}
	open := []edit{exported, perm("contact", site.Global, "", "R", "emp"), setting("Webapi/contact/enabled", "true"), setting("Webapi/contact/fields", "jobtitle")}
	vectors := []vector{
		{id: "NothingMissing", given: []edit{restrict("staff", "emp")}, ask: pageRead("hr"), want: "anon=deny ed=deny bob=allow"},
		{id: "LostParent", given: []edit{lostParent}, ask: pageRead("hr"), want: "anon=unknown adm=unknown"},
		{id: "LostParentOwnRestriction", given: []edit{lostParent, restrict("hr", "emp")}, ask: pageRead("hr"), want: "anon=deny ed=deny bob=unknown"},
		{id: "LostParentBelowAGrant", given: []edit{lostParent, restrict("hr", "emp"), grant("home", "ed")}, ask: pageRead("hr"), want: "anon=deny nob=deny ed=unknown"},
		{id: "LostParentOwnDraft", given: []edit{lostParent, draft("hr")}, ask: pageRead("hr"), want: "anon=deny"},
		{id: "LostParentChange", given: []edit{exported, lostParent, grant("home", "ed")}, ask: pageChange("hr"), want: "anon=deny bob=deny ed=unknown"},
		{id: "LostParentOfServicePage", given: []edit{editPage("denied", func(p *site.WebPage) { p.Parent = "missing" })}, ask: pageRead("denied"), want: "anon=allow"},
		{id: "LostState", given: []edit{lostState}, ask: pageRead("staff"), want: "anon=unknown"},
		{id: "LostStateForPreview", given: []edit{lostState, access("p", "adm")}, ask: pageRead("staff"), want: "adm=allow"},
		{id: "LostStateOnAGrant", given: []edit{exported, grant("staff", "ed", inState("missing"))}, ask: pageChange("staff"), want: "ed=unknown adm=deny", legacy: "ed=allow"},
		{id: "LostLanguage", given: []edit{func(s *site.Site) {
			s.Languages = []site.Language{{Record: record("en")}, {Record: record("de")}}
			s.Website.DefaultLanguage = "missing"
		}, access("p", "adm")}, ask: pageRead("staff"), want: "anon=unknown adm=allow"},
		// The lost page may be a content page of hr: then the grant there counts, and the one further up that would
		// displace it does not.
		{id: "LostParentIsContent", given: []edit{exported, grant("hr", "ed"), grant("staff", "adm", inState("published")),
			func(s *site.Site) {
				s.WebPages = append(s.WebPages, site.WebPage{Record: record("new"), Parent: "missing", IsRoot: true, PublishingState: "published"})
			}}, ask: pageChange("new"), want: "ed=unknown bob=deny"},
		{id: "LostRole", given: []edit{exported, restrict("staff", "missing")}, ask: pageRead("staff"), want: "anon=deny nob=unknown"},
		{id: "LostRoleBesideAHeldOne", given: []edit{restrict("staff", "missing emp")}, ask: pageRead("staff"), want: "bob=allow"},
		{id: "LostRoleOnTwoLevels", given: []edit{exported, restrict("staff", "missing"), restrict("hr", "emp")}, ask: pageRead("hr"), want: "ed=deny both=unknown", legacy: "ed=unknown"},
		{id: "DamagedRoles", given: []edit{exported, restrict("staff", "", damagedRule)}, ask: pageRead("staff"), want: "anon=deny nob=unknown"},
		{id: "AccountRolesNotExported", given: []edit{restrict("staff", "mgr")}, ask: pageRead("staff"), want: "nob=deny bob=unknown", legacy: "bob=deny"},
		{id: "AccountRolesExported", given: []edit{exported, restrict("staff", "mgr")}, ask: pageRead("staff"), want: "bob=deny"},
		{id: "LostContact", given: []edit{restrict("staff", "auth"), restrict("hr", "emp"), assign("zoe", "emp")}, ask: pageRead("hr"), want: "zoe=unknown"},
		{id: "LostContactDefaultRole", given: []edit{restrict("staff", "auth")}, ask: pageRead("hr"), want: "zoe=allow"},
		{id: "LostParentOfAFile", given: []edit{file("missing")}, ask: fileRead, want: "anon=unknown"},
		{id: "LostBlogPost", given: []edit{file("", func(f *site.WebFile) { f.BlogPost = "post" })}, ask: fileRead, want: "anon=unknown"},
		{id: "WebsiteAccess", given: []edit{exported, access("s", "missing")}, ask: websiteRight("manageContentSnippets"), want: "anon=deny nob=unknown"},
		{id: "LostPermission", given: []edit{exported, perm("new_line", site.ParentScope, "r", "R", "", below("missing"))}, ask: lines, want: "bob=unknown anon=unknown"},
		{id: "LostPermissionAboveGlobal", given: []edit{perm("new_order", site.Global, "", "R", "emp", below("missing"))}, ask: orders, want: "bob=unknown"},
		{id: "LostPermissionBesideGlobal", given: []edit{perm("new_order", site.Global, "", "R", "emp"), perm("new_order", site.ParentScope, "r", "R", "", below("missing"))},
			ask: orders, want: "bob=all nob=unknown"},
		{id: "LostPermissionBesideSome", given: []edit{perm("new_order", site.ContactScope, "r", "R", "emp"), perm("new_order", site.ParentScope, "r", "R", "", below("missing"))},
			ask: orders, want: "bob=some", legacy: "bob=unknown"},
		{id: "LostPermissionElsewhere", given: []edit{perm("new_line", site.ParentScope, "r", "R", "", below("missing"))}, ask: orders, want: "bob=none"},
		{id: "UndocumentedScope", given: []edit{perm("new_order", site.UnknownAccess, "", "RC", "emp", number)}, ask: orders, want: "bob=unknown nob=none",
			legacy: "bob=all"},
		{id: "UndocumentedScopeCreate", given: []edit{perm("new_order", site.UnknownAccess, "", "RC", "emp", number)}, ask: tableRight("new_order", "create"), want: "bob=all"},
		{id: "UndocumentedScopeBesideSome", given: []edit{perm("new_order", site.UnknownAccess, "", "R", "emp", number), perm("new_order", site.ContactScope, "r", "R", "emp")},
			ask: orders, want: "bob=some"},
		{id: "ValueFromTheEnvironment", given: append(slices.Clone(open), func(s *site.Site) {
			s.SiteSettings[1].Value, s.SiteSettings[1].EnvironmentVariable = "", "cw_Fields"
		}), ask: jobRead, want: "bob=unknown nob=none"},
		{id: "LostProfile", given: append(slices.Clone(open), func(s *site.Site) {
			s.ColumnPermissions = []site.ColumnPermission{{Record: record("c"), Profile: "missing", Column: "jobtitle"}}
		}), ask: jobRead, want: "bob=unknown"},
		{id: "LostProfileThatAllows", given: append(slices.Clone(open), func(s *site.Site) {
			s.ColumnPermissions = []site.ColumnPermission{{Record: record("c"), Profile: "missing", Column: "jobtitle", Rights: rightsOf("R")}}
		}), ask: jobRead, want: "bob=all"},
		// What a damaged list still says counts, as with lists of roles.
		{id: "DamagedRights", given: append(slices.Clone(open), profile("emp", "R"), func(s *site.Site) { s.ColumnPermissionProfiles[0].RightsUnknown = true }),
			ask: jobRead, want: "bob=all nob=none"},
	}
	for i := range vectors {
		vectors[i].options = partial
	}
	runVectors(t, vectors)
}
