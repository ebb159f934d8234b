package admin

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// PlannedNotice is a point of a key's life at which a reminder is due.
type PlannedNotice struct {
	ID         notify.ID // the same for the same key and threshold
	PortalID   uuid.UUID
	PortalName string
	End        time.Time // of the key, UTC
	Threshold  renewal.ThresholdID
	At         time.Time // UTC
	Severity   renewal.Severity

	notice notify.Notice
}

// Message is what the notice says when it goes out in time.
func (n PlannedNotice) Message(zone *time.Location) notify.Message {
	return notify.Compose([]notify.Notice{n.notice}, n.At, zone)
}

// PlannedQuery chooses notices. Zero fields choose all.
type PlannedQuery struct {
	PortalID uuid.UUID
	From     time.Time // inclusive
	Until    time.Time // inclusive
	At       time.Time // the keys that are current then; zero for now
}

// Planned lists when reminders of current keys are due, settled or not, sorted by time. Retired and muted portals have
// none. It writes nothing. Codes: unreachable.
func (r *Reminders) Planned(ctx context.Context, q PlannedQuery) ([]PlannedNotice, error) {
	if q.At.IsZero() {
		q.At = r.Now.now()
	}
	b, err := r.preview(ctx, q.At.UTC())
	if err != nil {
		return nil, err
	}
	var all []PlannedNotice
	for _, id := range b.trackedIDs() {
		if t, _ := b.trackedAt(id, q.At); t.Mute != nil || q.PortalID != uuid.Nil && q.PortalID != id {
			continue
		}
		for _, it := range b.planned(id, q.At) {
			if (q.From.IsZero() || !it.At.Before(q.From)) && (q.Until.IsZero() || !it.At.After(q.Until)) {
				all = append(all, it)
			}
		}
	}
	sortPlanned(all)
	return all, nil
}

// planned are the thresholds of a portal's current key, earliest first.
func (b *book) planned(portalID uuid.UUID, now time.Time) []PlannedNotice {
	t, _ := b.trackedAt(portalID, now)
	var all []PlannedNotice
	for _, threshold := range b.thresholds(portalID).All() {
		all = append(all, plannedNotice(t.Schedule, t.PortalName, threshold.ID, threshold.At(t.Schedule.End), threshold.Severity))
	}
	return all
}

func plannedNotice(s renewal.Schedule, name string, id renewal.ThresholdID, at time.Time, severity renewal.Severity) PlannedNotice {
	s.Early = nil // a calendar knows the reminder by this, however often it was said
	notice := notify.OfFiring(renewal.Firing{Schedule: s, PortalName: name, Threshold: id, Severity: severity}, at)
	return PlannedNotice{
		ID: notice.ID, PortalID: s.PortalID, PortalName: name, End: s.End, Threshold: id, At: at, Severity: severity, notice: notice,
	}
}

func sortPlanned(all []PlannedNotice) {
	slices.SortFunc(all, func(x, y PlannedNotice) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.PortalName, y.PortalName), cmp.Compare(x.ID, y.ID))
	})
}

// DueNotice is a notice that would go out, or that another one stands for.
type DueNotice struct {
	PlannedNotice
	Superseded bool
	Text       string // what would be said, by the notice that goes out where this one is superseded
}

// DuePreview is what would happen at a time.
type DuePreview struct {
	Notices []DueNotice // sorted by time
	Next    time.Time   // when something is due after that, the zero time for never
}

// DueAt tells which notices would go out at a time, given what is settled, as if nothing happened until then. It
// writes nothing. Codes: unreachable.
func (r *Reminders) DueAt(ctx context.Context, at time.Time) (DuePreview, error) {
	at = at.UTC().Round(0)
	b, err := r.preview(ctx, at)
	if err != nil {
		return DuePreview{}, err
	}
	var tracked []renewal.Tracked
	for _, id := range b.trackedIDs() {
		t, _ := b.trackedAt(id, at)
		tracked = append(tracked, t)
	}
	found := renewal.Evaluate(tracked, b.rules, at, b.mark)
	var preview DuePreview
	for _, f := range found.Firing {
		if err := b.sent(f, at); err != nil {
			return DuePreview{}, err
		}
		m := notify.Compose([]notify.Notice{notify.OfFiring(f, at)}, at, b.zone)
		text := m.Title + "\n" + m.Body
		preview.Notices = append(preview.Notices, DueNotice{
			PlannedNotice: plannedNotice(f.Schedule, f.PortalName, f.Threshold, f.Instant, f.Severity), Text: text,
		})
		for _, id := range f.Superseded {
			preview.Notices = append(preview.Notices, DueNotice{PlannedNotice: supersededNotice(f, id), Superseded: true, Text: text})
		}
	}
	preview.Next = b.attention.Next()
	slices.SortFunc(preview.Notices, func(x, y DueNotice) int {
		return cmp.Or(x.At.Compare(y.At), cmp.Compare(x.PortalName, y.PortalName), cmp.Compare(x.ID, y.ID))
	})
	return preview, nil
}

// sent goes on as if a firing had arrived everywhere.
func (b *book) sent(f renewal.Firing, at time.Time) (err error) {
	s := f.Schedule
	for _, channel := range f.Channels {
		if s, err = s.Settle(f.Threshold, channel, renewal.OutcomeDelivered, at); err != nil {
			return err
		}
	}
	b.putSchedule(s)
	b.reindex(s.PortalID, at)
	return nil
}

// supersededNotice is a notice that a firing stands for.
func supersededNotice(f renewal.Firing, id renewal.ThresholdID) PlannedNotice {
	i := slices.IndexFunc(f.Schedule.Settled, func(r renewal.Record) bool { return r.Threshold == id })
	record := f.Schedule.Settled[i] // reserving f settled it
	return plannedNotice(f.Schedule, f.PortalName, id, record.Instant, record.Severity)
}

// preview reads a book of its own in which the portals are followed as of a time. Nothing of it is stored.
func (r *Reminders) preview(ctx context.Context, at time.Time) (*book, error) {
	state, err := r.Store.Reminders(ctx)
	if err != nil {
		return nil, err
	}
	portals, err := r.Portals.Portals(ctx)
	if err != nil {
		return nil, err
	}
	b := newBook(state, r.Channels, r.Zone, at)
	d := newDraft(b, at)
	if since, believed := b.mark.Believed(at); believed {
		d.reopen(since)
	}
	b.apply(d.done(), at)
	// A question about another time is no clock that was set back, so no mark holds it up.
	b.mark = renewal.Mark{}
	d = newDraft(b, at)
	there := map[uuid.UUID]bool{}
	for _, it := range portals {
		there[it.ID] = true
		if err := r.readOperation(ctx, b, it.ID); err != nil {
			return nil, err
		}
		if b.awaitsOutcome(it, at) {
			b.stay(it, at)
		} else {
			d.follow(it, false)
		}
		if it.Watching() && !it.Look.Failing() {
			b.of(it.ID).readAt = time.Time{} // as things are, it will have been read by then
		}
	}
	for id := range b.watched {
		if !there[id] {
			delete(b.watched, id)
		}
	}
	b.apply(d.done(), at)
	return b, nil
}
