package importer_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// checkAccount proves that every file at or below a site's root is in exactly one bucket of exactly one site, and
// that every record points at a file that was used.
func checkAccount(t testing.TB, fsys fs.FS, readings []site.Reading) {
	t.Helper()
	owner := map[string]string{}
	for _, r := range readings {
		used := map[string]bool{}
		for i, f := range r.Files {
			if i > 0 && r.Files[i-1].Path >= f.Path {
				t.Errorf("files are not sorted at %s", f.Path)
			}
			// Several sites can come from one file, or lie at one place with other files between them.
			place, _, _ := strings.Cut(r.Site.Root, "#")
			if other, twice := owner[f.Path]; twice && other != place {
				t.Errorf("%s belongs to %s and %s", f.Path, other, place)
			}
			owner[f.Path] = place
			used[f.Path] = f.Use == site.Used || strings.Contains(f.Reason, "before that place was read")
			if (f.Reason == "") != (f.Use == site.Used) {
				t.Errorf("%s is %s, reason %q", f.Path, f.Use, f.Reason)
			}
		}
		for _, role := range r.Site.WebRoles {
			if !used[role.Source.File] {
				t.Errorf("the role %s comes from %s, which was not used", role.ID, role.Source.File)
			}
		}
		checkRecords(t, r)
	}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		for _, r := range readings {
			place, _, _ := strings.Cut(r.Site.Root, "#")
			if (place == "." || strings.HasPrefix(name, place+"/")) && owner[name] == "" {
				t.Errorf("%s has no place in the account of %s", name, r.Site.Root)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkRecords proves that every record of a reading was found in one of its files, and is in one place only.
func checkRecords(t testing.TB, r site.Reading) {
	t.Helper()
	kept := keptByFile(r.Site)
	for _, f := range r.Files {
		left := f.Records // after those that do not count
		exceptions := 0
		for _, e := range f.Exceptions {
			n := max(1, e.Count)
			exceptions += n
			switch e.Use {
			case site.RecordInactive:
			case site.RecordDangling:
				if len(e.Missing) == 0 {
					t.Errorf("%s: it is not told what %q names in vain", f.Path, e.Name)
				}
			case site.RecordDuplicate, site.RecordIgnored, site.RecordUnreadable:
				left -= n
				if e.Reason == "" {
					t.Errorf("%s: no reason why %+v does not count", f.Path, e)
				}
			default:
				t.Errorf("%s: %+v", f.Path, e)
			}
		}
		// Some records only serve others, and a site keeps what they say there.
		path := strings.ToLower(f.Path)
		serves := strings.Contains(path, "portallanguage") || strings.Contains(path, "websitebinding") || strings.HasSuffix(path, ".xml")
		if exceptions > f.Records || kept[f.Path] > left || kept[f.Path] < left && !serves {
			t.Errorf("%s: %d records found, %d exceptions, %d of %d kept", f.Path, f.Records, exceptions, kept[f.Path], left)
		}
		delete(kept, f.Path)
	}
	if len(kept) > 0 {
		t.Errorf("records come from files that are not in the account: %v", kept)
	}
	if c := r.RecordCounts(); c.Used+c.Inactive+c.Duplicate+c.Dangling+c.Ignored+c.Unreadable != c.Found {
		t.Errorf("%+v", c)
	}
}

// keptByFile counts the records of a site by where they were read.
func keptByFile(s site.Site) map[string]int {
	kept := map[string]int{}
	if file := s.Website.Source.File; file != "" {
		kept[file]++
	}
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if list := v.Field(i); list.Kind() == reflect.Slice {
			for j := range list.Len() {
				kept[list.Index(j).FieldByName("Source").Interface().(site.Source).File]++
			}
		}
	}
	return kept
}

// denying is a file system in which some paths must not be opened.
type denying struct {
	fstest.MapFS
	denied map[string]error
}

func (d denying) Open(name string) (fs.File, error) {
	if err := d.denied[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return d.MapFS.Open(name)
}

func (d denying) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.denied[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return d.MapFS.ReadDir(name)
}

func TestReadFS(t *testing.T) {
	files := fstest.MapFS{
		"website.yml":             {Data: []byte(website)},
		"webrole.yml":             {Data: []byte("- adx_webroleid: r1\n  adx_name: One\n")},
		"sitemarker.yml":          {Data: []byte("- adx_sitemarkerid: m1\n  adx_name: Home\n")},
		"web-files/x.webfile.yml": {Data: []byte("adx_webfileid: f1\n")},
	}

	t.Run("FileAndFolderNotPermitted", func(t *testing.T) {
		fsys := denying{files, map[string]error{"webrole.yml": fs.ErrPermission, "web-files": fs.ErrPermission}}
		readings, err := importer.ReadFS(t.Context(), fsys, "test", importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := readings[0]
		for _, path := range []string{"webrole.yml", "web-files/"} {
			if f := fileOf(t, r, path); f.Use != site.Unreadable || !strings.Contains(f.Reason, "not allowed") {
				t.Errorf("%s: %+v", path, f)
			}
		}
		if len(r.Site.SiteMarkers) != 1 {
			t.Error("the rest was not read")
		}
	})

	t.Run("FileGoneOrBroken", func(t *testing.T) {
		fsys := denying{files, map[string]error{"webrole.yml": fs.ErrNotExist, "sitemarker.yml": errors.New("bad sector")}}
		readings, err := importer.ReadFS(t.Context(), fsys, "test", importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for path, reason := range map[string]string{"webrole.yml": "gone", "sitemarker.yml": "could not read"} {
			if f := fileOf(t, readings[0], path); f.Use != site.Unreadable || !strings.Contains(f.Reason, reason) {
				t.Errorf("%s: %+v", path, f)
			}
		}
	})

	t.Run("ErrDenied", func(t *testing.T) {
		fsys := denying{files, map[string]error{".": fs.ErrPermission}}
		_, err := importer.ReadFS(t.Context(), fsys, "locked", importer.Options{})
		if f := fault.Of(err); f.Code != fault.Denied || !strings.Contains(f.Message, "locked") {
			t.Errorf("err = %v", err)
		}
	})

	t.Run("ErrUnreachable", func(t *testing.T) {
		fsys := denying{files, map[string]error{".": errors.New("bad sector")}}
		_, err := importer.ReadFS(t.Context(), fsys, "disk", importer.Options{})
		if !fault.Is(err, fault.Unreachable) {
			t.Errorf("err = %v", err)
		}
	})

	t.Run("BrokenWebsiteAmongOtherFiles", func(t *testing.T) {
		fsys := denying{fstest.MapFS{
			"website.yml": {}, "webrole.yml": files["webrole.yml"], "sitemarker.yml": files["sitemarker.yml"],
		}, map[string]error{"website.yml": fs.ErrPermission}}
		readings, err := importer.ReadFS(t.Context(), fsys, "test", importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r := readings[0]; len(r.Site.WebRoles) != 1 || problemWith(t, r, "own record").Severity != site.Error {
			t.Errorf("got %+v", r.Problems)
		}
	})
}

func TestAccount(t *testing.T) {
	t.Run("LinksAreNotFollowed", func(t *testing.T) {
		dir := t.TempDir()
		write := func(name, content string) {
			t.Helper()
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write("website.yml", website)
		write("webrole.yml", "- adx_webroleid: r1\n")
		for link, target := range map[string]string{"loop": ".", "again.webpage.yml": "website.yml", "out": os.TempDir()} {
			if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
				t.Fatal(err)
			}
		}
		readings, err := importer.Read(t.Context(), dir, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(readings) != 1 || len(readings[0].Files) != 5 {
			t.Fatalf("%d readings, files %v", len(readings), readings[0].Files)
		}
		for _, link := range []string{"loop", "again.webpage.yml", "out"} {
			if f := fileOf(t, readings[0], link); f.Use != site.Ignored || !strings.Contains(f.Reason, "link") {
				t.Errorf("%+v", f)
			}
		}
	})

	t.Run("StoresOfOtherProgramsAreOneLine", func(t *testing.T) {
		r := readOne(t, map[string]string{".git/a/b": "", ".git/c": "", "node_modules/x/package.json": ""})
		for _, path := range []string{".git/", "node_modules/"} {
			if f := fileOf(t, r, path); f.Use != site.Ignored {
				t.Errorf("%+v", f)
			}
		}
		if len(r.Files) != 3 {
			t.Errorf("files %v", r.Files)
		}
	})

	t.Run("FileBeyondTheLimit", func(t *testing.T) {
		r := readWith(t, map[string]string{
			"webrole.yml":    "- adx_webroleid: r1\n" + strings.Repeat("# nothing\n", 1000),
			"sitemarker.yml": "- adx_sitemarkerid: m1\n",
		}, importer.Options{Limits: importer.Limits{FileBytes: 5000}})
		if f := fileOf(t, r, "webrole.yml"); f.Use != site.Unreadable || !strings.Contains(f.Reason, "larger") {
			t.Errorf("%+v", f)
		}
		if len(r.Site.SiteMarkers) != 1 {
			t.Error("the rest was not read")
		}
	})

	t.Run("RecordsWithoutIdOrNoRecords", func(t *testing.T) {
		r := readOne(t, map[string]string{
			"webrole.yml":     "- adx_name: No id\n- adx_webroleid: \n  adx_name: Null id\n",
			"sitemarker.yml":  "[]\n",
			"sitesetting.yml": "# nothing but a comment\n",
			"redirect.yml":    "- adx_redirectid: x\n- a word\n",
		})
		for _, path := range []string{"webrole.yml", "sitemarker.yml", "sitesetting.yml"} {
			if f := fileOf(t, r, path); f.Use != site.Ignored {
				t.Errorf("%+v", f)
			}
		}
		p := problemWith(t, r, `The web role "Null id" has no id (webroleid)`)
		if p.Severity != site.Error || p.File != "webrole.yml" || p.Line != 2 {
			t.Errorf("%+v", p)
		}
		if p := problemWith(t, r, "An entry of the list is no redirect"); p.Line != 2 || p.Severity != site.Error {
			t.Errorf("%+v", p)
		}
		if f := fileOf(t, r, "redirect.yml"); f.Use != site.Used {
			t.Errorf("%+v", f)
		}
	})
}
