package snapshotfile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/snapshotfile"
)

func TestCreate(t *testing.T) {
	hello := func(w io.Writer) error { _, err := io.WriteString(w, "hello"); return err }
	t.Run("OK", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.gatehouse")
		if err := snapshotfile.Create(path, false, hello); err != nil {
			t.Fatal(err)
		}
		wantFolder(t, path, "hello")
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("the file's mode is %v", info.Mode())
		}
	})
	t.Run("ReplacesWhenAsked", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.gatehouse")
		if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := snapshotfile.Create(path, true, hello); err != nil {
			t.Fatal(err)
		}
		wantFolder(t, path, "hello")
	})
	t.Run("ErrConflict", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.gatehouse")
		if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		err := snapshotfile.Create(path, false, func(io.Writer) error { t.Error("it was written nevertheless"); return nil })
		wantFault(t, err, fault.Conflict, "There is a file")
		wantFolder(t, path, "before")
	})
	t.Run("ErrConflictMeanwhile", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.gatehouse")
		err := snapshotfile.Create(path, false, func(io.Writer) error { return os.WriteFile(path, []byte("meanwhile"), 0o600) })
		wantFault(t, err, fault.Conflict, "There is a file")
		wantFolder(t, path, "meanwhile")
	})
	t.Run("OneOfMany", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.gatehouse")
		var group sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			group.Go(func() { errs[i] = snapshotfile.Create(path, false, hello) })
		}
		group.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d writers won", won)
		}
		wantFolder(t, path, "hello")
	})
	t.Run("ErrLeavesNothing", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.gatehouse")
		if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
			t.Fatal(err)
		}
		trouble := fault.New(fault.NotFound, "There is no snapshot.")
		err := snapshotfile.Create(path, true, func(w io.Writer) error { return errors.Join(hello(w), trouble) })
		if !errors.Is(err, trouble) {
			t.Errorf("error is %v", err)
		}
		wantFolder(t, path, "before")
	})
	t.Run("ErrInvalidFolder", func(t *testing.T) {
		wantFault(t, snapshotfile.Create(t.TempDir(), true, hello), fault.Invalid, "is a folder")
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		wantFault(t, snapshotfile.Create(filepath.Join(t.TempDir(), "gone", "a.gatehouse"), false, hello), fault.NotFound, "There is no folder")
	})
	t.Run("ErrUnreachable", func(t *testing.T) {
		long := filepath.Join(t.TempDir(), strings.Repeat("x", 300))
		wantFault(t, snapshotfile.Create(long, false, hello), fault.Unreachable, "could not be written")
	})
}

// wantFolder checks that a folder holds one file, with this content.
func wantFolder(t *testing.T, path, content string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != content {
		t.Errorf("the file holds %q, %v; want %q", got, err, content)
	}
}
