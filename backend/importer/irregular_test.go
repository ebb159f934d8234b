package importer_test

import (
	"strings"
	"testing"

	"gatehouse/backend/site"
)

// TestIrregularities are oddities of real sites that the fixture "irregular" does not have.
func TestIrregularities(t *testing.T) {
	quiet := func(t *testing.T, r site.Reading, files ...string) {
		t.Helper()
		for _, p := range r.Problems {
			for _, file := range files {
				if p.File == file {
					t.Errorf("%+v", p)
				}
			}
		}
	}

	t.Run("RolesThatAreGone", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"webrole.yml":       "- adx_webroleid: r1\n",
			"webpagerule.yml":   "- adx_webpageaccesscontrolruleid: a\n  adx_name: Rule\n  adx_webpageaccesscontrolrule_webrole: [r1, r8]\n",
			"websiteaccess.yml": "- adx_websiteaccessid: a\n  adx_name: Access\n  adx_websiteaccess_webrole: [r8]\n",
			"column-permission-profiles/p/P.columnpermissionprofile.yml": "adx_columnpermissionprofileid: a\nadx_profilename: Profile\nadx_columnpermissionprofile_webrole: [r8]\n",
		})
		for _, who := range []string{`page permission "Rule"`, `website access permission "Access"`, `column permission profile "Profile"`} {
			if p := problemWith(t, r, who+" names the web role r8"); p.Severity != site.Warning {
				t.Errorf("%+v", p)
			}
		}
		// The reference stays, so that nobody takes the lost role for none.
		if roles := r.Site.PageRules[0].Roles; len(roles) != 2 || r.RecordCounts().Dangling != 3 {
			t.Errorf("%v, %+v", roles, r.RecordCounts())
		}
	})

	t.Run("FourGenerationsOfPermissions", func(t *testing.T) {
		files := map[string]string{"webrole.yml": "- adx_webroleid: r1\n"}
		parent := ""
		for _, id := range []string{"p1", "p2", "p3", "p4"} {
			text := "adx_entitypermissionid: " + id + "\nadx_entityname: " + id + "\nadx_entitylogicalname: contoso_" + id + "\nadx_read: true\n"
			if parent == "" {
				text += "adx_scope: 756150000\nadx_entitypermission_webrole:\n- r1\n"
			} else {
				text += "adx_scope: 756150003\nadx_parentrelationship: contoso_x\nadx_parententitypermission: " + parent + "\n"
			}
			files["table-permissions/"+id+".tablepermission.yml"], parent = text, id
		}
		r := readOne(t, files)
		for name := range files {
			quiet(t, r, name)
		}
		if p := r.Site.TablePermissions[3]; p.Parent != "p3" || len(p.Roles) != 0 || p.RolesUnknown {
			t.Errorf("%+v", p)
		}
	})

	t.Run("ThreeFilesOfOnePage", func(t *testing.T) {
		page := func(name, more string) string {
			return "adx_webpageid: p1\nadx_name: " + name + "\nadx_isroot: true\n" + more
		}
		r := readOne(t, map[string]string{
			"web-pages/a/A.webpage.yml":                 page("First", "statecode: 1\n"),
			"web-pages/b/B.webpage.yml":                 page("Second", ""),
			"web-pages/b-deleted/B-deleted.webpage.yml": page("Third", ""),
		})
		// The one that is called deleted is the first of the active ones in the order of names.
		if n := r.RecordCounts(); len(r.Site.WebPages) != 1 || r.Site.WebPages[0].Name != "Second" || n.Duplicate != 2 {
			t.Errorf("%+v, %+v", r.Site.WebPages, n)
		}
		problemWith(t, r, "the active one counts")
		problemWith(t, r, "the one whose file is not called deleted counts")
	})

	t.Run("LanguagesByAnyName", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"websitelanguage.yml":                        "- adx_websitelanguageid: l1\n  adx_name: en\n  adx_portallanguageid: l1\n",
			".portalconfig/portallanguage.yml":           "- adx_portallanguageid: l1\n  adx_languagecode: en\n",
			"content-snippets/a/A.contentsnippet.yml":    "adx_contentsnippetid: s1\nadx_name: Без мови\n",
			"content-snippets/b/B.en.contentsnippet.yml": "adx_contentsnippetid: s2\nadx_name: B\nadx_contentsnippetlanguageid: l1\n",
		})
		quiet(t, r, "websitelanguage.yml", "content-snippets/a/A.contentsnippet.yml", "content-snippets/b/B.en.contentsnippet.yml")
		if s := r.Site.ContentSnippets; len(s) != 2 || s[0].Language != "" || s[0].Name != "Без мови" || s[1].Language != "l1" || r.Site.Languages[0].Code != "en" {
			t.Errorf("%+v, %+v", s, r.Site.Languages)
		}
	})

	t.Run("FlagsAndNotNames", func(t *testing.T) {
		r := readOne(t, map[string]string{"webrole.yml": "- adx_webroleid: r1\n  adx_name: Administradores\n  adx_anonymoususersrole: true\n" +
			"- adx_webroleid: r2\n  adx_name: 匿名ユーザー\n- adx_webroleid: r3\n  adx_name: Customer\n  adx_anonymoususersrole: true\n  adx_authenticatedusersrole: true\n" +
			"- adx_webroleid: r4\n  adx_name: Anonymous Users\n"})
		if w := r.Site.WebRoles; !w[0].Anonymous || w[1].Anonymous || !w[2].Anonymous || !w[2].Authenticated || w[3].Anonymous {
			t.Errorf("%+v", w)
		}
	})

	t.Run("OneFileWithOtherLineEnds", func(t *testing.T) {
		text := "- adx_sitesettingid: s1\n  adx_name: A\n  adx_value: |\n    one\n    two\n"
		r := readOne(t, map[string]string{
			"sitesetting.yml": strings.ReplaceAll(text, "\n", "\r\n"),
			"sitemarker.yml":  "- adx_sitemarkerid: m1\n  adx_name: Home",
		})
		if s := r.Site.SiteSettings[0]; s.Value != "one\ntwo\n" || r.Site.SiteMarkers[0].Name != "Home" {
			t.Errorf("%q, %+v", s.Value, r.Site.SiteMarkers)
		}
	})

	t.Run("RulesOfStates", func(t *testing.T) {
		for _, key := range []string{"adx_accesscontrolrule_publishingstate", "accesscontrolrule_publishingstate", "mspp_accesscontrolrule_publishingstate"} {
			r := readOne(t, map[string]string{
				"publishingstate.yml": "- adx_publishingstateid: d1\n",
				"webpagerule.yml":     "- adx_webpageaccesscontrolruleid: a\n  adx_right: 1\n  " + key + ": [d1]\n",
			})
			if s := r.Site.PageRules[0].PublishingStates; len(s) != 1 || s[0] != "d1" {
				t.Errorf("%s: %v", key, s)
			}
		}
	})

	t.Run("RecordsInDeploymentProfilesDoNotCount", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"deployment-profiles/prod.deployment.yml": "adx_sitesetting:\n- adx_sitesettingid: s1\n  adx_value: x\n",
			"tag.yml": "- adx_tagid: t1\n", "shortcut.yml": "- adx_shortcutid: t1\n", "ux-components/c/C.uxcomponent.params.json": "{}",
		})
		for _, name := range []string{"deployment-profiles/prod.deployment.yml", "tag.yml", "shortcut.yml", "ux-components/c/C.uxcomponent.params.json"} {
			if f := fileOf(t, r, name); f.Use != site.Ignored || f.Reason == "" {
				t.Errorf("%+v", f)
			}
			quiet(t, r, name)
		}
	})
}
