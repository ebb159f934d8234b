package access_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// market is the shop with people, files, settings and column permissions.
func market() *site.Site {
	s := shop()
	s.Root, s.Website.Name = "market", "Market"
	s.Languages = []site.Language{{Record: site.Record{ID: "l1", Name: "English"}, Code: "en-US"}, {Record: site.Record{ID: "l2", Name: "Deutsch"}, PublishingState: "draft"}}
	s.PublishingStates = []site.PublishingState{{Record: site.Record{ID: "draft", Name: "Draft"}}, {Record: site.Record{ID: "out", Name: "Published"}, Visible: true}}
	s.WebPages[5].Language = "l1"
	s.WebPages = append(s.WebPages, site.WebPage{Record: site.Record{ID: "de", Name: "Start"}, RootPage: "home", PartialURL: "/", Language: "l2", PublishingState: "out"})
	s.Contacts = []site.Contact{
		{Record: site.Record{ID: "c1", Name: "Ana"}, UserName: "ana", Email: "ana@contoso.example"},
		{Record: site.Record{ID: "c2", Name: "Bo"}, UserName: "bo", Email: "office@contoso.example"},
		{Record: site.Record{ID: "c3", Name: "Cy"}, UserName: "cy", Email: "Office@contoso.example"},
	}
	s.RoleAssignments = []site.RoleAssignment{{Record: rec("r1/c1"), Role: "r1", Contact: "c1"}}
	s.WebFiles = []site.WebFile{
		{Record: site.Record{ID: "f1", Name: "terms"}, PartialURL: "terms.pdf", Parent: "orders"},
		{Record: site.Record{ID: "f2", Name: "logo"}, PartialURL: "logo.png", Parent: "home"},
		{Record: site.Record{ID: "f3", Name: "stray"}, PartialURL: "stray.png"},
		{Record: site.Record{ID: "f4", Name: "old", Inactive: true}, PartialURL: "logo.png", Parent: "home"},
	}
	s.TablePermissions = append(s.TablePermissions, site.TablePermission{
		Record: site.Record{ID: "t3", Name: "Own"}, Table: "case", AccessType: site.ContactScope, ContactRelationship: "case_contact", Read: true, Roles: []site.ID{"r6"},
	})
	s.SiteSettings = []site.SiteSetting{
		{Record: site.Record{ID: "s1", Name: "Webapi/order/enabled"}, Value: "true"},
		{Record: site.Record{ID: "s2", Name: "Webapi/order/fields"}, Value: "total,state"},
		{Record: site.Record{ID: "s3", Name: "Webapi/planet/enabled"}, Value: "true"},
	}
	s.ColumnPermissionProfiles = []site.ColumnPermissionProfile{{Record: site.Record{ID: "p1", Name: "Lines"}, Table: "line", Roles: []site.ID{"r1"}}}
	s.ColumnPermissions = []site.ColumnPermission{{Record: site.Record{ID: "cp1"}, Profile: "p1", Column: "price", Rights: []site.ColumnRight{site.ColumnRead}}}
	return s
}

func TestSheet(t *testing.T) {
	at := time.Date(2030, 1, 31, 12, 0, 0, 0, time.UTC)
	e := compiled(t, market(), access.Options{At: at, Switches: map[access.Switch]access.Value{access.PageDates: access.Enforced}})
	sheet, err := prepared(t, e, access.Holding("Partners")).Sheet(at)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("KeysOfTheSchema", func(t *testing.T) {
		data, err := json.Marshal(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "null") {
			t.Errorf("null in %s", data)
		}
		contains(t, string(data),
			`{"schema":"gatehouse.access/1","profile":"current","visitor":{"signedIn":true,"pageRoles":["Everybody","Partners"],"tableRoles":["Everybody","Partners"],`,
			`"pages":[{"id":"lost","name":"Lost","url":"","read":"unknown","change":"deny","languages":[]},{"id":"home","name":"Home","url":"/","read":"allow","change":"deny","languages":[{"id":"de","language":"Deutsch","read":"deny","change":"deny"}]},`,
			`"tables":[{"table":"case","read":{"reach":"none","accessTypes":[],"matchesNoRow":false},"write":{`,
			`{"table":"order","read":{"reach":"all","accessTypes":["global"],"matchesNoRow":false}`,
			`"websiteAccess":{"manageContentSnippets":"deny","manageSiteMarkers":"deny","manageWebLinkSets":"deny","previewUnpublishedEntities":"deny"}`,
			`"columns":[{"table":"line","column":"price","create":"none","read":"none","update":"none"},{"table":"order","column":"state","create":"all","read":"all","update":"none"},`,
			`"files":[{"id":"f3","name":"stray","url":"","read":"deny","change":"deny"},{"id":"f2","name":"logo","url":"/logo.png","read":"allow","change":"deny"},{"id":"f1",`,
			`"site":{"id":"w","name":"Market","root":"market","format":"","dataModel":""},"missing":"unknown","at":"2030-01-31T12:00:00Z","switches":{"S07":"enforced"},"incomplete":[],"notes":[]`)
	})
	t.Run("Sorted", func(t *testing.T) {
		if !slices.IsSortedFunc(sheet.Pages, func(a, b access.PageAnswer) int {
			return strings.Compare(a.URL+"\x00"+string(a.ID), b.URL+"\x00"+string(b.ID))
		}) {
			t.Errorf("%+v", sheet.Pages)
		}
		if !slices.IsSortedFunc(sheet.Tables, func(a, b access.TableAnswers) int { return strings.Compare(a.Table, b.Table) }) {
			t.Errorf("%+v", sheet.Tables)
		}
	})
	t.Run("SomeThatMatchesNothing", func(t *testing.T) {
		sheet, err := prepared(t, e, access.Anonymous()).Sheet(time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if got := sheet.Tables[0].Of(access.Read); got.Reach != access.ReachSome || !got.MatchesNoRow || sheet.At != "" {
			t.Errorf("%+v, at %q", got, sheet.At)
		}
		if got := sheet.Tables[0].Of("fly"); got.Reach != access.ReachNone {
			t.Errorf("%+v", got)
		}
	})
	t.Run("WhereTheOtherProfileDiffers", func(t *testing.T) {
		s := market()
		s.TablePermissions = append(s.TablePermissions, site.TablePermission{
			Record: rec("t9"), Table: "orphan", AccessType: site.ParentScope, Read: true, Roles: []site.ID{"r5"}})
		sheet, err := prepared(t, compiled(t, s, access.Options{Missing: access.MissingAbsent}), access.Authenticated()).Sheet(time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		want := access.Difference{What: access.KindTablePermission, ID: "orphan", Right: "read", Before: "none", After: "all"}
		if !sheet.Other.Differs || len(sheet.Other.Differences) != 1 || sheet.Other.Differences[0].Difference != want || sheet.Other.Profile != access.Legacy {
			t.Errorf("%+v", sheet.Other)
		}
	})
	t.Run("Contact", func(t *testing.T) {
		sheet, err := prepared(t, e, access.Contact("c1")).Sheet(time.Time{})
		if err != nil || sheet.Visitor.Contact != "c1" || !sheet.Visitor.CanSignIn || len(sheet.Visitor.Held) != 2 {
			t.Errorf("%+v, %v", sheet.Visitor, err)
		}
	})
}

func TestWithoutSheet(t *testing.T) {
	e := compiled(t, market(), access.Options{})
	v := prepared(t, e, access.Holding("Partners"))
	without := func(t *testing.T, kind access.Kind, name string) *access.WithoutSheet {
		t.Helper()
		ref, err := e.FindRecord(kind, name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := v.WithoutSheet(ref, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	lines := func(s *access.WithoutSheet) string {
		var list []string
		for _, d := range s.Differences {
			list = append(list, strings.Join([]string{string(d.What), d.Label, d.Right, d.Before, d.After}, " "))
		}
		return strings.Join(list, "\n")
	}
	t.Run("Role", func(t *testing.T) {
		want := `webPage /orders/ read allow deny
webPage /orders/new/ read allow deny
webFile /orders/terms.pdf read allow deny
tablePermission line read some none
tablePermission order read all none
tablePermission order create all none
columnPermission order.state read all none
columnPermission order.state create all none
columnPermission order.total read all none
columnPermission order.total create all none`
		if got := lines(without(t, access.KindWebRole, "Partners")); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
	t.Run("PermissionWithItsChildren", func(t *testing.T) {
		s := without(t, access.KindTablePermission, "t1")
		if len(s.Removed) != 2 || s.Removed[1].ID != "t2" || !strings.Contains(lines(s), "tablePermission line read some none") {
			t.Errorf("removed %+v\n%s", s.Removed, lines(s))
		}
	})
	t.Run("NothingChanges", func(t *testing.T) {
		if s := without(t, access.KindWebRole, "r2"); len(s.Differences) != 0 || s.Differences == nil {
			t.Errorf("%+v", s.Differences)
		}
	})
	t.Run("ContentPageOfItsOwnMind", func(t *testing.T) {
		s := market()
		s.WebsiteAccessPermissions = []site.WebsiteAccessPermission{{Record: site.Record{ID: "wa", Name: "Editors"}, PreviewUnpublishedEntities: true, Roles: []site.ID{"r1"}}}
		e := compiled(t, s, access.Options{})
		ref, err := e.FindRecord(access.KindWebsiteAccessPermission, "Editors")
		if err != nil {
			t.Fatal(err)
		}
		w, err := prepared(t, e, access.Holding("r1")).WithoutSheet(ref, time.Time{})
		if want := "webPage / (Deutsch) read allow deny\nwebsite previewUnpublishedEntities previewUnpublishedEntities allow deny"; err != nil || lines(w) != want {
			t.Errorf("%v, got\n%s\nwant\n%s", err, lines(w), want)
		}
	})
}

func TestWhoSheet(t *testing.T) {
	at := time.Date(2030, 1, 31, 12, 0, 0, 0, time.UTC)
	s := market()
	s.PageRules = append(s.PageRules, site.PageRule{Record: rec("g"), Page: "orders", Right: site.GrantChange, Roles: []site.ID{"r3"}, PublishingStates: []site.ID{"draft"}})
	e := compiled(t, s, access.Options{})
	line := func(w *access.WhoSheet) string {
		text := w.Anonymous + " " + w.Authenticated
		for _, r := range w.Roles {
			text += " " + string(r.Role.ID) + "=" + r.Alone + "/" + r.With
		}
		return text
	}
	for name, test := range map[string]struct {
		sheet       *access.WhoSheet
		label, want string
	}{
		"Page":       {e.WhoPage(1, false, at), "/orders/", "deny deny r5=deny/deny r1=allow/allow r6=deny/deny r2=deny/deny r3=deny/deny"},
		"Change":     {e.WhoPage(1, true, at), "/orders/", "deny deny r5=deny/deny r1=deny/deny r6=deny/deny r2=deny/deny r3=deny/deny"},
		"File":       {e.WhoFile(1, false, at), "/logo.png", "allow allow r5=allow/allow r1=allow/allow r6=allow/allow r2=allow/allow r3=allow/allow"},
		"FileChange": {e.WhoFile(1, true, at), "/logo.png", "deny deny r5=deny/deny r1=deny/deny r6=deny/deny r2=deny/deny r3=deny/deny"},
		"Table":      {e.WhoTable("case", access.Read, at), "case", "some none r5=none/none r1=none/none r6=some/some r2=none/none r3=none/none"},
		"Right":      {e.WhoWebsiteRight(access.ManageSiteMarkers, at), "manageSiteMarkers", "deny deny r5=deny/deny r1=deny/deny r6=deny/deny r2=deny/deny r3=deny/deny"},
	} {
		if got := line(test.sheet); got != test.want || test.sheet.Subject.Label != test.label || test.sheet.At != "2030-01-31T12:00:00Z" {
			t.Errorf("%s: %s, %s", name, test.sheet.Subject.Label, got)
		}
	}
	w := e.WhoPage(1, true, at)
	if !w.Other.Differs || w.Other.Profile != access.Legacy || len(w.Notes) != 1 || !strings.Contains(w.Notes[0], "2 web roles are called “Staff”") {
		t.Errorf("other %+v, notes %q", w.Other, w.Notes)
	}
	if e.WhoPage(0, false, at).Other.Differs {
		t.Error("the home page is read by everybody in both profiles")
	}
}

func TestFindContact(t *testing.T) {
	e := compiled(t, market(), access.Options{})
	for text, want := range map[string]site.ID{"c2": "c2", "ANA": "c1", "ana@contoso.example": "c1", " bo ": "c2"} {
		if got, err := e.FindContact(text); err != nil || got != want {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
	_, err := e.FindContact("office@contoso.example")
	hasFault(t, err, fault.Conflict, "2 contacts", "c2, c3")
	_, err = e.FindContact("anna")
	hasFault(t, err, fault.NotFound, `"ana"`)
	_, err = compiled(t, shop(), access.Options{}).FindContact("ana")
	hasFault(t, err, fault.NotFound, "has no contacts", "web roles")
}

func TestFindFile(t *testing.T) {
	s := market()
	s.WebFiles = append(s.WebFiles, site.WebFile{Record: site.Record{ID: "f5", Name: "logo"}, PartialURL: "/orders-logo.png", Parent: "home"})
	e := compiled(t, s, access.Options{})
	for text, want := range map[string]int{"f4": 3, "/Orders/terms.pdf": 0, "logo.png": 1, "stray": 2} {
		if got, err := e.FindFile(text); err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	_, err := e.FindFile("logo")
	hasFault(t, err, fault.Conflict, "f2", "f5")
	_, err = e.FindFile("/orders/term.pdf")
	hasFault(t, err, fault.NotFound, `"/orders/terms.pdf"`)
	_, err = compiled(t, shop(), access.Options{}).FindFile("x")
	hasFault(t, err, fault.NotFound, "has no web files")
	if list := e.Files(); !slices.Equal(list, []int{2, 1, 4, 0}) {
		t.Errorf("%v", list)
	}
}

func TestFindRecord(t *testing.T) {
	e := compiled(t, market(), access.Options{})
	for _, kind := range access.Removable() {
		if _, err := e.FindRecord(kind, "nothing like it"); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	ref, err := e.FindRecord(access.KindPagePermission, "Partners only")
	if err != nil || ref.ID != "rule" {
		t.Errorf("%+v, %v", ref, err)
	}
	_, err = e.FindRecord(access.KindWebRole, "Staff")
	hasFault(t, err, fault.Conflict, "2 web roles", "r2, r3")
	_, err = e.FindRecord(access.KindWebRole, "Partner")
	hasFault(t, err, fault.NotFound, `"Partners"`)
	_, err = e.FindRecord(access.KindContact, "c1")
	hasFault(t, err, fault.Invalid, "webRole")
}

func TestSuggestFileAndColumn(t *testing.T) {
	s := market()
	s.WebFiles[3].PublishingState = "draft"
	s.WebFiles = append(s.WebFiles, site.WebFile{Record: site.Record{ID: "f5", Name: "plan"}, Parent: "home", PublishingState: "draft"})
	gone := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	s.WebFiles = append(s.WebFiles, site.WebFile{Record: site.Record{ID: "f6", Name: "sale"}, Parent: "home", Expires: &gone})
	s.SiteSettings = append(s.SiteSettings, site.SiteSetting{Record: site.Record{ID: "s4", Name: "Webapi/line/enabled"}, Value: "true"},
		site.SiteSetting{Record: site.Record{ID: "s5", Name: "Webapi/line/fields"}, Value: "price"})
	e := compiled(t, s, access.Options{At: gone.AddDate(1, 0, 0)})
	partner, anonymous := prepared(t, e, access.Holding("Partners")), prepared(t, e, access.Anonymous())
	for name, test := range map[string]struct{ got, want string }{
		"Role":       {prepared(t, e, access.Authenticated()).SuggestFileRead(0), "Assign web role “Partners” to the visitor."},
		"Deactivate": {anonymous.SuggestFileRead(0), "Deactivate page permission (restrict read) “Partners only”."},
		"State":      {anonymous.SuggestFileRead(4), "Set the publishing state of web file “plan” to “Published”."},
		"Dates":      {anonymous.SuggestFileRead(5), "Take the release and expiration dates off web file “sale”."},
		"NoWay":      {anonymous.SuggestFileRead(2), access.NoSingleChange},
		"TwoWrongs":  {anonymous.SuggestFileRead(3), access.NoSingleChange},
		"Granted":    {partner.SuggestFileRead(0), ""},
		"Change":     {partner.SuggestFileChange(0), "Create a page permission (grant change) on web page “Orders” for web role “Everybody”."},
		"Field":      {partner.SuggestColumn("order", "secret", access.ColumnRead), "Add column “secret” to site setting “Webapi/order/fields”."},
		"Fields":     {partner.SuggestColumn("line", "total", access.ColumnRead), "Add column “total” to site setting “Webapi/line/fields”."},
		"Privilege":  {partner.SuggestColumn("order", "total", access.ColumnUpdate), "Let table permission “Orders” give write."},
		"Column":     {partner.SuggestColumn("line", "price", access.ColumnCreate), access.NoSingleChange},
		"Had":        {partner.SuggestColumn("order", "total", access.ColumnRead), ""},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
	t.Run("Switched off", func(t *testing.T) {
		s := market()
		s.SiteSettings[0].Value = "false"
		if got := prepared(t, compiled(t, s, access.Options{}), access.Holding("r1")).SuggestColumn("order", "total", access.ColumnRead); got != "Say true in site setting “Webapi/order/enabled”." {
			t.Errorf("%q", got)
		}
	})
	t.Run("Profiles", func(t *testing.T) {
		s := market()
		s.ColumnPermissionProfiles[0].Table = "order"
		s.ColumnPermissions[0].Column = "total"
		v := prepared(t, compiled(t, s, access.Options{}), access.Holding("r1"))
		if got := v.SuggestColumn("order", "total", access.ColumnCreate); got != "Let column permission “cp1” give create." {
			t.Errorf("%q", got)
		}
		s.ColumnPermissionProfiles[0].AllColumns = []site.ColumnRight{site.ColumnUpdate}
		v = prepared(t, compiled(t, s, access.Options{}), access.Holding("r1"))
		if got := v.SuggestColumn("order", "state", access.ColumnCreate); got != "Let column permission profile “Lines” give create on all columns." {
			t.Errorf("%q", got)
		}
	})
}
