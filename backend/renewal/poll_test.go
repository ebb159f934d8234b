package renewal_test

import (
	"slices"
	"testing"
	"time"

	"gatehouse/backend/renewal"
)

// looks follows the plan of an operation whose keys stay as they are, until it ends, and returns the distances of the
// looks with how often each came.
func looks(t *testing.T, s *tale, keys renewal.KeysRead) (distances []time.Duration, counts []int) {
	t.Helper()
	at := s.op.Current().NextLookAt
	for range 1000 {
		s.now = at
		if s.play(step{0, renewal.Ticked{}}); s.op.Current().NextLookAt.IsZero() {
			return distances, counts
		}
		s.play(step{0, keys})
		if at = s.op.Current().NextLookAt; at.IsZero() {
			return distances, counts
		}
		if every := at.Sub(s.now); len(distances) == 0 || distances[len(distances)-1] != every {
			distances, counts = append(distances, every), append(counts, 1)
		} else {
			counts[len(counts)-1]++
		}
	}
	t.Fatal("it looks for ever")
	return nil, nil
}

func TestPollingPlan(t *testing.T) {
	t.Run("Running", func(t *testing.T) {
		s := in(t, renewal.StateRunning, managed)
		distances, counts := looks(t, s, renewal.KeysRead{Keys: onlyOld})
		// 20 s for 2 min (the first of them is planned by the acceptance), 30 s to 10 min, 60 s to 30 min; then the
		// outcome is unknown, and an hour later the attempt has failed.
		want := []time.Duration{20 * time.Second, 30 * time.Second, time.Minute, time.Hour}
		if !slices.Equal(distances, want) || !slices.Equal(counts, []int{5, 16, 20, 1}) {
			t.Errorf("looks every %v, %v times", distances, counts)
		}
		if s.op.State != renewal.StateFailed || !s.now.Equal(start.Add(90*time.Minute)) {
			t.Errorf("at %v it is %s", s.now.Sub(start), s.op.State)
		}
	})
	t.Run("HandedOff", func(t *testing.T) {
		s := in(t, renewal.StateHandedOff, assisted)
		distances, _ := looks(t, s, renewal.KeysRead{Keys: onlyOld})
		// The last one is at the end of the 24 hours.
		want := []time.Duration{20 * time.Second, 30 * time.Second, time.Minute, time.Hour, 30 * time.Minute}
		if !slices.Equal(distances, want) {
			t.Errorf("looks every %v", distances)
		}
		if s.op.State != renewal.StateAbandoned || s.now.Sub(start) != day {
			t.Errorf("at %v it is %s", s.now.Sub(start), s.op.State)
		}
	})
	t.Run("Unknown", func(t *testing.T) {
		// The new key is there, but the site never comes to rest: hourly for a day, daily for a week.
		s := in(t, renewal.StateRunning, managed)
		distances, counts := looks(t, s, renewal.KeysRead{Keys: bothKeys, SiteBusy: true})
		if n := len(distances); n < 2 || distances[n-1] != day || counts[n-1] != 7 || distances[n-2] != time.Hour || counts[n-2] != 24 {
			t.Errorf("looks every %v, %v times", distances, counts)
		}
		if s.op.State != renewal.StateFailed || s.now.Sub(start) < 8*day {
			t.Errorf("at %v it is %s", s.now.Sub(start), s.op.State)
		}
	})
}

// A new key that was seen once is looked for again after 20 seconds in whatever state, also where looks have become rare.
func TestSecondReading(t *testing.T) {
	read := renewal.KeysRead{Keys: bothKeys}
	late := func(state renewal.State, driver renewal.Driver, after time.Duration) *tale {
		s := in(t, state, driver)
		s.now = s.now.Add(after)
		return s
	}
	for name, s := range map[string]*tale{
		"AwaitingConfirmation": late(renewal.StateAwaitingConfirmation, assisted, time.Hour),
		"Confirmed":            late(renewal.StateConfirmed, assisted, time.Hour),
		"HandedOff":            late(renewal.StateHandedOff, assisted, 3*time.Hour),
		"Running":              late(renewal.StateRunning, assisted, 29*time.Minute),
		"Unknown":              late(renewal.StateUnknown, assisted, 50*time.Hour),
		"UnknownAtTheEnd":      late(renewal.StateUnknown, assisted, 20*day),
		"Failed":               late(renewal.StateFailed, assisted, 4*day),
		"FailedLongAgo":        late(renewal.StateFailed, assisted, 20*day),
		"NeedsSupport":         late(renewal.StateNeedsSupport, assisted, 4*day),
	} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			s.play(step{0, read})
			if at, ok := s.does(renewal.DoLook); !ok || !at.Equal(s.now.Add(20*time.Second)) {
				t.Fatalf("in %s it looks again at %v (%v), want 20 seconds later", s.op.State, at, ok)
			}
			// A look in between, which a person may ask for, does not put it off.
			s.play(step{5 * time.Second, read})
			if at, ok := s.does(renewal.DoLook); !ok || !at.Equal(s.now.Add(15*time.Second)) {
				t.Errorf("after a look in between it looks again at %v (%v)", at, ok)
			}
			if s.op.State.Active() { // no deadline takes the proof away
				s.play(step{0, renewal.Ticked{}})
			}
			if s.play(step{15 * time.Second, read}); s.op.State != renewal.StateSucceeded {
				t.Errorf("it is %s", s.op.State)
			}
		})
	}
}

// A failed update whose new key cannot be proven yet is looked at as rarely as an unknown one, and not for ever.
func TestLooksAfterFailure(t *testing.T) {
	s := in(t, renewal.StateFailed, managed)
	busy := renewal.KeysRead{Keys: bothKeys, SiteBusy: true}
	s.play(step{4 * day, busy}, step{20 * time.Second, busy})
	if at, ok := s.does(renewal.DoLook); !ok || !at.Equal(s.now.Add(day)) {
		t.Errorf("it looks again at %v (%v)", at, ok)
	}
	s.play(step{5 * day, busy})
	if at, ok := s.does(renewal.DoLook); ok {
		t.Errorf("it looks again at %v", at)
	}
	s.play(step{0, renewal.KeysRead{Keys: onlyOld}})
	if at, ok := s.does(renewal.DoLook); ok {
		t.Errorf("without a new key it looks again at %v", at)
	}
}

func TestPatienceOf(t *testing.T) {
	s := in(t, renewal.StateRunning, managed)
	for after, want := range map[time.Duration]renewal.Patience{
		0: renewal.PatienceUsual, 7*time.Minute - 1: renewal.PatienceUsual, 7 * time.Minute: renewal.PatienceLonger,
		15*time.Minute - 1: renewal.PatienceLonger, 15 * time.Minute: renewal.PatienceCheck, day: renewal.PatienceCheck,
	} {
		if got := renewal.PatienceOf(s.op, start.Add(after)); got != want {
			t.Errorf("after %v: %s, want %s", after, got, want)
		}
	}
	if got := renewal.PatienceOf(in(t, renewal.StateHandedOff, assisted).op, start.Add(day)); got != renewal.PatienceUsual {
		t.Errorf("a hand-off is %s", got)
	}
}
