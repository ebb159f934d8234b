package importer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/site"
)

var update = flag.Bool("update", false, "rewrite want.json of every case")

// website is the least that makes a folder a site.
const website = "adx_name: Contoso\nadx_websiteid: 5f0c6d3e-1a2b-4c3d-8e9f-000000000000\n"

// readOne reads a site made of files by name. A website.yml is added where there is none.
func readOne(t testing.TB, files map[string]string) site.Reading {
	t.Helper()
	return readWith(t, files, importer.Options{})
}

func readWith(t testing.TB, files map[string]string, opts importer.Options) site.Reading {
	t.Helper()
	fsys := fstest.MapFS{"website.yml": {Data: []byte(website)}}
	for name, content := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	readings, err := importer.ReadFS(t.Context(), fsys, "test", opts)
	if err != nil {
		t.Fatal(err)
	}
	if len(readings) != 1 {
		t.Fatalf("%d readings, want 1", len(readings))
	}
	return readings[0]
}

// fileOf finds what became of a file.
func fileOf(t testing.TB, r site.Reading, path string) site.File {
	t.Helper()
	for _, f := range r.Files {
		if f.Path == path {
			return f
		}
	}
	t.Fatalf("%s has no place in the account: %v", path, r.Files)
	return site.File{}
}

// problemWith finds the problem whose message holds a text.
func problemWith(t testing.TB, r site.Reading, part string) site.Problem {
	t.Helper()
	for _, p := range r.Problems {
		if strings.Contains(p.Message, part) {
			return p
		}
	}
	t.Fatalf("no problem speaks of %q: %v", part, r.Problems)
	return site.Problem{}
}

func TestAll(t *testing.T) {
	for _, id := range importer.All() {
		cases, err := filepath.Glob(filepath.Join("testdata", string(id), "*", "want.json"))
		if err != nil || len(cases) == 0 {
			t.Errorf("format %s has no case with a want.json: %v", id, err)
		}
	}
	if len(importer.All()) == 0 {
		t.Error("there are no formats")
	}
}

// TestCases reads every folder testdata/<format>/<case>/export and compares with want.json beside it.
func TestCases(t *testing.T) {
	exports, err := filepath.Glob(filepath.Join("testdata", "*", "*", "export"))
	if err != nil || len(exports) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, export := range exports {
		dir := filepath.Dir(export)
		t.Run(filepath.ToSlash(strings.TrimPrefix(dir, "testdata"+string(filepath.Separator))), func(t *testing.T) {
			readings, err := importer.Read(t.Context(), export, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := marshal(t, readings)
			if bytes.Contains(got, []byte("made-up-")) || bytes.Contains(got, []byte("made0up0")) {
				t.Error("a secret was read")
			}
			want := filepath.Join(dir, "want.json")
			if *update {
				if err := os.WriteFile(want, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			expected, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, bytes.ReplaceAll(expected, []byte("\r\n"), []byte("\n"))) {
				t.Errorf("differs from %s, got:\n%s", want, got)
			}
			checkAccount(t, os.DirFS(export), readings)

			// An archive of the folder is read the same.
			for ending, backslashes := range map[string]bool{".zip": false, ".other": true} {
				archive := filepath.Join(t.TempDir(), "export"+ending)
				if err := os.WriteFile(archive, zipped(t, os.DirFS(export), backslashes), 0o600); err != nil {
					t.Fatal(err)
				}
				readings, err := importer.Read(t.Context(), archive, importer.Options{})
				if err != nil {
					t.Fatal(err)
				}
				if packed := marshal(t, readings); !bytes.Equal(packed, got) {
					t.Errorf("from an archive (%s) it is\n%s", ending, packed)
				}
			}
		})
	}
}

func marshal(t testing.TB, readings []site.Reading) []byte {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(readings); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	standard := filepath.Join("testdata", "cli-folder", "standard", "export")

	t.Run("OK", func(t *testing.T) {
		readings, err := importer.Read(t.Context(), standard, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := readings[0].Site
		if s.Website.Name != "Contoso Help" || s.Root != "." || s.Format != site.CLIFolder || s.DataModel != site.Standard {
			t.Errorf("got %+v, root %s, %s, %s", s.Website, s.Root, s.Format, s.DataModel)
		}
	})

	t.Run("SameWhateverTheWorkers", func(t *testing.T) {
		var first []byte
		for _, workers := range []int{1, 2, 7, 64} {
			readings, err := importer.Read(t.Context(), "testdata", importer.Options{Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			got := marshal(t, readings)
			if first == nil {
				first = got
			}
			if !bytes.Equal(got, first) {
				t.Errorf("%d workers read something else", workers)
			}
		}
	})

	t.Run("TellsProgressOneCallAtATime", func(t *testing.T) {
		var inside atomic.Int32
		var last importer.Progress
		found := 0
		stages := map[importer.Stage]int{}
		_, err := importer.Read(t.Context(), standard, importer.Options{Workers: 8, Progress: func(p importer.Progress) {
			if inside.Add(1) != 1 {
				t.Error("two calls at a time")
			}
			if p.Stage == last.Stage && (p.Done < last.Done || p.Stage == importer.Reading && p.Done == last.Done) {
				t.Errorf("from %v to %v", last, p)
			}
			if p.Stage == importer.Finding {
				found = p.Done
			}
			stages[p.Stage]++
			last = p
			inside.Add(-1)
		}})
		if err != nil {
			t.Fatal(err)
		}
		if stages[importer.Finding] < 2 || last.Done != last.Total || last.Total == 0 || found != last.Total {
			t.Errorf("stages %v, %d files found, last %+v", stages, found, last)
		}
	})

	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := importer.Read(t.Context(), filepath.Join(t.TempDir(), "nowhere"), importer.Options{})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("err = %v", err)
		}
		_, err = importer.Read(t.Context(), filepath.Join(standard, "website.yml", "below"), importer.Options{})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("below a file: err = %v", err)
		}
	})

	t.Run("ErrCanceled", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err := importer.Read(ctx, standard, importer.Options{})
		if !fault.Is(err, fault.Canceled) {
			t.Errorf("err = %v", err)
		}
	})

	t.Run("ErrCanceledHalfway", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var after int
		_, err := importer.Read(ctx, standard, importer.Options{Workers: 1, Progress: func(p importer.Progress) {
			if ctx.Err() != nil {
				after++
			}
			if p.Stage == importer.Reading {
				stop()
			}
		}})
		if !fault.Is(err, fault.Canceled) || after > 1 {
			t.Errorf("err = %v, %d files more were read", err, after)
		}
	})
}

func TestReadWrongFolder(t *testing.T) {
	contoso := func(t *testing.T) (dir string) {
		dir = t.TempDir()
		for name, content := range map[string]string{
			"a/contoso/website.yml":               website,
			"a/contoso/web-pages/home/Home.txt":   "",
			"a/other/deep/down/notes.txt":         "",
			"a/contoso/table-permissions/x/y.txt": "",
		} {
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	nearest := func(t *testing.T, dir, opened string) {
		t.Helper()
		_, err := importer.Read(t.Context(), filepath.Join(dir, filepath.FromSlash(opened)), importer.Options{})
		want := filepath.Join(dir, "a", "contoso")
		f := fault.Of(err)
		if f == nil || f.Code != fault.Invalid || !strings.Contains(f.Hint, strings.Trim(quote(want), `"`)) {
			t.Fatalf("err = %v, want a hint at %s", err, want)
		}
		if f.Instead != want {
			t.Errorf("instead of it: %q, want %q", f.Instead, want)
		}
		if !strings.Contains(f.Message, filepath.Base(opened)) {
			t.Errorf("message %q does not name the path", f.Message)
		}
	}

	t.Run("FolderOfASite", func(t *testing.T) { nearest(t, contoso(t), "a/contoso/web-pages/home") })
	t.Run("NeighbourOfASite", func(t *testing.T) { nearest(t, contoso(t), "a/other") })
	t.Run("NeighbourFurtherDown", func(t *testing.T) { nearest(t, contoso(t), "a/other/deep/down") })
	t.Run("FileOfASite", func(t *testing.T) { nearest(t, contoso(t), "a/contoso/website.yml") })

	t.Run("NoSiteAnywhere", func(t *testing.T) {
		_, err := importer.ReadFS(t.Context(), fstest.MapFS{"notes.txt": {}}, "my notes", importer.Options{})
		f := fault.Of(err)
		if f.Code != fault.Invalid || !strings.Contains(f.Message, "my notes") || !strings.Contains(f.Hint, "website.yml") {
			t.Errorf("message %q, hint %q", f.Message, f.Hint)
		}
	})

	t.Run("EmptyFolder", func(t *testing.T) {
		_, err := importer.Read(t.Context(), t.TempDir(), importer.Options{})
		if f := fault.Of(err); f.Code != fault.Invalid || f.Hint == "" {
			t.Errorf("err = %v", err)
		}
	})

	t.Run("WebsiteOfSomethingElse", func(t *testing.T) {
		_, err := importer.ReadFS(t.Context(),
			fstest.MapFS{"website.yml": {Data: []byte("name: my static pages\n")}}, "pages", importer.Options{})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("err = %v", err)
		}
	})
}

// quote writes a path as messages do.
func quote(path string) string {
	b, err := json.Marshal(path)
	if err != nil {
		panic(err)
	}
	return string(b)
}
