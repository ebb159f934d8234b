package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/store"
)

// openCopy opens a copy, with a folder of the test's own for what is temporary.
func openCopy(t *testing.T, folder string, copied func()) (s *store.Store, temporary string, err error) {
	t.Helper()
	temporary = t.TempDir()
	t.Setenv("TMPDIR", temporary)
	t.Setenv("TMP", temporary)
	s, err = store.OpenCopyWith(t.Context(), folder, testOptions, copied)
	if err == nil {
		t.Cleanup(func() { closeStore(t, s) })
	}
	return s, temporary, err
}

func nothing() {}

func TestOpenCopy(t *testing.T) {
	t.Run("OKWhileOpenElsewhere", func(t *testing.T) {
		folder := t.TempDir()
		held := openStore(t, folder)
		p, _, _, _ := fillStore(t, held)
		want, content := contentOf(t, held), readFile(t, held.Path())
		s, temporary, err := openCopy(t, folder, nothing)
		if err != nil {
			t.Fatal(err)
		}
		if got := contentOf(t, s); !reflect.DeepEqual(got, want) {
			t.Errorf("content is %+v, want %+v", got, want)
		}
		if s.Instance() != held.Instance() || s.Path() != held.Path() {
			t.Errorf("the copy is of %s at %s", s.Instance(), s.Path())
		}
		savePortal(t, s, p) // lost with the copy
		closeStore(t, s)
		if !bytes.Equal(readFile(t, held.Path()), content) {
			t.Error("the database was written to")
		}
		for _, where := range []string{folder, temporary} {
			entries, err := os.ReadDir(where)
			if err != nil || len(entries) > 1 || len(entries) == 1 && entries[0].Name() != store.FileName {
				t.Errorf("left behind: %v, %v", entries, err)
			}
		}
	})
	t.Run("OKOlder", func(t *testing.T) {
		folder := t.TempDir()
		old := readFile(t, released(1, "db"))
		writeFile(t, filepath.Join(folder, store.FileName), string(old))
		s, _, err := openCopy(t, folder, nothing)
		if err != nil {
			t.Fatal(err)
		}
		if all, err := s.Portals(t.Context()); err != nil || len(all) == 0 {
			t.Errorf("portals are %v, %v", all, err)
		}
		if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 || !bytes.Equal(readFile(t, s.Path()), old) {
			t.Errorf("the folder was written to: %v, %v", entries, err)
		}
	})
	t.Run("OKAfterChangesInBetween", func(t *testing.T) {
		t.Setenv("TMPDIR", t.TempDir())
		synctest.Test(t, func(t *testing.T) {
			folder := t.TempDir()
			held := openStore(t, folder)
			p := savePortal(t, held, aPortal(1))
			tries := 0
			s, err := store.OpenCopyWith(t.Context(), folder, testOptions, func() {
				if tries++; tries <= 3 {
					p = savePortal(t, held, p)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			defer closeStore(t, s)
			if got, err := s.Portal(t.Context(), p.ID); err != nil || got.Version != p.Version || tries != 4 {
				t.Errorf("after %d tries the portal has version %d, want %d, %v", tries, got.Version, p.Version, err)
			}
		})
	})
	t.Run("ErrChangedAllTheTime", func(t *testing.T) {
		t.Setenv("TMPDIR", t.TempDir())
		synctest.Test(t, func(t *testing.T) {
			folder := t.TempDir()
			held := openStore(t, folder)
			p := savePortal(t, held, aPortal(1))
			_, err := store.OpenCopyWith(t.Context(), folder, testOptions, func() { p = savePortal(t, held, p) })
			wantFault(t, err, fault.Conflict, "writes to the data folder")
		})
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		folder := t.TempDir()
		held := openStore(t, folder)
		p := savePortal(t, held, aPortal(1))
		ctx, cancel := context.WithCancel(t.Context())
		_, err := store.OpenCopyWith(ctx, folder, testOptions, func() {
			p = savePortal(t, held, p)
			cancel()
		})
		wantFault(t, err, fault.Canceled, "")
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		_, _, err := openCopy(t, t.TempDir(), nothing)
		wantFault(t, err, fault.NotFound, "There is no database")
	})
	t.Run("ErrNewer", func(t *testing.T) {
		folder := t.TempDir()
		newer, err := store.OpenWith(t.Context(), folder, testOptions,
			store.NewMigration(newest+1, "add something", func(*bbolt.Tx) error { return nil }))
		if err != nil {
			t.Fatal(err)
		}
		defer closeStore(t, newer)
		_, temporary, err := openCopy(t, folder, nothing)
		f := wantFault(t, err, fault.Invalid, "newer Gatehouse")
		if entries, err := os.ReadDir(temporary); err != nil || len(entries) != 0 || !strings.Contains(f.Message, newer.Path()) {
			t.Errorf("message is %q, left behind: %v, %v", f.Message, entries, err)
		}
	})
	t.Run("ErrDamaged", func(t *testing.T) {
		folder, content := filledFile(t)
		half := len(content) / 2
		for _, damaged := range [][]byte{nil, content[:half], append(content[:half:half], make([]byte, len(content)-half)...)} {
			writeFile(t, filepath.Join(folder, store.FileName), string(damaged))
			_, _, err := openCopy(t, folder, nothing)
			wantFault(t, err, fault.Invalid, "is damaged")
		}
	})
	t.Run("ErrNoPlace", func(t *testing.T) {
		folder, _ := filledFile(t)
		missing := filepath.Join(t.TempDir(), "missing")
		t.Setenv("TMPDIR", missing)
		t.Setenv("TMP", missing)
		_, err := store.OpenCopy(t.Context(), folder, testOptions)
		wantFault(t, err, fault.Unreachable, "no place for a copy")
	})
}

// Another process writes all the time. Every copy holds what was there after one of its changes, and nothing of the
// next: never a part of one.
func TestOpenCopyWhileWritten(t *testing.T) {
	const copies = 25
	folder := filepath.Join(t.TempDir(), "data")
	t.Setenv("TMPDIR", t.TempDir())
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	announced := follow(t, folder, seed)
	announced.first(1)
	taken, tries, busy := 0, 0, 0
	for taken < copies {
		s, err := store.OpenCopyWith(t.Context(), folder, testOptions, func() { tries++ })
		if fault.Is(err, fault.NotFound) { // it is not made yet
			continue
		}
		if fault.Is(err, fault.Conflict) && busy < 4*copies {
			busy++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		taken++
		m := model{portals: map[uuid.UUID]portal.Portal{}, snapshots: map[uuid.UUID]map[uuid.UUID]int{}}
		log := wholeLog(t, s)
		for _, c := range announced.first(len(log)) {
			m.apply(c)
		}
		if !reflect.DeepEqual(log, m.log) {
			t.Errorf("the log is %q, want %q", log, m.log)
		}
		m.compare(t, s)
		closeStore(t, s)
		if t.Failed() {
			t.Fatalf("this was copy %d, after %d changes", taken, len(log))
		}
	}
	t.Logf("%d copies took %d tries; %d times there was none", taken, tries, busy)
}

// announcements are the changes that a writer has announced so far.
type announcements struct {
	mu    sync.Mutex
	more  *sync.Cond
	all   []change
	ended bool
}

// follow lets a process write until the test ends.
func follow(t *testing.T, folder string, seed uint64) *announcements {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), writerFolder+"="+folder, fmt.Sprintf("%s=%d", writerSeed, seed))
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	a := &announcements{}
	a.more = sync.NewCond(&a.mu)
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var c change
			if json.Unmarshal(lines.Bytes(), &c) == nil && !c.Confirmed {
				a.mu.Lock()
				a.all = append(a.all, c)
				a.mu.Unlock()
				a.more.Broadcast()
			}
		}
		a.mu.Lock()
		a.ended = true
		a.mu.Unlock()
		a.more.Broadcast()
	})
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it writes until then
		reading.Wait()
		_ = cmd.Wait() // it was killed
	})
	return a
}

// first waits until n changes were announced, and returns these.
func (a *announcements) first(n int) []change {
	a.mu.Lock()
	defer a.mu.Unlock()
	for len(a.all) < n && !a.ended {
		a.more.Wait()
	}
	return a.all[:min(n, len(a.all))]
}
