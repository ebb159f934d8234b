package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

func TestSubjects(t *testing.T) {
	e := compiled(t, shop(), access.Options{})
	if counts, why := e.RoleCounts(3); counts || why == "" {
		t.Errorf("an inactive role counts: %q", why)
	}
	if counts, why := e.RoleCounts(0); !counts || why != "" {
		t.Errorf("an active role does not count: %q", why)
	}
	if pages := e.PagesWithPermissions(); len(pages) != 1 || !pages["orders"] {
		t.Errorf("%v", pages)
	}
	if known := e.KnownTables(); len(known) != 2 || known[0] != "line" {
		t.Errorf("%v", known)
	}
}

func TestMatchless(t *testing.T) {
	s := shop()
	s.TablePermissions = []site.TablePermission{{Record: rec("own"), Table: "order", AccessType: site.ContactScope, ContactRelationship: "owner", Read: true, Roles: []site.ID{"r5", "r6"}}}
	e := compiled(t, s, access.Options{})
	if v := prepared(t, e, access.Anonymous()); v.TableRight("order", access.Read).Reach != access.ReachSome || !v.Matchless("order", access.Read) {
		t.Error("an anonymous visitor has rows of their own")
	}
	if prepared(t, e, access.Authenticated()).Matchless("order", access.Read) {
		t.Error("a signed-in visitor has no rows")
	}
	if prepared(t, e, access.Anonymous()).Matchless("order", access.Write) {
		t.Error("no privilege matches no row, rather than none")
	}
}

func TestOtherLanguages(t *testing.T) {
	found := prepared(t, compiled(t, market(), access.Options{Missing: access.MissingAbsent}), access.Anonymous()).OtherLanguages()
	if len(found) != 1 || len(found["home"]) != 1 || found["home"][0].ID != "de" || found["home"][0].Read != access.Deny {
		t.Errorf("%+v", found)
	}
}

func TestRefused(t *testing.T) {
	s := shop()
	e := compiled(t, s, access.Options{})
	s = shop()
	s.SiteMarkers = []site.SiteMarker{{Record: site.Record{ID: "m", Name: "Access Denied"}, Page: "home"}}
	marked := compiled(t, s, access.Options{})
	for want, v := range map[access.Outcome]*access.Visitor{
		access.SignInRedirect:   prepared(t, marked, access.Anonymous()),
		access.NotFoundPage:     prepared(t, e, access.Authenticated()),
		access.AccessDeniedPage: prepared(t, marked, access.Authenticated()),
	} {
		if got := v.Refused(); got != want || v.Browser(1) != want {
			t.Errorf("%s is shown %s, and %s for a page; want %s", v.Label(), got, v.Browser(1), want)
		}
	}
}

func TestWider(t *testing.T) {
	for _, test := range []struct {
		before, after string
		want          bool
	}{
		{"deny", "allow", true}, {"allow", "deny", false}, {"deny", "unknown", true}, {"unknown", "allow", true}, {"allow", "allow", false},
		{"none", "some", true}, {"some", "all", true}, {"all", "some", false}, {"some", "none", false}, {"unknown", "none", false},
	} {
		if got := access.Wider(test.before, test.after); got != test.want {
			t.Errorf("from %s to %s: %v", test.before, test.after, got)
		}
	}
}

// Of several settings of one name, in whatever letters, the first active one is read.
func TestSettingByName(t *testing.T) {
	s := shop()
	for i, setting := range []site.SiteSetting{
		{Record: site.Record{Name: "Webapi/order/enabled", Inactive: true}, Value: "false"},
		{Record: site.Record{Name: "WEBAPI/Order/Enabled"}, Value: "true"},
		{Record: site.Record{Name: "webapi/order/enabled"}, Value: "false"},
		{Record: site.Record{Name: "webapi/order/fieldſ"}, Value: "name"},
	} {
		setting.ID = numbered("s", 4)[i]
		s.SiteSettings = append(s.SiteSettings, setting)
	}
	if api := compiled(t, s, access.Options{}).WebAPI("order"); api.Reachable != access.Allow || len(api.Fields) != 1 || api.Settings[0].ID != "s1" {
		t.Errorf("%+v", api)
	}
}
