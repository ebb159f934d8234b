package importer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/site"
)

// permission reads one table permission with the lines given.
func permission(t *testing.T, lines string) (site.TablePermission, site.Reading) {
	t.Helper()
	r := readOne(t, map[string]string{
		"webrole.yml": "- adx_webroleid: r1\n- adx_webroleid: r2\n",
		"table-permissions/P.tablepermission.yml": "adx_entitypermissionid: p1\nadx_entityname: P\n" +
			"adx_entitylogicalname: contoso_x\n" + lines,
	})
	if len(r.Site.TablePermissions) != 1 {
		t.Fatalf("%d permissions, problems %v", len(r.Site.TablePermissions), r.Problems)
	}
	return r.Site.TablePermissions[0], r
}

func TestFlags(t *testing.T) {
	for text, want := range map[string]bool{
		"true": true, "True": true, "TRUE": true, "1": true, `"true"`: true,
		"false": false, "False": false, "0": false, "": false, "null": false, "~": false,
	} {
		p, r := permission(t, "adx_read: "+text+"\nadx_scope: 756150000\n")
		if p.Read != want {
			t.Errorf("%q is %v, want %v", text, p.Read, want)
		}
		for _, problem := range r.Problems {
			if problem.Severity == site.Error {
				t.Errorf("%q: %+v", text, problem)
			}
		}
	}
	if p, _ := permission(t, "adx_scope: 756150000\n"); p.Read {
		t.Error("a missing flag is set")
	}
}

func TestAccessTypes(t *testing.T) {
	for code, want := range map[string]site.AccessType{
		"756150000": site.Global, "756150001": site.ContactScope, "756150002": site.AccountScope,
		"'756150003'": site.ParentScope, " 756150004": site.SelfScope,
	} {
		if p, _ := permission(t, "adx_scope: "+code+"\n"); p.AccessType != want || p.RawAccessType != "" {
			t.Errorf("%s is %q, raw %q", code, p.AccessType, p.RawAccessType)
		}
	}
	t.Run("Unknown", func(t *testing.T) {
		p, r := permission(t, "adx_scope: 756150099\n")
		if p.AccessType != site.UnknownAccess || p.RawAccessType != "756150099" {
			t.Errorf("%+v", p)
		}
		problemWith(t, r, "none that is known")
	})
	t.Run("Missing", func(t *testing.T) {
		p, r := permission(t, "adx_scope: \n")
		if p.AccessType != site.UnknownAccess || p.RawAccessType != "" {
			t.Errorf("%+v", p)
		}
		problemWith(t, r, "has no access type")
	})
}

// TestWrongTypes wants of each wrong value: the record stays, and file, line, field and a way out are named.
func TestWrongTypes(t *testing.T) {
	for _, c := range []struct{ outcome, line, said string }{
		{"TextForANumber", "adx_scope: everything", `adx_scope of the table permission "P" is "everything", where a whole number`},
		{"NumberForAFlag", "adx_read: 7", `adx_read of the table permission "P" is "7", where true or false`},
		{"ListForAText", "adx_contactrelationship: [a, b]", "where a text should stand"},
		{"ListForAFlag", "adx_read: [true]", "where true or false should stand"},
		{"MappingForAnId", "adx_parententitypermission: {a: b}", "where the id of one record should stand"},
		{"MappingForAList", "adx_entitypermission_webrole: {a: b}", "where a list of ids should stand"},
		{"MappingInAList", "adx_entitypermission_webrole: [r1, {a: b}]", "where a list of ids should stand"},
		{"TextForAState", "statecode: off", "where a whole number should stand"},
	} {
		t.Run(c.outcome, func(t *testing.T) {
			_, r := permission(t, c.line+"\n")
			p := problemWith(t, r, c.said)
			if p.Severity != site.Error || p.File != "table-permissions/P.tablepermission.yml" || p.Line != 4 ||
				p.Record != "p1" || p.Hint == "" {
				t.Errorf("%+v", p)
			}
		})
	}
	t.Run("SecretsAreNotQuoted", func(t *testing.T) {
		_, r := permission(t, "adx_scope: 'sig=made0up0signature'\n")
		for _, p := range r.Problems {
			if strings.Contains(p.Message, "made0up0") {
				t.Errorf("%+v", p)
			}
		}
	})
}

func TestRoles(t *testing.T) {
	t.Run("Lists", func(t *testing.T) {
		for lines, want := range map[string]string{
			"adx_entitypermission_webrole:\n- R1\n- '{r2}'\n- r1\n- \n":   "[r1 r2]",
			"entitypermission_webrole: [r2]\n":                            "[r2]",
			"mspp_entitypermission_webrole: r1\n":                         "[r1]",
			"adx_entitypermission_webrole: []\n":                          "[]",
			"adx_entitypermission_webrole: \n":                            "[]",
			"adx_adx_something_webrole: [r1]\nadx_childTablePermissions:": "[]",
		} {
			p, _ := permission(t, lines)
			if got := fmt.Sprint(p.Roles); got != want || p.RolesUnknown {
				t.Errorf("%q: %s, unknown %v, want %s", lines, got, p.RolesUnknown, want)
			}
		}
	})
	t.Run("Damaged", func(t *testing.T) {
		for _, lines := range []string{
			"adx_adx_entitypermission_webrole: [[], []]\n",
			"adx_entitypermission_webrole: [r1, []]\n",
			"adx_entitypermission_webrole: {a: b}\n",
		} {
			if p, r := permission(t, lines); !p.RolesUnknown {
				t.Errorf("%q: %+v, %v", lines, p, r.Problems)
			}
		}
		r := readOne(t, map[string]string{
			"webpagerule.yml":   "- adx_webpageaccesscontrolruleid: a\n  adx_adx_webpageaccesscontrolrule_webrole: [[]]\n",
			"websiteaccess.yml": "- adx_websiteaccessid: a\n  adx_adx_websiteaccess_webrole: [[]]\n",
		})
		if !r.Site.PageRules[0].RolesUnknown || !r.Site.WebsiteAccessPermissions[0].RolesUnknown {
			t.Error("a damaged list counts as empty")
		}
		s := readOne(t, map[string]string{
			"forums/t/T.forum.forumpermission.yml":        "- adx_communityforumaccesspermissionid: a\n  adx_communityforumaccesspermission_webrole: [[]]\n",
			"cloud-flow-consumer/F.cloudflowconsumer.yml": "adx_cloudflowconsumerid: a\nadx_adx_CloudFlowConsumer_adx_webrole: [[]]\n",
			"server-logic/L.serverlogic.yml":              "adx_serverlogicid: b\nadx_serverlogic_adx_webrole: {a: b}\n",
			"publishingstatetransitionrule.yml":           "- adx_publishingstatetransitionruleid: a\n  adx_publishingstatetransitionrule_webrole: {a: b}\n",
			"blogs/b/B.blog.yml":                          "adx_blogid: a\nadx_adx_blog_webrole: [[]]\n",
			"idea-forums/I.ideaforum.yml":                 "adx_ideaforumid: a\nadx_adx_webrole_ideaforum_read: [[]]\nadx_webrole_ideaforum_write: [r1, {}]\n",
		}).Site
		if !s.ForumPermissions[0].RolesUnknown || !s.RoleGates[0].RolesUnknown || !s.RoleGates[1].RolesUnknown ||
			!s.PublishingTransitions[0].RolesUnknown || !s.Blogs[0].AuthorRolesUnknown ||
			!s.IdeaForums[0].ReaderRolesUnknown || !s.IdeaForums[0].WriterRolesUnknown {
			t.Errorf("a damaged list counts as empty: %+v", s)
		}
	})
}

func TestColumnRights(t *testing.T) {
	for text, want := range map[string]string{
		"[746610000, 746610001]":           "[create read] false",
		"746610000,746610002":              "[create update] false",
		"'[-1, 746610001,-1]'":             "[read] false",
		"":                                 "[] false",
		"[746610001, 999]":                 "[read] true",
		"[{Value: []}]":                    "[] true",
		"{Value: 746610001}":               "[] true",
		"\n- 746610001\n- \n- '746610002'": "[read update] false",
	} {
		r := readOne(t, map[string]string{
			"column-permission-profiles/p/P.columnpermissionprofile.columnpermission.yml": "adx_columnpermissionid: c1\nadx_permissions: " + text + "\n",
		})
		p := r.Site.ColumnPermissions[0]
		if got := fmt.Sprint(p.Rights, p.RightsUnknown); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestPageRules(t *testing.T) {
	for lines, want := range map[string]string{
		"adx_right: 1":                   "grant-change all-content",
		"adx_right: 2\n  adx_scope: 2":   "restrict-read exclude-direct-web-files",
		"adx_right: 2\n  adx_scope: ":    "restrict-read all-content",
		"adx_right: 3\n  adx_scope: 9":   " ",
		"adx_right: x\n  adx_scope: x":   " ",
		"adx_scope: 1\n  statecode: '0'": " all-content",
	} {
		r := readOne(t, map[string]string{"webpagerule.yml": "- adx_webpageaccesscontrolruleid: a\n  " + lines + "\n"})
		rule := r.Site.PageRules[0]
		if got := fmt.Sprint(rule.Right, " ", rule.Scope); got != want || rule.Inactive {
			t.Errorf("%q: %q, want %q", lines, got, want)
		}
	}
}

func TestMoments(t *testing.T) {
	want := time.Date(2030, 6, 6, 11, 26, 50, 0, time.UTC)
	for text, ok := range map[string]bool{
		"2030-06-06T11:26:50.0000000Z": true, "2030-06-06T13:26:50+02:00": true, "2030-06-06T11:26:50": true,
		"2030-06-06 11:26:50": true, "'2030-06-06T11:26:50Z'": true, "soon": false, "2030-13-40": false,
	} {
		r := readOne(t, map[string]string{"web-files/x.webfile.yml": "adx_webfileid: f1\nadx_expirationdate: " + text + "\n"})
		expires := r.Site.WebFiles[0].Expires
		if ok != (expires != nil) || ok && (!expires.Equal(want) || expires.Location() != time.UTC) {
			t.Errorf("%q is %v", text, expires)
		}
		if !ok {
			problemWith(t, r, "a date should stand")
		}
	}
}

func TestSettings(t *testing.T) {
	const id = "- adx_sitesettingid: s1\n  adx_name: "
	for _, c := range []struct {
		outcome, lines string
		value          string
		secret         bool
		variable       string
	}{
		{"Text", "A\n  adx_value: 00:03:00", "00:03:00", false, ""},
		{"WordNull", "A\n  adx_value: null", "null", false, ""},
		{"Folded", "A\n  adx_value: >-\n    one\n    two", "one two", false, ""},
		{"Empty", "A", "", false, ""},
		{"SecretByName", "X/ClientSecret\n  adx_value: made-up", "", true, ""},
		{"SecretByNameAfterTheValue", "Y\n  adx_value: made-up\n  adx_name: X/ClientSecret", "", true, ""},
		{"SecretByShape", "A\n  adx_value: https://x.example/?sig=made0up0signature", "", true, ""},
		{"SecretWithoutValue", "X/ClientSecret", "", false, ""},
		{"Variable", "X/ClientSecret\n  adx_source: 1\n  adx_envvar_schema: contoso_V", "", false, "contoso_V"},
		{"VariableLeftOver", "A\n  adx_source: 0\n  adx_envvar_schema: contoso_V\n  adx_value: v", "v", false, ""},
	} {
		t.Run(c.outcome, func(t *testing.T) {
			r := readOne(t, map[string]string{"sitesetting.yml": id + c.lines + "\n"})
			s := r.Site.SiteSettings[0]
			if s.Value != c.value || s.Secret != c.secret || s.EnvironmentVariable != c.variable {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestDuplicates(t *testing.T) {
	const first, second = "- adx_webroleid: r1\n  adx_name: First\n", "- adx_webroleid: '{R1}'\n  adx_name: Second\n"
	const inactive = "  statecode: 1\n"
	for outcome, c := range map[string]struct{ text, want, said string }{
		"BothActive":     {first + second, "First", "the first one counts"},
		"FirstInactive":  {first + inactive + second, "Second", "the active one counts"},
		"SecondInactive": {first + second + inactive, "First", "the active one counts"},
		"BothInactive":   {first + inactive + second + inactive, "First", "the first one counts"},
	} {
		t.Run(outcome, func(t *testing.T) {
			r := readOne(t, map[string]string{"webrole.yml": c.text})
			if len(r.Site.WebRoles) != 1 || r.Site.WebRoles[0].Name != c.want {
				t.Errorf("%+v", r.Site.WebRoles)
			}
			if p := problemWith(t, r, c.said); p.Severity != site.Warning || p.Record != "r1" {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestDataModel(t *testing.T) {
	language := func(id, portal string) string {
		return "- adx_websitelanguageid: " + id + "\n  adx_portallanguageid: " + portal + "\n"
	}
	for outcome, c := range map[string]struct {
		files map[string]string
		want  site.DataModel
	}{
		"Binding":             {map[string]string{".portalconfig/websitebinding.yml": "[]"}, site.Standard},
		"ConfigWithoutOne":    {map[string]string{".portalconfig/manifest.yml": "{}", "websitelanguage.yml": language("a", "b")}, site.Enhanced},
		"LanguagesDiffer":     {map[string]string{"websitelanguage.yml": language("a", "b")}, site.Standard},
		"LanguagesEqual":      {map[string]string{"websitelanguage.yml": language("a", "A")}, site.Enhanced},
		"EmptyListWritten":    {map[string]string{"websiteaccess.yml": "- adx_websiteaccessid: a\n  adx_websiteaccess_webrole: []\n"}, site.Standard},
		"EmptyListNotWritten": {map[string]string{"websiteaccess.yml": "- adx_websiteaccessid: a\n"}, site.Enhanced},
	} {
		t.Run(outcome, func(t *testing.T) {
			if r := readOne(t, c.files); r.Site.DataModel != c.want {
				t.Errorf("%s, want %s", r.Site.DataModel, c.want)
			}
		})
	}
}
