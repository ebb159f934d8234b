package store_test

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

func TestPortals(t *testing.T) {
	t.Run("Empty", func(t *testing.T) {
		if all, err := openStore(t, t.TempDir()).Portals(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("portals of an empty store: %v, %v", all, err)
		}
	})
	t.Run("SortedByNameThenID", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		for i, name := range []string{"beta", "Émile", "Alpha", "Beta", "alpha 2", "éclair"} {
			p := aPortal(9 - i)
			p.Name = name
			savePortal(t, s, p)
		}
		all, err := s.Portals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, p := range all {
			names = append(names, p.Name)
		}
		if got, want := fmt.Sprint(names), "[Alpha alpha 2 Beta beta éclair Émile]"; got != want {
			t.Errorf("order is %s, want %s", got, want)
		}
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := openStore(t, t.TempDir()).Portals(ctx)
		wantFault(t, err, fault.Canceled, "")
	})
}

func TestPortal(t *testing.T) {
	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := openStore(t, t.TempDir()).Portal(t.Context(), numbered(5))
		wantFault(t, err, fault.NotFound, numbered(5).String())
	})
}

func TestSavePortal(t *testing.T) {
	t.Run("KeepsEveryField", func(t *testing.T) {
		folder := t.TempDir()
		s := openStore(t, folder)
		p := aPortal(1)
		kept := savePortal(t, s, p)
		if kept.Version != 1 {
			t.Errorf("version is %d after the first save", kept.Version)
		}
		closeStore(t, s)
		read, err := openStore(t, folder).Portal(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		p.Version = 1
		if !reflect.DeepEqual(read, p) || !reflect.DeepEqual(kept, p) {
			t.Errorf("stored\n%+v\nreturned\n%+v\nwant\n%+v", read, kept, p)
		}
	})
	t.Run("CountsVersions", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, savePortal(t, s, aPortal(1)))
		if p.Version != 2 {
			t.Errorf("version is %d after two saves", p.Version)
		}
	})
	t.Run("ErrConflictNew", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		savePortal(t, s, aPortal(1))
		refuse(t, s, func() error {
			_, err := s.SavePortal(t.Context(), aPortal(1), anEntry(aPortal(1), "Again."))
			return err
		}, fault.Conflict, "already")
	})
	t.Run("ErrConflictChangedMeanwhile", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		seen := savePortal(t, s, aPortal(1))
		savePortal(t, s, seen)
		refuse(t, s, func() error {
			_, err := s.SavePortal(t.Context(), seen, anEntry(seen, "Late."))
			return err
		}, fault.Conflict, "was changed meanwhile")
	})
	t.Run("ErrNotFoundRemoved", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		if err := s.RemovePortals(t.Context(), []portal.Portal{p}, nil); err != nil {
			t.Fatal(err)
		}
		refuse(t, s, func() error {
			_, err := s.SavePortal(t.Context(), p, anEntry(p, "Late."))
			return err
		}, fault.NotFound, "There is no portal")
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		refuse(t, s, func() error {
			_, err := s.SavePortal(ctx, aPortal(1), anEntry(aPortal(1), "Never."))
			return err
		}, fault.Canceled, "")
	})
	t.Run("OneOfManyWriters", func(t *testing.T) {
		// All writers saw the same version. Readers look on meanwhile and see either state, never a mixture.
		s := openStore(t, t.TempDir())
		seen := savePortal(t, s, aPortal(1))
		var group sync.WaitGroup
		errs := make([]error, 20)
		for i := range errs {
			group.Go(func() {
				p := seen
				p.Name, p.URL = fmt.Sprint("writer ", i), fmt.Sprint("writer ", i)
				_, errs[i] = s.SavePortal(context.Background(), p, anEntry(p, p.Name))
			})
			group.Go(func() {
				read, err := s.Portal(context.Background(), seen.ID)
				if err != nil || read.Version > 1 && read.Name != read.URL {
					t.Errorf("a reader saw %s, %s, %v", read.Name, read.URL, err)
				}
			})
		}
		group.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
				continue
			}
			wantFault(t, err, fault.Conflict, "was changed meanwhile")
		}
		if log := activity(t, s, admin.ActivityQuery{}); done != 1 || len(log) != 2 {
			t.Errorf("%d writers won, the log has %d entries", done, len(log))
		}
	})
}

func TestNoteLooks(t *testing.T) {
	look := portal.CertificateLook{ReadAt: noon, FailedAt: noon.Add(time.Hour), Problem: "The share is offline."}
	t.Run("LeavesTheRest", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, other := savePortal(t, s, aPortal(1)), savePortal(t, s, aPortal(2))
		if err := s.NoteLooks(t.Context(), []admin.SeenCertificate{{PortalID: p.ID, Path: p.CertificatePath, Look: look}}); err != nil {
			t.Fatal(err)
		}
		p.Look = look
		if all, err := s.Portals(t.Context()); err != nil || !reflect.DeepEqual(all, []portal.Portal{p, other}) {
			t.Errorf("stored are %+v, %v", all, err)
		}
	})
	t.Run("AnotherPathOrNoPortal", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		err := s.NoteLooks(t.Context(), []admin.SeenCertificate{
			{PortalID: p.ID, Path: p.CertificatePath + " of old", Look: look}, {PortalID: numbered(9), Path: p.CertificatePath, Look: look},
		})
		if all, listErr := s.Portals(t.Context()); err != nil || listErr != nil || !reflect.DeepEqual(all, []portal.Portal{p}) {
			t.Errorf("stored are %+v, %v, %v", all, err, listErr)
		}
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		refuse(t, s, func() error {
			return s.NoteLooks(ctx, []admin.SeenCertificate{{PortalID: p.ID, Path: p.CertificatePath, Look: look}})
		}, fault.Canceled, "")
	})
}

func TestRemovePortals(t *testing.T) {
	t.Run("WithSnapshotsAndRecords", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		p, other, snapshot, r := fillStore(t, s)
		// The other portal shares all records with the first and has one of its own.
		r.Site.WebRoles = append(r.Site.WebRoles, site.WebRole{Record: site.Record{ID: "extra", Name: "Extra"}})
		kept := aSnapshot(12, other, noon)
		other = addSnapshot(t, s, other, kept, r)
		all := countRecords(t, s)
		held, _, err := s.ActiveOperation(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		saveOperation(t, s, next(t, held, renewal.Cancelled{}), held.Version)

		entry := anEntry(p, "Removed.")
		if err := s.RemovePortals(t.Context(), []portal.Portal{p}, []event.Activity{entry}); err != nil {
			t.Fatal(err)
		}
		_, err = s.Portal(t.Context(), p.ID)
		wantFault(t, err, fault.NotFound, "")
		_, _, err = s.Snapshot(t.Context(), snapshot.ID)
		wantFault(t, err, fault.NotFound, "no snapshot")
		if left, err := s.Snapshots(t.Context(), p.ID); err != nil || len(left) != 0 {
			t.Errorf("snapshots of the removed portal: %d, %v", len(left), err)
		}
		if n := countRecords(t, s); n != all {
			t.Errorf("%d records are left of %d that another snapshot holds", n, all)
		}
		_, read, err := s.Snapshot(t.Context(), kept.ID)
		if err != nil || len(read.Site.WebRoles) != 3 {
			t.Errorf("the other portal's snapshot has %d roles, %v", len(read.Site.WebRoles), err)
		}
		if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); len(log) != 3 || log[0].Summary != "Removed." {
			t.Errorf("the removed portal's log is %v", log)
		}

		if err := s.RemovePortals(t.Context(), []portal.Portal{other}, nil); err != nil {
			t.Fatal(err)
		}
		if n := countRecords(t, s); n != 0 {
			t.Errorf("%d records belong to no snapshot", n)
		}
	})
	t.Run("ErrConflictKeepsAll", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		first, second := savePortal(t, s, aPortal(1)), savePortal(t, s, aPortal(2))
		savePortal(t, s, second)
		refuse(t, s, func() error {
			return s.RemovePortals(t.Context(), []portal.Portal{first, second}, []event.Activity{anEntry(first, "Removed.")})
		}, fault.Conflict, "Portal 002 was changed meanwhile")
	})
	t.Run("ErrNotFoundKeepsAll", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		first := savePortal(t, s, aPortal(1))
		refuse(t, s, func() error {
			return s.RemovePortals(t.Context(), []portal.Portal{first, aPortal(2)}, []event.Activity{anEntry(first, "Removed.")})
		}, fault.NotFound, numbered(2).String())
	})
}

// refuse checks that do fails with a fault and leaves portals and log as they were.
func refuse(t *testing.T, s *store.Store, do func() error, code fault.Code, part string) {
	t.Helper()
	state := func() string {
		portals, err := s.Portals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%+v\n%+v", portals, activity(t, s, admin.ActivityQuery{}))
	}
	before := state()
	wantFault(t, do(), code, part)
	if after := state(); after != before {
		t.Errorf("the refused change left traces: before\n%s\nafter\n%s", before, after)
	}
}
