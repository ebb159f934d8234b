package admin

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// toldWithin is how long an update that ended is still news to a program that was off.
const toldWithin = 7 * 24 * time.Hour

// Updates tells of the updates of keys.
type Updates interface {
	// ActiveOperation reads the update that holds a portal; held is false where there is none. Codes: unreachable.
	ActiveOperation(ctx context.Context, portalID uuid.UUID) (op renewal.Operation, held bool, err error)
	// Operations lists updates, newest first, of one portal or of all where portalID is zero. Codes: unreachable.
	Operations(ctx context.Context, portalID uuid.UUID) ([]renewal.Operation, error)
}

func (r *Reminders) readOperation(ctx context.Context, b *book, portalID uuid.UUID) error {
	if r.Updates == nil {
		return nil
	}
	w := b.of(portalID)
	op, held, err := r.Updates.ActiveOperation(ctx, portalID)
	if err != nil {
		return err
	}
	if w.operation = nil; held {
		w.operation = &op
	}
	return nil
}

// load returns the book with all portals as they are at now, and what following them wrote.
func (r *Reminders) load(ctx context.Context, now time.Time) (*book, ReminderChange, error) {
	r.listen()
	var aside []Unreadable
	if r.book == nil {
		state, err := r.Store.Reminders(ctx)
		if err != nil {
			return nil, ReminderChange{}, err
		}
		r.book, aside = newBook(state, r.Channels, r.Zone, now), state.Unreadable
		r.book.rereads = r.Reread != nil
		r.busy = map[string]bool{}
		r.touch(uuid.Nil, true)
	}
	believed, err := r.believe(ctx, r.book, now)
	if err != nil {
		return nil, ReminderChange{}, err
	}
	for _, id := range r.book.turns.Due(now) {
		r.touch(id, false)
	}
	change, err := r.follow(ctx, r.book, aside, now)
	change.Entries = append(believed.Entries, change.Entries...)
	if err != nil && len(aside) > 0 {
		r.book = nil // so that they are put aside the next time
	}
	return r.book, change, err
}

// believe takes the clock for right where it was set back a day ago: what was settled ahead of it is open again, and all
// portals are read again, since another key may be the current one.
func (r *Reminders) believe(ctx context.Context, b *book, now time.Time) (ReminderChange, error) {
	since, believed := b.mark.Believed(now)
	if !believed {
		return ReminderChange{}, nil
	}
	d := newDraft(b, now)
	d.change.Mark = &renewal.Mark{At: now}
	d.reopen(since)
	if b.settings.PausedUntil.Sub(now) > longestPause {
		settings := b.settings
		settings.PausedUntil = time.Time{}
		d.change.Settings = &settings
	}
	d.change.Entries = []event.Activity{{
		At: now, Actor: "Gatehouse", Action: event.RemindersReopened,
		Summary: fmt.Sprintf("The clock of this machine was set back, from %s to %s, and is taken for right now. Reminders that went out too early go out again in time.",
			b.mark.At.Format("2 January 2006 15:04 UTC"), since.Format("2 January 2006 15:04 UTC")),
	}}
	change, err := r.commit(ctx, d)
	if err != nil {
		return change, err
	}
	for id := range b.watched {
		b.reindex(id, now)
	}
	b.wake = time.Time{}
	r.touch(uuid.Nil, true)
	return change, nil
}

// reopen takes back what was settled for later than since.
func (d *draft) reopen(since time.Time) {
	for _, w := range d.book.watched {
		for _, s := range w.schedules {
			if s, changed := s.Reopen(since, d.now); changed {
				d.keep(s)
			}
		}
	}
}

// follow reads the portals that changed and moves their reminders to their current keys.
func (r *Reminders) follow(ctx context.Context, b *book, aside []Unreadable, now time.Time) (ReminderChange, error) {
	r.touched.Lock()
	all, dirty, succeeded := r.dirtyAll, r.dirty, r.succeeded
	r.dirtyAll, r.dirty, r.succeeded = false, nil, nil
	r.touched.Unlock()
	if !all && len(dirty) == 0 {
		return ReminderChange{}, nil
	}
	change, err := r.followThese(ctx, b, all, dirty, succeeded, aside, now)
	if err != nil {
		// They are still to be read.
		r.touch(uuid.Nil, true)
		r.touched.Lock()
		for id := range succeeded {
			r.noteSuccess(id)
		}
		r.touched.Unlock()
	}
	return change, err
}

// noteSuccess is called with r.touched held.
func (r *Reminders) noteSuccess(portalID uuid.UUID) {
	if r.succeeded == nil {
		r.succeeded = map[uuid.UUID]bool{}
	}
	r.succeeded[portalID] = true
}

func (r *Reminders) followThese(
	ctx context.Context, b *book, all bool, dirty, succeeded map[uuid.UUID]bool, aside []Unreadable, now time.Time,
) (ReminderChange, error) {
	d := newDraft(b, now)
	d.change.Aside = aside
	for _, it := range aside {
		d.change.Entries = append(d.change.Entries, event.Activity{
			At: now, Actor: "Gatehouse", Action: event.RemindersRepaired,
			Summary: "Put a record of the reminders aside that could not be read: " + it.Reason,
		})
	}
	portals, err := r.readPortals(ctx, b, all, dirty)
	if err != nil {
		return ReminderChange{}, err
	}
	for _, it := range portals.found {
		if err := r.readOperation(ctx, b, it.ID); err != nil {
			return ReminderChange{}, err
		}
		if b.awaitsOutcome(it, now) && !succeeded[it.ID] {
			// Whether the new key is the one is for the update to prove; until then the old one counts.
			r.touch(it.ID, false)
			b.stay(it, now)
			continue
		}
		d.follow(it, succeeded[it.ID])
	}
	for _, id := range portals.gone {
		d.gone(id)
	}
	if d.back {
		d.revive()
	}
	if all {
		if err := r.missedTelling(ctx, d); err != nil {
			return ReminderChange{}, err
		}
	}
	return r.commit(ctx, d)
}

// missedTelling puts what became of updates into the inbox where the program was stopped before Tell could.
func (r *Reminders) missedTelling(ctx context.Context, d *draft) error {
	if r.Updates == nil {
		return nil
	}
	operations, err := r.Updates.Operations(ctx, uuid.Nil)
	if err != nil {
		return err
	}
	var untold []notify.Notice
	for _, op := range operations {
		if notice, worth := notify.OfOperation(op, d.now); worth && d.now.Sub(op.ChangedAt) < toldWithin {
			untold = append(untold, notice)
		}
	}
	if len(untold) == 0 {
		return nil
	}
	inbox, err := r.Store.Inbox(ctx)
	if err != nil {
		return err
	}
	for _, notice := range untold {
		if !slices.ContainsFunc(inbox, func(e InboxEntry) bool { return e.Notice.ID == notice.ID }) {
			d.change.Inbox = append(d.change.Inbox, InboxEntry{Notice: notice})
		}
	}
	return nil
}

// awaitsOutcome reports whether a portal seems to have another key while an update of it is under way.
func (b *book) awaitsOutcome(it portal.Portal, now time.Time) bool {
	w := b.watched[it.ID]
	if w == nil || w.operation == nil || w.current == uuid.Nil {
		return false
	}
	key, has := it.Application.CurrentKey(b.keyTime(now))
	return has && renewal.ScheduleID(it, key) != w.current
}

// stay goes on with the schedule that a portal has.
func (b *book) stay(it portal.Portal, now time.Time) {
	w := b.watched[it.ID]
	w.portal, w.tracked = it, it.State != portal.Retired
	b.reindex(it.ID, now)
}

type readPortals struct {
	found []portal.Portal
	gone  []uuid.UUID
}

func (r *Reminders) readPortals(ctx context.Context, b *book, all bool, dirty map[uuid.UUID]bool) (readPortals, error) {
	var read readPortals
	if all {
		portals, err := r.Portals.Portals(ctx)
		if err != nil {
			return read, err
		}
		there := map[uuid.UUID]bool{}
		for _, it := range portals {
			there[it.ID] = true
		}
		read.found = portals
		for id := range b.watched {
			if !there[id] {
				read.gone = append(read.gone, id)
			}
		}
	}
	for id := range dirty {
		if all {
			break
		}
		it, err := r.Portals.Portal(ctx, id)
		switch {
		case fault.Is(err, fault.NotFound):
			read.gone = append(read.gone, id)
		case err != nil:
			return read, err
		default:
			read.found = append(read.found, it)
		}
	}
	slices.SortFunc(read.gone, func(x, y uuid.UUID) int { return slices.Compare(x[:], y[:]) })
	return read, nil
}
