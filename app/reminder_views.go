package app

import (
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// RemindersView is what the top of the window and the home page show of reminders.
type RemindersView struct {
	Banner      *BannerView       `json:"banner"` // null where there is nothing to show
	Unread      int               `json:"unread"` // entries of the inbox
	Next        []NextNoticeView  `json:"next"`   // what comes next, at most one for each portal
	Deliveries  []DeliveryView    `json:"deliveries"`
	Undelivered []DeliveryView    `json:"undelivered"`
	PausedUntil string            `json:"pausedUntil"` // "" where it is not paused
	Trouble     string            `json:"trouble"`     // a sentence, "" while reminders go out
	Channels    []ReminderChannel `json:"channels"`    // besides the inbox
}

// BannerView is the worst key that nobody acknowledged.
type BannerView struct {
	Severity string   `json:"severity"` // "info", "warning", "high", "critical"
	Title    string   `json:"title"`    // one sentence about the worst
	PortalID string   `json:"portalId"` // of the worst
	Portals  []string `json:"portals"`  // ids of all that have something to show, the worst first
}

// NextNoticeView is a reminder that is to come.
type NextNoticeView struct {
	PortalID   string `json:"portalId"`
	PortalName string `json:"portalName"`
	Threshold  string `json:"threshold"` // e.g. "b30d"
	At         string `json:"at"`
	Severity   string `json:"severity"` // as BannerView.Severity
}

// DeliveryView is a message on its way to one recipient, or what became of it.
type DeliveryView struct {
	ID          string `json:"id"`
	Channel     string `json:"channel"`
	Address     string `json:"address"` // "" for the person at this machine
	Title       string `json:"title"`   // as it was said first
	Severity    string `json:"severity"`
	State       string `json:"state"` // "waiting", "sending", "arrived", "given-up", "superseded", "withdrawn"
	CreatedAt   string `json:"createdAt"`
	ChangedAt   string `json:"changedAt"`
	NextAttempt string `json:"nextAttempt"` // "" where there is none to come
	Attempts    int    `json:"attempts"`
	Problem     string `json:"problem"` // of the last attempt, "" where it worked
	Hint        string `json:"hint"`
}

// ReminderChannel is a way to reach a person.
type ReminderChannel struct {
	Name      string `json:"name"`
	On        bool   `json:"on"`
	Addressed bool   `json:"addressed"` // goes to the people who signed up
}

// InboxPage is a part of the inbox.
type InboxPage struct {
	Entries []InboxEntryView `json:"entries"` // newest first
	Total   int              `json:"total"`
	Unread  int              `json:"unread"` // of all
}

// InboxEntryView is a notice, in the words in which it was raised.
type InboxEntryView struct {
	ID         string `json:"id"`
	Kind       string `json:"kind"` // "reminder", "renewed", "update-failed", "update-idle", "site-silent"
	Severity   string `json:"severity"`
	PortalID   string `json:"portalId"`
	PortalName string `json:"portalName"`
	RaisedAt   string `json:"raisedAt"`
	Title      string `json:"title"`
	Body       string `json:"body"` // lines
	Read       bool   `json:"read"`
}

// PortalRemindersView is how the reminders of one portal stand.
type PortalRemindersView struct {
	Tracked      bool                 `json:"tracked"`    // in service and with a key
	Group        string               `json:"group"`      // "" for none
	Thresholds   []string             `json:"thresholds"` // empty: those of the group, or the usual ones
	Muted        bool                 `json:"muted"`
	MuteReason   string               `json:"muteReason"`
	MutedBy      string               `json:"mutedBy"`
	MutedAt      string               `json:"mutedAt"`
	Snoozed      bool                 `json:"snoozed"`
	SnoozedUntil string               `json:"snoozedUntil"` // "" until a more urgent one; never past
	CanSnooze    bool                 `json:"canSnooze"`    // now, also where it is snoozed already
	MoreUrgentAt string               `json:"moreUrgentAt"` // when the next more urgent reminder is due, "" for none or where nothing can be snoozed
	CriticalAt   string               `json:"criticalAt"`   // when every snooze is over, "" where nothing can be snoozed
	Banner       bool                 `json:"banner"`       // shows it, so it can be acknowledged
	Records      []ReminderRecordView `json:"records"`      // of the current key, oldest first
}

// ReminderRecordView is what became of one reminder.
type ReminderRecordView struct {
	Threshold string `json:"threshold"`
	At        string `json:"at"` // when it was due
	Severity  string `json:"severity"`
	Status    string `json:"status"` // "pending", "reserved", "sent", "superseded", "cancelled", "baseline", "early"
	StatusAt  string `json:"statusAt"`
}

// ReminderSettingsView is when and how reminders go out. Empty thresholds stand for the usual ones.
type ReminderSettingsView struct {
	Thresholds []string            `json:"thresholds"`
	WithoutEnd bool                `json:"withoutEnd"` // with empty thresholds: the usual ones but for that at the end itself
	Groups     []ReminderGroupView `json:"groups"`
	QuietFrom  string              `json:"quietFrom"`  // e.g. "22:30", in the person's own time; "" for none
	QuietUntil string              `json:"quietUntil"` // exclusive
	Off        []string            `json:"off"`        // names of channels
}

// ReminderGroupView are the thresholds of a group of portals.
type ReminderGroupView struct {
	Name       string   `json:"name"`
	Thresholds []string `json:"thresholds"`
}

// PersonView is somebody who signed up for e-mail.
type PersonView struct {
	ID            string   `json:"id"` // "" for a new one
	Name          string   `json:"name"`
	Address       string   `json:"address"`
	All           bool     `json:"all"`           // hears of every organization
	Organizations []string `json:"organizations"` // by address, or by name where it has none
}

// MailView is how e-mail is sent, without the password.
type MailView struct {
	Host        string `json:"host"` // "" where none is sent
	Port        int    `json:"port"`
	Security    string `json:"security"` // "starttls", "tls", "none"
	User        string `json:"user"`
	From        string `json:"from"`
	HasPassword bool   `json:"hasPassword"`
}

var notInList = fault.New(fault.NotFound, "The person is not in the list any more.").WithHint("Look at the list as it is now.")

func groupTwice(name string) error {
	return fault.New(fault.Invalid, "There are two groups named %s.", name)
}

func remindersView(
	status admin.ReminderStatus, banner admin.Banner, next []admin.PlannedNotice, deliveries, undelivered []notify.Delivery,
	inbox []admin.InboxEntry, now time.Time,
) RemindersView {
	view := RemindersView{
		Unread: unread(inbox), Next: make([]NextNoticeView, len(next)), Channels: make([]ReminderChannel, len(status.Channels)),
		Deliveries: deliveryViews(deliveries), Undelivered: deliveryViews(undelivered),
	}
	if status.PausedUntil.After(now) {
		view.PausedUntil = timestamp(status.PausedUntil)
	}
	if status.Trouble != nil {
		view.Trouble = fault.Of(status.Trouble).Message
	}
	if banner.Title != "" {
		view.Banner = &BannerView{Severity: string(banner.Severity), Title: banner.Title, PortalID: banner.Worst.String()}
		for _, id := range banner.Portals {
			view.Banner.Portals = append(view.Banner.Portals, id.String())
		}
	}
	for i, n := range next {
		view.Next[i] = NextNoticeView{n.PortalID.String(), n.PortalName, string(n.Threshold), timestamp(n.At), string(n.Severity)}
	}
	for i, c := range status.Channels {
		view.Channels[i] = ReminderChannel{c.Name, c.On, c.Addressed}
	}
	return view
}

func deliveryViews(deliveries []notify.Delivery) []DeliveryView {
	views := make([]DeliveryView, len(deliveries))
	for i, d := range deliveries {
		m := notify.Compose(d.Notices, d.CreatedAt, time.Local)
		views[i] = DeliveryView{
			ID: d.ID, Channel: d.Channel, Address: d.Recipient.Address, Title: m.Title, Severity: string(m.Severity), State: string(d.State),
			CreatedAt: timestamp(d.CreatedAt), ChangedAt: timestamp(d.ChangedAt), NextAttempt: timestamp(d.NextAttempt), Attempts: d.Attempts,
		}
		if d.Problem != nil {
			views[i].Problem, views[i].Hint = d.Problem.Message, d.Problem.Hint
		}
	}
	return views
}

func unread(entries []admin.InboxEntry) int {
	n := 0
	for _, e := range entries {
		if e.ReadAt.IsZero() {
			n++
		}
	}
	return n
}

func inboxPage(entries []admin.InboxEntry, offset, limit int) InboxPage {
	page := InboxPage{Entries: []InboxEntryView{}, Total: len(entries), Unread: unread(entries)}
	from := min(offset, len(entries))
	for _, e := range entries[from:min(from+limit, len(entries))] {
		m := e.Message(time.Local)
		page.Entries = append(page.Entries, InboxEntryView{
			ID: string(e.Notice.ID), Kind: string(e.Notice.Kind), Severity: string(e.Notice.Severity), PortalID: e.Notice.PortalID.String(),
			PortalName: e.Notice.PortalName, RaisedAt: timestamp(e.Notice.RaisedAt), Title: m.Title, Body: m.Body, Read: !e.ReadAt.IsZero(),
		})
	}
	return page
}

func portalRemindersView(it admin.PortalReminder) PortalRemindersView {
	view := PortalRemindersView{
		Tracked: it.Tracked, Group: it.Group, Thresholds: thresholdNames(it.Thresholds), Banner: it.Banner,
		Records: make([]ReminderRecordView, len(it.Records)),
	}
	if m := it.Mute; m != nil {
		view.Muted, view.MuteReason, view.MutedBy, view.MutedAt = true, m.Reason, m.By, timestamp(m.At)
	}
	view.CanSnooze, view.MoreUrgentAt, view.CriticalAt = it.CanSnooze, timestamp(it.MoreUrgentAt), timestamp(it.CriticalAt)
	if z := it.Snooze; z != nil {
		until := z.Until
		if until.After(it.CriticalAt) {
			until = it.CriticalAt
		}
		view.Snoozed, view.SnoozedUntil = true, timestamp(until)
	}
	for i, r := range it.Records {
		view.Records[i] = ReminderRecordView{string(r.Threshold), timestamp(r.Instant), string(r.Severity), string(r.Status), timestamp(r.At)}
	}
	return view
}

func timeOfDay(t renewal.TimeOfDay) string {
	text, _ := t.MarshalText() // never fails
	return string(text)
}
