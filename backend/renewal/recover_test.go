package renewal_test

import (
	"testing"
	"time"

	"gatehouse/backend/renewal"
)

// recovery is what becomes of an operation that is found after the program stopped.
type recovery struct {
	name    string
	from    renewal.State
	driver  renewal.Driver
	before  []step        // after it came into the state
	after   time.Duration // until the program starts again
	want    renewal.State
	deed    renewal.Deed  // "" for nothing to do
	at      time.Duration // of the deed, counted from the start of the program; -1 for at once
	changed bool
}

var recoveries = []recovery{
	{"Draft", renewal.StateDraft, managed, nil, time.Hour, renewal.StateDraft, "", 0, false},
	{"AwaitingConfirmation", renewal.StateAwaitingConfirmation, managed, nil, time.Second, renewal.StateCancelled, "", 0, true},
	{"ConfirmedYoung", renewal.StateConfirmed, managed, nil, 10*time.Minute - 1, renewal.StateConfirmed, renewal.DoAsk, -1, false},
	{"ConfirmedOld", renewal.StateConfirmed, managed, nil, 10 * time.Minute, renewal.StateAwaitingConfirmation, renewal.DoAsk, -1, true},
	{"ConfirmedOldAssisted", renewal.StateConfirmed, assisted, nil, 10 * time.Minute, renewal.StateAwaitingConfirmation, renewal.DoAsk, -1, true},
	{
		"ConfirmedWaiting", renewal.StateSubmitting, managed, []step{{0, renewal.Deferred{Until: start.Add(9 * time.Minute)}}},
		time.Minute, renewal.StateConfirmed, renewal.DoAsk, 8 * time.Minute, false,
	},
	{
		"ConfirmedWaited", renewal.StateSubmitting, managed, []step{{0, renewal.Deferred{Until: start.Add(9 * time.Minute)}}},
		9 * time.Minute, renewal.StateConfirmed, renewal.DoAsk, -1, false,
	},
	{"Submitting", renewal.StateSubmitting, managed, nil, time.Second, renewal.StateUnknown, renewal.DoLook, 0, true},
	{"HandedOff", renewal.StateHandedOff, assisted, nil, 30 * time.Hour, renewal.StateHandedOff, renewal.DoLook, 0, true},
	{"HandedOffCard", renewal.StateHandedOff, assisted, nil, time.Hour, renewal.StateHandedOff, renewal.DoRemind, -1, true},
	{"RunningSoon", renewal.StateRunning, managed, nil, 5 * time.Second, renewal.StateRunning, renewal.DoLook, 15 * time.Second, true},
	{"RunningLate", renewal.StateRunning, managed, nil, 5 * time.Hour, renewal.StateRunning, renewal.DoLook, 0, true},
	{"RunningClockSetBack", renewal.StateRunning, managed, nil, -5 * time.Hour, renewal.StateRunning, renewal.DoLook, 20 * time.Second, true},
	{"Verifying", renewal.StateVerifying, managed, nil, time.Hour, renewal.StateVerifying, renewal.DoLook, 0, true},
	{"Unknown", renewal.StateUnknown, managed, nil, 10 * day, renewal.StateUnknown, renewal.DoLook, 0, true},
	{"Failed", renewal.StateFailed, managed, nil, time.Hour, renewal.StateFailed, renewal.DoLook, -1, false},
	{"NeedsSupport", renewal.StateNeedsSupport, managed, nil, time.Hour, renewal.StateNeedsSupport, renewal.DoLook, -1, false},
	{"Succeeded", renewal.StateSucceeded, managed, nil, day - time.Second, renewal.StateSucceeded, renewal.DoCheckSite, 2 * time.Minute, false},
	{"SucceededYesterday", renewal.StateSucceeded, managed, nil, day, renewal.StateSucceeded, "", 0, false},
	{"SucceededLocal", renewal.StateSucceeded, local, nil, time.Hour, renewal.StateSucceeded, renewal.DoRetireOldKey, -1, false},
	{"SucceededRetired", renewal.StateSucceeded, local, once(renewal.OldKeyRetired{}), 2 * day, renewal.StateSucceeded, "", 0, false},
	{"Cancelled", renewal.StateCancelled, managed, nil, time.Hour, renewal.StateCancelled, "", 0, false},
	{"Abandoned", renewal.StateAbandoned, assisted, nil, time.Hour, renewal.StateAbandoned, "", 0, false},
}

func TestRecover(t *testing.T) {
	covered := map[renewal.State]bool{}
	for _, r := range recoveries {
		covered[r.from] = true
		t.Run(r.name, func(t *testing.T) {
			s := in(t, r.from, r.driver).play(r.before...)
			before, found := encode(t, s.op), s.op
			s.now = s.now.Add(r.after)
			s.op, s.actions = renewal.Recover(found, s.now)
			if encode(t, found) != before {
				t.Fatal("it changed the operation it was given")
			}
			if s.op.State != r.want {
				t.Fatalf("it is %s, want %s", s.op.State, r.want)
			}
			if changed := encode(t, s.op) != before; changed != r.changed || s.op.Version != found.Version+map[bool]int{true: 1}[changed] {
				t.Errorf("changed %v, version %d after %d", changed, s.op.Version, found.Version)
			}
			if r.deed == "" {
				if len(s.actions) > 0 {
					t.Errorf("to do: %v", s.actions)
				}
				return
			}
			want := time.Time{}
			if r.at >= 0 {
				want = s.now.Add(r.at)
			}
			if at, ok := s.does(r.deed); !ok || !at.Equal(want) {
				t.Errorf("to do: %v, want %s at %v", s.actions, r.deed, want)
			}
			for _, never := range []renewal.Deed{renewal.DoSubmit, renewal.DoStart, renewal.DoOpenPage} {
				if _, does := s.does(never); does {
					t.Errorf("it begins by itself: %s", never)
				}
			}
		})
	}
	for _, state := range states {
		if !covered[state] {
			t.Errorf("no case for %s", state)
		}
	}
}

// What the first looks after a crash lead to.
func TestRecoverThenLook(t *testing.T) {
	crash := func(s *tale, after time.Duration) *tale {
		s.now = s.now.Add(after)
		s.op, s.actions = renewal.Recover(s.op, s.now)
		return s
	}
	t.Run("SubmittingNewerKey", func(t *testing.T) {
		s := crash(in(t, renewal.StateSubmitting, managed), time.Minute).play(step{0, renewal.KeysRead{Keys: bothKeys}})
		if s.op.State != renewal.StateVerifying {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("SubmittingRunning", func(t *testing.T) {
		s := crash(in(t, renewal.StateSubmitting, managed), time.Minute).play(step{0, renewal.ServiceReported{Report: renewal.ReportRunning}})
		if s.op.State != renewal.StateRunning {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("SubmittingNothing", func(t *testing.T) {
		s := crash(in(t, renewal.StateSubmitting, local), time.Minute).
			play(step{0, renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}})
		if s.op.State != renewal.StateFailed {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("VerifyingNeedsBothReadingsAgain", func(t *testing.T) {
		s := crash(in(t, renewal.StateVerifying, managed), time.Minute).play(step{0, renewal.KeysRead{Keys: bothKeys}})
		if s.op.State != renewal.StateVerifying {
			t.Fatalf("it is %s", s.op.State)
		}
		if s.play(step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}}); s.op.State != renewal.StateSucceeded {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("VerifyingSignInStays", func(t *testing.T) {
		s := in(t, renewal.StateRunning, local).play(step{0, renewal.SignedIn{Thumbprint: "NEW"}}, step{0, renewal.KeysRead{Keys: bothKeys}})
		if crash(s, time.Minute).play(step{0, renewal.KeysRead{Keys: bothKeys}}); s.op.State != renewal.StateSucceeded {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("InterruptedIsConfirmedAgain", func(t *testing.T) {
		s := crash(in(t, renewal.StateConfirmed, managed), time.Hour)
		if !s.op.Interrupted || s.op.State.Active() {
			t.Fatalf("interrupted %v, %s", s.op.Interrupted, s.op.State)
		}
		s.play(step{0, renewal.Confirmed{By: "ada", Keys: bothKeys}}, step{0, renewal.Started{}})
		if s.op.Interrupted || len(s.op.Attempts) != 1 || s.op.Current().Baseline.Thumbprint != "NEW" {
			t.Errorf("interrupted %v, attempt %d", s.op.Interrupted, len(s.op.Attempts))
		}
	})
	t.Run("FailedNewerKey", func(t *testing.T) {
		s := crash(in(t, renewal.StateFailed, managed), 40*day)
		found := s.op.Version
		if s.play(step{0, renewal.KeysRead{Keys: onlyOld}}); s.op.Version != found {
			t.Error("a reading that tells nothing new changed it")
		}
		if s.play(otherKey...); s.op.State != renewal.StateSucceeded || !s.op.Externally {
			t.Errorf("it is %s, externally %v", s.op.State, s.op.Externally)
		}
	})
	t.Run("InterruptedTwice", func(t *testing.T) {
		s := crash(crash(in(t, renewal.StateConfirmed, managed), time.Hour), time.Minute)
		if _, logged := s.does(renewal.DoRecord); s.op.State != renewal.StateCancelled || !logged {
			t.Errorf("it is %s, in the log %v", s.op.State, logged)
		}
	})
	t.Run("HandedOffTooLong", func(t *testing.T) {
		s := crash(in(t, renewal.StateHandedOff, assisted), 30*time.Hour).play(step{0, renewal.KeysRead{Keys: onlyOld}})
		if s.op.State != renewal.StateAbandoned {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("HandedOffTooLongNewerKey", func(t *testing.T) {
		s := crash(in(t, renewal.StateHandedOff, assisted), 30*time.Hour).
			play(step{0, renewal.KeysRead{Keys: bothKeys}}, step{0, renewal.Ticked{}}, step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}})
		if s.op.State != renewal.StateSucceeded {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("RunningTooLongNewerKey", func(t *testing.T) {
		s := crash(in(t, renewal.StateRunning, managed), 30*time.Hour).
			play(step{0, renewal.KeysRead{Keys: bothKeys}}, step{0, renewal.Ticked{}})
		if s.op.State != renewal.StateVerifying {
			t.Fatalf("it is %s", s.op.State)
		}
		// Where the second reading does not come, the deadline takes its effect.
		if s.play(step{time.Minute, renewal.Ticked{}}); s.op.State != renewal.StateUnknown {
			t.Errorf("it is %s", s.op.State)
		}
	})
}
