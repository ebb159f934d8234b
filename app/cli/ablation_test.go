package cli_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"gatehouse/backend/access"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

// What an export lost must not be taken for what it says. These tests take single files of exports away, or break them,
// and ask everything again: no answer may turn into another definite one.

// exports are what files are taken from: a made-up one, the sample, the importer's cases, and real exports where there
// are some, of which only some files are taken in turn unless GATEHOUSE_ABLATION is "full".
func exports(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	made := fstest.MapFS{}
	archive, err := txtar.ParseFile(filepath.Join("testdata", "ablation", "made.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		made[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	found := map[string]fstest.MapFS{"made": made, "sample": inMemory(t, filepath.Join("..", "..", "backend", "sample", "site"))}
	cases, err := filepath.Glob(filepath.Join("..", "..", "backend", "importer", "testdata", "*", "*", "export"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, dir := range cases {
		format, name := filepath.Split(filepath.Dir(dir))
		found[filepath.Base(format)+"/"+name] = inMemory(t, dir)
	}
	for _, dir := range []string{os.Getenv("GATEHOUSE_SITES"), filepath.Join("..", "..", "..", "shared", "sites")} {
		entries, err := os.ReadDir(dir)
		if dir == "" || err != nil {
			continue
		}
		for _, e := range entries {
			if e.IsDir() && !strings.HasPrefix(e.Name(), "_") {
				found[real+e.Name()] = inMemory(t, filepath.Join(dir, e.Name()))
			}
		}
		break
	}
	return found
}

// real begins the names of real exports.
const real = "real/"

// inTurn are the files of records of a site that are to be taken in turn: all, or of a real export a few of each sort.
func inTurn(name string, r *site.Reading, files fstest.MapFS) []string {
	sorts := map[string]int{}
	var list []string
	for _, f := range r.Files {
		if f.Use != site.Used || files[f.Path] == nil {
			continue
		}
		words := strings.Split(path.Base(f.Path), ".")
		sort := words[max(0, len(words)-2)]
		if sorts[sort]++; !strings.HasPrefix(name, real) || os.Getenv("GATEHOUSE_ABLATION") == "full" || sorts[sort] < 3 || sorts[sort] == 20 {
			list = append(list, f.Path)
		}
	}
	return list
}

// inMemory reads a folder.
func inMemory(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		files[filepath.ToSlash(relative)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sites reads a file system and gives its sites by root. Nil where there are none.
func sites(t *testing.T, files fs.FS) map[string]*site.Reading {
	t.Helper()
	readings, err := importer.ReadFS(t.Context(), files, "export", importer.Options{})
	if err != nil {
		return nil
	}
	found := map[string]*site.Reading{}
	for i := range readings {
		found[readings[i].Site.Root] = &readings[i]
	}
	return found
}

// things are what is asked about: those of the whole export.
type things struct {
	pages, files []site.ID
	tables       []string
	columns      [][2]string
	roles        []site.ID
	contacts     []site.ID
}

func thingsOf(t *testing.T, r *site.Reading) things {
	t.Helper()
	var all things
	e := compiledFor(t, r, access.Current)
	all.tables = e.Tables()
	v, err := e.Visitor(access.Anonymous())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range v.Columns() {
		all.columns = append(all.columns, [2]string{c.Table, c.Column})
	}
	for _, p := range r.Site.WebPages {
		all.pages = append(all.pages, p.ID)
	}
	for _, f := range r.Site.WebFiles {
		all.files = append(all.files, f.ID)
	}
	for _, role := range r.Site.WebRoles {
		all.roles = append(all.roles, role.ID)
	}
	for _, c := range r.Site.Contacts {
		all.contacts = append(all.contacts, c.ID)
	}
	return all
}

func compiledFor(t *testing.T, r *site.Reading, profile access.Profile) *access.Engine {
	t.Helper()
	at := time.Date(2026, 8, 7, 0, 0, 0, 0, time.UTC)
	e, err := access.Compile(&r.Site, access.Options{Profile: profile, At: at, Incomplete: access.Lost(r)})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// ask answers everything for everybody. Visitors, pages and files that are not there get no answer.
func ask(t *testing.T, r *site.Reading, all things) map[string]string {
	t.Helper()
	answers := map[string]string{}
	for _, profile := range []access.Profile{access.Current, access.Legacy} {
		e := compiledFor(t, r, profile)
		visitors := map[string]access.Who{"anonymous": access.Anonymous(), "authenticated": access.Authenticated()}
		for _, role := range all.roles {
			visitors["role "+string(role)] = access.Holding(string(role))
		}
		for _, contact := range all.contacts {
			visitors["contact "+string(contact)] = access.Contact(contact)
		}
		for name, who := range visitors {
			v, err := e.Visitor(who)
			if err != nil {
				continue
			}
			note := func(what, right string, answer fmt.Stringer) {
				answers[string(profile)+", "+name+": "+right+" "+what] = answer.String()
			}
			for _, id := range all.pages {
				if i, ok := e.Page(id); ok {
					note("page "+string(id), "read", v.PageRead(i))
					note("page "+string(id), "change", v.PageChange(i))
				}
			}
			for _, id := range all.files {
				if i, ok := e.File(id); ok {
					note("file "+string(id), "read", v.FileRead(i))
					note("file "+string(id), "change", v.FileChange(i))
				}
			}
			for _, table := range all.tables {
				for _, p := range access.Privileges() {
					note("table "+table, string(p), v.TableRight(table, p).Reach)
				}
			}
			for _, right := range append(access.WebsiteRights(), access.AboutAdministrator) {
				note("website", string(right), v.WebsiteRight(right))
			}
			for _, c := range all.columns {
				for _, right := range access.ColumnRights() {
					note("column "+c[0]+"."+c[1], string(right), v.ColumnRight(c[0], c[1], right))
				}
			}
		}
	}
	return answers
}

// flipped lists the answers that turned into other definite ones, at most a few.
func flipped(before, after map[string]string) []string {
	var list []string
	for _, question := range slices.Sorted(maps.Keys(after)) {
		if was, now := before[question], after[question]; now != was && now != "unknown" && len(list) < 5 {
			list = append(list, fmt.Sprintf("%s was %s and is %s", question, was, now))
		}
	}
	return list
}

// TestBrokenFiles breaks each file of records in turn.
func TestBrokenFiles(t *testing.T) {
	manners := map[string]func([]byte) []byte{
		"all of it":     func([]byte) []byte { return []byte("\t{ ]\x01 <") },
		"its end":       func(data []byte) []byte { return append(slices.Clone(data), "\n\t{ ]\x01 <"...) },
		"its other end": func(data []byte) []byte { return append(slices.Clone(data[:len(data)/2]), "\n\t{ ]\x01 <"...) },
	}
	for name, files := range exports(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trials, unread, unknown := 0, 0, 0
			for root, whole := range sites(t, files) {
				all := thingsOf(t, whole)
				before := ask(t, whole, all)
				for _, file := range inTurn(name, whole, files) {
					for manner, broken := range manners {
						less := maps.Clone(files)
						less[file] = &fstest.MapFile{Data: broken(files[file].Data)}
						r := sites(t, less)[root]
						if r == nil {
							unread++ // no site at all is an error, not an answer
							continue
						}
						trials++
						after := ask(t, r, all)
						for _, a := range after {
							if a == "unknown" {
								unknown++
							}
						}
						if list := flipped(before, after); len(list) > 0 {
							t.Errorf("without %s of %s (lost %v):\n  %s", manner, file, access.Lost(r), strings.Join(list, "\n  "))
						}
					}
				}
			}
			t.Logf("%d trials, %d without a site, %d unknown answers", trials, unread, unknown)
		})
	}
}

// TestDeletedFiles takes each file of records away whose records others name: web roles, pages, publishing states. The
// gaps show by the references. Records that nothing names, such as a page permission, leave no trace, and are not meant.
func TestDeletedFiles(t *testing.T) {
	shown := []string{"webrole.", "webpage.", "publishingstate."}
	for name, files := range exports(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for root, whole := range sites(t, files) {
				all := thingsOf(t, whole)
				before := ask(t, whole, all)
				for _, file := range inTurn(name, whole, files) {
					if !slices.ContainsFunc(shown, func(word string) bool { return strings.Contains("/"+path.Base(file), word) }) {
						continue
					}
					less := maps.Clone(files)
					delete(less, file)
					r := sites(t, less)[root]
					if r == nil {
						continue
					}
					if list := flipped(before, ask(t, r, all)); len(list) > 0 {
						t.Errorf("without %s:\n  %s", file, strings.Join(list, "\n  "))
					}
				}
			}
		})
	}
}
