//go:build unix

package vault_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSealedFile_Permissions(t *testing.T) {
	dir := t.TempDir()
	put(t, open(t, dir, sealedOptions()), "key", "secret")
	mode := func(name string) os.FileMode {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	for _, name := range []string{"vault.key", "vault.age", "vault.json", "vault.lock"} {
		if mode(name) != 0o600 {
			t.Errorf("%s has mode %o", name, mode(name))
		}
	}
	if strings.Contains(open(t, dir, sealedOptions()).Status().Warning, "Other users") {
		t.Error("warned without reason")
	}
	if err := os.Chmod(filepath.Join(dir, "vault.key"), 0o644); err != nil {
		t.Fatal(err)
	}
	warning := open(t, dir, sealedOptions()).Status().Warning
	if !strings.Contains(warning, "Other users of this computer were able to read the key file "+filepath.Join(dir, "vault.key")) {
		t.Errorf("warning %q", warning)
	}
	if mode("vault.key") != 0o600 {
		t.Errorf("the key still has mode %o", mode("vault.key"))
	}
}
