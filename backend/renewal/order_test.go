package renewal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// arrows are the transitions that the table of states allows, written down once more by hand.
var arrows = map[renewal.State][]renewal.State{
	renewal.StateDraft:                {renewal.StateAwaitingConfirmation},
	renewal.StateAwaitingConfirmation: {renewal.StateConfirmed, renewal.StateCancelled, renewal.StateSucceeded},
	renewal.StateConfirmed: {
		renewal.StateSubmitting, renewal.StateHandedOff, renewal.StateCancelled, renewal.StateAwaitingConfirmation, renewal.StateSucceeded,
	},
	renewal.StateSubmitting: {
		renewal.StateRunning, renewal.StateConfirmed, renewal.StateFailed, renewal.StateNeedsSupport, renewal.StateUnknown,
	},
	renewal.StateHandedOff:    {renewal.StateRunning, renewal.StateVerifying, renewal.StateAbandoned},
	renewal.StateRunning:      {renewal.StateVerifying, renewal.StateFailed, renewal.StateNeedsSupport, renewal.StateUnknown},
	renewal.StateVerifying:    {renewal.StateSucceeded, renewal.StateUnknown},
	renewal.StateUnknown:      {renewal.StateSucceeded, renewal.StateVerifying, renewal.StateRunning, renewal.StateFailed, renewal.StateNeedsSupport},
	renewal.StateFailed:       {renewal.StateConfirmed, renewal.StateSucceeded},
	renewal.StateNeedsSupport: {renewal.StateConfirmed, renewal.StateSucceeded},
}

// facts has every kind of fact, and readings of every kind, as of now.
func facts(now time.Time) []renewal.Fact {
	short := portal.KeyCredential{KeyID: uuid.UUID{3}, Thumbprint: "SHORT", Start: now.Add(-time.Hour), End: oldKey.End.Add(-time.Hour)}
	third := portal.KeyCredential{KeyID: uuid.UUID{4}, Thumbprint: "THIRD", Start: now, End: newKey.End.Add(day)}
	return []renewal.Fact{
		renewal.Opened{By: "ada", Keys: onlyOld}, renewal.Confirmed{By: "ada", Keys: onlyOld}, renewal.Cancelled{}, renewal.Started{},
		renewal.Accepted{OperationURL: "https://s.example/1"}, renewal.AlreadyRunning{},
		renewal.Deferred{Until: now.Add(time.Minute)}, renewal.Deferred{Until: now.Add(time.Hour)},
		renewal.Refused{Problem: refusal}, renewal.Unanswered{Message: "Reset."}, renewal.ReportedStarted{}, renewal.RestartSeen{}, renewal.GivenUp{},
		renewal.ServiceReported{Report: renewal.ReportRunning}, renewal.ServiceReported{Report: renewal.ReportSucceeded},
		renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}, renewal.ServiceReported{Report: renewal.ReportNone},
		renewal.KeysRead{Keys: onlyOld}, renewal.KeysRead{Keys: bothKeys}, renewal.KeysRead{Keys: bothKeys, SiteBusy: true},
		renewal.KeysRead{Keys: []portal.KeyCredential{short, oldKey}}, renewal.KeysRead{Keys: []portal.KeyCredential{third, newKey}}, renewal.KeysRead{},
		renewal.SignedIn{Thumbprint: "OLD"}, renewal.SignedIn{Thumbprint: "NEW"}, renewal.SignedIn{Thumbprint: "THIRD"},
		renewal.StageReached{Stage: renewal.StageKeyMade}, renewal.StageReached{Stage: renewal.StagePrivateKept}, renewal.StageReached{Stage: renewal.StageRestarted},
		renewal.Ticked{}, renewal.Retried{By: "grace", Keys: onlyOld}, renewal.Retried{By: "grace", Keys: bothKeys},
		renewal.OldKeyRetired{}, renewal.SiteChecked{}, renewal.SiteChecked{Answers: true}, nil,
	}
}

// witness keeps what was really seen, so that a success can be judged without the code under test.
type witness struct {
	readings []reading
	signIns  map[string]bool // thumbprints, since the baseline
	baseline []portal.KeyCredential
}

type reading struct {
	at   time.Time
	keys []portal.KeyCredential
	busy bool
}

func (w *witness) see(fact renewal.Fact, now time.Time) {
	fresh := func(keys []portal.KeyCredential) { *w = witness{baseline: keys, signIns: map[string]bool{}} }
	switch fact := fact.(type) {
	case renewal.Opened:
		fresh(fact.Keys)
	case renewal.Confirmed:
		fresh(fact.Keys)
	case renewal.Retried:
		fresh(fact.Keys)
	case renewal.KeysRead:
		w.readings = append(w.readings, reading{now, fact.Keys, fact.SiteBusy})
	case renewal.SignedIn:
		w.signIns[fact.Thumbprint] = true
	}
}

// convinces says what is missing for a success with this key, "" for nothing.
func (w *witness) convinces(driver renewal.Driver, key *renewal.Candidate) string {
	if key == nil {
		return "no new key"
	}
	for _, old := range w.baseline {
		if old.KeyID == key.KeyID || old.Thumbprint == key.Thumbprint || !key.End.After(old.End) {
			return "the key is not newer than one that was there"
		}
	}
	has := func(r reading) bool {
		return slices.ContainsFunc(r.keys, func(k portal.KeyCredential) bool { return k.KeyID == key.KeyID })
	}
	n := len(w.readings)
	if n == 0 || !has(w.readings[n-1]) {
		return "the last reading does not have the key"
	}
	if driver == renewal.DriverLocal {
		if !w.signIns[key.Thumbprint] {
			return "the portal did not sign in with it"
		}
		return ""
	}
	first, last := w.readings[n-1].at, w.readings[n-1].at
	for i := n - 1; i >= 0 && has(w.readings[i]) && !w.readings[i].at.After(first); i-- {
		first = w.readings[i].at
	}
	if last.Sub(first) < 20*time.Second {
		return "the readings are not far enough apart"
	}
	if w.readings[n-1].busy {
		return "the site is being changed"
	}
	return ""
}

// follow plays an order of facts, crashes and leaps of the clock, and checks every transition. next returns a number
// below n, and false at the end; it may look at the story to choose well.
func follow(t *testing.T, driver renewal.Driver, next func(s *tale, n int) (int, bool)) {
	s := begin(t, driver)
	seen, successes := witness{signIns: map[string]bool{}}, 0
	for {
		leaps := []time.Duration{0, time.Second, 20 * time.Second, time.Minute, 15 * time.Minute, time.Hour, 25 * time.Hour, -time.Minute, -3 * time.Hour, 9 * day}
		leap, ok := next(s, len(leaps))
		if !ok {
			return
		}
		s.now = s.now.Add(leaps[leap])
		choice, ok := next(s, len(facts(s.now))+1)
		if !ok {
			return
		}
		before := s.op
		var fact renewal.Fact
		what := "a crash"
		if choice == len(facts(s.now)) {
			s.op, s.actions = renewal.Recover(s.op, s.now)
		} else {
			fact = facts(s.now)[choice]
			what = fmt.Sprintf("%T", fact)
			if err := s.try(fact); err != nil {
				if !fault.Is(err, fault.Conflict) {
					t.Fatalf("%s in %s: %v", what, before.State, err)
				}
				continue
			}
			seen.see(fact, s.now)
		}
		if s.op.State != before.State && !slices.Contains(arrows[before.State], s.op.State) {
			t.Fatalf("%s leads from %s to %s", what, before.State, s.op.State)
		}
		if before.State.Terminal() && s.op.State != before.State {
			t.Fatalf("%s leads out of %s", what, before.State)
		}
		if s.op.Version != before.Version && s.op.Version != before.Version+1 || s.op.ChangedAt.Before(before.ChangedAt) {
			t.Fatalf("%s: version %d after %d, changed %v after %v", what, s.op.Version, before.Version, s.op.ChangedAt, before.ChangedAt)
		}
		if s.op.Version == before.Version && encode(t, s.op) != encode(t, before) {
			t.Fatalf("%s changed the operation but not its version", what)
		}
		if s.op.State == renewal.StateSucceeded && before.State != renewal.StateSucceeded {
			successes++
			if lack := seen.convinces(driver, s.op.Current().Candidate); lack != "" {
				t.Fatalf("%s leads from %s to success: %s", what, before.State, lack)
			}
		}
		if _, submits := s.does(renewal.DoSubmit); submits && (before.State != renewal.StateConfirmed || fact != renewal.Fact(renewal.Started{})) {
			t.Fatalf("%s in %s submits", what, before.State)
		}
		if successes > 1 {
			t.Fatal("a second success")
		}
		if _, err := renewal.DecodeOperation([]byte(encode(t, s.op))); err != nil {
			t.Fatalf("after %s the record is refused: %v", what, err)
		}
	}
}

var drivers = []renewal.Driver{local, managed, assisted}

// Events in any order lead along the arrows only, never out of an end, never to a success without proof.
func TestOrderOfEvents(t *testing.T) {
	seed := uint64(20270310)
	t.Logf("seed %d", seed)
	visited := map[renewal.State]int{}
	for run := range uint64(500) {
		random := rand.New(rand.NewPCG(seed, run))
		left := 120
		follow(t, drivers[run%3], func(s *tale, n int) (int, bool) {
			left--
			visited[s.op.State]++
			if s.op.State.Terminal() {
				left -= 10 // a few more, to see that it stays
			}
			if n <= 12 {
				return min(random.IntN(n), random.IntN(n), random.IntN(n)), left > 0 // mostly small leaps
			}
			// Mostly something that fits, and seldom an end by a person.
			choice, possible := random.IntN(n), facts(s.now)
			for range 8 {
				if choice < len(possible) {
					_, quits := possible[choice].(renewal.Cancelled)
					if _, _, err := renewal.Next(s.op, s.op.On(possible[choice]), s.now); err == nil && (!quits || random.IntN(20) == 0) {
						break
					}
				}
				choice = random.IntN(n)
			}
			return choice, left > 0
		})
		if t.Failed() {
			t.Fatalf("run %d", run)
		}
	}
	t.Logf("visited: %v", visited)
	for _, state := range states {
		if visited[state] < 10 {
			t.Errorf("%s was visited %d times", state, visited[state])
		}
	}
}

func FuzzOrderOfEvents(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 1, 0, 3, 0, 4, 0, 18, 2, 18, 2, 18})
	f.Add([]byte{0, 0, 0, 0, 1, 0, 3, 0, 36, 0, 18, 2, 24, 0, 18})
	f.Fuzz(func(t *testing.T, order []byte) {
		if len(order) == 0 || len(order) > 400 {
			return
		}
		i := 0
		follow(t, drivers[int(order[0])%3], func(_ *tale, n int) (int, bool) {
			if i++; i >= len(order) {
				return 0, false
			}
			return int(order[i]) % n, true
		})
	})
}
