package renewal_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// What the tests of operations share: a portal whose key ends in 37 days, a key that replaces it, and a way to play
// facts to an operation.

var (
	start  = time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC)
	oldKey = portal.KeyCredential{
		KeyID: uuid.UUID{1}, Thumbprint: "OLD", Start: start.Add(-693 * day), End: start.Add(37 * day),
	}
	newKey = portal.KeyCredential{
		KeyID: uuid.UUID{2}, Thumbprint: "NEW", Start: start, End: start.Add(730 * day),
	}
	onlyOld  = []portal.KeyCredential{oldKey}
	bothKeys = []portal.KeyCredential{newKey, oldKey}
	refusal  = renewal.Problem{Class: renewal.ClassPermission, Message: "You may not manage this application."}
	breakage = renewal.Problem{Class: renewal.ClassService, Message: "The key could not be stored.", Reference: "req-7"}
)

// step is a fact and when it happens, counted from the step before.
type step struct {
	after time.Duration
	fact  renewal.Fact
}

// tale is an operation and the time in its story.
type tale struct {
	t       *testing.T
	op      renewal.Operation
	now     time.Time
	actions []renewal.Action // of the last step
}

func begin(t *testing.T, driver renewal.Driver) *tale {
	of := portal.Portal{ID: uuid.UUID{9}, Name: "Care", Organization: portal.Organization{TenantID: "tenant-1"}}
	return &tale{t: t, op: renewal.New(uuid.UUID{7}, of, driver), now: start}
}

// play takes facts one after the other; each must be taken.
func (s *tale) play(steps ...step) *tale {
	s.t.Helper()
	for _, next := range steps {
		s.now = s.now.Add(next.after)
		if err := s.try(next.fact); err != nil {
			s.t.Fatalf("%T in state %s: %v", next.fact, s.op.State, err)
		}
	}
	return s
}

// try takes one fact now and checks what holds for every transition.
func (s *tale) try(fact renewal.Fact) error {
	s.t.Helper()
	before := encode(s.t, s.op)
	next, actions, err := renewal.Next(s.op, s.op.On(fact), s.now)
	if after := encode(s.t, s.op); after != before {
		s.t.Fatalf("%T changed the operation it was given:\n%s\n%s", fact, before, after)
	}
	if err != nil {
		if encode(s.t, next) != before || actions != nil {
			s.t.Fatalf("%T was refused but has an effect", fact)
		}
		return err
	}
	s.op, s.actions = next, actions
	return nil
}

func encode(t *testing.T, op renewal.Operation) string {
	t.Helper()
	data, err := op.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// does reports when a deed of the last step is due.
func (s *tale) does(deed renewal.Deed) (time.Time, bool) {
	i := slices.IndexFunc(s.actions, func(a renewal.Action) bool { return a.Do == deed })
	if i < 0 {
		return time.Time{}, false
	}
	return s.actions[i].At, true
}

// in brings an operation into a state by the shortest way.
func in(t *testing.T, state renewal.State, driver renewal.Driver) *tale {
	t.Helper()
	s := begin(t, driver)
	fail := func() {
		s.play(step{0, renewal.Started{}})
		if driver == renewal.DriverAssisted {
			s.play(step{0, renewal.ReportedStarted{}}, step{0, renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}})
			return
		}
		s.play(step{0, renewal.Refused{Problem: refusal}})
	}
	confirmed := func() {
		s.play(step{0, renewal.Opened{By: "ada", Keys: onlyOld}}, step{0, renewal.Confirmed{By: "ada", Keys: onlyOld}})
	}
	running := func() {
		confirmed()
		s.play(step{0, renewal.Started{}})
		if driver == renewal.DriverAssisted {
			s.play(step{0, renewal.ReportedStarted{}})
			return
		}
		s.play(step{0, renewal.Accepted{OperationURL: "https://service.example/operations/91"}})
	}
	switch state {
	case renewal.StateDraft:
	case renewal.StateAwaitingConfirmation:
		s.play(step{0, renewal.Opened{By: "ada", Keys: onlyOld}})
	case renewal.StateConfirmed:
		confirmed()
	case renewal.StateSubmitting, renewal.StateHandedOff:
		confirmed()
		s.play(step{0, renewal.Started{}})
	case renewal.StateRunning:
		running()
	case renewal.StateVerifying:
		running()
		s.play(step{0, renewal.KeysRead{Keys: bothKeys}})
	case renewal.StateUnknown:
		running()
		s.play(step{30 * time.Minute, renewal.Ticked{}})
	case renewal.StateFailed:
		confirmed()
		fail()
	case renewal.StateNeedsSupport:
		confirmed()
		fail()
		for range 2 {
			s.play(step{0, renewal.Retried{By: "ada", Keys: onlyOld}})
			fail()
		}
	case renewal.StateSucceeded:
		running()
		s.play(step{0, renewal.SignedIn{Thumbprint: "NEW"}}, step{0, renewal.KeysRead{Keys: bothKeys}},
			step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}})
	case renewal.StateCancelled:
		s.play(step{0, renewal.Opened{By: "ada", Keys: onlyOld}}, step{0, renewal.Cancelled{}})
	case renewal.StateAbandoned:
		confirmed()
		s.play(step{0, renewal.Started{}}, step{0, renewal.GivenUp{}})
	}
	if s.op.State != state {
		t.Fatalf("the operation is %s, want %s", s.op.State, state)
	}
	return s
}

var states = []renewal.State{
	renewal.StateDraft, renewal.StateAwaitingConfirmation, renewal.StateConfirmed, renewal.StateSubmitting,
	renewal.StateHandedOff, renewal.StateRunning, renewal.StateVerifying, renewal.StateUnknown, renewal.StateFailed,
	renewal.StateNeedsSupport, renewal.StateSucceeded, renewal.StateCancelled, renewal.StateAbandoned,
}
