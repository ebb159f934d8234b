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

// lookAgain plans the next look, at a deadline where that comes first.
func (t *turn) lookAgain() {
	next := t.wall.Add(lookEvery(t.now.Sub(t.current().begunAt())))
	switch t.op.State {
	case StateVerifying:
		if c := t.current().Candidate; c != nil && c.Sightings == 1 {
			next = earlier(next, t.wall.Add(sightingsApart))
		}
	case StateUnknown:
		if left := unchangedFor - t.now.Sub(t.op.Since); left > 0 {
			next = earlier(next, t.wall.Add(left))
		}
	case StateHandedOff, StateRunning:
	default:
		// In the other states a reading comes from somebody's refresh; only a key of somebody else needs a second one.
		if t.op.State.Terminal() || t.op.State == StateSubmitting || t.current().Candidate == nil {
			return
		}
		next = t.wall.Add(sightingsApart)
	}
	t.look(next)
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
