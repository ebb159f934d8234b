// Package renewal says what falls due, when, and the next state of each key and each update operation.
//
// It is pure: the time is an argument, nothing is stored, nothing is sent. Whoever acts on an answer commits the new
// value first and acts afterwards, so that a crash in between leaves a record of what was about to happen.
package renewal

import (
	"fmt"
	"time"

	"gatehouse/backend/portal"
)

// Health is the condition of a portal's key, derived from its dates and never stored.
type Health string

const (
	NoKey       Health = "none"          // nothing is known of a key
	NotYetValid Health = "not-yet-valid" // only keys that start in the future
	Healthy     Health = "healthy"       // more than 90 days left
	Due         Health = "due"           // more than 30, at most 90 days
	Soon        Health = "soon"          // more than 7, at most 30 days
	Critical    Health = "critical"      // at most 7 days
	Expired     Health = "expired"       // the end has been reached
)

// day is exactly 24 hours: the schedule knows no time zones and no daylight saving.
const day = 24 * time.Hour

// HealthOf derives the condition of a key at now. The end instant itself is expired. The bounds are Microsoft's
// reminder days 90, 30 and 7 (Microsoft, "Manage portal authentication key").
func HealthOf(key portal.KeyCredential, now time.Time) Health {
	left := key.End.Sub(now)
	switch {
	case left <= 0:
		return Expired
	case key.Start.After(now):
		return NotYetValid
	case left <= 7*day:
		return Critical
	case left <= 30*day:
		return Soon
	case left <= 90*day:
		return Due
	default:
		return Healthy
	}
}

// DaysLeft counts whole days until the end of a key, rounded towards zero: 0 on the last day and on the first day
// after expiry, negative later. It agrees with Sentence.
func DaysLeft(key portal.KeyCredential, now time.Time) int {
	return int(key.End.Sub(lookedAt(key, now)) / day)
}

// lookedAt is now, or up to a minute before: a minute of a key's time that has begun counts in full until its last hour.
// A reminder may be a minute late, and the one of five days before says five days, not four days 23 hours.
func lookedAt(key portal.KeyCredential, now time.Time) time.Time {
	if left := key.End.Sub(now); left > time.Hour && left%time.Minute > 0 {
		return now.Add(left%time.Minute - time.Minute)
	}
	return now
}

// Sentence says in words how a key stands at now: "Expires in 74 days."
func Sentence(key portal.KeyCredential, now time.Time) string {
	switch {
	case HealthOf(key, now) == NotYetValid:
		return "Becomes valid in " + Span(now, key.Start) + "."
	case key.End.After(now):
		return "Expires in " + Span(lookedAt(key, now), key.End) + "."
	case now.Before(key.End.Add(time.Minute)):
		return "Expired just now."
	default:
		return "Expired " + Span(key.End, now) + " ago."
	}
}

// Span renders the time between two moments in the two largest units that matter, days only from a week on.
func Span(from, until time.Time) string {
	d := until.Sub(from)
	days, hours, minutes := (until.Unix()-from.Unix())/int64(day/time.Second), int(d%day/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case days >= 7: // a Duration ends after 292 years
		return count(int(days), "day")
	case days > 0 && hours > 0:
		return count(int(days), "day") + " " + count(hours, "hour")
	case days > 0:
		return count(int(days), "day")
	case hours > 0 && minutes > 0:
		return count(hours, "hour") + " " + count(minutes, "minute")
	case hours > 0:
		return count(hours, "hour")
	case minutes > 0:
		return count(minutes, "minute")
	default:
		return "less than a minute"
	}
}

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
