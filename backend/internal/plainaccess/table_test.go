package plainaccess_test

import (
	"slices"
	"testing"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// Row lists of the reference are "some" here, the empty list included; a request that fails in legacy is "none".
func TestTables(t *testing.T) {
	const (
		global, contact, account = site.Global, site.ContactScope, site.AccountScope
		self, parent, noScope    = site.SelfScope, site.ParentScope, site.UnknownAccess

		toContact, toAccount, toOrder = "new_contact_new_order", "new_account_new_order", "new_order_new_line"
	)
	orders, lines := tableRight("new_order", "read"), tableRight("new_line", "read")
	p := named("p")
	ofP := below("p")
	noAnonymous := plainaccess.Options{Switches: map[string]string{"S16": "on"}}
	under := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		reach, _ := plainaccess.TableRightUnder(s, o, v, "annotation", "read", "new_order")
		return reach
	}
	associate := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.Associate(s, o, v, "new_order", "new_line")
	}
	list := func(checked bool) edit {
		return func(s *site.Site) {
			s.Lists = []site.List{{Record: record("list"), Table: "new_order", TablePermissionsEnabled: checked}}
		}
	}
	listRows := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.ListRows(s, o, v, "list")
	}
	form := func(s *site.Site) {
		s.BasicForms = []site.BasicForm{{Record: record("form"), Table: "new_order", Mode: "100000001"}}
	}
	openForm := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.OpenForm(s, o, v, "form")
	}
	runVectors(t, []vector{
		{id: "VT01", ask: orders, want: "bob=none anon=none"},
		{id: "VT02", given: []edit{perm("new_order", global, "", "R", "emp")}, ask: orders, want: "bob=all nob=none anon=none"},
		{id: "VT03", given: []edit{perm("new_order", global, "", "R", "anon")}, ask: orders, want: "anon=all bob=none nob=none"},
		{id: "VT04", given: []edit{perm("new_order", global, "", "R", "auth")}, ask: orders, want: "nob=all anon=none"},
		{id: "VT05", given: []edit{perm("new_order", contact, toContact, "R", "emp")}, ask: orders, want: "bob=some both=some"},
		{id: "VT06", given: []edit{perm("new_order", account, toAccount, "R", "emp")}, ask: orders, want: "bob=some both=some"},
		{id: "VT07", given: []edit{perm("new_order", contact, toContact, "R", "emp"), perm("new_order", global, "", "R", "mgr")},
			ask: orders, want: "bob=some sue=all both=all"},
		{id: "VT08", given: []edit{perm("new_order", contact, toContact, "RW", "emp"), perm("new_order", account, toAccount, "R", "emp")},
			ask: tableRight("new_order", "write"), want: "bob=some"},
		{id: "VT09", given: []edit{perm("new_order", contact, toContact, "R", "anon")}, ask: orders, want: "anon=some"},
		{id: "VT10", given: []edit{assign("nob", "emp"), perm("new_order", account, toAccount, "R", "emp")}, ask: orders, want: "nob=some"},
		{id: "VT11", given: []edit{assign("nob", "emp"), editContact("nob", func(c *site.Contact) { c.Parent = "bob" }),
			perm("new_order", account, toAccount, "R", "emp")}, ask: orders, want: "nob=some"},
		{id: "VT12", given: []edit{perm("contact", self, "", "RW", "auth")}, ask: tableRight("contact", "write"), want: "bob=some anon=none"},
		{id: "VT13", given: []edit{perm("new_order", self, "", "R", "emp")}, ask: orders, want: "bob=some", legacy: "bob=none"},
		{id: "VT14", given: []edit{perm("new_order", contact, toContact, "C", "emp")}, ask: tableRight("new_order", "create"), want: "bob=all nob=none"},
		{id: "VT15", given: []edit{perm("new_order", contact, toContact, "R", "emp", p), perm("new_line", parent, toOrder, "R", "emp", ofP)},
			ask: lines, want: "bob=some nob=none"},
		{id: "VT16", given: []edit{perm("new_order", global, "", "R", "emp", p), perm("new_line", parent, toOrder, "R", "emp", ofP)}, ask: lines, want: "bob=some"},
		{id: "VT17", given: []edit{perm("new_order", account, toAccount, "R", "emp", p), perm("new_line", parent, toOrder, "R", "emp", ofP)}, ask: lines, want: "bob=some"},
		{id: "VT18", given: []edit{perm("new_order", contact, toContact, "C", "emp", p), perm("new_line", parent, toOrder, "R", "emp", ofP)}, ask: lines, want: "bob=some"},
		{id: "VT19", given: []edit{perm("contact", self, "", "R", "emp", p), perm("new_order", parent, toContact, "R", "", named("p1"), ofP),
			perm("new_line", parent, toOrder, "R", "", below("p1"))}, ask: lines, want: "bob=some both=some sue=none"},
		{id: "VT20", given: []edit{perm("account", global, "", "R", "emp", p), perm("new_order", parent, toAccount, "R", "", named("p1"), ofP),
			perm("new_line", parent, toOrder, "R", "", below("p1"))}, ask: lines, want: "bob=some"},
		{id: "VT21", given: []edit{perm("new_order", contact, toContact, "R", "emp", p), perm("new_line", parent, toOrder, "R", "mgr", ofP)},
			ask: lines, want: "bob=some sue=none"},
		{id: "VT22", given: []edit{perm("new_order", contact, toContact, "R", "emp", p, inactivePermission), perm("new_line", parent, toOrder, "R", "emp", ofP)},
			ask: lines, want: "bob=none", legacy: "bob=all"},
		{id: "VT23", given: []edit{perm("new_order", contact, toContact, "R", "emp", p, inactivePermission), perm("new_line", parent, toOrder, "R", "", ofP)},
			ask: lines, want: "bob=none"},
		{id: "VT24", given: []edit{perm("new_order", parent, toAccount, "R", "emp", below("missing")), perm("new_order", contact, toContact, "R", "emp")},
			ask: orders, want: "bob=some"},
		{id: "VT25", given: []edit{perm("new_order", parent, toAccount, "R", "emp", named("a"), below("b")), perm("account", parent, "x", "R", "emp", named("b"), below("a"))},
			ask: orders, want: "bob=none"},
		{id: "VT26", given: []edit{perm("new_order", contact, toContact, "R", "emp", p), perm("new_line", global, "", "R", "mgr", ofP)},
			ask: lines, want: "bob=all sue=none"},
		{id: "VT27", given: []edit{perm("new_order", global, "", "R", "emp", inactivePermission)}, ask: orders, want: "bob=none"},
		{id: "VT28", given: []edit{assign("nob", "off"), perm("new_order", global, "", "R", "off")}, ask: orders, want: "nob=none"},
		{id: "VT29", given: []edit{assign("nob", "xr"), perm("new_order", global, "", "R", "xr", elsewhere)}, ask: orders, want: "nob=none"},
		{id: "VT30", given: []edit{perm("new_order", global, "", "R", "emp", elsewhere)}, ask: orders, want: "bob=none", legacy: "bob=all"},
		{id: "VT31", given: []edit{perm("new_order", global, "", "R", "emp mgrx")}, ask: orders, want: "sue=none", legacy: "sue=all"},
		{id: "VT32", given: []edit{perm("annotation", contact, "r_contact_note", "R", "emp")}, ask: under, want: "bob=none"},
		{id: "VT33", given: []edit{perm("new_order", contact, toContact, "R", "emp", p), perm("annotation", parent, "new_order_Annotations", "R", "", ofP)},
			ask: under, want: "bob=some"},
		{id: "VT34", given: []edit{perm("annotation", global, "", "R", "emp")}, ask: under, want: "bob=all"},
		{id: "VT35", given: []edit{perm("new_line", global, "", "A", "emp")}, ask: associate, want: "bob=deny"},
		{id: "VT36", given: []edit{perm("new_line", global, "", "A", "emp"), perm("new_order", global, "", "T", "emp")}, ask: associate, want: "bob=allow"},
		{id: "VT37", given: []edit{perm("new_line", global, "", "T", "emp"), perm("new_order", global, "", "A", "emp")}, ask: associate, want: "bob=deny"},
		{id: "VT38", given: []edit{perm("annotation", global, "", "CA", "emp"), perm("new_order", global, "", "RT", "emp")},
			ask: func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
				return plainaccess.AddNote(s, o, v, "new_order")
			}, want: "bob=allow nob=deny"},
		{id: "VT39", options: noAnonymous, given: []edit{perm("new_order", global, "", "RC", "anon")}, ask: orders, want: "anon=none"},
		{id: "VT40", options: noAnonymous, given: []edit{perm("new_order", global, "", "RC", "anon")}, ask: tableRight("new_order", "create"), want: "anon=all"},
		{id: "VT41", given: []edit{list(false)}, ask: listRows, want: "anon=none", legacy: "anon=all"},
		{id: "VT42", given: []edit{list(true), perm("new_order", contact, toContact, "R", "emp")}, ask: listRows, want: "bob=some anon=none"},
		{id: "VT43", given: []edit{form}, ask: openForm, want: "anon=deny", legacy: "anon=allow"},
		{id: "VT44", given: []edit{perm("new_order", noScope, "", "R", "emp")}, ask: orders, want: "bob=some", legacy: "bob=all"},
		{id: "VT45", given: []edit{perm("New_Order", global, "", "R", "emp")}, ask: orders, want: "bob=none"},
		{id: "VT46", given: []edit{perm("new_order", contact, "", "R", "emp")}, ask: orders, want: "bob=some", legacy: "bob=none"},
		{id: "VT47", given: []edit{perm("new_order", contact, toContact, "W", "emp")}, ask: orders, want: "bob=none"},
		{id: "VT48", given: []edit{perm("new_order", global, "", "R", "")}, ask: orders, want: "bob=none anon=none"},
		{id: "VT49", given: []edit{perm("lead", global, "", "W", "emp"), perm("contact", global, "", "C", "emp"), perm("account", global, "", "C", "emp")},
			ask: func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
				return plainaccess.QualifyLead(s, o, v)
			}, want: "bob=deny"},
		{id: "VT50", given: []edit{assignAccount("a1", "mgr"), perm("new_order", global, "", "R", "mgr")}, ask: orders, want: "bob=all nob=none"},
		{id: "VT51", given: []edit{perm("new_order", global, "", "R", "anon auth")}, ask: orders, want: "anon=all nob=all"},
		{id: "VT52", given: []edit{perm("new_order", contact, toContact, "R", "anon", p), perm("new_line", parent, toOrder, "R", "", ofP)}, ask: lines, want: "anon=some"},
		{id: "VT53", given: []edit{perm("new_order", global, "", "R", "emp", below("missing"))}, ask: orders, want: "bob=none", legacy: "bob=all"},
	})
}

func TestAccessTypes(t *testing.T) {
	types := func(want []string, privilege string, v plainaccess.Visitor, given ...edit) func(*testing.T) {
		return func(t *testing.T) {
			s := fixture()
			for _, change := range given {
				change(s)
			}
			if _, got := plainaccess.TableRight(s, plainaccess.Options{At: now}, v, "new_order", privilege); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		}
	}
	three := []edit{perm("new_order", site.Global, "", "R", "emp"), perm("new_order", site.AccountScope, "r", "RC", "emp"),
		perm("new_order", site.ContactScope, "r", "C", "emp"), perm("new_order", site.SelfScope, "", "R", "mgr")}
	t.Run("GlobalIncluded", types([]string{"account", "global"}, "read", visitorOf("bob"), three...))
	t.Run("EveryCreate", types([]string{"account", "contact"}, "create", visitorOf("bob"), three...))
	t.Run("None", types(nil, "read", visitorOf("nob"), three...))
	t.Run("WithoutScope", types([]string{"parent"}, "read", visitorOf("bob"), perm("new_order", site.UnknownAccess, "", "R", "emp")))
}
