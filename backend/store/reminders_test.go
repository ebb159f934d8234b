package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
)

// theSchedule is the schedule of a portal's key, with something in every field.
func theSchedule(p portal.Portal) renewal.Schedule {
	key := portal.KeyCredential{KeyID: numbered(31), Thumbprint: "AA", Start: noon.AddDate(-2, 0, 0), End: noon.AddDate(0, 1, 0)}
	s := renewal.NewSchedule(p, key, noon)
	found := renewal.Evaluate([]renewal.Tracked{{Schedule: s}}, renewal.Settings{Channels: []string{"inbox", "e-mail"}}, noon.AddDate(0, 0, 20), renewal.Mark{})
	return found.Changed[0]
}

func theNotice() notify.Notice {
	s := theSchedule(aPortal(1))
	return notify.OfFiring(renewal.Firing{Schedule: s, PortalName: "Portal 001", Threshold: "b15d", Severity: renewal.SeverityWarning}, noon)
}

func theDelivery() notify.Delivery {
	to := []notify.Recipient{{Address: "ada@contoso.example", Name: "Ada"}}
	return notify.Plan([]notify.Notice{theNotice()}, false, "e-mail", notify.Traits{Addressed: true}, to, nil, noon)[0]
}

// theChange fills every bucket of the reminders.
func theChange() admin.ReminderChange {
	thresholds, err := renewal.NewThresholds("b30d", "b12h", "x0")
	if err != nil {
		panic(err)
	}
	return admin.ReminderChange{
		Schedules:  []renewal.Schedule{theSchedule(aPortal(1))},
		Deliveries: []notify.Delivery{theDelivery()},
		Inbox:      []admin.InboxEntry{{Notice: theNotice(), Announced: true}},
		Mark:       &renewal.Mark{At: noon},
		Settings: &admin.ReminderSettings{
			Groups: map[string]renewal.Thresholds{"Care": thresholds}, Quiet: renewal.Quiet{From: 22 * 60, Until: 7 * 60}, Off: []string{"desktop"},
			PausedUntil: noon, Portals: map[uuid.UUID]admin.PortalReminders{
				numbered(2): {Group: "Care", Thresholds: thresholds, Mute: &renewal.Mute{Reason: "Goes away.", By: "ada@contoso.example", At: noon}},
			},
		},
		Mail:    &admin.MailAccount{Host: "smtp.contoso.example", Port: 587, Security: admin.MailStartTLS, User: "gatehouse", From: "gatehouse@contoso.example"},
		People:  &[]admin.Person{{ID: numbered(41), Name: "Ada", Address: "ada@contoso.example", Organizations: []string{"https://contoso.example"}}},
		Entries: []event.Activity{{At: noon, Actor: "ada@contoso.example", Action: event.RemindersChanged, Summary: "Changed reminders."}},
	}
}

func fillReminders(t testing.TB, s *store.Store) {
	t.Helper()
	saveReminders(t, s, theChange())
}

func saveReminders(t testing.TB, s *store.Store, c admin.ReminderChange) {
	t.Helper()
	if err := s.SaveReminders(t.Context(), c); err != nil {
		t.Fatalf("save reminders: %v", err)
	}
}

func readReminders(t testing.TB, s *store.Store) admin.ReminderState {
	t.Helper()
	state, err := s.Reminders(t.Context())
	if err != nil {
		t.Fatalf("read reminders: %v", err)
	}
	return state
}

func TestReminders(t *testing.T) {
	t.Run("ComesBackWhole", func(t *testing.T) {
		folder := t.TempDir()
		s, err := store.Open(t.Context(), folder, testOptions)
		if err != nil {
			t.Fatal(err)
		}
		fillReminders(t, s)
		closeStore(t, s)
		s = openStore(t, folder)
		state, c := readReminders(t, s), theChange()
		want := admin.ReminderState{
			Settings: *c.Settings, Mail: *c.Mail, People: *c.People, Mark: *c.Mark, Schedules: c.Schedules, Deliveries: c.Deliveries,
		}
		if !reflect.DeepEqual(state, want) {
			t.Errorf("read\n%+v\nwant\n%+v", state, want)
		}
		if settings, err := s.ReminderSettings(t.Context()); err != nil || !reflect.DeepEqual(settings, *c.Settings) {
			t.Errorf("the settings alone are %+v, %v", settings, err)
		}
		if log := activity(t, s, admin.ActivityQuery{}); len(log) != 1 || log[0].Summary != "Changed reminders." {
			t.Errorf("the log is %v", log)
		}
	})
	t.Run("EmptyAtFirst", func(t *testing.T) {
		if state := readReminders(t, openStore(t, t.TempDir())); !reflect.DeepEqual(state, admin.ReminderState{}) {
			t.Errorf("read %+v", state)
		}
	})
	t.Run("AllOrNothing", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		c := theChange()
		c.Deliveries[0].ID = strings.Repeat("x", 1<<16) // no database takes such a key
		if err := s.SaveReminders(t.Context(), c); err == nil {
			t.Fatal("it was taken")
		}
		if state := readReminders(t, s); !reflect.DeepEqual(state, admin.ReminderState{}) {
			t.Errorf("half a change was written: %+v", state)
		}
	})
	t.Run("ForgetsWhatIsGone", func(t *testing.T) {
		s := openStore(t, t.TempDir())
		fillReminders(t, s)
		saveReminders(t, s, admin.ReminderChange{Schedules: []renewal.Schedule{theSchedule(aPortal(2))}})
		saveReminders(t, s, admin.ReminderChange{Gone: []uuid.UUID{numbered(1)}, Forget: []string{theDelivery().ID}})
		state := readReminders(t, s)
		if len(state.Schedules) != 1 || state.Schedules[0].PortalID != numbered(2) || len(state.Deliveries) != 0 {
			t.Errorf("left are %v and %v", state.Schedules, state.Deliveries)
		}
	})
}

func TestInbox(t *testing.T) {
	s := openStore(t, t.TempDir())
	older, newer := theNotice(), theNotice()
	newer.ID, newer.RaisedAt = "another/b7d", noon.Add(time.Hour)
	entries := func() []admin.InboxEntry {
		t.Helper()
		all, err := s.Inbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	saveReminders(t, s, admin.ReminderChange{Inbox: []admin.InboxEntry{{Notice: older}, {Notice: newer, Announced: true}}})
	if all := entries(); len(all) != 2 || all[0].Notice.ID != newer.ID {
		t.Fatalf("the inbox is %+v", all)
	}
	if state := readReminders(t, s); len(state.Unannounced) != 1 || state.Unannounced[0].Notice.ID != older.ID {
		t.Errorf("not announced are %+v", state.Unannounced)
	}
	if n, err := s.MarkInboxRead(t.Context(), []notify.ID{newer.ID, "unknown"}, noon); n != 1 || err != nil {
		t.Errorf("marked %d, %v", n, err)
	}
	t.Run("WrittenTwiceIsOneThatStaysRead", func(t *testing.T) {
		saveReminders(t, s, admin.ReminderChange{Inbox: []admin.InboxEntry{{Notice: older, Announced: true}, {Notice: newer}}})
		all := entries()
		if len(all) != 2 || !all[0].ReadAt.Equal(noon) || !all[0].Announced || !all[1].Announced || !all[1].ReadAt.IsZero() {
			t.Errorf("the inbox is %+v", all)
		}
	})
	t.Run("AllAtOnce", func(t *testing.T) {
		if n, err := s.MarkInboxRead(t.Context(), nil, noon); n != 1 || err != nil {
			t.Errorf("marked %d, %v", n, err)
		}
	})
}

// A record that this program does not understand keeps neither the file from being opened nor the others from being
// read, and lies in quarantine as it was.
func TestUnreadableReminders(t *testing.T) {
	folder := t.TempDir()
	s, err := store.Open(t.Context(), folder, testOptions)
	if err != nil {
		t.Fatal(err)
	}
	fillReminders(t, s)
	newer := []byte(`{"schema": 99}`)
	scheduleKey := bytes.Repeat([]byte{7}, 32)
	putRaw(t, s, "schedules", scheduleKey, newer)
	putRaw(t, s, "deliveries", []byte("some delivery"), []byte("no JSON"))
	putRaw(t, s, "inbox", []byte("some notice"), []byte("{}"))
	closeStore(t, s)

	s = openStore(t, folder)
	state := readReminders(t, s)
	if len(state.Schedules) != 1 || len(state.Deliveries) != 1 || len(state.Unreadable) != 3 {
		t.Fatalf("read %+v", state)
	}
	for _, bad := range state.Unreadable {
		if bad.Reason == "" || !strings.HasSuffix(bad.Reason, ".") {
			t.Errorf("the reason of %s is %q", bad.Bucket, bad.Reason)
		}
	}
	if inbox, err := s.Inbox(t.Context()); err != nil || len(inbox) != 1 {
		t.Errorf("the inbox is %v, %v", inbox, err)
	}
	saveReminders(t, s, admin.ReminderChange{Aside: state.Unreadable})
	saveReminders(t, s, admin.ReminderChange{Aside: state.Unreadable}) // again does no harm
	if again := readReminders(t, s); len(again.Unreadable) != 0 {
		t.Errorf("still unreadable: %+v", again.Unreadable)
	}
	kept := quarantined(t, s)
	if len(kept) != 3 {
		t.Fatalf("in quarantine: %v", kept)
	}
	for _, aside := range kept {
		value, err := base64.StdEncoding.DecodeString(fmt.Sprint(aside["value"]))
		if aside["bucket"] == "schedules" && (err != nil || aside["key"] != hex.EncodeToString(scheduleKey) || !bytes.HasSuffix(value, newer)) {
			t.Errorf("put aside was %v", aside)
		}
	}
}
