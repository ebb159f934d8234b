package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"gatehouse/app/tray"
	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// trayFacts keeps what the tray tells of between two changes, so that a minute in which nothing happened costs no look
// into the database.
type trayFacts struct {
	mu     sync.Mutex
	known  *trayKnown
	change int // counts what made it out of date
}

// trayKnown is what was read. What becomes of it as time goes by is worked out each time.
type trayKnown struct {
	keys   []trayKey
	next   admin.PlannedNotice // the reminder that is due next; the zero value for none
	paused time.Time           // reminders are held back until then
}

// trayKey is a portal in service with its keys.
type trayKey struct {
	id, name string
	keys     portal.Application // the current key is another one as time goes by
	muted    bool
}

// forget makes the next look a fresh one.
func (f *trayFacts) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known = nil
	f.change++
}

// read returns what is known, and reads it where something has changed since, or a reminder has become due.
func (f *trayFacts) read(ctx context.Context, program *wiring.Program, now time.Time) (*trayKnown, error) {
	f.mu.Lock()
	known, change := f.known, f.change
	f.mu.Unlock()
	if known != nil && (known.next.At.IsZero() || known.next.At.After(now)) {
		return known, nil
	}
	all, err := program.Portals.List(ctx)
	if err != nil {
		return nil, err
	}
	mutes, err := program.Reminders.Mutes(ctx)
	if err != nil {
		return nil, err
	}
	next, err := program.Reminders.NextDue(ctx, 1)
	if err != nil {
		return nil, err
	}
	known = &trayKnown{paused: program.Reminders.Status(ctx).PausedUntil}
	for _, it := range all {
		if it.State == portal.Active {
			_, muted := mutes[it.ID]
			known.keys = append(known.keys, trayKey{id: it.ID.String(), name: it.Name, keys: it.Application, muted: muted})
		}
	}
	if len(next) > 0 {
		known.next = next[0]
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.change == change { // nothing has changed while it was read
		f.known = known
	}
	return known, nil
}

// trayState reads what the tray tells of. It does not open the program, and says so where that failed.
func (e *engine) trayState(ctx context.Context) tray.State {
	now := time.Now()
	program, err := e.opened(ctx)
	if err != nil {
		return tray.State{Now: now, Problem: fault.Of(err).Message}
	}
	known, err := e.facts.read(ctx, program, now)
	if err != nil {
		return tray.State{Now: now, Problem: fault.Of(err).Message}
	}
	return trayStateOf(known, now)
}

// pause holds reminders back until a time; the zero time ends that.
func (e *engine) pause(until time.Time) {
	err := do(e, func(life lifetime, program *wiring.Program) error { return program.Reminders.Pause(life, until) })
	if err != nil {
		slog.Error("pause reminders from the tray", "error", err)
	}
}

// trayStateOf derives health and words from what is known at now.
func trayStateOf(known *trayKnown, now time.Time) tray.State {
	s := tray.State{
		Now: now, NextAt: known.next.At, NextName: known.next.PortalName, CanPause: true, PausedUntil: known.paused,
	}
	for _, it := range known.keys {
		p := tray.Portal{ID: it.id, Name: it.name, Health: renewal.NoKey, Muted: it.muted}
		if key, ok := it.keys.CurrentKey(now); ok {
			p.Health, p.Sentence, p.End = renewal.HealthOf(key, now), renewal.Sentence(key, now), key.End
		} else if it.keys.Known() {
			p.Health, p.Sentence = tray.Missing, "It has no key."
		}
		s.Portals = append(s.Portals, p)
	}
	return s
}
