package vault_test

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

func TestOpen(t *testing.T) {
	t.Run("System", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		if s := v.Status(); s.Kind != vault.System || s.Where == "" || s.Warning != "" {
			t.Errorf("status %+v", s)
		}
		if left := store.all(); len(left) != 0 {
			t.Errorf("the probe left %d items", len(left))
		}
	})
	t.Run("SealedFileWhereSystemIsLocked", func(t *testing.T) {
		store := newKeyStore()
		store.fail(errLocked)
		dir := filepath.Join(t.TempDir(), "not", "yet", "there")
		v := open(t, dir, vault.Options{Instance: "a"}.WithSystem(store))
		s := v.Status()
		if s.Kind != vault.SealedFile || s.Where != filepath.Join(dir, "vault.age") {
			t.Errorf("status %+v", s)
		}
		if !strings.Contains(s.Warning, "does not answer") || !strings.Contains(s.Warning, filepath.Join(dir, "vault.key")) {
			t.Errorf("warning %q", s.Warning)
		}
	})
	t.Run("SealedFileWhereSystemHangs", func(t *testing.T) {
		store := newKeyStore()
		store.hang = make(chan struct{})
		t.Cleanup(func() { close(store.hang) })
		v := open(t, t.TempDir(), vault.Options{Instance: "a", ProbeTimeout: short}.WithSystem(store))
		if v.Status().Kind != vault.SealedFile {
			t.Errorf("status %+v", v.Status())
		}
		put(t, v, "key", "secret")
		wantSecret(t, v, "key", "secret")
	})
	t.Run("PreferSealedNeverAsksSystem", func(t *testing.T) {
		store := newKeyStore()
		store.hang = make(chan struct{}) // a call would hang for ever
		t.Cleanup(func() { close(store.hang) })
		v := open(t, t.TempDir(), vault.Options{Instance: "a", Prefer: vault.PreferSealed}.WithSystem(store))
		put(t, v, "key", "secret")
		wantSecret(t, v, "key", "secret")
		if err := v.Delete(context.Background(), "unknown"); err != nil {
			t.Error(err)
		}
	})
	t.Run("ErrOnlySystem", func(t *testing.T) {
		store := newKeyStore()
		store.fail(errLocked)
		_, err := vault.Open(context.Background(), t.TempDir(), vault.Options{Instance: "a", Prefer: vault.OnlySystem}.WithSystem(store))
		wantFault(t, err, fault.Unreachable, "locked")
	})
	t.Run("ErrCanceled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		store := newKeyStore()
		store.hang = make(chan struct{})
		t.Cleanup(func() { close(store.hang) })
		_, err := vault.Open(ctx, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		wantCode(t, err, fault.Canceled)
	})
	t.Run("ErrNoInstance", func(t *testing.T) {
		if _, err := vault.Open(context.Background(), t.TempDir(), vault.Options{Prefer: vault.PreferSealed}); err == nil {
			t.Error("two data folders could share their secrets")
		}
	})
	t.Run("ErrUnknownPreference", func(t *testing.T) {
		if _, err := vault.Open(context.Background(), t.TempDir(), vault.Options{Instance: "a", Prefer: "sealed"}); err == nil {
			t.Error("a misspelt preference was taken for automatic")
		}
	})
	t.Run("ErrFolderIsFile", func(t *testing.T) {
		dir := t.TempDir()
		writeFile(t, dir, "occupied", nil)
		_, err := vault.Open(context.Background(), filepath.Join(dir, "occupied"), sealedOptions())
		wantFault(t, err, fault.Unreachable, "cannot be made")
	})
}

func TestVault_Put(t *testing.T) {
	ctx := context.Background()
	t.Run("InstancesApart", func(t *testing.T) {
		store := newKeyStore()
		a := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		b := open(t, t.TempDir(), vault.Options{Instance: "b"}.WithSystem(store))
		put(t, a, "key", "of a")
		put(t, b, "key", "of b")
		wantSecret(t, a, "key", "of a")
		wantSecret(t, b, "key", "of b")
	})
	t.Run("Base64InSystem", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		put(t, v, "key", "\x00\xff")
		if got := store.all()["Gatehouse a/key"]; got != base64.StdEncoding.EncodeToString([]byte("\x00\xff")) {
			t.Errorf("stored %q", got)
		}
	})
	t.Run("LongestFitsWindows", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		put(t, v, "key", strings.Repeat("x", vault.MaxSecret))
		if n := len(store.all()["Gatehouse a/key"]); n > 2560 {
			t.Errorf("%d bytes", n)
		}
	})
	v := open(t, t.TempDir(), sealedOptions())
	t.Run("ErrTooLong", func(t *testing.T) {
		wantFault(t, v.Put(ctx, "key", make([]byte, vault.MaxSecret+1)), fault.Invalid, "1901 bytes")
	})
	t.Run("ErrEmpty", func(t *testing.T) {
		wantFault(t, v.Put(ctx, "key", nil), fault.Invalid, "is empty")
	})
	t.Run("ErrName", func(t *testing.T) {
		for _, name := range []string{"", "two\nlines", "bad\xff", strings.Repeat("n", 201)} {
			wantCode(t, v.Put(ctx, name, []byte("s")), fault.Invalid)
			_, err := v.Get(ctx, name)
			wantCode(t, err, fault.Invalid)
			wantCode(t, v.Delete(ctx, name), fault.Invalid)
		}
	})
	t.Run("ErrLocked", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		put(t, v, "key", "first")
		store.fail(errLocked)
		wantFault(t, v.Put(ctx, "key", []byte("second")), fault.Unreachable, "locked")
		store.fail(nil)
		wantSecret(t, v, "key", "first")
	})
}

func TestVault_Get(t *testing.T) {
	ctx := context.Background()
	for name, prefer := range map[string]vault.Preference{"System": vault.OnlySystem, "SealedFile": vault.PreferSealed} {
		t.Run("OKAfterReopen"+name, func(t *testing.T) {
			store, dir := newKeyStore(), t.TempDir()
			options := vault.Options{Instance: "a", Prefer: prefer}.WithSystem(store)
			v := open(t, dir, options)
			put(t, v, "key", "first")
			put(t, v, "key", "second")
			wantSecret(t, open(t, dir, options), "key", "second")
		})
		t.Run("ErrNotFound"+name, func(t *testing.T) {
			v := open(t, t.TempDir(), vault.Options{Instance: "a", Prefer: prefer}.WithSystem(newKeyStore()))
			_, err := v.Get(ctx, "key")
			wantCode(t, err, fault.NotFound)
		})
	}
	t.Run("ErrUnreachableWhereLocked", func(t *testing.T) {
		store, dir := newKeyStore(), t.TempDir()
		options := vault.Options{Instance: "a", ProbeTimeout: short}.WithSystem(store)
		v := open(t, dir, options)
		put(t, v, "key", "secret")
		store.fail(errLocked)
		_, err := v.Get(ctx, "key")
		wantFault(t, err, fault.Unreachable, "locked")

		fallback := open(t, dir, options)
		_, err = fallback.Get(ctx, "key")
		wantFault(t, err, fault.Unreachable, "locked")
		_, err = fallback.Get(ctx, "never put")
		wantCode(t, err, fault.NotFound)
	})
	t.Run("ErrUnreachableWhereHanging", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a", CallTimeout: short}.WithSystem(store))
		put(t, v, "key", "secret")
		hang := make(chan struct{})
		store.mu.Lock()
		store.hang = hang
		store.mu.Unlock()
		_, err := v.Get(ctx, "key")
		wantFault(t, err, fault.Unreachable, "does not answer")
		// The call that was given up keeps later ones out: its effect may still come.
		wantCode(t, v.Put(ctx, "key", []byte("new")), fault.Unreachable)
		close(hang)
		wantSecret(t, v, "key", "secret")
	})
	t.Run("ErrForeignEntry", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		if err := store.Set("Gatehouse a", "key", "%%%"); err != nil {
			t.Fatal(err)
		}
		_, err := v.Get(ctx, "key")
		wantFault(t, err, fault.Invalid, "was not written by Gatehouse")
		if strings.Contains(err.Error(), "%%%") {
			t.Error("the entry's content is in the error")
		}
	})
	t.Run("ErrDamagedIndex", func(t *testing.T) {
		for name, content := range map[string]string{
			"cut short":     `{"version":1,"secr`,
			"unknown place": `{"version":1,"secrets":{"key":{"home":"cloud","places":["cloud"]}}}`,
			"newer":         `{"version":2}`,
		} {
			dir := t.TempDir()
			v := open(t, dir, sealedOptions())
			writeFile(t, dir, "vault.json", []byte(content))
			wantUnchanged(t, dir, "vault.json", func() {
				_, err := v.Get(ctx, "key")
				wantFault(t, err, fault.Invalid, "vault.json")
				wantCode(t, v.Put(ctx, "key", []byte("secret")), fault.Invalid)
				t.Log(name, err)
			})
		}
	})
}

// The two places follow one another on one machine: a desktop is installed, or its key store breaks.
func TestVault_Moves(t *testing.T) {
	ctx := context.Background()
	store, dir := newKeyStore(), t.TempDir()
	options := vault.Options{Instance: "a", ProbeTimeout: short}.WithSystem(store)

	store.fail(errLocked)
	v := open(t, dir, options)
	put(t, v, "one", "sealed")
	put(t, v, "two", "sealed")

	store.fail(nil)
	v = open(t, dir, options)
	wantSecret(t, v, "one", "sealed") // found although the system's key store is preferred now
	put(t, v, "one", "in the system")
	wantSecret(t, v, "one", "in the system")

	store.fail(errLocked)
	v = open(t, dir, options)
	_, err := v.Get(ctx, "one")
	wantCode(t, err, fault.Unreachable) // and not the outdated copy
	wantSecret(t, v, "two", "sealed")
	put(t, v, "one", "sealed again")
	wantSecret(t, v, "one", "sealed again")

	store.fail(nil)
	v = open(t, dir, options)
	wantSecret(t, v, "one", "sealed again") // and not the outdated copy in the system's key store
	put(t, v, "one", "at home")
	wantSecret(t, v, "one", "at home")
	if err := v.Delete(ctx, "one"); err != nil {
		t.Fatal(err)
	}
	if left := store.all(); len(left) != 0 {
		t.Errorf("%d items are left in the system's key store", len(left))
	}
	store.fail(errLocked)
	_, err = open(t, dir, options).Get(ctx, "one")
	wantCode(t, err, fault.NotFound)
}

func TestVault_LostIndex(t *testing.T) {
	store, dir := newKeyStore(), t.TempDir()
	options := vault.Options{Instance: "a", ProbeTimeout: short}.WithSystem(store)
	v := open(t, dir, options)
	put(t, v, "in system", "1")
	put(t, open(t, dir, vault.Options{Instance: "a", Prefer: vault.PreferSealed}.WithSystem(store)), "in file", "2")
	if err := os.Remove(filepath.Join(dir, "vault.json")); err != nil {
		t.Fatal(err)
	}
	wantSecret(t, v, "in system", "1")
	wantSecret(t, v, "in file", "2")

	put(t, v, "in file", "3")
	wantSecret(t, v, "in file", "3")
	store.fail(errLocked)
	_, err := open(t, dir, options).Get(context.Background(), "in file")
	wantCode(t, err, fault.Unreachable) // the copy in the file was found and removed
}

func TestVault_Delete(t *testing.T) {
	ctx := context.Background()
	for name, prefer := range map[string]vault.Preference{"System": vault.OnlySystem, "SealedFile": vault.PreferSealed} {
		t.Run("OK"+name, func(t *testing.T) {
			v := open(t, t.TempDir(), vault.Options{Instance: "a", Prefer: prefer}.WithSystem(newKeyStore()))
			put(t, v, "key", "secret")
			put(t, v, "other", "stays")
			for range 2 { // the second time there is nothing to delete
				if err := v.Delete(ctx, "key"); err != nil {
					t.Fatal(err)
				}
			}
			_, err := v.Get(ctx, "key")
			wantCode(t, err, fault.NotFound)
			wantSecret(t, v, "other", "stays")
		})
	}
	t.Run("ErrLocked", func(t *testing.T) {
		store := newKeyStore()
		v := open(t, t.TempDir(), vault.Options{Instance: "a"}.WithSystem(store))
		put(t, v, "key", "secret")
		store.fail(errLocked)
		wantCode(t, v.Delete(ctx, "key"), fault.Unreachable)
		store.fail(nil)
		wantSecret(t, v, "key", "secret")
	})
}
