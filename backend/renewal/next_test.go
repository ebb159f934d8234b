package renewal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// Which facts belong to which states, apart from what they lead to.
func TestNextRefuses(t *testing.T) {
	watched := []renewal.State{
		renewal.StateAwaitingConfirmation, renewal.StateConfirmed, renewal.StateSubmitting, renewal.StateHandedOff,
		renewal.StateRunning, renewal.StateVerifying, renewal.StateUnknown, renewal.StateFailed, renewal.StateNeedsSupport,
	}
	active := watched[1:7]
	for _, test := range []struct {
		fact renewal.Fact
		by   renewal.Driver
		fits []renewal.State
	}{
		{renewal.Opened{}, managed, []renewal.State{renewal.StateDraft}},
		{renewal.Confirmed{}, managed, watched[:1]},
		{renewal.Cancelled{}, managed, watched[:2]},
		{renewal.Started{}, managed, watched[1:2]},
		{renewal.Accepted{}, managed, watched[2:3]},
		{renewal.AlreadyRunning{}, managed, watched[2:3]},
		{renewal.Deferred{}, managed, watched[2:3]},
		{renewal.Refused{}, managed, watched[2:3]},
		{renewal.Unanswered{}, managed, watched[2:3]},
		{renewal.ReportedStarted{}, assisted, watched[3:4]},
		{renewal.RestartSeen{}, assisted, watched[3:7]},
		{renewal.GivenUp{}, assisted, []renewal.State{renewal.StateHandedOff, renewal.StateUnknown}},
		{renewal.ServiceReported{Report: renewal.ReportRunning}, managed, watched[4:7]},
		{renewal.KeysRead{Keys: onlyOld}, managed, watched},
		{renewal.SignedIn{Thumbprint: "NEW"}, local, watched},
		{renewal.StageReached{Stage: renewal.StageKeyMade}, local, watched[2:3]},
		{renewal.StageReached{Stage: renewal.StageRestarted}, local, watched[4:6]},
		{renewal.StageReached{Stage: renewal.StagePublished}, local, nil}, // comes with Accepted
		{renewal.StageReached{Stage: renewal.StageRestarted}, managed, nil},
		{renewal.Ticked{}, managed, active},
		{renewal.Retried{}, managed, watched[7:]},
		{renewal.OldKeyRetired{}, local, []renewal.State{renewal.StateSucceeded}},
		{renewal.OldKeyRetired{}, managed, nil},
		{renewal.SiteChecked{}, managed, []renewal.State{renewal.StateSucceeded}},
		{nil, managed, nil},
	} {
		for _, state := range states {
			if test.by == assisted && state == renewal.StateSubmitting || test.by != assisted && state == renewal.StateHandedOff || test.by != assisted && state == renewal.StateAbandoned {
				continue // the driver does not come there
			}
			t.Run(fmt.Sprintf("%T by %s in %s", test.fact, test.by, state), func(t *testing.T) {
				s := in(t, state, test.by)
				err := s.try(test.fact)
				switch fits := slices.Contains(test.fits, state); {
				case fits && err != nil:
					t.Errorf("refused: %v", err)
				case !fits && !fault.Is(err, fault.Conflict):
					t.Errorf("error is %v, want a conflict", err)
				case !fits && strings.Contains(err.Error(), "%!"):
					t.Errorf("odd sentence: %v", err)
				}
			})
		}
	}
}

func TestNextExpectsStateAndVersion(t *testing.T) {
	s := in(t, renewal.StateRunning, managed)
	seen := s.op
	s.play(step{time.Second, renewal.KeysRead{Keys: onlyOld}})
	for name, event := range map[string]renewal.Event{
		"OlderVersion": seen.On(renewal.KeysRead{Keys: bothKeys}),
		"OtherState":   {Version: s.op.Version, State: renewal.StateConfirmed, Fact: renewal.Started{}},
		"FutureOne":    {Version: s.op.Version + 1, State: s.op.State, Fact: renewal.Ticked{}},
	} {
		t.Run(name, func(t *testing.T) {
			next, actions, err := renewal.Next(s.op, event, s.now)
			if !fault.Is(err, fault.Conflict) || encode(t, next) != encode(t, s.op) || actions != nil {
				t.Errorf("error is %v", err)
			}
		})
	}
	if s.op.Version != seen.Version+1 {
		t.Errorf("version is %d after %d", s.op.Version, seen.Version)
	}
}

func TestNextTickChangesNothing(t *testing.T) {
	for _, state := range states[2:8] {
		driver := managed
		if state == renewal.StateHandedOff {
			driver = assisted
		}
		s := in(t, state, driver)
		before := encode(t, s.op)
		if s.play(step{time.Minute, renewal.Ticked{}}); encode(t, s.op) != before || s.actions != nil {
			t.Errorf("%s: a tick is a change", state)
		}
	}
}

// Two outcomes thought through from the same operation do not write into each other.
func TestNextSharesNothing(t *testing.T) {
	s := in(t, renewal.StateSubmitting, local).play(step{0, renewal.StageReached{Stage: renewal.StageKeyMade}},
		step{0, renewal.StageReached{Stage: renewal.StagePrivateKept}}, step{0, renewal.Accepted{}})
	one, _, err := renewal.Next(s.op, s.op.On(renewal.StageReached{Stage: renewal.StageRestarted}), s.now)
	if err != nil {
		t.Fatal(err)
	}
	before := encode(t, one)
	if _, _, err := renewal.Next(s.op, s.op.On(renewal.SignedIn{Thumbprint: "NEW"}), s.now); err != nil || encode(t, one) != before {
		t.Errorf("one outcome wrote into the other (%v)", err)
	}
}

// A retry begins with a baseline of its own: the key that the first attempt may have left does not count as new.
func TestRetryHasFreshBaseline(t *testing.T) {
	s := in(t, renewal.StateFailed, managed)
	s.play(step{0, renewal.Retried{By: "ada", Keys: bothKeys}}, step{0, renewal.Started{}}, step{0, renewal.Accepted{}},
		step{time.Minute, renewal.KeysRead{Keys: bothKeys}}, step{time.Minute, renewal.KeysRead{Keys: bothKeys}})
	if s.op.State != renewal.StateRunning {
		t.Fatalf("it is %s", s.op.State)
	}
	third := portal.KeyCredential{KeyID: uuid.UUID{3}, Thumbprint: "THIRD", Start: s.now, End: newKey.End.Add(time.Hour)}
	read := renewal.KeysRead{Keys: []portal.KeyCredential{third, newKey}}
	if s.play(step{0, read}, step{20 * time.Second, read}); s.op.State != renewal.StateSucceeded {
		t.Fatalf("it is %s", s.op.State)
	}
}

// A key of somebody else stops an update that has not begun; when it was only a flicker, the update may start.
func TestStartWaitsForOtherKey(t *testing.T) {
	s := in(t, renewal.StateConfirmed, managed).play(step{0, renewal.KeysRead{Keys: bothKeys}})
	if err := s.try(renewal.Started{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("started: %v", err)
	}
	if at, ok := s.does(renewal.DoLook); !ok || !at.Equal(s.now.Add(20*time.Second)) {
		t.Errorf("looks at %v", at)
	}
	s.play(step{time.Second, renewal.KeysRead{Keys: onlyOld}}, step{0, renewal.Started{}})
}

// When a failed attempt turns out to have worked after all, it is a success, and ours.
func TestLateSuccess(t *testing.T) {
	t.Run("Managed", func(t *testing.T) {
		s := in(t, renewal.StateUnknown, managed).play(step{0, renewal.GivenUp{}})
		if s.play(otherKey...); s.op.State != renewal.StateSucceeded || s.op.Externally || s.op.Current().Problem != nil {
			t.Errorf("it is %s, externally %v, with the problem %v", s.op.State, s.op.Externally, s.op.Current().Problem)
		}
	})
	t.Run("Unknown", func(t *testing.T) {
		s := in(t, renewal.StateUnknown, managed)
		if s.op.Current().Problem == nil {
			t.Fatal("nobody says why it is unknown")
		}
		if s.play(otherKey...); s.op.State != renewal.StateSucceeded || s.op.Current().Problem != nil {
			t.Errorf("it is %s with the problem %v", s.op.State, s.op.Current().Problem)
		}
	})
	t.Run("SomebodyElse", func(t *testing.T) {
		// The attempt did fail; that stays with it.
		s := in(t, renewal.StateFailed, managed)
		if s.play(otherKey...); !s.op.Externally || s.op.Current().Problem == nil || s.op.Current().Problem.Class != refusal.Class {
			t.Errorf("externally %v with the problem %v", s.op.Externally, s.op.Current().Problem)
		}
	})
	t.Run("Local", func(t *testing.T) {
		s := in(t, renewal.StateRunning, local).play(step{0, renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}},
			step{0, renewal.KeysRead{Keys: bothKeys}}, step{0, renewal.SignedIn{Thumbprint: "NEW"}})
		if s.op.State != renewal.StateSucceeded || s.op.Externally || !s.op.OldKeyDue() {
			t.Errorf("it is %s, externally %v", s.op.State, s.op.Externally)
		}
	})
}

func TestLocalUpdate(t *testing.T) {
	s := in(t, renewal.StateSubmitting, local)
	made := renewal.MadeKey{KeyID: newKey.KeyID, Thumbprint: "NEW", PrivateName: "portal/9/key/2"}
	if err := s.try(renewal.StageReached{Stage: renewal.StagePrivateKept}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a private part was kept before there was a pair: %v", err)
	}
	s.play(step{time.Second, renewal.StageReached{Stage: renewal.StageKeyMade, Made: made}})
	if err := s.try(renewal.StageReached{Stage: renewal.StageKeyMade, Made: made}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second pair: %v", err)
	}
	s.play(
		step{time.Second, renewal.StageReached{Stage: renewal.StagePrivateKept}},
		step{time.Second, renewal.Accepted{}},
		step{time.Second, renewal.StageReached{Stage: renewal.StageRestarted}},
		step{time.Second, renewal.SignedIn{Thumbprint: "OLD"}},
		step{time.Second, renewal.KeysRead{Keys: bothKeys}},
		step{time.Second, renewal.SignedIn{Thumbprint: "NEW"}},
	)
	if s.op.State != renewal.StateSucceeded || *s.op.Current().Made != made || !s.op.OldKeyDue() {
		t.Fatalf("it is %s with %+v", s.op.State, s.op.Current())
	}
	s.play(step{time.Second, renewal.OldKeyRetired{}})
	if s.op.State != renewal.StateSucceeded || s.op.OldKeyDue() {
		t.Errorf("the old key is still due")
	}
	var seen []renewal.Stage
	for _, m := range s.op.Current().Stages {
		seen = append(seen, m.Stage)
	}
	want := []renewal.Stage{
		renewal.StageKeyMade, renewal.StagePrivateKept, renewal.StagePublished, renewal.StageRestarted, renewal.StageSignedIn, renewal.StageOldRetired,
	}
	if !slices.Equal(seen, want) {
		t.Errorf("stages are %v", seen)
	}
	if err := s.try(renewal.OldKeyRetired{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("retired twice: %v", err)
	}
}

// The sign-in may be heard of before the record was read.
func TestLocalUpdateSignInFirst(t *testing.T) {
	s := in(t, renewal.StateRunning, local).play(step{0, renewal.SignedIn{Thumbprint: "NEW"}})
	if at, ok := s.does(renewal.DoLook); s.op.State != renewal.StateRunning || !ok || !at.Equal(s.now) {
		t.Fatalf("it is %s and looks at %v", s.op.State, at)
	}
	s.play(step{0, renewal.KeysRead{Keys: bothKeys}})
	if s.op.State != renewal.StateVerifying {
		t.Fatalf("it is %s; the sighting is committed before the success", s.op.State)
	}
	if s.play(step{0, renewal.Ticked{}}); s.op.State != renewal.StateSucceeded {
		t.Errorf("it is %s", s.op.State)
	}
}

func TestServiceWithoutOperation(t *testing.T) {
	s := in(t, renewal.StateRunning, managed).play(step{time.Minute, renewal.ServiceReported{Report: renewal.ReportNone}})
	if s.op.State != renewal.StateRunning || s.op.Current().OperationURL != "" {
		t.Errorf("it is %s and asks %q", s.op.State, s.op.Current().OperationURL)
	}
}

// A word of failure does not outweigh a key that is there.
func TestServiceFailsWhileVerifying(t *testing.T) {
	s := in(t, renewal.StateVerifying, managed).play(step{0, renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}})
	if s.op.State != renewal.StateVerifying {
		t.Fatalf("it is %s", s.op.State)
	}
	if s.play(step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}}); s.op.State != renewal.StateSucceeded {
		t.Errorf("it is %s", s.op.State)
	}
}

// An unknown outcome stays so while the service says that it works, or while the keys cannot be read.
func TestUnknownStays(t *testing.T) {
	t.Run("Running", func(t *testing.T) {
		s := in(t, renewal.StateUnknown, managed).play(step{59 * time.Minute, renewal.ServiceReported{Report: renewal.ReportRunning}},
			step{time.Minute, renewal.KeysRead{Keys: onlyOld}})
		if s.op.State != renewal.StateRunning {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("Unreadable", func(t *testing.T) {
		s := in(t, renewal.StateUnknown, managed).play(step{7 * day, renewal.Ticked{}})
		if s.op.State != renewal.StateUnknown {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("TooEarly", func(t *testing.T) {
		s := in(t, renewal.StateUnknown, managed).play(step{60*time.Minute - 1, renewal.KeysRead{Keys: onlyOld}})
		if s.op.State != renewal.StateUnknown {
			t.Errorf("it is %s", s.op.State)
		}
	})
}

func TestSiteChecked(t *testing.T) {
	s := in(t, renewal.StateSucceeded, managed)
	s.play(step{time.Minute, renewal.SiteChecked{}})
	if at, ok := s.does(renewal.DoCheckSite); s.op.SiteSilent || !ok || !at.After(s.now) {
		t.Fatalf("after a minute: silent %v, again at %v", s.op.SiteSilent, at)
	}
	s.play(step{14 * time.Minute, renewal.SiteChecked{}})
	if _, tells := s.does(renewal.DoTell); !s.op.SiteSilent || s.op.State != renewal.StateSucceeded || !tells {
		t.Fatalf("after 15 minutes: silent %v, %s", s.op.SiteSilent, s.op.State)
	}
	if s.play(step{time.Minute, renewal.SiteChecked{Answers: true}}); s.op.SiteSilent {
		t.Error("it stays silent after an answer")
	}
}

func TestClockSetBack(t *testing.T) {
	t.Run("DeadlineCountsOn", func(t *testing.T) {
		s := in(t, renewal.StateRunning, managed).play(step{29 * time.Minute, renewal.KeysRead{Keys: onlyOld}})
		committed := s.now
		s.play(step{-5 * time.Hour, renewal.KeysRead{Keys: onlyOld}})
		if !s.op.ChangedAt.Equal(committed) {
			t.Errorf("changed at %v, want %v", s.op.ChangedAt, committed)
		}
		if at, _ := s.does(renewal.DoLook); !at.After(s.now) || at.After(s.now.Add(time.Minute)) {
			t.Errorf("looks at %v while the clock says %v", at, s.now)
		}
		s.now = committed.Add(time.Minute)
		if s.play(step{0, renewal.Ticked{}}); s.op.State != renewal.StateUnknown {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("ProofNeedsTwoReadingsAgain", func(t *testing.T) {
		s := in(t, renewal.StateVerifying, managed).play(step{-time.Hour, renewal.KeysRead{Keys: bothKeys}})
		if s.op.State != renewal.StateVerifying {
			t.Fatalf("it is %s", s.op.State)
		}
		if s.play(step{20 * time.Second, renewal.KeysRead{Keys: bothKeys}}); s.op.State != renewal.StateSucceeded {
			t.Errorf("it is %s", s.op.State)
		}
	})
	t.Run("WaitIsNotStretched", func(t *testing.T) {
		s := in(t, renewal.StateSubmitting, managed).play(step{0, renewal.Deferred{Until: start.Add(10 * time.Minute)}},
			step{-5 * time.Hour, renewal.Started{}})
		if s.op.State != renewal.StateSubmitting {
			t.Errorf("it is %s", s.op.State)
		}
	})
}

func TestMayStart(t *testing.T) {
	op := in(t, renewal.StateConfirmed, managed).op
	op.Organization = "https://contoso.crm.dynamics.com"
	other := func(id byte, state renewal.State, tenant string) renewal.Operation {
		it := in(t, state, managed).op
		it.ID, it.PortalID, it.TenantID = uuid.UUID{id}, uuid.UUID{100 + id}, tenant
		return it
	}
	submitting, running := other(1, renewal.StateSubmitting, "tenant-1"), other(2, renewal.StateRunning, "tenant-1")
	at := func(op renewal.Operation, address string) renewal.Operation { op.Organization = address; return op }
	twin := other(3, renewal.StateUnknown, "tenant-2")
	twin.PortalID = op.PortalID
	failed := twin
	failed.State = renewal.StateFailed
	for name, test := range map[string]struct {
		others []renewal.Operation
		limit  int
		ok     bool
	}{
		"UnknownTenants":   {[]renewal.Operation{at(other(6, renewal.StateRunning, ""), "https://fabrikam.crm.dynamics.com"), at(other(7, renewal.StateRunning, ""), "https://fabrikam.crm.dynamics.com")}, 2, true},
		"SameOrganization": {[]renewal.Operation{at(other(6, renewal.StateRunning, ""), "https://Contoso.crm.dynamics.com/"), running}, 2, false},
		"NothingIsKnown":   {[]renewal.Operation{other(6, renewal.StateRunning, ""), other(7, renewal.StateRunning, "")}, 2, true},
		"Alone":            {[]renewal.Operation{op}, 2, true},
		"OneOther":         {[]renewal.Operation{op, running}, 2, true},
		"TwoOthers":        {[]renewal.Operation{submitting, running}, 2, false},
		"Maintenance":      {[]renewal.Operation{running}, 1, false},
		"OtherTenant":      {[]renewal.Operation{running, other(4, renewal.StateRunning, "tenant-2")}, 2, true},
		"NotRunning":       {[]renewal.Operation{running, other(5, renewal.StateVerifying, "tenant-1")}, 2, true},
		"SamePortal":       {[]renewal.Operation{twin}, 2, false},
		"FailedFirst":      {[]renewal.Operation{failed}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			err := renewal.MayStart(op, test.others, test.limit)
			if err != nil && fault.Of(err).Hint == "" {
				t.Errorf("%v does not say how it goes on", err)
			}
			if (err == nil) != test.ok || err != nil && !fault.Is(err, fault.Conflict) {
				t.Errorf("error is %v", err)
			}
		})
	}
	t.Run("TenantOfNeither", func(t *testing.T) {
		op, first, second := op, other(1, renewal.StateRunning, ""), other(2, renewal.StateRunning, "")
		op.TenantID = ""
		if err := renewal.MayStart(op, []renewal.Operation{first, second}, 2); err != nil {
			t.Errorf("portals of which nobody knows where they belong: %v", err)
		}
		address := op.Organization
		err := renewal.MayStart(op, []renewal.Operation{at(first, address), at(second, address)}, 2)
		if err == nil || !strings.Contains(err.Error(), "2 other portals of the organization") {
			t.Errorf("error is %v", err)
		}
	})
}
