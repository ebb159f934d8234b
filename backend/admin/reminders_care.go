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

// act is something that a person does about reminders, while the lock is held.
type act struct {
	book   *book
	draft  *draft
	now    time.Time
	actor  string
	portal portal.Portal // of actOnPortal and actOnKey
}

// log adds an activity entry, about the portal where there is one.
func (a *act) log(action event.Action, summary string) {
	a.draft.change.Entries = append(a.draft.change.Entries, event.Activity{
		At: a.now, Actor: a.actor, Action: action, PortalID: a.portal.ID, PortalName: a.portal.Name, Summary: summary,
	})
}

// setPortal replaces the wishes about the portal.
func (a *act) setPortal(it PortalReminders) {
	settings := a.book.settings.with(a.portal.ID, it)
	a.draft.change.Settings = &settings
}

// act runs do with the book as it is now, writes what it drafted, and lets Run look at it.
func (r *Reminders) act(ctx context.Context, do func(*act) error) error {
	preferences, err := r.Settings.Get(ctx)
	if err != nil {
		return err
	}
	changed, err := r.locked(ctx, preferences.ActingUser, do)
	if err != nil {
		return err
	}
	r.tell(changed)
	if changed.Settings != nil || changed.People != nil || changed.Mail != nil {
		r.Events.Publish(event.Event{Topic: event.OnReminders})
	}
	r.kick()
	return nil
}

func (r *Reminders) locked(ctx context.Context, actor string, do func(*act) error) (ReminderChange, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.Now.now()
	b, _, err := r.load(ctx, now)
	if err != nil {
		return ReminderChange{}, err
	}
	a := &act{book: b, draft: newDraft(b, now), now: now, actor: actor}
	if err := do(a); err != nil {
		return ReminderChange{}, err
	}
	return r.commit(ctx, a.draft)
}

// actOnPortal is act about a portal that the acting user may manage: what it does changes what everybody hears.
func (r *Reminders) actOnPortal(ctx context.Context, portalID uuid.UUID, do func(*act) error) error {
	err := r.act(ctx, func(a *act) error {
		it, err := r.Portals.Portal(ctx, portalID)
		if err != nil {
			return err
		}
		if err := mayManage(it, a.actor); err != nil {
			return err
		}
		a.portal = it
		return do(a)
	})
	if err == nil {
		r.Events.Publish(event.Event{Topic: event.OnPortals, Subject: portalID.String()}) // lists of portals show mutes
	}
	return err
}

// actOnKey changes the schedule of a portal's current key.
func (r *Reminders) actOnKey(ctx context.Context, portalID uuid.UUID, do func(*act, renewal.Schedule) (renewal.Schedule, error)) error {
	return r.act(ctx, func(a *act) error {
		it, err := r.Portals.Portal(ctx, portalID)
		if err != nil {
			return err
		}
		a.portal = it
		t, ok := a.book.trackedAt(portalID, a.now)
		if !ok {
			return fault.New(fault.Conflict, "No reminders go out for %s.", it.Name).
				WithHint("It is retired, or no authentication key of it is known.")
		}
		s, err := do(a, t.Schedule)
		if err != nil {
			return err
		}
		a.draft.keep(s)
		return nil
	})
}

// Snooze holds the reminders of a portal back that are no more urgent than now, until a time or, with the zero time,
// until a more urgent one. Codes: conflict, invalid, not_found, unreachable.
func (r *Reminders) Snooze(ctx context.Context, portalID uuid.UUID, until time.Time) error {
	return r.actOnKey(ctx, portalID, func(a *act, s renewal.Schedule) (renewal.Schedule, error) {
		s, err := s.SnoozeUntil(until, a.actor, a.now)
		summary := fmt.Sprintf("Snoozed the reminders of %s until a more urgent one.", a.portal.Name)
		if !until.IsZero() {
			summary = fmt.Sprintf("Snoozed the reminders of %s until %s.", a.portal.Name, until.UTC().Format("2 January 2006 15:04 UTC"))
		}
		a.log(event.RemindersSnoozed, summary)
		return s, err
	})
}

// WakeUp takes a snooze back. Codes: conflict, not_found, unreachable.
func (r *Reminders) WakeUp(ctx context.Context, portalID uuid.UUID) error {
	return r.actOnKey(ctx, portalID, func(a *act, s renewal.Schedule) (renewal.Schedule, error) {
		if s.Snoozed(a.now) == nil {
			return s, fault.New(fault.Conflict, "%s is not snoozed.", a.portal.Name)
		}
		a.log(event.RemindersWoken, fmt.Sprintf("Took the snooze of %s back.", a.portal.Name))
		return s.WakeUp(), nil
	})
}

// Acknowledge hides the banner that a portal shows now; the next reminder shows it again, and after the last one a
// week does.
// Codes: conflict, not_found, unreachable.
func (r *Reminders) Acknowledge(ctx context.Context, portalID uuid.UUID) error {
	return r.actOnKey(ctx, portalID, func(a *act, s renewal.Schedule) (renewal.Schedule, error) {
		a.log(event.RemindersSeen, fmt.Sprintf("Acknowledged that the authentication key of %s needs attention.", a.portal.Name))
		return s.Acknowledge(a.book.thresholds(portalID), a.actor, a.now)
	})
}

func (b *book) thresholds(portalID uuid.UUID) renewal.Thresholds {
	return b.rules.For(portalID, b.settings.Portals[portalID].Group)
}

// Retry sends a delivery again that waits or was given up, at once and with all attempts. What it says of keys that
// were replaced meanwhile is left out. Codes: conflict, not_found, unreachable.
func (r *Reminders) Retry(ctx context.Context, deliveryID string) error {
	return r.act(ctx, func(a *act) error {
		d, ok := a.book.deliveries[deliveryID]
		if !ok {
			return fault.New(fault.NotFound, "The delivery is not kept any more.").WithHint("The inbox has every notice.")
		}
		d, err := d.Retry(a.now)
		if err != nil {
			return err
		}
		replaced := d.Notices[0].PortalName
		d.Notices = slices.DeleteFunc(slices.Clone(d.Notices), a.book.outdated)
		if len(d.Notices) == 0 {
			return fault.New(fault.Conflict, "The key of %s was replaced meanwhile, or the portal removed, so the notice is not true any more.", replaced)
		}
		a.draft.save(d)
		return nil
	})
}

// outdated reports whether a notice speaks of a key that was replaced, or of a portal that is gone.
func (b *book) outdated(n notify.Notice) bool {
	if n.ScheduleID == uuid.Nil {
		return false
	}
	w := b.watched[n.PortalID]
	if w == nil {
		return true
	}
	s, ok := w.schedules[n.ScheduleID]
	return !ok || s.Closed
}

// MarkRead notes that inbox entries were read, all of them where none is named. Codes: unreachable.
func (r *Reminders) MarkRead(ctx context.Context, ids ...notify.ID) error {
	changed, err := r.Store.MarkInboxRead(ctx, ids, r.Now.now())
	if err == nil && changed > 0 {
		r.Events.Publish(event.Event{Topic: event.OnReminders})
	}
	return err
}

// Tell puts what became of an update into the inbox, and lets Run tell the other channels. Most states need nobody's
// attention and say nothing; the same one is told once. Codes: unreachable.
func (r *Reminders) Tell(ctx context.Context, op renewal.Operation) error {
	r.touch(op.PortalID, false) // the update held its reminders back
	return r.act(ctx, func(a *act) error {
		if notice, worth := notify.OfOperation(op, a.now); worth {
			a.draft.change.Inbox = []InboxEntry{{Notice: notice}}
		}
		return nil
	})
}

// Renewed moves the reminders of a portal to its new key, after an update has proven it. Codes: not_found, unreachable.
func (r *Reminders) Renewed(ctx context.Context, portalID uuid.UUID) error {
	r.touched.Lock()
	r.noteSuccess(portalID)
	r.touched.Unlock()
	r.touch(portalID, false)
	return r.act(ctx, func(*act) error { return nil })
}

// Test sends a message over a channel to show that it works, and waits for it. It uses what is set up already.
// Codes: not_found, and those of notify.Channel.
func (r *Reminders) Test(ctx context.Context, channel string, to notify.Recipient) error {
	now := r.Now.now()
	for _, it := range r.Channels {
		if it.Name() != channel {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, sendWithin)
		defer cancel()
		err := it.Send(limited, notify.Message{
			ID: notify.ID("test/" + uuid.NewString()), Severity: renewal.SeverityInfo, Title: "Gatehouse reaches you here.",
			Body: "This is a test from " + now.Format("2 January 2006 15:04 UTC") + ". Nothing needs your attention.",
		}, to)
		if err != nil && limited.Err() != nil && ctx.Err() == nil {
			return late(it)
		}
		return err
	}
	return fault.New(fault.NotFound, "There is no channel %q.", clip(channel))
}
