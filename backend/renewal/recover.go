package renewal

import "time"

// askAgainFor is how long after its confirmation an update that never started asks the person again. Later the
// person's yes is too old, and the dialog begins anew.
const askAgainFor = 10 * time.Minute

// siteStart is how long the sites that this program serves itself may take to come up with it.
const siteStart = 2 * time.Minute

// Recover says how an operation goes on after the program stopped, however it stopped. It runs for every stored
// operation that is not terminal, and for successes after which something is to be done, before any timer does. Nothing
// is ever submitted again by it.
func Recover(op Operation, now time.Time) (Operation, []Action) {
	t := newTurn(op, now)
	switch op.State {
	case StateAwaitingConfirmation:
		// It was asked again after one interruption; a second one is a no.
		t.current().EndedAt = t.now
		t.to(StateCancelled)
		if op.Interrupted {
			t.do(DoRecord)
		}
	case StateConfirmed:
		if t.now.Sub(op.Since) >= askAgainFor {
			t.op.Interrupted = true
			t.to(StateAwaitingConfirmation)
			t.do(DoRecord)
			t.do(DoAsk)
			break
		}
		if at := t.current().NotBefore; at.After(t.wall) && at.Sub(t.wall) <= patientFor {
			t.doAt(DoAsk, at)
		} else {
			t.do(DoAsk)
		}
		t.idle = true
	case StateSubmitting:
		// Whether the request left cannot be known. The first look tells: a newer key, or a running operation.
		t.lose("The program stopped while the request was on its way.")
	case StateHandedOff:
		t.do(DoRemind)
		t.lookSoon()
	case StateRunning:
		// After the clock was set back the planned look may be far away.
		at := t.current().NextLookAt
		if soonest := t.wall.Add(lookEvery(t.now.Sub(t.current().begunAt()))); at.After(soonest) {
			at = soonest
		}
		if at.Before(t.wall) {
			at = t.wall
		}
		t.look(at)
	case StateVerifying:
		t.forgetSightings()
		t.lookSoon()
	case StateUnknown:
		t.lookSoon()
	case StateFailed, StateNeedsSupport:
		// It stays, but the new key may have come meanwhile.
		t.do(DoLook)
		t.idle = true
	case StateSucceeded:
		if op.OldKeyDue() {
			t.do(DoRetireOldKey)
		}
		if op.SiteDue(t.now) {
			t.doAt(DoCheckSite, t.wall.Add(siteStart))
		}
		t.idle = true
	default:
		t.idle = true
	}
	if t.idle {
		return op, t.actions
	}
	return t.done(), t.actions
}

// forgetSightings makes a proof by readings start anew. A sign-in stays: it was committed after it happened.
func (t *turn) forgetSightings() { t.current().Candidate = nil }
