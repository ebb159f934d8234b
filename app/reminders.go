package app

import (
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
)

// Reminders shows and looks after the reminders of keys. The pages hear of changes under the topic "reminders".
type Reminders struct{ engine *engine }

// How many entries the overview has at most.
const (
	overviewNext       = 10
	overviewDeliveries = 20
)

// Overview returns what the top of the window and the home page show. Codes: unreachable.
func (r *Reminders) Overview() (RemindersView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (view RemindersView, err error) {
		reminders := program.Reminders
		banner, err := reminders.Banner(life)
		if err != nil {
			return view, err
		}
		next, err := reminders.NextDue(life, overviewNext)
		if err != nil {
			return view, err
		}
		deliveries, err := reminders.Deliveries(life, overviewDeliveries)
		if err != nil {
			return view, err
		}
		undelivered, err := reminders.Undelivered(life)
		if err != nil {
			return view, err
		}
		inbox, err := reminders.Inbox(life)
		if err != nil {
			return view, err
		}
		now := time.Now()
		return remindersView(reminders.Status(life), banner, next, deliveries, undelivered, inbox, now), nil
	})
}

// Inbox lists the notices, newest first: at most limit from offset on. Codes: invalid, unreachable.
func (r *Reminders) Inbox(offset, limit int) (InboxPage, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (InboxPage, error) {
		if offset < 0 || limit < 1 || limit > 500 {
			return InboxPage{}, fault.New(fault.Invalid, "A page of the inbox has 1 to 500 notices, not %d from %d on.", limit, offset)
		}
		entries, err := program.Reminders.Inbox(life)
		return inboxPage(entries, offset, limit), err
	})
}

// MarkRead notes that notices were read, all of them where none is named. Codes: unreachable.
func (r *Reminders) MarkRead(ids []string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		read := make([]notify.ID, len(ids))
		for i, id := range ids {
			read[i] = notify.ID(id)
		}
		return program.Reminders.MarkRead(life, read...)
	})
}

// Retry sends a delivery again, at once. Codes: conflict, not_found, unreachable.
func (r *Reminders) Retry(deliveryID string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		return program.Reminders.Retry(life, deliveryID)
	})
}

// Pause holds back all but critical reminders until a time, or ends that where it is "". Codes: invalid, unreachable.
func (r *Reminders) Pause(until string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		at, err := instant(until)
		if err != nil {
			return err
		}
		return program.Reminders.Pause(life, at)
	})
}

// Portal tells how the reminders of a portal stand. Codes: invalid, unreachable.
func (r *Reminders) Portal(id string) (PortalRemindersView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (PortalRemindersView, error) {
		key, err := portalID(id)
		if err != nil {
			return PortalRemindersView{}, err
		}
		it, err := program.Reminders.Portal(life, key)
		return portalRemindersView(it), err
	})
}

// SetPortal gives a portal a group and reminders of its own; "" and an empty list take them back.
// Codes: invalid, denied, not_found, unreachable.
func (r *Reminders) SetPortal(id, group string, thresholds []string) error {
	return r.onPortal(id, func(life lifetime, reminders *admin.Reminders, key uuid.UUID) error {
		set, err := thresholdsOf(thresholds)
		if err != nil {
			return err
		}
		return reminders.SetPortal(life, key, group, set)
	})
}

// Mute silences a portal, for a reason. Codes: invalid, denied, not_found, unreachable.
func (r *Reminders) Mute(id, reason string) error {
	return r.onPortal(id, func(life lifetime, reminders *admin.Reminders, key uuid.UUID) error {
		return reminders.Mute(life, key, reason)
	})
}

// Unmute takes a mute back. Codes: invalid, conflict, denied, not_found, unreachable.
func (r *Reminders) Unmute(id string) error {
	return r.onPortal(id, func(life lifetime, reminders *admin.Reminders, key uuid.UUID) error {
		return reminders.Unmute(life, key)
	})
}

// Snooze holds the reminders of a portal back until a time, or where that is "" until a more urgent one.
// Codes: invalid, conflict, not_found, unreachable.
func (r *Reminders) Snooze(id, until string) error {
	return r.onPortal(id, func(life lifetime, reminders *admin.Reminders, key uuid.UUID) error {
		at, err := instant(until)
		if err != nil {
			return err
		}
		return reminders.Snooze(life, key, at)
	})
}

// WakeUp takes a snooze back. Codes: invalid, conflict, not_found, unreachable.
func (r *Reminders) WakeUp(id string) error {
	return r.onPortal(id, func(life lifetime, reminders *admin.Reminders, key uuid.UUID) error {
		return reminders.WakeUp(life, key)
	})
}

// Acknowledge hides the banner of a portal until its next reminder, or for a week. Codes: invalid, conflict, not_found, unreachable.
func (r *Reminders) Acknowledge(id string) error {
	return r.onPortal(id, func(life lifetime, reminders *admin.Reminders, key uuid.UUID) error {
		return reminders.Acknowledge(life, key)
	})
}

func (r *Reminders) onPortal(id string, run func(lifetime, *admin.Reminders, uuid.UUID) error) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		key, err := portalID(id)
		if err != nil {
			return err
		}
		return run(life, program.Reminders, key)
	})
}

// instant reads a time that a page hands over, "" as the zero time. Codes: invalid.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fault.New(fault.Invalid, "%q is no time.", text).Because(err)
	}
	return at, nil
}
