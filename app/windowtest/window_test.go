//go:build window

package windowtest_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"gatehouse/app/wiring"
	"gatehouse/backend/store"
	"gatehouse/backend/vault"
)

// prepare fills a data folder with the sample organization through the engine, as the window would.
func prepare(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	program, err := wiring.Open(t.Context(), folder, wiring.Options{Version: "test", KeyStore: vault.PreferSealed})
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	if err := program.Sample.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestWindow(t *testing.T) {
	t.Run("shows what is stored", func(t *testing.T) {
		w := open(t, prepare(t))
		w.waitPainted()
		w.waitText("home", "Home", "Northwind Events 2024", "Northwind Field Service")
	})

	t.Run("offers the first steps when nothing is stored", func(t *testing.T) {
		w := open(t, t.TempDir())
		w.waitPainted()
		w.waitText("first-start", "Create a local portal", "Open a site folder", "Explore the sample")
	})

	t.Run("shows the same again after the process was killed", func(t *testing.T) {
		folder := prepare(t)
		first := open(t, folder)
		first.waitPainted()
		first.kill()
		second := open(t, folder)
		second.waitPainted()
		second.waitText("after-kill", "Northwind Events 2024")
	})

	t.Run("a second start hands its folder to the first window", func(t *testing.T) {
		folder := prepare(t)
		w := open(t, folder)
		w.waitPainted()
		site := filepath.Join(folder, "sample-site")
		w.startAgain(site)
		w.waitText("second-start", "Import", "sample-site")
	})

	t.Run("says who has the data folder when it is locked", func(t *testing.T) {
		folder := t.TempDir()
		holder, err := store.Open(context.Background(), folder, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer holder.Close()
		w := open(t, folder)
		w.waitText("locked", "Another Gatehouse", "or name another data folder", "Try again")
	})

	t.Run("says what is wrong with a damaged database and keeps it", func(t *testing.T) {
		folder := prepare(t)
		path := filepath.Join(folder, "gatehouse.db")
		if err := os.Truncate(path, 5000); err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		w := open(t, folder)
		w.waitText("damaged", "is damaged", "The file was left as it is", "Try again")
		w.kill()
		after, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(before) != string(after) {
			t.Error("the damaged file was changed")
		}
	})
}
