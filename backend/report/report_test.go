package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/report"
	"gatehouse/backend/site"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// readings are one healthy site, one with every sort of trouble, and one of which nearly nothing is known.
func readings() []site.Reading {
	healthy := site.Reading{
		Site: site.Site{
			Website: site.Website{Record: site.Record{ID: "5f0c6d3e-1a2b-4c3d-8e9f-000000000000", Name: "Contoso Help"}},
			Format:  site.CLIFolder, DataModel: site.Enhanced, Root: "contoso-help",
			WebRoles:  make([]site.WebRole, 2),
			WebPages:  []site.WebPage{{IsRoot: true}, {}, {}},
			Languages: make([]site.Language, 2),
		},
		Files: []site.File{
			{Path: "contoso-help/webrole.yml", Use: site.Used, Records: 2},
			{Path: "contoso-help/tag.yml", Use: site.Ignored, Reason: "Left aside."},
		},
	}
	troubled := site.Reading{
		Site: site.Site{
			Website: site.Website{Record: site.Record{ID: "5f0c6d3e-1a2b-4c3d-8e9f-000000000100", Name: "North\x1b[31mwind <管理>"}},
			Format:  site.CLIFolder, DataModel: site.Standard, Root: "northwind",
			TablePermissions: make([]site.TablePermission, 3),
			BasicForms:       make([]site.BasicForm, 1),
		},
		Files: []site.File{
			{Path: "northwind/a.yml", Use: site.Used, Records: 20, Exceptions: []site.RecordException{
				{Use: site.RecordInactive, Kind: "web role", ID: "r1", Name: "Old", Line: 1},
				{Use: site.RecordDuplicate, Kind: "web role", ID: "r1", Name: "Older", Line: 5, Reason: "The one in northwind/a.yml:1 counts."},
				{Use: site.RecordDangling, Kind: "page permission", ID: "p1", Line: 9, Missing: []site.MissingReference{
					{Field: "adx_webpageid", Kind: "web page", ID: "w1"}, {Field: "adx_webpageaccesscontrolrule_webrole", Kind: "web role", ID: "r9"},
				}},
				{Use: site.RecordUnreadable, Kind: "web role", Line: 13, Reason: "It has no id."},
				{Use: site.RecordIgnored, Kind: "adx_urlhistory", Reason: "Says nothing about access.", Count: 12},
			}},
			{Path: "northwind/webrole.yml", Use: site.Unreadable, Reason: "Broken.", Line: 3, Column: 2},
		},
		Problems: []site.Problem{
			{Severity: site.Warning, Message: "This export holds no web roles.", Hint: "Export it again."},
			{Severity: site.Note, File: "northwind/a.yml", Message: "Left aside.", Hint: "Rename it."},
			{Severity: site.Error, File: "northwind/webrole.yml", Line: 3, Message: "Broken.", Hint: "Correct the line."},
			{Severity: site.Warning, File: "northwind/z.yml", Line: 1,
				Record: "5f0c6d3e-1a2b-4c3d-8e9f-000000000101", Message: "Doubtful."},
		},
	}
	unknown := site.Reading{
		Site: site.Site{Format: site.CLIFolder, DataModel: site.Enhanced, Root: "."},
		Kept: &site.Snapshot{
			TakenAt: time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC), Path: `C:\exports\contoso`,
			Name: "Before go-live", Note: "First line.\nSecond line.",
		},
	}
	return []site.Reading{healthy, troubled, unknown}
}

func TestAll(t *testing.T) {
	for _, name := range report.All() {
		found, err := filepath.Glob(filepath.Join("testdata", "*"+name+".golden"))
		if err != nil || len(found) == 0 {
			t.Errorf("format %s has no golden file: %v", name, err)
		}
	}
	if got := strings.Join(report.All(), " "); got != "csv json text" {
		t.Errorf("All() = %q", got)
	}
	if got := strings.Join(report.Formats(report.OfInspect), " "); got != "json text" {
		t.Errorf("Formats(OfInspect) = %q", got)
	}
	if got := report.Formats("horoscope"); got != nil {
		t.Errorf("%v", got)
	}
}

func TestInspect(t *testing.T) {
	for _, name := range report.Formats(report.OfInspect) {
		t.Run("OK/"+name, func(t *testing.T) {
			var out bytes.Buffer
			if err := report.Inspect(&out, name, readings()); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if out.String() != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
			}
		})
	}

	t.Run("NothingIsNull", func(t *testing.T) {
		for _, list := range [][]site.Reading{nil, readings()} {
			var out bytes.Buffer
			if err := report.Inspect(&out, "json", list); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), "null") {
				t.Errorf("null in %s", out.String())
			}
		}
	})

	t.Run("KeysOfTheSchema", func(t *testing.T) {
		var out bytes.Buffer
		if err := report.Inspect(&out, "json", readings()[1:2]); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Schema string
			Sites  []map[string]any
		}
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Schema != "gatehouse.inspect/1" {
			t.Errorf("schema %q", got.Schema)
		}
		want := []string{"counts", "dataModel", "files", "format", "id", "name", "otherFiles", "otherRecords", "problems", "records", "root"}
		if keys := sortedKeys(got.Sites[0]); !reflect.DeepEqual(keys, want) {
			t.Errorf("keys of a site: %v", keys)
		}
		want = []string{"file", "hint", "line", "lost", "message", "record", "severity"}
		for _, p := range got.Sites[0]["problems"].([]any) {
			if keys := sortedKeys(p.(map[string]any)); !reflect.DeepEqual(keys, want) {
				t.Errorf("keys of a problem: %v", keys)
			}
		}
	})

	t.Run("ErrInvalid", func(t *testing.T) {
		for _, name := range []string{"xml", "csv"} {
			if err := report.Inspect(&bytes.Buffer{}, name, readings()); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: err = %v", name, err)
			}
		}
	})

	t.Run("ErrOfTheWriter", func(t *testing.T) {
		full := errors.New("disk full")
		for _, name := range report.Formats(report.OfInspect) {
			if err := report.Inspect(failing{full}, name, readings()); !errors.Is(err, full) {
				t.Errorf("%s: err = %v", name, err)
			}
		}
	})
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func sortedKeys(m map[string]any) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
