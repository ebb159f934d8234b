package renewal

import "time"

// plan is how often an update is looked at, by the time since it began. The hourly and daily looks are for an unknown
// outcome and for a hand-off, which may take a person hours.
var plan = []struct{ until, every time.Duration }{
	{2 * time.Minute, 20 * time.Second},
	{10 * time.Minute, 30 * time.Second},
	{30 * time.Minute, time.Minute},
	{30*time.Minute + day, time.Hour},
	{planEnd, day},
}

// planEnd is when an unknown outcome is no longer looked at.
const planEnd = 30*time.Minute + 8*day

// lookEvery is the distance of two looks at an operation that began this long ago.
func lookEvery(elapsed time.Duration) time.Duration {
	for _, step := range plan {
		if elapsed < step.until {
			return step.every
		}
	}
	return day
}

// lookAgain plans the next look, at a deadline where that comes first: there the keys decide. A new key that was seen
// once is looked for again as soon as that proves it, in whatever state.
func (t *turn) lookAgain() {
	a := t.current()
	begun := t.now.Sub(a.begunAt())
	next := t.wall.Add(lookEvery(begun))
	switch t.op.State {
	case StateHandedOff:
		next = t.atTheLatest(next, handedFor-t.now.Sub(a.HandedOffAt))
	case StateUnknown:
		next = t.atTheLatest(next, unchangedFor-t.now.Sub(t.op.Since))
		next = t.atTheLatest(next, planEnd-begun)
	case StateRunning, StateVerifying:
	case StateConfirmed:
		// A reading comes from somebody's refresh, and a key of somebody else is in the way of the start.
		if a.Candidate == nil {
			return
		}
		next = t.wall.Add(sightingsApart)
	default:
		// Here too a reading comes from somebody's refresh. Without a new key there is nothing to wait for.
		if t.op.State.Terminal() || t.op.State == StateSubmitting || a.Candidate == nil || begun >= planEnd && a.Candidate.twice() {
			return
		}
	}
	if c := a.Candidate; c != nil && !c.twice() {
		next = t.atTheLatest(next, c.FirstSeen.Add(sightingsApart).Sub(t.wall))
	}
	t.look(next)
}

// atTheLatest is the earlier one of a time and of one that is this far away, unless that has gone by.
func (t *turn) atTheLatest(next time.Time, left time.Duration) time.Time {
	if left <= 0 {
		return next
	}
	return earlier(next, t.wall.Add(left))
}

// lookSoon plans a look at once.
func (t *turn) lookSoon() {
	if !t.op.State.Terminal() {
		t.look(t.wall)
	}
}

func (t *turn) look(at time.Time) {
	t.current().NextLookAt = at
	t.doAt(DoLook, at)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// Patience is what to tell a person who waits.
type Patience string

const (
	PatienceUsual  Patience = "usual"
	PatienceLonger Patience = "longer" // longer than usual
	PatienceCheck  Patience = "check"  // time to say what can be checked
)

// PatienceOf says how long an operation takes by now, compared with what is usual. Five to seven minutes are usual for
// a hosted portal (Microsoft, "Manage portal authentication key"); a hand-off waits for a person and is never late.
func PatienceOf(op Operation, now time.Time) Patience {
	switch op.State {
	case StateSubmitting, StateRunning, StateVerifying, StateUnknown:
	default:
		return PatienceUsual
	}
	switch elapsed := now.Sub(op.Current().begunAt()); {
	case elapsed >= 15*time.Minute:
		return PatienceCheck
	case elapsed >= 7*time.Minute:
		return PatienceLonger
	default:
		return PatienceUsual
	}
}

// LookAgainAt is when to look again at an operation that could not be looked at now.
func (o Operation) LookAgainAt(now time.Time) time.Time {
	return utc(now).Add(lookEvery(now.Sub(o.Current().begunAt())))
}
