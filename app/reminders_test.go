package app

import (
	"context"
	"encoding/base64"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/notifytest"
	"gatehouse/backend/renewal"
	"gatehouse/backend/vault"
)

// keyEnding is a certificate that ends this long after now.
func keyEnding(t *testing.T, in time.Duration) CertificateForm {
	t.Helper()
	made, err := certificate.New(time.Now().Add(in).AddDate(-2, 0, 0), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate.DER})
	return CertificateForm{Name: "key.pem", Content: base64.StdEncoding.EncodeToString(content)}
}

// eventually asks again whenever the pages are told of reminders.
func eventually(t *testing.T, heard <-chan struct{}, what string, done func() bool) {
	t.Helper()
	for !done() {
		select {
		case <-heard:
		case <-time.After(20 * time.Second):
			t.Fatalf("never: %s", what)
		}
	}
}

func TestPortalRemindersView(t *testing.T) {
	critical := time.Date(2027, 3, 9, 12, 0, 0, 0, time.UTC)
	it := admin.PortalReminder{Tracked: true, CanSnooze: true, CriticalAt: critical}
	if view := portalRemindersView(it); view.Snoozed || !view.CanSnooze || view.CriticalAt != "2027-03-09T12:00:00Z" || view.MoreUrgentAt != "" {
		t.Errorf("not snoozed: %+v", view)
	}
	it.MoreUrgentAt, it.Snooze = critical.AddDate(0, 0, -6), &renewal.Snooze{}
	if view := portalRemindersView(it); !view.Snoozed || view.SnoozedUntil != "" || view.MoreUrgentAt != "2027-03-03T12:00:00Z" {
		t.Errorf("until a more urgent one: %+v", view)
	}
	it.Snooze = &renewal.Snooze{Until: critical.AddDate(0, 0, -1)}
	if view := portalRemindersView(it); view.SnoozedUntil != "2027-03-08T12:00:00Z" {
		t.Errorf("until a time: %+v", view)
	}
	it.Snooze = &renewal.Snooze{Until: critical.AddDate(0, 0, 7)}
	if view := portalRemindersView(it); view.SnoozedUntil != "2027-03-09T12:00:00Z" {
		t.Errorf("longer than it holds: %+v", view)
	}
}

func TestReminders(t *testing.T) {
	desktop := &notifytest.Memory{Called: "desktop"}
	desktop.Break(true)
	e := newEngine(t.TempDir(), nil, arguments{})
	heard := make(chan struct{}, 1000)
	e.emit = func(_ lifetime, name string, _ ...any) {
		if name == "reminders" {
			heard <- struct{}{}
		}
	}
	e.options.KeyStore = vault.PreferSealed
	e.options.Channels = func(wiring.Mail) []notify.Channel { return []notify.Channel{desktop} }
	e.start(t.Context())
	t.Cleanup(func() { e.stop(context.Background()) })
	portals, reminders := &Portals{e}, &Reminders{e}
	made, err := portals.Watch(PortalForm{Name: "Care", OrganizationName: "Contoso"}, keyEnding(t, -36*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	overview := func() RemindersView {
		t.Helper()
		view, err := reminders.Overview()
		if err != nil {
			t.Fatal(err)
		}
		return view
	}

	t.Run("Overview", func(t *testing.T) {
		eventually(t, heard, "a delivery fails", func() bool {
			view := overview()
			return len(view.Undelivered) == 1 && view.Undelivered[0].Problem != ""
		})
		view := overview()
		d := view.Undelivered[0]
		if view.Unread != 1 || d.Channel != "desktop" || d.State != "waiting" || d.Attempts != 1 || d.NextAttempt == "" || !strings.HasPrefix(d.Title, "Care: the authentication key expired 1 day") {
			t.Errorf("the overview is %+v", view)
		}
		if view.Banner == nil || view.Banner.Severity != "critical" || view.Banner.PortalID != made.ID || len(view.Next) != 1 || view.Next[0].Threshold != "a2d" {
			t.Errorf("banner %+v, next %+v", view.Banner, view.Next)
		}
		if len(view.Channels) != 1 || !view.Channels[0].On || view.Trouble != "" || view.PausedUntil != "" {
			t.Errorf("channels %+v, trouble %q", view.Channels, view.Trouble)
		}
	})
	t.Run("Retry", func(t *testing.T) {
		desktop.Break(false)
		if err := reminders.Retry(overview().Undelivered[0].ID); err != nil {
			t.Fatal(err)
		}
		eventually(t, heard, "it arrives", func() bool { return len(overview().Undelivered) == 0 && len(desktop.Got()) == 1 })
	})
	t.Run("Inbox", func(t *testing.T) {
		page, err := reminders.Inbox(0, 10)
		if err != nil || page.Total != 1 || page.Unread != 1 || page.Entries[0].Kind != "reminder" || page.Entries[0].Body == "" {
			t.Fatalf("the inbox is %+v, %v", page, err)
		}
		if err := reminders.MarkRead([]string{page.Entries[0].ID}); err != nil {
			t.Fatal(err)
		}
		if page, _ := reminders.Inbox(0, 10); page.Unread != 0 || !page.Entries[0].Read {
			t.Errorf("the inbox is %+v", page)
		}
		if page, err := reminders.Inbox(5, 10); err != nil || len(page.Entries) != 0 || page.Entries == nil {
			t.Errorf("behind the end: %+v, %v", page, err)
		}
		if _, err := reminders.Inbox(0, 0); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("Care", func(t *testing.T) {
		if err := reminders.Snooze(made.ID, ""); !fault.Is(err, fault.Conflict) { // it is critical
			t.Errorf("snoozed: %v", err)
		}
		if err := reminders.Acknowledge(made.ID); err != nil {
			t.Fatal(err)
		}
		if banner := overview().Banner; banner != nil {
			t.Errorf("the banner is %+v", banner)
		}
		if err := reminders.SetPortal(made.ID, "Support", []string{"b7d", "a2d"}); err != nil {
			t.Fatal(err)
		}
		if err := reminders.Mute(made.ID, "Goes out of service."); err != nil {
			t.Fatal(err)
		}
		it, err := reminders.Portal(made.ID)
		if err != nil || !it.Muted || it.MuteReason != "Goes out of service." || it.Group != "Support" || !slices.Equal(it.Thresholds, []string{"b7d", "a2d"}) || len(it.Records) == 0 {
			t.Errorf("the portal is %+v, %v", it, err)
		}
		if rows, err := portals.List(); err != nil || len(rows) != 1 || rows[0].Muted != "Goes out of service." {
			t.Errorf("the list of portals is %+v, %v", rows, err)
		}
		if err := reminders.Unmute(made.ID); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"a portal": reminders.Mute("nobody", "No need."), "a time": reminders.Snooze(made.ID, "tomorrow"), "a reminder": reminders.SetPortal(made.ID, "", []string{"soon"}),
		} {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
	t.Run("Settings", func(t *testing.T) {
		want := ReminderSettingsView{
			Thresholds: []string{"b30d", "b7d", "x0"}, Groups: []ReminderGroupView{{"Support", []string{"b1d"}}},
			QuietFrom: "22:00", QuietUntil: "07:00", Off: []string{"desktop"},
		}
		if _, err := reminders.SaveSettings(want); err != nil {
			t.Fatal(err)
		}
		got, err := reminders.Settings()
		if err != nil || !slices.Equal(got.Thresholds, want.Thresholds) || len(got.Groups) != 1 || got.Groups[0].Name != "Support" || got.QuietFrom != "22:00" || got.QuietUntil != "07:00" || !slices.Equal(got.Off, want.Off) {
			t.Errorf("got %+v, %v", got, err)
		}
		for _, bad := range []ReminderSettingsView{
			{QuietFrom: "late", QuietUntil: "07:00"}, {Groups: []ReminderGroupView{{Name: "A"}, {Name: "A"}}}, {Thresholds: []string{"x0"}},
		} {
			if _, err := reminders.SaveSettings(bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		for end, half := range map[string]ReminderSettingsView{"no end": {QuietFrom: "22:00"}, "no beginning": {QuietUntil: "07:00"}} {
			if _, err := reminders.SaveSettings(half); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Of(err).Message, end) {
				t.Errorf("%+v: %v", half, err)
			}
		}
		for _, without := range []bool{true, false} {
			if _, err := reminders.SaveSettings(ReminderSettingsView{WithoutEnd: without}); err != nil {
				t.Fatal(err)
			}
			if got, err := reminders.Settings(); err != nil || got.WithoutEnd != without || len(got.Thresholds) != 0 {
				t.Errorf("without the one at the end: %v, got %+v, %v", without, got, err)
			}
		}
		if err := reminders.Pause(time.Now().Add(time.Hour).Format(time.RFC3339)); err != nil || overview().PausedUntil == "" {
			t.Errorf("pause: %v, %+v", err, overview())
		}
		if err := reminders.Pause(""); err != nil || overview().PausedUntil != "" {
			t.Errorf("its end: %v", err)
		}
	})
	t.Run("Mail", func(t *testing.T) {
		account := MailView{Host: "smtp.contoso.example", Port: 587, Security: "starttls", User: "gatehouse", From: "gatehouse@contoso.example"}
		if got, err := reminders.SaveMail(account, true, "s3cret"); err != nil || !got.HasPassword {
			t.Fatalf("got %+v, %v", got, err)
		}
		account.Port = 465
		if got, err := reminders.SaveMail(account, false, ""); err != nil || !got.HasPassword || got.Port != 465 {
			t.Errorf("got %+v, %v", got, err)
		}
		ada, err := reminders.SignUp(PersonView{Address: "ada@contoso.example", Organizations: []string{"Contoso"}})
		if err != nil || ada.ID == "" {
			t.Fatalf("got %+v, %v", ada, err)
		}
		ada.All = true
		if _, err := reminders.SignUp(ada); err != nil {
			t.Fatal(err)
		}
		people, err := reminders.People()
		if err != nil || len(people) != 1 || !people[0].All || people[0].Organizations == nil {
			t.Errorf("people are %+v, %v", people, err)
		}
		if err := reminders.SignOff(ada.ID); err != nil {
			t.Fatal(err)
		}
		if err := reminders.SignOff("nobody"); !fault.Is(err, fault.NotFound) {
			t.Errorf("got %v", err)
		}
		if err := reminders.Test("desktop", ""); err != nil || len(desktop.Got()) != 2 {
			t.Errorf("the test: %v, %+v", err, desktop.Got())
		}
	})
}
