package renewal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/renewal"
)

// The vectors of the schedule. The key ends on 10 March 2027 at noon UTC.
func TestVectors(t *testing.T) {
	t.Run("OneSecondBeforeTheFirst", func(t *testing.T) {
		d := newDesk(t, 1)
		d.want(d.deliver(instant("2026-12-10T11:59:59Z")))
		if want := instant("2026-12-10T12:00:00Z"); !d.last.Next.Equal(want) || !d.last.Wake.Equal(want) {
			t.Errorf("next %v, wake %v", d.last.Next, d.last.Wake)
		}
	})
	t.Run("TheFirst", func(t *testing.T) {
		d := newDesk(t, 1)
		d.want(d.deliver(instant("2026-12-10T12:00:00Z")), "b90d")
	})
	t.Run("FirstSight", func(t *testing.T) {
		d := newDesk(t, 1)
		now := instant("2027-02-20T00:00:00Z")
		d.want(d.deliver(now), "b30d")
		if d.status("b90d") != renewal.StatusSuperseded || d.status("b60d") != renewal.StatusSuperseded || d.status("b30d") != renewal.StatusSent {
			t.Errorf("b90d is %s, b60d %s, b30d %s", d.status("b90d"), d.status("b60d"), d.status("b30d"))
		}
		if !slices.Equal(d.last.Firing[0].Superseded, []renewal.ThresholdID{"b90d", "b60d"}) {
			t.Errorf("it stands for %v", d.last.Firing[0].Superseded)
		}
		d.want(d.deliver(now.Add(time.Minute)))
		if want := instant("2027-02-23T12:00:00Z"); !d.last.Next.Equal(want) || !d.last.Wake.Equal(now.Add(16*time.Minute)) {
			t.Errorf("next %v, wake %v", d.last.Next, d.last.Wake)
		}
		d.want(d.deliver(instant("2027-02-23T12:00:00Z")), "b15d")
	})
	t.Run("OffSinceBeforeTheFirst", func(t *testing.T) {
		d := newDesk(t, 1)
		d.deliver(instant("2026-12-01T00:00:00Z"))
		now := instant("2027-03-05T13:00:00Z")
		d.want(d.deliver(now), "b5d")
		if text := d.last.Firing[0].Schedule.Sentence(now); text != "Expires in 4 days 23 hours." {
			t.Errorf("text is %q", text)
		}
	})
	t.Run("ThreeHours", func(t *testing.T) {
		d := newDesk(t, 1).settle(instant("2027-03-10T06:00:00Z"))
		d.want(d.deliver(instant("2027-03-10T09:00:00Z")), "b3h")
	})
	t.Run("TheEnd", func(t *testing.T) {
		d := newDesk(t, 1).settle(instant("2027-03-10T09:00:00Z"))
		d.want(d.deliver(end), "x0")
	})
	t.Run("TheEndSwitchedOff", func(t *testing.T) {
		d := newDesk(t, 1)
		d.settings.Thresholds = renewal.DefaultThresholds(false)
		d.settle(instant("2027-03-10T09:00:00Z"))
		d.want(d.deliver(end))
		d.want(d.deliver(end.Add(day)), "a1d")
	})
	t.Run("TwoDaysAfter", func(t *testing.T) {
		d := newDesk(t, 1).settle(end)
		d.want(d.deliver(instant("2027-03-12T12:00:00Z")), "a2d")
		if d.status("a1d") != renewal.StatusSuperseded {
			t.Errorf("a1d is %s", d.status("a1d"))
		}
	})
	t.Run("LongAfter", func(t *testing.T) {
		d := newDesk(t, 1).settle(instant("2027-03-09T12:00:00Z"))
		now := instant("2027-04-20T00:00:00Z")
		d.want(d.deliver(now), "a7d")
		if text := d.last.Firing[0].Schedule.Sentence(now); text != "Expired 40 days ago." {
			t.Errorf("text is %q", text)
		}
		d.want(d.deliver(now))
		d.want(d.deliver(now.Add(365 * day)))
		if !d.last.Next.IsZero() {
			t.Errorf("next %v", d.last.Next)
		}
	})
	t.Run("Renewed", func(t *testing.T) {
		d := newDesk(t, 1).settle(instant("2027-02-23T12:00:00Z"))
		now := instant("2027-03-01T00:00:00Z")
		old := d.tracked[0].Schedule
		closed, current := renewal.Follow(old, renewal.NewSchedule(care(1), keyUntil(9, instant("2028-03-01T00:00:00Z")), now), renewal.DefaultThresholds(true), now)
		for _, th := range renewal.DefaultThresholds(true).All() {
			want := renewal.StatusCancelled
			if !th.At(end).After(instant("2027-02-23T12:00:00Z")) {
				want = renewal.StatusSent
			}
			if got := closed.StatusOf(th); got != want {
				t.Errorf("%s of the old key is %s, want %s", th.ID, got, want)
			}
		}
		for _, r := range closed.Settled {
			if r.Status == renewal.StatusCancelled && r.Reason != "renewed" {
				t.Errorf("%s is cancelled because of %q", r.Threshold, r.Reason)
			}
		}
		d.tracked[0].Schedule = current
		d.want(d.deliver(now), renewal.Renewed)
		if d.last.Firing[0].Severity != renewal.SeverityInfo {
			t.Errorf("severity is %s", d.last.Firing[0].Severity)
		}
		d.want(d.deliver(now.Add(time.Minute)))
		if want := instant("2027-12-02T00:00:00Z"); !d.last.Next.Equal(want) {
			t.Errorf("next %v, want %v", d.last.Next, want)
		}
		d.want(d.deliver(instant("2027-12-02T00:00:00Z")), "b90d")
	})
	t.Run("Twice", func(t *testing.T) {
		d := newDesk(t, 3)
		now := instant("2027-02-20T00:00:00Z")
		d.want(d.evaluate(now), "b30d", "b30d", "b30d")
		d.want(d.evaluate(now))
		if len(d.last.Changed) != 0 {
			t.Errorf("the second run changed %d schedules", len(d.last.Changed))
		}
	})
}

// Every threshold goes out once, at its instant and not a nanosecond before.
func TestEveryThreshold(t *testing.T) {
	d := newDesk(t, 1)
	set := renewal.DefaultThresholds(true).All()
	if len(set) != 22 {
		t.Fatalf("%d thresholds", len(set))
	}
	for _, th := range set {
		at := th.At(end)
		d.want(d.deliver(at.Add(-1)))
		if !d.last.Next.Equal(at) {
			t.Errorf("%s: next %v, want %v", th.ID, d.last.Next, at)
		}
		d.want(d.deliver(at), th.ID)
		if f := d.last.Firing[0]; f.Severity != th.Severity || !f.Instant.Equal(at) || f.Attempt != 1 || len(f.Superseded) != 0 {
			t.Errorf("%s: %+v", th.ID, f)
		}
		d.want(d.deliver(at))
	}
}

func TestDigest(t *testing.T) {
	for portals, want := range map[int]bool{1: false, 3: false, 4: true, 9: true} {
		d := newDesk(t, portals)
		for i := range d.tracked { // ends in the reverse order of ids
			d.tracked[i].Schedule.End = end.Add(-time.Duration(i) * time.Hour)
		}
		if d.evaluate(end.Add(-2 * day)); d.last.Digest != want || len(d.last.Firing) != portals {
			t.Errorf("%d portals: digest %v of %d", portals, d.last.Digest, len(d.last.Firing))
		}
		if !slices.IsSortedFunc(d.last.Firing, func(a, b renewal.Firing) int { return a.Schedule.End.Compare(b.Schedule.End) }) {
			t.Errorf("%d portals: the nearest end is not the first", portals)
		}
	}
}

// Evaluating twice finds nothing, whatever the schedules, the wishes and the time; and no portal has two reminders.
func TestEvaluateTwice(t *testing.T) {
	seed := uint64(20270310)
	t.Logf("seed %d", seed)
	fired := 0
	for run := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, run))
		d := newDesk(t, 1+random.IntN(6))
		if random.IntN(2) == 0 {
			d.settings.Quiet = renewal.Quiet{From: renewal.TimeOfDay(random.IntN(1440)), Until: renewal.TimeOfDay(random.IntN(1440))}
		}
		if random.IntN(3) == 0 {
			set, err := renewal.NewThresholds("b200d", "b13h", "a1h")
			if err != nil {
				t.Fatal(err)
			}
			d.settings.Portals = map[uuid.UUID]renewal.Thresholds{{1}: set}
		}
		now := end.Add(-time.Duration(random.IntN(200)) * day)
		for range 12 {
			now = now.Add(time.Duration(random.Int64N(int64(20 * day))))
			for i := range d.tracked {
				it := &d.tracked[i]
				switch random.IntN(8) {
				case 0:
					it.Mute = &renewal.Mute{Reason: "r"}
				case 1:
					it.Mute = nil
				case 2:
					it.ReadAt = now.Add(-time.Duration(random.IntN(48)) * time.Hour)
				case 3:
					if s, err := it.Schedule.SnoozeUntil(now.Add(time.Hour), "ada", now); err == nil {
						it.Schedule = s
					}
				case 4:
					next := renewal.NewSchedule(care(byte(i+1)), keyUntil(byte(random.IntN(99)), now.Add(time.Duration(random.IntN(400))*day)), now)
					_, it.Schedule = renewal.Follow(it.Schedule, next, renewal.DefaultThresholds(true), now)
				}
			}
			before := append([]renewal.Tracked(nil), d.tracked...)
			copies := make([]string, len(before))
			for i, it := range before {
				copies[i] = fmt.Sprintf("%+v", it.Schedule)
			}
			fired += len(d.evaluate(now))
			for i, it := range before {
				if fmt.Sprintf("%+v", it.Schedule) != copies[i] {
					t.Fatalf("run %d: the evaluation wrote into what it was given", run)
				}
			}
			seen := map[uuid.UUID]bool{}
			for _, f := range d.last.Firing {
				if seen[f.Schedule.PortalID] {
					t.Fatalf("run %d: two reminders of one portal", run)
				}
				seen[f.Schedule.PortalID] = true
			}
			next := d.last.Next
			if again := d.evaluate(now); len(again) > 0 || len(d.last.Changed) > 0 {
				t.Fatalf("run %d: the second evaluation finds %v", run, again)
			}
			if !d.last.Next.Equal(next) {
				t.Fatalf("run %d: next %v, then %v", run, next, d.last.Next)
			}
			if want := soonest(d, now); !d.last.Next.Equal(want) {
				t.Fatalf("run %d: next %v, one by one %v", run, d.last.Next, want)
			}
		}
	}
	if fired < 1000 {
		t.Errorf("only %d reminders in all", fired)
	}
}

// soonest asks every portal by itself, without the short cuts of an evaluation.
func soonest(d *desk, now time.Time) time.Time {
	var next time.Time
	for _, it := range d.tracked {
		if at := it.Attention(d.settings, now); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}
