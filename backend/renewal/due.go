package renewal

import (
	"slices"
	"time"
)

// due is what a portal's schedule has to say at a time.
type due struct {
	latest *Record  // the one to say
	others []Record // the ones that it stands for
	tired  []Record // tried so often that the inbox has to do
}

func (t *Tracked) due(settings Settings, now time.Time) due {
	s := &t.Schedule
	var d due
	var candidates []Record
	for _, r := range s.Open {
		switch {
		case r.Status == StatusPending: // the notice of a renewal is due at once
			candidates = append(candidates, r)
		case !r.undelivered(now):
		case r.Attempt >= mostAttempts:
			d.tired = append(d.tired, r)
		default:
			candidates = append(candidates, r)
		}
	}
	set := settings.For(s.PortalID, t.Group)
	for i := s.first(set); i < len(set.list) && !set.list[i].At(s.End).After(now); i++ {
		it := set.list[i]
		candidates = append(candidates, Record{Threshold: it.ID, Instant: it.At(s.End), Severity: it.Severity, Status: StatusPending})
	}
	if len(candidates) == 0 {
		return d
	}
	slices.SortStableFunc(candidates, func(a, b Record) int { return a.Instant.Compare(b.Instant) })
	n := len(candidates) - 1
	d.latest, d.others = &candidates[n], candidates[:n]
	return d
}

// first is the index of the first threshold that is not settled.
func (s *Schedule) first(set Thresholds) int {
	if s.Through.IsZero() {
		return 0
	}
	return set.after(s.Through.Sub(s.End))
}

// undelivered reports whether a reserved reminder has waited so long for its outcome that its sender must be gone.
func (r Record) undelivered(now time.Time) bool {
	return r.Status == StatusReserved && (now.Sub(r.At) >= undeliveredFor || now.Before(r.At))
}

// reserve takes a reminder out: it is about to be sent, and the ones it stands for are settled.
func (t *Tracked) reserve(latest Record, others []Record, settings Settings, now time.Time) Firing {
	s := &t.Schedule
	f := Firing{PortalName: t.PortalName, Threshold: latest.Threshold, Instant: latest.Instant, Severity: latest.Severity}
	for _, other := range others {
		s.settle(other, StatusSuperseded, now)
		f.Superseded = append(f.Superseded, other.Threshold)
	}
	latest.Attempt++
	if latest.Attempt == 1 {
		for _, name := range settings.Channels {
			latest.Channels = append(latest.Channels, Delivered{Channel: name, Outcome: OutcomeOpen})
		}
	}
	latest.Status, latest.At = StatusReserved, now
	s.drop(latest.Threshold)
	s.Open = append(s.Open, latest)
	s.reach(latest.Instant)
	if t.stale(now) {
		f.AsOf = utc(t.ReadAt)
	}
	f.Attempt, f.Channels, f.Schedule = latest.Attempt, latest.open(), s.clone()
	return f
}

// settle moves a record to the settled ones, or makes one there.
func (s *Schedule) settle(r Record, status Status, now time.Time) {
	s.drop(r.Threshold)
	r.Status, r.At = status, now
	for i := range r.Channels {
		if r.Channels[i].Outcome == OutcomeOpen {
			r.Channels[i] = Delivered{r.Channels[i].Channel, OutcomeFailed, now}
		}
	}
	s.Settled = append(s.Settled, r)
	s.reach(r.Instant)
}

func (s *Schedule) drop(id ThresholdID) {
	s.Open = slices.DeleteFunc(s.Open, func(r Record) bool { return r.Threshold == id })
}

// silent reports whether nothing is ever said about a portal as it is.
func (t *Tracked) silent() bool { return t.Schedule.Closed || t.Mute != nil }

// upcoming is when the first threshold that is not settled is or was due, the zero time for none.
func (t *Tracked) upcoming(settings Settings) time.Time {
	set := settings.For(t.Schedule.PortalID, t.Group)
	if i := t.Schedule.first(set); i < len(set.list) {
		return t.Schedule.End.Add(set.list[i].Offset)
	}
	return time.Time{}
}

// Attention is when a portal is to be evaluated next, the zero time for never. It is now or earlier where something is
// due already.
func (t Tracked) Attention(settings Settings, now time.Time) time.Time {
	if t.silent() {
		return time.Time{}
	}
	var next time.Time
	add := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	s := &t.Schedule
	for _, r := range s.Open {
		if r.Status == StatusReserved && !r.undelivered(now) {
			add(r.At.Add(undeliveredFor))
		}
	}
	d := t.due(settings, now)
	if d.latest != nil {
		if hold, until := t.hold(*d.latest, settings, now); hold != HoldNone {
			add(until)
		} else {
			add(d.latest.Instant)
		}
	}
	for _, tired := range d.tired {
		add(tired.At)
	}
	set := settings.For(s.PortalID, t.Group)
	if i := max(s.first(set), set.after(now.Sub(s.End))); i < len(set.list) {
		add(set.list[i].At(s.End))
	}
	return next
}

// mostLooks ends a search that would not end: every threshold may be held back by each of the reasons.
const mostLooks = 500

// Upcoming is the reminder that goes out next if nothing changes, and when that is: later than it is due where
// something holds it back, now where it is due. One that is out and waits for its outcome does not count. False for
// none.
func (t Tracked) Upcoming(settings Settings, now time.Time) (Record, time.Time, bool) {
	if t.silent() {
		return Record{}, time.Time{}, false
	}
	t.Schedule = t.Schedule.clone()
	t.Schedule.Open = slices.DeleteFunc(t.Schedule.Open, func(r Record) bool { return r.Status != StatusPending })
	at := utc(now)
	for range mostLooks {
		if d := t.due(settings, at); d.latest != nil {
			if hold, _ := t.hold(*d.latest, settings, at); hold == HoldNone || hold == HoldReading { // which takes a minute
				return *d.latest, at, true
			}
		}
		next := t.Attention(settings, at)
		if !next.After(at) {
			break
		}
		at = next
	}
	return Record{}, time.Time{}, false
}
