package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/zalando/go-keyring"

	"gatehouse/backend/fault"
)

const (
	defaultProbeTimeout = 3 * time.Second
	defaultCallTimeout  = 30 * time.Second
)

// keyStore is the part of an operating system's key store that is used. Its calls cannot be stopped.
type keyStore interface {
	Set(service, user, text string) error
	Get(service, user string) (string, error)
	Delete(service, user string) error
}

// osKeyStore is the key store of this operating system.
type osKeyStore struct{}

func (o osKeyStore) Set(service, user, text string) error {
	if err := o.session(); err != nil {
		return err
	}
	return keyring.Set(service, user, text)
}

func (o osKeyStore) Get(service, user string) (string, error) {
	if err := o.session(); err != nil {
		return "", err
	}
	return keyring.Get(service, user)
}

func (o osKeyStore) Delete(service, user string) error {
	if err := o.session(); err != nil {
		return err
	}
	return keyring.Delete(service, user)
}

// systemName is what people call the key store of their system.
func systemName() string {
	switch runtime.GOOS {
	case "windows":
		return "Windows Credential Manager"
	case "darwin":
		return "The macOS keychain"
	}
	return "The desktop's key store (Secret Service)"
}

// systemStore keeps secrets in the operating system's key store and never waits for it without end.
//
// The key store may show a dialog and wait for the person, and its calls cannot be stopped. So one call is made at a
// time, and one that was given up keeps the others out until it ends: a write that goes through late must not
// replace a newer one.
type systemStore struct {
	store        keyStore
	service      string
	busy         chan struct{} // holds one token while a call runs
	timeout      time.Duration // of one call
	probeTimeout time.Duration
}

func newSystemStore(options Options) *systemStore {
	s := &systemStore{
		store:        options.system,
		service:      "Gatehouse " + options.Instance,
		busy:         make(chan struct{}, 1),
		timeout:      options.CallTimeout,
		probeTimeout: options.ProbeTimeout,
	}
	if s.store == nil {
		s.store = osKeyStore{}
	}
	if s.timeout == 0 {
		s.timeout = defaultCallTimeout
	}
	if s.probeTimeout == 0 {
		s.probeTimeout = defaultProbeTimeout
	}
	return s
}

// probe finds out whether the key store keeps secrets, by having it keep one. The name is drawn by lot: two
// processes that start together must not take each other's away.
func (s *systemStore) probe(ctx context.Context) error {
	name, text := "availability-"+rand.Text(), rand.Text()
	return s.call(ctx, s.probeTimeout, func() error {
		if err := s.store.Set(s.service, name, text); err != nil {
			return err
		}
		got, err := s.store.Get(s.service, name)
		if deleteErr := s.store.Delete(s.service, name); err == nil {
			err = deleteErr
		}
		if err == nil && got != text {
			err = errors.New("the key store returned something else than was put in")
		}
		return err
	})
}

func (s *systemStore) set(ctx context.Context, name string, secret []byte) error {
	text := encoding.EncodeToString(secret)
	return s.call(ctx, s.timeout, func() error { return s.store.Set(s.service, name, text) })
}

func (s *systemStore) get(ctx context.Context, name string) ([]byte, error) {
	var text string
	err := s.call(ctx, s.timeout, func() (err error) {
		text, err = s.store.Get(s.service, name)
		return err
	})
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return nil, notFound(name)
	case err != nil:
		return nil, err
	}
	secret, err := encoding.DecodeString(text)
	if err != nil || len(secret) == 0 {
		// The cause would quote the text, which is not for logs.
		return nil, fault.New(fault.Invalid, "The entry %q in the system's key store was not written by Gatehouse.", name).
			WithHint("Remove the entry of %q with the system's own program, and renew the key.", s.service)
	}
	return secret, nil
}

func (s *systemStore) delete(ctx context.Context, name string) error {
	err := s.call(ctx, s.timeout, func() error { return s.store.Delete(s.service, name) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// call runs one operation and gives up waiting when the time is over or the context ends.
func (s *systemStore) call(ctx context.Context, limit time.Duration, operation func() error) error {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	select {
	case s.busy <- struct{}{}:
	case <-limited.Done():
		return s.gaveUp(ctx)
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-s.busy }()
		// A desktop that answers nonsense must not take the program along.
		defer func() {
			if r := recover(); r != nil {
				done <- s.translate(fmt.Errorf("panic in the key store's client: %v", r))
			}
		}()
		done <- s.translate(operation())
	}()
	select {
	case err := <-done:
		return err
	case <-limited.Done():
		return s.gaveUp(ctx)
	}
}

func (s *systemStore) gaveUp(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("wait for the system's key store: %w", ctx.Err())
	}
	return fault.New(fault.Unreachable, "%s does not answer.", systemName()).
		WithHint("Look for a dialog that asks for your password, unlock the key store, and try again.")
}

// translate leaves "not found" to the callers, for whom it means different things.
func (s *systemStore) translate(err error) error {
	switch {
	case err == nil, errors.Is(err, keyring.ErrNotFound):
		return err
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return fault.New(fault.Invalid, "The secret is too long for the system's key store.").
			WithHint("Use a shorter key.").Because(err)
	}
	return fault.New(fault.Unreachable, "%s is locked or cannot be used.", systemName()).
		WithHint("Unlock the key store, or sign in to your desktop again, and try again.").Because(err)
}
