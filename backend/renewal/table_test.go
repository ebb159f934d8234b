package renewal_test

import (
	"slices"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

const (
	local    = renewal.DriverLocal
	managed  = renewal.DriverManaged
	assisted = renewal.DriverAssisted
)

// row is one row of the table of states: where it begins, what happens, where it leads, what is to be done.
type row struct {
	name   string
	from   renewal.State
	driver renewal.Driver
	steps  []step // the last one is the event of the row
	want   renewal.State
	deeds  []renewal.Deed
	check  func(*testing.T, *tale)
}

func once(fact renewal.Fact) []step { return []step{{time.Second, fact}} }

var table = []row{
	{
		"nothing, a person chooses Update key", renewal.StateDraft, managed, once(renewal.Opened{By: "ada", Keys: onlyOld}),
		renewal.StateAwaitingConfirmation, []renewal.Deed{renewal.DoAsk},
		func(t *testing.T, s *tale) {
			if s.op.OpenedBy != "ada" || !s.op.OpenedAt.Equal(s.now) || len(s.op.Attempts) != 1 {
				t.Errorf("opened by %q at %v", s.op.OpenedBy, s.op.OpenedAt)
			}
		},
	},
	{
		"awaiting confirmation, the person chooses Update", renewal.StateAwaitingConfirmation, managed,
		once(renewal.Confirmed{By: "grace", Keys: bothKeys}),
		renewal.StateConfirmed, []renewal.Deed{renewal.DoRecord, renewal.DoStart},
		func(t *testing.T, s *tale) {
			a := s.op.Current()
			if a.By != "grace" || !a.Baseline.TakenAt.Equal(s.now) || a.Baseline.Thumbprint != "NEW" || len(a.Baseline.KeyIDs) != 2 {
				t.Errorf("the baseline is not the one of the confirmation: %+v", a)
			}
		},
	},
	{
		"awaiting confirmation, cancel or window closed", renewal.StateAwaitingConfirmation, managed, once(renewal.Cancelled{}),
		renewal.StateCancelled, nil, nil,
	},
	{
		"awaiting confirmation, crash", renewal.StateAwaitingConfirmation, managed, []step{{time.Second, nil}},
		renewal.StateCancelled, nil, nil,
	},
	{
		"confirmed, managed driver starts", renewal.StateConfirmed, managed, once(renewal.Started{}),
		renewal.StateSubmitting, []renewal.Deed{renewal.DoSubmit},
		func(t *testing.T, s *tale) {
			if !s.op.Current().SubmittingAt.Equal(s.now) || len(s.op.Attempts) != 1 {
				t.Errorf("the start is not recorded: %+v", s.op.Current())
			}
		},
	},
	{
		"confirmed, local driver starts", renewal.StateConfirmed, local, once(renewal.Started{}),
		renewal.StateSubmitting, []renewal.Deed{renewal.DoSubmit}, nil,
	},
	{
		"confirmed, assisted driver starts", renewal.StateConfirmed, assisted, once(renewal.Started{}),
		renewal.StateHandedOff, []renewal.Deed{renewal.DoOpenPage, renewal.DoLook},
		func(t *testing.T, s *tale) {
			if !s.op.Current().HandedOffAt.Equal(s.now) {
				t.Errorf("handed off at %v", s.op.Current().HandedOffAt)
			}
		},
	},
	{
		"submitting, accepted", renewal.StateSubmitting, managed, once(renewal.Accepted{OperationURL: "https://s.example/1"}),
		renewal.StateRunning, []renewal.Deed{renewal.DoLook},
		func(t *testing.T, s *tale) {
			if a := s.op.Current(); a.OperationURL != "https://s.example/1" || !a.AcceptedAt.Equal(s.now) || a.Adopted ||
				!a.NextLookAt.Equal(s.now.Add(20*time.Second)) {
				t.Errorf("attempt is %+v", a)
			}
		},
	},
	{
		"submitting, already running", renewal.StateSubmitting, managed, once(renewal.AlreadyRunning{OperationURL: "https://s.example/2"}),
		renewal.StateRunning, []renewal.Deed{renewal.DoLook},
		func(t *testing.T, s *tale) {
			if a := s.op.Current(); !a.Adopted || a.OperationURL != "https://s.example/2" {
				t.Errorf("attempt is %+v", a)
			}
		},
	},
	{
		"submitting, asked to wait at most 15 minutes", renewal.StateSubmitting, managed,
		once(renewal.Deferred{Until: start.Add(15*time.Minute + time.Second)}),
		renewal.StateConfirmed, []renewal.Deed{renewal.DoStart},
		func(t *testing.T, s *tale) {
			until := start.Add(15*time.Minute + time.Second)
			if at, _ := s.does(renewal.DoStart); !at.Equal(until) || !s.op.Current().NotBefore.Equal(until) || len(s.op.Attempts) != 1 {
				t.Errorf("starts again at %v in attempt %d", at, len(s.op.Attempts))
			}
			s.now = until.Add(-time.Second)
			if err := s.try(renewal.Started{}); !fault.Is(err, fault.Conflict) {
				t.Errorf("started too early: %v", err)
			}
			s.play(step{time.Second, renewal.Started{}})
		},
	},
	{
		"submitting, asked to wait longer", renewal.StateSubmitting, managed,
		once(renewal.Deferred{Until: start.Add(15*time.Minute + 2*time.Second)}),
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell},
		wantProblem(renewal.ClassBusy),
	},
	{
		"submitting, refused", renewal.StateSubmitting, managed, once(renewal.Refused{Problem: refusal}),
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, wantProblem(renewal.ClassPermission),
	},
	{
		"submitting, no answer", renewal.StateSubmitting, managed, once(renewal.Unanswered{Message: "The connection was reset."}),
		renewal.StateUnknown, []renewal.Deed{renewal.DoLook}, wantProblem(renewal.ClassUnknownOutcome),
	},
	{
		"submitting, crash", renewal.StateSubmitting, managed, []step{{time.Second, nil}},
		renewal.StateUnknown, []renewal.Deed{renewal.DoLook}, wantProblem(renewal.ClassUnknownOutcome),
	},
	{
		"submitting, half an hour without an answer", renewal.StateSubmitting, managed, []step{{30 * time.Minute, renewal.Ticked{}}},
		renewal.StateUnknown, []renewal.Deed{renewal.DoLook}, nil,
	},
	{
		"handed off, the person says it started", renewal.StateHandedOff, assisted, once(renewal.ReportedStarted{}),
		renewal.StateRunning, []renewal.Deed{renewal.DoLook},
		func(t *testing.T, s *tale) {
			if !s.op.Current().AcceptedAt.Equal(s.now) {
				t.Errorf("accepted at %v", s.op.Current().AcceptedAt)
			}
		},
	},
	{
		"handed off, restart seen", renewal.StateHandedOff, assisted, once(renewal.RestartSeen{}),
		renewal.StateRunning, []renewal.Deed{renewal.DoLook},
		func(t *testing.T, s *tale) {
			if !s.op.Current().RestartSeen {
				t.Error("the restart is not recorded")
			}
		},
	},
	{
		"handed off, newer key seen", renewal.StateHandedOff, assisted, once(renewal.KeysRead{Keys: bothKeys}),
		renewal.StateVerifying, []renewal.Deed{renewal.DoLook}, nil,
	},
	{
		"handed off, the person gives up", renewal.StateHandedOff, assisted, once(renewal.GivenUp{}),
		renewal.StateAbandoned, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, nil,
	},
	{
		"handed off, 24 hours without a change", renewal.StateHandedOff, assisted,
		[]step{{24*time.Hour - time.Second, renewal.KeysRead{Keys: onlyOld}}, {time.Second, renewal.Ticked{}}},
		renewal.StateAbandoned, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, nil,
	},
	{
		"running, the service says success", renewal.StateRunning, managed, once(renewal.ServiceReported{Report: renewal.ReportSucceeded}),
		renewal.StateVerifying, []renewal.Deed{renewal.DoLook},
		func(t *testing.T, s *tale) {
			if s.op.Current().Candidate != nil {
				t.Error("a word of success is no sighting")
			}
		},
	},
	{
		"running, newer key seen", renewal.StateRunning, managed, once(renewal.KeysRead{Keys: bothKeys}),
		renewal.StateVerifying, []renewal.Deed{renewal.DoLook},
		func(t *testing.T, s *tale) {
			if c := s.op.Current().Candidate; c == nil || c.Thumbprint != "NEW" || !c.FirstSeen.Equal(s.now) || c.Sightings != 1 {
				t.Errorf("candidate is %+v", c)
			}
		},
	},
	{
		"running, the service says failure", renewal.StateRunning, managed,
		once(renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}),
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, wantProblem(renewal.ClassService),
	},
	{
		"running, 30 minutes since accepted", renewal.StateRunning, managed, []step{{30 * time.Minute, renewal.Ticked{}}},
		renewal.StateUnknown, []renewal.Deed{renewal.DoLook}, nil,
	},
	{
		"verifying, 30 minutes since accepted", renewal.StateVerifying, managed, []step{{30 * time.Minute, renewal.Ticked{}}},
		renewal.StateUnknown, []renewal.Deed{renewal.DoLook}, nil,
	},
	{
		"verifying, proof complete in the directory", renewal.StateVerifying, managed, []step{{20 * time.Second, renewal.KeysRead{Keys: bothKeys}}},
		renewal.StateSucceeded, []renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoCheckSite}, wantOurs,
	},
	{
		"verifying, proof complete by sign-in", renewal.StateVerifying, local, once(renewal.SignedIn{Thumbprint: "NEW"}),
		renewal.StateSucceeded,
		[]renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoRetireOldKey, renewal.DoCheckSite}, wantOurs,
	},
	{
		"unknown, the reconciler proves the new key", renewal.StateUnknown, managed,
		[]step{{0, renewal.KeysRead{Keys: bothKeys}}, {20 * time.Second, renewal.KeysRead{Keys: bothKeys}}},
		renewal.StateSucceeded, []renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoCheckSite}, wantOurs,
	},
	{
		"unknown, the service says failure", renewal.StateUnknown, managed,
		once(renewal.ServiceReported{Report: renewal.ReportFailed, Problem: breakage}),
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, wantProblem(renewal.ClassService),
	},
	{
		"unknown, the service says running", renewal.StateUnknown, managed, once(renewal.ServiceReported{Report: renewal.ReportRunning}),
		renewal.StateRunning, []renewal.Deed{renewal.DoLook}, nil,
	},
	{
		"unknown, 60 minutes with the old key", renewal.StateUnknown, managed,
		[]step{{0, renewal.ServiceReported{Report: renewal.ReportNone}}, {60 * time.Minute, renewal.KeysRead{Keys: onlyOld}}},
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, wantProblem(renewal.ClassUnknownOutcome),
	},
	{
		"unknown, the person gives up", renewal.StateUnknown, managed, once(renewal.GivenUp{}),
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, wantProblem(renewal.ClassUnknownOutcome),
	},
	{
		"unknown, the end of the plan", renewal.StateUnknown, managed, []step{{8 * day, renewal.Ticked{}}},
		renewal.StateFailed, []renewal.Deed{renewal.DoRecord, renewal.DoTell}, wantProblem(renewal.ClassUnknownOutcome),
	},
	{
		"failed, Retry Authentication Key Update", renewal.StateFailed, managed, once(renewal.Retried{By: "grace", Keys: bothKeys}),
		renewal.StateConfirmed, []renewal.Deed{renewal.DoRecord, renewal.DoStart},
		func(t *testing.T, s *tale) {
			a := s.op.Current()
			if len(s.op.Attempts) != 2 || a.By != "grace" || a.Baseline.Thumbprint != "NEW" || !a.Baseline.TakenAt.Equal(s.now) || a.Problem != nil {
				t.Errorf("attempt %d is %+v", len(s.op.Attempts), a)
			}
			if s.op.Attempts[0].Problem.Class != renewal.ClassPermission {
				t.Error("the first attempt lost its error")
			}
		},
	},
	{
		"failed for the third time", renewal.StateFailed, managed,
		[]step{
			{0, renewal.Retried{By: "ada", Keys: onlyOld}}, {0, renewal.Started{}}, {0, renewal.Refused{Problem: refusal}},
			{0, renewal.Retried{By: "ada", Keys: onlyOld}}, {0, renewal.Started{}}, {0, renewal.Refused{Problem: breakage}},
		},
		renewal.StateNeedsSupport, []renewal.Deed{renewal.DoRecord, renewal.DoTell, renewal.DoOfferSupport}, wantProblem(renewal.ClassService),
	},
	{
		"needs support, retry stays possible", renewal.StateNeedsSupport, managed, once(renewal.Retried{By: "ada", Keys: onlyOld}),
		renewal.StateConfirmed, []renewal.Deed{renewal.DoRecord, renewal.DoStart}, nil,
	},
	{
		"awaiting confirmation, somebody else's key", renewal.StateAwaitingConfirmation, managed, otherKey, renewal.StateSucceeded,
		[]renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoCheckSite}, wantExternal,
	},
	{
		"confirmed, somebody else's key", renewal.StateConfirmed, managed, otherKey, renewal.StateSucceeded,
		[]renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoCheckSite}, wantExternal,
	},
	{
		"failed, somebody else's key", renewal.StateFailed, managed, otherKey, renewal.StateSucceeded,
		[]renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoCheckSite}, wantExternal,
	},
	{
		"needs support, somebody else's key", renewal.StateNeedsSupport, managed, otherKey, renewal.StateSucceeded,
		[]renewal.Deed{renewal.DoSwitchSchedule, renewal.DoRecord, renewal.DoCheckSite}, wantExternal,
	},
	{
		"confirmed, asked again and the person says no", renewal.StateConfirmed, managed, once(renewal.Cancelled{}),
		renewal.StateCancelled, []renewal.Deed{renewal.DoRecord}, nil,
	},
}

var otherKey = []step{{0, renewal.KeysRead{Keys: bothKeys}}, {20 * time.Second, renewal.KeysRead{Keys: bothKeys}}}

func wantProblem(class renewal.Class) func(*testing.T, *tale) {
	return func(t *testing.T, s *tale) {
		if p := s.op.Current().Problem; p == nil || p.Class != class || p.Message == "" || p.Offer() == "" {
			t.Errorf("problem is %+v, want class %s", p, class)
		}
	}
}

func wantOurs(t *testing.T, s *tale) {
	if s.op.Externally || s.op.Current().Candidate.Thumbprint != "NEW" {
		t.Errorf("externally %v with %+v", s.op.Externally, s.op.Current().Candidate)
	}
}

func wantExternal(t *testing.T, s *tale) {
	if !s.op.Externally || s.op.Current().Candidate.Thumbprint != "NEW" {
		t.Errorf("externally %v with %+v", s.op.Externally, s.op.Current().Candidate)
	}
}

func TestTable(t *testing.T) {
	for _, r := range table {
		t.Run(r.name, func(t *testing.T) {
			s := in(t, r.from, r.driver)
			for i, next := range r.steps {
				if next.fact == nil {
					s.now = s.now.Add(next.after)
					s.op, s.actions = renewal.Recover(s.op, s.now)
					continue
				}
				if s.play(next); i < len(r.steps)-1 && s.op.State == r.want && r.want.Terminal() {
					t.Fatalf("it is %s after step %d of %d", s.op.State, i+1, len(r.steps))
				}
			}
			if s.op.State != r.want {
				t.Fatalf("it is %s, want %s", s.op.State, r.want)
			}
			var deeds []renewal.Deed
			for _, a := range s.actions {
				deeds = append(deeds, a.Do)
			}
			if !slices.Equal(deeds, r.deeds) {
				t.Errorf("to do: %v, want %v", deeds, r.deeds)
			}
			if !s.op.Since.Equal(s.now) || !s.op.ChangedAt.Equal(s.now) {
				t.Errorf("since %v, changed %v, want %v", s.op.Since, s.op.ChangedAt, s.now)
			}
			if r.check != nil {
				r.check(t, s)
			}
		})
	}
}
