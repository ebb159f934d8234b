package store_test

import (
	"bytes"
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

func TestAddSnapshot(t *testing.T) {
	t.Run("KeepsEveryField", func(t *testing.T) {
		folder := t.TempDir()
		s := openStore(t, folder)
		p := savePortal(t, s, aPortal(1))
		snapshot := aSnapshot(11, p, noon.Add(time.Nanosecond))
		want := aReading(snapshot)
		if kept := addSnapshot(t, s, p, snapshot, want); kept.Version != 2 {
			t.Errorf("portal has version %d", kept.Version)
		}
		closeStore(t, s)
		header, read, err := openStore(t, folder).Snapshot(t.Context(), snapshot.ID)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(header, snapshot) {
			t.Errorf("header is\n%+v\nwant\n%+v", header, snapshot)
		}
		if !reflect.DeepEqual(read, want) {
			t.Errorf("reading is\n%+v\nwant\n%+v", read, want)
		}
	})
	t.Run("EmptySite", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		addSnapshot(t, s, p, aSnapshot(11, p, noon), site.Reading{})
		if _, read, err := s.Snapshot(t.Context(), numbered(11)); err != nil || len(read.Files) != 0 {
			t.Errorf("reading is %+v, %v", read, err)
		}
	})
	t.Run("TakesANewPortal", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := aPortal(1)
		addSnapshot(t, s, p, aSnapshot(11, p, noon), site.Reading{})
		if _, err := s.Portal(t.Context(), p.ID); err != nil {
			t.Error(err)
		}
	})
	t.Run("SharesRecords", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		first := aSnapshot(11, p, noon)
		r := aReading(first)
		p = addSnapshot(t, s, p, first, r)
		before := countRecords(t, s)
		// The same records from other places, one of them changed.
		moved := r
		moved.Site = testkit.FullSite()
		for i := range moved.Site.WebRoles {
			moved.Site.WebRoles[i].Source = site.Source{File: fmt.Sprintf("moved/%d.yml", i), Line: 40 + i}
		}
		moved.Site.WebRoles[1].Name = "Another name"
		second := aSnapshot(12, p, noon.Add(time.Hour))
		addSnapshot(t, s, p, second, moved)
		if after := countRecords(t, s); after != before+1 {
			t.Errorf("%d records became %d, want one more", before, after)
		}
		_, read, err := s.Snapshot(t.Context(), second.ID)
		if err != nil || !reflect.DeepEqual(read.Site.WebRoles, moved.Site.WebRoles) {
			t.Errorf("roles are %+v, %v; want %+v", read.Site.WebRoles, err, moved.Site.WebRoles)
		}
		_, read, err = s.Snapshot(t.Context(), first.ID)
		if err != nil || !reflect.DeepEqual(read.Site.WebRoles, r.Site.WebRoles) {
			t.Errorf("roles of the first snapshot are %+v, %v; want %+v", read.Site.WebRoles, err, r.Site.WebRoles)
		}
	})
	t.Run("ErrConflictPortal", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		savePortal(t, s, p)
		refuse(t, s, func() error {
			_, err := s.AddSnapshot(t.Context(), p, aSnapshot(11, p, noon), testkit.FullReading(), anEntry(p, "Imported."))
			return err
		}, fault.Conflict, "was changed meanwhile")
		if n := countRecords(t, s); n != 0 {
			t.Errorf("the refused snapshot left %d records", n)
		}
	})
	t.Run("ErrConflictSnapshot", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, _, snapshot, r := fillStore(t, s)
		refuse(t, s, func() error {
			_, err := s.AddSnapshot(t.Context(), p, snapshot, r, anEntry(p, "Imported."))
			return err
		}, fault.Conflict, "There is a snapshot")
	})
	t.Run("ErrInternalOtherPortal", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		refuse(t, s, func() error {
			_, err := s.AddSnapshot(t.Context(), p, aSnapshot(11, aPortal(2), noon), site.Reading{}, anEntry(p, "Imported."))
			return err
		}, fault.Internal, "")
	})
}

func TestSnapshots(t *testing.T) {
	t.Run("NewestFirst", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, other := savePortal(t, s, aPortal(1)), savePortal(t, s, aPortal(2))
		times := []time.Time{noon, noon.Add(time.Nanosecond), noon.Add(-time.Hour), time.Date(1969, 7, 20, 20, 17, 0, 0, time.UTC)}
		for i, at := range times {
			p = addSnapshot(t, s, p, aSnapshot(11+i, p, at), site.Reading{})
			other = addSnapshot(t, s, other, aSnapshot(21+i, other, at), site.Reading{})
		}
		found, err := s.Snapshots(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		var order []int
		for _, snapshot := range found {
			for i := range times {
				if snapshot.ID == numbered(11+i) {
					order = append(order, i)
				}
			}
		}
		if fmt.Sprint(order) != "[1 0 2 3]" {
			t.Errorf("order is %v", order)
		}
	})
	t.Run("UnknownPortal", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		fillStore(t, s)
		if found, err := s.Snapshots(t.Context(), numbered(77)); err != nil || len(found) != 0 {
			t.Errorf("found %d, %v", len(found), err)
		}
	})
}

func TestSnapshot(t *testing.T) {
	t.Run("ErrNotFound", func(t *testing.T) {
		_, _, err := openStore(t, t.TempDir()).Snapshot(t.Context(), numbered(9))
		wantFault(t, err, fault.NotFound, numbered(9).String())
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, _, err := openStore(t, t.TempDir()).Snapshot(ctx, numbered(9))
		wantFault(t, err, fault.Canceled, "")
	})
	t.Run("EqualRecords", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		snapshot := aSnapshot(11, p, noon)
		want := aReading(snapshot)
		for i := range want.Site.WebLinks {
			want.Site.WebLinks[i].Record = site.Record{Name: "Home", Source: site.Source{File: "links.yml", Line: 1 + 10*i}}
			want.Site.WebLinks[i].Set, want.Site.WebLinks[i].Parent, want.Site.WebLinks[i].Page = "set", "", "page"
			want.Site.WebLinks[i].ExternalURL, want.Site.WebLinks[i].PublishingState = "", ""
		}
		addSnapshot(t, s, p, snapshot, want)
		if _, read, err := s.Snapshot(t.Context(), snapshot.ID); err != nil || !reflect.DeepEqual(read, want) {
			t.Errorf("reading is %+v, %v; want %+v", read, err, want)
		}
	})
	t.Run("AmongOthers", func(t *testing.T) {
		// The records of three sites lie between each other, and some are shared.
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		want := map[int]site.Reading{}
		for i := range 3 {
			snapshot := aSnapshot(11+i, p, noon.Add(time.Duration(i)*time.Hour))
			r := testkit.LargeReading(700 + 100*i)
			r.Site.Format, r.Site.DataModel, r.Site.Root = snapshot.Format, snapshot.DataModel, snapshot.Root
			for j := range r.Site.WebPages {
				r.Site.WebPages[j].Title = fmt.Sprintf("Page %d of site %d", j, i)
			}
			p = addSnapshot(t, s, p, snapshot, r)
			want[11+i] = r
		}
		for n, r := range want {
			if _, read, err := s.Snapshot(t.Context(), numbered(n)); err != nil || !reflect.DeepEqual(read, r) {
				t.Errorf("snapshot %d is not what it was: %v", n, err)
			}
		}
	})
	// Whichever record is damaged, in a site that is read in several parts, the error names it.
	for name, damaged := range map[string]func(records *bbolt.Bucket, key []byte) error{
		"ErrInvalidMissingRecord": func(records *bbolt.Bucket, key []byte) error { return records.Delete(key) },
		"ErrInvalidChangedRecord": func(records *bbolt.Bucket, key []byte) error { return records.Put(key, []byte("webRole\x00{}")) },
		"ErrInvalidEmptyRecord":   func(records *bbolt.Bucket, key []byte) error { return records.Put(key, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			for _, at := range []int{0, 1, 700, 1498, 1499} { // in the order of the keys
				s := openStore(t, t.TempDir())
				p := savePortal(t, s, aPortal(1))
				snapshot := aSnapshot(11, p, noon)
				addSnapshot(t, s, p, snapshot, testkit.LargeReading(1500))
				var key []byte
				err := s.DB().Update(func(tx *bbolt.Tx) error {
					records := tx.Bucket([]byte("records"))
					c := records.Cursor()
					first, _ := c.First()
					key = bytes.Clone(first)
					for range at {
						next, _ := c.Next()
						key = bytes.Clone(next)
					}
					return damaged(records, key)
				})
				if err != nil {
					t.Fatal(err)
				}
				_, _, err = s.Snapshot(t.Context(), snapshot.ID)
				f := wantFault(t, err, fault.Invalid, "is damaged")
				if name := fmt.Sprintf("the record %x ", key); !strings.Contains(fmt.Sprint(f.Cause), name) {
					t.Errorf("the cause is %v, want it to name %s", f.Cause, name)
				}
			}
		})
	}
	// What is whole by its checksum and yet cannot be read was written by another program.
	for key, value := range map[string]string{
		"account": "{", "sources": "", "records": "too short",
	} {
		t.Run("ErrInvalidPart/"+key, func(t *testing.T) {
			s := openStore(t, t.TempDir())
			_, _, snapshot, _ := fillStore(t, s)
			err := s.DB().Update(func(tx *bbolt.Tx) error {
				b := tx.Bucket([]byte("snapshots")).Bucket(snapshot.ID[:])
				squeezed, err := store.Squeeze([]byte(value))
				if err != nil {
					return err
				}
				return store.Put(b, "snapshots/"+snapshot.ID.String(), []byte(key), squeezed)
			})
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = s.Snapshot(t.Context(), snapshot.ID)
			wantFault(t, err, fault.Invalid, "is damaged")
		})
	}
}

func TestLargeSnapshot(t *testing.T) {
	s := openStore(t, t.TempDir())
	p := savePortal(t, s, aPortal(1))
	snapshot := aSnapshot(11, p, noon)
	snapshot.Format, snapshot.DataModel, snapshot.Root = site.CLIFolder, site.Standard, "."
	want := testkit.LargeReading(5000)
	addSnapshot(t, s, p, snapshot, want)
	if n := countRecords(t, s); n != 5000 {
		t.Errorf("%d records are stored", n)
	}
	_, read, err := s.Snapshot(t.Context(), snapshot.ID)
	if err != nil {
		t.Fatal(err)
	}
	if log := activity(t, s, admin.ActivityQuery{}); len(log) != 2 {
		t.Errorf("the log has %d entries", len(log))
	}
	closeStore(t, s) // no part of the site may lie in the file, which leaves the memory here
	if read.Problems, want.Problems = nil, nil; !reflect.DeepEqual(read, want) {
		t.Error("the site is not what it was")
	}
}

func countRecords(t testing.TB, s *store.Store) int {
	t.Helper()
	var n int
	err := s.DB().View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("records")).ForEach(func(_, _ []byte) error { n++; return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
