package vault_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

var errLocked = errors.New("the collection is locked")

// keyStore is an operating system's key store as the tests need it: it can be locked and it can hang.
type keyStore struct {
	mu    sync.Mutex
	items map[string]string // by service and user
	err   error             // what every call returns
	hang  chan struct{}     // every call waits until it is closed
}

func newKeyStore() *keyStore { return &keyStore{items: map[string]string{}} }

func (s *keyStore) call(work func() error) error {
	s.mu.Lock()
	hang := s.hang
	s.mu.Unlock()
	if hang != nil {
		<-hang
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	return work()
}

func (s *keyStore) Set(service, user, text string) error {
	return s.call(func() error {
		s.items[service+"/"+user] = text
		return nil
	})
}

func (s *keyStore) Get(service, user string) (text string, err error) {
	err = s.call(func() error {
		var ok bool
		if text, ok = s.items[service+"/"+user]; !ok {
			return keyring.ErrNotFound
		}
		return nil
	})
	return text, err
}

func (s *keyStore) Delete(service, user string) error {
	return s.call(func() error {
		if _, ok := s.items[service+"/"+user]; !ok {
			return keyring.ErrNotFound
		}
		delete(s.items, service+"/"+user)
		return nil
	})
}

func (s *keyStore) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *keyStore) all() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.items)
}

// sealedOptions never reach for the system's key store.
func sealedOptions() vault.Options {
	return vault.Options{Instance: "test", Prefer: vault.PreferSealed}.WithSystem(newKeyStore())
}

func open(t testing.TB, dir string, options vault.Options) *vault.Vault {
	t.Helper()
	v, err := vault.Open(context.Background(), dir, options)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return v
}

func put(t testing.TB, v *vault.Vault, name, secret string) {
	t.Helper()
	if err := v.Put(context.Background(), name, []byte(secret)); err != nil {
		t.Fatalf("Put %s: %v", name, err)
	}
}

func wantSecret(t testing.TB, v *vault.Vault, name, want string) {
	t.Helper()
	got, err := v.Get(context.Background(), name)
	if err != nil || string(got) != want {
		t.Fatalf("Get %s: %q, %v; want %q", name, got, err, want)
	}
}

func wantCode(t testing.TB, err error, code fault.Code) {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("got %v, want code %s", err, code)
	}
}

// wantFault also checks the message, and that there is a hint.
func wantFault(t testing.TB, err error, code fault.Code, message string) {
	t.Helper()
	wantCode(t, err, code)
	if f := fault.Of(err); !strings.Contains(f.Message, message) || f.Hint == "" {
		t.Fatalf("message %q with hint %q, want it to contain %q", f.Message, f.Hint, message)
	}
}

func readFile(t testing.TB, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeFile(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// wantUnchanged runs work and checks that a file is the same afterwards.
func wantUnchanged(t testing.TB, dir, name string, work func()) {
	t.Helper()
	before := readFile(t, dir, name)
	work()
	if !bytes.Equal(before, readFile(t, dir, name)) {
		t.Errorf("%s was written over", name)
	}
}

const short = 200 * time.Millisecond
