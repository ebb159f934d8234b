package admin

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// draft is a change of the reminders in the making. What it changed reads as changed; the book stays as it is.
type draft struct {
	book       *book
	now        time.Time
	change     ReminderChange
	schedules  map[uuid.UUID]map[uuid.UUID]renewal.Schedule // by portal and id
	deliveries map[string]notify.Delivery
	back       bool // a portal, or a key, came back of which something may have been withdrawn
}

func newDraft(b *book, now time.Time) *draft {
	return &draft{book: b, now: now, schedules: map[uuid.UUID]map[uuid.UUID]renewal.Schedule{}, deliveries: map[string]notify.Delivery{}}
}

// done returns the change with everything sorted, so that the same change is always written the same way.
func (d *draft) done() ReminderChange {
	c := d.change
	for _, byID := range d.schedules {
		c.Schedules = slices.AppendSeq(c.Schedules, maps.Values(byID))
	}
	slices.SortFunc(c.Schedules, func(x, y renewal.Schedule) int {
		return cmp.Or(bytes.Compare(x.PortalID[:], y.PortalID[:]), bytes.Compare(x.ID[:], y.ID[:]))
	})
	c.Deliveries = slices.SortedFunc(maps.Values(d.deliveries), func(x, y notify.Delivery) int { return cmp.Compare(x.ID, y.ID) })
	return c
}

func (d *draft) schedule(portalID, id uuid.UUID) (renewal.Schedule, bool) {
	if s, ok := d.schedules[portalID][id]; ok {
		return s, true
	}
	if w := d.book.watched[portalID]; w != nil {
		s, ok := w.schedules[id]
		return s, ok
	}
	return renewal.Schedule{}, false
}

func (d *draft) keep(s renewal.Schedule) {
	if d.schedules[s.PortalID] == nil {
		d.schedules[s.PortalID] = map[uuid.UUID]renewal.Schedule{}
	}
	d.schedules[s.PortalID][s.ID] = s
}

// all are the deliveries with those of the draft.
func (d *draft) all() map[string]notify.Delivery {
	all := maps.Clone(d.book.deliveries)
	maps.Copy(all, d.deliveries)
	return all
}

func (d *draft) save(deliveries ...notify.Delivery) {
	for _, it := range deliveries {
		d.deliveries[it.ID] = it
	}
}

// follow moves the reminders of a portal to the key that is its current one now. succeeded says that an update ended
// with that key, which is then known to come in place of another.
func (d *draft) follow(it portal.Portal, succeeded bool) {
	b := d.book
	w := b.of(it.ID)
	w.portal = it
	at := b.keyTime(d.now)
	key, has := it.Application.CurrentKey(at)
	tracked := w.tracked
	w.tracked = has && it.State != portal.Retired
	if !w.tracked {
		b.turns.Set(it.ID, time.Time{})
		b.attention.Set(it.ID, time.Time{})
		d.withdraw(w.current)
		return
	}
	b.turns.Set(it.ID, it.Application.NextKeyChange(at))
	w.readAt = it.KeyReadAt(key)
	current := renewal.NewSchedule(it, key, d.now)
	if known, ok := w.schedules[current.ID]; ok {
		current = known
	}
	thresholds := b.rules.For(it.ID, b.settings.Portals[it.ID].Group)
	old, followed := w.schedules[w.current]
	switch {
	case followed && old.ID == current.ID:
		b.reindex(it.ID, d.now)
	case followed:
		closed, current := renewal.Follow(old, current, thresholds, d.now)
		d.keep(closed)
		d.keep(current)
		d.withdraw(closed.ID)
	case succeeded:
		d.keep(renewal.Succeed(current, thresholds, d.now))
	default:
		d.keep(current)
	}
	d.back = d.back || !tracked || !followed || old.ID != current.ID
}

// gone forgets a portal that was removed.
func (d *draft) gone(portalID uuid.UUID) {
	w := d.book.watched[portalID]
	if w == nil {
		return
	}
	for id := range w.schedules {
		d.withdraw(id)
	}
	d.change.Gone = append(d.change.Gone, portalID)
	if _, wished := d.book.settings.Portals[portalID]; wished {
		settings := d.book.settings
		if d.change.Settings != nil {
			settings = *d.change.Settings
		}
		settings = settings.with(portalID, PortalReminders{})
		d.change.Settings = &settings
	}
}

// evaluated takes over what an evaluation found: the inbox has it at once, the other channels get deliveries.
func (d *draft) evaluated(found renewal.Evaluation) {
	if found.Mark != d.book.mark {
		d.change.Mark = &found.Mark
	}
	for _, s := range found.Changed {
		d.keep(s)
	}
	for _, f := range found.Firing {
		if slices.Contains(f.Channels, InboxChannel) {
			notice := notify.OfFiring(f, d.now)
			d.change.Inbox = append(d.change.Inbox, InboxEntry{Notice: notice, Announced: true})
			d.settle(notice, InboxChannel, renewal.OutcomeDelivered)
		}
	}
	d.plan(func(channel string) []notify.Notice { return notify.OfFirings(found.Firing, channel, d.now) }, found.Digest)
	// Whom a channel reaches is known now; where it reaches nobody, nobody has to wait for it.
	for _, channel := range d.channelsOf(found.Firing) {
		d.settleAll(channel, notify.OfFirings(found.Firing, channel, d.now))
	}
}

func (d *draft) channelsOf(firing []renewal.Firing) []string {
	names := map[string]bool{}
	for _, f := range firing {
		for _, name := range f.Channels {
			names[name] = name != InboxChannel
		}
	}
	delete(names, InboxChannel)
	return slices.Sorted(maps.Keys(names))
}

// announce plans the deliveries of entries that only the inbox has so far.
func (d *draft) announce(entries []InboxEntry) {
	notices := make([]notify.Notice, len(entries))
	for i, entry := range entries {
		notices[i], entry.Announced = entry.Notice, true
		d.change.Inbox = append(d.change.Inbox, entry)
	}
	d.plan(func(string) []notify.Notice { return notices }, false)
}

// plan makes deliveries of notices on every channel that is on.
func (d *draft) plan(notices func(channel string) []notify.Notice, digest bool) {
	for _, channel := range d.book.channels {
		name, traits := channel.Name(), channel.Traits()
		mine := notices(name)
		if len(mine) == 0 || !slices.Contains(d.book.rules.Channels, name) {
			continue
		}
		all := d.all()
		open := underWay(all)
		var planned []notify.Delivery
		if !traits.Addressed {
			planned = notify.Plan(mine, digest, name, traits, nil, open, d.now)
		} else {
			for _, person := range d.book.recipients() {
				theirs := slices.DeleteFunc(slices.Clone(mine), func(n notify.Notice) bool { return !person.hears(d.book.organization(n.PortalID)) })
				planned = append(planned, notify.Plan(theirs, digest, name, traits, []notify.Recipient{person.recipient()}, open, d.now)...)
			}
		}
		planned = slices.DeleteFunc(planned, func(it notify.Delivery) bool {
			known, is := all[it.ID]
			return is && known.State != notify.Withdrawn
		})
		superseded := notify.Supersede(open, planned, d.now)
		d.save(planned...)
		d.save(superseded...)
		for _, old := range superseded {
			d.settleAll(name, old.Notices)
		}
	}
}

// recipients are the people who get e-mail: nobody while it is not set up.
func (b *book) recipients() []Person {
	if !b.mail.Known() {
		return nil
	}
	return b.people
}

func (b *book) organization(portalID uuid.UUID) portal.Organization {
	if w := b.watched[portalID]; w != nil {
		return w.portal.Organization
	}
	return portal.Organization{}
}

// settleAll tells the schedules what came of notices on a channel, by all deliveries that carry them.
func (d *draft) settleAll(channel string, notices []notify.Notice) {
	wanted := map[notify.ID][]notify.Delivery{}
	for _, n := range notices {
		wanted[n.ID] = nil
	}
	for _, it := range d.all() {
		if it.Channel != channel {
			continue
		}
		for _, n := range it.Notices {
			if _, ok := wanted[n.ID]; ok {
				wanted[n.ID] = append(wanted[n.ID], it)
			}
		}
	}
	for _, n := range notices {
		outcome := renewal.OutcomeNobody
		if carrying := wanted[n.ID]; len(carrying) > 0 {
			outcome = notify.OutcomeOf(carrying)
		}
		d.settle(n, channel, outcome)
	}
}

func (d *draft) settle(n notify.Notice, channel string, outcome renewal.Outcome) {
	s, ok := d.schedule(n.PortalID, n.ScheduleID)
	threshold := n.Threshold()
	if !ok || outcome == renewal.OutcomeOpen || notify.IDOf(s, threshold) != n.ID {
		return // nothing, or nothing about what is said now: it was said by a clock that was wrong
	}
	settled, err := s.Settle(threshold, channel, outcome, d.now)
	if fault.Is(err, fault.Conflict) {
		return // the schedule does not wait for it
	}
	d.keep(settled)
}
