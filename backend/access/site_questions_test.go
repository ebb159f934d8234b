package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

func TestWhoCanRead(t *testing.T) {
	e := compiled(t, shop(), access.Options{})
	g := e.WhoCanRead(1)
	if g.Anonymous != access.Deny || g.Authenticated != access.Deny || len(g.Roles) != 5 {
		t.Errorf("%+v", g)
	}
	for _, role := range g.Roles {
		if want := role.Role.ID == "r1"; (role.With == access.Allow) != want || (role.Alone == access.Allow) != want {
			t.Errorf("%+v", role)
		}
	}
	if g := e.WhoCanChange(1); g.Roles[0].With != access.Deny {
		t.Errorf("%+v", g)
	}
}

// The inverse question agrees with the forward one.
func TestWhoCan(t *testing.T) {
	eachRandom(t, access.MissingUnknown, true, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
		e := v.Engine()
		tables, files, rights := e.WhoCan("incident", access.Read), e.WhoCanReadFile(0), e.WhoHas(access.ManageWebLinkSets)
		if tables.Anonymous != prepared(t, e, access.Anonymous()).TableRight("incident", access.Read).Reach {
			t.Error("anonymous visitors differ")
		}
		for i, role := range tables.Roles {
			w := prepared(t, e, access.Holding(string(role.Role.ID)))
			if role.With != w.TableRight("incident", access.Read).Reach || files.Roles[i].With != w.FileRead(0) || rights.Roles[i].With != w.WebsiteRight(access.ManageWebLinkSets) {
				t.Errorf("role %s differs", role.Role.ID)
			}
		}
	})
}

func TestWithout(t *testing.T) {
	s := shop()
	s.Contacts = []site.Contact{{Record: rec("c")}}
	s.RoleAssignments = []site.RoleAssignment{{Record: rec("r1/c"), Role: "r1", Contact: "c"}}
	e := compiled(t, s, access.Options{})
	lost := func(who access.Who, ref access.Ref) map[string]string {
		t.Helper()
		list, err := prepared(t, e, who).Without(ref)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, d := range list {
			found[d.ID+" "+d.Right] = d.Before + " " + d.After
		}
		return found
	}
	t.Run("Role", func(t *testing.T) {
		for _, who := range []access.Who{access.Holding("Partners"), access.Contact("c")} {
			got := lost(who, access.Ref{Kind: access.KindWebRole, ID: "r1"})
			if len(got) != 6 || got["orders read"] != "allow deny" || got["order create"] != "all none" || got["line read"] != "some none" {
				t.Errorf("lost %v", got)
			}
		}
	})
	t.Run("Restriction", func(t *testing.T) {
		got := lost(access.Anonymous(), access.Ref{Kind: access.KindRestrictRead, ID: "rule"})
		if got["orders read"] != "deny allow" || got["new read"] != "deny allow" {
			t.Errorf("gained %v", got)
		}
	})
	t.Run("TablePermissionWithChildren", func(t *testing.T) {
		got := lost(access.Holding("Partners"), access.Ref{Kind: access.KindTablePermission, ID: "t1"})
		if len(got) != 3 || got["line read"] != "some none" {
			t.Errorf("lost %v", got)
		}
	})
	t.Run("OtherKinds", func(t *testing.T) {
		if got := lost(access.Anonymous(), access.Ref{Kind: access.KindList, ID: "list"}); len(got) != 0 {
			t.Errorf("lost %v", got)
		}
	})
	if len(s.TablePermissions) != 2 || len(s.TablePermissions[0].Roles) != 1 {
		t.Error("the site was changed")
	}
}

func TestChannels(t *testing.T) {
	for _, test := range []struct {
		profile   access.Profile
		privilege access.Privilege
		want      map[access.ChannelKind]access.Channel
	}{
		{access.Current, access.Read, map[access.ChannelKind]access.Channel{
			access.ThroughTemplates: {Open: access.Allow}, access.ThroughWebAPI: {}, access.ThroughList: {}, access.ThroughFeed: {Open: access.Allow}}},
		{access.Legacy, access.Read, map[access.ChannelKind]access.Channel{
			access.ThroughTemplates: {Open: access.Allow}, access.ThroughWebAPI: {},
			access.ThroughList: {Reach: access.ReachAll, Unchecked: true}, access.ThroughFeed: {Open: access.Allow, Reach: access.ReachAll, Unchecked: true}}},
		{access.Current, access.Create, map[access.ChannelKind]access.Channel{access.ThroughWebAPI: {}, access.ThroughForm: {}}},
		{access.Current, access.Write, map[access.ChannelKind]access.Channel{access.ThroughWebAPI: {}, access.ThroughFormStep: {}}},
	} {
		v := prepared(t, compiled(t, shop(), access.Options{Profile: test.profile, Missing: access.MissingAbsent}), access.Anonymous())
		list := v.Channels("order", test.privilege)
		if len(list) != len(test.want) {
			t.Errorf("%s %s: %+v", test.profile, test.privilege, list)
		}
		for _, c := range list {
			if want, ok := test.want[c.Through]; !ok || c.Open != want.Open || c.Reach != want.Reach || c.Unchecked != want.Unchecked {
				t.Errorf("%s %s: %+v", test.profile, test.privilege, c)
			}
		}
	}
	partner := prepared(t, compiled(t, shop(), access.Options{}), access.Holding("Partners"))
	if c := partner.Channels("order", access.Create)[1]; c.Open != access.Allow || c.Reach != access.ReachAll || c.Page.ID != "new" {
		t.Errorf("%+v", c)
	}
}

func TestGate(t *testing.T) {
	for name, test := range map[string]struct {
		who     access.Who
		missing access.Missing
		gate    int
		want    access.Verdict
	}{
		"Held":     {access.Holding("Partners"), access.MissingUnknown, 0, access.Allow},
		"Missing":  {access.Authenticated(), access.MissingUnknown, 0, access.Unknown},
		"Absent":   {access.Authenticated(), access.MissingAbsent, 0, access.Deny},
		"Inactive": {access.Holding("Partners"), access.MissingAbsent, 1, access.Deny},
	} {
		if got := prepared(t, compiled(t, shop(), access.Options{Missing: test.missing}), test.who).Gate(test.gate); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// What an export lost without a trace can only be told from outside.
func TestIncomplete(t *testing.T) {
	ask := func(o access.Options, who access.Who) *access.Visitor {
		return prepared(t, compiled(t, shop(), o), who)
	}
	lost := func(kinds ...access.Kind) access.Options { return access.Options{Incomplete: kinds} }
	partners := access.Holding("Partners")
	for name, test := range map[string]struct{ got, want string }{
		"RestrictedStaysDenied":   {ask(lost(access.KindPagePermission), access.Anonymous()).PageRead(1).String(), "deny"},
		"OpenPage":                {ask(lost(access.KindPagePermission), access.Anonymous()).PageRead(0).String(), "unknown"},
		"RefusedWhoIsSignedIn":    {ask(lost(access.KindPagePermission), access.Authenticated()).PageRead(1).String(), "unknown"},
		"InactiveStaysDenied":     {ask(lost(access.KindPagePermission), partners).PageRead(4).String(), "deny"},
		"Change":                  {ask(lost(access.KindPagePermission), partners).PageChange(1).String(), "unknown"},
		"AnonymousChange":         {ask(lost(access.KindPagePermission), access.Anonymous()).PageChange(1).String(), "deny"},
		"AllStaysAll":             {ask(lost(access.KindTablePermission), partners).TableRight("order", access.Read).Reach.String(), "all"},
		"SomeMayBeAll":            {ask(lost(access.KindTablePermission), partners).TableRight("line", access.Read).Reach.String(), "unknown"},
		"NoneMayBeSome":           {ask(lost(access.KindTablePermission), access.Anonymous()).TableRight("planet", access.Read).Reach.String(), "unknown"},
		"WebsiteRight":            {ask(lost(access.KindWebsiteAccessPermission), partners).WebsiteRight(access.ManageSiteMarkers).String(), "unknown"},
		"AnonymousWebsiteRight":   {ask(lost(access.KindWebsiteAccessPermission), access.Anonymous()).WebsiteRight(access.ManageSiteMarkers).String(), "deny"},
		"CompleteByOption":        {ask(access.Options{Incomplete: []access.Kind{access.KindPagePermission}, Missing: access.MissingAbsent}, access.Anonymous()).PageRead(0).String(), "allow"},
		"SettingsLost":            {compiled(t, shop(), lost(access.KindSiteSetting)).WebAPI("order").Reachable.String(), "unknown"},
		"SettingsThere":           {compiled(t, shop(), access.Options{}).WebAPI("order").Reachable.String(), "deny"},
		"UnsupportedInAnyCase":    {compiled(t, shop(), lost(access.KindSiteSetting)).WebAPI("adx_sitesetting").Reachable.String(), "deny"},
		"ExplainedAsUnknown":      {ask(lost(access.KindPagePermission), access.Anonymous()).ExplainPageRead(0).Answer, "unknown"},
		"ExplainedTableAsUnknown": {ask(lost(access.KindTablePermission), partners).ExplainTable("planet", access.Read).Answer, "unknown"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", name, test.got, test.want)
		}
	}
}

func TestAccountRoles(t *testing.T) {
	s := shop()
	s.Contacts = []site.Contact{{Record: rec("c"), Parent: "a"}, {Record: rec("d"), Parent: "c"}}
	verdict := func(o access.Options, contact site.ID) access.Verdict {
		return prepared(t, compiled(t, s, o), access.Contact(contact)).PageRead(1)
	}
	if got := verdict(access.Options{}, "c"); got != access.Unknown {
		t.Errorf("without roles of accounts: %s", got)
	}
	if got := verdict(access.Options{Switches: map[access.Switch]access.Value{access.AccountRoles: access.No}}, "c"); got != access.Deny {
		t.Errorf("with S04 off: %s", got)
	}
	if got := verdict(access.Options{}, "d"); got != access.Deny {
		t.Errorf("with a contact for a parent: %s", got)
	}
	s.RoleAssignments = []site.RoleAssignment{{Record: rec("r1/a"), Role: "r1", Account: "a"}}
	if got := verdict(access.Options{}, "c"); got != access.Allow {
		t.Errorf("with the account's role: %s", got)
	}
}

// Odd graphs end: parents in circles, pages that are their own parent, everything missing.
func FuzzEngine(f *testing.F) {
	for seed := range uint64(16) {
		f.Add(seed, byte(seed*17))
	}
	f.Fuzz(func(t *testing.T, seed uint64, shape byte) {
		c := newChance(seed)
		s := randomSite(c, true)
		for i := range s.WebPages {
			if shape&1 != 0 {
				s.WebPages[i].Parent = s.WebPages[c.IntN(len(s.WebPages))].ID
			}
			if shape&2 != 0 && c.one(3) {
				s.WebPages[i].IsRoot, s.WebPages[i].RootPage = false, s.WebPages[i].ID
			}
		}
		for i := range s.TablePermissions {
			if shape&4 != 0 {
				s.TablePermissions[i].Parent = s.TablePermissions[c.IntN(len(s.TablePermissions))].ID
			}
		}
		if shape&8 != 0 {
			s.WebRoles = s.WebRoles[:1]
		}
		if shape&16 != 0 {
			s.PublishingStates, s.Languages = nil, nil
		}
		if shape&32 != 0 {
			s.WebPages = s.WebPages[:1+c.IntN(2)]
		}
		if shape&64 != 0 {
			s.PageRules = append(s.PageRules, s.PageRules...)
			s.TablePermissions[0].Parent, s.WebPages[0].Parent = s.TablePermissions[0].ID, s.WebPages[0].ID
		}
		for _, missing := range []access.Missing{access.MissingAbsent, access.MissingUnknown} {
			v := prepared(t, compiled(t, s, randomOptions(c, missing)), access.Contact(s.Contacts[0].ID))
			replayAll(t, v)
			v.Engine().ContactReads()
			v.SuggestPageRead(0)
		}
	})
}
