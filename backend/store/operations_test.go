package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
)

func TestSaveOperation(t *testing.T) {
	setup := func(t *testing.T) (*store.Store, portal.Portal, renewal.Operation) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		op := confirmed(t, 21, p)
		saveOperation(t, s, op, 0, anEntry(p, "Began."))
		return s, p, op
	}
	t.Run("TakesThePortal", func(t *testing.T) {
		s, p, op := setup(t)
		got, held, err := s.ActiveOperation(t.Context(), p.ID)
		if err != nil || !held || !reflect.DeepEqual(got, op) {
			t.Errorf("active is %+v, %v, %v, want %+v", got, held, err, op)
		}
		if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); log[0].Summary != "Began." {
			t.Errorf("the log ends with %+v", log[0])
		}
	})
	t.Run("ReleasesThePortal", func(t *testing.T) {
		s, p, op := setup(t)
		ended := next(t, op, renewal.Cancelled{})
		saveOperation(t, s, ended, op.Version)
		if _, held, err := s.ActiveOperation(t.Context(), p.ID); held || err != nil {
			t.Errorf("held is %v, %v", held, err)
		}
		if got, err := s.Operation(t.Context(), op.ID); err != nil || got.State != renewal.StateCancelled {
			t.Errorf("it is %s, %v", got.State, err)
		}
		saveOperation(t, s, confirmed(t, 22, p), 0) // the portal is free for the next one
	})
	t.Run("ErrSecondActive", func(t *testing.T) {
		s, p, op := setup(t)
		second := confirmed(t, 22, p)
		err := s.SaveOperation(t.Context(), second, 0, anEntry(p, "Second."))
		wantFault(t, err, fault.Conflict, "is active already")
		if _, err := s.Operation(t.Context(), second.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the refused one was written: %v", err)
		}
		if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); log[0].Summary == "Second." {
			t.Error("the refused one was logged")
		}
		if active, err := s.ActiveOperations(t.Context()); err != nil || len(active) != 1 || active[0].ID != op.ID {
			t.Errorf("active are %v, %v", active, err)
		}
	})
	t.Run("AnEndedOneTakesNothing", func(t *testing.T) {
		s, p, op := setup(t)
		saveOperation(t, s, next(t, confirmed(t, 22, p), renewal.Cancelled{}), 0)
		if got, held, err := s.ActiveOperation(t.Context(), p.ID); !held || got.ID != op.ID || err != nil {
			t.Errorf("active is %s, %v, %v", got.ID, held, err)
		}
	})
	t.Run("ErrOtherVersion", func(t *testing.T) {
		s, _, op := setup(t)
		started := next(t, op, renewal.Started{})
		saveOperation(t, s, started, op.Version)
		cancelled := next(t, op, renewal.Cancelled{}) // by somebody who saw the one before
		wantFault(t, s.SaveOperation(t.Context(), cancelled, op.Version), fault.Conflict, "has moved on")
		wantFault(t, s.SaveOperation(t.Context(), started, 0), fault.Conflict, "has moved on")
	})
	t.Run("ErrNotThere", func(t *testing.T) {
		s, p, _ := setup(t)
		wantFault(t, s.SaveOperation(t.Context(), confirmed(t, 25, p), 1), fault.Conflict, "not there any more")
	})
	t.Run("ErrPortalGone", func(t *testing.T) {
		s, _, _ := setup(t)
		wantFault(t, s.SaveOperation(t.Context(), confirmed(t, 25, aPortal(9)), 0), fault.NotFound, "no portal")
	})
	t.Run("ErrWouldBeUnreadable", func(t *testing.T) {
		s, _, op := setup(t)
		op.Version, op.State = op.Version+1, "dancing"
		if err := s.SaveOperation(t.Context(), op, op.Version-1); err == nil {
			t.Error("an update in an unknown state was written")
		}
	})
	t.Run("OfTwoWritersOneWins", func(t *testing.T) {
		s, p, op := setup(t)
		var group sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			group.Go(func() {
				changed := next(t, op, renewal.Started{})
				results[i] = s.SaveOperation(context.Background(), changed, op.Version, anEntry(p, fmt.Sprintf("Writer %d.", i)))
			})
		}
		group.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Conflict) {
				t.Errorf("a loser was told %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d writers won", won)
		}
		if log := activity(t, s, admin.ActivityQuery{PortalID: p.ID}); !strings.HasPrefix(log[0].Summary, "Writer") || strings.HasPrefix(log[1].Summary, "Writer") {
			t.Errorf("the log ends with %q, %q", log[0].Summary, log[1].Summary)
		}
	})
}

func TestOperations(t *testing.T) {
	s := openStore(t, t.TempDir())
	p, other := savePortal(t, s, aPortal(1)), savePortal(t, s, aPortal(2))
	first, second := confirmed(t, 21, p), confirmed(t, 22, other)
	saveOperation(t, s, first, 0)
	saveOperation(t, s, second, 0)
	ended := next(t, first, renewal.Cancelled{})
	saveOperation(t, s, ended, first.Version)
	third := confirmed(t, 23, p)
	saveOperation(t, s, third, 0)

	ids := func(portalID uuid.UUID) []uuid.UUID {
		t.Helper()
		all, err := s.Operations(t.Context(), portalID)
		if err != nil {
			t.Fatal(err)
		}
		var ids []uuid.UUID
		for _, op := range all {
			ids = append(ids, op.ID)
		}
		return ids
	}
	if got, want := ids(p.ID), []uuid.UUID{third.ID, first.ID}; !reflect.DeepEqual(got, want) {
		t.Errorf("of the first portal: %v, want %v", got, want)
	}
	if got, want := ids(uuid.Nil), []uuid.UUID{third.ID, second.ID, first.ID}; !reflect.DeepEqual(got, want) {
		t.Errorf("of all: %v, want %v", got, want)
	}
	if got := ids(numbered(99)); got != nil {
		t.Errorf("of an unknown portal: %v", got)
	}
	if _, err := s.Operation(t.Context(), numbered(99)); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown one: %v", err)
	}

	t.Run("StayWhenThePortalGoes", func(t *testing.T) {
		err := s.RemovePortals(t.Context(), []portal.Portal{p}, []event.Activity{anEntry(p, "Removed.")})
		wantFault(t, err, fault.Conflict, "active already")
		saveOperation(t, s, next(t, third, renewal.Cancelled{}), third.Version)
		if err := s.RemovePortals(t.Context(), []portal.Portal{p}, []event.Activity{anEntry(p, "Removed.")}); err != nil {
			t.Fatal(err)
		}
		if got := ids(p.ID); len(got) != 2 {
			t.Errorf("%d updates are left of a removed portal", len(got))
		}
	})
}

// quarantined reads what was put aside.
func quarantined(t *testing.T, s *store.Store) (all []map[string]any) {
	t.Helper()
	err := s.DB().View(func(tx *bbolt.Tx) error {
		return tx.Bucket([]byte("quarantine")).ForEach(func(key, value []byte) error {
			payload, err := store.Unseal("quarantine", key, value)
			if err != nil {
				return err
			}
			var aside map[string]any
			all = append(all, aside)
			return json.Unmarshal(payload, &all[len(all)-1])
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRepairOperations(t *testing.T) {
	// repaired runs the repair and says what it did, in words.
	repaired := func(t *testing.T, s *store.Store) string {
		t.Helper()
		repairs, err := s.RepairOperations(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if again, err := s.RepairOperations(t.Context()); err != nil || len(again) != 0 {
			t.Errorf("a second repair finds %v, %v", again, err)
		}
		var words []string
		for _, r := range repairs {
			words = append(words, fmt.Sprintf("%v %s %s %s", r.Aside, r.Portal.String()[34:], r.Operation.String()[34:], r.Problem))
		}
		return strings.Join(words, "\n")
	}
	setup := func(t *testing.T) (*store.Store, portal.Portal, renewal.Operation) {
		s := openStore(t, t.TempDir())
		p := savePortal(t, s, aPortal(1))
		op := confirmed(t, 21, p)
		saveOperation(t, s, op, 0)
		return s, p, op
	}
	free := func(t *testing.T, s *store.Store, p portal.Portal) {
		t.Helper()
		if _, held, err := s.ActiveOperation(t.Context(), p.ID); held || err != nil {
			t.Errorf("the portal is held: %v, %v", held, err)
		}
		saveOperation(t, s, confirmed(t, 29, p), 0)
	}
	t.Run("NothingToDoWritesNothing", func(t *testing.T) {
		s, _, _ := setup(t)
		before := readFile(t, s.Path())
		if did := repaired(t, s); did != "" {
			t.Errorf("it did %s", did)
		}
		if string(readFile(t, s.Path())) != string(before) {
			t.Error("the file was written")
		}
	})
	t.Run("UnreadableRecord", func(t *testing.T) {
		for name, payload := range map[string]string{
			"NoJSON": "{", "UnknownSchema": `{"schema":9}`, "UnknownField": `{"schema":1,"colour":"red"}`,
			"OtherPlace": `{"schema":1,"id":"` + numbered(5).String() + `"}`,
		} {
			t.Run(name, func(t *testing.T) {
				s, p, op := setup(t)
				putRaw(t, s, "operations", operationKey(p, op.ID), []byte(payload))
				if all, err := s.Operations(t.Context(), uuid.Nil); err != nil || len(all) != 0 {
					t.Errorf("before the repair there are %v, %v", all, err)
				}
				did := repaired(t, s)
				if !strings.HasPrefix(did, "true 01 21 The record of a key's update ") || !strings.Contains(did, "false 01 00 A portal was held") {
					t.Errorf("it did %s", did)
				}
				aside := quarantined(t, s)
				if len(aside) != 1 || aside[0]["bucket"] != "operations" || aside[0]["at"] != "2026-05-04T12:00:00Z" ||
					aside[0]["key"] != fmt.Sprintf("%x", operationKey(p, op.ID)) || !strings.Contains(did, aside[0]["reason"].(string)) {
					t.Errorf("put aside was %v", aside)
				}
				free(t, s, p)
			})
		}
	})
	t.Run("DamagedValueIsKeptAsItWas", func(t *testing.T) {
		folder := t.TempDir()
		s := openStore(t, folder)
		p := savePortal(t, s, aPortal(1))
		op := confirmed(t, 21, p)
		saveOperation(t, s, op, 0)
		key, raw := operationKey(p, op.ID), []byte("odd")
		if err := s.DB().Update(func(tx *bbolt.Tx) error { return tx.Bucket([]byte("operations")).Put(key, raw) }); err != nil {
			t.Fatal(err)
		}
		closeStore(t, s)
		s = openStore(t, folder) // a bad update does not keep the inventory from being opened
		if did := repaired(t, s); !strings.Contains(did, "is damaged") {
			t.Errorf("it did %s", did)
		}
		if aside := quarantined(t, s); len(aside) != 1 || aside[0]["value"] != "b2Rk" {
			t.Errorf("put aside was %v", aside)
		}
		free(t, s, p)
	})
	t.Run("IndexNamesOneThatEnded", func(t *testing.T) {
		s, p, op := setup(t)
		saveOperation(t, s, next(t, op, renewal.Cancelled{}), op.Version)
		putRaw(t, s, "active_operations", p.ID[:], []byte(op.ID.String()))
		if did := repaired(t, s); did != "false 01 00 A portal was held by an update that is not active." {
			t.Errorf("it did %s", did)
		}
		free(t, s, p)
	})
	t.Run("IndexMissesTheActiveOne", func(t *testing.T) {
		s, p, op := setup(t)
		putRaw(t, s, "active_operations", p.ID[:], nil)
		if did := repaired(t, s); did != "false 01 21 The portal Portal 001 was not held by its active update." {
			t.Errorf("it did %s", did)
		}
		if got, held, err := s.ActiveOperation(t.Context(), p.ID); !held || got.ID != op.ID || err != nil {
			t.Errorf("active is %s, %v, %v", got.ID, held, err)
		}
	})
	t.Run("IndexNamesAnotherOne", func(t *testing.T) {
		s, p, op := setup(t)
		putRaw(t, s, "active_operations", p.ID[:], []byte(numbered(77).String()))
		if did := repaired(t, s); !strings.Contains(did, "held by another update") {
			t.Errorf("it did %s", did)
		}
		if got, held, err := s.ActiveOperation(t.Context(), p.ID); !held || got.ID != op.ID || err != nil {
			t.Errorf("active is %s, %v, %v", got.ID, held, err)
		}
	})
	t.Run("IndexUnreadable", func(t *testing.T) {
		s, p, op := setup(t)
		putRaw(t, s, "active_operations", p.ID[:], []byte("nobody"))
		if did := repaired(t, s); !strings.Contains(did, "could not be read") {
			t.Errorf("it did %s", did)
		}
		if got, held, err := s.ActiveOperation(t.Context(), p.ID); !held || got.ID != op.ID || err != nil {
			t.Errorf("active is %s, %v, %v", got.ID, held, err)
		}
	})
	t.Run("OfTwoActiveTheIndexedOneStays", func(t *testing.T) {
		s, p, op := setup(t)
		later := next(t, confirmed(t, 22, p), renewal.Started{})
		data, err := later.Encode()
		if err != nil {
			t.Fatal(err)
		}
		putRaw(t, s, "operations", operationKey(p, later.ID), data)
		if did := repaired(t, s); !strings.HasPrefix(did, "true 01 22 The portal Portal 001 had two active updates") {
			t.Errorf("it did %s", did)
		}
		if active, err := s.ActiveOperations(t.Context()); err != nil || len(active) != 1 || active[0].ID != op.ID {
			t.Errorf("active are %v, %v", active, err)
		}
	})
	t.Run("LetsGoOfOldOnes", func(t *testing.T) {
		s, p, op := setup(t)
		ended := next(t, op, renewal.Cancelled{})
		saveOperation(t, s, ended, op.Version)
		old := ended
		old.ID, old.Since = numbered(28), noon.AddDate(-3, 0, -1)
		saveOperation(t, s, old, 0)
		if did := repaired(t, s); did != "" {
			t.Errorf("it did %s", did)
		}
		all, err := s.Operations(t.Context(), p.ID)
		if err != nil || len(all) != 1 || all[0].ID != ended.ID {
			t.Errorf("left are %v, %v", all, err)
		}
		if aside := quarantined(t, s); len(aside) != 0 {
			t.Errorf("put aside was %v", aside)
		}
	})
}
