package renewal

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"
)

const (
	digestOver     = 3                // more portals than this in one evaluation are one digest
	longestSleep   = 15 * time.Minute // between two evaluations
	undeliveredFor = 2 * time.Minute  // until a reserved reminder counts as not delivered
	mostAttempts   = 3                // of a delivery, before the inbox and the banner have to do
)

// Firing is a reminder that goes out. Its text is to be made from the key and the time at which it does, not from the
// threshold: a late reminder must not lie.
type Firing struct {
	Schedule   Schedule // as reserved
	PortalName string
	Threshold  ThresholdID
	Instant    time.Time // when it was due
	Severity   Severity
	Attempt    int           // from 1; more after a delivery that a crash cut short
	Channels   []string      // that are to deliver it
	Superseded []ThresholdID // what it stands for besides
	AsOf       time.Time     // the key was not read since; zero where that does not matter
}

// Evaluation is what an evaluation found.
type Evaluation struct {
	Mark    Mark        // to be kept, and given to the next one
	SetBack bool        // the clock was set back; nothing was decided
	Firing  []Firing    // at most one for each portal, the key that ends first comes first
	Digest  bool        // there are so many that they go out as one
	Changed []Schedule  // to be committed before anything goes out
	Refresh []uuid.UUID // portals whose key is to be read first; then evaluate again
	Held    []Held      // due and held back
	Next    time.Time   // when something is due next, the zero time for never
	Wake    time.Time   // when to evaluate again at the latest
}

// Held is a reminder that is due and does not go out.
type Held struct {
	PortalID  uuid.UUID
	Threshold ThresholdID
	Hold      Hold
	Until     time.Time // the zero time for without end
}

// Evaluate finds the reminders that are due at now, with last as the mark of the evaluation before. It is for the
// start of the program, for the end of a sleep, for every change of keys and for a timer; for a tick of the timer with
// nothing due see Index.
//
// Of several reminders that a portal missed only the most urgent one goes out, and the others are superseded. The
// caller commits Changed before it sends, so that an evaluation of the same schedules at the same time finds nothing.
// Where the mark says that the clock is believed after it was set back (Mark.Believed), the caller reopens all
// schedules first.
func Evaluate(tracked []Tracked, settings Settings, now time.Time, last Mark) Evaluation {
	e := evaluator{settings: settings, now: utc(now), lead: settings.lead(), limit: farFuture}
	e.Wake = e.now.Add(longestSleep)
	if e.Mark, e.SetBack = last.next(e.now); e.SetBack {
		e.Wake = earlier(e.Wake, last.Decides(e.now))
		return e.Evaluation
	}
	for i := range tracked {
		// This is all that is asked of most keys; a hundred thousand of them cost little more than reading their ends.
		if t := &tracked[i]; t.Schedule.End.Before(e.limit) || len(t.Schedule.Open) > 0 {
			e.consider(t)
		}
	}
	slices.SortFunc(e.Firing, func(a, b Firing) int {
		return cmp.Or(a.Schedule.End.Compare(b.Schedule.End), cmp.Compare(a.PortalName, b.PortalName),
			slices.Compare(a.Schedule.ID[:], b.Schedule.ID[:]))
	})
	e.Digest = len(e.Firing) > digestOver
	if !e.Next.IsZero() {
		e.Wake = earlier(e.Wake, e.Next)
	}
	return e.Evaluation
}

// farFuture is later than any key ends.
var farFuture = time.Unix(1<<60, 0)

// evaluator is one evaluation in the making.
type evaluator struct {
	Evaluation
	settings Settings
	now      time.Time
	lead     time.Duration // how long before an end the first threshold can lie
	limit    time.Time     // a key that ends then or later has nothing due, nor is it the next to have
}

// wait notes when a portal needs attention next, which is always after now: what is due now was just decided.
func (e *evaluator) wait(at time.Time) {
	if at.IsZero() || !e.Next.IsZero() && !at.Before(e.Next) {
		return
	}
	e.Next, e.limit = at, at.Add(e.lead)
}

func (e *evaluator) consider(t *Tracked) {
	if t.silent() {
		return
	}
	if len(t.Schedule.Open) == 0 {
		if at := t.upcoming(e.settings); at.IsZero() || at.After(e.now) {
			e.wait(at)
			return
		}
	}
	after := *t
	after.Schedule = t.Schedule.clone()
	d := after.due(e.settings, e.now)
	changed := len(d.tired) > 0
	for _, tired := range d.tired {
		after.Schedule.settle(tired, StatusSent, e.now)
	}
	if d.latest != nil {
		if hold, until := t.hold(*d.latest, e.settings, e.now); hold == HoldNone {
			e.Firing = append(e.Firing, after.reserve(*d.latest, d.others, e.settings, e.now))
			changed = true
		} else {
			e.Held = append(e.Held, Held{t.Schedule.PortalID, d.latest.Threshold, hold, until})
			if hold == HoldReading {
				e.Refresh = append(e.Refresh, t.Schedule.PortalID)
			}
		}
	}
	if changed {
		e.Changed = append(e.Changed, after.Schedule)
	}
	e.wait(after.Attention(e.settings, e.now))
}
