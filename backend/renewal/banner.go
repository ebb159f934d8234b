package renewal

import (
	"slices"
	"time"

	"gatehouse/backend/fault"
)

// acknowledgedFor is how long the banner of the last threshold stays hidden: no other one would ever show it again.
const acknowledgedFor = 7 * day

// Acknowledgement hides the banner of one threshold. The next threshold shows it again; the last one comes back itself
// after a week.
type Acknowledgement struct {
	Threshold ThresholdID `json:"threshold"`
	By        string      `json:"by"` // acting user
	At        time.Time   `json:"at"`
}

// Banner is the threshold that the banner of a portal shows at now: the latest one that is past, whatever became of
// its reminder. False where there is none, where it was acknowledged, or where the key came to be after it.
func (s Schedule) Banner(thresholds Thresholds, now time.Time) (Threshold, bool) {
	thresholds = thresholds.orDefault()
	i := thresholds.after(now.Sub(s.End)) - 1
	if s.Closed || i < 0 {
		return Threshold{}, false
	}
	t := thresholds.list[i]
	if status := s.StatusOf(t); status == StatusBaseline || status == StatusCancelled {
		return Threshold{}, false
	}
	last := i == len(thresholds.list)-1
	hidden := slices.ContainsFunc(s.Acknowledged, func(a Acknowledgement) bool {
		return a.Threshold == t.ID && (!last || now.Before(a.At.Add(acknowledgedFor)))
	})
	return t, !hidden
}

// Acknowledge hides the banner that shows at now. Codes: conflict.
func (s Schedule) Acknowledge(thresholds Thresholds, by string, now time.Time) (Schedule, error) {
	t, shown := s.Banner(thresholds, now)
	if !shown {
		return s, fault.New(fault.Conflict, "There is nothing to acknowledge.")
	}
	s = s.clone()
	s.Acknowledged = append(s.Acknowledged, Acknowledgement{t.ID, by, utc(now)})
	return s, nil
}
