package importer_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// small are limits that inputs of a fuzz test can reach.
var small = importer.Limits{
	FileBytes: 64 << 10, PackageBytes: 256 << 10, Depth: 20, Values: 2000, ValueBytes: 4 << 10,
	Entries: 50, NestedBytes: 64 << 10, UnpackedBytes: 512 << 10, Ratio: 50,
}

// fuzzRead reads files and checks what is promised of any input: no panic, every file in one bucket, a place for
// whatever is unreadable, and only records with an id.
func fuzzRead(t *testing.T, files fstest.MapFS) []site.Reading {
	t.Helper()
	readings, err := importer.ReadFS(t.Context(), files, "fuzz", importer.Options{Workers: 1, Limits: small})
	if err != nil {
		if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Code != fault.Invalid {
			t.Fatal(err)
		}
		return nil
	}
	checkAccount(t, files, readings)
	for _, r := range readings {
		for _, f := range r.Files {
			if f.Use == "" || f.Use == site.Unreadable && f.Reason == "" {
				t.Errorf("%+v", f)
			}
		}
		for _, p := range r.Problems {
			if p.Message == "" || p.Line < 0 || p.Line > 0 && p.File == "" {
				t.Errorf("%+v", p)
			}
		}
		for _, setting := range r.Site.SiteSettings {
			if int64(len(setting.Value)) > small.FileBytes {
				t.Errorf("a value of %d bytes", len(setting.Value))
			}
		}
		for _, role := range r.Site.WebRoles {
			if role.ID == "" || role.Source.Line < 1 {
				t.Errorf("role %+v", role)
			}
		}
		if _, err := r.Site.Fingerprint(); err != nil {
			t.Error(err)
		}
	}
	return readings
}

// placed wants a line and a column of a file that is unreadable because of its text.
func placed(t *testing.T, readings []site.Reading, path string) {
	t.Helper()
	for _, r := range readings {
		for _, f := range r.Files {
			if f.Path == path && f.Use == site.Unreadable && (f.Line < 1 || f.Column < 1) && !strings.Contains(f.Reason, "larger") {
				t.Errorf("no place: %+v", f)
			}
		}
	}
}

// FuzzPackage reads any data.xml and any schema.
func FuzzPackage(f *testing.F) {
	whole := packageData(madeSite, false)
	f.Add([]byte(whole), []byte("<entities/>"))
	f.Add([]byte(whole[:len(whole)/2]), []byte{})
	f.Add(asComponentPackage(madeSite)["data.xml"].Data, []byte("<entities/>"))
	f.Add([]byte(packageData(madeSite[:7], true)), []byte("<entities><entity name=\"adx_webrole\"><fields><field name=\"adx_name\"/></fields></entity></entities>"))
	f.Add([]byte("\xff\xfe"+utf16Text("<entities><entity name=\"adx_a\"/></entities>", true)), []byte("\xfe\xff"))
	for _, name := range []string{"package/export/data.xml", "several/export/pkg/data.xml", "cut/export/a/data.xml"} {
		data, err := os.ReadFile(filepath.Join("testdata", "configuration-migration", filepath.FromSlash(name)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, []byte("<entities/>"))
	}
	const head = "<entities><entity name=\"adx_webrole\"><records><record id=\"r1\">"
	for _, seed := range []string{
		"<!DOCTYPE x [<!ENTITY y 'z'>]>" + head, head + "<!-- - -- --->", head + "<![CDATA[ ]] ]>]]>", head + "&lt;&#0;&#x;",
		head + "<field name='adx_name' value='&amp;amp;amp;#65;'/></record>", "<?xml version='1.0' encoding='utf-16'?>" + head,
		head + "<field name=\"adx_name\" value=\"" + strings.Repeat("管", 3000) + "\"/></record></records></entity></entities>",
		head + "</record></records><m2mrelationships><m2mrelationship sourceid='r1' targetentityname='contact' m2mrelationshipname='adx_webrole_contact'><targetids><targetid>c</targetid><targetid/></targetids></m2mrelationship>",
	} {
		f.Add([]byte(seed), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, data, schema []byte) {
		// What finds packages is not what is tested here: this mark makes any text one.
		data = append(data, "<!--<entity name=\"adx_\"-->"...)
		readings := fuzzRead(t, fstest.MapFS{"data.xml": {Data: data}, "data_schema.xml": {Data: schema}})
		placed(t, readings, "data.xml")
		placed(t, readings, "data_schema.xml")
	})
}

// FuzzSolution reads any component and any list of sites.
func FuzzSolution(f *testing.F) {
	for _, r := range madeSite {
		files := asSolution([]row{madeSite[0], r}, false)
		sites := files["Assets/powerpagesites.xml"].Data
		for name, file := range files {
			if strings.HasSuffix(name, "component.xml") {
				f.Add(file.Data, sites)
			}
		}
		f.Add(files["Assets/powerpagesitelanguages.xml"].Data, sites)
	}
	for _, seed := range []string{"<powerpagecomponent><content><a>b</a></content>", "<!DOCTYPE a>", "\xef\xbb\xbf<a/>", "<a>&b;</a>"} {
		f.Add([]byte(seed), []byte(seed))
	}
	f.Fuzz(func(t *testing.T, component, sites []byte) {
		readings := fuzzRead(t, fstest.MapFS{componentPath: {Data: component}, "Assets/powerpagesites.xml": {Data: sites}, "Assets/powerpagesitelanguages.xml": {Data: component}})
		placed(t, readings, componentPath)
		placed(t, readings, "Assets/powerpagesites.xml")
	})
}

// FuzzContent reads any JSON as the content of components of several types.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{
		`{}`, ``, `null`, `[]`, `{"value":"a","VALUE":"b","adx_value":null}`, `{"a":{"b":[{"c":[1,2,[3]]}]}}`, `{"scope":1e400,"right":-0}`,
		`{"adx_entitypermission_webrole":["r1",null,1,[],{}],"entityname":"a"}`, "{\"a\":\n\"\\ud800\\u0000\"}", `{"permissions":"1,,746610000"}`,
		`{"a":1`, `{"a" 1}`, `{"a":01}`, `{} {}`, "\ufeff{}", `{"releasedate":"2030-01-01","id":"x","name":"y","websiteid":"w2"}`, strings.Repeat(`{"a":[`, 30),
	} {
		f.Add([]byte(seed), uint8(0))
		f.Add([]byte(seed), uint8(1))
	}
	types := []string{"9", "18", "10", "28", "29", "2", "12", "30", "20", "31"}
	f.Fuzz(func(t *testing.T, content []byte, number uint8) {
		c := strings.Replace(component(strings.ToValidUTF8(string(content), "?")), ">9<", ">"+types[int(number)%len(types)]+"<", 1)
		readings := fuzzRead(t, fstest.MapFS{componentPath: {Data: []byte(c)}, "Assets/powerpagesites.xml": {Data: []byte(oneSite)}})
		placed(t, readings, componentPath)
	})
}

// FuzzArchive reads any archive.
func FuzzArchive(f *testing.F) {
	for _, shape := range []fstest.MapFS{asCLIFolder(madeSite[:8]), asCodeSite(madeSite[:3], ""), asSolution(madeSite[:8], false), asPackage(madeSite[:8], false)} {
		data := zipped(f, shape, true)
		f.Add(data)
		f.Add(data[:len(data)-10])
		f.Add(zipOf(f, func(z *zip.Writer) { addTo(f, z, "inner.zip", data) }))
	}
	f.Add(zipOf(f, func(z *zip.Writer) {
		for _, name := range []string{"website.yml", "../webrole.yml", "/webrole.yml", `C:\webrole.yml`, "webrole.yml", "webrole.yml", "a/", "\xff"} {
			addTo(f, z, name, []byte(website))
		}
	}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{"site.zip": {Data: data}, "beside/website.yml": {Data: []byte(website)}}
		readings := fuzzRead(t, files)
		if len(readings) == 0 {
			t.Fatal("the site beside the archive was not read")
		}
		for _, r := range readings {
			for _, file := range r.Files {
				if strings.Contains("/"+file.Path+"/", "/../") || strings.HasPrefix(file.Path, "/") {
					t.Errorf("path %q", file.Path)
				}
			}
		}
	})
}
