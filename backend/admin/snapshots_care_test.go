package admin_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
	"gatehouse/backend/snapshotfile"
)

// history imports the same site a few times, each time changed, and returns portal and snapshots, newest first.
func (d *desk) history(t *testing.T, names ...string) (portal.Portal, []site.Snapshot) {
	t.Helper()
	var it portal.Portal
	for _, name := range names {
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.readings[0].Site.WebRoles[0].Name = name
		it = d.importAll(t)[0].Portal
	}
	all, err := d.snapshots.List(t.Context(), it.ID)
	if err != nil || len(all) != len(names) {
		t.Fatalf("%d snapshots, %v", len(all), err)
	}
	return it, all
}

// export writes a snapshot and makes the reader of another desk find it.
func (d *desk) export(t *testing.T, id uuid.UUID, to *desk) site.Reading {
	t.Helper()
	d.snapshots.Write = snapshotfile.Write
	var file bytes.Buffer
	if err := d.snapshots.Export(t.Context(), id, &file); err != nil {
		t.Fatal(err)
	}
	read, err := snapshotfile.Read(t.Context(), "a.gatehouse", file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	to.readings = []site.Reading{read}
	return read
}

func (d *desk) open(t *testing.T) admin.Imported {
	t.Helper()
	done, err := d.snapshots.Import(t.Context(), "/post/a.gatehouse", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return done[0]
}

func TestDescribe(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		d := newDesk(t)
		p, all := d.history(t, "First", "Second")
		kept, err := d.snapshots.Describe(t.Context(), all[1].ID, "  Before go-live ", "One\r\ntwo\t3. ")
		if err != nil || kept.Name != "Before go-live" || kept.Note != "One\ntwo\t3." {
			t.Errorf("got %+v, %v", kept, err)
		}
		d.wantNewest(t, p, ada, event.SnapshotDescribed, `"Before go-live"`)
		if !slices.Contains(d.heard, event.Event{Topic: event.OnSnapshots, Subject: p.ID.String()}) {
			t.Errorf("nobody heard of it: %v", d.heard)
		}
		listed, err := d.snapshots.List(t.Context(), p.ID)
		if err != nil || listed[0].Name != "" || !reflect.DeepEqual(listed[1], kept) {
			t.Errorf("listed are %+v, %v", listed, err)
		}
		if _, err := d.snapshots.Describe(t.Context(), all[1].ID, "Before go-live", "Another."); err != nil {
			t.Error(err)
		}
		d.wantNewest(t, p, ada, event.SnapshotDescribed, "Changed the note")
		if _, err := d.snapshots.Describe(t.Context(), all[1].ID, "", ""); err != nil {
			t.Error(err)
		}
		d.wantNewest(t, p, ada, event.SnapshotDescribed, "Took the name")
	})
	t.Run("SameAgainLeavesNoTrace", func(t *testing.T) {
		d := newDesk(t)
		_, all := d.history(t, "First")
		before, heard := d.state(t), len(d.heard)
		if _, err := d.snapshots.Describe(t.Context(), all[0].ID, " ", ""); err != nil || d.state(t) != before || len(d.heard) != heard {
			t.Errorf("saying nothing left traces, %v", err)
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		d := newDesk(t)
		_, all := d.history(t, "First")
		for _, words := range [][2]string{
			{strings.Repeat("é", 101), ""}, {"", strings.Repeat("x", 4001)}, {"two\nlines", ""}, {"bell\a", ""}, {"\xff", ""}, {"", "nul\x00"}, {"", "\xff"},
		} {
			d.unchanged(t, fault.Invalid, "of a snapshot", func() error {
				_, err := d.snapshots.Describe(t.Context(), all[0].ID, words[0], words[1])
				return err
			})
		}
		if _, err := d.snapshots.Describe(t.Context(), all[0].ID, strings.Repeat("é", 100), strings.Repeat("ж", 4000)); err != nil {
			t.Errorf("the longest words: %v", err)
		}
	})
	t.Run("ErrDenied", func(t *testing.T) {
		d := newDesk(t)
		id := d.ownedSnapshot(t)
		d.unchanged(t, fault.Denied, "not an owner", func() error {
			_, err := d.snapshots.Describe(t.Context(), id, "Mine", "")
			return err
		})
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		d := newDesk(t)
		d.unchanged(t, fault.NotFound, "no snapshot", func() error {
			_, err := d.snapshots.Describe(t.Context(), uuid.New(), "x", "")
			return err
		})
	})
}

// ownedSnapshot is a snapshot of a portal that ada owns, while grace acts.
func (d *desk) ownedSnapshot(t *testing.T) uuid.UUID {
	t.Helper()
	p := d.provision(t, "Local")
	d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
	done, err := d.snapshots.Import(t.Context(), "/exports", []admin.ImportRequest{{PortalID: p.ID}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d.actAs(t, grace)
	return done[0].Snapshot.ID
}

func TestDelete(t *testing.T) {
	t.Run("TheOneBeforeBecomesTheNewest", func(t *testing.T) {
		d := newDesk(t)
		p, all := d.history(t, "First", "Second", "Third")
		if err := d.snapshots.Delete(t.Context(), all[0].ID); err != nil {
			t.Fatal(err)
		}
		d.wantNewest(t, p, ada, event.SnapshotDeleted, "Deleted the snapshot of 4 May 2026")
		latest, r, err := d.snapshots.Latest(t.Context(), p.ID)
		if err != nil || latest.ID != all[1].ID || r.Site.WebRoles[0].Name != "Second" {
			t.Errorf("the latest is %+v, %v", latest, err)
		}
		// What the newest says counts, and that is the second again.
		d.readings[0].Site.WebRoles[0].Name = "Second"
		if again := d.importAll(t)[0]; !again.Unchanged || again.Snapshot.ID != all[1].ID {
			t.Errorf("outcome is %+v", again)
		}
	})
	t.Run("TheLastLeavesThePortalWithoutASite", func(t *testing.T) {
		d := newDesk(t)
		p, all := d.history(t, "First")
		if with, err := d.snapshots.PortalsWithSite(t.Context()); err != nil || !with[p.ID] {
			t.Errorf("with a site are %v, %v", with, err)
		}
		if err := d.snapshots.Delete(t.Context(), all[0].ID); err != nil {
			t.Fatal(err)
		}
		_, _, err := d.snapshots.Latest(t.Context(), p.ID)
		wantFault(t, err, fault.NotFound, "No site of this portal")
		if with, err := d.snapshots.PortalsWithSite(t.Context()); err != nil || with[p.ID] {
			t.Errorf("with a site are %v, %v", with, err)
		}
		// The site finds its portal again.
		if again := d.importAll(t)[0]; again.NewPortal || again.Unchanged || again.Portal.ID != p.ID || again.Portal.WebsiteID != websiteA {
			t.Errorf("outcome is %+v", again)
		}
	})
	t.Run("ErrDenied", func(t *testing.T) {
		d := newDesk(t)
		id := d.ownedSnapshot(t)
		d.unchanged(t, fault.Denied, "not an owner", func() error { return d.snapshots.Delete(t.Context(), id) })
		if _, _, err := d.snapshots.Get(t.Context(), id); err != nil {
			t.Error(err)
		}
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		d := newDesk(t)
		d.unchanged(t, fault.NotFound, "no snapshot", func() error { return d.snapshots.Delete(t.Context(), uuid.New()) })
	})
}

func TestExport(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		d := newDesk(t)
		p, all := d.history(t, "First", "Second")
		if read := d.export(t, all[1].ID, newDesk(t)); read.Kept.ID != all[1].ID || read.Site.WebRoles[0].Name != "First" {
			t.Errorf("exported is %+v", read)
		}
		d.wantNewest(t, p, ada, event.SnapshotExported, "to a file")
	})
	t.Run("ByWhoIsNoOwner", func(t *testing.T) {
		d := newDesk(t)
		id := d.ownedSnapshot(t)
		d.export(t, id, newDesk(t))
		if newest := d.log(t)[0]; newest.Actor != grace || newest.Action != event.SnapshotExported {
			t.Errorf("the newest entry is %+v", newest)
		}
	})
	t.Run("ErrOfTheWriterLeavesNoTrace", func(t *testing.T) {
		d := newDesk(t)
		_, all := d.history(t, "First")
		full := fault.New(fault.Unreachable, "There is no room.")
		d.snapshots.Write = func(io.Writer, site.Snapshot, site.Reading) error { return full }
		d.unchanged(t, fault.Unreachable, "no room", func() error { return d.snapshots.Export(t.Context(), all[0].ID, io.Discard) })
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		d := newDesk(t)
		d.unchanged(t, fault.NotFound, "no snapshot", func() error { return d.snapshots.Export(t.Context(), uuid.New(), io.Discard) })
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		d := newDesk(t)
		_, all := d.history(t, "First")
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if err := d.snapshots.Export(ctx, all[0].ID, io.Discard); !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
	})
}

// A snapshot that was exported, opened by somebody else.
func TestImportSnapshotFile(t *testing.T) {
	t.Run("OnAnotherMachine", func(t *testing.T) {
		here, there := newDesk(t), newDesk(t)
		_, all := here.history(t, "First", "Second")
		want, err := here.snapshots.Describe(t.Context(), all[1].ID, "Before go-live", "Note.")
		if err != nil {
			t.Fatal(err)
		}
		_, original, err := here.snapshots.Get(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		here.export(t, want.ID, there)
		opened := there.open(t)
		if !opened.NewPortal || opened.Unchanged {
			t.Errorf("outcome is %+v", opened)
		}
		there.wantNewest(t, opened.Portal, ada, event.SnapshotOpened, `the snapshot "Before go-live" of 4 May 2026`)
		got, read, err := there.snapshots.Get(t.Context(), opened.Snapshot.ID)
		if err != nil {
			t.Fatal(err)
		}
		want.ID, want.PortalID = got.ID, opened.Portal.ID // these are of the other machine
		if !reflect.DeepEqual(got, want) {
			t.Errorf("header is\n%+v\nwant\n%+v", got, want)
		}
		if !reflect.DeepEqual(read.Files, original.Files) || len(read.Problems) != len(original.Problems) || !reflect.DeepEqual(read.Site, original.Site) {
			t.Errorf("reading is\n%+v\nwant\n%+v", read, original)
		}
		before, heard := there.state(t), len(there.heard)
		if again := there.open(t); !again.Unchanged || again.Snapshot.ID != opened.Snapshot.ID {
			t.Errorf("opened again: %+v", again)
		}
		if there.state(t) != before || len(there.heard) != heard {
			t.Error("opening a snapshot again left traces")
		}
	})
	t.Run("WhereItWasTaken", func(t *testing.T) {
		d := newDesk(t)
		p, all := d.history(t, "First", "Second")
		d.export(t, all[1].ID, d)
		if again := d.open(t); !again.Unchanged || again.Snapshot.ID != all[1].ID || again.Portal.ID != p.ID {
			t.Errorf("outcome is %+v", again)
		}
	})
	t.Run("TakesItsPlaceByTime", func(t *testing.T) {
		here, there := newDesk(t), newDesk(t)
		_, all := here.history(t, "First")
		there.now = morning.Add(time.Hour)
		p, newer := there.history(t, "Second")
		here.export(t, all[0].ID, there)
		if opened := there.open(t); opened.NewPortal || opened.Unchanged || opened.Portal.ID != p.ID {
			t.Errorf("outcome is %+v", opened)
		}
		latest, _, err := there.snapshots.Latest(t.Context(), p.ID)
		if err != nil || latest.ID != newer[0].ID {
			t.Errorf("the latest is %+v, %v", latest, err)
		}
	})
	t.Run("SameContentOfAnotherTimeIsAPointInTime", func(t *testing.T) {
		here, there := newDesk(t), newDesk(t)
		_, all := here.history(t, "First")
		there.now = morning.Add(time.Hour)
		p, _ := there.history(t, "First")
		here.export(t, all[0].ID, there)
		opened := there.open(t)
		listed, err := there.snapshots.List(t.Context(), p.ID)
		if opened.Unchanged || err != nil || len(listed) != 2 || listed[0].Fingerprint != listed[1].Fingerprint {
			t.Errorf("outcome is %+v, listed are %+v, %v", opened, listed, err)
		}
	})
	t.Run("ErrInvalidFromTheFuture", func(t *testing.T) {
		here, there := newDesk(t), newDesk(t)
		here.now = morning.Add(25 * time.Hour)
		_, all := here.history(t, "First")
		here.export(t, all[0].ID, there)
		there.unchanged(t, fault.Invalid, "in the future, on 5 May 2026", func() error {
			_, err := there.snapshots.Import(t.Context(), "/post/a.gatehouse", nil, nil)
			return err
		})
	})
	t.Run("ErrInvalidName", func(t *testing.T) {
		here, there := newDesk(t), newDesk(t)
		_, all := here.history(t, "First")
		here.export(t, all[0].ID, there)
		there.readings[0].Kept.Name = "two\nlines"
		there.unchanged(t, fault.Invalid, "one line", func() error {
			_, err := there.snapshots.Import(t.Context(), "/post/a.gatehouse", nil, nil)
			return err
		})
	})
}

func TestImportTheOnlySite(t *testing.T) {
	d := newDesk(t)
	p := d.provision(t, "Local")
	request := []admin.ImportRequest{{PortalID: p.ID}}
	d.readings = []site.Reading{reading("a", websiteA, "Contoso"), reading("b", websiteB, "Fabrikam")}
	d.unchanged(t, fault.Invalid, "There are 2 sites", func() error {
		_, err := d.snapshots.Import(t.Context(), "/exports", request, nil)
		return err
	})
	d.readings = d.readings[:1]
	done, err := d.snapshots.Import(t.Context(), "/exports", request, nil)
	if err != nil || len(done) != 1 || done[0].Portal.ID != p.ID || done[0].Snapshot.Root != "a" {
		t.Errorf("outcome is %+v, %v", done, err)
	}
}
