package importer_test

import (
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// packageOf reads a package of these entities.
func packageOf(t testing.TB, entities string, opts importer.Options) site.Reading {
	t.Helper()
	return dataOf(t, "<entities>"+entities+"</entities>", opts)
}

func dataOf(t testing.TB, data string, opts importer.Options) site.Reading {
	t.Helper()
	readings, err := importer.ReadFS(t.Context(), fstest.MapFS{"data.xml": {Data: []byte(data)}}, "test", opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(readings) != 1 {
		t.Fatalf("%d readings, want 1", len(readings))
	}
	return readings[0]
}

// rows writes an entity of the website w1.
func rows(table, records string) string {
	return `<entity name="` + table + `"><records>` + records + "</records></entity>"
}

func record(id string, fields ...string) string {
	s := `<record id="` + id + `"><field name="adx_websiteid" value="w1"/>`
	for i := 0; i < len(fields); i += 2 {
		s += fmt.Sprintf(`<field name="%s" value="%s"/>`, fields[i], fields[i+1])
	}
	return s + "</record>"
}

func TestPackageUnreadable(t *testing.T) {
	role := rows("adx_webrole", record("r1", "adx_name", "One"))
	cases := []struct {
		outcome string
		data    string
		reason  string
		line    int
		roles   int
	}{
		{"DocumentType", `<!DOCTYPE entities [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + "\n<entities>" + rows("adx_webrole", record("r1", "adx_name", "&x;")) + "</entities>", "document type", 1, 0},
		{"DocumentTypeLater", "<entities>" + role + "\n<!DOCTYPE x></entities>", "document type", 2, 1},
		{"Entity", "<entities>" + role + "\n" + rows("adx_webrole", record("r2", "adx_name", "&nbsp;")) + "</entities>", "not resolved", 2, 1},
		{"CutShort", "<entities>" + role + "\n<entity name=\"adx_web", "ends in the middle", 2, 1},
		{"NotClosed", "<entities>" + role + "\n<entity></entities>", "not valid XML", 2, 1},
		{"NotUTF8", "<entities>" + role + "\n" + rows("adx_webrole", record("r2", "adx_name", "\xff")) + "</entities>", "not valid XML", 2, 1},
		{"OtherCharacters", `<?xml version="1.0" encoding="windows-1252"?>` + "<entities>" + role + "</entities>", "Unicode", 1, 0},
		{"Deep", "<entities>" + role + "\n" + strings.Repeat("<a>", 200), "too deep", 2, 1},
		{"LongTag", "<entities>" + role + "\n<entity " + strings.Repeat("a='' ", 40_000) + "/></entities>", "no end within reason", 2, 1},
		{"LongComment", "<entities>" + role + "\n<!--" + strings.Repeat("x", 5<<20) + "--></entities>", "no end within reason", 2, 1},
	}
	for _, c := range cases {
		t.Run(c.outcome, func(t *testing.T) {
			r := dataOf(t, c.data, importer.Options{})
			f := fileOf(t, r, "data.xml")
			if f.Use != site.Unreadable || !strings.Contains(f.Reason, c.reason) || f.Line != c.line || f.Column < 1 {
				t.Errorf("%+v", f)
			}
			if len(r.Site.WebRoles) != c.roles || r.Complete() {
				t.Errorf("%d roles, want %d", len(r.Site.WebRoles), c.roles)
			}
			if strings.Contains(f.Reason, "before that place") != (c.roles > 0) {
				t.Errorf("reason %q", f.Reason)
			}
		})
	}

	t.Run("LinksBehindTheCutAreUnknown", func(t *testing.T) {
		r := dataOf(t, "<entities>"+rows("adx_entitypermission", record("p1", "adx_scope", "756150000"))+"<entity", importer.Options{})
		if p := r.Site.TablePermissions[0]; !p.RolesUnknown {
			t.Errorf("%+v", p)
		}
	})

	t.Run("TooLarge", func(t *testing.T) {
		data := "<entities>" + role + strings.Repeat(" ", 1<<20) + "</entities>"
		r := dataOf(t, data, importer.Options{Limits: importer.Limits{PackageBytes: 1 << 16}})
		if f := fileOf(t, r, "data.xml"); f.Use != site.Unreadable || !strings.Contains(f.Reason, "larger") || len(r.Site.WebRoles) != 1 {
			t.Errorf("%+v", f)
		}
	})
}

func TestPackageEncodings(t *testing.T) {
	data := "<entities>" + rows("adx_webrole", record("r1", "adx_name", "Gäste 管理 𝄞")) + "</entities>"
	declared := `<?xml version="1.0" encoding="utf-16"?>` + data
	for outcome, text := range map[string]string{
		"UTF8": data, "ByteOrderMark": "\ufeff" + data, "Declared": `<?xml version="1.0" encoding="UTF-8"?>` + data,
		"UTF16LittleEndian": "\xff\xfe" + utf16Text(data, true), "UTF16BigEndian": "\xfe\xff" + utf16Text(data, false),
		"UTF16WithoutMark": utf16Text(data, true), "UTF16Declared": "\xff\xfe" + utf16Text(declared, true),
		"LineEnds": strings.ReplaceAll(data, "><", ">\r\n<"), "Comments": strings.ReplaceAll(data, "<records>", "<!-- <!DOCTYPE> ' \" --><records><![CDATA[x]]>"),
		"SpacedTags": strings.Replace(data, "<entity name=", "<entity\r\n\tdisplayname=\"x\" name = ", 1), "FarBehind": strings.Replace(data, "<entity ", strings.Repeat(" ", 65_525)+"<entity ", 1),
		"Namespaces": strings.Replace(data, "<entities>", `<entities xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`, 1),
	} {
		t.Run(outcome, func(t *testing.T) {
			r := dataOf(t, text, importer.Options{})
			if len(r.Site.WebRoles) != 1 || r.Site.WebRoles[0].Name != "Gäste 管理 𝄞" {
				t.Errorf("%+v, %v", r.Site.WebRoles, r.Problems)
			}
		})
	}
}

func TestPackageRows(t *testing.T) {
	t.Run("TextsAreEscapedTwice", func(t *testing.T) {
		for written, want := range map[string]string{
			"&amp;lt;b&amp;gt; &amp;quot;x&amp;quot; &amp;amp; &amp;#39;y&amp;#39;": `<b> "x" & 'y'`,
			"a&#xD;&#xA;b":                      "a\nb",
			"?a=1&amp;copy=2&amp;sect=3 &amp; ": "?a=1&copy=2&sect=3 & ",
			"&amp;amp;lt;":                      "&lt;",
			"&amp;#233;&amp;#x1F600;&amp;#0;&amp;#xD800;&amp;#99999999;&amp;unknown;": "é😀&#0;&#xD800;&#99999999;&unknown;",
		} {
			r := packageOf(t, rows("adx_sitesetting", record("s1", "adx_name", "A", "adx_value", written)), importer.Options{})
			if got := r.Site.SiteSettings[0].Value; got != want {
				t.Errorf("%s is %q, want %q", written, got, want)
			}
		}
	})

	t.Run("WrongValues", func(t *testing.T) {
		r := packageOf(t, rows("adx_entitypermission",
			record("p1", "adx_scope", "everything", "adx_read", "perhaps")+"\n"+record("", "adx_entityname", "No id")+"\n"+
				record("{P1}", "adx_entityname", "Again")+"\n"+record("p2", "adx_read", "True", "adx_read", "False")), importer.Options{})
		for part, line := range map[string]int{
			`The field adx_scope`: 1, `The field adx_read of the table permission without a name is "perhaps"`: 1,
			`"No id" has no id (entitypermissionid)`: 2, `Two records have the id of the table permission "Again"`: 3,
			"The field adx_read stands twice": 4,
		} {
			if p := problemWith(t, r, part); p.Line != line || p.File != "data.xml" {
				t.Errorf("%+v", p)
			}
		}
	})

	t.Run("LongValueIsCut", func(t *testing.T) {
		long := strings.Repeat("管", 1<<20)
		body := record("n1", "documentbody", strings.Repeat("QUJD", 3<<20))
		r := packageOf(t, rows("annotation", body)+rows("adx_sitesetting", record("s1", "adx_name", "A", "adx_value", long+"&amp;")+record("s2", "adx_value", "x")),
			importer.Options{Limits: importer.Limits{ValueBytes: 1 << 20}})
		if len(r.Site.SiteSettings) != 2 || r.Site.SiteSettings[0].Value != "" || r.Site.SiteSettings[1].Value != "x" {
			t.Errorf("%d settings, %v", len(r.Site.SiteSettings), r.Problems)
		}
		problemWith(t, r, "adx_value of a site setting is too long")
		if f := fileOf(t, r, "data.xml"); f.Use != site.Used {
			t.Errorf("%+v", f)
		}
	})

	t.Run("NotAThousandProblems", func(t *testing.T) {
		r := packageOf(t, rows("adx_webrole", strings.Repeat(record("r1", "adx_name", "a", "adx_name", "b"), 300)), importer.Options{})
		problemWith(t, r, "more trouble like this")
	})

	t.Run("EnhancedModel", func(t *testing.T) {
		r := packageOf(t, rows("mspp_webrole", `<record id="r1"><field name="mspp_name" value="One"/><field name="mspp_websiteid" value="w1"/></record>`), importer.Options{})
		if r.Site.DataModel != site.Enhanced || len(r.Site.WebRoles) != 1 || r.Site.WebRoles[0].Name != "One" || r.Site.Website.ID != "w1" {
			t.Errorf("%s, %+v", r.Site.DataModel, r.Site.WebRoles)
		}
	})

	t.Run("Components", func(t *testing.T) {
		component := func(id, number, content string, more ...string) string {
			fields := append([]string{"powerpagecomponenttype", number, "content", content, "powerpagesiteid", "w1"}, more...)
			s := `<record id="` + id + `">`
			for i := 0; i < len(fields); i += 2 {
				s += fmt.Sprintf(`<field name="%s" value="%s"/>`, fields[i], html.EscapeString(html.EscapeString(fields[i+1])))
			}
			return s + "</record>\n"
		}
		link := `<m2mrelationships><m2mrelationship sourceid="r1" targetentityname="contact" m2mrelationshipname="powerpagecomponent_mspp_webrole_contact"><targetids><targetid>c1</targetid></targetids></m2mrelationship></m2mrelationships>`
		r := packageOf(t, "\n<entity name=\"powerpagecomponent\"><records>\n"+
			component("r1", "11", `{"authenticatedusersrole":true}`, "name", "Members", "statecode", "0")+
			component("p1", "18", `{"entitylogicalname":"contoso_x","scope":756150000,"read":true,"adx_entitypermission_webrole":["r1"]}`, "name", "Things")+
			component("s1", "9", `{"value":`, "name", "Broken")+
			component("b1", "27", `{}`)+component("x1", "4711", `{}`)+
			"</records>"+link+"</entity>"+rows("contact", `<record id="c1"/>`)+
			rows("powerpagesite", `<record id="w1"><field name="name" value="Contoso"/><field name="enhancedauthorization" value="True"/></record>`), importer.Options{})
		if s := r.Site; s.DataModel != site.Enhanced || s.Website.Name != "Contoso" || s.Website.EnhancedAuthorization != site.Yes || len(s.WebRoles) != 1 || s.WebRoles[0].Name != "Members" {
			t.Errorf("%s, %+v, %+v", s.DataModel, s.Website, s.WebRoles)
		}
		if p := r.Site.TablePermissions[0]; p.RolesUnknown || len(p.Roles) != 1 || p.Table != "contoso_x" || p.Source.Line != 4 {
			t.Errorf("%+v", p)
		}
		if a := r.Site.RoleAssignments; len(a) != 1 || a[0].Role != "r1" || a[0].Contact != "c1" {
			t.Errorf("%+v", a)
		}
		if p := problemWith(t, r, "not valid JSON"); p.Severity != site.Error || p.Line != 5 || p.Lost != "sitesetting" || r.Complete() {
			t.Errorf("%+v", p)
		}
		problemWith(t, r, `type "4711"`)
		want := site.RecordCounts{Found: 8, Used: 5, Ignored: 2, Unreadable: 1}
		if got := r.RecordCounts(); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		checkRecords(t, r)
	})

	t.Run("PostsBelongToTheSiteOfTheirBlog", func(t *testing.T) {
		readings, err := importer.ReadFS(t.Context(), fstest.MapFS{"data.xml": {Data: []byte("<entities>" +
			rows("adx_blogpost", `<record id="p2"><field name="adx_blogid" value="b2"/></record>`) +
			rows("adx_blog", record("b1")+strings.Replace(record("b2"), "w1", "w2", 1)) + "</entities>")}}, "test", importer.Options{})
		if err != nil || len(readings) != 2 {
			t.Fatalf("%d readings, %v", len(readings), err)
		}
		if a, b := readings[0].Site.BlogPosts, readings[1].Site.BlogPosts; len(a) != 0 || len(b) != 1 || b[0].Blog != "b2" {
			t.Errorf("%+v, %+v", a, b)
		}
	})

	t.Run("NoWebsiteAtAll", func(t *testing.T) {
		r := packageOf(t, rows("adx_webrole", `<record id="r1"></record>`), importer.Options{})
		if p := problemWith(t, r, "own record was not read"); p.Severity != site.Error || len(r.Site.WebRoles) != 1 {
			t.Errorf("%+v", p)
		}
	})
}

func TestPackageLinks(t *testing.T) {
	permission := rows("adx_entitypermission", record("p1", "adx_scope", "756150000"))
	role := rows("adx_webrole", record("r1")+record("r2"))
	link := func(entity, source, target, relation, id string) string {
		return fmt.Sprintf(`<entity name="%s"><records/><m2mrelationships><m2mrelationship sourceid="%s" targetentityname="%s" m2mrelationshipname="%s"><targetids><targetid> {%s} </targetid></targetids></m2mrelationship></m2mrelationships></entity>`,
			entity, source, target, relation, id)
	}
	read := func(t *testing.T, schema string, entities string) site.Reading {
		t.Helper()
		files := fstest.MapFS{"data.xml": {Data: []byte("<entities>" + entities + "</entities>")}}
		if schema != "" {
			files["data_schema.xml"] = &fstest.MapFile{Data: []byte(schema)}
		}
		return readShape(t, files)
	}
	const asked = `<entities><entity name="adx_entitypermission"><fields/><relationships><relationship name="adx_entitypermission_webrole"/></relationships></entity></entities>`
	const unasked = `<entities><entity name="adx_entitypermission"><fields><field name="adx_scope"/></fields><relationships/></entity></entities>`

	t.Run("EitherSide", func(t *testing.T) {
		r := read(t, asked, link("adx_entitypermission", "p1", "adx_webrole", "adx_entitypermission_webrole", "R2")+permission+role+
			link("adx_webrole", "r1", "adx_entitypermission", "adx_entitypermission_webrole", "p1"))
		if p := r.Site.TablePermissions[0]; len(p.Roles) != 2 || p.Roles[0] != "r1" || p.Roles[1] != "r2" || p.RolesUnknown {
			t.Errorf("%+v", p)
		}
	})
	t.Run("AskedForAndNone", func(t *testing.T) {
		r := read(t, asked, permission+role)
		if p := r.Site.TablePermissions[0]; len(p.Roles) != 0 || p.RolesUnknown {
			t.Errorf("%+v", p)
		}
		problemWith(t, r, "nobody gets anything")
	})
	t.Run("NotAskedFor", func(t *testing.T) {
		r := read(t, unasked, permission+role)
		if p := r.Site.TablePermissions[0]; !p.RolesUnknown {
			t.Errorf("%+v", p)
		}
		problemWith(t, r, "made without the links between a table permission and web roles (adx_entitypermission_webrole)")
		problemWith(t, r, "made without the column adx_read of table adx_entitypermission")
		for _, p := range r.Problems {
			if strings.Contains(p.Message, "nobody gets anything") || strings.Contains(p.Message, "column adx_scope") {
				t.Errorf("%+v", p)
			}
		}
	})
	t.Run("OneOfTwoAskedFor", func(t *testing.T) {
		const readers = `<entities><entity name="adx_ideaforum"><fields/><relationships><relationship name="adx_webrole_ideaforum_read"/></relationships></entity></entities>`
		r := read(t, readers, rows("adx_ideaforum", record("f1"))+rows("adx_blog", record("b1"))+role)
		if f := r.Site.IdeaForums[0]; f.ReaderRolesUnknown || !f.WriterRolesUnknown || !r.Site.Blogs[0].AuthorRolesUnknown {
			t.Errorf("%+v, %+v", f, r.Site.Blogs)
		}
		problemWith(t, r, "(adx_webrole_ideaforum_write)")
		problemWith(t, r, "(adx_blog_webrole)")
	})
	t.Run("StatesNotAskedFor", func(t *testing.T) {
		r := read(t, unasked, rows("adx_webpageaccesscontrolrule", record("a1", "adx_right", "1"))+role)
		if p := problemWith(t, r, "links between a page permission and publishing states (adx_accesscontrolrule_publishingstate)"); p.Severity != site.Note {
			t.Errorf("%+v", p)
		}
	})
	t.Run("SomeRowsAskedFor", func(t *testing.T) {
		const filtered = `<entities><entity name="adx_entitypermission"><fields/><filter>&lt;fetch&gt;&lt;/fetch&gt;</filter></entity><entity name="adx_webrole"><fields/><filter> </filter></entity></entities>`
		r := read(t, filtered, permission+role)
		if p := problemWith(t, r, "filter on table adx_entitypermission"); p.Severity != site.Note {
			t.Errorf("%+v", p)
		}
		for _, p := range r.Problems {
			if strings.Contains(p.Message, "filter on table adx_webrole") {
				t.Errorf("%+v", p)
			}
		}
	})
	t.Run("NoSchemaAndNone", func(t *testing.T) {
		r := read(t, "", permission+role)
		if p := r.Site.TablePermissions[0]; !p.RolesUnknown {
			t.Errorf("%+v", p)
		}
		problemWith(t, r, "has no schema and none of the links")
	})
	t.Run("BrokenSchemaCountsAsNone", func(t *testing.T) {
		r := read(t, unasked[:40], permission+role)
		if f := fileOf(t, r, "data_schema.xml"); f.Use != site.Unreadable || f.Line != 1 || !r.Site.TablePermissions[0].RolesUnknown {
			t.Errorf("%+v", f)
		}
	})
	t.Run("People", func(t *testing.T) {
		people := rows("contact", `<record id="c1"><field name="firstname" value="Ana"/><field name="lastname" value="Trujillo"/><field name="parentcustomerid" value="a1" lookupentity="account"/></record>`) +
			rows("account", `<record id="a1"><field name="statecode" value="1"/></record>`)
		r := read(t, "", role+people+link("adx_webrole", "r1", "contact", "adx_webrole_contact", "c1")+
			link("contact", "c1", "adx_webrole", "adx_webrole_contact", "r1")+link("contact", "c1", "adx_webrole", "adx_webrole_contact", "r9")+
			link("account", "a1", "adx_webrole", "adx_webrole_account", "r2"))
		if c := r.Site.Contacts[0]; c.Name != "Ana Trujillo" || c.Parent != "a1" || !c.ParentInactive {
			t.Errorf("%+v", c)
		}
		want := []site.RoleAssignment{
			{Record: site.Record{ID: "r1/c1"}, Role: "r1", Contact: "c1"}, {Record: site.Record{ID: "r2/a1"}, Role: "r2", Account: "a1"},
			{Record: site.Record{ID: "r9/c1"}, Role: "r9", Contact: "c1"},
		}
		for i, a := range r.Site.RoleAssignments {
			if a.Source = (site.Source{}); len(r.Site.RoleAssignments) != len(want) || a != want[i] {
				t.Errorf("%+v", a)
			}
		}
		if p := problemWith(t, r, "names the web role r9"); p.Severity != site.Warning {
			t.Errorf("%+v", p)
		}
		r = read(t, "", role+people)
		if p := problemWith(t, r, "between contacts and web roles"); p.Severity != site.Warning {
			t.Errorf("%+v", p)
		}
		if p := problemWith(t, r, "through their account are unknown"); p.Severity != site.Note {
			t.Errorf("%+v", p)
		}
	})
}

func TestReadPackageFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	data := "<entities>" + rows("adx_webrole", record("r1")) + "</entities>"
	own := write("data.xml", data)
	renamed := write("Contoso export.xml", "\n"+strings.ReplaceAll(data, "w1", "w2"))
	write("data_schema.xml", "<entities/>")
	write("website.yml", website)

	t.Run("OK", func(t *testing.T) {
		for path, website := range map[string]site.ID{own: "w1", renamed: "w2"} {
			readings, err := importer.Read(t.Context(), path, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			r := readings[0]
			if len(readings) != 1 || r.Site.Website.ID != website || r.Site.Root != "." || len(r.Files) != 2 {
				t.Errorf("%s: %d readings, %s, %v", path, len(readings), r.Site.Website.ID, r.Files)
			}
		}
	})
	t.Run("TwoFormatsInOneFolder", func(t *testing.T) {
		readings, err := importer.Read(t.Context(), dir, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(readings) != 2 || readings[0].Site.Root != ".#5f0c6d3e-1a2b-4c3d-8e9f-000000000000" || readings[1].Site.Root != ".#w1" {
			t.Fatalf("%d readings", len(readings))
		}
		checkAccount(t, os.DirFS(dir), readings)
		if len(readings[1].Files) != 2 || fileOf(t, readings[0], "website.yml").Use != site.Used {
			t.Errorf("%v", readings[1].Files)
		}
	})
	t.Run("ErrOtherXML", func(t *testing.T) {
		path := write("solution.xml", "<ImportExportXml/>")
		if _, err := importer.Read(t.Context(), path, importer.Options{}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "is a file") {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("ErrDataOfOtherTables", func(t *testing.T) {
		path := write("other.xml", "<entities><entity name=\"contact\"><records><record id='c'><field name=\"adx_identity_username\" value=\"x\"/></record></records></entity></entities>")
		if _, err := importer.Read(t.Context(), path, importer.Options{}); !fault.Is(err, fault.Invalid) {
			t.Errorf("err = %v", err)
		}
	})
}

func TestPackageProgress(t *testing.T) {
	var many strings.Builder
	for i := range 5000 {
		many.WriteString(record(fmt.Sprintf("r%d", i)))
	}
	files := fstest.MapFS{"data.xml": {Data: []byte("<entities>" + rows("adx_webrole", many.String()) + "</entities>")}}

	t.Run("CountsRecords", func(t *testing.T) {
		var last importer.Progress
		_, err := importer.ReadFS(t.Context(), files, "test", importer.Options{Progress: func(p importer.Progress) { last = p }})
		if err != nil || last.Records != 5000 || last.Done != last.Total {
			t.Errorf("%+v, %v", last, err)
		}
	})
	t.Run("ErrCanceledInside", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		most := 0
		_, err := importer.ReadFS(ctx, files, "test", importer.Options{Progress: func(p importer.Progress) {
			most = max(most, p.Records)
			if p.Records >= 1000 {
				stop()
			}
		}})
		if !fault.Is(err, fault.Canceled) || most > 1500 {
			t.Errorf("err = %v after %d records", err, most)
		}
	})
}
