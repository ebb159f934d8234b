package renewal_test

import (
	"slices"
	"testing"
	"time"

	"gatehouse/backend/renewal"
)

func TestDelivery(t *testing.T) {
	at := instant("2026-12-10T12:00:00Z")
	two := func(t *testing.T) *desk {
		d := newDesk(t, 1)
		d.settings.Channels = []string{"desktop", "inbox"}
		d.want(d.evaluate(at), "b90d")
		return d
	}
	settle := func(d *desk, channel string, outcome renewal.Outcome, now time.Time) {
		t.Helper()
		s, err := d.tracked[0].Schedule.Settle("b90d", channel, outcome, now)
		if err != nil {
			t.Fatal(err)
		}
		d.replace(s)
	}
	t.Run("ChannelsSettleByThemselves", func(t *testing.T) {
		d := two(t)
		settle(d, "desktop", renewal.OutcomeFailed, at)
		if d.status("b90d") != renewal.StatusReserved {
			t.Errorf("after one of two channels it is %s", d.status("b90d"))
		}
		settle(d, "inbox", renewal.OutcomeDelivered, at)
		if d.status("b90d") != renewal.StatusSent {
			t.Errorf("after both channels it is %s", d.status("b90d"))
		}
		want := []renewal.Delivered{{"desktop", renewal.OutcomeFailed, at}, {"inbox", renewal.OutcomeDelivered, at}}
		if got := d.tracked[0].Schedule.Settled[0].Channels; !slices.Equal(got, want) {
			t.Errorf("channels are %v", got)
		}
		d.want(d.evaluate(at.Add(day)))
	})
	t.Run("CrashBeforeDelivery", func(t *testing.T) {
		d := two(t)
		settle(d, "inbox", renewal.OutcomeDelivered, at)
		d.want(d.evaluate(at.Add(2*time.Minute - 1)))
		if !d.last.Next.Equal(at.Add(2 * time.Minute)) {
			t.Errorf("next %v", d.last.Next)
		}
		d.want(d.evaluate(at.Add(2*time.Minute)), "b90d")
		if f := d.last.Firing[0]; f.Attempt != 2 || !slices.Equal(f.Channels, []string{"desktop"}) {
			t.Errorf("attempt %d on %v; the inbox has it already", f.Attempt, f.Channels)
		}
		settle(d, "desktop", renewal.OutcomeDelivered, at.Add(2*time.Minute))
		d.want(d.evaluate(at.Add(time.Hour)))
	})
	t.Run("ThreeAttempts", func(t *testing.T) {
		d := two(t)
		d.want(d.evaluate(at.Add(2*time.Minute)), "b90d")
		d.want(d.evaluate(at.Add(4*time.Minute)), "b90d")
		d.want(d.evaluate(at.Add(6 * time.Minute)))
		if d.status("b90d") != renewal.StatusSent || d.tracked[0].Schedule.Settled[0].Channels[0].Outcome != renewal.OutcomeFailed {
			t.Errorf("it is %+v", d.tracked[0].Schedule.Settled)
		}
		if !d.last.Next.Equal(instant("2027-01-09T12:00:00Z")) {
			t.Errorf("next %v", d.last.Next)
		}
	})
	t.Run("NewerOneInstead", func(t *testing.T) {
		d := two(t)
		now := instant("2027-01-09T12:00:00Z")
		d.want(d.evaluate(now), "b60d")
		if d.status("b90d") != renewal.StatusSuperseded || len(d.tracked[0].Schedule.Open) != 1 {
			t.Errorf("b90d is %s", d.status("b90d"))
		}
		settle(d, "inbox", renewal.OutcomeDelivered, now) // comes late
		if d.status("b90d") != renewal.StatusSuperseded {
			t.Errorf("after a late outcome b90d is %s", d.status("b90d"))
		}
	})
	t.Run("UnderWay", func(t *testing.T) { // a reminder that is being delivered does not hold the next one up
		d := newDesk(t, 1).settle(instant("2027-03-10T06:00:00Z"))
		d.want(d.evaluate(instant("2027-03-10T09:00:00Z")), "b3h")
		set, err := renewal.NewThresholds("b3h", "b2h", "b1h")
		if err != nil {
			t.Fatal(err)
		}
		d.settings.Thresholds = set
		d.want(d.evaluate(instant("2027-03-10T10:00:00Z")), "b2h")
	})
	t.Run("NoChannels", func(t *testing.T) {
		d := newDesk(t, 1)
		d.settings.Channels = nil
		d.want(d.evaluate(at), "b90d")
		settle(d, "", "", at)
		if d.status("b90d") != renewal.StatusSent {
			t.Errorf("it is %s", d.status("b90d"))
		}
	})
	t.Run("ErrConflict", func(t *testing.T) {
		d := two(t)
		for _, wrong := range [][2]string{{"b60d", "inbox"}, {"b90d", "pigeon"}} {
			if _, err := d.tracked[0].Schedule.Settle(renewal.ThresholdID(wrong[0]), wrong[1], renewal.OutcomeDelivered, at); err == nil {
				t.Errorf("%v was settled", wrong)
			}
		}
	})
	t.Run("ClockSetBack", func(t *testing.T) { // the reservation lies in the future: it counts as undelivered
		d := two(t)
		d.mark = renewal.Mark{}
		d.want(d.evaluate(at.Add(-time.Hour)), "b90d")
	})
}
