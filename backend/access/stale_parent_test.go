package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// A permission that gives every row and still names a parent is judged by the parent's roles, like any child. Where the
// parent is not in the export, nothing can be told from the permission alone.
func TestStaleParent(t *testing.T) {
	s := shop()
	s.TablePermissions = []site.TablePermission{{Record: site.Record{ID: "t", Name: "Everything"}, Table: "order", AccessType: site.Global, Read: true,
		Parent: "gone", Roles: []site.ID{"r1"}}}
	ask := func(o access.Options, who access.Who) *access.Visitor { return prepared(t, compiled(t, s, o), who) }
	t.Run("Unknown", func(t *testing.T) {
		v := ask(access.Options{}, access.Holding("Partners"))
		x := v.ExplainTable("order", access.Read)
		if x.Answer != "unknown" {
			t.Fatalf("%s", x.Text())
		}
		contains(t, x.Text(), "cannot be told because the roles of “Everything” are those of a parent permission that is not in the export.",
			"would give read with access type Global, but its parent permission “gone” is not in the export. Whatever the access type,")
		if got := v.SuggestTable("order", access.Read); got != "Take the parent permission off table permission “Everything”." {
			t.Errorf("%q", got)
		}
	})
	t.Run("NobodyIsLeftOut", func(t *testing.T) {
		if got := ask(access.Options{}, access.Anonymous()).TableRight("order", access.Read).Reach; got != access.ReachUnknown {
			t.Errorf("%s: the parent may be for anonymous visitors", got)
		}
	})
	t.Run("Absent", func(t *testing.T) {
		x := ask(access.Options{Missing: access.MissingAbsent}, access.Holding("Partners")).ExplainTable("order", access.Read)
		contains(t, x.Text(), "stands under a parent permission that is inactive or does not exist, named by “Everything”, so that no roles count, whatever its access type",
			"by the legacy rules the answer is all.")
	})
	t.Run("Below", func(t *testing.T) {
		s.TablePermissions = append(s.TablePermissions, site.TablePermission{Record: site.Record{ID: "l", Name: "Lines"}, Table: "line", Parent: "t",
			AccessType: site.ParentScope, ParentRelationship: "order_line", Read: true})
		contains(t, ask(access.Options{}, access.Holding("Partners")).ExplainTable("line", access.Read).Text(),
			"but stands under “Everything”, whose parent permission “gone” is not in the export.")
	})
}

// In the released runtime a parent that is not in the export could also be broken and fail every request for the table.
func TestBrokenParent(t *testing.T) {
	s := shop()
	s.TablePermissions = []site.TablePermission{
		{Record: site.Record{ID: "t1", Name: "Own"}, Table: "contact", AccessType: site.SelfScope, Read: true, Create: true, Roles: []site.ID{"r1"}},
		{Record: site.Record{ID: "t2", Name: "Child"}, Table: "contact", AccessType: site.ParentScope, ParentRelationship: "rel", Parent: "gone", Read: true, Create: true}}
	for name, test := range map[string]struct {
		profile   access.Profile
		privilege access.Privilege
		want      access.Reach
	}{
		"Current": {access.Current, access.Read, access.ReachSome},
		"Legacy":  {access.Legacy, access.Read, access.ReachUnknown},
		"Create":  {access.Legacy, access.Create, access.ReachAll},
	} {
		v := prepared(t, compiled(t, s, access.Options{Profile: test.profile}), access.Holding("Partners"))
		if got := v.TableRight("contact", test.privilege).Reach; got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
