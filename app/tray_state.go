package app

import (
	"context"
	"sync"
	"time"

	"gatehouse/app/tray"
	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// trayFacts keeps what the tray tells of between two changes, so that a minute in which nothing happened costs no look
// into the database.
type trayFacts struct {
	mu    sync.Mutex
	known bool
	keys  []trayKey
}

// trayKey is a portal in service with its keys.
type trayKey struct {
	id, name string
	keys     portal.Application // the current key is another one as time goes by
}

// forget makes the next look a fresh one.
func (f *trayFacts) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known = false
}

func (f *trayFacts) read(ctx context.Context, program *wiring.Program) ([]trayKey, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known {
		return f.keys, nil
	}
	all, err := program.Portals.List(ctx)
	if err != nil {
		return nil, err
	}
	f.keys, f.known = nil, true
	for _, it := range all {
		if it.State == portal.Active {
			f.keys = append(f.keys, trayKey{id: it.ID.String(), name: it.Name, keys: it.Application})
		}
	}
	return f.keys, nil
}

// trayState reads what the tray tells of. It does not open the program, and says so where that failed.
func (e *engine) trayState(ctx context.Context) tray.State {
	now := time.Now()
	program, err := e.opened(ctx)
	if err != nil {
		return tray.State{Now: now, Problem: fault.Of(err).Message}
	}
	keys, err := e.facts.read(ctx, program)
	if err != nil {
		return tray.State{Now: now, Problem: fault.Of(err).Message}
	}
	return trayStateOf(keys, now)
}

// trayStateOf derives health and words from the keys at now.
func trayStateOf(keys []trayKey, now time.Time) tray.State {
	s := tray.State{Now: now}
	usual := renewal.DefaultThresholds(true).All()
	for _, it := range keys {
		p := tray.Portal{ID: it.id, Name: it.name, Health: renewal.NoKey}
		if key, ok := it.keys.CurrentKey(now); ok {
			p.Health, p.Sentence, p.End = renewal.HealthOf(key, now), renewal.Sentence(key, now), key.End
			for _, threshold := range usual {
				if at := threshold.At(key.End); at.After(now) {
					if s.NextAt.IsZero() || at.Before(s.NextAt) {
						s.NextAt, s.NextName = at, it.name
					}
					break // they are in the order of time
				}
			}
		}
		s.Portals = append(s.Portals, p)
	}
	return s
}
