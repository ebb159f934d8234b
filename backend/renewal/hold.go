package renewal

import (
	"time"

	"gatehouse/backend/fault"
)

const (
	staleAfter    = 24 * time.Hour   // a reading of a key this old is read again before an urgent reminder
	triedFor      = 15 * time.Minute // a reading that failed is not tried again for this long
	updateQuiet   = 30 * time.Minute // how long a running update keeps its portal quiet
	handOffQuiet  = 24 * time.Hour   // and one that waits for a person
	refreshWithin = time.Minute      // how long Evaluate gives a reading that it asked for
)

// Tracked is a portal with the schedule of its current key and what bears on its reminders.
type Tracked struct {
	Schedule   Schedule
	PortalName string
	Group      string
	ReadAt     time.Time  // last good reading of the key; zero where the key is ours and cannot be out of date
	TriedAt    time.Time  // last reading that failed; zero for none
	Operation  *Operation // the latest update, nil for none
	Mute       *Mute
}

// Mute silences a portal until a person takes it back. It shows in the list with its reason.
type Mute struct {
	Reason string    `json:"reason"`
	By     string    `json:"by"` // acting user
	At     time.Time `json:"at"`
}

// NewMute silences a portal. Codes: invalid.
func NewMute(reason, by string, now time.Time) (Mute, error) {
	if reason == "" {
		return Mute{}, fault.New(fault.Invalid, "A portal is muted with a reason.").WithHint("Say why nobody needs to be reminded of its key.")
	}
	return Mute{reason, by, utc(now)}, nil
}

// Snooze holds reminders back that are no more urgent than the one it was given for, until a time or until a more
// urgent one is due. Critical ones are never held back.
type Snooze struct {
	Until    time.Time `json:"until,omitzero"` // zero: until a more urgent one
	Severity Severity  `json:"severity"`       // of the reminder it was given for
	By       string    `json:"by"`             // acting user
	At       time.Time `json:"at"`
}

// SnoozeUntil holds the reminders of a schedule back until a time; the zero time means until a more urgent one.
// Codes: conflict, invalid.
func (s Schedule) SnoozeUntil(until time.Time, by string, now time.Time) (Schedule, error) {
	severity := severityAt(now.Sub(s.End))
	switch {
	case s.Closed:
		return s, fault.New(fault.Conflict, "The key was replaced; there is nothing to snooze.")
	case severity == SeverityCritical:
		return s, fault.New(fault.Conflict, "Critical reminders cannot be snoozed.").WithHint("Update the key, or mute the portal with a reason.")
	case !until.IsZero() && !until.After(now):
		return s, fault.New(fault.Invalid, "The time until which to snooze is past.")
	}
	s = s.clone()
	s.Snooze = &Snooze{Severity: severity, By: by, At: utc(now)}
	if !until.IsZero() {
		s.Snooze.Until = utc(until)
	}
	return s, nil
}

// holds reports whether a reminder is held back.
func (z *Snooze) holds(severity Severity, now time.Time) bool {
	return z != nil && severity != SeverityCritical && (z.Until.IsZero() && severity.Compare(z.Severity) <= 0 || now.Before(z.Until))
}

// Snoozed is the snooze that holds back what would be due at now; nil where there is none, or where it is over: its
// time has come, or the key is nearer to its end than it was given for.
func (s Schedule) Snoozed(now time.Time) *Snooze {
	if !s.Snooze.holds(severityAt(now.Sub(s.End)), now) {
		return nil
	}
	return s.Snooze
}

// SnoozeLimits says how long a snooze given at now could hold: until a more urgent reminder comes, zero where there is
// none, and until no snooze holds any more. False where nothing can be snoozed.
func (s Schedule) SnoozeLimits(thresholds Thresholds, now time.Time) (moreUrgent, critical time.Time, can bool) {
	severity := severityAt(now.Sub(s.End))
	if s.Closed || severity == SeverityCritical {
		return time.Time{}, time.Time{}, false
	}
	for _, t := range thresholds.orDefault().list {
		if t.At(s.End).After(now) && t.Severity.Compare(severity) > 0 {
			moreUrgent = t.At(s.End)
			break
		}
	}
	return moreUrgent, s.End.Add(-day), true
}

// WakeUp takes a snooze back.
func (s Schedule) WakeUp() Schedule {
	s.Snooze = nil
	return s
}

// Hold says why a reminder that is due does not go out.
type Hold string

const (
	HoldNone     Hold = ""
	HoldSnoozed  Hold = "snoozed"
	HoldQuiet    Hold = "quiet-hours"
	HoldUpdating Hold = "updating" // an update of the portal is under way
	HoldReading  Hold = "reading"  // the key is to be read first
	HoldPaused   Hold = "paused"   // a person asked for quiet everywhere
)

// hold says what holds a due reminder back, and until when at the latest; the zero time means without end.
func (t *Tracked) hold(r Record, settings Settings, now time.Time) (Hold, time.Time) {
	if r.Severity == SeverityCritical {
		return t.holdReading(r.Instant, now)
	}
	if until, busy := t.updatingUntil(now); busy {
		return HoldUpdating, until
	}
	if z := t.Schedule.Snooze; z.holds(r.Severity, now) {
		return HoldSnoozed, z.Until
	}
	if now.Before(settings.PausedUntil) {
		return HoldPaused, settings.PausedUntil
	}
	if r.Severity.Compare(SeverityHigh) < 0 {
		if until, quiet := settings.Quiet.end(now, settings.Zone); quiet {
			return HoldQuiet, until
		}
	}
	return t.holdReading(r.Instant, now)
}

// holdReading asks for a fresh reading before a reminder of the last week, unless that was tried just now.
func (t *Tracked) holdReading(instant, now time.Time) (Hold, time.Time) {
	urgent := !instant.Before(t.Schedule.End.Add(-7 * day))
	if !urgent || !t.stale(now) || now.Sub(t.TriedAt) < triedFor {
		return HoldNone, time.Time{}
	}
	return HoldReading, now.Add(refreshWithin)
}

// stale reports whether the key was not read for so long that it may have been replaced unnoticed.
func (t *Tracked) stale(now time.Time) bool {
	return !t.ReadAt.IsZero() && now.Sub(t.ReadAt) > staleAfter
}

// updatingUntil reports whether an update is under way that will settle the matter, and until when that is assumed.
func (t *Tracked) updatingUntil(now time.Time) (time.Time, bool) {
	if t.Operation == nil {
		return time.Time{}, false
	}
	a := t.Operation.Current()
	var until time.Time
	switch t.Operation.State {
	case StateHandedOff:
		until = a.HandedOffAt.Add(handOffQuiet)
	case StateSubmitting, StateRunning, StateVerifying:
		if until = a.SubmittingAt; until.IsZero() {
			until = a.AcceptedAt
		}
		until = until.Add(updateQuiet)
	}
	return until, now.Before(until)
}
