package admin_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
)

// goOn lets ticks happen at times that are some hours apart.
func (k *keeper) goOn(from, until time.Time, every time.Duration) {
	k.t.Helper()
	for now := from; now.Before(until); now = now.Add(every) {
		k.at(now)
	}
}

func TestReminderClock(t *testing.T) {
	finalWeek := []string{
		"Care b7d", "Care b6d", "Care b5d", "Care b4d", "Care b3d", "Care b2d", "Care b1d", "Care b12h", "Care b6h", "Care b3h", "Care x0",
		"Care a1d", "Care a2d", "Care a3d", "Care a4d", "Care a5d", "Care a6d",
	}
	from := ends.Add(-20 * day)
	t.Run("AheadForAMinute", func(t *testing.T) {
		k := newKeeper(t, from)
		p := k.add("Care", ends)
		k.at(from)
		k.at(ends.Add(300 * day))
		k.goOn(from.Add(time.Minute), ends.Add(10*day), 3*time.Hour)
		// The inbox says of each when it was raised, so the one that came too early is the newest.
		k.wantInbox(slices.Concat([]string{"Care b30d", "Care b15d"}, finalWeek, []string{"Care a7d/2", "Care a7d"})...)
		if got := titles(k.desktop); len(got) != 21 || got[3] != "Care: the authentication key expires in 6 days 23 hours." {
			t.Errorf("the desktop got %q", got)
		}
		if outcome := k.outcome(p, "a7d"); outcome != "sent inbox:delivered desktop:delivered e-mail:nobody" {
			t.Errorf("a7d is %s", outcome)
		}
		k.restart()
		k.at(ends.Add(20 * day))
		if got := len(k.inbox()); got != 21 {
			t.Errorf("%d notices after a restart", got)
		}
	})
	t.Run("ForgetsNoDeliveries", func(t *testing.T) {
		k := newKeeper(t, from)
		k.add("Care", ends)
		k.at(from)
		k.at(ends.Add(300 * day))
		k.at(from.Add(time.Minute))
		all, err := k.reminders.Deliveries(t.Context(), 10)
		must(t, err)
		if len(all) != 2 {
			t.Errorf("%d deliveries are left", len(all))
		}
	})
	t.Run("SaysWhatIsNext", func(t *testing.T) {
		k := newKeeper(t, from)
		k.add("Care", ends)
		k.at(from)
		k.at(ends.Add(300 * day))
		for _, now := range []time.Time{from.Add(time.Minute), from.Add(time.Hour)} { // before and after it was noticed
			k.setClock(now)
			next, err := k.reminders.NextDue(t.Context(), 5)
			must(t, err)
			if len(next) != 1 || next[0].Threshold != "b15d" || !next[0].At.Equal(ends.Add(-15*day)) {
				t.Errorf("next are %+v", next)
			}
			k.at(now)
		}
	})
	t.Run("RestartsWhileBehind", func(t *testing.T) {
		k := newKeeper(t, from)
		k.add("Care", ends)
		k.at(from)
		k.at(ends.Add(300 * day))
		k.at(from.Add(time.Minute))
		k.restart()
		k.at(from.Add(12 * time.Hour))
		k.restart()
		k.at(from.Add(25 * time.Hour))
		k.restart()
		k.at(ends.Add(-7 * day))
		if got := titles(k.desktop); got[len(got)-1] != "Care: the authentication key expires in 7 days." {
			t.Errorf("the desktop got %q", got)
		}
		entries, err := k.db.Activity(t.Context(), admin.ActivityQuery{Limit: 100})
		must(t, err)
		if i := slices.IndexFunc(entries, func(e event.Activity) bool { return e.Action == event.RemindersReopened }); i < 0 ||
			!strings.Contains(entries[i].Summary, "set back, from 4 January 2028") {
			t.Errorf("the activity log says %+v", entries)
		}
	})
	t.Run("SleepsBetweenTwoLooksAtTheClock", func(t *testing.T) {
		k := newKeeper(t, from)
		k.add("Care", ends)
		k.at(from)
		k.at(ends.Add(300 * day))
		k.at(from.Add(time.Minute))
		// The machine goes to sleep in the middle of a tick, within the day in which the clock is doubted, and wakes after it.
		looks := 0
		k.reminders.Now = func() time.Time {
			if looks++; looks > 1 {
				return from.Add(30 * time.Hour)
			}
			return from.Add(20 * time.Hour)
		}
		must(t, k.reminders.Tick(t.Context()))
		k.reminders.Wait()
		k.reminders.Now = k.clock
		k.goOn(from.Add(30*time.Hour), ends.Add(-4*day), 3*time.Hour)
		k.wantInbox("Care b30d", "Care b15d", "Care b7d", "Care b6d", "Care b5d", "Care a7d")
	})
	t.Run("PausedByAWrongClock", func(t *testing.T) {
		k := newKeeper(t, from)
		k.add("Care", ends)
		k.at(from)
		k.at(ends.Add(300 * day))
		must(t, k.reminders.Pause(t.Context(), ends.Add(303*day)))
		k.goOn(from.Add(time.Minute), ends.Add(-15*day+time.Hour), 3*time.Hour)
		if status := k.reminders.Status(t.Context()); !status.PausedUntil.IsZero() {
			t.Errorf("it is paused until %v", status.PausedUntil)
		}
		k.wantInbox("Care b30d", "Care b15d", "Care a7d")
	})
	t.Run("KeyThatIsNotInForceYet", func(t *testing.T) {
		k := newKeeper(t, from)
		p := k.add("Care", ends)
		p = k.renew(p, ends.Add(-time.Hour), ends.Add(700*day))
		k.at(from)
		k.at(ends.Add(300 * day))
		k.wantInbox("Care b30d", "Care renewed")
		k.at(from.Add(time.Minute))
		k.restart()
		k.goOn(from.Add(2*time.Minute), ends.Add(-6*day), 3*time.Hour)
		k.wantInbox("Care b30d", "Care b15d", "Care b7d", "Care renewed")
		k.goOn(ends.Add(-2*time.Hour), ends.Add(2*day), time.Hour)
		if it := k.record(p, "x0"); it.Status != "pending" {
			t.Errorf("x0 of the new key is %s", it.Status)
		}
	})
	t.Run("BehindForAMinute", func(t *testing.T) { // a machine without a battery for its clock
		k := newKeeper(t, from)
		p := k.add("Care", ends)
		k.renew(p, from.Add(-day), ends.Add(40*day))
		k.at(from)
		k.wantInbox("Care b60d")
		k.restart()
		k.at(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
		k.at(ends.Add(11 * day)) // 29 days before the end
		k.wantInbox("Care b60d", "Care b30d")
	})
}
