package wiring_test

import (
	"path/filepath"
	"runtime"
	"testing"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
)

func TestDataFolder(t *testing.T) {
	home := t.TempDir()
	env := func(values map[string]string) func(string) string {
		return func(name string) string { return values[name] }
	}
	t.Run("the flag comes first", func(t *testing.T) {
		got, err := wiring.DataFolder(home, env(map[string]string{"GATEHOUSE_DATA": "elsewhere"}))
		if err != nil || got != home {
			t.Errorf("got %q, %v; want %q", got, err, home)
		}
	})
	t.Run("then the variable, made absolute", func(t *testing.T) {
		got, err := wiring.DataFolder("", env(map[string]string{"GATEHOUSE_DATA": "mine", "HOME": home}))
		if err != nil || !filepath.IsAbs(got) || filepath.Base(got) != "mine" {
			t.Errorf("got %q, %v", got, err)
		}
	})
	if runtime.GOOS != "linux" {
		return
	}
	t.Run("then XDG_DATA_HOME", func(t *testing.T) {
		got, err := wiring.DataFolder("", env(map[string]string{"XDG_DATA_HOME": home, "HOME": "/elsewhere"}))
		if want := filepath.Join(home, "gatehouse"); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	})
	t.Run("a relative XDG_DATA_HOME does not count", func(t *testing.T) {
		got, err := wiring.DataFolder("", env(map[string]string{"XDG_DATA_HOME": "relative", "HOME": home}))
		if want := filepath.Join(home, ".local", "share", "gatehouse"); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	})
	t.Run("ErrInvalid without any home", func(t *testing.T) {
		if _, err := wiring.DataFolder("", env(nil)); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
	})
}
