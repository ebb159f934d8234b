package renewal_test

import (
	"testing"
	"time"

	"gatehouse/backend/renewal"
)

// believe reopens everything where the clock is taken for right again, as whoever evaluates has to.
func (d *desk) believe(now time.Time) bool {
	since, believed := d.mark.Believed(now)
	for i := range d.tracked {
		if believed {
			d.tracked[i].Schedule, _ = d.tracked[i].Schedule.Reopen(since, now)
		}
	}
	return believed
}

func TestMarkBelieved(t *testing.T) {
	for name, test := range map[string]struct {
		mark renewal.Mark
		now  time.Time
		want bool
	}{
		"First":     {renewal.Mark{}, end, false},
		"GoesOn":    {renewal.Mark{At: end.Add(-day)}, end, false},
		"JustSeen":  {renewal.Mark{At: end.Add(9 * day)}, end, false},
		"NotADay":   {renewal.Mark{At: end.Add(9 * day), SetBackAt: end.Add(1 - day)}, end, false},
		"ADay":      {renewal.Mark{At: end.Add(9 * day), SetBackAt: end.Add(-day)}, end, true},
		"CaughtUp":  {renewal.Mark{At: end, SetBackAt: end.Add(-day)}, end, false},
		"BackAgain": {renewal.Mark{At: end.Add(9 * day), SetBackAt: end.Add(day)}, end, false},
	} {
		t.Run(name, func(t *testing.T) {
			if since, believed := test.mark.Believed(test.now); believed != test.want || believed && !since.Equal(test.mark.SetBackAt) {
				t.Errorf("believed %v since %v", believed, since)
			}
		})
	}
}

func TestMarkDecides(t *testing.T) {
	ahead := renewal.Mark{At: end.Add(9 * day)}
	if at := ahead.Decides(end.Add(10 * day)); !at.Equal(end.Add(10 * day)) {
		t.Errorf("with a clock that goes on: %v", at)
	}
	if at := ahead.Decides(end); !at.Equal(end.Add(day)) {
		t.Errorf("set back by days: %v", at)
	}
	if at := ahead.Decides(ahead.At.Add(-time.Hour)); !at.Equal(ahead.At) {
		t.Errorf("set back by an hour: %v", at)
	}
	d := newDesk(t, 1).settle(end.Add(-30 * day))
	d.mark = renewal.Mark{At: end.Add(9 * day), SetBackAt: end.Add(-17 * day)}
	if d.evaluate(end.Add(-16*day - time.Minute)); !d.last.Wake.Equal(end.Add(-16 * day)) {
		t.Errorf("the next look is at %v", d.last.Wake)
	}
}

func TestReopen(t *testing.T) {
	from := end.Add(-20 * day)
	ahead := func(t *testing.T, wrong time.Time) *desk { // the clock was wrong for a minute, and a day has passed since
		d := newDesk(t, 1).settle(from)
		d.deliver(wrong)
		d.want(d.evaluate(from.Add(time.Minute)))
		d.want(d.evaluate(from.Add(23 * time.Hour)))
		if !d.believe(from.Add(day + time.Minute)) {
			t.Fatal("the clock is not believed")
		}
		return d
	}
	t.Run("FinalWeekIsSaid", func(t *testing.T) {
		d := ahead(t, end.Add(300*day))
		d.want(d.evaluate(from.Add(day + time.Minute)))
		for _, th := range renewal.DefaultThresholds(true).All() {
			if at := th.At(end); at.After(from) {
				d.want(d.deliver(at.Add(-1)))
				d.want(d.deliver(at), th.ID)
			}
		}
		if n := d.tracked[0].Schedule.SaidEarly("a7d"); n != 1 {
			t.Errorf("a7d was said early %d times", n)
		}
		if n := d.tracked[0].Schedule.SaidEarly("b15d"); n != 0 {
			t.Errorf("b15d was said early %d times", n)
		}
	})
	t.Run("WhatWasDueWhileItWasWatched", func(t *testing.T) {
		d := newDesk(t, 1).settle(end.Add(-2 * day))
		d.deliver(end.Add(day))
		d.want(d.evaluate(end.Add(-2*day + time.Hour)))
		d.believe(end.Add(-day + time.Hour))
		d.want(d.deliver(end.Add(-day+time.Hour)), "b1d")
		d.want(d.deliver(end.Add(-12*time.Hour)), "b12h")
	})
	t.Run("FirstSeenByAWrongClock", func(t *testing.T) {
		d := newDesk(t, 1)
		d.want(d.deliver(end.Add(300*day)), "a7d")
		d.want(d.evaluate(from))
		d.believe(from.Add(day))
		d.want(d.deliver(from.Add(day)), "b30d")
	})
	t.Run("DueByNowAndSaidAhead", func(t *testing.T) {
		d := newDesk(t, 1).settle(from)
		d.want(d.deliver(end.Add(300*day)), "a7d")
		back := end.Add(8 * day) // it was wrong for weeks
		d.want(d.evaluate(back))
		d.believe(back.Add(day))
		d.want(d.deliver(back.Add(day)), "a7d")
		d.want(d.deliver(back.Add(2 * day)))
	})
	t.Run("SaidBeforeStaysSaid", func(t *testing.T) {
		d := ahead(t, end.Add(-7*day))
		if got := d.status("b30d"); got != renewal.StatusSent {
			t.Errorf("b30d is %s", got)
		}
		if got := d.status("b15d"); got != renewal.StatusPending {
			t.Errorf("b15d is %s", got)
		}
	})
	t.Run("BeingDelivered", func(t *testing.T) {
		d := newDesk(t, 1).settle(from)
		d.want(d.evaluate(end.Add(-7*day)), "b7d")
		d.want(d.evaluate(from))
		d.believe(from.Add(day))
		if s := d.tracked[0].Schedule; len(s.Open) != 0 || s.SaidEarly("b7d") != 1 {
			t.Errorf("open are %+v", s.Open)
		}
	})
	t.Run("RenewalIsSaidOnce", func(t *testing.T) {
		d := newDesk(t, 1).settle(from)
		wrong, next := end.Add(300*day), renewal.NewSchedule(care(1), keyUntil(9, end.Add(20*day)), from)
		_, d.tracked[0].Schedule = renewal.Follow(d.tracked[0].Schedule, next, renewal.Thresholds{}, wrong)
		d.want(d.deliver(wrong), renewal.Renewed)
		d.want(d.evaluate(from))
		d.believe(from.Add(day))
		d.want(d.deliver(from.Add(day)))
		d.want(d.deliver(end.Add(-10*day)), "b30d") // it had been taken for past
		d.want(d.deliver(end.Add(5*day)), "b15d")
	})
	t.Run("RenewalThatIsNotOutYet", func(t *testing.T) {
		d := newDesk(t, 1)
		_, d.tracked[0].Schedule = renewal.Follow(
			renewal.NewSchedule(care(1), keyUntil(8, end.Add(-day)), from), d.tracked[0].Schedule, renewal.Thresholds{}, end.Add(300*day))
		d.mark = renewal.Mark{At: end.Add(300 * day), SetBackAt: from}
		d.believe(from.Add(day))
		d.want(d.deliver(from.Add(day)), renewal.Renewed)
		d.want(d.deliver(end.Add(-7*day)), "b7d")
	})
	t.Run("WishesOfThatTime", func(t *testing.T) {
		d := newDesk(t, 1).settle(from)
		s := d.tracked[0].Schedule
		s.Snooze = &renewal.Snooze{Until: end.Add(400 * day), Severity: renewal.SeverityHigh, At: end.Add(300 * day)}
		s.Acknowledged = []renewal.Acknowledgement{{Threshold: "b30d", At: from}, {Threshold: "a7d", At: end.Add(300 * day)}}
		s, changed := s.Reopen(from, from.Add(day))
		if !changed || s.Snooze != nil || len(s.Acknowledged) != 1 {
			t.Errorf("%v, snooze %+v, acknowledged %+v", changed, s.Snooze, s.Acknowledged)
		}
	})
	t.Run("Nothing", func(t *testing.T) {
		s := newDesk(t, 1).settle(from).tracked[0].Schedule
		if _, changed := s.Reopen(from, from.Add(day)); changed {
			t.Error("it says that something changed")
		}
	})
	t.Run("Closed", func(t *testing.T) {
		d := newDesk(t, 1).settle(from)
		d.deliver(end.Add(-7 * day))
		closed, _ := renewal.Follow(d.tracked[0].Schedule, renewal.NewSchedule(care(1), keyUntil(9, end.Add(730*day)), from), renewal.Thresholds{}, end.Add(-7*day))
		reopened, _ := closed.Reopen(from, from.Add(day))
		if !reopened.Closed {
			t.Error("it is not closed any more")
		}
		// The new key is taken away again.
		_, d.tracked[0].Schedule = renewal.Follow(renewal.NewSchedule(care(1), keyUntil(9, end.Add(730*day)), from), reopened, renewal.Thresholds{}, from.Add(day))
		d.mark = renewal.Mark{At: from.Add(day)}
		d.want(d.deliver(end.Add(-15*day)), "b15d")
	})
}
