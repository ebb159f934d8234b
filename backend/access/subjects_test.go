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
