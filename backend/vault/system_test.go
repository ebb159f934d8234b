package vault_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

// TestSecretService works with a real Secret Service. It must run in a D-Bus session of its own with a key store of
// its own, which only the caller can arrange; without the variable it does nothing, so that it never meets
// anybody's real key store. The instance is drawn by lot and everything put is deleted again.
func TestSecretService(t *testing.T) {
	if os.Getenv("GATEHOUSE_TEST_SECRET_SERVICE") != "1" {
		t.Skip("build/scripts/secret-service.sh runs this: GATEHOUSE_TEST_SECRET_SERVICE is not set")
	}
	ctx, dir := context.Background(), t.TempDir()
	options := vault.Options{Instance: "test " + uuid.NewString(), Prefer: vault.OnlySystem}
	v := open(t, dir, options)
	if s := v.Status(); s.Kind != vault.System || s.Warning != "" {
		t.Errorf("status %+v", s)
	}
	_, err := v.Get(ctx, "key")
	wantCode(t, err, fault.NotFound)

	secret := bytes.Repeat([]byte{0, 1, 0xFE, 0xFF}, vault.MaxSecret/4)
	for _, want := range [][]byte{[]byte("first"), secret} {
		if err := v.Put(ctx, "key", want); err != nil {
			t.Fatal(err)
		}
		got, err := open(t, dir, options).Get(ctx, "key")
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("got %d bytes, %v; want %d", len(got), err, len(want))
		}
	}
	if _, err := os.Lstat(filepath.Join(dir, "vault.age")); err == nil {
		t.Error("a sealed file was made although the key store answers")
	}

	// The same folder with the sealed file preferred finds it, and a put there takes precedence.
	options.Prefer = vault.PreferSealed
	sealed := open(t, dir, options)
	got, err := sealed.Get(ctx, "key")
	if err != nil || !bytes.Equal(got, secret) {
		t.Fatalf("got %d bytes, %v", len(got), err)
	}
	put(t, sealed, "key", "moved")
	wantSecret(t, v, "key", "moved")

	for range 2 {
		if err := v.Delete(ctx, "key"); err != nil {
			t.Fatal(err)
		}
	}
	_, err = v.Get(ctx, "key")
	wantCode(t, err, fault.NotFound)
}
