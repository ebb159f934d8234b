//go:build unix && !darwin

package autostart_test

import (
	"os"
	"path/filepath"
	"testing"

	"gatehouse/app/autostart"
	"gatehouse/backend/fault"
)

var entry = autostart.Entry{Program: "/opt/Gate house/gatehouse", Args: []string{"--hidden", "--data", `/data/100%/"a"`}}

// home gives the test a config folder of its own and returns the file that matters.
func home(t *testing.T) string {
	t.Helper()
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("HOME", filepath.Join(config, "nobody's"))
	return filepath.Join(config, "autostart", "gatehouse.desktop")
}

func wantOn(t *testing.T, want bool) {
	t.Helper()
	status, err := autostart.Read(entry)
	if err != nil || status.On != want || status.Where == "" {
		t.Errorf("status is %+v, %v; want %v", status, err, want)
	}
}

func TestSet(t *testing.T) {
	t.Run("OnAndOff", func(t *testing.T) {
		path := home(t)
		wantOn(t, false)
		for range 2 {
			if err := autostart.Set(entry, true); err != nil {
				t.Fatal(err)
			}
			wantOn(t, true)
		}
		if content, err := os.ReadFile(path); err != nil || string(content) != autostart.DesktopFile(entry) {
			t.Errorf("the file has %q, %v", content, err)
		}
		if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
			t.Errorf("there are %v", files)
		}
		for range 2 {
			if err := autostart.Set(entry, false); err != nil {
				t.Fatal(err)
			}
			wantOn(t, false)
		}
	})
	t.Run("WithoutConfigFolderItIsTheHome", func(t *testing.T) {
		folder := t.TempDir()
		t.Setenv("XDG_CONFIG_HOME", "relative")
		t.Setenv("HOME", folder)
		if err := autostart.Set(entry, true); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(folder, ".config", "autostart", "gatehouse.desktop")); err != nil {
			t.Error(err)
		}
	})
	t.Run("AnotherProgramIsNotThisOne", func(t *testing.T) {
		home(t)
		moved := entry
		moved.Program = "/old/gatehouse"
		if err := autostart.Set(moved, true); err != nil {
			t.Fatal(err)
		}
		wantOn(t, false)
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		path := home(t)
		for _, bad := range []autostart.Entry{
			{}, {Program: "gatehouse"}, {Program: "/a\nExec=/b"}, {Program: "/a", Args: []string{"--data", "/x\ny"}}, {Program: "/a", Args: []string{""}},
		} {
			if err := autostart.Set(bad, true); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: the error is %v", bad, err)
			}
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("something was written")
		}
	})
	t.Run("ErrInvalidWithoutHome", func(t *testing.T) {
		t.Setenv("XDG_CONFIG_HOME", "")
		t.Setenv("HOME", "")
		if err := autostart.Set(entry, true); !fault.Is(err, fault.Invalid) {
			t.Errorf("the error is %v", err)
		}
	})
	t.Run("ErrDenied", func(t *testing.T) {
		path := home(t)
		if err := os.WriteFile(filepath.Dir(path), []byte("in the way"), 0o600); err != nil {
			t.Fatal(err)
		}
		err := autostart.Set(entry, true)
		if !fault.Is(err, fault.Denied) || fault.Of(err).Hint == "" {
			t.Errorf("the error is %v", err)
		}
		if _, err := autostart.Read(entry); !fault.Is(err, fault.Denied) {
			t.Errorf("the error of reading is %v", err)
		}
	})
}
