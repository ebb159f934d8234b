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

// look answers from the book as it is now.
func look[T any](ctx context.Context, r *Reminders, ask func(*book, time.Time) T) (answer T, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Now.now()
	b, _, err := r.load(ctx, now)
	if err != nil {
		return answer, err
	}
	return ask(b, now), nil
}

// Banner is what the top of the admin center shows. The zero value shows nothing.
type Banner struct {
	Severity renewal.Severity // of the worst
	Title    string           // one sentence about the worst
	Worst    uuid.UUID        // portal
	Portals  []uuid.UUID      // all that have something to show, the worst first
}

// Banner says what is to be seen at the top of the admin center now: keys whose latest reminder is past, whether it
// went out or not, that nobody acknowledged. Muted portals show nothing. Codes: unreachable.
func (r *Reminders) Banner(ctx context.Context) (Banner, error) {
	return look(ctx, r, func(b *book, now time.Time) Banner {
		type shown struct {
			notice   notify.Notice
			severity renewal.Severity
		}
		var all []shown
		for id, w := range b.watched {
			t, ok := b.trackedAt(id, now)
			if !ok || t.Mute != nil {
				continue
			}
			if threshold, ok := t.Schedule.Banner(b.thresholds(id), now); ok {
				all = append(all, shown{notify.OfFiring(renewal.Firing{Schedule: t.Schedule, PortalName: w.portal.Name, Severity: threshold.Severity}, now), threshold.Severity})
			}
		}
		if len(all) == 0 {
			return Banner{}
		}
		slices.SortFunc(all, func(x, y shown) int {
			return cmp.Or(y.severity.Compare(x.severity), x.notice.End.Compare(y.notice.End), cmp.Compare(x.notice.PortalName, y.notice.PortalName))
		})
		worst := all[0]
		banner := Banner{Severity: worst.severity, Title: notify.Compose([]notify.Notice{worst.notice}, now, b.zone).Title, Worst: worst.notice.PortalID}
		for _, it := range all {
			banner.Portals = append(banner.Portals, it.notice.PortalID)
		}
		return banner
	})
}

// Mutes lists the portals that are muted, also those that are retired. It reads the settings alone and changes nothing,
// so that a list of portals does not wait for reminders. Codes: unreachable.
func (r *Reminders) Mutes(ctx context.Context) (map[uuid.UUID]renewal.Mute, error) {
	settings, err := r.Store.ReminderSettings(ctx)
	if err != nil {
		return nil, err
	}
	mutes := map[uuid.UUID]renewal.Mute{}
	for id, it := range settings.Portals {
		if it.Mute != nil {
			mutes[id] = *it.Mute
		}
	}
	return mutes, nil
}

// Inbox lists all notices, newest first. Codes: unreachable.
func (r *Reminders) Inbox(ctx context.Context) ([]InboxEntry, error) { return r.Store.Inbox(ctx) }

// NextDue lists the reminders that go out next if nothing changes, at most one for each portal and limit in all, with
// the time at which they do: what holds one back counts. Codes: unreachable.
func (r *Reminders) NextDue(ctx context.Context, limit int) ([]PlannedNotice, error) {
	return look(ctx, r, func(b *book, now time.Time) []PlannedNotice {
		var next []PlannedNotice
		for _, id := range b.trackedIDs() {
			if it, ok := b.nextOf(id, now); ok {
				next = append(next, it)
			}
		}
		sortPlanned(next)
		return next[:min(limit, len(next))]
	})
}

// nextOf is the reminder of a portal that goes out next.
func (b *book) nextOf(portalID uuid.UUID, now time.Time) (PlannedNotice, bool) {
	t, ok := b.trackedAt(portalID, now)
	if !ok {
		return PlannedNotice{}, false
	}
	from, mark := b.mark.Decides(now), b.mark // later than now while the clock is behind
	if mark.SetBackAt.IsZero() {
		mark.SetBackAt = now
	}
	if since, believed := mark.Believed(from); believed {
		t.Schedule, _ = t.Schedule.Reopen(since, from)
	}
	it, at, ok := t.Upcoming(b.rules, from)
	return plannedNotice(t.Schedule, t.PortalName, it.Threshold, at, it.Severity), ok
}

// Deliveries lists what was sent and is on its way, newest first. Codes: unreachable.
func (r *Reminders) Deliveries(ctx context.Context, limit int) ([]notify.Delivery, error) {
	return look(ctx, r, func(b *book, _ time.Time) []notify.Delivery {
		all := b.newestDeliveries()
		return all[:min(limit, len(all))]
	})
}

// Undelivered lists the deliveries that a person should know of, newest first: given up, waiting after a failure, or
// not arrived within a minute, unless nothing of what they say is true any more. Codes: unreachable.
func (r *Reminders) Undelivered(ctx context.Context) ([]notify.Delivery, error) {
	return look(ctx, r, func(b *book, now time.Time) []notify.Delivery {
		return slices.DeleteFunc(notify.Undelivered(b.newestDeliveries(), now), func(d notify.Delivery) bool {
			return !slices.ContainsFunc(d.Notices, func(n notify.Notice) bool { return !b.outdated(n) })
		})
	})
}

func (b *book) newestDeliveries() []notify.Delivery {
	all := make([]notify.Delivery, 0, len(b.deliveries))
	for _, d := range b.deliveries {
		all = append(all, d)
	}
	slices.SortFunc(all, func(x, y notify.Delivery) int {
		return cmp.Or(y.ChangedAt.Compare(x.ChangedAt), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// PortalReminder is how the reminders of one portal stand.
type PortalReminder struct {
	PortalReminders
	Tracked bool            // in service and with a key
	Snooze  *renewal.Snooze // that holds something back now, nil for none
	Banner  bool            // the banner shows it
	Records []renewal.Record

	CanSnooze    bool      // now; neither muted nor critical
	MoreUrgentAt time.Time // when a more urgent reminder ends a snooze that is given now, the zero time for never
	CriticalAt   time.Time // when no snooze holds any more
}

// Portal tells how the reminders of a portal stand: wishes, snooze, and what became of each reminder of its current
// key, oldest first. Codes: unreachable.
func (r *Reminders) Portal(ctx context.Context, portalID uuid.UUID) (PortalReminder, error) {
	return look(ctx, r, func(b *book, now time.Time) PortalReminder {
		it := PortalReminder{PortalReminders: b.settings.Portals[portalID]}
		t, ok := b.trackedAt(portalID, now)
		if !ok {
			return it
		}
		it.Tracked, it.Snooze = true, t.Schedule.Snoozed(now)
		it.MoreUrgentAt, it.CriticalAt, it.CanSnooze = t.Schedule.SnoozeLimits(b.thresholds(portalID), now)
		it.CanSnooze = it.CanSnooze && t.Mute == nil
		_, it.Banner = t.Schedule.Banner(b.thresholds(portalID), now)
		it.Banner = it.Banner && t.Mute == nil
		it.Records = slices.Concat(t.Schedule.Settled, t.Schedule.Open)
		slices.SortStableFunc(it.Records, func(x, y renewal.Record) int { return x.Instant.Compare(y.Instant) })
		return it
	})
}

// ReminderStatus tells whether reminders go out.
type ReminderStatus struct {
	Running     bool      // in this program
	PausedUntil time.Time // zero where it is not paused
	Trouble     error     // why the last look came to nothing, nil for all well
	Channels    []ChannelStatus
}

// ChannelStatus is a channel besides the inbox.
type ChannelStatus struct {
	Name      string
	On        bool
	Addressed bool
}

// Status tells whether reminders go out. It works where nothing else does.
func (r *Reminders) Status(ctx context.Context) ReminderStatus {
	settings, err := r.ReminderSettings(ctx)
	status := ReminderStatus{Running: r.running.Load(), Trouble: err}
	if settings.PausedUntil.After(r.Now.now()) {
		status.PausedUntil = settings.PausedUntil
	}
	for _, channel := range r.Channels {
		status.Channels = append(status.Channels, ChannelStatus{
			Name: channel.Name(), On: !slices.Contains(settings.Off, channel.Name()), Addressed: channel.Traits().Addressed,
		})
	}
	if err == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		status.Trouble = r.trouble
	}
	return status
}
