package admin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
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
		if r := k.record(p, "b60d"); r.Status != renewal.StatusSuperseded {
			t.Errorf("b60d is %s: the key was followed before it was proven", r.Status)
		}
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
	t.Run("OneThatEndedWithTheProgramIsToldLater", func(t *testing.T) {
		k := newKeeper(t, ends.Add(-8*day))
		p := k.add("Care", ends)
		k.at(k.now)
		news, old := updating(p, renewal.StateFailed, k.now), updating(p, renewal.StateFailed, k.now)
		news.ChangedAt, old.ChangedAt = k.now, k.now.Add(-30*day)
		k.ended = []renewal.Operation{news, old}
		for range 2 {
			k.restart()
			k.at(k.now.Add(time.Hour))
		}
		k.wantInbox("Care b15d", "Care 1/failed")
		if got := titles(k.desktop); len(got) != 2 {
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
