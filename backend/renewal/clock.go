package renewal

import (
	"slices"
	"time"
)

const setBackGrace = 24 * time.Hour // a clock that was set back is believed after this long

// Mark is what an evaluation leaves for the next one, so that a clock that was set back is noticed. The zero value is
// for the first evaluation ever.
type Mark struct {
	At        time.Time `json:"at"`                 // latest time of an evaluation
	SetBackAt time.Time `json:"setBackAt,omitzero"` // what the clock said when it was first seen before At
}

// next moves the mark on to now. It reports true while the clock is behind: until it has caught up, or was behind for
// a day, nothing is decided.
func (m Mark) next(now time.Time) (Mark, bool) {
	_, believed := m.Believed(now)
	switch {
	case !now.Before(m.At), believed:
		return Mark{At: now}, false
	case m.SetBackAt.IsZero() || now.Before(m.SetBackAt):
		return Mark{At: m.At, SetBackAt: now}, true
	default:
		return m, true
	}
}

// Believed reports whether the clock, which was set back at since, is taken for right from now on. Then it was wrong
// before that: what was settled for later is to be reopened (Schedule.Reopen) before anything is evaluated.
func (m Mark) Believed(now time.Time) (since time.Time, believed bool) {
	behind := now.Before(m.At) && !m.SetBackAt.IsZero() && !now.Before(m.SetBackAt)
	return m.SetBackAt, behind && now.Sub(m.SetBackAt) >= setBackGrace
}

// Decides is when something is decided again at the latest, which is now unless the clock is behind.
func (m Mark) Decides(now time.Time) time.Time {
	after, behind := m.next(now)
	if !behind {
		return now
	}
	return earlier(after.At, after.SetBackAt.Add(setBackGrace))
}

// Reopen takes back what a clock that was ahead had settled: everything that was due later than since, where the clock
// stood when it was set back, or was settled later than now. It is said in its time, and what is past as one notice.
// What was said too early stays on record, and so do the notice of a renewal and what the renewal made superfluous. The
// result is false where nothing changed.
func (s Schedule) Reopen(since, now time.Time) (Schedule, bool) {
	since, now = utc(since), utc(now)
	s = s.clone()
	changed, from := false, since
	reopened := func(r Record) bool {
		switch {
		case r.Threshold == Renewed || r.Status == StatusCancelled || r.Status == StatusEarly:
			return false
		case r.Status == StatusBaseline: // since the clock is watched, it may have been past in truth
			return r.Instant.After(now)
		default: // what was due before, and settled ahead, was worded by the wrong time
			return r.Instant.After(since) || r.At.After(now)
		}
	}
	var early []Record
	keep := func(records []Record) []Record {
		kept := []Record{}
		for _, r := range records {
			switch {
			case reopened(r):
				changed, from = true, earlier(from, r.Instant.Add(-1))
				if r.Attempt > 0 { // also one that was superseded before it had an outcome
					r.Status = StatusEarly
					early = append(early, r)
				}
				continue
			case r.Threshold == Renewed && r.Instant.After(now): // or it would come before everything else until then
				changed, r.Instant = true, now
			}
			kept = append(kept, r)
		}
		return kept
	}
	s.Open, s.Settled = keep(s.Open), keep(s.Settled)
	s.Settled = append(s.Settled, early...)
	if s.Through.After(from) {
		through := s.Through
		s.Through = from
		for _, r := range s.Settled {
			if r.Status != StatusCancelled && r.Status != StatusEarly {
				s.reach(r.Instant)
			}
		}
		changed = changed || !s.Through.Equal(through)
	}
	seen := len(s.Acknowledged)
	s.Acknowledged = slices.DeleteFunc(s.Acknowledged, func(a Acknowledgement) bool { return a.At.After(now) })
	if changed = changed || len(s.Acknowledged) != seen; s.Snooze != nil && s.Snooze.At.After(now) {
		s.Snooze, changed = nil, true
	}
	return s, changed
}

// SaidEarly counts how often a reminder went out by a clock that was ahead.
func (s Schedule) SaidEarly(id ThresholdID) int {
	n := 0
	for _, r := range s.Settled {
		if r.Threshold == id && r.Status == StatusEarly {
			n++
		}
	}
	return n
}
