package renewal

import (
	"slices"
	"time"
)

// shortLife is the life below which a new key is worth a warning: its first reminder is past already.
const shortLife = 90 * day

// Reasons of a cancellation.
const (
	reasonRenewed  = "renewed"  // by a key that is valid for longer
	reasonReplaced = "replaced" // by any other
)

// Follow moves the reminders of a portal from one key to the one that is current now: its new schedule, or the stored
// one where the key was current before. It closes the old schedule; nothing more is said about that key, even while
// it stays on the application.
//
// After a renewal the reminders that the new key would already have had stay silent, and one notice says that the key
// was renewed. A key that is not valid for longer is treated like one that is seen for the first time.
func Follow(old, current Schedule, thresholds Thresholds, now time.Time) (Schedule, Schedule) {
	if old.ID == current.ID {
		return old, current
	}
	now, thresholds = utc(now), thresholds.orDefault()
	renewed := current.KeyID != old.KeyID && current.End.After(old.End)
	reason := reasonReplaced
	if renewed {
		reason = reasonRenewed
	}
	return old.closed(reason, thresholds, now), current.opened(renewed, thresholds, now)
}

// Succeed is Follow for a key that came in place of one that was never followed.
func Succeed(current Schedule, thresholds Thresholds, now time.Time) Schedule {
	return current.opened(true, thresholds.orDefault(), utc(now))
}

// closed cancels what is still to be said.
func (s Schedule) closed(reason string, thresholds Thresholds, now time.Time) Schedule {
	s = s.clone()
	for _, r := range slices.Clone(s.Open) {
		r.Reason = reason
		s.settle(r, StatusCancelled, now)
	}
	through := s.Through
	for _, t := range thresholds.list[s.first(thresholds):] {
		s.settle(Record{Threshold: t.ID, Instant: t.At(s.End), Severity: t.Severity, Reason: reason}, StatusCancelled, now)
	}
	s.Through, s.Closed, s.Snooze = through, true, nil
	return s
}

// opened makes a schedule the current one. What was cancelled is to be said again.
func (s Schedule) opened(renewed bool, thresholds Thresholds, now time.Time) Schedule {
	s = s.clone()
	s.Closed = false
	s.Settled = slices.DeleteFunc(s.Settled, func(r Record) bool { return r.Status == StatusCancelled })
	if !renewed {
		return s
	}
	for _, t := range thresholds.list[s.first(thresholds):] {
		if at := t.At(s.End); !at.After(now) {
			s.settle(Record{Threshold: t.ID, Instant: at, Severity: t.Severity}, StatusBaseline, now)
		}
	}
	if _, said := find(s.Settled, Renewed); !said {
		notice := Record{Threshold: Renewed, Instant: now, Severity: SeverityInfo, Status: StatusPending, At: now}
		if s.End.Sub(now) < shortLife {
			notice.Severity = SeverityWarning
		}
		s.Open = append(s.Open, notice)
	}
	return s
}

// ShortLived reports whether a key that was made at now is valid for so short that the notice of its renewal is a
// warning.
func (s Schedule) ShortLived(now time.Time) bool { return s.End.Sub(now) < shortLife }
