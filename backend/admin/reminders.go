package admin

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

const (
	keptAfter  = 30 * 24 * time.Hour // how long a delivery that has ended is shown
	tendEvery  = 24 * time.Hour
	sendWithin = 45 * time.Second // for one attempt of a channel
	sendGrace  = 5 * time.Second  // for a channel to notice that its time is over
)

// ActiveUpdates tells which updates of keys are under way.
type ActiveUpdates interface {
	// ActiveOperation reads the update that holds a portal; held is false where there is none. Codes: unreachable.
	ActiveOperation(ctx context.Context, portalID uuid.UUID) (op renewal.Operation, held bool, err error)
}

// Reminders tells people that keys end, so that none is missed and nobody is told twice. Run does so while the program
// runs; what is written goes through the database first, so a crash at any point loses nothing. The rules are those of
// docs/reminders.md and live in packages renewal and notify. It is safe for concurrent use.
type Reminders struct {
	Store    ReminderStore
	Portals  PortalStore
	Settings *Settings
	Secrets  Secrets          // for the password of the mail server
	Channels []notify.Channel // besides the inbox, each with a name of its own
	Updates  ActiveUpdates    // nil where no key can be updated
	Events   *event.Bus
	Zone     *time.Location // of the person; nil is UTC
	Now      Clock
	Report   func(error) // hears what went wrong in the background; nil for nobody

	begin   sync.Once
	kicked  chan struct{} // asks Run for a tick at once
	running atomic.Bool
	sending sync.WaitGroup // attempts under way

	mu         sync.Mutex // guards what follows, and is held over writes of the reminders
	book       *book
	busy       map[string]bool // channels that are serving
	unfinished []attempted     // attempts whose outcome could not be stored yet
	trouble    error           // of the last tick

	touched   sync.Mutex // guards what follows
	dirty     map[uuid.UUID]bool
	dirtyAll  bool
	succeeded map[uuid.UUID]bool // portals whose update ended with a new key
}

// Run looks after the reminders until the context ends: at once, then every minute, and whenever something changed.
// It returns when no attempt is under way any more. Nothing that goes wrong ends it; it is told to Report and shows
// in Status. Codes: conflict (it runs already).
func (r *Reminders) Run(ctx context.Context) error {
	if !r.running.CompareAndSwap(false, true) {
		return fault.New(fault.Conflict, "Reminders are being sent already.")
	}
	defer r.running.Store(false)
	defer r.sending.Wait()
	r.listen()
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	for ctx.Err() == nil {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.report(err)
		}
		select {
		case <-ctx.Done():
		case <-ticker.C:
		case <-r.kicked:
		}
	}
	return nil
}

// listen hears of changed portals from now on.
func (r *Reminders) listen() {
	r.begin.Do(func() {
		r.kicked = make(chan struct{}, 1)
		r.Events.Listen(func(e event.Event) {
			if e.Topic == event.OnPortals || e.Topic == event.OnRenewals {
				id, err := uuid.Parse(e.Subject)
				r.touch(id, err != nil)
				r.kick()
			}
		})
	})
}

// kick asks Run for a tick at once.
func (r *Reminders) kick() {
	select {
	case r.kicked <- struct{}{}:
	default:
	}
}

func (r *Reminders) report(err error) {
	if r.Report != nil {
		r.Report(err)
	}
}

// touch notes that a portal, or any, is to be read again.
func (r *Reminders) touch(portalID uuid.UUID, all bool) {
	r.touched.Lock()
	defer r.touched.Unlock()
	if r.dirty == nil {
		r.dirty = map[uuid.UUID]bool{}
	}
	if all {
		r.dirtyAll = true
	} else {
		r.dirty[portalID] = true
	}
}

// Tick does what is due now: it follows changed keys, decides which reminders go out, commits that, and lets the
// channels send. It does not wait for the channels; Wait does. Codes: unreachable.
func (r *Reminders) Tick(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("look after reminders: panic: %v\n%s", value, debug.Stack())
		}
	}()
	changed, err := r.tick(ctx)
	r.tell(changed)
	return err
}

// Wait waits until no attempt is under way.
func (r *Reminders) Wait() { r.sending.Wait() }

func (r *Reminders) tick(ctx context.Context) (changed ReminderChange, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() { r.trouble = err }()
	b, followed, err := r.load(ctx)
	if err != nil {
		return followed, err
	}
	now := r.Now.now()
	defer func() { b.lastTick = now }()
	if len(r.unfinished) > 0 {
		r.finishAll(ctx, b)
	}
	if b.idle(now) {
		return followed, nil
	}
	changed, err = r.evaluate(ctx, b, now)
	changed.Entries = append(changed.Entries, followed.Entries...)
	if err != nil {
		return changed, err
	}
	r.dispatch(ctx, b, now)
	return changed, nil
}

// evaluate decides what goes out at now, and commits it with its deliveries.
func (r *Reminders) evaluate(ctx context.Context, b *book, now time.Time) (ReminderChange, error) {
	d := newDraft(b, now)
	due := b.evaluationDue(now)
	wake := b.wake
	var looked []uuid.UUID
	if due {
		looked = b.attention.Due(now)
		var tracked []renewal.Tracked
		for _, id := range looked {
			if err := r.readOperation(ctx, b, id); err != nil {
				return ReminderChange{}, err
			}
			if t, ok := b.trackedAt(id, now); ok {
				tracked = append(tracked, t)
			}
		}
		found := renewal.Evaluate(tracked, b.rules, now, b.mark)
		d.evaluated(found)
		wake = found.Wake
		if found.SetBack {
			looked = nil // they stay due until the clock has caught up
		}
	}
	if len(b.unannounced) > 0 {
		d.announce(b.unannounced)
	}
	if now.Sub(b.tended) >= tendEvery || now.Before(b.tended) {
		d.forget()
		b.tended = now
	}
	change, err := r.commit(ctx, d)
	if err != nil {
		return change, err
	}
	b.wake = wake
	for _, id := range looked {
		b.reindex(id, now)
	}
	return change, nil
}

// forget lets go of deliveries that ended long ago.
func (d *draft) forget() {
	for id, it := range d.book.deliveries {
		if it.State != notify.Waiting && it.State != notify.Sending && d.now.Sub(it.ChangedAt) > keptAfter {
			d.change.Forget = append(d.change.Forget, id)
		}
	}
	slices.Sort(d.change.Forget)
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

// commit stores a draft and takes it over.
func (r *Reminders) commit(ctx context.Context, d *draft) (ReminderChange, error) {
	change := d.done()
	if change.empty() {
		return change, nil
	}
	if err := r.Store.SaveReminders(ctx, change); err != nil {
		return ReminderChange{}, err
	}
	d.book.apply(change, d.now)
	return change, nil
}

// load returns the book with all portals as they are now, and what following them wrote.
func (r *Reminders) load(ctx context.Context) (*book, ReminderChange, error) {
	r.listen()
	now := r.Now.now()
	var aside []Unreadable
	if r.book == nil {
		state, err := r.Store.Reminders(ctx)
		if err != nil {
			return nil, ReminderChange{}, err
		}
		r.book, aside = newBook(state, r.Channels, r.Zone, now), state.Unreadable
		r.busy = map[string]bool{}
		r.touch(uuid.Nil, true)
	}
	for _, id := range r.book.turns.Due(now) {
		r.touch(id, false)
	}
	change, err := r.follow(ctx, r.book, aside, now)
	if err != nil && len(aside) > 0 {
		r.book = nil // so that they are put aside the next time
	}
	return r.book, change, err
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
	return r.commit(ctx, d)
}

// awaitsOutcome reports whether a portal seems to have another key while an update of it is under way.
func (b *book) awaitsOutcome(it portal.Portal, now time.Time) bool {
	w := b.watched[it.ID]
	if w == nil || w.operation == nil || w.current == uuid.Nil {
		return false
	}
	key, has := it.Application.CurrentKey(now)
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

// tell publishes what a change touched.
func (r *Reminders) tell(c ReminderChange) {
	if c.empty() {
		return
	}
	if len(c.Schedules)+len(c.Deliveries)+len(c.Inbox)+len(c.Gone)+len(c.Entries) > 0 {
		r.Events.Publish(event.Event{Topic: event.OnReminders})
	}
	if len(c.Entries) > 0 {
		r.Events.Publish(event.Event{Topic: event.OnActivity})
	}
}

func (r *Reminders) channelNames() []string {
	names := make([]string, len(r.Channels))
	for i, channel := range r.Channels {
		names[i] = channel.Name()
	}
	return names
}
