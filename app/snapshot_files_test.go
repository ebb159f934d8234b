package app

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// importSample writes a site of one role and imports it.
func importSample(t *testing.T, e *engine, role string) ImportedView {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{
		"website.yml": "adx_name: Contoso Help\nadx_websiteid: 5f0c6d3e-1a2b-4c3d-8e9f-000000000000\n",
		"webrole.yml": "- adx_name: " + role + "\n  adx_webroleid: 5f0c6d3e-1a2b-4c3d-8e9f-000000000001\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return importPath(t, e, folder)
}

// importPath imports the only site of a folder or file, as the dialog does.
func importPath(t *testing.T, e *engine, path string) ImportedView {
	t.Helper()
	found, err := (&Snapshots{e}).Inspect(path)
	if err != nil || len(found.Sites) != 1 {
		t.Fatalf("found %+v, %v", found, err)
	}
	done, err := (&Snapshots{e}).Import(ImportForm{Path: path, Sites: []ImportSite{{Root: found.Sites[0].Root}}})
	if err != nil {
		t.Fatal(err)
	}
	return done[0]
}

func TestSnapshotDescribeAndDelete(t *testing.T) {
	e, heard := startEngine(t, t.TempDir())
	snapshots, portals := &Snapshots{e}, &Portals{e}
	first := importSample(t, e, "Members")
	second := importSample(t, e, "Partners")

	row, err := snapshots.Describe(second.SnapshotID, "After", "Partners came.")
	if err != nil || row.Name != "After" || row.Note != "Partners came." || row.ID != second.SnapshotID {
		t.Errorf("got %+v, %v", row, err)
	}
	rows, err := snapshots.List(first.PortalID)
	if err != nil || len(rows) != 2 || rows[0].Name != "After" || rows[1].Name != "" {
		t.Errorf("listed are %+v, %v", rows, err)
	}
	if err := snapshots.Delete(second.SnapshotID); err != nil {
		t.Fatal(err)
	}
	if latest, err := snapshots.Latest(first.PortalID); err != nil || latest.Snapshot.ID != first.SnapshotID {
		t.Errorf("the latest is %+v, %v", latest.Snapshot, err)
	}
	if err := snapshots.Delete(first.SnapshotID); err != nil {
		t.Fatal(err)
	}
	left, err := portals.Get(first.PortalID)
	if err != nil || left.HasSite || left.WebsiteID == "" {
		t.Errorf("the portal is %+v, %v", left, err)
	}
	if rows, err := portals.List(); err != nil || rows[0].HasSite {
		t.Errorf("portals are %+v, %v", rows, err)
	}
	if !heard.heard("snapshots") || !heard.heard("portals") {
		t.Errorf("the pages were told %v only", heard.names)
	}
	for name, run := range map[string]func(string) error{
		"Describe": func(id string) error { _, err := snapshots.Describe(id, "x", ""); return err },
		"Delete":   snapshots.Delete,
		"Export":   func(id string) error { _, err := snapshots.Export(id); return err },
		"ExportTo": func(id string) error { _, err := snapshots.ExportTo(id, "/a"); return err },
		"Get":      func(id string) error { _, err := snapshots.Get(id); return err },
	} {
		if err := run("seven"); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s of no id: %v", name, err)
		}
	}
}

func TestSnapshotExportTo(t *testing.T) {
	here, _ := startEngine(t, t.TempDir())
	there, _ := startEngine(t, t.TempDir())
	imported := importSample(t, here, "Members")
	if _, err := (&Snapshots{here}).Describe(imported.SnapshotID, "Before", "Go-live."); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	t.Run("opens with the same content on another machine", func(t *testing.T) {
		path, err := (&Snapshots{here}).ExportTo(imported.SnapshotID, filepath.Join(folder, "before"))
		if err != nil || path != filepath.Join(folder, "before.gatehouse") {
			t.Fatalf("wrote %q, %v", path, err)
		}
		if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("the file is %v, %v", info.Mode(), err)
		}
		// Its name says nothing: a program that sends files may change it.
		renamed := filepath.Join(folder, "from the post.zip")
		if err := os.Rename(path, renamed); err != nil {
			t.Fatal(err)
		}
		found, err := (&Snapshots{there}).Inspect(renamed)
		if err != nil {
			t.Fatal(err)
		}
		if s := found.Sites[0]; s.TakenAt == "" || s.SnapshotName != "Before" || s.Records.Used != 2 {
			t.Errorf("inspected is %+v", s)
		}
		opened := importPath(t, there, renamed)
		want, err := (&Snapshots{here}).Get(imported.SnapshotID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := (&Snapshots{there}).Get(opened.SnapshotID)
		if err != nil {
			t.Fatal(err)
		}
		a, b := got.Snapshot, want.Snapshot
		if a.Fingerprint != b.Fingerprint || a.TakenAt != b.TakenAt || a.Name != "Before" || a.Note != "Go-live." || a.Path != b.Path || a.Root != b.Root ||
			a.Errors != b.Errors || a.Files != b.Files || a.Complete != b.Complete {
			t.Errorf("the snapshot is\n%+v\nwant\n%+v", a, b)
		}
		if len(got.Files) != len(want.Files) || len(got.Problems) != len(want.Problems) || got.WebRoles[0] != want.WebRoles[0] {
			t.Errorf("the site is\n%+v\nwant\n%+v", got, want)
		}
		if again := importPath(t, there, renamed); !again.Unchanged || again.SnapshotID != opened.SnapshotID {
			t.Errorf("opened again: %+v", again)
		}
	})
	t.Run("never overwrites", func(t *testing.T) {
		path := filepath.Join(folder, "mine.GateHouse")
		if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := (&Snapshots{here}).ExportTo(imported.SnapshotID, path); !fault.Is(err, fault.Conflict) {
			t.Errorf("error is %v", err)
		}
		if content, err := os.ReadFile(path); err != nil || string(content) != "mine" {
			t.Errorf("the file holds %q, %v", content, err)
		}
	})
	t.Run("wants a whole path", func(t *testing.T) {
		for _, path := range []string{"", " ", "before", folder + string(filepath.Separator)} {
			if _, err := (&Snapshots{here}).ExportTo(imported.SnapshotID, path); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", path, err)
			}
		}
	})
}

func TestSnapshotFileName(t *testing.T) {
	taken := site.Snapshot{TakenAt: time.Date(2026, 5, 4, 23, 30, 0, 0, time.FixedZone("west", -3600))}
	for name, want := range map[string]string{
		"Contoso Help":   "Contoso Help 2026-05-05.gatehouse",
		`A/B: "C"<?>\|*`: "A-B- -C------- 2026-05-05.gatehouse",
		"..hidden":       "hidden 2026-05-05.gatehouse",
		"Портал":         "Портал 2026-05-05.gatehouse",
		"Tab\there":      "Tab-here 2026-05-05.gatehouse",
	} {
		if got := snapshotFileName(portal.Portal{Name: name}, taken); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}
