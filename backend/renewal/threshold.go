package renewal

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"gatehouse/backend/fault"
)

// Severity is how urgent a reminder is.
type Severity string

const (
	SeverityInfo     Severity = "info"
	SeverityWarning  Severity = "warning"
	SeverityHigh     Severity = "high"
	SeverityCritical Severity = "critical" // nothing but a muted portal holds it back
)

var severities = []Severity{SeverityInfo, SeverityWarning, SeverityHigh, SeverityCritical}

// Compare orders severities, the more urgent one last.
func (s Severity) Compare(other Severity) int {
	return slices.Index(severities, s) - slices.Index(severities, other)
}

// severityAt is the severity of a reminder this long after the end of a key, negative before it.
func severityAt(offset time.Duration) Severity {
	switch {
	case offset >= -day:
		return SeverityCritical
	case offset >= -7*day:
		return SeverityHigh
	case offset >= -30*day:
		return SeverityWarning
	default:
		return SeverityInfo
	}
}

// ThresholdID names a threshold: b30d and b12h are 30 days and 12 hours before the end of a key, x0 is the end, a2d is
// two days after it. Besides there is Renewed.
type ThresholdID string

// Renewed names the one notice that a key was replaced. It belongs to the schedule of the new key.
const Renewed ThresholdID = "renewed"

// Threshold is a point of a key's life at which a reminder is due, counted from the key's end. A day is exactly 24
// hours.
type Threshold struct {
	ID       ThresholdID
	Offset   time.Duration // after the end; negative before it
	Severity Severity
}

// At is the instant of the threshold for a key that ends at end.
func (t Threshold) At(end time.Time) time.Time { return utc(end).Add(t.Offset) }

const (
	farthestBefore = 1100 * day // longer than the life of a key
	farthestAfter  = 90 * day
	mostThresholds = 60
)

var thresholdPattern = regexp.MustCompile(`^(?:x0|([ba])([1-9][0-9]{0,4})([dh]))$`)

// ParseThreshold reads the name of a threshold. Whole days in hours become days: b48h is b2d. Codes: invalid.
func ParseThreshold(name string) (Threshold, error) {
	parts := thresholdPattern.FindStringSubmatch(name)
	if parts == nil {
		return Threshold{}, fault.New(fault.Invalid, "%q is no reminder.", name).
			WithHint("Write b30d for 30 days before the end, b12h for 12 hours before, x0 for the end, a2d for two days after.")
	}
	if name == "x0" {
		return thresholdAt(0), nil
	}
	n, err := strconv.Atoi(parts[2])
	if err != nil {
		return Threshold{}, fmt.Errorf("read the threshold %s: %w", name, err)
	}
	offset := time.Duration(n) * time.Hour
	if parts[3] == "d" {
		offset = time.Duration(n) * day
	}
	if parts[1] == "b" {
		offset = -offset
	}
	if offset < -farthestBefore || offset > farthestAfter {
		return Threshold{}, fault.New(fault.Invalid, "The reminder %s is too far from the end of a key.", name).
			WithHint("It can be at most %d days before and %d days after.", farthestBefore/day, farthestAfter/day)
	}
	return thresholdAt(offset), nil
}

// thresholdAt names the threshold of an offset, which is in whole hours.
func thresholdAt(offset time.Duration) Threshold {
	t := Threshold{ID: "x0", Offset: offset, Severity: severityAt(offset)}
	side, distance := "a", offset
	if offset < 0 {
		side, distance = "b", -offset
	}
	switch {
	case distance == 0:
	case distance%day == 0:
		t.ID = ThresholdID(fmt.Sprintf("%s%dd", side, distance/day))
	default:
		t.ID = ThresholdID(fmt.Sprintf("%s%dh", side, distance/time.Hour))
	}
	return t
}

// Thresholds is a checked set of thresholds, earliest first. The zero value stands for the default set. As JSON it is
// a list of names.
type Thresholds struct{ list []Threshold }

// NewThresholds checks a set of names, in any order. Codes: invalid.
func NewThresholds(names ...string) (Thresholds, error) {
	if len(names) > mostThresholds {
		return Thresholds{}, fault.New(fault.Invalid, "%d reminders are too many.", len(names)).
			WithHint("A portal can have up to %d.", mostThresholds)
	}
	var set Thresholds
	for _, name := range names {
		t, err := ParseThreshold(name)
		if err != nil {
			return Thresholds{}, err
		}
		if slices.Contains(set.list, t) {
			return Thresholds{}, fault.New(fault.Invalid, "The reminder %s is there twice.", t.ID)
		}
		set.list = append(set.list, t)
	}
	slices.SortFunc(set.list, func(a, b Threshold) int { return cmp.Compare(a.Offset, b.Offset) })
	if len(set.list) == 0 || set.list[0].Offset >= 0 {
		return Thresholds{}, fault.New(fault.Invalid, "There is no reminder before the key expires.").
			WithHint("Keep at least one, or mute the portal.")
	}
	return set, nil
}

// DefaultThresholds is Microsoft's schedule: 14 reminders before the end and one a day for a week after it (Microsoft,
// "Manage portal authentication key"). The one at the end itself is ours and can be left out.
func DefaultThresholds(atEnd bool) Thresholds {
	set := Thresholds{}
	for _, days := range []time.Duration{90, 60, 30, 15, 7, 6, 5, 4, 3, 2, 1} {
		set.list = append(set.list, thresholdAt(-days*day))
	}
	for _, hours := range []time.Duration{12, 6, 3} {
		set.list = append(set.list, thresholdAt(-hours*time.Hour))
	}
	if atEnd {
		set.list = append(set.list, thresholdAt(0))
	}
	for days := range time.Duration(7) {
		set.list = append(set.list, thresholdAt((days+1)*day))
	}
	return set
}

// Usual reports whether nobody chose other thresholds.
func (s Thresholds) Usual() bool { return s.list == nil }

// All returns the thresholds, earliest first.
func (s Thresholds) All() []Threshold { return slices.Clone(s.orDefault().list) }

// defaults stands in for thresholds that nobody chose.
var defaults = DefaultThresholds(true)

func (s Thresholds) orDefault() Thresholds {
	if s.list == nil {
		return defaults
	}
	return s
}

// lead is how long before the end the first threshold lies.
func (s Thresholds) lead() time.Duration { return -s.list[0].Offset }

// after counts the thresholds up to and including an offset: list[after(o)] is the first one later than o.
func (s Thresholds) after(offset time.Duration) int {
	low, high := 0, len(s.list)
	for low < high {
		if middle := (low + high) / 2; s.list[middle].Offset <= offset {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// MarshalJSON implements json.Marshaler.
func (s Thresholds) MarshalJSON() ([]byte, error) {
	names := make([]ThresholdID, 0, len(s.list))
	for _, t := range s.list {
		names = append(names, t.ID)
	}
	return json.Marshal(names)
}

// UnmarshalJSON implements json.Unmarshaler. An empty list is the default set.
func (s *Thresholds) UnmarshalJSON(data []byte) error {
	var names []string
	if err := json.Unmarshal(data, &names); err != nil {
		return fmt.Errorf("read thresholds: %w", err)
	}
	if len(names) == 0 {
		*s = Thresholds{}
		return nil
	}
	set, err := NewThresholds(names...)
	if err != nil {
		return err
	}
	*s = set
	return nil
}
