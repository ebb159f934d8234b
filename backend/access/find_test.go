package access_test

import (
	"strings"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// shop is a small site of ordinary shape.
func shop() *site.Site {
	return &site.Site{
		Website: site.Website{Record: rec("w")},
		WebRoles: []site.WebRole{
			{Record: site.Record{ID: "r1", Name: "Partners"}}, {Record: site.Record{ID: "r2", Name: "Staff"}},
			{Record: site.Record{ID: "r3", Name: "Staff"}}, {Record: site.Record{ID: "r4", Name: "Former", Inactive: true}},
			{Record: site.Record{ID: "r5", Name: "Everybody"}, Authenticated: true}, {Record: site.Record{ID: "r6", Name: "Public"}, Anonymous: true},
		},
		WebPages: []site.WebPage{
			{Record: site.Record{ID: "home", Name: "Home"}, PartialURL: "/", IsRoot: true},
			{Record: site.Record{ID: "orders", Name: "Orders"}, PartialURL: "orders", Parent: "home", IsRoot: true, List: "list"},
			{Record: site.Record{ID: "new", Name: "New order"}, PartialURL: "new", Parent: "orders", IsRoot: true, BasicForm: "form"},
			{Record: site.Record{ID: "lost", Name: "Lost"}, PartialURL: "lost", Parent: "nowhere", IsRoot: true},
			{Record: site.Record{ID: "gone", Name: "Gone", Inactive: true}, PartialURL: "gone", Parent: "home", IsRoot: true},
			{Record: site.Record{ID: "en", Name: "Orders"}, RootPage: "orders", Parent: "home", PartialURL: "orders"},
		},
		PageRules: []site.PageRule{{Record: site.Record{ID: "rule", Name: "Partners only"}, Page: "orders", Right: site.RestrictRead, Scope: site.AllContent, Roles: []site.ID{"r1"}}},
		TablePermissions: []site.TablePermission{
			{Record: site.Record{ID: "t1", Name: "Orders"}, Table: "order", AccessType: site.Global, Read: true, Create: true, Roles: []site.ID{"r1"}},
			{Record: site.Record{ID: "t2", Name: "Lines"}, Table: "line", AccessType: site.ParentScope, Parent: "t1", ParentRelationship: "order_line", Read: true},
		},
		Lists:      []site.List{{Record: site.Record{ID: "list", Name: "Orders"}, Table: "order", ODataEnabled: true}},
		BasicForms: []site.BasicForm{{Record: site.Record{ID: "form", Name: "Order"}, Table: "order", Mode: "100000000", TablePermissionsEnabled: true}},
		AdvancedFormSteps: []site.AdvancedFormStep{
			{Record: site.Record{ID: "step", Name: "Step"}, Form: "wizard", Table: "order", Mode: "100000001", TablePermissionsEnabled: true}},
		RoleGates: []site.RoleGate{{Record: site.Record{ID: "gate"}, Kind: site.CloudFlow, Roles: []site.ID{"r1", "missing"}}, {Record: site.Record{ID: "off", Inactive: true}, Roles: []site.ID{"r1"}}},
	}
}

func hasFault(t *testing.T, err error, code fault.Code, parts ...string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Code != code {
		t.Fatalf("error %v, want code %s", err, code)
	}
	for _, part := range parts {
		if !strings.Contains(f.Message+" "+f.Hint, part) {
			t.Errorf("%q, %q lack %q", f.Message, f.Hint, part)
		}
	}
}

func TestCompile(t *testing.T) {
	t.Run("Defaults", func(t *testing.T) {
		e := compiled(t, shop(), access.Options{})
		if o := e.Options(); o.Profile != access.Current || o.Missing != access.MissingUnknown || e.Site().Website.ID != "w" {
			t.Errorf("options %+v", o)
		}
		if other := e.Other(); other.Profile() != access.Legacy || other.Other().Profile() != access.Current {
			t.Error("the other engine has the other profile")
		}
	})
	for name, o := range map[string]access.Options{
		"ErrProfile": {Profile: "future"}, "ErrMissing": {Missing: "perhaps"},
		"ErrSwitch": {Switches: map[access.Switch]access.Value{"S99": access.On}},
		"ErrValue":  {Switches: map[access.Switch]access.Value{access.PageDates: access.On}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := access.Compile(shop(), o)
			hasFault(t, err, fault.Invalid)
		})
	}
}

// Every switch has a default in both profiles that is one of its values, and setting it changes what is asked.
func TestSwitches(t *testing.T) {
	list := access.Switches()
	if len(list) != 16 {
		t.Fatalf("%d switches", len(list))
	}
	for i, info := range list {
		if i > 0 && list[i-1].Switch >= info.Switch {
			t.Errorf("%s is out of order", info.Switch)
		}
		for _, profile := range []access.Profile{access.Current, access.Legacy} {
			o := access.Options{Profile: profile}
			o.Switches = map[access.Switch]access.Value{info.Switch: o.Setting(info.Switch)}
			if _, err := access.Compile(shop(), o); err != nil {
				t.Errorf("%s under %s: %v", info.Switch, profile, err)
			}
			for _, value := range info.Values {
				o.Switches[info.Switch] = value
				if o.Setting(info.Switch) != value {
					t.Errorf("%s stays %s", info.Switch, o.Setting(info.Switch))
				}
			}
		}
	}
	if (access.Options{}).Setting("S99") != "" {
		t.Error("S99 has a setting")
	}
}

func TestVisitor(t *testing.T) {
	e := compiled(t, shop(), access.Options{})
	t.Run("Namesakes", func(t *testing.T) {
		v := prepared(t, e, access.Holding("Staff"))
		if len(v.TableRoles()) != 3 || len(v.Notes()) != 1 || !strings.Contains(v.Notes()[0], "2 web roles are called “Staff”") {
			t.Errorf("roles %v, notes %v", v.TableRoles(), v.Notes())
		}
	})
	t.Run("ByID", func(t *testing.T) {
		if v := prepared(t, e, access.Holding("{R2}")); len(v.TableRoles()) != 2 || len(v.Notes()) != 0 {
			t.Errorf("roles %v, notes %v", v.TableRoles(), v.Notes())
		}
	})
	t.Run("Inactive", func(t *testing.T) {
		v := prepared(t, e, access.Holding("Former"))
		if len(v.PageRoles()) != 1 || !strings.Contains(v.Notes()[0], "is inactive and counts for nothing") {
			t.Errorf("roles %v, notes %v", v.PageRoles(), v.Notes())
		}
		if held := v.Held(); len(held) != 2 || held[1].How != access.NotCounted {
			t.Errorf("held %+v", held)
		}
	})
	t.Run("Alone", func(t *testing.T) {
		who := access.Holding("Partners")
		who.Alone = true
		if v := prepared(t, e, who); len(v.TableRoles()) != 1 || !strings.Contains(v.Label(), "and no other") {
			t.Errorf("roles %v, label %s", v.TableRoles(), v.Label())
		}
	})
	t.Run("ErrRole", func(t *testing.T) {
		_, err := e.Visitor(access.Holding("Partner"))
		hasFault(t, err, fault.NotFound, `no web role "Partner"`, `"Partners"`)
	})
	t.Run("ErrNoRoles", func(t *testing.T) {
		_, err := compiled(t, &site.Site{}, access.Options{}).Visitor(access.Holding("Partner"))
		hasFault(t, err, fault.NotFound, "has no web roles")
	})
	t.Run("ErrContact", func(t *testing.T) {
		_, err := e.Visitor(access.Contact("c9"))
		hasFault(t, err, fault.NotFound, "has no contacts")
		s := shop()
		s.Contacts = []site.Contact{{Record: rec("c1")}}
		_, err = compiled(t, s, access.Options{}).Visitor(access.Contact("c9"))
		hasFault(t, err, fault.NotFound, `"c1"`)
	})
	t.Run("ErrAnonymousWithRoles", func(t *testing.T) {
		_, err := e.Visitor(access.Who{Roles: []string{"Staff"}})
		hasFault(t, err, fault.Invalid)
	})
	t.Run("In", func(t *testing.T) {
		v, err := prepared(t, e, access.Holding("Staff")).In(e.Other())
		if err != nil || v.Engine() != e.Other() || len(v.TableRoles()) != 3 {
			t.Errorf("%v, %v", v, err)
		}
	})
}

func TestFindPage(t *testing.T) {
	s := shop()
	e := compiled(t, s, access.Options{})
	for text, want := range map[string]int{"/": 0, "orders": 1, "/Orders/": 1, "/orders/new": 2, "NEW": 2, "New order": 2, "Lost": 3, "gone": 4} {
		if got, err := e.FindPage(text); err != nil || got != want {
			t.Errorf("%s: page %d, want %d (%v)", text, got, want, err)
		}
	}
	_, err := e.FindPage("/order/")
	hasFault(t, err, fault.NotFound, `"/orders/"`)
	s.WebPages[3].Parent, s.WebPages[3].PartialURL = "home", "ORDERS"
	_, err = compiled(t, s, access.Options{}).FindPage("/orders/")
	hasFault(t, err, fault.Conflict, "2 web pages", "orders, lost")
}

func TestPages(t *testing.T) {
	e := compiled(t, shop(), access.Options{})
	var urls []string
	for _, page := range e.Pages() {
		url, told := e.PageURL(page)
		if !told {
			url = "untold"
		}
		urls = append(urls, url)
	}
	if got := strings.Join(urls, " "); got != "untold / /orders/ /orders/new/" {
		t.Errorf("pages %s", got)
	}
}

func TestFindTable(t *testing.T) {
	e := compiled(t, shop(), access.Options{})
	if name, err := e.FindTable("order"); err != nil || name != "order" {
		t.Errorf("%s, %v", name, err)
	}
	_, err := e.FindTable("ordr")
	hasFault(t, err, fault.NotFound, `"order"`)
	_, err = compiled(t, &site.Site{}, access.Options{}).FindTable("order")
	hasFault(t, err, fault.NotFound, "names no tables")
}
