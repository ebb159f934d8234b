package importer_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// archived reads a site.zip made of the files of a small site and whatever is added to it.
func archived(t *testing.T, opts importer.Options, add func(z *zip.Writer)) site.Reading {
	t.Helper()
	data := zipOf(t, func(z *zip.Writer) {
		addTo(t, z, "website.yml", []byte(website))
		addTo(t, z, "sitemarker.yml", []byte("- adx_sitemarkerid: m1\n"))
		add(z)
	})
	readings, err := importer.ReadFS(t.Context(), fstest.MapFS{"site.zip": {Data: data}}, "test", opts)
	if err != nil {
		t.Fatal(err)
	}
	r := readings[0]
	if len(readings) != 1 || r.Site.Root != "site.zip" || len(r.Site.SiteMarkers) != 1 {
		t.Fatalf("%d readings, root %s, %d markers", len(readings), r.Site.Root, len(r.Site.SiteMarkers))
	}
	return r
}

// addRaw adds an entry as it is, with a header of any kind.
func addRaw(t *testing.T, z *zip.Writer, header zip.FileHeader, data []byte) {
	t.Helper()
	header.CRC32 = crc32.ChecksumIEEE(data)
	header.CompressedSize64 = uint64(len(data))
	header.UncompressedSize64 = uint64(len(data))
	w, err := z.CreateRaw(&header)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
}

var oneRole = []byte("- adx_webroleid: r1\n")

func TestArchivePaths(t *testing.T) {
	t.Run("LeadingOut", func(t *testing.T) {
		names := []string{
			"../webrole.yml", "a/../../webrole.yml", "/webrole.yml", `\\server\share\webrole.yml`, `C:\webrole.yml`,
			"c:webrole.yml", `..\..\webrole.yml`, "a/..", "web\x00role.yml", "..",
		}
		for _, name := range names {
			r := archived(t, importer.Options{}, func(z *zip.Writer) { addTo(t, z, name, oneRole) })
			if len(r.Site.WebRoles) != 0 || len(r.Files) != 3 {
				t.Errorf("%q was read: %v", name, r.Files)
			}
			for _, f := range r.Files {
				if strings.Contains("/"+f.Path+"/", "/../") || !fs.ValidPath(f.Path) {
					t.Errorf("%q is told as %q", name, f.Path)
				}
			}
			if p := problemWith(t, r, "leads out of the archive"); p.Severity != site.Error {
				t.Errorf("%q: %+v", name, p)
			}
		}
	})

	t.Run("Detours", func(t *testing.T) {
		r := archived(t, importer.Options{}, func(z *zip.Writer) { addTo(t, z, "./web-pages//./Home.webpage.yml", []byte("adx_webpageid: p1\n")) })
		if f := fileOf(t, r, "site.zip/web-pages/Home.webpage.yml"); f.Use != site.Used {
			t.Errorf("%+v", f)
		}
	})

	t.Run("Twice", func(t *testing.T) {
		r := archived(t, importer.Options{}, func(z *zip.Writer) {
			addTo(t, z, "webrole.yml", oneRole)
			addTo(t, z, `.\webrole.yml`, []byte("- adx_webroleid: r2\n"))
		})
		if len(r.Site.WebRoles) != 1 || r.Site.WebRoles[0].ID != "r1" {
			t.Errorf("%+v", r.Site.WebRoles)
		}
		if f := fileOf(t, r, "site.zip/webrole.yml (2)"); f.Use != site.Unreadable || !strings.Contains(f.Reason, "first one counts") {
			t.Errorf("%+v", f)
		}
	})

	t.Run("AnyScriptAndWindowsNames", func(t *testing.T) {
		names := []string{
			"web-roles/役割.webrole.yml", "web-roles/Ролі?*.webrole.yml", "web-roles/CON.webrole.yml", "web-roles/a: b.webrole.yml",
			"web-roles/dot./x .webrole.yml", "web-roles/\xff\xfe.webrole.yml", "web-roles/" + strings.Repeat("x", 300) + ".webrole.yml",
		}
		r := archived(t, importer.Options{}, func(z *zip.Writer) {
			for i, name := range names {
				addTo(t, z, name, fmt.Appendf(nil, "adx_webroleid: r%d\nadx_name: Роль %d\n", i, i))
			}
		})
		if len(r.Site.WebRoles) != len(names) {
			t.Errorf("%d roles: %v", len(r.Site.WebRoles), r.Problems)
		}
		for _, f := range r.Files {
			if f.Use != site.Used || strings.ToValidUTF8(f.Path, "") != f.Path {
				t.Errorf("%+v", f)
			}
		}
	})

	t.Run("Links", func(t *testing.T) {
		r := archived(t, importer.Options{}, func(z *zip.Writer) {
			h := zip.FileHeader{Name: "webrole.yml"}
			h.SetMode(fs.ModeSymlink | 0o777)
			addRaw(t, z, h, []byte("/etc/passwd"))
		})
		if f := fileOf(t, r, "site.zip/webrole.yml"); f.Use != site.Ignored || !strings.Contains(f.Reason, "link") {
			t.Errorf("%+v", f)
		}
	})
}

func TestArchiveBombs(t *testing.T) {
	blanks := append([]byte("- adx_webroleid: r1\n"), bytes.Repeat([]byte("#\n"), 4<<20)...)

	t.Run("OutOfProportion", func(t *testing.T) {
		r := archived(t, importer.Options{}, func(z *zip.Writer) { addTo(t, z, "webrole.yml", blanks) })
		if f := fileOf(t, r, "site.zip/webrole.yml"); f.Use != site.Unreadable || !strings.Contains(f.Reason, "trap") {
			t.Errorf("%+v", f)
		}
	})

	t.Run("InProportion", func(t *testing.T) {
		r := archived(t, importer.Options{Limits: importer.Limits{Ratio: 2000, Values: 1 << 30}}, func(z *zip.Writer) { addTo(t, z, "webrole.yml", blanks) })
		if len(r.Site.WebRoles) != 1 {
			t.Errorf("%+v", r.Problems)
		}
	})

	t.Run("AllTogether", func(t *testing.T) {
		data := zipOf(t, func(z *zip.Writer) {
			addTo(t, z, "website.yml", []byte(website))
			for i := range 20 {
				addTo(t, z, fmt.Sprintf("web-roles/%02d.webrole.yml", i), fmt.Appendf(nil, "adx_webroleid: r%d\n", i))
			}
		})
		readings, err := importer.ReadFS(t.Context(), fstest.MapFS{"site.zip": {Data: data}}, "test",
			importer.Options{Workers: 1, Limits: importer.Limits{UnpackedBytes: 300}})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(readings[0].Site.WebRoles); n == 0 || n == 20 {
			t.Errorf("%d roles", n)
		}
		problemWith(t, readings[0], "unpack to more than a site can be")
	})

	t.Run("Entries", func(t *testing.T) {
		files := fstest.MapFS{"website.yml": {Data: []byte(website)}, "many.zip": {Data: zipOf(t, func(z *zip.Writer) {
			for i := range 50 {
				addTo(t, z, fmt.Sprintf("%d/website.yml", i), []byte(website))
			}
		})}}
		readings, err := importer.ReadFS(t.Context(), files, "test", importer.Options{Limits: importer.Limits{Entries: 49}})
		if err != nil {
			t.Fatal(err)
		}
		if p := problemWith(t, readings[0], "more files than a site has"); len(readings) != 1 || p.Severity != site.Warning || p.File != "many.zip" {
			t.Errorf("%d readings, %+v", len(readings), p)
		}
	})

	t.Run("ListWithoutEnd", func(t *testing.T) {
		name := strings.Repeat("x", 60000)
		_, err := importer.ReadFS(t.Context(), fstest.MapFS{"site.zip": {Data: zipOf(t, func(z *zip.Writer) {
			for i := range 40 {
				addTo(t, z, fmt.Sprintf("%d%s", i, name), nil)
			}
		})}}, "test", importer.Options{Limits: importer.Limits{Entries: 1000}})
		if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Message, "more files than a site has") {
			t.Errorf("err = %v", err)
		}
	})

	t.Run("InsideEachOther", func(t *testing.T) {
		data := zipOf(t, func(z *zip.Writer) { addTo(t, z, "website.yml", []byte(website)) })
		for range 2 {
			data = zipOf(t, func(z *zip.Writer) { addTo(t, z, "inner.zip", data) })
		}
		if _, err := importer.ReadFS(t.Context(), fstest.MapFS{"a.zip": {Data: data}}, "test", importer.Options{}); err != nil {
			t.Errorf("three archives: %v", err)
		}
		data = zipOf(t, func(z *zip.Writer) { addTo(t, z, "inner.zip", data) })
		_, err := importer.ReadFS(t.Context(), fstest.MapFS{"a.zip": {Data: data}}, "test", importer.Options{})
		if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Message, "too deep inside") {
			t.Errorf("four archives: %v", err)
		}
	})

	t.Run("LargeInsideAnother", func(t *testing.T) {
		inner := zipOf(t, func(z *zip.Writer) { addTo(t, z, "website.yml", []byte(website)) })
		outer := fstest.MapFS{"a.zip": {Data: zipOf(t, func(z *zip.Writer) { addTo(t, z, "inner.zip", inner) })}}
		_, err := importer.ReadFS(t.Context(), outer, "test", importer.Options{Limits: importer.Limits{NestedBytes: 20}})
		if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Message, "larger") {
			t.Errorf("err = %v", err)
		}
	})
}

func TestArchiveDamage(t *testing.T) {
	whole := zipOf(t, func(z *zip.Writer) { addTo(t, z, "website.yml", []byte(website)) })

	t.Run("NoArchive", func(t *testing.T) {
		cases := map[string]struct {
			data []byte
			want string
		}{
			"CutShort":  {whole[:len(whole)-30], "damaged or cut short"},
			"Beginning": {whole[:20], "damaged or cut short"},
			"Empty":     {nil, "is none"},
			"OtherFile": {[]byte("hello"), "is none"},
			"NoEntries": {zipOf(t, func(*zip.Writer) {}), "no site that Gatehouse can read"},
			"SomeLocked": {zipOf(t, func(z *zip.Writer) {
				addTo(t, z, "readme.txt", nil)
				addRaw(t, z, zip.FileHeader{Name: "data.xml", Flags: 1}, []byte("xx"))
			}), "password"},
			"OnlyLocked": {zipOf(t, func(z *zip.Writer) { addRaw(t, z, zip.FileHeader{Name: "website.yml", Flags: 1}, []byte("xx")) }), "password"},
		}
		for outcome, c := range cases {
			t.Run(outcome, func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "site.zip")
				if err := os.WriteFile(path, c.data, 0o600); err != nil {
					t.Fatal(err)
				}
				_, err := importer.Read(t.Context(), path, importer.Options{})
				if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Message, c.want) || f.Hint == "" {
					t.Errorf("opened itself: %v, hint %q", err, f.Hint)
				}
				_, err = importer.Read(t.Context(), filepath.Dir(path), importer.Options{})
				if f := fault.Of(err); f.Code != fault.Invalid || !strings.Contains(f.Message, c.want) {
					t.Errorf("in a folder: %v", err)
				}
			})
		}
	})

	t.Run("BesideASite", func(t *testing.T) {
		r := readOne(t, map[string]string{"backup.zip": "PK\x03\x04 and no more", "sitemarker.yml": "- adx_sitemarkerid: m1\n"})
		if p := problemWith(t, r, "damaged or cut short"); p.File != "backup.zip" || p.Severity != site.Warning || len(r.Site.SiteMarkers) != 1 {
			t.Errorf("%+v", p)
		}
		if f := fileOf(t, r, "backup.zip"); f.Use != site.Ignored || !r.Complete() {
			t.Errorf("%+v", f)
		}
	})

	t.Run("Entries", func(t *testing.T) {
		r := archived(t, importer.Options{}, func(z *zip.Writer) {
			addRaw(t, z, zip.FileHeader{Name: "webrole.yml", Flags: 1}, oneRole)
			addRaw(t, z, zip.FileHeader{Name: "webpagerule.yml", Method: 12}, oneRole)
			addRaw(t, z, zip.FileHeader{Name: "sitesetting.yml", Method: zip.Deflate}, []byte("no deflate"))
			addRaw(t, z, zip.FileHeader{Name: "websiteaccess.yml", Method: 99}, oneRole)
		})
		for name, reason := range map[string]string{
			"webrole.yml": "password", "webpagerule.yml": "compressed in a way", "sitesetting.yml": "damaged", "websiteaccess.yml": "password",
		} {
			if f := fileOf(t, r, "site.zip/"+name); f.Use != site.Unreadable || !strings.Contains(f.Reason, reason) {
				t.Errorf("%+v", f)
			}
		}
	})

	t.Run("CheckSum", func(t *testing.T) {
		data := zipOf(t, func(z *zip.Writer) {
			addTo(t, z, "website.yml", []byte(website))
			addRaw(t, z, zip.FileHeader{Name: "webrole.yml"}, oneRole)
		})
		at := bytes.Index(data, oneRole)
		data[at+3] = 'X'
		readings, err := importer.ReadFS(t.Context(), fstest.MapFS{"site.zip": {Data: data}}, "test", importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if f := fileOf(t, readings[0], "site.zip/webrole.yml"); f.Use != site.Unreadable || !strings.Contains(f.Reason, "damaged") {
			t.Errorf("%+v", f)
		}
	})

	t.Run("NoRandomAccess", func(t *testing.T) {
		_, err := importer.ReadFS(t.Context(), sequential{fstest.MapFS{"site.zip": {Data: whole}}}, "test", importer.Options{})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("err = %v", err)
		}
	})
}

// sequential is a file system whose files can only be read from their beginning.
type sequential struct{ fstest.MapFS }

func (s sequential) Open(name string) (fs.File, error) {
	f, err := s.MapFS.Open(name)
	if _, dir := f.(fs.ReadDirFile); dir || err != nil {
		return f, err
	}
	return struct{ fs.File }{f}, nil
}

func (s sequential) ReadDir(name string) ([]fs.DirEntry, error) { return s.MapFS.ReadDir(name) }

func TestArchivesBesideSites(t *testing.T) {
	inner := zipOf(t, func(z *zip.Writer) { addTo(t, z, "data/website.yml", []byte(website)) })
	download := zipOf(t, func(z *zip.Writer) { addTo(t, z, "leaflet.txt", []byte("x")) })
	files := fstest.MapFS{
		"website.yml":               {Data: []byte(website)},
		"web-files/leaflet.zip":     {Data: download},
		"old/backup.zip":            {Data: inner},
		"old/deep/Download.ZIP":     {Data: download},
		"old/deep/website.yml":      {Data: []byte("about: nothing\n")},
		"old/deep/site/website.yml": {Data: []byte(website)},
	}
	readings, err := importer.ReadFS(t.Context(), files, "test", importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var roots []string
	for _, r := range readings {
		roots = append(roots, r.Site.Root)
	}
	if got := strings.Join(roots, " "); got != ". old/backup.zip/data old/deep/site" {
		t.Errorf("roots %s", got)
	}
	checkAccount(t, files, readings)
	for _, name := range []string{"web-files/leaflet.zip", "old/backup.zip", "old/deep/Download.ZIP"} {
		if f := fileOf(t, readings[0], name); f.Use != site.Ignored || !strings.Contains(f.Reason, "archive") {
			t.Errorf("%+v", f)
		}
	}
	if len(readings[0].Files) != 5 {
		t.Errorf("what lies in archives was told: %v", readings[0].Files)
	}
}
