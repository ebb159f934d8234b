package wiring

import (
	"context"
	"sync"

	"gatehouse/backend/vault"
)

// secrets is the key store, which is being looked for while the window paints already.
type secrets struct {
	begin sync.Once // of the look
	open  func() (*vault.Vault, error)
	end   context.CancelFunc // of open
	found chan struct{}      // closed when vault and err are set
	vault *vault.Vault
	err   error
}

func openSecrets(folder string, options vault.Options) *secrets {
	life, end := context.WithCancel(context.Background())
	return &secrets{
		open:  func() (*vault.Vault, error) { return vault.Open(life, folder, options) },
		end:   end,
		found: make(chan struct{}),
	}
}

// look begins to look for the key store, once.
func (s *secrets) look() {
	s.begin.Do(func() {
		go func() {
			defer close(s.found)
			s.vault, s.err = s.open()
		}()
	})
}

// close gives the look up and waits until it has let go of the folder.
func (s *secrets) close() {
	s.end()
	s.begin.Do(func() { // it never began
		s.err = context.Canceled
		close(s.found)
	})
	<-s.found
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
