package admin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// The test vectors of docs/reminders.md, with a real database.
func TestReminderVectors(t *testing.T) {
	t.Run("NothingBefore", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-90*day-time.Second))
		k.add("Care", ends)
		k.at(k.now)
		k.wantInbox()
		next, err := k.reminders.NextDue(t.Context(), 5)
		if err != nil || len(next) != 1 || next[0].Threshold != "b90d" || !next[0].At.Equal(ends.Add(-90*day)) {
			t.Errorf("next is %+v, %v", next, err)
		}
		k.at(ends.Add(-90 * day))
		k.wantInbox("Care b90d")
	})
	t.Run("FirstSight", func(t *testing.T) {
		k := newKeeper(t, time.Date(2027, 2, 20, 0, 0, 0, 0, time.UTC))
		p := k.add("Care", ends)
		k.at(k.now)
		k.wantInbox("Care b30d")
		k.wantDesktop("Care: the authentication key expires in 18 days.")
		for _, id := range []renewal.ThresholdID{"b90d", "b60d"} {
			if r := k.record(p, id); r.Status != renewal.StatusSuperseded {
				t.Errorf("%s is %s", id, r.Status)
			}
		}
		if outcome := k.outcome(p, "b30d"); outcome != "sent inbox:delivered desktop:delivered e-mail:nobody" {
			t.Errorf("b30d is %s", outcome)
		}
		k.at(k.now) // twice is once
		k.restart()
		k.at(k.now.Add(time.Minute))
		k.wantInbox("Care b30d")
		if len(k.desktop.Got()) != 1 {
			t.Error("it came twice")
		}
	})
	t.Run("LongOff", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-100*day))
		k.add("Care", ends)
		k.at(k.now)
		k.restart()
		k.at(ends.Add(-5*day + time.Hour))
		k.wantInbox("Care b5d")
	})
	t.Run("AtTheEnd", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-6*time.Hour))
		p := k.add("Care", ends)
		for _, now := range []time.Duration{-6 * time.Hour, -3 * time.Hour, 0, 2 * day} {
			k.at(ends.Add(now))
		}
		k.wantInbox("Care b6h", "Care b3h", "Care x0", "Care a2d")
		if r := k.record(p, "a1d"); r.Status != renewal.StatusSuperseded {
			t.Errorf("a1d is %s", r.Status)
		}
	})
	t.Run("AtTheEndSwitchedOff", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-3*time.Hour))
		k.add("Care", ends)
		settings := admin.ReminderSettings{Thresholds: renewal.DefaultThresholds(false)}
		if _, err := k.reminders.SaveSettings(t.Context(), settings); err != nil {
			t.Fatal(err)
		}
		k.at(k.now)
		k.at(ends)
		k.wantInbox("Care b3h")
	})
	t.Run("LongExpired", func(t *testing.T) {
		k := newKeeper(t, time.Date(2027, 4, 20, 0, 0, 0, 0, time.UTC))
		k.add("Care", ends)
		k.at(k.now)
		k.wantInbox("Care a7d")
		k.wantDesktop("Care: the authentication key expired 40 days ago.")
		k.at(k.now.Add(30 * day))
		k.wantInbox("Care a7d")
		if b, err := k.reminders.Banner(t.Context()); err != nil || b.Severity != renewal.SeverityCritical || !strings.Contains(b.Title, "expired 70 days ago") {
			t.Errorf("the banner is %+v, %v", b, err)
		}
	})
	t.Run("Renewed", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.add("Care", ends)
		k.at(k.now)
		renewedAt := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)
		k.setClock(renewedAt)
		k.renew(p, renewedAt, time.Date(2028, 3, 1, 0, 0, 0, 0, time.UTC))
		k.at(renewedAt)
		k.wantInbox("Care b30d", "Care renewed")
		k.at(ends.Add(-time.Hour))
		k.wantInbox("Care b30d", "Care renewed")
		next, err := k.reminders.NextDue(t.Context(), 5)
		if err != nil || len(next) != 1 || next[0].Threshold != "b90d" || !next[0].At.Equal(time.Date(2027, 12, 2, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("next is %+v, %v", next, err)
		}
		if b, err := k.reminders.Banner(t.Context()); err != nil || b.Title != "" {
			t.Errorf("the banner is %+v, %v", b, err)
		}
	})
}

func TestReminderPortals(t *testing.T) {
	t.Run("RetiredOnesAreSilent", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		k.desktop.Break(true)
		k.at(ends.Add(-7 * day)) // waits for the desktop
		p.State = portal.Retired
		p = k.save(p)
		k.desktop.Break(false)
		k.at(ends.Add(-6 * day))
		k.wantInbox("Care b15d", "Care b7d")
		if len(k.desktop.Got()) != 1 {
			t.Errorf("the desktop got %q", titles(k.desktop))
		}
		p.State = portal.Active
		k.save(p)
		k.at(ends.Add(-4 * day))
		k.wantInbox("Care b15d", "Care b7d", "Care b4d")
	})
	t.Run("RemovedOnesAreForgotten", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		must(t, k.reminders.SetPortal(t.Context(), p.ID, "Support", renewal.Thresholds{}))
		must(t, k.db.RemovePortals(t.Context(), []portal.Portal{p}, nil))
		k.bus.Publish(event.Event{Topic: event.OnPortals})
		k.at(ends)
		k.wantInbox("Care b15d")
		state, err := k.db.Reminders(t.Context())
		if err != nil || len(state.Schedules) != 0 || len(state.Settings.Portals) != 0 {
			t.Errorf("left are %+v, %v", state, err)
		}
	})
	t.Run("AKeyThatBeginsLater", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.add("Care", ends)
		k.renew(p, ends.Add(-10*day), ends.Add(720*day))
		k.at(k.now)
		k.wantInbox("Care b30d")
		k.at(ends.Add(-10*day - 6*time.Minute))
		k.wantInbox("Care b30d", "Care b15d")
		k.at(ends.Add(-10*day - 5*time.Minute)) // nobody changed anything
		k.wantInbox("Care b30d", "Care b15d", "Care renewed")
	})
	t.Run("ManyAreADigest", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-5*day))
		for _, name := range []string{"A", "B", "C", "D", "E"} {
			k.add(name, ends)
		}
		k.at(k.now)
		if len(k.inbox()) != 5 || len(k.desktop.Got()) != 1 || k.desktop.Got()[0].Message.Title != "5 keys need attention, the nearest expires in 5 days." {
			t.Errorf("inbox %q, desktop %q", k.inbox(), titles(k.desktop))
		}
	})
	t.Run("ACertificateIsAsOfItsImport", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.add("Care", ends)
		p.Origin, p.Application.Keys[0].AddedAt = portal.Watched, ends.Add(-40*day)
		k.save(p)
		k.at(ends.Add(-7 * day))
		if got := k.desktop.Got(); len(got) != 1 || !strings.Contains(got[0].Message.Body, "As of 29 January 2027 12:00 (UTC)") {
			t.Errorf("the desktop got %+v", got)
		}
	})
	t.Run("AWatchedCertificateIsUpToDate", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-20*day))
		p := k.add("Care", ends)
		p.Origin, p.CertificatePath, p.Application.Keys[0].AddedAt = portal.Watched, "care.pem", ends.Add(-40*day)
		k.save(p)
		k.at(ends.Add(-7 * day))
		if got := k.desktop.Got(); len(got) != 1 || strings.Contains(got[0].Message.Body, "As of") {
			t.Errorf("the desktop got %+v", got)
		}
	})
}

func TestReminderUpdates(t *testing.T) {
	updating := func(p portal.Portal, state renewal.State, since time.Time) renewal.Operation {
		return renewal.Operation{
			ID: uuid.New(), PortalID: p.ID, PortalName: p.Name, State: state,
			Attempts: []renewal.Attempt{{SubmittingAt: since, Baseline: renewal.BaselineOf(p.Application.Keys, since)}},
		}
	}
	t.Run("OneUnderWayHoldsBack", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		k.updates[p.ID] = updating(p, renewal.StateRunning, ends.Add(-7*day-time.Minute))
		k.at(ends.Add(-7 * day))
		k.wantInbox("Care b15d")
		// A key is there, but not proven.
		renewed := k.renew(p, ends.Add(-7*day), ends.Add(720*day))
		k.at(ends.Add(-7*day + time.Minute))
		k.wantInbox("Care b15d")
		delete(k.updates, p.ID)
		must(t, k.reminders.Renewed(t.Context(), p.ID))
		k.at(ends.Add(-7*day + 2*time.Minute))
		k.wantInbox("Care b15d", "Care renewed")
		if r := k.record(renewed, "b90d"); r.Status != renewal.StatusPending {
			t.Errorf("b90d of the new key is %s", r.Status)
		}
	})
	t.Run("OneThatFailsLetsThemGo", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		op := updating(p, renewal.StateRunning, ends.Add(-7*day-time.Minute))
		k.updates[p.ID] = op
		k.at(ends.Add(-7 * day))
		k.wantInbox("Care b15d")
		delete(k.updates, p.ID)
		op.State = renewal.StateFailed
		for range 2 {
			must(t, k.reminders.Tell(t.Context(), op))
			k.at(ends.Add(-7*day + time.Minute))
		}
		want := []string{"Care 1/failed", "Care b15d", "Care b7d"}
		if said := k.inbox(); !slices.Equal(slices.Sorted(slices.Values(said)), want) {
			t.Errorf("the inbox has %q", said)
		}
		if got := titles(k.desktop); len(got) != 3 || !slices.Contains(got, "Care: the update of the authentication key failed.") {
			t.Errorf("the desktop got %q", got)
		}
	})
	t.Run("RenewedByAProgramThatNeverLookedBefore", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends.Add(720*day))
		must(t, k.reminders.Renewed(t.Context(), p.ID))
		k.restart()
		k.at(k.now)
		k.wantInbox("Care renewed")
	})
}

func TestReminderCare(t *testing.T) {
	t.Run("Mute", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		wantFault(t, k.reminders.Mute(t.Context(), p.ID, "  "), fault.Invalid, "with a reason")
		must(t, k.reminders.Mute(t.Context(), p.ID, "Goes out of service."))
		k.at(ends.Add(-time.Hour))
		k.wantInbox("Care b15d")
		if b, _ := k.reminders.Banner(t.Context()); b.Title != "" {
			t.Errorf("the banner is %+v", b)
		}
		if planned, err := k.reminders.Planned(t.Context(), admin.PlannedQuery{}); err != nil || len(planned) != 0 {
			t.Errorf("planned are %v, %v", planned, err)
		}
		k.restart()
		must(t, k.reminders.Unmute(t.Context(), p.ID))
		k.at(ends.Add(-time.Minute))
		k.wantInbox("Care b15d", "Care b3h")
		wantFault(t, k.reminders.Unmute(t.Context(), p.ID), fault.Conflict, "not muted")
	})
	t.Run("OnlyOwnersMute", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		p.Application.Owners = []string{grace}
		k.save(p)
		wantFault(t, k.reminders.Mute(t.Context(), p.ID, "No need."), fault.Denied, "not an owner")
		wantFault(t, k.reminders.SetPortal(t.Context(), p.ID, "Support", renewal.Thresholds{}), fault.Denied, "not an owner")
		must(t, k.reminders.Snooze(t.Context(), p.ID, time.Time{}))
	})
	t.Run("Snooze", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		must(t, k.reminders.Snooze(t.Context(), p.ID, ends.Add(-5*day)))
		k.restart()
		k.at(ends.Add(-6 * day))
		k.wantInbox("Care b15d")
		k.at(ends.Add(-5 * day))
		k.wantInbox("Care b15d", "Care b5d")
		must(t, k.reminders.Snooze(t.Context(), p.ID, ends.Add(-2*day)))
		must(t, k.reminders.WakeUp(t.Context(), p.ID))
		wantFault(t, k.reminders.WakeUp(t.Context(), p.ID), fault.Conflict, "not snoozed")
		k.at(ends.Add(-4 * day))
		k.wantInbox("Care b15d", "Care b5d", "Care b4d")
	})
	t.Run("Acknowledge", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p, q := k.add("Care", ends), k.add("Shop", ends.Add(time.Hour))
		k.at(k.now)
		b, err := k.reminders.Banner(t.Context())
		if err != nil || b.Worst != p.ID || len(b.Portals) != 2 || b.Title != "Care: the authentication key expires in 8 days." {
			t.Errorf("the banner is %+v, %v", b, err)
		}
		must(t, k.reminders.Acknowledge(t.Context(), p.ID))
		if b, err := k.reminders.Banner(t.Context()); err != nil || b.Worst != q.ID || len(b.Portals) != 1 {
			t.Errorf("the banner is %+v, %v", b, err)
		}
		wantFault(t, k.reminders.Acknowledge(t.Context(), p.ID), fault.Conflict, "nothing to acknowledge")
		k.at(ends.Add(-7 * day))
		if b, err := k.reminders.Banner(t.Context()); err != nil || b.Worst != p.ID {
			t.Errorf("the next one does not show: %+v, %v", b, err)
		}
	})
	t.Run("Pause", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-3*day-time.Hour))
		k.add("Care", ends)
		must(t, k.reminders.Pause(t.Context(), ends.Add(-time.Hour)))
		k.at(ends.Add(-2 * day))
		k.wantInbox()
		if status := k.reminders.Status(t.Context()); !status.PausedUntil.Equal(ends.Add(-time.Hour)) || status.Trouble != nil {
			t.Errorf("the status is %+v", status)
		}
		k.at(ends.Add(-day)) // critical
		k.wantInbox("Care b1d")
		wantFault(t, k.reminders.Pause(t.Context(), ends.Add(30*day)), fault.Invalid, "a week")
		wantFault(t, k.reminders.Pause(t.Context(), ends.Add(-30*day)), fault.Invalid, "past")
		must(t, k.reminders.Pause(t.Context(), time.Time{}))
	})
	t.Run("QuietHours", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-31*day-3*time.Hour))
		k.add("Care", ends)
		_, err := k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{Quiet: renewal.Quiet{From: 11 * 60, Until: 14 * 60}})
		must(t, err)
		k.at(k.now) // before noon
		k.wantInbox("Care b60d")
		k.at(ends.Add(-30 * day)) // noon
		k.wantInbox("Care b60d")
		k.at(ends.Add(-30*day + 2*time.Hour))
		k.wantInbox("Care b60d", "Care b30d")
		k.at(ends.Add(-7 * day)) // high
		k.wantInbox("Care b60d", "Care b30d", "Care b7d")
	})
	t.Run("OwnTimes", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-11*day))
		group, err := renewal.NewThresholds("b10d", "b1d")
		must(t, err)
		own, err := renewal.NewThresholds("b9d")
		must(t, err)
		p, q := k.add("Care", ends), k.add("Shop", ends)
		_, err = k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{Groups: map[string]renewal.Thresholds{"Support": group}})
		must(t, err)
		must(t, k.reminders.SetPortal(t.Context(), p.ID, "Support", renewal.Thresholds{}))
		must(t, k.reminders.SetPortal(t.Context(), q.ID, "Support", own))
		k.restart()
		k.at(ends.Add(-10 * day))
		k.wantInbox("Care b10d")
		k.at(ends.Add(-9 * day))
		k.wantInbox("Care b10d", "Shop b9d")
	})
	t.Run("Inbox", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		k.add("Care", ends)
		k.at(k.now)
		k.at(ends.Add(-7 * day))
		entries, err := k.reminders.Inbox(t.Context())
		must(t, err)
		must(t, k.reminders.MarkRead(t.Context(), entries[1].Notice.ID))
		entries, err = k.reminders.Inbox(t.Context())
		must(t, err)
		if !entries[0].ReadAt.IsZero() || entries[1].ReadAt.IsZero() {
			t.Errorf("read: %v, %v", entries[0].ReadAt, entries[1].ReadAt)
		}
		if m := entries[1].Message(nil); m.Title != "Care: the authentication key expires in 8 days." {
			t.Errorf("it says %q, a day after it was raised", m.Title)
		}
	})
}

func TestReminderMail(t *testing.T) {
	setUp := func(t *testing.T, k *keeper) {
		t.Helper()
		password := "s3cret"
		account := admin.MailAccount{Host: "smtp.contoso.example", Port: 587, Security: admin.MailStartTLS, User: "gatehouse", From: "Gatehouse <gatehouse@contoso.example>"}
		if _, err := k.reminders.SaveMail(t.Context(), account, &password); err != nil {
			t.Fatal(err)
		}
	}
	k := newKeeper(t, ends.Add(-8*day))
	p, q := k.add("Care", ends), k.add("Shop", ends)
	q.Organization = portal.Organization{Name: "Fabrikam"}
	k.save(q)
	for _, person := range []admin.Person{
		{Address: "all@contoso.example", All: true},
		{Address: "care@contoso.example", Name: "Care team", Organizations: []string{"https://CONTOSO.crm4.dynamics.com"}},
		{Address: "shop@contoso.example", Organizations: []string{"Fabrikam"}},
	} {
		if _, err := k.reminders.SignUp(t.Context(), person); err != nil {
			t.Fatal(err)
		}
	}
	k.at(k.now)
	if outcome := k.outcome(p, "b15d"); !strings.Contains(outcome, "e-mail:nobody") {
		t.Errorf("without an account b15d is %s", outcome)
	}
	setUp(t, k)
	k.restart()
	k.at(ends.Add(-7 * day))
	var got []string
	for _, it := range k.mail.Got() {
		got = append(got, it.To.Address+" "+it.Message.Notices[0].PortalName)
	}
	slices.Sort(got)
	want := []string{"all@contoso.example Care", "all@contoso.example Shop", "care@contoso.example Care", "shop@contoso.example Shop"}
	if !slices.Equal(got, want) {
		t.Errorf("mails are %q, want %q", got, want)
	}
	if outcome := k.outcome(p, "b7d"); outcome != "sent inbox:delivered desktop:delivered e-mail:delivered" {
		t.Errorf("b7d is %s", outcome)
	}
	t.Run("PasswordIsInTheKeyStore", func(t *testing.T) {
		if password, err := k.reminders.MailPassword(t.Context()); err != nil || password != "s3cret" {
			t.Errorf("password %q, %v", password, err)
		}
		account, err := k.reminders.MailAccount(t.Context())
		must(t, err)
		if _, err := k.reminders.SaveMail(t.Context(), account, nil); err != nil {
			t.Fatal(err)
		}
		if password, _ := k.reminders.MailPassword(t.Context()); password != "s3cret" {
			t.Error("it was lost by saving the rest")
		}
		account.User = ""
		if _, err := k.reminders.SaveMail(t.Context(), account, nil); err != nil {
			t.Fatal(err)
		}
		if names := k.secrets.Names(); len(names) != 0 {
			t.Errorf("left are %v", names)
		}
	})
	t.Run("WhoSignsOffGetsNothingMore", func(t *testing.T) {
		k.mail.Break(true)
		k.at(ends.Add(-6 * day))
		people, err := k.reminders.People(t.Context())
		must(t, err)
		for _, person := range people[1:] {
			must(t, k.reminders.SignOff(t.Context(), person.ID))
		}
		k.mail.Break(false)
		before := len(k.mail.Got())
		k.at(ends.Add(-6*day + 10*time.Minute))
		for _, it := range k.mail.Got()[before:] {
			if it.To.Address != people[0].Address {
				t.Errorf("%s got one", it.To.Address)
			}
		}
		if len(k.mail.Got()) != before+2 {
			t.Errorf("%d mails went out", len(k.mail.Got())-before)
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		for part, person := range map[string]admin.Person{
			"is no e-mail address": {Address: "Ada <ada@contoso.example>", All: true},
			"No organization":      {Address: "new@contoso.example"},
			"is no name":           {Address: "new@contoso.example", Name: "a\nb", All: true},
		} {
			_, err := k.reminders.SignUp(t.Context(), person)
			wantFault(t, err, fault.Invalid, part)
		}
		_, err := k.reminders.SignUp(t.Context(), admin.Person{Address: "ALL@contoso.example", All: true})
		wantFault(t, err, fault.Conflict, "already")
		good := admin.MailAccount{Host: "smtp.contoso.example", Port: 25, Security: admin.MailPlain, From: "gatehouse@contoso.example"}
		for part, change := range map[string]func(*admin.MailAccount){
			"no mail server":        func(m *admin.MailAccount) { m.Host = "a b" },
			"is no port":            func(m *admin.MailAccount) { m.Port = 70000 },
			"without encryption":    func(m *admin.MailAccount) { m.User = "gatehouse" },
			"security \"ssl\"":      func(m *admin.MailAccount) { m.Security = "ssl" },
			"is no sender":          func(m *admin.MailAccount) { m.From = "gatehouse" },
			"user of a mail server": func(m *admin.MailAccount) { m.User, m.Security = "a\nb", admin.MailTLS },
		} {
			bad := good
			change(&bad)
			_, err := k.reminders.SaveMail(t.Context(), bad, nil)
			wantFault(t, err, fault.Invalid, part)
		}
	})
}

func TestReminderSettings(t *testing.T) {
	k := newKeeper(t, ends.Add(-8*day))
	p := k.add("Care", ends)
	own, err := renewal.NewThresholds("b9d")
	must(t, err)
	for part, s := range map[string]admin.ReminderSettings{
		"cannot be switched off": {Off: []string{"inbox"}},
		"no channel":             {Off: []string{"pigeon"}},
		"no name":                {Groups: map[string]renewal.Thresholds{" ": own}},
		"is no name of a group":  {Groups: map[string]renewal.Thresholds{strings.Repeat("x", 61): own}},
		"two groups":             {Groups: map[string]renewal.Thresholds{"Support": own, " Support": own}},
		"time of day":            {Quiet: renewal.Quiet{From: 24 * 60}},
	} {
		_, err := k.reminders.SaveSettings(t.Context(), s)
		wantFault(t, err, fault.Invalid, part)
	}
	must(t, k.reminders.SetPortal(t.Context(), p.ID, "Support", own))
	if _, err := k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{Off: []string{"desktop"}}); err != nil {
		t.Fatal(err)
	}
	k.restart()
	s, err := k.reminders.ReminderSettings(t.Context())
	if err != nil || !slices.Equal(s.Off, []string{"desktop"}) || s.Portals[p.ID].Group != "Support" {
		t.Errorf("the settings are %+v, %v", s, err)
	}
	k.at(k.now)
	if outcome := k.outcome(p, "b9d"); outcome != "sent inbox:delivered e-mail:nobody" || len(k.desktop.Got()) != 0 {
		t.Errorf("b9d is %s", outcome)
	}
	log, err := k.db.Activity(t.Context(), admin.ActivityQuery{Limit: 10})
	if err != nil || log[0].Action != event.RemindersChanged || log[0].Actor != ada || log[1].PortalID != p.ID {
		t.Errorf("the log is %+v, %v", log, err)
	}
	must(t, k.reminders.Test(t.Context(), "desktop", notify.Recipient{}))
	k.wantDesktop("Gatehouse reaches you here.")
	wantFault(t, k.reminders.Test(t.Context(), "pigeon", notify.Recipient{}), fault.NotFound, "no channel")
}

// Looking ahead changes nothing.
func TestDueAt(t *testing.T) {
	k := newKeeper(t, ends.Add(-100*day))
	p := k.add("Care", ends)
	k.at(k.now)
	before, err := k.db.Reminders(t.Context())
	must(t, err)
	preview, err := k.reminders.DueAt(t.Context(), time.Date(2027, 2, 20, 0, 0, 0, 0, time.UTC))
	must(t, err)
	var got []string
	for _, n := range preview.Notices {
		text, _, _ := strings.Cut(n.Text, "\n")
		got = append(got, string(n.Threshold)+" "+text)
		if n.Superseded != (n.Threshold != "b30d") {
			t.Errorf("%s: superseded is %v", n.Threshold, n.Superseded)
		}
	}
	if want := []string{
		"b90d Care: the authentication key expires in 18 days.", "b60d Care: the authentication key expires in 18 days.",
		"b30d Care: the authentication key expires in 18 days.",
	}; !slices.Equal(got, want) {
		t.Errorf("due are %q, want %q", got, want)
	}
	if !preview.Next.Equal(ends.Add(-15 * day)) {
		t.Errorf("next is %v", preview.Next)
	}
	if preview, err := k.reminders.DueAt(t.Context(), ends.Add(-100*day)); err != nil || len(preview.Notices) != 0 {
		t.Errorf("due are %v, %v", preview, err)
	}
	planned, err := k.reminders.Planned(t.Context(), admin.PlannedQuery{PortalID: p.ID, From: ends.Add(-day), Until: ends})
	must(t, err)
	var ids []string
	for _, n := range planned {
		ids = append(ids, string(n.Threshold))
	}
	if want := "b1d b12h b6h b3h x0"; strings.Join(ids, " ") != want {
		t.Errorf("planned are %q, want %s", ids, want)
	}
	after, err := k.db.Reminders(t.Context())
	must(t, err)
	if len(after.Schedules) != len(before.Schedules) || after.Mark != before.Mark || len(after.Schedules[0].Settled) != 0 {
		t.Errorf("looking changed %+v to %+v", before, after)
	}
}

// What cannot be read is put aside once, told in the log, and keeps no other portal from being reminded of.
func TestReminderQuarantine(t *testing.T) {
	k := newKeeper(t, ends.Add(-8*day))
	k.add("Care", ends)
	k.add("Shop", ends)
	k.at(k.now)
	state, err := k.db.Reminders(t.Context())
	must(t, err)
	spoilt := state.Schedules[0]
	spoilt.Schema = 99 // as a newer program writes it
	must(t, k.db.SaveReminders(t.Context(), admin.ReminderChange{Schedules: []renewal.Schedule{spoilt}}))
	k.restart()
	k.at(ends.Add(-7 * day))
	if said := k.inbox(); len(said) != 4 || !slices.Contains(said, "Care b7d") || !slices.Contains(said, "Shop b7d") {
		t.Errorf("the inbox has %q", said)
	}
	repaired := func() (found []event.Activity) {
		log, err := k.db.Activity(t.Context(), admin.ActivityQuery{Limit: 100})
		must(t, err)
		for _, e := range log {
			if e.Action == event.RemindersRepaired {
				found = append(found, e)
			}
		}
		return found
	}
	if told := repaired(); len(told) != 1 || !strings.Contains(told[0].Summary, "has the shape 99") {
		t.Errorf("the log has %+v", told)
	}
	k.restart()
	k.at(k.now.Add(time.Minute))
	if told := repaired(); len(told) != 1 {
		t.Errorf("it is told again: %+v", told)
	}
}
