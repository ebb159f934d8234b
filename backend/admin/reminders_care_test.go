package admin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

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
	t.Run("NextDueKnowsWhatHoldsItBack", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-29*day))
		p := k.add("Care", ends)
		k.at(k.now)
		next := func(want renewal.ThresholdID, at time.Time) {
			t.Helper()
			all, err := k.reminders.NextDue(t.Context(), 5)
			must(t, err)
			if len(all) != 1 || all[0].Threshold != want || !all[0].At.Equal(at) {
				t.Errorf("next are %+v, want %s at %v", all, want, at)
			}
		}
		next("b15d", ends.Add(-15*day))
		must(t, k.reminders.Snooze(t.Context(), p.ID, ends.Add(-8*day)))
		next("b15d", ends.Add(-8*day))
		k.at(ends.Add(-14 * day))
		next("b15d", ends.Add(-8*day))
		must(t, k.reminders.WakeUp(t.Context(), p.ID))
		must(t, k.reminders.Pause(t.Context(), ends.Add(-9*day)))
		next("b15d", ends.Add(-9*day))
	})
	t.Run("SnoozeThatEnded", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-40*day))
		p := k.add("Care", ends)
		k.at(k.now)
		must(t, k.reminders.Snooze(t.Context(), p.ID, ends.Add(-33*day)))
		k.at(ends.Add(-20 * day))
		it, err := k.reminders.Portal(t.Context(), p.ID)
		if err != nil || it.Snooze != nil || !it.CanSnooze || !it.MoreUrgentAt.Equal(ends.Add(-7*day)) || !it.CriticalAt.Equal(ends.Add(-day)) {
			t.Errorf("it is %+v, %v", it, err)
		}
		wantFault(t, k.reminders.WakeUp(t.Context(), p.ID), fault.Conflict, "not snoozed")
		must(t, k.reminders.Snooze(t.Context(), p.ID, time.Time{})) // without ending the old one first
		if it, _ := k.reminders.Portal(t.Context(), p.ID); it.Snooze == nil || !it.Snooze.Until.IsZero() {
			t.Errorf("the snooze is %+v", it.Snooze)
		}
		k.at(ends.Add(-7 * day))
		k.wantInbox("Care b60d", "Care b30d", "Care b7d")
		if it, _ := k.reminders.Portal(t.Context(), p.ID); it.Snooze != nil || !it.CanSnooze {
			t.Errorf("after a more urgent one the snooze is %+v", it.Snooze)
		}
		must(t, k.reminders.Mute(t.Context(), p.ID, "No need."))
		if it, _ := k.reminders.Portal(t.Context(), p.ID); it.CanSnooze {
			t.Error("a muted portal can be snoozed")
		}
		k.at(ends)
		if it, _ := k.reminders.Portal(t.Context(), p.ID); it.CanSnooze {
			t.Error("a critical reminder can be snoozed")
		}
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

func TestReminderRetry(t *testing.T) {
	from := ends.Add(-8 * day)
	givenUp := func(t *testing.T, names ...string) (*keeper, []portal.Portal) {
		t.Helper()
		k := newKeeper(t, from)
		var portals []portal.Portal
		for _, name := range names {
			portals = append(portals, k.add(name, ends))
		}
		k.desktop.Break(true)
		k.at(from)
		for i := range 6 {
			k.at(from.Add(time.Duration(i+1) * 3 * time.Minute))
		}
		k.desktop.Break(false)
		return k, portals
	}
	undelivered := func(t *testing.T, k *keeper) []notify.Delivery {
		t.Helper()
		all, err := k.reminders.Undelivered(t.Context())
		must(t, err)
		return all
	}
	t.Run("DigestWithoutTheKeyThatWasReplaced", func(t *testing.T) {
		k, portals := givenUp(t, "Care", "Desk", "Parts", "Shop")
		k.renew(portals[0], k.now, ends.Add(700*day))
		k.at(k.now.Add(time.Minute))
		all := undelivered(t, k)
		if len(all) != 1 || all[0].State != notify.GivenUp {
			t.Fatalf("undelivered are %+v", all)
		}
		must(t, k.reminders.Retry(t.Context(), all[0].ID))
		k.at(k.now.Add(time.Minute))
		k.wantDesktop("Care: the authentication key was renewed.", "3 keys need attention, the nearest expires in 7 days.")
		if outcome := k.outcome(portals[1], "b15d"); outcome != "sent inbox:delivered desktop:delivered e-mail:nobody" {
			t.Errorf("b15d is %s", outcome)
		}
	})
	t.Run("NothingIsLeft", func(t *testing.T) {
		k, portals := givenUp(t, "Care")
		id := undelivered(t, k)[0].ID
		k.renew(portals[0], k.now, ends.Add(700*day))
		k.at(k.now.Add(time.Minute))
		wantFault(t, k.reminders.Retry(t.Context(), id), fault.Conflict, "replaced")
		if all := undelivered(t, k); len(all) != 0 {
			t.Errorf("undelivered are %+v", all)
		}
	})
	t.Run("PortalWasRemoved", func(t *testing.T) {
		k, portals := givenUp(t, "Care")
		id := undelivered(t, k)[0].ID
		must(t, k.db.RemovePortals(t.Context(), portals, nil))
		k.bus.Publish(event.Event{Topic: event.OnPortals, Subject: portals[0].ID.String()})
		k.at(k.now.Add(time.Minute))
		wantFault(t, k.reminders.Retry(t.Context(), id), fault.Conflict, "removed")
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
