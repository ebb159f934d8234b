package app

import (
	"slices"
	"testing"
)

func TestSample(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	shell, portals, snapshots := &Shell{engine: e}, &Portals{e}, &Snapshots{e}
	if err := shell.LoadSample(); err != nil {
		t.Fatal(err)
	}
	rows, err := portals.List()
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	withSite := ""
	for _, row := range rows {
		states[row.Name] = row.Key.State
		if row.HasSite {
			withSite = row.ID
		}
	}
	want := map[string]string{
		"Northwind Customer Care": "healthy", "Northwind Suppliers": "due", "Northwind Careers": "soon",
		"Northwind Field Service": "critical", "Northwind Events 2024": "expired",
	}
	for name, state := range want {
		if states[name] != state {
			t.Errorf("%s is %q, want %q", name, states[name], state)
		}
	}
	site, err := snapshots.Latest(withSite)
	if err != nil {
		t.Fatal(err)
	}
	if len(site.WebRoles) != 6 || len(site.TablePermissions) != 12 || len(site.PageRules) != 7 || len(site.WebsiteAccess) != 2 {
		t.Errorf("got %d roles, %d table permissions, %d page rules, %d website access permissions",
			len(site.WebRoles), len(site.TablePermissions), len(site.PageRules), len(site.WebsiteAccess))
	}
	t.Run("a child permission names its parent", func(t *testing.T) {
		i := slices.IndexFunc(site.TablePermissions, func(p TablePermissionView) bool { return p.Name == "Lines of my orders" })
		if i < 0 {
			t.Fatal("the child permission is missing")
		}
		p := site.TablePermissions[i]
		if p.AccessType != "parent" || p.ParentName != "My orders" || p.Relationship != "order_details" || p.Line == 0 {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("a page rule names its page by path", func(t *testing.T) {
		i := slices.IndexFunc(site.PageRules, func(r PageRuleView) bool { return r.Name == "Price list only for partners" })
		if i < 0 {
			t.Fatal("the rule is missing")
		}
		if r := site.PageRules[i]; r.PageURL != "/partners/price-list/" || r.Roles[0].Name != "Partners" {
			t.Errorf("got %+v", r)
		}
	})
	t.Run("the client secret is withheld", func(t *testing.T) {
		for _, s := range site.SiteSettings {
			if s.Name == "Authentication/OpenIdConnect/AzureADB2C/ClientSecret" && (!s.Secret || s.Value != "") {
				t.Errorf("got %+v", s)
			}
		}
	})
	t.Run("everything in it was read", func(t *testing.T) {
		if !site.Snapshot.Complete {
			t.Errorf("problems: %+v", site.Problems)
		}
	})
	t.Run("every record is accounted for", func(t *testing.T) {
		r := site.Records
		if r.Found < 80 || r.Used+r.Inactive+r.Duplicate+r.Dangling+r.Ignored+r.Unreadable != r.Found || r.Duplicate+r.Unreadable != 0 {
			t.Errorf("got %+v", r)
		}
		i := slices.IndexFunc(site.OtherRecords, func(o OtherRecordView) bool { return o.Name == "Old audit access" })
		if i < 0 {
			t.Fatal("the inactive permission is missing")
		}
		o := site.OtherRecords[i]
		if o.Use != "inactive" || o.Kind != "table permission" || o.File != "table-permissions/Old-audit-access.tablepermission.yml" || o.Line != 1 || o.Count != 1 {
			t.Errorf("got %+v", o)
		}
	})
	t.Run("it can be removed", func(t *testing.T) {
		if err := shell.RemoveSample(); err != nil {
			t.Fatal(err)
		}
		if rows, _ := portals.List(); len(rows) != 0 {
			t.Errorf("%d portals are left", len(rows))
		}
	})
}
