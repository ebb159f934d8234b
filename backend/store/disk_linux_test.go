package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/store"
)

// The system refuses to let the file grow, as it does when the disk is full: changes are refused with a sentence, what
// was kept is still there, and with room again changes go on.
func TestDiskFull(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), limitFolder+"="+filepath.Join(t.TempDir(), "data"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// writeUntilFull runs in a process of its own, because the limit is one of the process.
func writeUntilFull(folder string) int {
	if err := fillDisk(folder); err != nil {
		return complain(err)
	}
	return 0
}

func fillDisk(folder string) error {
	signal.Ignore(syscall.SIGXFSZ) // then writing returns an error
	ctx := context.Background()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	limit.Cur = 2048
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if _, err := store.Open(ctx, folder, testOptions); fault.CodeOf(err) != fault.Unreachable {
		return fmt.Errorf("without room for a database opening says %w", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		return fmt.Errorf("without room for a database there is %v, %w", entries, err)
	}
	limit.Cur = 1 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	s, err := store.Open(ctx, folder, testOptions)
	if err != nil {
		return err
	}
	p := aPortal(1)
	for n := 1; ; n++ {
		snapshot := aSnapshot(100+n, p, noon)
		r := testkit.LargeReading(300)
		for i := range r.Site.WebRoles {
			r.Site.WebRoles[i].Description = fmt.Sprint("import ", n) // so that there is something to write
		}
		kept, err := s.AddSnapshot(ctx, p, snapshot, r, anEntry(p, "Imported."))
		if err == nil && n < 1000 {
			p = kept
			continue
		}
		if f := fault.Of(err); f == nil || f.Code != fault.Unreachable || !strings.Contains(f.Hint, "room on the disk") || f.Place.File != s.Path() {
			return fmt.Errorf("after %d snapshots: %w", n, err)
		}
		break
	}
	check := func() error {
		stored, err := s.Portal(ctx, p.ID)
		if err != nil || stored.Version != p.Version {
			return fmt.Errorf("the portal has version %d, want %d: %w", stored.Version, p.Version, err)
		}
		snapshots, err := s.Snapshots(ctx, p.ID)
		log, logErr := s.Activity(ctx, admin.ActivityQuery{Limit: 1000})
		if len(snapshots) != p.Version || len(log) != p.Version {
			return fmt.Errorf("%d snapshots and %d entries, want %d: %w", len(snapshots), len(log), p.Version, errors.Join(err, logErr))
		}
		for _, snapshot := range snapshots {
			if _, _, err := s.Snapshot(ctx, snapshot.ID); err != nil {
				return err
			}
		}
		return nil
	}
	if err := check(); err != nil {
		return err
	}
	limit.Cur = limit.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if p, err = s.AddSnapshot(ctx, p, aSnapshot(99, p, noon), testkit.LargeReading(3000), anEntry(p, "Imported.")); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if err := check(); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if s, err = store.Open(ctx, folder, testOptions); err != nil {
		return err
	}
	return errors.Join(check(), s.Close())
}

// The file of an open store is cut short by somebody else: reading what is not there any more must not end the program.
func TestDamageWhileOpen(t *testing.T) {
	folder := t.TempDir()
	s, err := store.Open(t.Context(), folder, testOptions)
	if err != nil {
		t.Fatal(err)
	}
	fillStore(t, s)
	if err := os.Truncate(s.Path(), 8192); err != nil {
		t.Fatal(err)
	}
	_, err = readAll(t.Context(), s)
	wantFault(t, err, fault.Invalid, "is damaged")
	for i := range 3 { // the second and third must not wait for what the first left behind
		_, err = s.SavePortal(t.Context(), aPortal(7+i), anEntry(aPortal(7+i), "Saved."))
		if err == nil {
			t.Fatal("a portal was saved to a file that is gone")
		}
		wantFault(t, err, fault.Invalid, "is damaged")
	}
	closeStore(t, s)
}

func TestOpenDenied(t *testing.T) {
	t.Run("Folder", func(t *testing.T) {
		parent := openToAll(t)
		asNobody(t, func() {
			folder := filepath.Join(parent, "data")
			_, err := store.Open(context.Background(), folder, testOptions)
			wantPlace(t, wantFault(t, err, fault.Denied, "The data folder "+folder+" cannot be written to."), folder)
		})
	})
	t.Run("File", func(t *testing.T) {
		parent := openToAll(t)
		asNobody(t, func() {
			_, err := store.Open(context.Background(), parent, testOptions)
			wantFault(t, err, fault.Denied, "The data folder "+parent+" cannot be written to.")
		})
	})
	t.Run("ReadOnlyDatabase", func(t *testing.T) {
		parent := openToAll(t)
		path := filepath.Join(parent, store.FileName)
		_, content := filledFile(t)
		writeFile(t, path, string(content))
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
		asNobody(t, func() {
			_, err := store.Open(context.Background(), parent, testOptions)
			wantPlace(t, wantFault(t, err, fault.Denied, "The database "+path+" cannot be written to."), path)
		})
		if string(readFile(t, path)) != string(content) {
			t.Error("the file was changed")
		}
	})
}

// openToAll makes a folder that everybody may look into and only root may write to.
func openToAll(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{filepath.Dir(folder), folder} {
		if err := os.Chmod(name, 0o555); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, name := range []string{filepath.Dir(folder), folder} {
			if err := os.Chmod(name, 0o700); err != nil {
				t.Error(err)
			}
		}
	})
	return folder
}

// asNobody runs do without the rights of root, who may write everywhere.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if os.Geteuid() == 0 {
			runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
			const nobody = 65534
			if err := syscall.Setfsuid(nobody); err != nil {
				t.Error(err)
			}
		}
		do()
	}()
	<-done
}
