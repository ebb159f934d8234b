package wiring

import (
	"context"
	"sync"

	"gatehouse/backend/vault"
)

// secrets is the key store, which is being looked for while the window paints already.
type secrets struct {
	look  func()        // begins to look, once
	found chan struct{} // closed when vault and err are set
	vault *vault.Vault
	err   error
}

func openSecrets(folder string, options vault.Options) *secrets {
	s := &secrets{found: make(chan struct{})}
	s.look = sync.OnceFunc(func() {
		go func() {
			defer close(s.found)
			s.vault, s.err = vault.Open(context.Background(), folder, options)
		}()
	})
	return s
}

func (s *secrets) wait(ctx context.Context) (*vault.Vault, error) {
	s.look()
	select {
	case <-s.found:
		return s.vault, s.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *secrets) status(ctx context.Context) (vault.Status, error) {
	v, err := s.wait(ctx)
	if err != nil {
		return vault.Status{}, err
	}
	return v.Status(), nil
}

func (s *secrets) Put(ctx context.Context, name string, secret []byte) error {
	v, err := s.wait(ctx)
	if err != nil {
		return err
	}
	return v.Put(ctx, name, secret)
}

func (s *secrets) Get(ctx context.Context, name string) ([]byte, error) {
	v, err := s.wait(ctx)
	if err != nil {
		return nil, err
	}
	return v.Get(ctx, name)
}

func (s *secrets) Delete(ctx context.Context, name string) error {
	v, err := s.wait(ctx)
	if err != nil {
		return err
	}
	return v.Delete(ctx, name)
}
