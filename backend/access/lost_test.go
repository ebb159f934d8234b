package access_test

import (
	"slices"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

func TestLost(t *testing.T) {
	problem := func(severity site.Severity, file, lost string) site.Problem {
		return site.Problem{Severity: severity, File: file, Lost: lost}
	}
	everything := access.Lost(&site.Reading{Problems: []site.Problem{problem(site.Error, "a", site.LostAny)}})
	for _, kind := range []access.Kind{access.KindWebsite, access.KindWebRole, access.KindTablePermission, access.KindSiteMarker} {
		if !slices.Contains(everything, kind) {
			t.Errorf("%v lacks %s", everything, kind)
		}
	}
	if slices.Contains(everything, "") || !slices.IsSorted(everything) {
		t.Errorf("%q", everything)
	}
	unreadable := site.File{Path: "a", Use: site.Unreadable}
	for name, test := range map[string]struct {
		reading site.Reading
		want    []access.Kind
	}{
		"Nothing":              {site.Reading{}, []access.Kind{}},
		"UnreadableFile":       {site.Reading{Files: []site.File{unreadable}, Problems: []site.Problem{problem(site.Error, "a", "tablepermission")}}, []access.Kind{access.KindTablePermission}},
		"Several":              {site.Reading{Problems: []site.Problem{problem(site.Error, "b", "webrole"), problem(site.Error, "a", "account"), problem(site.Error, "c", "webrole")}}, []access.Kind{access.KindRoleAssignment, access.KindWebRole}},
		"MayBeAnything":        {site.Reading{Problems: []site.Problem{problem(site.Error, "a", "")}}, everything},
		"KindOfNewerGatehouse": {site.Reading{Problems: []site.Problem{problem(site.Error, "a", "spaceship")}}, everything},
		"SaidByNobody":         {site.Reading{Files: []site.File{unreadable}}, everything},
		"NoRecord":             {site.Reading{Files: []site.File{unreadable}, Problems: []site.Problem{problem(site.Error, "a", site.LostNothing)}}, []access.Kind{}},
		"NoBearing":            {site.Reading{Problems: []site.Problem{problem(site.Error, "a", "contentsnippet")}}, []access.Kind{}},
		"WarningThatLost":      {site.Reading{Problems: []site.Problem{problem(site.Warning, "a", "roleassignment")}}, []access.Kind{access.KindRoleAssignment}},
		"WarningThatDidNot":    {site.Reading{Problems: []site.Problem{problem(site.Warning, "a", ""), problem(site.Note, "", "")}}, []access.Kind{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := access.Lost(&test.reading); !slices.Equal(got, test.want) || got == nil {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

// What was lost without a trace makes unknown what it could change, and nothing else.
func TestLostKinds(t *testing.T) {
	options := func(profile access.Profile, kinds ...access.Kind) access.Options {
		return access.Options{Profile: profile, Incomplete: kinds}
	}
	s := market()
	s.RoleGates = nil // one of them names a missing role, which by name may be anybody's
	s.WebPages[0].PublishingState = "out"
	s.SiteMarkers = []site.SiteMarker{{Record: site.Record{ID: "m", Name: "Page Not Found"}, Page: "new"}}
	s.PageRules = append(s.PageRules, site.PageRule{Record: rec("g"), Page: "home", Right: site.GrantChange, Roles: []site.ID{"r2"}})
	visitor := func(t *testing.T, s *site.Site, o access.Options, who access.Who) *access.Visitor {
		return prepared(t, compiled(t, s, o), who)
	}
	t.Run("Languages", func(t *testing.T) {
		one := *s
		one.Languages, one.WebPages = s.Languages[:1], s.WebPages[:5]
		for _, kind := range []access.Kind{access.KindLanguage, access.KindWebPage} {
			// The default language may be one that is not published, once there are several.
			one.Website.DefaultLanguage = ""
			if got := visitor(t, &one, options(access.Current, kind), access.Anonymous()).PageRead(0); got != access.Allow {
				t.Errorf("%s, none is the default: %s", kind, got)
			}
			one.Website.DefaultLanguage = "l3"
			if got := visitor(t, &one, options(access.Current, kind), access.Anonymous()).PageRead(0); got != access.Unknown {
				t.Errorf("%s, the default is lost: %s", kind, got)
			}
		}
	})
	t.Run("Website", func(t *testing.T) {
		lost := *s
		lost.Website = site.Website{}
		v := visitor(t, &lost, options(access.Current, access.KindWebsite), access.Holding("r1"))
		if got := v.PageRead(0); got != access.Unknown { // its default language may be unpublished
			t.Errorf("home page: %s", got)
		}
		if got := v.ColumnRight("order", "total", access.ColumnRead); got != access.ReachUnknown { // enhanced authorization may be on
			t.Errorf("column: %s", got)
		}
		if got := v.TableRight("order", access.Read).Reach; got != access.ReachAll {
			t.Errorf("table: %s", got)
		}
		lost.TablePermissions = slices.Clone(lost.TablePermissions)
		lost.TablePermissions[2].Website = "elsewhere"
		v = visitor(t, &lost, options(access.Current, access.KindWebsite), access.Holding("r1"))
		for what, got := range map[string]string{
			"page": v.PageRead(2).String(), "change": v.PageChange(1).String(), "table": v.TableRight("order", access.Read).Reach.String(),
			"right": v.WebsiteRight(access.ManageSiteMarkers).String(), "column": v.ColumnRight("line", "price", access.ColumnRead).String(),
		} {
			if want := map[string]string{"page": "allow"}[what]; got != "unknown" && got != want {
				t.Errorf("of two websites nobody knows which is the site's, %s: %s", what, got)
			}
		}
	})
	t.Run("RolesByName", func(t *testing.T) {
		if got := visitor(t, s, options(access.Legacy, access.KindWebRole), access.Authenticated()).PageRead(1); got != access.Unknown {
			t.Errorf("a lost role may be a namesake: %s", got)
		}
		if got := visitor(t, s, options(access.Current, access.KindWebRole), access.Authenticated()).PageRead(1); got != access.Deny {
			t.Errorf("by id it is nobody's: %s", got)
		}
	})
	t.Run("Assignments", func(t *testing.T) {
		s := market()
		s.Contacts[0].Parent = "firm"
		s.RoleAssignments = []site.RoleAssignment{{Record: rec("r1/firm"), Role: "r1", Account: "firm"}}
		o := options(access.Current, access.KindRoleAssignment)
		v := visitor(t, s, o, access.Contact("c1"))
		if got := v.PageRead(1); got != access.Unknown { // the account may be inactive
			t.Errorf("%s", got)
		}
		contains(t, v.Notes()[0], "the export lost links between roles and people")
		if m := v.Engine().ContactReads(); m.Read(0, 1) != access.Unknown {
			t.Errorf("in the matrix: %s", m.Read(0, 1))
		}
		if got := visitor(t, s, access.Options{}, access.Contact("c1")).PageRead(1); got != access.Allow {
			t.Errorf("with all assignments: %s", got)
		}
	})
	t.Run("Markers", func(t *testing.T) {
		v := visitor(t, s, options(access.Current, access.KindSiteMarker), access.Anonymous())
		for page, want := range map[int]access.Verdict{0: access.Allow, 1: access.Unknown, 2: access.Allow, 4: access.Deny} {
			if got := v.PageRead(page); got != want {
				t.Errorf("page %d: %s, want %s", page, got, want)
			}
		}
		if got := v.PageChange(1); got != access.Deny {
			t.Errorf("change: %s", got)
		}
		if m := v.Engine().ReadMatrix([]*access.Visitor{v}); m.Read(0, 1) != access.Unknown {
			t.Errorf("in the matrix: %s", m.Read(0, 1))
		}
	})
	t.Run("PagePermissionsThatLetFilesOut", func(t *testing.T) {
		if got := visitor(t, s, options(access.Current, access.KindPagePermission), access.Anonymous()).FileRead(0); got != access.Unknown {
			t.Errorf("%s", got)
		}
	})
	t.Run("SettingsOfTheSameName", func(t *testing.T) {
		if got := visitor(t, s, options(access.Current, access.KindSiteSetting), access.Holding("r1")).ColumnRight("order", "total", access.ColumnRead); got != access.ReachUnknown {
			t.Errorf("%s", got)
		}
	})
	t.Run("ColumnPermissions", func(t *testing.T) {
		s := market()
		s.ColumnPermissionProfiles[0].Table = "order"
		s.ColumnPermissions[0].Column = "total"
		ask := func(column string, kinds ...access.Kind) access.Reach {
			return visitor(t, s, options(access.Current, kinds...), access.Holding("r1")).ColumnRight("order", column, access.ColumnRead)
		}
		for _, test := range []struct {
			kind   access.Kind
			column string
			want   access.Reach
		}{
			{access.KindColumnPermission, "total", access.ReachUnknown},
			{access.KindColumnPermission, "state", access.ReachUnknown},
			{access.KindColumnPermissionProfile, "total", access.ReachAll}, // one profile that gives it is enough
			{access.KindWebRole, "total", access.ReachAll},
		} {
			if got := ask(test.column, test.kind); got != test.want {
				t.Errorf("%s, %s: %s", test.kind, test.column, got)
			}
		}
	})
	t.Run("Forums", func(t *testing.T) {
		s := market()
		s.Forums = []site.Forum{{Record: rec("talk")}, {Record: rec("off")}, {Record: site.Record{ID: "shut", Inactive: true}}}
		s.ForumPermissions = []site.ForumPermission{
			{Record: rec("fp"), Forum: "talk", Right: site.RestrictRead, Roles: []site.ID{"r1"}}, {Record: rec("fg"), Forum: "off", Right: site.GrantChange, Roles: []site.ID{"r1"}},
		}
		o := options(access.Legacy, access.KindForumPermission)
		partner, anonymous := visitor(t, s, o, access.Holding("r1")), visitor(t, s, o, access.Anonymous())
		for what, test := range map[string]struct{ got, want access.Verdict }{
			"Restricted":         {partner.ForumRead(0), access.Allow},
			"MayBeRestricted":    {visitor(t, s, o, access.Holding("r2")).ForumRead(1), access.Unknown},
			"Granted":            {partner.ForumRead(1), access.Allow},
			"GrantedChange":      {partner.ForumChange(1), access.Allow},
			"Change":             {partner.ForumChange(0), access.Unknown},
			"AnonymousIsRefused": {anonymous.ForumRead(0), access.Deny},
			"AnonymousMayBe":     {anonymous.ForumRead(1), access.Unknown},
			"AnonymousChange":    {anonymous.ForumChange(0), access.Deny},
			"Inactive":           {partner.ForumRead(2), access.Deny},
		} {
			if test.got != test.want {
				t.Errorf("%s: %s, want %s", what, test.got, test.want)
			}
		}
	})
	t.Run("Transitions", func(t *testing.T) {
		o := options(access.Current, access.KindPublishingTransition)
		if got := visitor(t, s, o, access.Holding("r2")).Transition(1, "draft", "out"); got != access.Unknown {
			t.Errorf("%s", got)
		}
		if got := visitor(t, s, o, access.Anonymous()).Transition(1, "draft", "out"); got != access.Deny {
			t.Errorf("who may not change the page: %s", got)
		}
		with := *s
		with.PublishingTransitions = []site.PublishingTransition{{Record: rec("pt"), From: "draft", To: "out", Roles: []site.ID{"r2"}}}
		if got := visitor(t, &with, o, access.Holding("r2")).Transition(1, "draft", "out"); got != access.Allow {
			t.Errorf("with a role that is named: %s", got)
		}
	})
	t.Run("ExplainedByWhatWasLost", func(t *testing.T) {
		o := options(access.Current, access.KindSiteMarker, access.KindTablePermission, access.KindWebsiteAccessPermission, access.KindSiteSetting)
		v := visitor(t, s, o, access.Holding("r1"))
		anonymous := visitor(t, s, o, access.Anonymous())
		contains(t, anonymous.ExplainPageRead(1).Text(),
			"cannot be told because the export lost some records, which may decide: website access permissions, site markers.",
			"By the records that were read alone, the answer would be deny.",
			"Note: Some records could not be read (website access permissions, site markers, table permissions, site settings); what they could change is unknown.")
		contains(t, v.ExplainTable("line", access.Read).Text(), "which may decide: table permissions.", "the answer would be some.")
		contains(t, v.ExplainWebsiteRight(access.ManageSiteMarkers).Text(), "which may decide: website access permissions.", "the answer would be deny.")
		contains(t, v.ExplainColumn("order", "total", access.ColumnRead).Text(), "which may decide: table permissions, site settings.", "the answer would be all.")
		// What is unknown for another reason is explained by that.
		contains(t, v.ExplainPageRead(3).Sentence, "a page above it is not in the export")
		absent := visitor(t, s, access.Options{Missing: access.MissingAbsent, Incomplete: o.Incomplete}, access.Anonymous())
		contains(t, absent.ExplainPageRead(1).Text(), "cannot read", "they count as absent")
		if notes := visitor(t, s, options(access.Current, access.KindList), access.Anonymous()).Notes(); len(notes) != 0 {
			t.Errorf("lists decide nothing here: %q", notes)
		}
	})
}
