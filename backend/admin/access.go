package admin

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// Access answers what visitors of a snapshot's site may do, and why. Snapshots never change, so a site is read and
// compiled once and kept for the next question; only a few are kept. It is safe for concurrent use.
type Access struct {
	Store SnapshotStore
	Now   Clock

	mu    sync.Mutex
	sites []*openSite // the one asked last comes first
}

// Basis says by what a site is judged.
type Basis struct {
	Snapshot uuid.UUID
	Profile  access.Profile // access.Current when empty
	Missing  access.Missing // access.MissingUnknown when empty
	At       time.Time      // zero for now
}

// Question asks about one visitor.
type Question struct {
	Basis
	Who access.Who
}

const (
	sitesKept   = 3 // two to compare, and one to look something up in
	enginesKept = 4 // of one site: both profiles, with missing records as either
)

// openSite is a snapshot's site in memory.
type openSite struct {
	id uuid.UUID

	loading  sync.Mutex // held while the site is read; then the fields below do not change
	reading  *site.Reading
	moments  moments
	subjects Subjects

	mu       sync.Mutex
	engines  []*openEngine // the one asked last comes first
	contacts contactIndex
}

// engineKey is all that an engine depends on besides the site.
type engineKey struct {
	profile access.Profile
	missing access.Missing
	era     int
}

type openEngine struct {
	key    engineKey
	once   sync.Once
	engine *access.Engine
	err    error
}

// open returns the site of a snapshot. Codes: not_found, unreachable.
func (a *Access) open(ctx context.Context, id uuid.UUID) (*openSite, error) {
	// The store knows whether the snapshot was deleted meanwhile.
	if _, err := a.Store.SnapshotHeader(ctx, id); err != nil {
		a.forget(id)
		return nil, err
	}
	s := a.kept(id)
	s.loading.Lock()
	defer s.loading.Unlock()
	if s.reading != nil {
		return s, nil
	}
	_, reading, err := a.Store.Snapshot(ctx, id)
	if err != nil {
		return nil, err
	}
	engine, err := access.Compile(&reading.Site, access.Options{Incomplete: access.Lost(&reading)})
	if err != nil {
		return nil, err
	}
	s.moments = momentsOf(&reading.Site)
	s.subjects = subjectsOf(engine)
	s.reading = &reading
	return s, nil
}

// kept finds the place of a snapshot's site among those kept and makes it the first.
func (a *Access) kept(id uuid.UUID) *openSite {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sites = first(a.sites, func(s *openSite) bool { return s.id == id }, func() *openSite { return &openSite{id: id} }, sitesKept)
	return a.sites[0]
}

func (a *Access) forget(id uuid.UUID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sites = slices.DeleteFunc(a.sites, func(s *openSite) bool { return s.id == id })
}

// first moves what is meant to the front of a list, making it where it is missing, and lets go of the last ones.
func first[T any](list []T, is func(T) bool, make func() T, atMost int) []T {
	i := slices.IndexFunc(list, is)
	var it T
	if i < 0 {
		it = make()
	} else {
		it = list[i]
		list = slices.Delete(list, i, i+1)
	}
	list = slices.Insert(list, 0, it)
	return slices.Delete(list, min(atMost, len(list)), len(list))
}

// judge opens a site and compiles it for a basis, which comes back with its defaults filled in.
// Codes: invalid, not_found, unreachable.
func (a *Access) judge(ctx context.Context, b Basis) (*openSite, *access.Engine, Basis, error) {
	if b.Profile == "" {
		b.Profile = access.Current
	}
	if b.Missing == "" {
		b.Missing = access.MissingUnknown
	}
	if b.At.IsZero() {
		b.At = a.Now.now()
	}
	b.At = b.At.UTC()
	s, err := a.open(ctx, b.Snapshot)
	if err != nil {
		return nil, nil, b, err
	}
	engine, err := s.engine(b)
	return s, engine, b, err
}

// ask is judge with the visitor of a question. Codes: invalid, not_found, unreachable.
func (a *Access) ask(ctx context.Context, q Question) (*openSite, *access.Visitor, Basis, error) {
	s, engine, basis, err := a.judge(ctx, q.Basis)
	if err != nil {
		return nil, nil, basis, err
	}
	visitor, err := engine.Visitor(q.Who)
	return s, visitor, basis, err
}

func (s *openSite) engine(b Basis) (*access.Engine, error) {
	key := engineKey{b.Profile, b.Missing, s.moments.era(b.At)}
	s.mu.Lock()
	s.engines = first(s.engines, func(e *openEngine) bool { return e.key == key }, func() *openEngine { return &openEngine{key: key} }, enginesKept)
	it := s.engines[0]
	s.mu.Unlock()
	it.once.Do(func() {
		it.engine, it.err = access.Compile(&s.reading.Site, access.Options{
			Profile: b.Profile, Missing: b.Missing, At: b.At, Incomplete: access.Lost(s.reading),
		})
	})
	if it.err != nil {
		return nil, it.err
	}
	return it.engine, nil
}

// moments are the times at which pages and files come or go. Between two of them the clock bears on no answer, so an
// engine compiled for one moment serves for all others of its era.
type moments struct{ released, expire []time.Time }

func momentsOf(s *site.Site) moments {
	var m moments
	note := func(released, expires *time.Time) {
		if released != nil {
			m.released = append(m.released, *released)
		}
		if expires != nil {
			m.expire = append(m.expire, *expires)
		}
	}
	for i := range s.WebPages {
		note(s.WebPages[i].Released, s.WebPages[i].Expires)
	}
	for i := range s.WebFiles {
		note(s.WebFiles[i].Released, s.WebFiles[i].Expires)
	}
	slices.SortFunc(m.released, time.Time.Compare)
	slices.SortFunc(m.expire, time.Time.Compare)
	return m
}

// era counts the moments that have passed. Content is there from the moment of its release on, and still there at the
// moment at which it expires.
func (m *moments) era(at time.Time) int {
	released, _ := slices.BinarySearchFunc(m.released, at, func(moment, at time.Time) int {
		if moment.After(at) {
			return 1
		}
		return -1
	})
	expired, _ := slices.BinarySearchFunc(m.expire, at, func(moment, at time.Time) int {
		if moment.Before(at) {
			return -1
		}
		return 1
	})
	return released + expired
}
