package wiring_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

func TestOpen(t *testing.T) {
	t.Run("the key store can wait until it is needed", func(t *testing.T) {
		folder := t.TempDir()
		program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStore: vault.PreferSealed, KeyStoreLater: true})
		if err != nil {
			t.Fatal(err)
		}
		defer program.Close()
		if status, err := program.KeyStore(t.Context()); err != nil || status.Kind != vault.SealedFile {
			t.Errorf("got %+v, %v", status, err)
		}
	})
	t.Run("nothing touches the folder once the program is closed", func(t *testing.T) {
		for range 50 {
			folder := filepath.Join(t.TempDir(), "data")
			program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStore: vault.PreferSealed})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(program.Close(), os.RemoveAll(folder)); err != nil {
				t.Fatal(err)
			}
			if _, err := program.KeyStore(t.Context()); err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("asked for the key store afterwards: %v", err)
			}
			if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("the folder is there again: %v", err)
			}
		}
	})
}

func TestHasData(t *testing.T) {
	folder := t.TempDir()
	for _, empty := range []string{folder, filepath.Join(folder, "gone")} {
		if wiring.HasData(empty) {
			t.Errorf("%s has data", empty)
		}
	}
	program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStoreLater: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Close(); err != nil {
		t.Fatal(err)
	}
	if !wiring.HasData(folder) {
		t.Error("a data folder was not recognised")
	}
}

func TestReadSites(t *testing.T) {
	folder := t.TempDir()
	t.Run("a damaged snapshot file is told as one, whatever its name", func(t *testing.T) {
		path := filepath.Join(folder, "export.zip")
		if err := os.WriteFile(path, []byte("gatehouse snapshot 1\nhalf of it"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := wiring.ReadSites(t.Context(), path, nil)
		if f := fault.Of(err); f.Code != fault.Invalid || f.Place.File != path || f.Hint == "" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("all else goes to the importer", func(t *testing.T) {
		if _, err := wiring.ReadSites(t.Context(), filepath.Join(folder, "gone"), nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
}
