package admin

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// ReminderStore keeps what was said about keys, what is on its way, and how people want to hear of it.
type ReminderStore interface {
	// Reminders reads everything that reminders go on from. It writes nothing. Codes: unreachable.
	Reminders(ctx context.Context) (ReminderState, error)
	// ReminderSettings reads the settings alone, which is quick. Codes: unreachable.
	ReminderSettings(ctx context.Context) (ReminderSettings, error)
	// SaveReminders writes a change in one transaction. Codes: unreachable.
	SaveReminders(ctx context.Context, c ReminderChange) error
	// Inbox lists all entries, newest first. Codes: unreachable.
	Inbox(ctx context.Context) ([]InboxEntry, error)
	// MarkInboxRead notes when entries were read, all of them where there are no ids, and counts those that were not
	// read before. Ids that are not there are no error. Codes: unreachable.
	MarkInboxRead(ctx context.Context, ids []notify.ID, at time.Time) (int, error)
}

// ReminderState is everything that reminders go on from.
type ReminderState struct {
	Settings    ReminderSettings
	Mail        MailAccount
	People      []Person
	Mark        renewal.Mark
	Schedules   []renewal.Schedule // of current keys and of earlier ones
	Deliveries  []notify.Delivery  // under way and ended
	Unannounced []InboxEntry       // that no channel was told of yet
	Unreadable  []Unreadable
}

// ReminderChange is what one step of the reminders writes. Zero fields write nothing.
type ReminderChange struct {
	Schedules  []renewal.Schedule
	Deliveries []notify.Delivery
	Forget     []string     // ids of deliveries that ended long ago
	Inbox      []InboxEntry // one that is there already stays read
	Mark       *renewal.Mark
	Gone       []uuid.UUID  // portals that were removed; their schedules go with them
	Aside      []Unreadable // to be put into quarantine
	Settings   *ReminderSettings
	Mail       *MailAccount
	People     *[]Person
	Entries    []event.Activity
}

// empty reports whether there is nothing to write.
func (c ReminderChange) empty() bool {
	return len(c.Schedules)+len(c.Deliveries)+len(c.Forget)+len(c.Inbox)+len(c.Gone)+len(c.Aside)+len(c.Entries) == 0 &&
		c.Mark == nil && c.Settings == nil && c.Mail == nil && c.People == nil
}

// InboxEntry is a notice in the inbox of the admin center, which keeps every one. Times are UTC.
type InboxEntry struct {
	Notice    notify.Notice `json:"notice"`
	ReadAt    time.Time     `json:"readAt,omitzero"` // zero while nobody has read it
	Announced bool          `json:"announced"`       // the other channels have it too, or will
}

// Message is what the entry says, as of when it was raised: an inbox shows when something was said.
func (e InboxEntry) Message(zone *time.Location) notify.Message {
	return notify.Compose([]notify.Notice{e.Notice}, e.Notice.RaisedAt, zone)
}

// Unreadable is a stored record of the reminders that this program does not understand.
type Unreadable struct {
	Bucket string
	Key    []byte
	Reason string // one sentence
}
