package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/store"
)

// stored is all that a store holds.
type stored struct {
	Portals     any
	Snapshots   []any
	Activity    any
	Preferences any
	Operations  any
	Active      any
	Reminders   any
	Inbox       any
}

// readAll reads all that a store holds, through its methods.
func readAll(ctx context.Context, s *store.Store) (stored, error) {
	var all stored
	portals, err := s.Portals(ctx)
	if err != nil {
		return all, err
	}
	all.Portals = portals
	for _, p := range portals {
		snapshots, err := s.Snapshots(ctx, p.ID)
		if err != nil {
			return all, err
		}
		for _, header := range snapshots {
			_, reading, err := s.Snapshot(ctx, header.ID)
			if err != nil {
				return all, err
			}
			all.Snapshots = append(all.Snapshots, header, reading)
		}
	}
	for _, id := range []uuid.UUID{uuid.Nil, numbered(1), numbered(2)} {
		log, err := s.Activity(ctx, admin.ActivityQuery{Limit: 500, PortalID: id})
		if err != nil {
			return all, err
		}
		all.Activity = append([]any{log}, all.Activity)
	}
	if all.Preferences, _, err = s.Preferences(ctx); err != nil {
		return all, err
	}
	// Updates that cannot be read are put aside when the program starts; here that counts as damage like any other.
	repairs, err := s.RepairOperations(ctx)
	if err == nil && len(repairs) > 0 {
		err = fault.New(fault.Invalid, "An update is damaged: %s", repairs[0].Problem)
	}
	if err != nil {
		return all, err
	}
	operations, err := s.Operations(ctx, uuid.Nil)
	if err != nil {
		return all, err
	}
	if operations != nil { // a nil list is nothing, as it is in what an older program wrote
		all.Operations = operations
	}
	active, err := s.ActiveOperations(ctx)
	if active != nil {
		all.Active = active
	}
	if err != nil {
		return all, err
	}
	// So it is with the records of reminders.
	reminders, err := s.Reminders(ctx)
	if err == nil && len(reminders.Unreadable) > 0 {
		err = fault.New(fault.Invalid, "A reminder is damaged: %s", reminders.Unreadable[0].Reason)
	}
	if err != nil {
		return all, err
	}
	if !reflect.DeepEqual(reminders, admin.ReminderState{}) {
		all.Reminders = reminders
	}
	inbox, err := s.Inbox(ctx)
	if inbox != nil {
		all.Inbox = inbox
	}
	return all, err
}

func contentOf(t *testing.T, s *store.Store) stored {
	t.Helper()
	all, err := readAll(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// try opens a database with the given content, reads and writes it, and returns the first error. It fails the test
// when an error is no fault about the file, when a refused file was changed, or when what is read is not what was
// written. A panic that is not caught, or a crash of the process, fails it anyway.
func try(t *testing.T, content []byte, want ...stored) error {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, store.FileName)
	writeFile(t, path, string(content))
	s, err := store.Open(t.Context(), folder, testOptions)
	if err != nil {
		wantPlace(t, wantFault(t, err, fault.Invalid, path), path)
		if string(readFile(t, path)) != string(content) {
			t.Error("the refused file was changed")
		}
		return err
	}
	defer closeStore(t, s)
	got, err := readAll(t.Context(), s)
	if err != nil {
		wantFault(t, err, fault.Invalid, "is damaged")
		return err
	}
	for _, w := range want {
		if reflect.DeepEqual(got, w) {
			_, err := s.SavePortal(t.Context(), aPortal(3), anEntry(aPortal(3), "Saved."))
			return err
		}
	}
	t.Errorf("a damaged file was read as something else: %.2000s", fmt.Sprint(got))
	return nil
}

func TestDamage(t *testing.T) {
	folder, content := filledFile(t)
	s := openStore(t, folder)
	whole := contentOf(t, s)
	// When the newer of the two meta pages is damaged, the state before the last change is the newest sound one.
	before := whole
	before.Preferences = admin.Preferences{}
	before.Activity = withoutLast(t, s)
	closeStore(t, s)

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))

	t.Run("Whole", func(t *testing.T) {
		if err := try(t, content, whole); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("CutShort", func(t *testing.T) {
		lengths := []int{0, 1, 15, 80, 1023, 4095, 4096, 4097, 8191, 8192, 8193, 12288, 16384, 20480}
		for range 60 {
			lengths = append(lengths, random.IntN(len(content)))
		}
		refused := 0
		for _, n := range lengths {
			if n >= len(content) {
				continue
			}
			if err := try(t, content[:n], whole); err != nil {
				refused++
			}
		}
		// Room that the file has at its end but does not use yet may be missing.
		if refused < len(lengths)/3 {
			t.Errorf("%d of %d short files were refused", refused, len(lengths))
		}
		if err := try(t, content[:len(content)/2/4096*4096], whole); err == nil && len(content) > 1<<17 {
			t.Error("half a file was read")
		}
	})
	t.Run("BitFlips", func(t *testing.T) {
		refused := 0
		const tries = 1000
		for range tries {
			changed := append([]byte(nil), content...)
			// Half of them near the beginning of a page, where its structure is.
			at := random.IntN(len(changed))
			if random.IntN(2) == 0 {
				at = at/4096*4096 + random.IntN(96)
			}
			changed[at] ^= 1 << random.IntN(8)
			if try(t, changed, whole, before) != nil {
				refused++
			}
			if t.Failed() {
				t.Fatalf("it was byte %d", at)
			}
		}
		if refused < tries/10 {
			t.Errorf("only %d of %d flips were noticed", refused, tries)
		}
	})
	t.Run("Blocks", func(t *testing.T) {
		for range 200 {
			changed := append([]byte(nil), content...)
			at, n := random.IntN(len(changed)), random.IntN(6000)
			part := changed[at:min(len(changed), at+n)]
			switch random.IntN(3) {
			case 0:
				clear(part)
			case 1:
				for i := range part {
					part[i] = byte(random.Uint32())
				}
			default:
				copy(part, content[random.IntN(len(content)):])
			}
			_ = try(t, changed, whole, before) // either is right; try checks the rest
			if t.Failed() {
				t.Fatalf("it was %d bytes at %d", n, at)
			}
		}
	})
	t.Run("NoDatabase", func(t *testing.T) {
		for _, text := range []string{"", "hello", "SQLite format 3\x00", string(make([]byte, 1<<16))} {
			if err := try(t, []byte(text)); err == nil {
				t.Errorf("a file with %d bytes of something else was opened", len(text))
			}
		}
	})
}

// withoutLast is what readAll collects of the log when its last entry is missing.
func withoutLast(t *testing.T, s *store.Store) any {
	var all any
	for _, id := range []uuid.UUID{uuid.Nil, numbered(1), numbered(2)} {
		log := activity(t, s, admin.ActivityQuery{PortalID: id})
		if id == uuid.Nil {
			log = log[1:]
		}
		all = append([]any{log}, all)
	}
	return all
}

func TestDamageNamesACopy(t *testing.T) {
	folder, content := filledFile(t)
	path := filepath.Join(folder, store.FileName)
	name := func(stamp string) string { return path + ".before-v2-" + stamp }
	writeFile(t, name("20260101T000000"), string(content))
	writeFile(t, name("20260301T000000"), string(content))
	writeFile(t, name("20260501T000000"), string(content[:5000])) // newer, but no use
	writeFile(t, path, string(content[:9000]))
	_, err := store.Open(t.Context(), folder, testOptions)
	f := wantFault(t, err, fault.Invalid, "The database "+path+" is damaged.")
	wantPlace(t, f, path)
	wantHint(t, f, "copy "+name("20260301T000000")+" to "+path)
	if err := os.Remove(name("20260301T000000")); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), folder, testOptions)
	wantHint(t, fault.Of(err), name("20260101T000000"))
	if err := os.Remove(name("20260101T000000")); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(t.Context(), folder, testOptions)
	wantHint(t, fault.Of(err), "Put a backup")
}
