package renewal_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// held expects that nothing goes out, and why.
func (d *desk) held(now time.Time, hold renewal.Hold, until time.Time) {
	d.t.Helper()
	d.want(d.evaluate(now))
	if len(d.last.Held) != 1 || d.last.Held[0].Hold != hold || !d.last.Held[0].Until.Equal(until) {
		d.t.Errorf("at %v held back: %+v, want %s until %v", now, d.last.Held, hold, until)
	}
	if len(d.last.Changed) != 0 {
		d.t.Errorf("at %v a reminder that is held back was settled", now)
	}
}

func TestMute(t *testing.T) {
	d := newDesk(t, 1)
	mute, err := renewal.NewMute("Goes out of service in March.", "ada", end)
	if err != nil {
		t.Fatal(err)
	}
	d.tracked[0].Mute = &mute
	d.want(d.evaluate(end.Add(-day)))
	if !d.last.Next.IsZero() {
		t.Errorf("next %v", d.last.Next)
	}
	d.tracked[0].Mute = nil
	d.want(d.evaluate(end.Add(-day)), "b1d")
	if _, err := renewal.NewMute("", "ada", end); !fault.Is(err, fault.Invalid) {
		t.Errorf("muted without a reason: %v", err)
	}
}

func TestSnooze(t *testing.T) {
	snooze := func(t *testing.T, d *desk, until, now time.Time) {
		t.Helper()
		s, err := d.tracked[0].Schedule.SnoozeUntil(until, "ada", now)
		if err != nil {
			t.Fatal(err)
		}
		d.replace(s)
	}
	seven := end.Add(-7 * day)
	t.Run("UntilATime", func(t *testing.T) {
		d := newDesk(t, 1).settle(seven)
		until := seven.Add(50 * time.Hour)
		snooze(t, d, until, seven.Add(time.Hour))
		d.held(seven.Add(day), renewal.HoldSnoozed, until)
		if !d.last.Next.Equal(seven.Add(2 * day)) { // the next threshold comes first
			t.Errorf("next %v", d.last.Next)
		}
		d.held(seven.Add(2*day), renewal.HoldSnoozed, until)
		if !d.last.Next.Equal(until) {
			t.Errorf("next %v", d.last.Next)
		}
		d.want(d.evaluate(until), "b5d")
	})
	t.Run("UntilMoreUrgent", func(t *testing.T) {
		d := newDesk(t, 1).settle(end.Add(-30 * day))
		snooze(t, d, time.Time{}, end.Add(-29*day))
		d.held(end.Add(-15*day), renewal.HoldSnoozed, time.Time{})
		if !d.last.Next.Equal(seven) {
			t.Errorf("next %v", d.last.Next)
		}
		d.want(d.evaluate(seven), "b7d")
	})
	t.Run("CriticalGoesOut", func(t *testing.T) {
		d := newDesk(t, 1).settle(end.Add(-2 * day))
		snooze(t, d, end.Add(day), end.Add(-2*day))
		d.want(d.evaluate(end.Add(-day)), "b1d")
	})
	t.Run("TakenBack", func(t *testing.T) {
		d := newDesk(t, 1).settle(seven)
		snooze(t, d, end, seven)
		d.replace(d.tracked[0].Schedule.WakeUp())
		d.want(d.evaluate(seven.Add(day)), "b6d")
	})
	t.Run("Ended", func(t *testing.T) {
		d := newDesk(t, 1).settle(end.Add(-30 * day))
		snoozed := func(now time.Time) bool { return d.tracked[0].Schedule.Snoozed(now) != nil }
		if snoozed(end.Add(-29 * day)) {
			t.Error("it is snoozed before anybody did")
		}
		until := end.Add(-14 * day)
		snooze(t, d, until, end.Add(-29*day))
		if !snoozed(until.Add(-1)) || snoozed(until) {
			t.Errorf("until a time: %v, then %v", snoozed(until.Add(-1)), snoozed(until))
		}
		snooze(t, d, time.Time{}, until)
		if !snoozed(seven.Add(-1)) || snoozed(seven) {
			t.Errorf("until a more urgent one: %v, then %v", snoozed(seven.Add(-1)), snoozed(seven))
		}
		snooze(t, d, end.Add(9*day), seven)
		if critical := end.Add(-day); !snoozed(critical.Add(-1)) || snoozed(critical) || snoozed(end.Add(day)) {
			t.Errorf("until it is critical: %v, then %v", snoozed(critical.Add(-1)), snoozed(critical))
		}
	})
	t.Run("Limits", func(t *testing.T) {
		s := newDesk(t, 1).tracked[0].Schedule
		for _, test := range []struct{ now, moreUrgent time.Time }{
			{end.Add(-100 * day), end.Add(-30 * day)}, {end.Add(-29 * day), seven}, {seven, end.Add(-day)},
		} {
			moreUrgent, critical, can := s.SnoozeLimits(renewal.Thresholds{}, test.now)
			if !can || !moreUrgent.Equal(test.moreUrgent) || !critical.Equal(end.Add(-day)) {
				t.Errorf("at %v: %v, more urgent at %v, critical at %v", test.now, can, moreUrgent, critical)
			}
		}
		if _, _, can := s.SnoozeLimits(renewal.Thresholds{}, end.Add(-day)); can {
			t.Error("a critical one can be snoozed")
		}
		own, err := renewal.NewThresholds("b60d")
		if err != nil {
			t.Fatal(err)
		}
		if moreUrgent, _, can := s.SnoozeLimits(own, end.Add(-50*day)); !can || !moreUrgent.IsZero() {
			t.Errorf("%v, more urgent at %v, of which there is none", can, moreUrgent)
		}
	})
	t.Run("EndsWithTheKey", func(t *testing.T) {
		d := newDesk(t, 1).settle(seven)
		snooze(t, d, time.Time{}, seven)
		next := renewal.NewSchedule(care(1), keyUntil(9, end.Add(730*day)), seven)
		var closed renewal.Schedule
		closed, d.tracked[0].Schedule = renewal.Follow(d.tracked[0].Schedule, next, renewal.DefaultThresholds(true), seven)
		if closed.Snooze != nil {
			t.Error("the closed schedule is still snoozed")
		}
		d.want(d.deliver(seven), renewal.Renewed)
		d.want(d.evaluate(end.Add((730-90)*day)), "b90d")
	})
	t.Run("ErrConflict", func(t *testing.T) {
		d := newDesk(t, 1)
		if _, err := d.tracked[0].Schedule.SnoozeUntil(end, "ada", end.Add(-day)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a critical reminder was snoozed: %v", err)
		}
		closed, _ := renewal.Follow(d.tracked[0].Schedule, renewal.NewSchedule(care(1), keyUntil(9, end.Add(day)), end), renewal.DefaultThresholds(true), end.Add(-9*day))
		if _, err := closed.SnoozeUntil(time.Time{}, "ada", end.Add(-8*day)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a closed schedule was snoozed: %v", err)
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		if _, err := newDesk(t, 1).tracked[0].Schedule.SnoozeUntil(seven, "ada", seven); !fault.Is(err, fault.Invalid) {
			t.Errorf("snoozed until now: %v", err)
		}
	})
}

func TestPause(t *testing.T) {
	seven := end.Add(-7 * day)
	until := seven.Add(30 * time.Hour)
	d := newDesk(t, 1)
	d.settings.PausedUntil = until
	d.held(seven, renewal.HoldPaused, until)
	d.want(d.evaluate(until), "b6d")
	t.Run("NotCritical", func(t *testing.T) {
		d := newDesk(t, 1)
		d.settings.PausedUntil = end.Add(day)
		d.want(d.evaluate(end.Add(-day)), "b1d")
	})
}

func TestQuietHours(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	quiet := renewal.Quiet{From: 22 * 60, Until: 7*60 + 30}
	at := func(text string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	desk := func(t *testing.T, end time.Time) *desk {
		d := newDesk(t, 1)
		d.tracked[0].Schedule = renewal.NewSchedule(care(1), keyUntil(1, end), end.Add(-730*day))
		d.settings.Quiet, d.settings.Zone = quiet, berlin
		return d
	}
	t.Run("InfoWaits", func(t *testing.T) {
		night := at("2027-01-10 23:00")
		d := desk(t, night.Add(90*day))
		d.held(night, renewal.HoldQuiet, at("2027-01-11 07:30"))
		if !d.last.Next.Equal(at("2027-01-11 07:30")) {
			t.Errorf("next %v", d.last.Next)
		}
		d.held(at("2027-01-11 07:29"), renewal.HoldQuiet, at("2027-01-11 07:30"))
		d.want(d.evaluate(at("2027-01-11 07:30")), "b90d")
	})
	t.Run("WarningWaits", func(t *testing.T) {
		night := at("2027-01-11 00:00")
		d := desk(t, night.Add(30*day))
		d.held(night, renewal.HoldQuiet, at("2027-01-11 07:30"))
	})
	t.Run("HighGoesOut", func(t *testing.T) {
		night := at("2027-01-11 03:00")
		d := desk(t, night.Add(7*day))
		d.want(d.evaluate(night), "b7d")
	})
	t.Run("CriticalGoesOut", func(t *testing.T) {
		night := at("2027-01-11 03:00")
		d := desk(t, night)
		d.want(d.evaluate(night), "x0")
	})
	t.Run("ByDay", func(t *testing.T) {
		noon := at("2027-01-11 12:00")
		d := desk(t, noon.Add(90*day))
		d.want(d.evaluate(noon), "b90d")
	})
	t.Run("WithinADay", func(t *testing.T) {
		d := desk(t, at("2027-01-11 13:00").Add(90*day))
		d.settings.Quiet = renewal.Quiet{From: 12 * 60, Until: 14 * 60}
		d.held(at("2027-01-11 13:00"), renewal.HoldQuiet, at("2027-01-11 14:00"))
	})
	t.Run("OtherZone", func(t *testing.T) {
		night := at("2027-01-10 23:00")
		d := desk(t, night.Add(90*day))
		d.settings.Zone = time.FixedZone("EST", -5*3600)
		d.want(d.evaluate(night), "b90d")
	})
	t.Run("ClocksChange", func(t *testing.T) {
		// In the first nights the hour from two to three is missing, in the last two one comes twice.
		for name, nights := range map[string][]string{
			"Europe/Berlin": {"2027-03-28", "2027-10-31"}, "America/New_York": {"2027-03-14", "2027-11-07"},
		} {
			zone, err := time.LoadLocation(name)
			if err != nil {
				t.Skip("this system has no time zones")
			}
			for _, night := range nights {
				midnight, err := time.ParseInLocation(time.DateOnly, night, zone)
				if err != nil {
					t.Fatal(err)
				}
				for _, quiet := range []renewal.Quiet{{From: 60, Until: 150}, {From: 23 * 60, Until: 150}, {From: 23 * 60, Until: 8 * 60}} {
					d := desk(t, midnight.Add(90*day))
					d.settings.Quiet, d.settings.Zone = quiet, zone
					now, went := midnight, false
					for !went && now.Before(midnight.Add(day)) {
						if went = len(d.evaluate(now)) > 0; !went {
							if !d.last.Next.After(now) || len(d.last.Held) == 1 && !d.last.Held[0].Until.After(now) {
								t.Fatalf("%s, %s, %v: at %v next %v, held back: %v", name, night, quiet, now, d.last.Next, d.last.Held)
							}
							now = now.Add(10 * time.Minute)
						}
					}
					if !went {
						t.Errorf("%s, %s, %v: it never goes out", name, night, quiet)
					}
				}
			}
		}
	})
}

func TestSuppressionDuringUpdate(t *testing.T) {
	warn := func(t *testing.T, left time.Duration) *desk { // a key with this much left when the update begins
		d := newDesk(t, 1)
		d.tracked[0].Schedule = renewal.NewSchedule(care(1), keyUntil(1, start.Add(left)), start)
		return d
	}
	for _, test := range []struct {
		state  renewal.State
		driver renewal.Driver
		quiet  time.Duration // from the beginning of the update; 0 for not at all
	}{
		{renewal.StateAwaitingConfirmation, managed, 0},
		{renewal.StateConfirmed, managed, 0},
		{renewal.StateSubmitting, managed, 30 * time.Minute},
		{renewal.StateRunning, managed, 30 * time.Minute},
		{renewal.StateRunning, assisted, 30 * time.Minute},
		{renewal.StateVerifying, local, 30 * time.Minute},
		{renewal.StateHandedOff, assisted, 24 * time.Hour},
		{renewal.StateFailed, managed, 0},
		{renewal.StateAbandoned, assisted, 0},
	} {
		t.Run(string(test.state)+" "+string(test.driver), func(t *testing.T) {
			op := in(t, test.state, test.driver).op
			d := warn(t, 30*day)
			d.tracked[0].Operation = &op
			if test.quiet == 0 {
				d.want(d.evaluate(start), "b30d")
				return
			}
			d.held(start, renewal.HoldUpdating, start.Add(test.quiet))
			d.held(start.Add(test.quiet-1), renewal.HoldUpdating, start.Add(test.quiet))
			d.want(d.evaluate(start.Add(test.quiet)), "b30d")

			high := warn(t, 7*day)
			high.tracked[0].Operation = &op
			high.held(start, renewal.HoldUpdating, start.Add(test.quiet))

			critical := warn(t, day)
			critical.tracked[0].Operation = &op
			critical.want(critical.evaluate(start), "b1d")
		})
	}
	t.Run("OneNoticeAfterAFailure", func(t *testing.T) {
		s := in(t, renewal.StateHandedOff, assisted)
		d := warn(t, 7*day)
		d.tracked[0].Operation = &s.op
		d.held(start, renewal.HoldUpdating, start.Add(day))
		s.play(step{day, renewal.Ticked{}})
		d.want(d.evaluate(start.Add(day+time.Minute)), "b6d")
	})
	t.Run("UnknownIsNotQuiet", func(t *testing.T) {
		s := in(t, renewal.StateUnknown, managed)
		d := warn(t, 30*day)
		d.tracked[0].Operation = &s.op
		d.want(d.evaluate(s.now), "b30d")
	})
}

func TestStaleReading(t *testing.T) {
	seven := end.Add(-7 * day)
	t.Run("ReadFirst", func(t *testing.T) {
		d := newDesk(t, 1).settle(seven.Add(-1))
		d.tracked[0].ReadAt = seven.Add(-day - 1)
		d.held(seven, renewal.HoldReading, seven.Add(time.Minute))
		if len(d.last.Refresh) != 1 || d.last.Refresh[0] != (uuid.UUID{1}) {
			t.Errorf("to be read: %v", d.last.Refresh)
		}
		d.tracked[0].ReadAt = seven
		d.want(d.evaluate(seven), "b7d")
		if !d.last.Firing[0].AsOf.IsZero() {
			t.Errorf("as of %v", d.last.Firing[0].AsOf)
		}
	})
	t.Run("CannotBeRead", func(t *testing.T) {
		d := newDesk(t, 1).settle(end.Add(-1))
		read := end.Add(-3 * day)
		d.tracked[0].ReadAt = read
		d.held(end, renewal.HoldReading, end.Add(time.Minute))
		d.tracked[0].TriedAt = end
		d.want(d.deliver(end), "x0")
		if !d.last.Firing[0].AsOf.Equal(read) {
			t.Errorf("as of %v", d.last.Firing[0].AsOf)
		}
		d.held(end.Add(day), renewal.HoldReading, end.Add(day+time.Minute)) // the next day it is tried again
	})
	t.Run("JustRead", func(t *testing.T) {
		d := newDesk(t, 1).settle(seven.Add(-1))
		d.tracked[0].ReadAt = seven.Add(-day)
		d.want(d.evaluate(seven), "b7d")
	})
	t.Run("EarlyOnesDoNotMind", func(t *testing.T) {
		d := newDesk(t, 1)
		d.tracked[0].ReadAt = end.Add(-90 * day)
		d.want(d.evaluate(end.Add(-15*day)), "b15d")
		if d.last.Firing[0].AsOf.IsZero() {
			t.Error("it does not say as of when")
		}
	})
}

func TestClock(t *testing.T) {
	seven := end.Add(-7 * day)
	t.Run("SetBackUntilCaughtUp", func(t *testing.T) {
		d := newDesk(t, 2).settle(seven)
		d.tracked[1].Schedule = renewal.NewSchedule(care(2), keyUntil(2, end), end) // first seen now
		d.want(d.evaluate(seven.Add(-time.Hour)))
		if !d.last.SetBack || !d.last.Mark.At.Equal(seven) {
			t.Errorf("set back %v, mark %+v", d.last.SetBack, d.last.Mark)
		}
		d.want(d.evaluate(seven.Add(-1)))
		d.want(d.evaluate(seven), "b7d")
		if d.last.SetBack || !d.last.Mark.SetBackAt.IsZero() {
			t.Errorf("set back %v, mark %+v", d.last.SetBack, d.last.Mark)
		}
	})
	t.Run("SetBackForADay", func(t *testing.T) {
		d := newDesk(t, 2).settle(seven)
		d.tracked[1].Schedule = renewal.NewSchedule(care(2), keyUntil(2, end), end)
		d.want(d.evaluate(seven.Add(-20 * day)))
		d.want(d.evaluate(seven.Add(-19*day - 1)))
		d.want(d.evaluate(seven.Add(-19*day)), "b30d")
	})
	t.Run("SetBackFurther", func(t *testing.T) {
		d := newDesk(t, 2).settle(seven)
		d.tracked[1].Schedule = renewal.NewSchedule(care(2), keyUntil(2, end), end)
		d.want(d.evaluate(seven.Add(-20 * day)))
		d.want(d.evaluate(seven.Add(-30 * day)))
		d.want(d.evaluate(seven.Add(-29*day - 1)))
		d.want(d.evaluate(seven.Add(-29*day)), "b60d")
	})
}

func TestUpcoming(t *testing.T) {
	seven := end.Add(-7 * day)
	want := func(t *testing.T, d *desk, now time.Time, id renewal.ThresholdID, at time.Time) {
		t.Helper()
		r, when, ok := d.tracked[0].Upcoming(d.settings, now)
		if !ok || r.Threshold != id || !when.Equal(at) {
			t.Errorf("at %v it is %s at %v (%v), want %s at %v", now, r.Threshold, when, ok, id, at)
		}
	}
	settled := func(t *testing.T) *desk { return newDesk(t, 1).settle(end.Add(-30 * day)) }
	t.Run("InItsTime", func(t *testing.T) { want(t, settled(t), end.Add(-29*day), "b15d", end.Add(-15*day)) })
	t.Run("DueAlready", func(t *testing.T) { want(t, settled(t), end.Add(-3*day), "b3d", end.Add(-3*day)) })
	t.Run("OutAndWithoutOutcome", func(t *testing.T) {
		d := settled(t)
		d.evaluate(end.Add(-15 * day))
		want(t, d, end.Add(-14*day), "b7d", seven)
	})
	t.Run("Snoozed", func(t *testing.T) {
		d := settled(t)
		until := end.Add(-8 * day)
		d.tracked[0].Schedule.Snooze = &renewal.Snooze{Until: until, Severity: renewal.SeverityWarning}
		want(t, d, end.Add(-29*day), "b15d", until)
		want(t, d, end.Add(-14*day), "b15d", until)
	})
	t.Run("SnoozedUntilMoreUrgent", func(t *testing.T) {
		d := settled(t)
		d.tracked[0].Schedule.Snooze = &renewal.Snooze{Severity: renewal.SeverityHigh}
		want(t, d, end.Add(-29*day), "b1d", end.Add(-day))
	})
	t.Run("Paused", func(t *testing.T) {
		d := settled(t)
		d.settings.PausedUntil = seven.Add(30 * time.Hour)
		want(t, d, seven.Add(-time.Hour), "b6d", seven.Add(30*time.Hour))
	})
	t.Run("QuietHours", func(t *testing.T) {
		d := settled(t)
		d.settings.Quiet = renewal.Quiet{From: 11 * 60, Until: 14 * 60}
		want(t, d, end.Add(-29*day), "b15d", end.Add(-15*day+2*time.Hour))
	})
	t.Run("NotRead", func(t *testing.T) {
		d := settled(t)
		d.tracked[0].ReadAt = end.Add(-29 * day)
		want(t, d, end.Add(-8*day), "b15d", end.Add(-8*day))
	})
	t.Run("RenewalThatIsNotOutYet", func(t *testing.T) {
		d := newDesk(t, 1)
		d.tracked[0].Schedule = renewal.Succeed(d.tracked[0].Schedule, renewal.Thresholds{}, end.Add(-700*day))
		want(t, d, end.Add(-700*day), renewal.Renewed, end.Add(-700*day))
	})
	t.Run("Never", func(t *testing.T) {
		d := newDesk(t, 2).settle(end.Add(8 * day))
		d.tracked[1].Mute = &renewal.Mute{Reason: "No need."}
		for i, now := range []time.Time{end.Add(9 * day), end.Add(-9 * day)} {
			if r, at, ok := d.tracked[i].Upcoming(d.settings, now); ok {
				t.Errorf("%s at %v", r.Threshold, at)
			}
		}
	})
}
