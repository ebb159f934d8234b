package renewal

import (
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// The deadlines of an update. They count by the wall clock, so that they hold across restarts of the program.
const (
	runningFor   = 30 * time.Minute // from acceptance until the outcome counts as unknown
	unchangedFor = 60 * time.Minute // with the old key unchanged until an unknown outcome counts as failed
	handedFor    = 24 * time.Hour   // without a change until a hand-off counts as abandoned
	patientFor   = 15 * time.Minute // the longest wait that a service may ask for without failing the attempt
)

// Next is the life of an update: what an operation becomes by an event, and what to do then. The caller commits the
// operation before it acts, with the lock of the portal in the same transaction (State.Active). The version counts up
// by one with every change; a tick that changes nothing returns the operation as it was.
//
// An event that does not belong to the state, or whose sender saw another state or version, returns the operation
// unchanged. Codes: conflict.
func Next(op Operation, event Event, now time.Time) (Operation, []Action, error) {
	if event.Version != op.Version || event.State != op.State {
		return op, nil, fault.New(fault.Conflict, "The update of %s has moved on: it is %s.", op.PortalName, stateWords[op.State]).
			WithHint("Look at it as it is now.")
	}
	t := newTurn(op, now)
	if err := t.take(event.Fact); err != nil {
		return op, nil, err
	}
	if t.idle {
		return op, nil, nil
	}
	return t.done(), t.actions, nil
}

// turn is one transition in the making.
type turn struct {
	op      Operation
	wall    time.Time // what the clock says, for what is to happen next
	now     time.Time // never before the last committed time, for records and deadlines
	actions []Action
	idle    bool // nothing happened
}

func newTurn(op Operation, now time.Time) *turn {
	t := &turn{op: op.clone(), wall: utc(now), now: utc(now)}
	if t.now.Before(op.ChangedAt) {
		t.now = op.ChangedAt // the clock was set back
	}
	return t
}

func (t *turn) done() Operation {
	t.op.Version++
	t.op.ChangedAt = t.now
	return t.op
}

// take finds the transition for a fact. Each begins by saying to which states the fact belongs.
func (t *turn) take(fact Fact) error {
	switch fact := fact.(type) {
	case Opened:
		return t.open(fact)
	case Confirmed:
		return t.confirm(fact)
	case Cancelled:
		return t.cancel(fact)
	case Started:
		return t.start(fact)
	case Accepted:
		return t.accept(fact)
	case AlreadyRunning:
		return t.adopt(fact)
	case Deferred:
		return t.postpone(fact)
	case Refused:
		return t.refuse(fact)
	case Unanswered:
		return t.loseAnswer(fact)
	case ReportedStarted:
		return t.trustPerson(fact)
	case RestartSeen:
		return t.noteRestart(fact)
	case GivenUp:
		return t.giveUp(fact)
	case ServiceReported:
		return t.hearService(fact)
	case KeysRead:
		return t.readKeys(fact)
	case SignedIn:
		return t.noteSignIn(fact)
	case StageReached:
		return t.reachStage(fact)
	case Ticked:
		return t.tick(fact)
	case Retried:
		return t.retry(fact)
	case OldKeyRetired:
		return t.retireOldKey(fact)
	case SiteChecked:
		return t.checkSite(fact)
	default:
		return fault.New(fault.Conflict, "Nothing has happened to the update of %s.", t.op.PortalName)
	}
}

// only refuses a fact in any state but these.
func (t *turn) only(fact Fact, states ...State) error {
	for _, s := range states {
		if t.op.State == s {
			return nil
		}
	}
	return fault.New(fault.Conflict, "The update of %s is %s; it cannot %s.",
		t.op.PortalName, stateWords[t.op.State], fact.words()).WithHint("Look at it as it is now.")
}

// current is the current attempt, to be written to.
func (t *turn) current() *Attempt { return &t.op.Attempts[len(t.op.Attempts)-1] }

func (t *turn) to(state State) {
	t.op.State, t.op.Since = state, t.now
	if !state.Active() {
		t.current().NextLookAt = time.Time{}
	}
}

func (t *turn) do(deed Deed) { t.actions = append(t.actions, Action{Do: deed}) }

func (t *turn) doAt(deed Deed, at time.Time) { t.actions = append(t.actions, Action{deed, at}) }

// --- the dialog ---

func (t *turn) open(fact Opened) error {
	if err := t.only(fact, StateDraft); err != nil {
		return err
	}
	t.op.OpenedAt, t.op.OpenedBy = t.now, fact.By
	t.begin(fact.By, fact.Keys)
	t.to(StateAwaitingConfirmation)
	t.do(DoAsk)
	return nil
}

func (t *turn) begin(by string, keys []portal.KeyCredential) {
	t.op.Attempts = append(t.op.Attempts, Attempt{By: by, Baseline: BaselineOf(keys, t.now)})
}

func (t *turn) confirm(fact Confirmed) error {
	if err := t.only(fact, StateAwaitingConfirmation); err != nil {
		return err
	}
	*t.current() = Attempt{By: fact.By, Baseline: BaselineOf(fact.Keys, t.now), ConfirmedAt: t.now}
	t.op.Interrupted = false
	t.to(StateConfirmed)
	t.do(DoRecord)
	t.do(DoStart)
	return nil
}

// cancel is possible until something leaves the program: after an interruption a confirmed update asks again, and a
// person may say no then.
func (t *turn) cancel(fact Cancelled) error {
	if err := t.only(fact, StateAwaitingConfirmation, StateConfirmed); err != nil {
		return err
	}
	if t.op.State == StateConfirmed || t.op.Interrupted {
		t.do(DoRecord) // its beginning is in the log
	}
	t.current().EndedAt = t.now
	t.to(StateCancelled)
	return nil
}

func (t *turn) retry(fact Retried) error {
	if err := t.only(fact, StateFailed, StateNeedsSupport); err != nil {
		return err
	}
	t.begin(fact.By, fact.Keys)
	t.current().ConfirmedAt = t.now
	t.to(StateConfirmed)
	t.do(DoRecord)
	t.do(DoStart)
	return nil
}

// --- the start ---

func (t *turn) start(fact Started) error {
	if err := t.only(fact, StateConfirmed); err != nil {
		return err
	}
	a := t.current()
	// A longer wait than was ever agreed to means that the clock was set back.
	if t.wall.Before(a.NotBefore) && a.NotBefore.Sub(t.wall) <= patientFor {
		return fault.New(fault.Conflict, "The service asked to wait until %s.", a.NotBefore.Format("15:04 UTC"))
	}
	if a.Candidate != nil {
		return fault.New(fault.Conflict, "Somebody else has updated the key of %s meanwhile.", t.op.PortalName).
			WithHint("The new key is being checked; there is nothing to do.")
	}
	if t.op.Driver == DriverAssisted {
		a.HandedOffAt = t.now
		t.to(StateHandedOff)
		t.do(DoOpenPage)
		t.lookAgain()
		return nil
	}
	a.SubmittingAt, a.NotBefore = t.now, time.Time{}
	t.to(StateSubmitting)
	t.do(DoSubmit)
	return nil
}

func (t *turn) accept(fact Accepted) error {
	if err := t.only(fact, StateSubmitting); err != nil {
		return err
	}
	if t.op.Driver == DriverLocal {
		t.mark(StagePublished)
	}
	t.run(fact.OperationURL)
	return nil
}

func (t *turn) adopt(fact AlreadyRunning) error {
	if err := t.only(fact, StateSubmitting); err != nil {
		return err
	}
	t.current().Adopted = true
	t.run(fact.OperationURL)
	return nil
}

// run is the way into Running.
func (t *turn) run(operationURL string) {
	a := t.current()
	a.AcceptedAt = t.now
	if operationURL != "" {
		a.OperationURL = operationURL
	}
	t.to(StateRunning)
	t.lookAgain()
}

func (t *turn) postpone(fact Deferred) error {
	if err := t.only(fact, StateSubmitting); err != nil {
		return err
	}
	until := utc(fact.Until)
	if until.Before(t.wall) {
		until = t.wall
	}
	if until.Sub(t.wall) > patientFor {
		t.fail(Problem{Class: ClassBusy, Message: "The service is busy until " + until.Format("2 January 2006 15:04 UTC") + "."})
		return nil
	}
	a := t.current()
	a.NotBefore, a.SubmittingAt = until, time.Time{}
	t.to(StateConfirmed)
	t.doAt(DoStart, until)
	return nil
}

func (t *turn) refuse(fact Refused) error {
	if err := t.only(fact, StateSubmitting); err != nil {
		return err
	}
	t.fail(fact.Problem)
	return nil
}

func (t *turn) loseAnswer(fact Unanswered) error {
	if err := t.only(fact, StateSubmitting); err != nil {
		return err
	}
	t.lose(fact.Message)
	return nil
}
