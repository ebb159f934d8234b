package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

var testOptions = store.Options{Timeout: 100 * time.Millisecond, Now: func() time.Time { return noon }, Program: "1.0.0-test"}

// openStore opens the store of a folder and closes it with the test.
func openStore(t testing.TB, folder string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), folder, testOptions)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	t.Cleanup(func() { closeStore(t, s) })
	return s
}

func closeStore(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Errorf("close store: %v", err)
	}
}

// numbered is an id that is the same in every run.
func numbered(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("c0ffee00-0000-4000-8000-%012d", n))
}

func aPortal(n int) portal.Portal {
	var p portal.Portal
	testkit.Fill(&p)
	p.ID, p.Name, p.Version = numbered(n), fmt.Sprintf("Portal %03d", n), 0
	return p
}

func anEntry(p portal.Portal, summary string) event.Activity {
	return event.Activity{
		At: noon, Actor: "ada@contoso.example", Action: event.PortalChanged,
		PortalID: p.ID, PortalName: p.Name, Summary: summary,
	}
}

func aSnapshot(n int, p portal.Portal, takenAt time.Time) site.Snapshot {
	var s site.Snapshot
	testkit.Fill(&s)
	s.ID, s.PortalID, s.TakenAt = numbered(n), p.ID, takenAt
	return s
}

// aReading is a reading whose site goes with a snapshot.
func aReading(s site.Snapshot) site.Reading {
	r := testkit.FullReading()
	r.Site.Format, r.Site.DataModel, r.Site.Root = s.Format, s.DataModel, s.Root
	return r
}

func savePortal(t testing.TB, s *store.Store, p portal.Portal) portal.Portal {
	t.Helper()
	kept, err := s.SavePortal(t.Context(), p, anEntry(p, "Saved "+p.Name+"."))
	if err != nil {
		t.Fatalf("save portal: %v", err)
	}
	return kept
}

func addSnapshot(t testing.TB, s *store.Store, p portal.Portal, snapshot site.Snapshot, r site.Reading) portal.Portal {
	t.Helper()
	kept, err := s.AddSnapshot(t.Context(), p, snapshot, r, anEntry(p, "Imported a site."))
	if err != nil {
		t.Fatalf("add snapshot: %v", err)
	}
	return kept
}

func activity(t testing.TB, s *store.Store, q admin.ActivityQuery) []event.Activity {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 500
	}
	entries, err := s.Activity(t.Context(), q)
	if err != nil {
		t.Fatalf("read activity: %v", err)
	}
	return entries
}

// wantFault checks that an error is a fault of a code whose message has a part, and returns it.
func wantFault(t testing.TB, err error, code fault.Code, part string) *fault.Fault {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Fatalf("error is %v, want a fault of code %s", err, code)
	}
	f := fault.Of(err)
	if !strings.Contains(f.Message, part) {
		t.Errorf("message is %q, want one with %q", f.Message, part)
	}
	return f
}

// fillStore puts something into every bucket, the same in every run, and returns what it put there.
func fillStore(t testing.TB, s *store.Store) (p, other portal.Portal, snapshot site.Snapshot, r site.Reading) {
	t.Helper()
	p = savePortal(t, s, aPortal(1))
	other = savePortal(t, s, aPortal(2))
	snapshot = aSnapshot(11, p, noon)
	r = aReading(snapshot)
	p = addSnapshot(t, s, p, snapshot, r)
	fillOperations(t, s, p, other)
	fillReminders(t, s)
	entry := event.Activity{At: noon, Actor: "ada@contoso.example", Action: event.SettingsChanged, Summary: "Changed theme."}
	if err := s.SavePreferences(t.Context(), thePreferences(), entry); err != nil {
		t.Fatalf("save settings: %v", err)
	}
	return p, other, snapshot, r
}

// fillOperations puts an active update, one that ended, and one that cannot be read into their buckets.
func fillOperations(t testing.TB, s *store.Store, p, other portal.Portal) {
	t.Helper()
	saveOperation(t, s, confirmed(t, 21, p), 0)
	saveOperation(t, s, next(t, confirmed(t, 22, other), renewal.Cancelled{}), 0)
	bad := operationKey(other, numbered(23))
	putRaw(t, s, "operations", bad, []byte("no JSON"))
	if _, err := s.RepairOperations(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// confirmed is an update that a person said yes to.
func confirmed(t testing.TB, n int, p portal.Portal) renewal.Operation {
	t.Helper()
	op := renewal.New(numbered(n), p, renewal.DriverLocal)
	op = next(t, op, renewal.Opened{By: "ada@contoso.example", Keys: p.Application.Keys})
	return next(t, op, renewal.Confirmed{By: "ada@contoso.example", Keys: p.Application.Keys})
}

// next is what an update becomes by a fact, at noon.
func next(t testing.TB, op renewal.Operation, fact renewal.Fact) renewal.Operation {
	t.Helper()
	changed, _, err := renewal.Next(op, op.On(fact), noon)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func saveOperation(t testing.TB, s *store.Store, op renewal.Operation, seen int, entries ...event.Activity) {
	t.Helper()
	if err := s.SaveOperation(t.Context(), op, seen, entries...); err != nil {
		t.Fatalf("save update: %v", err)
	}
}

func operationKey(p portal.Portal, id uuid.UUID) []byte {
	return append(bytes.Clone(p.ID[:]), id[:]...)
}

// putRaw writes a sound value of any content; nil takes it away.
func putRaw(t testing.TB, s *store.Store, bucket string, key, payload []byte) {
	t.Helper()
	err := s.DB().Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		if payload == nil {
			return b.Delete(key)
		}
		return store.Put(b, bucket, key, payload)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func thePreferences() admin.Preferences {
	var p admin.Preferences
	testkit.Fill(&p)
	return p
}

// filledFile makes a closed, filled database and returns its folder and the content of the file.
func filledFile(t testing.TB) (folder string, content []byte) {
	t.Helper()
	folder = t.TempDir()
	s, err := store.Open(context.Background(), folder, testOptions)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	fillStore(t, s)
	closeStore(t, s)
	content, err = os.ReadFile(filepath.Join(folder, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return folder, content
}
