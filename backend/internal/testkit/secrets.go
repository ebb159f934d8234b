package testkit

import (
	"context"
	"maps"
	"slices"
	"sync"

	"gatehouse/backend/fault"
)

// Secrets is a key store in memory. The zero value is ready and safe for concurrent use.
type Secrets struct {
	mu sync.Mutex
	// What the methods fail with, nil for success.
	PutFails, DeleteFails error
	kept                  map[string][]byte
}

// Put keeps a secret.
func (s *Secrets) Put(_ context.Context, name string, secret []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.PutFails != nil {
		return s.PutFails
	}
	if s.kept == nil {
		s.kept = map[string][]byte{}
	}
	s.kept[name] = slices.Clone(secret)
	return nil
}

// Get returns a secret, or a not_found fault.
func (s *Secrets) Get(_ context.Context, name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	secret, ok := s.kept[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no secret named %s.", name)
	}
	return slices.Clone(secret), nil
}

// Delete forgets a secret.
func (s *Secrets) Delete(_ context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.DeleteFails != nil {
		return s.DeleteFails
	}
	delete(s.kept, name)
	return nil
}

// Names returns the names of all secrets, sorted.
func (s *Secrets) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.kept))
}
