package renewal_test

import (
	"testing"
	"time"

	"gatehouse/backend/renewal"
)

func TestFollow(t *testing.T) {
	set := renewal.DefaultThresholds(true)
	now := end.Add(-2 * day)
	follow := func(d *desk, id byte, until time.Time, now time.Time) (closed renewal.Schedule) {
		closed, d.tracked[0].Schedule = renewal.Follow(d.tracked[0].Schedule, renewal.NewSchedule(care(1), keyUntil(id, until), now), set, now)
		return closed
	}
	t.Run("SameKey", func(t *testing.T) {
		d := newDesk(t, 1).settle(now)
		if closed := follow(d, 1, end, now); closed.Closed || d.tracked[0].Schedule.Closed || d.status("b3h") != renewal.StatusPending {
			t.Error("the same key closes the schedule")
		}
	})
	t.Run("ShortLived", func(t *testing.T) {
		d := newDesk(t, 1).settle(now)
		follow(d, 2, now.Add(45*day), now)
		d.want(d.deliver(now), renewal.Renewed)
		if f := d.last.Firing[0]; f.Severity != renewal.SeverityWarning || !f.Schedule.ShortLived(now) {
			t.Errorf("severity is %s", f.Severity)
		}
		if d.status("b90d") != renewal.StatusBaseline || d.status("b60d") != renewal.StatusBaseline || d.status("b30d") != renewal.StatusPending {
			t.Errorf("b90d is %s, b60d %s, b30d %s", d.status("b90d"), d.status("b60d"), d.status("b30d"))
		}
		d.want(d.deliver(now.Add(15*day)), "b30d")
	})
	t.Run("NinetyDaysAreEnough", func(t *testing.T) {
		d := newDesk(t, 1).settle(now)
		follow(d, 2, now.Add(90*day), now)
		d.want(d.deliver(now), renewal.Renewed)
		if f := d.last.Firing[0]; f.Severity != renewal.SeverityInfo || d.status("b90d") != renewal.StatusBaseline {
			t.Errorf("severity is %s, b90d %s", f.Severity, d.status("b90d"))
		}
	})
	t.Run("NoticeWaitsForTheMorning", func(t *testing.T) {
		d := newDesk(t, 1).settle(now)
		d.settings.Quiet = renewal.Quiet{From: 0, Until: 23 * 60}
		follow(d, 2, now.Add(31*day), now)
		d.held(now, renewal.HoldQuiet, instant("2027-03-08T23:00:00Z"))
		d.want(d.deliver(instant("2027-03-08T23:00:00Z")), renewal.Renewed)
	})
	t.Run("NoticeIsSuperseded", func(t *testing.T) {
		d := newDesk(t, 1).settle(now)
		follow(d, 2, now.Add(31*day), now)
		d.want(d.deliver(now.Add(day)), "b30d")
		if d.status(renewal.Renewed) != renewal.StatusSuperseded {
			t.Errorf("the notice is %s", d.status(renewal.Renewed))
		}
	})
	t.Run("UndeliveredReminderIsCancelled", func(t *testing.T) {
		d := newDesk(t, 1)
		d.want(d.evaluate(now), "b2d")
		closed := follow(d, 2, now.Add(730*day), now.Add(time.Second))
		d.want(d.deliver(now.Add(time.Hour)), renewal.Renewed)
		if len(closed.Open) != 0 || closed.StatusOf(set.All()[9]) != renewal.StatusCancelled {
			t.Errorf("%d are open, b2d is %s", len(closed.Open), closed.StatusOf(set.All()[9]))
		}
		if _, err := closed.Settle("b2d", "inbox", renewal.OutcomeDelivered, now); err != nil {
			t.Errorf("a late outcome: %v", err)
		}
	})
	t.Run("SameKeyOtherEnd", func(t *testing.T) { // first sight of a new schedule, not a renewal
		d := newDesk(t, 1).settle(now)
		closed := follow(d, 1, end.Add(20*day), now)
		if r := closed.Settled[len(closed.Settled)-1]; r.Status != renewal.StatusCancelled || r.Reason != "replaced" {
			t.Errorf("%s is %s because of %q", r.Threshold, r.Status, r.Reason)
		}
		d.want(d.deliver(now), "b30d")
	})
	t.Run("EarlierEnd", func(t *testing.T) {
		d := newDesk(t, 1)
		follow(d, 2, end.Add(-day), now)
		d.want(d.deliver(now), "b1d")
	})
	t.Run("OldKeyComesBack", func(t *testing.T) {
		d := newDesk(t, 1).settle(now)
		closed := follow(d, 2, end.Add(700*day), now)
		d.deliver(now)
		renewed := d.tracked[0].Schedule
		back := now.Add(12 * time.Hour)
		// The new key was removed again: the old one is current, with one day left by now.
		renewed, d.tracked[0].Schedule = renewal.Follow(renewed, closed, set, back)
		d.want(d.deliver(back))
		if d.status("b3h") != renewal.StatusPending {
			t.Errorf("b3h is %s", d.status("b3h"))
		}
		d.want(d.deliver(end.Add(-day)), "b1d")
		if !renewed.Closed {
			t.Error("the removed key is still followed")
		}
		// And the new one again: it was announced already.
		_, d.tracked[0].Schedule = renewal.Follow(d.tracked[0].Schedule, renewed, set, end.Add(-day))
		d.want(d.deliver(end.Add(-day)))
		d.want(d.deliver(end.Add(700*day-90*day)), "b90d")
	})
	t.Run("ClosedSaysNothing", func(t *testing.T) {
		d := newDesk(t, 1)
		closed := follow(d, 2, end.Add(700*day), now)
		d.tracked[0].Schedule = closed
		d.want(d.evaluate(end.Add(day)))
		if !d.last.Next.IsZero() {
			t.Errorf("next %v", d.last.Next)
		}
	})
}

func TestSucceed(t *testing.T) {
	now := end.Add(-60 * day)
	d := newDesk(t, 1)
	d.replace(renewal.Succeed(renewal.NewSchedule(care(1), keyUntil(1, end), now), renewal.Thresholds{}, now))
	if d.status("b90d") != renewal.StatusBaseline {
		t.Errorf("b90d is %s", d.status("b90d"))
	}
	d.want(d.deliver(now), renewal.Renewed)
	d.want(d.deliver(end.Add(-30*day)), "b30d")
}

func TestBanner(t *testing.T) {
	set := renewal.DefaultThresholds(true)
	d := newDesk(t, 1)
	shown := func(now time.Time, want renewal.ThresholdID) {
		t.Helper()
		got, ok := d.tracked[0].Schedule.Banner(set, now)
		if got := map[bool]renewal.ThresholdID{true: got.ID}[ok]; got != want {
			t.Errorf("at %v the banner is %q, want %q", now, got, want)
		}
	}
	shown(end.Add(-91*day), "")
	shown(end.Add(-89*day), "b90d") // whether or not its reminder is out
	s, err := d.tracked[0].Schedule.Acknowledge(set, "ada", end.Add(-89*day))
	if err != nil {
		t.Fatal(err)
	}
	d.replace(s)
	shown(end.Add(-89*day), "")
	if _, err := s.Acknowledge(set, "ada", end.Add(-88*day)); err == nil {
		t.Error("it was acknowledged twice")
	}
	shown(end.Add(-60*day), "b60d")
	if got, ok := s.Banner(renewal.Thresholds{}, end.Add(-60*day)); !ok || got.ID != "b60d" {
		t.Errorf("without chosen thresholds the banner is %q", got.ID)
	}
	shown(end.Add(400*day), "a7d")
	seen := end.Add(8 * day) // no other one comes after this
	for range 2 {
		s, err = s.Acknowledge(set, "ada", seen)
		if err != nil {
			t.Fatal(err)
		}
		d.replace(s)
		shown(seen.Add(7*day-1), "")
		seen = seen.Add(7 * day)
		shown(seen, "a7d")
	}
	closed, current := renewal.Follow(s, renewal.NewSchedule(care(1), keyUntil(2, end.Add(10*day)), end), set, end)
	d.replace(closed)
	shown(end.Add(day), "")
	d.replace(current)
	shown(end, "") // past before the key came to be
	shown(end.Add(3*day), "b7d")
}
