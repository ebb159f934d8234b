package access_test

import (
	"encoding/json"
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// contains reports the parts a text lacks.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in:\n%s", part, text)
		}
	}
}

func TestExplainPageRead(t *testing.T) {
	s := shop()
	s.PageRules[0].Source = site.Source{File: "webpagerule.yml", Line: 12}
	s.WebPages[2].Inactive = false
	e := compiled(t, s, access.Options{Missing: access.MissingAbsent})
	t.Run("Allowed", func(t *testing.T) {
		x := prepared(t, e, access.Holding("Partners")).ExplainPageRead(2)
		contains(t, x.Text(),
			"A signed-in visitor with web role “Partners” can read web page “New order” because the visitor holds a role for the one restricted page on the way up.",
			"  2. Above it is web page “Orders”, whose page permissions it inherits. [orders]",
			"The visitor holds web role “Partners”: it is assigned to the visitor. [r1]",
			"page permission (restrict read) “Partners only” on “Orders” lets that role through. [rule, webpagerule.yml:12]",
			"the legacy rules give the same answer")
	})
	t.Run("Denied", func(t *testing.T) {
		x := prepared(t, e, access.Anonymous()).ExplainPageRead(1)
		contains(t, x.Text(), "An anonymous visitor cannot read web page “Orders”",
			"page permission (restrict read) “Partners only” is for “Partners”, and the visitor holds none of it here [rule, webpagerule.yml:12]")
		if len(x.Candidates) != 1 || x.Answer != "deny" {
			t.Errorf("%+v", x)
		}
	})
	t.Run("Unknown", func(t *testing.T) {
		x := prepared(t, compiled(t, s, access.Options{}), access.Anonymous()).ExplainPageRead(3)
		contains(t, x.Text(), "Whether an anonymous visitor can read web page “Lost” cannot be told because a page above it is not in the export.",
			"“nowhere”, is not in the export")
	})
	t.Run("AncestorInactive", func(t *testing.T) {
		s := shop()
		s.WebPages[1].Inactive = true
		x := prepared(t, compiled(t, s, access.Options{}), access.Holding("Partners")).ExplainPageRead(2)
		contains(t, x.Sentence, "its ancestor “Orders” is inactive")
	})
	t.Run("Circle", func(t *testing.T) {
		s := shop()
		s.WebPages[0].Parent = "new"
		x := prepared(t, compiled(t, s, access.Options{}), access.Holding("Partners")).ExplainPageRead(2)
		contains(t, x.Sentence, "its parent pages run in a circle")
	})
	t.Run("JSON", func(t *testing.T) {
		data, err := json.Marshal(prepared(t, e, access.Anonymous()).ExplainPageRead(1))
		if err != nil {
			t.Fatal(err)
		}
		contains(t, string(data), `"schema":"gatehouse.explanation/1"`, `"answer":"deny"`, `"kind":"pagePermission.restrictRead"`, `"other":{"profile":"legacy"`)
	})
}

func TestExplainPageChange(t *testing.T) {
	s := shop()
	s.PublishingStates = []site.PublishingState{{Record: site.Record{ID: "d", Name: "Draft"}}}
	s.WebPages[1].PublishingState = "d"
	s.PageRules = append(s.PageRules,
		site.PageRule{Record: site.Record{ID: "g1", Name: "Editors"}, Page: "home", Right: site.GrantChange, Roles: []site.ID{"r2"}},
		site.PageRule{Record: site.Record{ID: "g2", Name: "Drafts"}, Page: "orders", Right: site.GrantChange, Roles: []site.ID{"r1"}, PublishingStates: []site.ID{"d"}})
	e := compiled(t, s, access.Options{})
	t.Run("Granted", func(t *testing.T) {
		contains(t, prepared(t, e, access.Holding("Partners")).ExplainPageChange(1).Text(), "because page permission “Drafts” grants change", "it stands on this page")
	})
	t.Run("Inherited", func(t *testing.T) {
		contains(t, prepared(t, e, access.Holding("r2")).ExplainPageChange(2).Text(), "it stands on a page above, “Home”, and is inherited")
	})
	t.Run("Displaced", func(t *testing.T) {
		contains(t, prepared(t, e, access.Holding("r2")).ExplainPageChange(1).Text(), "“Editors” is displaced by a grant that is bound to the page's publishing state")
	})
	t.Run("OtherState", func(t *testing.T) {
		x := prepared(t, e, access.Holding("Partners")).ExplainPageChange(2)
		contains(t, x.Text(), "“Drafts” is bound to a publishing state that is not the page's")
		if !x.Other.Differs || x.Other.Answer != "allow" {
			t.Errorf("other: %+v", x.Other)
		}
	})
	t.Run("Anonymous", func(t *testing.T) {
		contains(t, prepared(t, e, access.Anonymous()).ExplainPageChange(2).Text(), "is for signed-in visitors only")
	})
}

func TestExplainTable(t *testing.T) {
	s := shop()
	s.TablePermissions = append(s.TablePermissions,
		site.TablePermission{Record: site.Record{ID: "t3", Name: "Old", Inactive: true}, Table: "order"},
		site.TablePermission{Record: site.Record{ID: "t4", Name: "Elsewhere"}, Table: "order", Website: "w2"},
		site.TablePermission{Record: site.Record{ID: "t5", Name: "Orphan"}, Table: "order", AccessType: site.ParentScope, Read: true, Parent: "t3", Roles: []site.ID{"r2"}},
		site.TablePermission{Record: site.Record{ID: "t6", Name: "Nobody's"}, Table: "order", AccessType: site.Global, Read: true},
		site.TablePermission{Record: site.Record{ID: "t7", Name: "Circle"}, Table: "order", AccessType: site.ParentScope, Read: true, Parent: "t7"},
		site.TablePermission{Record: site.Record{ID: "t8", Name: "Own"}, Table: "order", AccessType: site.ContactScope, ContactRelationship: "order_contact", Write: true, Roles: []site.ID{"r6"}})
	s.TablePermissions = append(s.TablePermissions, site.TablePermission{Record: site.Record{ID: "t9", Name: "Childlike"}, Table: "order", AccessType: site.ParentScope, Read: true})
	e := compiled(t, s, access.Options{Missing: access.MissingAbsent})
	t.Run("All", func(t *testing.T) {
		x := prepared(t, e, access.Holding("Partners")).ExplainTable("order", access.Read)
		contains(t, x.Text(), "can read every row of “order” because table permission “Orders” gives it", "access type Global: every row.",
			"“Old” is inactive", "“Elsewhere” belongs to another website", "“Orphan” stands under a parent permission that is inactive",
			"“Nobody's” is for no web role of this site", "“Circle” has parents that run in a circle", "“Own” does not give read",
			"“Childlike” is a child permission without a parent")
	})
	t.Run("Some", func(t *testing.T) {
		x := prepared(t, e, access.Holding("Partners")).ExplainTable("line", access.Read)
		contains(t, x.Text(), "can read some rows of “line”", "“Orders” is for that role, and so are its child permissions", "every row linked along order_line")
		if x.Answer != "some" || len(x.Paths) != 1 || x.Paths[0].Hops[0].Table != "order" {
			t.Errorf("%+v", x)
		}
	})
	t.Run("MatchesNoRow", func(t *testing.T) {
		x := prepared(t, e, access.Anonymous()).ExplainTable("order", access.Write)
		contains(t, x.Text(), "Note: The permission matches no row for this visitor.", "Note: The visitor cannot read the table")
	})
	t.Run("None", func(t *testing.T) {
		contains(t, prepared(t, e, access.Anonymous()).ExplainTable("planet", access.Read).Sentence, "cannot read any row of “planet” because no table permission names it")
	})
	t.Run("Differs", func(t *testing.T) {
		x := prepared(t, e, access.Holding("r2")).ExplainTable("order", access.Read)
		if x.Answer != "none" || !x.Other.Differs || x.Other.Answer != "all" {
			t.Errorf("%s, other %+v", x.Answer, x.Other)
		}
		contains(t, x.Text(), "by the legacy rules the answer is all.")
	})
}

func TestExplainColumn(t *testing.T) {
	s := shop()
	s.SiteSettings = []site.SiteSetting{{Record: site.Record{ID: "s1", Name: "WEBAPI/order/Enabled"}, Value: "True"}, {Record: site.Record{ID: "s2", Name: "Webapi/order/fields"}, Value: "total, state"}}
	s.ColumnPermissionProfiles = []site.ColumnPermissionProfile{{Record: site.Record{ID: "cp", Name: "Totals"}, Table: "order", Roles: []site.ID{"r1"}}}
	s.ColumnPermissions = []site.ColumnPermission{{Record: site.Record{ID: "c", Name: "total"}, Profile: "cp", Column: "total", Rights: []site.ColumnRight{site.ColumnCreate}}}
	v := prepared(t, compiled(t, s, access.Options{}), access.Holding("Partners"))
	contains(t, v.ExplainColumn("order", "total", access.ColumnRead).Text(), "column permission profile “Totals” leaves the right out", "gives create, which takes away read")
	contains(t, v.ExplainColumn("order", "state", access.ColumnRead).Text(), "says nothing about the column and so does not narrow it", "for all of the rows")
	contains(t, v.ExplainColumn("order", "secret", access.ColumnRead).Text(), "the list of fields does not have it")
	contains(t, v.ExplainColumn("line", "total", access.ColumnRead).Text(), "There is no active site setting Webapi/line/enabled.")
	columns := v.Columns()
	if len(columns) != 2 || columns[0].Column != "state" || columns[1].Create != access.ReachAll || columns[1].Read != access.ReachNone {
		t.Errorf("columns %+v", columns)
	}
}

func TestExplainWebsiteRight(t *testing.T) {
	s := shop()
	s.WebsiteAccessPermissions = []site.WebsiteAccessPermission{
		{Record: site.Record{ID: "w1", Name: "Snippets"}, ManageContentSnippets: true, Roles: []site.ID{"r1", "gone"}},
		{Record: site.Record{ID: "w2", Name: "Off", Inactive: true}, ManageContentSnippets: true, Roles: []site.ID{"r1"}},
		{Record: site.Record{ID: "w3", Name: "Markers"}, ManageSiteMarkers: true, Roles: []site.ID{"r1"}}}
	e := compiled(t, s, access.Options{})
	contains(t, prepared(t, e, access.Holding("Partners")).ExplainWebsiteRight(access.ManageContentSnippets).Text(), "because website access permission “Snippets” gives it",
		"“Off” is inactive", "“Markers” does not give manageContentSnippets")
	contains(t, prepared(t, e, access.Authenticated()).ExplainWebsiteRight(access.ManageContentSnippets).Text(), "cannot be told because a permission names roles that are not in the export")
	contains(t, prepared(t, e, access.Anonymous()).ExplainWebsiteRight(access.ManageContentSnippets).Text(), "does not have the website right")
	if v := prepared(t, e, access.Authenticated()); v.WebsiteRight("fly") != access.Deny || v.ExplainWebsiteRight("fly").Answer != "deny" {
		t.Error("a word that is no right was not denied")
	}
}

func TestSuggest(t *testing.T) {
	s := shop()
	e := compiled(t, s, access.Options{Missing: access.MissingAbsent})
	for name, test := range map[string]struct{ got, want string }{
		"Role":       {prepared(t, e, access.Authenticated()).SuggestPageRead(1), "Assign web role “Partners” to the visitor."},
		"Deactivate": {prepared(t, e, access.Anonymous()).SuggestPageRead(1), "Deactivate page permission (restrict read) “Partners only”."},
		"Activate":   {prepared(t, e, access.Anonymous()).SuggestPageRead(4), "Activate web page “Gone”."},
		"NoWay":      {prepared(t, e, access.Anonymous()).SuggestPageRead(3), access.NoSingleChange},
		"Privilege":  {prepared(t, e, access.Holding("Partners")).SuggestTable("order", access.Delete), "Let table permission “Orders” give delete."},
		"Link":       {prepared(t, e, access.Anonymous()).SuggestTable("order", access.Read), "Add web role “Public” to table permission “Orders”."},
		"Create":     {prepared(t, e, access.Holding("Partners")).SuggestTable("planet", access.Read), "Create a table permission on “planet” that gives read to web role “Everybody”."},
		"Granted":    {prepared(t, e, access.Holding("Partners")).SuggestTable("order", access.Read), ""},
		"Right":      {prepared(t, e, access.Holding("Partners")).SuggestWebsiteRight(access.ManageSiteMarkers), "Create a website access permission that gives manageSiteMarkers to web role “Everybody”."},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
	s.WebRoles[4].Authenticated = true
	s.PageRules[0].Roles = []site.ID{"r5"}
	if got := prepared(t, compiled(t, s, access.Options{}), access.Anonymous()).SuggestPageRead(1); got != "Sign in; no web role needs to be assigned." {
		t.Errorf("%q", got)
	}
}
