package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

func TestSealedFile(t *testing.T) {
	ctx := context.Background()
	t.Run("HoldsNothingReadable", func(t *testing.T) {
		dir := t.TempDir()
		put(t, open(t, dir, sealedOptions()), "name-of-key", "very secret")
		sealed := readFile(t, dir, "vault.age")
		if bytes.Contains(sealed, []byte("very secret")) || bytes.Contains(sealed, []byte("name-of-key")) {
			t.Error("the sealed file can be read")
		}
		if bytes.Contains(readFile(t, dir, "vault.json"), []byte("very secret")) {
			t.Error("the index holds a secret")
		}
	})
	t.Run("LeftoversIgnored", func(t *testing.T) {
		dir := t.TempDir()
		v := open(t, dir, sealedOptions())
		put(t, v, "key", "first")
		writeFile(t, dir, "vault-123.tmp", []byte("half a fi"))
		wantSecret(t, open(t, dir, sealedOptions()), "key", "first")
		put(t, v, "key", "second")
		if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp")); len(left) != 0 {
			t.Errorf("left over: %v", left)
		}
	})
	t.Run("ConcurrentPuts", func(t *testing.T) {
		dir := t.TempDir()
		vaults := []*vault.Vault{open(t, dir, sealedOptions()), open(t, dir, sealedOptions())}
		var group sync.WaitGroup
		for i := range 16 {
			group.Go(func() {
				if err := vaults[i%2].Put(ctx, fmt.Sprint("key ", i), []byte(fmt.Sprint("secret ", i))); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for i := range 16 {
			wantSecret(t, vaults[0], fmt.Sprint("key ", i), fmt.Sprint("secret ", i))
		}
	})
	t.Run("ErrFile", func(t *testing.T) {
		for _, test := range []struct {
			name, file string
			change     func(data []byte) []byte
			message    string
		}{
			{"CutShort", "vault.age", func(d []byte) []byte { return d[:len(d)-1] }, "vault.age is damaged"},
			{"CutInHeader", "vault.age", func(d []byte) []byte { return d[:30] }, "vault.age is damaged"},
			{"Altered", "vault.age", func(d []byte) []byte { d[len(d)-20] ^= 1; return d }, "vault.age is damaged"},
			{"Foreign", "vault.age", func([]byte) []byte { return []byte("a shopping list") }, "vault.age is damaged"},
			{"Empty", "vault.age", func([]byte) []byte { return nil }, "vault.age is damaged"},
			{"KeyCutShort", "vault.key", func(d []byte) []byte { return d[:40] }, "vault.key is damaged"},
			{"KeyOfAnother", "vault.key", func([]byte) []byte { return anotherKey(t) }, "do not belong together"},
		} {
			t.Run(test.name, func(t *testing.T) {
				dir := t.TempDir()
				v := open(t, dir, sealedOptions())
				put(t, v, "key", "secret")
				key := string(readFile(t, dir, "vault.key"))
				writeFile(t, dir, test.file, test.change(readFile(t, dir, test.file)))
				wantUnchanged(t, dir, test.file, func() {
					_, err := v.Get(ctx, "key")
					wantFault(t, err, fault.Invalid, test.message)
					wantFault(t, v.Put(ctx, "key", []byte("new")), fault.Invalid, test.message)
					wantFault(t, v.Delete(ctx, "key"), fault.Invalid, test.message)
					_, err = vault.Open(ctx, dir, sealedOptions())
					wantFault(t, err, fault.Invalid, test.message)
					if strings.Contains(err.Error(), key[16:40]) {
						t.Error("a part of the key is in the error")
					}
				})
			})
		}
	})
	t.Run("ErrKeyMissing", func(t *testing.T) {
		dir := t.TempDir()
		v := open(t, dir, sealedOptions())
		put(t, v, "key", "secret")
		key := readFile(t, dir, "vault.key")
		if err := os.Remove(filepath.Join(dir, "vault.key")); err != nil {
			t.Fatal(err)
		}
		wantUnchanged(t, dir, "vault.age", func() {
			_, err := vault.Open(ctx, dir, sealedOptions())
			wantFault(t, err, fault.Invalid, "vault.key is missing")
			wantFault(t, v.Put(ctx, "key", []byte("new")), fault.Invalid, "vault.key is missing")
		})
		if _, err := os.Lstat(filepath.Join(dir, "vault.key")); err == nil {
			t.Error("a new key was made")
		}
		writeFile(t, dir, "vault.key", key)
		wantSecret(t, v, "key", "secret")
	})
}

func anotherKey(t *testing.T) []byte {
	dir := t.TempDir()
	put(t, open(t, dir, sealedOptions()), "key", "secret")
	return readFile(t, dir, "vault.key")
}

func TestSealedFile_Passphrase(t *testing.T) {
	ctx := context.Background()
	asked := 0
	options := func(answer string) vault.Options {
		o := sealedOptions()
		o.WorkFactor = 2
		o.Passphrase = func() (string, error) {
			asked++
			return answer, nil
		}
		return o
	}
	t.Run("OK", func(t *testing.T) {
		asked = 0
		dir := t.TempDir()
		v := open(t, dir, options("correct horse"))
		if v.Status().Warning != "" {
			t.Errorf("warning %q", v.Status().Warning)
		}
		put(t, v, "key", "secret")
		put(t, v, "other", "secret")
		wantSecret(t, v, "key", "secret")
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		if _, err := os.Lstat(filepath.Join(dir, "vault.key")); err == nil {
			t.Error("a key lies beside the file")
		}
		wantSecret(t, open(t, dir, options("correct horse")), "key", "secret")
	})
	t.Run("ReplacesKey", func(t *testing.T) {
		dir := t.TempDir()
		put(t, open(t, dir, sealedOptions()), "old", "kept")
		v := open(t, dir, options("correct horse"))
		wantSecret(t, v, "old", "kept")
		put(t, v, "new", "secret")
		if _, err := os.Lstat(filepath.Join(dir, "vault.key")); err == nil {
			t.Error("the key still lies beside the file")
		}
		v = open(t, dir, options("correct horse"))
		wantSecret(t, v, "old", "kept")
		wantSecret(t, v, "new", "secret")
	})
	t.Run("ErrWrong", func(t *testing.T) {
		dir := t.TempDir()
		put(t, open(t, dir, options("correct horse")), "key", "secret")
		wrong := open(t, dir, options("battery staple"))
		wantUnchanged(t, dir, "vault.age", func() {
			_, err := wrong.Get(ctx, "key")
			wantFault(t, err, fault.Denied, "does not open")
			if strings.Contains(err.Error(), "battery") {
				t.Error("the passphrase is in the error")
			}
			wantCode(t, wrong.Put(ctx, "key", []byte("new")), fault.Denied)
		})
	})
	t.Run("ErrNobodyToAsk", func(t *testing.T) {
		dir := t.TempDir()
		put(t, open(t, dir, options("correct horse")), "key", "secret")
		_, err := vault.Open(ctx, dir, sealedOptions())
		wantFault(t, err, fault.Denied, "protected with a passphrase")
	})
	t.Run("ErrEmpty", func(t *testing.T) {
		wantFault(t, open(t, t.TempDir(), options("")).Put(ctx, "key", []byte("s")), fault.Invalid, "passphrase is empty")
	})
	t.Run("ErrDismissed", func(t *testing.T) {
		dismissed := errors.New("the dialog was closed")
		o := sealedOptions()
		o.Passphrase = func() (string, error) { return "", dismissed }
		if err := open(t, t.TempDir(), o).Put(ctx, "key", []byte("s")); !errors.Is(err, dismissed) {
			t.Errorf("got %v", err)
		}
	})
}
