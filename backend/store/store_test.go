package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/fault"
	"gatehouse/backend/store"
)

func TestOpen(t *testing.T) {
	t.Run("MakesFolderAndFile", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "deep", "data")
		s := openStore(t, folder)
		if want := filepath.Join(folder, store.FileName); s.Path() != want {
			t.Errorf("path is %s, want %s", s.Path(), want)
		}
		if runtime.GOOS != "windows" {
			wantMode(t, folder, os.ModeDir|0o700)
			wantMode(t, s.Path(), 0o600)
		}
		wantOnly(t, folder, store.FileName)
	})
	t.Run("KeepsInstance", func(t *testing.T) {
		folder := t.TempDir()
		first := openStore(t, folder)
		instance := first.Instance()
		closeStore(t, first)
		if again := openStore(t, folder); again.Instance() != instance {
			t.Errorf("instance is %q after reopening, was %q", again.Instance(), instance)
		}
		if other := openStore(t, t.TempDir()); other.Instance() == instance || len(other.Instance()) != 36 {
			t.Errorf("instance of another folder is %q, this one's is %q", other.Instance(), instance)
		}
	})
	t.Run("RemovesLeftoversOfACrash", func(t *testing.T) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, store.FileName+".new-123"), []byte("half a database"), 0o600); err != nil {
			t.Fatal(err)
		}
		openStore(t, folder)
		wantOnly(t, folder, store.FileName)
	})
	t.Run("OneOfManyAtOnce", func(t *testing.T) {
		// All make the database at the same time; one has it, the others are told, and none makes a second one.
		folder := t.TempDir()
		var opened [8]*store.Store
		var errs [8]error
		var group sync.WaitGroup
		for i := range opened {
			group.Go(func() { opened[i], errs[i] = store.Open(context.Background(), folder, testOptions) })
		}
		group.Wait()
		count := 0
		for i, s := range opened {
			if s == nil {
				wantFault(t, errs[i], fault.Conflict, "Another Gatehouse")
				continue
			}
			count++
			savePortal(t, s, aPortal(1))
			closeStore(t, s)
		}
		if count != 1 {
			t.Errorf("%d stores were open at the same time", count)
		}
		if all, err := openStore(t, folder).Portals(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("portals afterwards: %d, %v", len(all), err)
		}
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		folder := filepath.Join(t.TempDir(), "data")
		_, err := store.Open(ctx, folder, testOptions)
		wantFault(t, err, fault.Canceled, "")
		if _, err := os.Stat(folder); err == nil {
			t.Error("the folder was made although the opening was canceled")
		}
	})
	t.Run("ErrLocked", func(t *testing.T) {
		folder := t.TempDir()
		openStore(t, folder)
		start := time.Now()
		_, err := store.Open(t.Context(), folder, testOptions)
		f := wantFault(t, err, fault.Conflict, "Another Gatehouse has the data folder "+folder+" open.")
		wantHint(t, f, "close it")
		if waited := time.Since(start); waited > 5*time.Second {
			t.Errorf("it took %v to tell", waited)
		}
	})
	t.Run("ErrFolderIsAFile", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "data")
		writeFile(t, folder, "a text")
		_, err := store.Open(t.Context(), folder, testOptions)
		wantPlace(t, wantFault(t, err, fault.Invalid, "is a file"), folder)
		_, err = store.Open(t.Context(), filepath.Join(folder, "below"), testOptions)
		wantFault(t, err, fault.Invalid, "lies below a file")
	})
	t.Run("ErrDatabaseIsAFolder", func(t *testing.T) {
		folder := t.TempDir()
		path := filepath.Join(folder, store.FileName)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(t.Context(), folder, testOptions)
		wantPlace(t, wantFault(t, err, fault.Invalid, "is not a file"), path)
	})
	t.Run("ErrLinkToNothing", func(t *testing.T) {
		folder := t.TempDir()
		if err := os.Symlink(filepath.Join(folder, "unplugged", "there.db"), filepath.Join(folder, store.FileName)); err != nil {
			t.Fatal(err)
		}
		_, err := store.Open(t.Context(), folder, testOptions)
		wantFault(t, err, fault.Unreachable, "is a link to a file that is not there")
	})
	t.Run("ErrNewer", func(t *testing.T) {
		folder := t.TempDir()
		nothing := func(*bbolt.Tx) error { return nil }
		newer, err := store.OpenWith(t.Context(), folder, testOptions,
			store.NewMigration(newest+1, "add something", nothing), store.NewMigration(newest+7, "add more", nothing))
		if err != nil {
			t.Fatal(err)
		}
		closeStore(t, newer)
		before := readFile(t, newer.Path())
		_, err = store.Open(t.Context(), folder, testOptions)
		f := wantFault(t, err, fault.Invalid,
			fmt.Sprintf("was written by a newer Gatehouse (schema %d; this one knows %d)", newest+7, newest))
		wantPlace(t, f, newer.Path())
		wantHint(t, f, "newer Gatehouse")
		if string(readFile(t, newer.Path())) != string(before) {
			t.Error("the file was changed")
		}
	})
}

func TestClose(t *testing.T) {
	t.Run("LetsOthersIn", func(t *testing.T) {
		folder := t.TempDir()
		closeStore(t, openStore(t, folder))
		openStore(t, folder)
	})
	t.Run("ErrUnreachableAfterwards", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		closeStore(t, s)
		_, err := s.Portals(t.Context())
		wantFault(t, err, fault.Unreachable, "was closed")
		_, err = s.SavePortal(t.Context(), aPortal(1), anEntry(aPortal(1), "Saved."))
		wantFault(t, err, fault.Unreachable, "was closed")
	})
}

func TestTranslate(t *testing.T) {
	const path = "/data/gatehouse.db"
	for name, test := range map[string]struct {
		err  error
		code fault.Code
		part string
	}{
		"full disk":   {&os.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}, fault.Unreachable, "no room on the disk"},
		"quota":       {syscall.EDQUOT, fault.Unreachable, "no room on the disk"},
		"read-only":   {syscall.EROFS, fault.Denied, "cannot be written to"},
		"device":      {syscall.EIO, fault.Unreachable, "cannot be read or written"},
		"not a fault": {errors.New("odd"), fault.Internal, "inside the program"},
	} {
		t.Run(name, func(t *testing.T) {
			err := store.Translate(path, test.err)
			f := wantFault(t, err, test.code, test.part)
			if !errors.Is(err, test.err) {
				t.Error("the cause is lost")
			}
			if test.code != fault.Internal {
				wantPlace(t, f, path)
			}
		})
	}
	t.Run("Nil", func(t *testing.T) {
		if err := store.Translate(path, nil); err != nil {
			t.Errorf("nil became %v", err)
		}
	})
}

func wantMode(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != mode {
		t.Errorf("%s has mode %v, want %v", path, info.Mode(), mode)
	}
}

func wantOnly(t *testing.T, folder string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	if strings.Join(found, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %q, want %q", folder, found, names)
	}
}

func wantPlace(t *testing.T, f *fault.Fault, file string) {
	t.Helper()
	if f.Place.File != file {
		t.Errorf("place is %q, want %q", f.Place.File, file)
	}
}

func wantHint(t *testing.T, f *fault.Fault, part string) {
	t.Helper()
	if !strings.Contains(f.Hint, part) {
		t.Errorf("hint is %q, want one with %q", f.Hint, part)
	}
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
