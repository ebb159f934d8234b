package admin

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// book is what reminders go on from, in memory: all that is stored, the portals, and the indexes that make a tick with
// nothing due cost a few comparisons. Changes are made in a draft, stored, and only then applied.
type book struct {
	settings    ReminderSettings
	rules       renewal.Settings // the settings as the evaluation takes them
	mail        MailAccount
	people      []Person
	mark        renewal.Mark
	watched     map[uuid.UUID]*watched // by portal
	deliveries  map[string]notify.Delivery
	unannounced []InboxEntry

	channels []notify.Channel
	rereads  bool // watched certificates are read again before an urgent reminder
	zone     *time.Location

	attention renewal.Index // when each portal is to be evaluated
	turns     renewal.Index // when another key of a portal becomes the current one by itself
	wake      time.Time     // when to evaluate at the latest
	attempt   time.Time     // when the next delivery is due, the zero time for never
	lastTick  time.Time
	tended    time.Time // when deliveries of long ago were forgotten last
}

// watched is a portal with the schedules of its keys.
type watched struct {
	portal    portal.Portal
	tracked   bool      // in service and with a key
	readAt    time.Time // when the key was read last; zero where it is ours
	triedAt   time.Time // when it was read again for a reminder, whatever came of it; zero for never
	rereading bool      // and that is under way
	schedules map[uuid.UUID]renewal.Schedule
	current   uuid.UUID          // the schedule that is not closed, zero for none
	operation *renewal.Operation // the update under way, nil for none
}

func newBook(state ReminderState, channels []notify.Channel, zone *time.Location, now time.Time) *book {
	b := &book{
		mail: state.Mail, people: state.People, mark: state.Mark, unannounced: state.Unannounced,
		watched: map[uuid.UUID]*watched{}, deliveries: map[string]notify.Delivery{}, channels: channels, zone: zone,
	}
	for _, s := range state.Schedules {
		b.putSchedule(s)
	}
	for _, d := range state.Deliveries {
		b.deliveries[d.ID] = d.Recover(now)
	}
	b.set(state.Settings, now)
	b.attempt = b.nextAttempt(now)
	return b
}

// set takes settings over; when a portal needs attention depends on them.
func (b *book) set(s ReminderSettings, now time.Time) {
	names := make([]string, len(b.channels))
	for i, channel := range b.channels {
		names[i] = channel.Name()
	}
	b.settings, b.rules = s, s.rules(names, b.zone)
	for id := range b.watched {
		b.reindex(id, now)
	}
}

func (b *book) of(portalID uuid.UUID) *watched {
	w := b.watched[portalID]
	if w == nil {
		w = &watched{schedules: map[uuid.UUID]renewal.Schedule{}}
		b.watched[portalID] = w
	}
	return w
}

func (b *book) putSchedule(s renewal.Schedule) {
	w := b.of(s.PortalID)
	w.schedules[s.ID] = s
	switch {
	case !s.Closed:
		w.current = s.ID
	case w.current == s.ID:
		w.current = uuid.Nil
	}
}

// currentSchedule is the id of the schedule of a portal's current key, zero for none.
func (b *book) currentSchedule(portalID uuid.UUID) uuid.UUID {
	if w := b.watched[portalID]; w != nil {
		return w.current
	}
	return uuid.Nil
}

// trackedAt is a portal as the evaluation takes it. False for a portal that is not tracked.
func (b *book) trackedAt(portalID uuid.UUID, now time.Time) (renewal.Tracked, bool) {
	w := b.watched[portalID]
	if w == nil || !w.tracked || w.current == uuid.Nil {
		return renewal.Tracked{}, false
	}
	wishes := b.settings.Portals[portalID]
	// A certificate that a person imported once cannot be read again by us: the reminder says as of when.
	triedAt := now
	if b.rereads && w.portal.CertificatePath != "" {
		triedAt = w.triedAt
	}
	return renewal.Tracked{
		Schedule: w.schedules[w.current], PortalName: w.portal.Name, Group: wishes.Group, Mute: wishes.Mute, Operation: w.operation,
		ReadAt: w.readAt, TriedAt: triedAt,
	}, true
}

// keyTime is the time as of which keys are current: while the clock is behind they stay as they were.
func (b *book) keyTime(now time.Time) time.Time {
	if now.Before(b.mark.At) {
		return b.mark.At
	}
	return now
}

func (b *book) reindex(portalID uuid.UUID, now time.Time) {
	var at time.Time
	if t, ok := b.trackedAt(portalID, now); ok {
		if !b.watched[portalID].rereading {
			t.TriedAt = now // an evaluation asks for it, so there has to be one
		}
		at = t.Attention(b.rules, now)
	}
	b.attention.Set(portalID, at)
}

// trackedIDs are the portals that are tracked, sorted by name.
func (b *book) trackedIDs() []uuid.UUID {
	var ids []uuid.UUID
	for id, w := range b.watched {
		if w.tracked && w.current != uuid.Nil {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(x, y uuid.UUID) int {
		return cmp.Or(cmp.Compare(b.watched[x].portal.Name, b.watched[y].portal.Name), slices.Compare(x[:], y[:]))
	})
	return ids
}

// apply takes over what was stored.
func (b *book) apply(c ReminderChange, now time.Time) {
	if c.Mail != nil {
		b.mail = *c.Mail
	}
	if c.People != nil {
		b.people = *c.People
	}
	if c.Mark != nil {
		b.mark = *c.Mark
	}
	for _, id := range c.Gone {
		delete(b.watched, id)
		b.attention.Set(id, time.Time{})
		b.turns.Set(id, time.Time{})
	}
	for _, s := range c.Schedules {
		b.putSchedule(s)
	}
	if c.Settings != nil {
		b.set(*c.Settings, now)
	}
	for _, s := range c.Schedules {
		b.reindex(s.PortalID, now)
	}
	for _, d := range c.Deliveries {
		b.deliveries[d.ID] = d
	}
	for _, id := range c.Forget {
		delete(b.deliveries, id)
	}
	for _, entry := range c.Inbox {
		b.unannounced = slices.DeleteFunc(b.unannounced, func(e InboxEntry) bool { return e.Notice.ID == entry.Notice.ID })
		if !entry.Announced {
			b.unannounced = append(b.unannounced, entry)
		}
	}
	if len(c.Deliveries)+len(c.Forget) > 0 {
		b.attempt = b.nextAttempt(now)
	}
}

// underWay are the deliveries that have not ended, sorted by id.
func underWay(deliveries map[string]notify.Delivery) []notify.Delivery {
	var open []notify.Delivery
	for _, d := range deliveries {
		if d.State == notify.Waiting || d.State == notify.Sending {
			open = append(open, d)
		}
	}
	slices.SortFunc(open, func(x, y notify.Delivery) int { return cmp.Compare(x.ID, y.ID) })
	return open
}

// nextAttempt is when a delivery over one of the channels that are there is due next.
func (b *book) nextAttempt(now time.Time) time.Time {
	open := slices.DeleteFunc(underWay(b.deliveries), func(d notify.Delivery) bool { return b.channel(d.Channel) == nil })
	due, next := notify.Due(open, now)
	if len(due) > 0 {
		return now
	}
	return next
}

// channel finds a channel by its name, nil where there is none.
func (b *book) channel(name string) notify.Channel {
	for _, channel := range b.channels {
		if channel.Name() == name {
			return channel
		}
	}
	return nil
}

// idle reports whether a tick at now would find nothing to do.
func (b *book) idle(now time.Time) bool {
	reached := func(at time.Time) bool { return !at.IsZero() && !at.After(now) }
	return !b.evaluationDue(now) && !reached(b.turns.Next()) && !b.sendingDue(now) && len(b.unannounced) == 0
}

func (b *book) evaluationDue(now time.Time) bool {
	next := b.attention.Next()
	return !now.Before(b.wake) || now.Before(b.mark.At) || !next.IsZero() && !next.After(now)
}

// sendingDue reports whether a delivery may be due. After the clock went back all are looked at.
func (b *book) sendingDue(now time.Time) bool {
	return !b.attempt.IsZero() && (!b.attempt.After(now) || now.Before(b.lastTick))
}
