package renewal

import (
	"slices"
	"time"

	"gatehouse/backend/fault"
)

// Outcome is what became of a reminder on one channel.
type Outcome string

const (
	OutcomeOpen      Outcome = "open"      // not known yet
	OutcomeDelivered Outcome = "delivered" // the channel took it
	OutcomeQueued    Outcome = "queued"    // in a queue that tries again by itself; see package notify
	OutcomeFailed    Outcome = "failed"    // given up
	OutcomeNobody    Outcome = "nobody"    // there is nobody whom the channel would reach
)

// Delivered is the outcome on one channel.
type Delivered struct {
	Channel string    `json:"channel"`
	Outcome Outcome   `json:"outcome"`
	At      time.Time `json:"at,omitzero"`
}

// Settle notes the outcome of a reminder on one channel. Channels do not wait for each other; the reminder is sent when
// the last one has an outcome, be it a failure. An outcome that comes late, after the reminder was superseded or
// cancelled, is noted and changes nothing else. With an empty channel it settles a reminder that had none to go to.
// Codes: conflict.
func (s Schedule) Settle(id ThresholdID, channel string, outcome Outcome, now time.Time) (Schedule, error) {
	s = s.clone()
	i, open := find(s.Open, id)
	r := &Record{}
	switch j, settled := find(s.Settled, id); {
	case open && s.Open[i].Status == StatusReserved:
		r = &s.Open[i]
	case settled:
		r = &s.Settled[j]
	default:
		return s, fault.New(fault.Conflict, "The reminder %s is not being delivered.", id)
	}
	if channel != "" {
		c := slices.IndexFunc(r.Channels, func(d Delivered) bool { return d.Channel == channel })
		if c < 0 {
			return s, fault.New(fault.Conflict, "The reminder %s does not go to %s.", id, channel)
		}
		r.Channels[c] = Delivered{channel, outcome, utc(now)}
	}
	if r.Status == StatusReserved && len(r.open()) == 0 {
		s.settle(*r, StatusSent, utc(now))
	}
	return s, nil
}

// open lists the channels without an outcome.
func (r Record) open() []string {
	var names []string
	for _, d := range r.Channels {
		if d.Outcome == OutcomeOpen {
			names = append(names, d.Channel)
		}
	}
	return names
}

// find looks for what became of a threshold. That it was said too early does not count.
func find(records []Record, id ThresholdID) (int, bool) {
	i := slices.IndexFunc(records, func(r Record) bool { return r.Threshold == id && r.Status != StatusEarly })
	return i, i >= 0
}
