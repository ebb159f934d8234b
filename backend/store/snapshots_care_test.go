package store_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

func TestDescribeSnapshot(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, _, snapshot, r := fillStore(t, s)
		kept, err := s.DescribeSnapshot(t.Context(), snapshot.ID, "Before go-live", "Two\nlines.", anEntry(p, "Named."))
		if err != nil {
			t.Fatal(err)
		}
		want := snapshot
		want.Name, want.Note = "Before go-live", "Two\nlines."
		if !reflect.DeepEqual(kept, want) {
			t.Errorf("returned is\n%+v\nwant\n%+v", kept, want)
		}
		header, read, err := s.Snapshot(t.Context(), snapshot.ID)
		if err != nil || !reflect.DeepEqual(header, want) || !reflect.DeepEqual(read, r) {
			t.Errorf("stored is %+v, %v", header, err)
		}
		if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); log[0].Summary != "Named." {
			t.Errorf("the log is %v", log)
		}
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, _, _, _ := fillStore(t, s)
		refuse(t, s, func() error {
			_, err := s.DescribeSnapshot(t.Context(), numbered(99), "x", "", anEntry(p, "Named."))
			return err
		}, fault.NotFound, "no snapshot")
	})
}

// A header as an earlier program wrote it, without name and note.
func TestSnapshotWithoutName(t *testing.T) {
	s := openStore(t, t.TempDir())
	p := savePortal(t, s, aPortal(1))
	old := aSnapshot(11, p, noon)
	old.Name, old.Note = "", ""
	addSnapshot(t, s, p, old, aReading(old))
	err := s.DB().View(func(tx *bbolt.Tx) error {
		for _, word := range []string{`"name"`, `"note"`} {
			if header := tx.Bucket([]byte("snapshots")).Bucket(old.ID[:]).Get([]byte("header")); bytes.Contains(header, []byte(word)) {
				t.Errorf("the header %s has %s, so it is no header of an earlier program", header, word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if header, err := s.SnapshotHeader(t.Context(), old.ID); err != nil || !reflect.DeepEqual(header, old) {
		t.Errorf("header is %+v, %v", header, err)
	}
}

func TestSnapshotHeader(t *testing.T) {
	s := openStore(t, t.TempDir())
	_, _, snapshot, _ := fillStore(t, s)
	if header, err := s.SnapshotHeader(t.Context(), snapshot.ID); err != nil || !reflect.DeepEqual(header, snapshot) {
		t.Errorf("header is %+v, %v", header, err)
	}
	_, err := s.SnapshotHeader(t.Context(), numbered(99))
	wantFault(t, err, fault.NotFound, "no snapshot")
}

func TestDeleteSnapshot(t *testing.T) {
	t.Run("KeepsWhatOthersHold", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, other, first, r := fillStore(t, s)
		shared := countRecords(t, s)
		r.Site.WebRoles = append(r.Site.WebRoles, site.WebRole{Record: site.Record{ID: "extra", Name: "Extra"}})
		second, third := aSnapshot(12, p, noon.Add(time.Hour)), aSnapshot(13, other, noon)
		p = addSnapshot(t, s, p, second, r)
		addSnapshot(t, s, other, third, aReading(third))
		if n := countRecords(t, s); n != shared+1 {
			t.Fatalf("%d records of three snapshots, want %d", n, shared+1)
		}

		for _, step := range []struct {
			delete site.Snapshot
			left   []site.Snapshot // of p, newest first
			count  int
		}{
			{second, []site.Snapshot{first}, shared}, // the newest: its own record goes
			{first, nil, shared},                     // the other portal's snapshot holds all
			{third, nil, 0},
		} {
			if err := s.DeleteSnapshot(t.Context(), step.delete.ID, anEntry(p, "Deleted.")); err != nil {
				t.Fatal(err)
			}
			left, err := s.Snapshots(t.Context(), p.ID)
			if err != nil || !reflect.DeepEqual(left, step.left) {
				t.Errorf("left are %+v, %v", left, err)
			}
			if n := countRecords(t, s); n != step.count {
				t.Errorf("%d records are left, want %d", n, step.count)
			}
			_, _, err = s.Snapshot(t.Context(), step.delete.ID)
			wantFault(t, err, fault.NotFound, "no snapshot")
			for _, it := range left {
				if _, _, err := s.Snapshot(t.Context(), it.ID); err != nil {
					t.Errorf("a snapshot that is left: %v", err)
				}
			}
		}
		stored, err := s.Portal(t.Context(), p.ID)
		if err != nil || !reflect.DeepEqual(stored, p) {
			t.Errorf("the portal is %+v, %v; want %+v", stored, err, p)
		}
		if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); log[0].Summary != "Deleted." {
			t.Errorf("the log is %v", log)
		}
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, _, _, _ := fillStore(t, s)
		before := countRecords(t, s)
		refuse(t, s, func() error {
			return s.DeleteSnapshot(t.Context(), numbered(99), anEntry(p, "Deleted."))
		}, fault.NotFound, "no snapshot")
		if n := countRecords(t, s); n != before {
			t.Errorf("%d records became %d", before, n)
		}
	})
}

func TestPortalsWithSnapshots(t *testing.T) {
	s := openStore(t, t.TempDir())
	want := map[string]bool{}
	for i := range 5 {
		p := savePortal(t, s, aPortal(i+1))
		for n := range i % 3 {
			p = addSnapshot(t, s, p, aSnapshot(100*(i+1)+n, p, noon.Add(time.Duration(n)*time.Hour)), site.Reading{})
			want[p.ID.String()] = true
		}
	}
	last := aPortal(6)
	for i := range last.ID {
		last.ID[i] = 0xff // the greatest id there is: nothing follows
	}
	addSnapshot(t, s, last, aSnapshot(700, last, noon), site.Reading{})
	want[last.ID.String()] = true
	found, err := s.PortalsWithSnapshots(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for id, has := range found {
		got[id.String()] = has
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestAddActivity(t *testing.T) {
	s := openStore(t, t.TempDir())
	p := savePortal(t, s, aPortal(1))
	entry := anEntry(p, "Exported.")
	entry.Action = event.SnapshotExported
	if err := s.AddActivity(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); len(log) != 2 || log[0].Action != event.SnapshotExported || log[0].Sequence != 2 {
		t.Errorf("the log is %v", log)
	}
}
