//go:build unix

package keyservice_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/renewal"
)

// A pipe is told instead of waited for.
func TestAssistedPipe(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "key.pem")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	w.elsewhere(path)
	if _, err := keyservice.NewAssisted(w, w, w.now).Look(t.Context(), renewal.Operation{PortalID: w.id}); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}
