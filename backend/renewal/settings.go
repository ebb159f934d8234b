package renewal

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
)

// Settings are a person's wishes about reminders.
type Settings struct {
	Thresholds Thresholds               `json:"thresholds"` // for everything that has none of its own
	Groups     map[string]Thresholds    `json:"groups,omitempty"`
	Portals    map[uuid.UUID]Thresholds `json:"portals,omitempty"` // before those of the group
	Quiet      Quiet                    `json:"quiet,omitzero"`
	Channels   []string                 `json:"channels,omitempty"` // names of the channels that are on
	Zone       *time.Location           `json:"-"`                  // of the person, for quiet hours only; nil is UTC

	PausedUntil time.Time `json:"pausedUntil,omitzero"` // until then all but critical reminders wait
}

// For returns the thresholds of a portal of a group: its own, else the group's, else the general ones.
func (s Settings) For(portalID uuid.UUID, group string) Thresholds {
	if len(s.Portals) > 0 {
		if own, ok := s.Portals[portalID]; ok && own.list != nil {
			return own
		}
	}
	if len(s.Groups) > 0 {
		if own, ok := s.Groups[group]; ok && own.list != nil {
			return own
		}
	}
	return s.Thresholds.orDefault()
}

// lead is the longest time before an end at which any of the thresholds lies.
func (s Settings) lead() time.Duration {
	longest := s.For(uuid.Nil, "").lead()
	for _, set := range s.Groups {
		if set.list != nil {
			longest = max(longest, set.lead())
		}
	}
	for _, set := range s.Portals {
		if set.list != nil {
			longest = max(longest, set.lead())
		}
	}
	return longest
}

// Quiet is the part of each day in which reminders of the lower severities wait, in the person's own time. It may go
// over midnight. The zero value means none.
type Quiet struct {
	From  TimeOfDay `json:"from"`
	Until TimeOfDay `json:"until"` // exclusive; equal to From means none
}

// TimeOfDay is a time on the clock in minutes since midnight, written as 22:30.
type TimeOfDay int

// MarshalText implements encoding.TextMarshaler.
func (t TimeOfDay) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%02d:%02d", int(t)/60, int(t)%60), nil
}

// UnmarshalText implements encoding.TextUnmarshaler. Codes: invalid.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	at, err := time.Parse("15:04", string(text))
	if err != nil {
		return fault.New(fault.Invalid, "%q is no time of day.", text).WithHint("Write it as 22:30.").Because(err)
	}
	*t = TimeOfDay(at.Hour()*60 + at.Minute())
	return nil
}

// end returns when the quiet hours that now lies in are over, or false outside of them. Only the clock on the wall
// counts: a night in which clocks change has an hour more or less.
func (q Quiet) end(now time.Time, zone *time.Location) (time.Time, bool) {
	if zone == nil {
		zone = time.UTC
	}
	local := now.In(zone)
	at := TimeOfDay(local.Hour()*60 + local.Minute())
	overMidnight := q.From > q.Until
	switch {
	case q.From == q.Until:
		return time.Time{}, false
	case overMidnight && at < q.From && at >= q.Until, !overMidnight && (at < q.From || at >= q.Until):
		return time.Time{}, false
	}
	date := local.Day()
	if overMidnight && at >= q.From {
		date++
	}
	end := time.Date(local.Year(), local.Month(), date, int(q.Until)/60, int(q.Until)%60, 0, 0, zone)
	if !end.After(now) {
		end = end.Add(time.Hour) // it is a time that the clocks skip, or go through twice
	}
	return utc(end), true
}
