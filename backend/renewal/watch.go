package renewal

import (
	"slices"

	"gatehouse/backend/fault"
)

// watched are the states in which the keys tell something: all but the dialog's draft and the terminal ones.
var watched = []State{
	StateAwaitingConfirmation, StateConfirmed, StateSubmitting, StateHandedOff, StateRunning, StateVerifying, StateUnknown,
	StateFailed, StateNeedsSupport,
}

// readKeys looks for the new key. What it means that there is one depends on the state: our update is coming true, or
// somebody else was faster.
func (t *turn) readKeys(fact KeysRead) error {
	if err := t.only(fact, watched...); err != nil {
		return err
	}
	a := t.current()
	before, wasBusy := a.Candidate, a.SiteBusy
	if key, ok := Successor(a.Baseline, fact.Keys, t.now); ok {
		a.Candidate = sight(a.Candidate, key, t.wall)
	} else {
		a.Candidate = nil // a reading without it: the row of sightings is broken
	}
	a.SiteBusy = fact.SiteBusy
	if !t.op.State.Active() && before == nil && a.Candidate == nil && a.SiteBusy == wasBusy {
		t.idle = true // an update that has failed waits for nothing
		return nil
	}
	t.judge()
	switch {
	case a.Candidate != nil:
	case t.op.State == StateUnknown && t.now.Sub(t.op.Since) >= unchangedFor:
		t.fail(noOutcome("Nobody can say what became of the update; an hour later the old key is unchanged."))
	case t.op.State == StateHandedOff && t.now.Sub(a.HandedOffAt) >= handedFor:
		t.abandon()
	}
	t.lookAgain()
	return nil
}

// judge goes where the evidence leads.
func (t *turn) judge() {
	a := t.current()
	proven := Prove(t.op.Driver.proof(), *a, t.now).Complete()
	switch t.op.State {
	case StateHandedOff, StateRunning:
		if a.Candidate != nil {
			t.verify()
		}
	case StateUnknown:
		switch {
		case proven:
			t.succeed()
		case a.Candidate != nil && t.now.Sub(a.begunAt()) < runningFor:
			t.verify()
		}
	case StateVerifying, StateAwaitingConfirmation, StateConfirmed, StateFailed, StateNeedsSupport:
		if proven {
			t.succeed()
		}
	}
}

// verify is the way into Verifying. The first sighting of the new key is committed before it is proven.
func (t *turn) verify() {
	if a := t.current(); a.AcceptedAt.IsZero() {
		a.AcceptedAt = t.now
	}
	t.to(StateVerifying)
}

func (t *turn) noteSignIn(fact SignedIn) error {
	if err := t.only(fact, watched...); err != nil {
		return err
	}
	a := t.current()
	if slices.Contains(a.Baseline.Thumbprints, fact.Thumbprint) {
		t.idle = true // an old key proves nothing
		return nil
	}
	news := a.SignIn == nil || a.SignIn.Thumbprint != fact.Thumbprint
	a.SignIn = &SignIn{fact.Thumbprint, t.now}
	if t.op.Driver == DriverLocal && t.op.State.Active() {
		t.mark(StageSignedIn)
	}
	if t.judge(); news {
		t.lookSoon()
	}
	return nil
}

func (t *turn) trustPerson(fact ReportedStarted) error {
	if err := t.only(fact, StateHandedOff); err != nil {
		return err
	}
	t.run("")
	return nil
}

func (t *turn) noteRestart(fact RestartSeen) error {
	if err := t.only(fact, StateSubmitting, StateHandedOff, StateRunning, StateVerifying, StateUnknown); err != nil {
		return err
	}
	a := t.current()
	t.idle, a.RestartSeen = a.RestartSeen, true
	if t.op.State == StateHandedOff {
		t.idle = false
		return t.trustPerson(ReportedStarted{})
	}
	return nil
}

func (t *turn) giveUp(fact GivenUp) error {
	if err := t.only(fact, StateHandedOff, StateUnknown); err != nil {
		return err
	}
	if t.op.State == StateHandedOff {
		t.abandon()
		return nil
	}
	t.fail(noOutcome("Nobody can say what became of the update, and it was given up."))
	return nil
}

// hearService follows the service's own word. Its success is only a reason to look for the key; its failure ends the
// attempt, unless the new key is there already.
func (t *turn) hearService(fact ServiceReported) error {
	if err := t.only(fact, StateRunning, StateVerifying, StateUnknown); err != nil {
		return err
	}
	a := t.current()
	switch {
	case fact.Report == ReportNone:
		a.OperationURL = ""
	case fact.Report == ReportFailed && t.op.State != StateVerifying:
		t.fail(fact.Problem)
		return nil
	case fact.Report == ReportSucceeded && t.op.State == StateRunning:
		t.verify()
		t.lookSoon()
		return nil
	case fact.Report == ReportRunning && t.op.State == StateUnknown:
		t.run(a.OperationURL)
		return nil
	}
	t.lookAgain()
	return nil
}

func (t *turn) reachStage(fact StageReached) error {
	if err := t.only(fact, StateSubmitting, StateRunning, StateVerifying); err != nil {
		return err
	}
	a := t.current()
	fits := fact.Stage == StageRestarted && t.op.State != StateSubmitting ||
		(fact.Stage == StageKeyMade || fact.Stage == StagePrivateKept && a.Made != nil) && t.op.State == StateSubmitting
	if t.op.Driver != DriverLocal || !fits || a.reached(fact.Stage) {
		return fault.New(fault.Conflict, "The update of %s is %s; it cannot reach the stage %s.",
			t.op.PortalName, stateWords[t.op.State], fact.Stage)
	}
	if fact.Stage == StageKeyMade {
		a.Made = new(fact.Made)
	}
	if fact.Stage == StageRestarted {
		a.RestartSeen = true
	}
	t.mark(fact.Stage)
	return nil
}

// mark notes when a stage was reached first.
func (t *turn) mark(stage Stage) {
	if a := t.current(); !a.reached(stage) {
		a.Stages = append(a.Stages, StageMark{stage, t.now})
	}
}

// tick looks at the deadlines. It never ends an attempt for which there is proof, or whose proof is about to come. Who
// sends it sees to it that a look which is due comes first: what a deadline means depends on the keys.
func (t *turn) tick(fact Ticked) error {
	if err := t.only(fact, StateConfirmed, StateSubmitting, StateHandedOff, StateRunning, StateVerifying, StateUnknown); err != nil {
		return err
	}
	a := t.current()
	late := t.now.Sub(a.begunAt()) >= runningFor
	before := t.op.State
	switch before {
	case StateSubmitting:
		if late {
			t.lose("The request was under way for half an hour without an answer.")
		}
	case StateHandedOff:
		if t.now.Sub(a.HandedOffAt) >= handedFor {
			t.abandon()
		}
	case StateRunning:
		if late {
			t.lose("The update did not come to an end within half an hour.")
		}
	case StateVerifying:
		if t.judge(); t.op.State == StateVerifying && late && !t.proofIsNear() {
			t.lose("The new key could not be proven within half an hour.")
		}
	case StateUnknown:
		if t.judge(); t.op.State == StateUnknown && t.now.Sub(a.begunAt()) >= planEnd && !t.proofIsNear() {
			t.fail(unprovenAtEnd(a.Candidate))
		}
	}
	t.idle = t.op.State == before
	return nil
}

// proofIsNear reports whether the reading that proves the new key follows in a moment. It is not waited for longer: it
// may be that the keys cannot be read.
func (t *turn) proofIsNear() bool {
	c := t.current().Candidate
	return c != nil && !c.twice() && t.now.Sub(c.LastSeen) < 2*sightingsApart
}

// unprovenAtEnd is the problem of an update that was looked at to the end of the plan.
func unprovenAtEnd(seen *Candidate) Problem {
	if seen != nil {
		return noOutcome("A new key was seen, but more than a week later it is not proven.")
	}
	return noOutcome("Nobody can say what became of the update, and more than a week later the keys cannot be read.")
}

// --- outcomes ---

// lose is the way into Unknown. From there nothing is sent again by itself.
func (t *turn) lose(message string) {
	t.current().Problem = new(noOutcome(message))
	t.to(StateUnknown)
	t.lookSoon()
}

func (t *turn) abandon() {
	t.current().EndedAt = t.now
	t.to(StateAbandoned)
	t.do(DoRecord)
	t.do(DoTell)
}

func (t *turn) fail(problem Problem) {
	a := t.current()
	a.Problem, a.EndedAt = new(problem), t.now
	t.to(StateFailed)
	t.do(DoRecord)
	t.do(DoTell)
	if len(t.op.Attempts) >= supportAfter { // only failures lead to a further attempt
		t.to(StateNeedsSupport)
		t.do(DoOfferSupport)
	}
}

// succeed is the only way into Succeeded; judge calls it when the proof is complete.
func (t *turn) succeed() {
	t.op.Externally = !slices.ContainsFunc(t.op.Attempts, Attempt.mayHaveWorked)
	a := t.current()
	if a.EndedAt = t.now; !t.op.Externally || a.Problem != nil && a.Problem.Class == ClassUnknownOutcome {
		a.Problem = nil // it has worked after all; what went wrong stays only where somebody else's key made up for it
	}
	t.to(StateSucceeded)
	t.do(DoSwitchSchedule)
	t.do(DoRecord)
	if t.op.OldKeyDue() {
		t.do(DoRetireOldKey)
	}
	t.do(DoCheckSite)
}

// --- after a success ---

func (t *turn) retireOldKey(fact OldKeyRetired) error {
	if err := t.only(fact, StateSucceeded); err != nil {
		return err
	}
	if !t.op.OldKeyDue() {
		return fault.New(fault.Conflict, "There is no old key of %s to retire.", t.op.PortalName)
	}
	t.mark(StageOldRetired)
	return nil
}

// checkSite notes a site that stays silent after a success. That does not undo the success.
func (t *turn) checkSite(fact SiteChecked) error {
	if err := t.only(fact, StateSucceeded); err != nil {
		return err
	}
	late := t.now.Sub(t.current().EndedAt) >= siteGrace
	silent := !fact.Answers && late
	switch {
	case !fact.Answers && !late:
		t.doAt(DoCheckSite, t.wall.Add(lookEvery(0)))
	case silent == t.op.SiteSilent:
		t.idle = true
	case silent:
		t.do(DoTell)
	}
	t.op.SiteSilent = silent
	return nil
}
