package store_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/event"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
	"gatehouse/backend/store"
)

// Whatever is done to a store, its file passes the check of pages, as it passes that of the database itself.
func TestCheckFile(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 4))
	folder := t.TempDir()
	s := openStore(t, folder)
	portals := map[int]portal.Portal{}
	for step := range 150 {
		n := random.IntN(12)
		p, ok := portals[n]
		switch {
		case !ok:
			portals[n] = savePortal(t, s, aPortal(n))
		case random.IntN(3) == 0:
			if err := s.RemovePortals(t.Context(), []portal.Portal{p}, []event.Activity{anEntry(p, "Removed.")}); err != nil {
				t.Fatal(err)
			}
			delete(portals, n)
		default:
			r := testkit.LargeReading(1 + random.IntN(1500))
			portals[n] = addSnapshot(t, s, p, aSnapshot(1000+step, p, noon.Add(time.Duration(step))), r)
		}
		if step%10 == 0 {
			checkTwice(t, s)
		}
	}
	for _, p := range portals {
		if err := s.RemovePortals(t.Context(), []portal.Portal{p}, nil); err != nil {
			t.Fatal(err)
		}
	}
	checkTwice(t, s)
	closeStore(t, s)
	openStore(t, folder)
}

func checkTwice(t *testing.T, s *store.Store) {
	t.Helper()
	if err := store.CheckFile(s.Path()); err != nil {
		t.Fatalf("a sound file is called damaged: %v", err)
	}
	err := s.DB().View(func(tx *bbolt.Tx) error {
		for err := range tx.Check() {
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatalf("the database's own check: %v", err)
	}
}
