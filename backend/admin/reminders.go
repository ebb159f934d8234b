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
	"gatehouse/backend/renewal"
)

const (
	keptAfter  = 30 * 24 * time.Hour // how long a delivery that has ended is shown
	tendEvery  = 24 * time.Hour
	sendWithin = 45 * time.Second // for one attempt of a channel
	sendGrace  = 5 * time.Second  // for a channel to notice that its time is over
)

// Reminders tells people that keys end, so that none is missed and nobody is told twice. Run does so while the program
// runs; what is written goes through the database first, so a crash at any point loses nothing. The rules are those of
// docs/reminders.md and live in packages renewal and notify. It is safe for concurrent use.
type Reminders struct {
	Store    ReminderStore
	Portals  PortalStore
	Settings *Settings
	Secrets  Secrets          // for the password of the mail server
	Channels []notify.Channel // besides the inbox, each with a name of its own
	Updates  Updates          // nil where no key can be updated
	Reread   Reread           // nil where watched certificates are not looked at
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
	// One time for all: the machine may sleep between two looks at the clock, and what believing it takes comes first.
	now := r.Now.now()
	b, followed, err := r.load(ctx, now)
	if err != nil {
		return followed, err
	}
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
		r.reread(ctx, found.Refresh)
		wake = found.Wake
		if found.SetBack {
			looked = nil // they stay due until the clock has caught up
		}
	}
	if len(b.unannounced) > 0 {
		d.announce(b.unannounced)
	}
	if now.Sub(b.tended) >= tendEvery || now.Before(b.tended) {
		// After a leap of the clock a day is waited for: it may have been set wrong.
		if now.Sub(b.mark.At) < 2*tendEvery {
			d.forget()
		}
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

// forget lets go of deliveries that ended long ago, but not of withdrawn ones that may be wanted again.
func (d *draft) forget() {
	for id, it := range d.book.deliveries {
		if it.State == notify.Withdrawn && slices.ContainsFunc(it.Notices, d.open) {
			continue
		}
		if it.State != notify.Waiting && it.State != notify.Sending && d.now.Sub(it.ChangedAt) > keptAfter {
			d.change.Forget = append(d.change.Forget, id)
		}
	}
	slices.Sort(d.change.Forget)
}

// open reports whether a notice speaks of a key that was not replaced.
func (d *draft) open(n notify.Notice) bool {
	s, ok := d.schedule(n.PortalID, n.ScheduleID)
	return ok && !s.Closed
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
