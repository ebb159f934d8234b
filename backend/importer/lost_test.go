package importer_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// TestLost wants every problem that cost records to say of which kind.
func TestLost(t *testing.T) {
	const broken = "adx_name: x\n\tadx_read: true\n"
	for name, test := range map[string]struct{ path, content, problem, want string }{
		"FileOfRecords":       {"webrole.yml", broken, "not valid YAML", "webrole"},
		"OneRecord":           {"table-permissions/A.tablepermission.yml", broken, "not valid YAML", "tablepermission"},
		"RecordWithoutID":     {"webpagerule.yml", "- adx_name: x\n", "has no id", "webpagerule"},
		"EntryThatIsNone":     {"sitesetting.yml", "- just text\n", "is no site setting", "sitesetting"},
		"FieldOfWrongType":    {"webrole.yml", "- adx_webroleid: r\n  adx_name: x\n  adx_anonymoususersrole: perhaps\n", "adx_anonymoususersrole", "webrole"},
		"OwnRecord":           {"website.yml", "adx_websiteid: [\n", "own record was not read", "website"},
		"WarningsCostNothing": {"webrole.yml", "- adx_webroleid: r\n  adx_name: x\n- adx_webroleid: r\n  adx_name: y\n", "Two records", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := readOne(t, map[string]string{test.path: test.content, "publishingstate.yml": "[]", "sitemarker.yml": "[]"})
			if p := problemWith(t, r, test.problem); p.Lost != test.want {
				t.Errorf("%q, want %q: %+v", p.Lost, test.want, p)
			}
		})
	}

	t.Run("Solution", func(t *testing.T) {
		component := func(rest string) string {
			return `<powerpagecomponent powerpagecomponentid="c"><powerpagesiteid><powerpagesiteid>s</powerpagesiteid></powerpagesiteid>` + rest
		}
		for name, test := range map[string]struct{ path, content, problem, want string }{
			"ContentOfKnownType": {"powerpagecomponents/c/powerpagecomponent.xml",
				component(`<powerpagecomponenttype>11</powerpagecomponenttype><content>{"a":</content></powerpagecomponent>`), "not valid JSON", "webrole"},
			"NoXML":       {"powerpagecomponents/c/powerpagecomponent.xml", "<powerpagecomponent><", "ends in the middle", site.LostAny},
			"WithoutType": {"powerpagecomponents/c/powerpagecomponent.xml", component(`<name>x</name></powerpagecomponent>`), "without a type", site.LostAny},
			"Languages":   {"Assets/powerpagesitelanguages.xml", "<powerpagesitelanguages><", "ends in the middle", "websitelanguage"},
		} {
			t.Run(name, func(t *testing.T) {
				readings, err := importer.ReadFS(t.Context(), fstest.MapFS{
					"Assets/powerpagesites.xml": {Data: []byte(`<powerpagesites><powerpagesite powerpagesiteid="s"><name>S</name></powerpagesite></powerpagesites>`)},
					test.path:                   {Data: []byte(test.content)},
				}, "test", importer.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if p := problemWith(t, readings[0], test.problem); p.Lost != test.want {
					t.Errorf("%q, want %q: %+v", p.Lost, test.want, p)
				}
			})
		}
	})

	t.Run("CutPackageMayHaveLostAnything", func(t *testing.T) {
		r := dataOf(t, "<entities>"+rows("adx_webrole", record("r1"))+`<entity name="adx_`, importer.Options{})
		if p := problemWith(t, r, "What stands before"); p.Lost != "" || p.Severity != site.Error {
			t.Errorf("%+v", p)
		}
	})

	t.Run("WhatCannotBeOpened", func(t *testing.T) {
		fsys := closedFS{fstest.MapFS{
			"website.yml": {Data: []byte(website)}, "webrole.yml": {Data: []byte("[]")}, "logo.png": {Data: []byte("x")},
		}, map[string]bool{"webrole.yml": true, "logo.png": true}}
		readings, err := importer.ReadFS(t.Context(), fsys, "test", importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range readings[0].Problems {
			if p.File == "webrole.yml" && p.Lost != "webrole" || p.File == "logo.png" {
				t.Errorf("%+v", p)
			}
		}
	})
}

// closedFS refuses to open some files.
type closedFS struct {
	fstest.MapFS
	closed map[string]bool
}

func (c closedFS) Open(name string) (fs.File, error) {
	if c.closed[name] {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.MapFS.Open(name)
}
