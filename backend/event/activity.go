package event

import (
	"time"

	"github.com/google/uuid"
)

// Action names what was done, as noun and past participle. The words are stored and shown by views.
type Action string

const (
	PortalProvisioned Action = "portal.provisioned"
	PortalWatched     Action = "portal.watched"
	PortalChanged     Action = "portal.changed"
	PortalRetired     Action = "portal.retired"
	PortalRestored    Action = "portal.restored"
	PortalRemoved     Action = "portal.removed"
	OwnerAdded        Action = "owner.added"
	OwnerRemoved      Action = "owner.removed"
	KeyImported       Action = "key.imported"
	SiteImported      Action = "site.imported"
	SnapshotDescribed Action = "snapshot.described"
	SnapshotDeleted   Action = "snapshot.deleted"
	SnapshotExported  Action = "snapshot.exported"
	SnapshotOpened    Action = "snapshot.opened"
	SettingsChanged   Action = "settings.changed"
	RemindersChanged  Action = "reminders.changed" // when, to whom and how they go out
	RemindersPaused   Action = "reminders.paused"
	RemindersMuted    Action = "reminders.muted"
	RemindersUnmuted  Action = "reminders.unmuted"
	RemindersSnoozed  Action = "reminders.snoozed"
	RemindersWoken    Action = "reminders.woken"
	RemindersSeen     Action = "reminders.acknowledged"
	RemindersRepaired Action = "reminders.repaired" // a record that could not be read was put aside
	RemindersReopened Action = "reminders.reopened" // the clock had been ahead
	SampleLoaded      Action = "sample.loaded"
	SampleRemoved     Action = "sample.removed"
	KeyPublished      Action = "key.published"
	KeyRetired        Action = "key.retired"

	UpdateStarted     Action = "key.update.started"
	UpdateRetried     Action = "key.update.retried"
	UpdateInterrupted Action = "key.update.interrupted"
	UpdateSucceeded   Action = "key.update.succeeded"
	UpdateFailed      Action = "key.update.failed"
	UpdateCancelled   Action = "key.update.cancelled"
	UpdateAbandoned   Action = "key.update.abandoned"
	UpdateSetAside    Action = "key.update.set-aside" // its record could not be read
)

// Activity is one entry of the activity log: who did what to which portal when. Entries are only ever added.
type Activity struct {
	Sequence   uint64    `json:"sequence"` // given by the store, rising without gaps
	At         time.Time `json:"at"`       // UTC
	Actor      string    `json:"actor"`    // the acting user at that time
	Action     Action    `json:"action"`
	PortalID   uuid.UUID `json:"portalId"`   // zero where no portal is concerned
	PortalName string    `json:"portalName"` // as it was then
	Summary    string    `json:"summary"`    // one sentence
}
