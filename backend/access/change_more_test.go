package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// square is the shop with forums: one open to partners, one hidden, one off, one below a page that is not there.
func square() *site.Site {
	s := shop()
	s.PublishingStates = []site.PublishingState{{Record: site.Record{ID: "draft", Name: "Draft"}}}
	s.Forums = []site.Forum{
		{Record: site.Record{ID: "f0", Name: "Orders"}, Parent: "orders"},
		{Record: site.Record{ID: "f1", Name: "Drafts"}, PublishingState: "draft"},
		{Record: site.Record{ID: "f2", Name: "Off", Inactive: true}},
		{Record: site.Record{ID: "f3", Name: "Astray"}, Parent: "nowhere"},
		{Record: site.Record{ID: "f4", Name: "Quiet"}, Parent: "home"},
		{Record: site.Record{ID: "f5", Name: "Under gone"}, Parent: "gone"},
	}
	allow := func(id, forum site.ID, right site.PageRight, roles ...site.ID) {
		s.ForumPermissions = append(s.ForumPermissions, site.ForumPermission{
			Record: site.Record{ID: id, Name: "Rule " + string(id)}, Forum: forum, Right: right, Roles: roles})
	}
	allow("fp0", "f0", site.RestrictRead, "r1", "r5")
	allow("fp1", "f0", site.GrantChange, "r2")
	allow("fp2", "f1", site.RestrictRead, "r1")
	allow("fp3", "f3", site.RestrictRead, "r1")
	allow("fp4", "f5", site.RestrictRead, "r1")
	return s
}

func TestSuggestMore(t *testing.T) {
	s := square()
	s.WebFiles = []site.WebFile{
		{Record: site.Record{ID: "w0", Name: "terms.pdf"}, Parent: "orders"},
		{Record: site.Record{ID: "w1", Name: "old.pdf", Inactive: true}, Parent: "home"},
		{Record: site.Record{ID: "w2", Name: "new.pdf"}, Parent: "home", PublishingState: "draft"},
	}
	s.PublishingStates = append(s.PublishingStates, site.PublishingState{Record: site.Record{ID: "pub", Name: "Published"}, Visible: true})
	s.SiteSettings = []site.SiteSetting{
		{Record: site.Record{ID: "s0", Name: "Webapi/order/enabled"}, Value: "true"}, {Record: site.Record{ID: "s1", Name: "Webapi/order/fields"}, Value: "name"},
		{Record: site.Record{ID: "s2", Name: "Webapi/line/fields"}, Value: "name"}}
	s.ColumnPermissionProfiles = []site.ColumnPermissionProfile{{Record: site.Record{ID: "cp", Name: "Prices"}, Table: "order", Roles: []site.ID{"r1"}}}
	s.ColumnPermissions = []site.ColumnPermission{{Record: site.Record{ID: "c0", Name: "Name"}, Profile: "cp", Column: "name", Rights: []site.ColumnRight{site.ColumnCreate}}}
	e := compiled(t, s, access.Options{Missing: access.MissingAbsent})
	partner := prepared(t, e, access.Holding("Partners"))
	anonymous := prepared(t, e, access.Anonymous())
	for name, test := range map[string]struct{ got, want string }{
		"FileRole":        {prepared(t, e, access.Authenticated()).SuggestFileRead(0), "Assign web role “Partners” to the visitor."},
		"FileActivate":    {anonymous.SuggestFileRead(1), "Activate web file “old.pdf”."},
		"FileState":       {anonymous.SuggestFileRead(2), "Set the publishing state of web file “new.pdf” to “Published”."},
		"FilePermission":  {anonymous.SuggestFileRead(0), "Deactivate page permission (restrict read) “Partners only”."},
		"FileRead":        {partner.SuggestFileRead(0), ""},
		"FileChange":      {partner.SuggestFileChange(0), "Create a page permission (grant change) on web page “Orders” for web role “Everybody”."},
		"ForumRole":       {prepared(t, e, access.Authenticated()).SuggestForum(0, false), "Assign web role “Partners” to the visitor."},
		"ForumPermission": {partner.SuggestForum(0, true), "Assign web role “Staff” to the visitor."},
		"ForumCreate":     {partner.SuggestForum(4, false), "Create a forum access permission (restrict read) on forum “Quiet” for web role “Everybody”."},
		"ForumActivate":   {partner.SuggestForum(2, false), access.NoSingleChange},
		"ColumnSetting":   {partner.SuggestColumn("order", "price", access.ColumnRead), "Add column “price” to site setting “Webapi/order/fields”."},
		"ColumnProfile":   {partner.SuggestColumn("order", "name", access.ColumnRead), "Let column permission “Name” give read."},
		"ColumnExposed":   {partner.SuggestColumn("line", "name", access.ColumnRead), "Say true in site setting “Webapi/line/enabled”."},
		"ColumnHad":       {partner.SuggestColumn("order", "name", access.ColumnCreate), ""},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
	if g := e.WhoHasColumn("order", "name", access.ColumnCreate); g.Anonymous != access.ReachNone || g.Roles[0].With != access.ReachAll {
		t.Errorf("%+v", g)
	}
	if g := e.WhoCanChangeFile(0); g.Anonymous != access.Deny || g.Roles[0].With != access.Deny {
		t.Errorf("%+v", g)
	}
}
