package renewal_test

import (
	"testing"
	"time"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var now = time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC) // the night in which clocks change in Europe

const day = 24 * time.Hour

// left is a key with this much time until its end.
func left(d time.Duration) portal.KeyCredential {
	return portal.KeyCredential{Start: now.Add(-day), End: now.Add(d)}
}

// startsIn is a key that becomes valid later.
func startsIn(d time.Duration) portal.KeyCredential {
	return portal.KeyCredential{Start: now.Add(d), End: now.Add(d + 730*day)}
}

func TestHealthOf(t *testing.T) {
	for _, test := range []struct {
		key  portal.KeyCredential
		want renewal.Health
	}{
		{left(730 * day), renewal.Healthy},
		{left(90*day + 1), renewal.Healthy},
		{left(90 * day), renewal.Due},
		{left(30*day + 1), renewal.Due},
		{left(30 * day), renewal.Soon},
		{left(7*day + 1), renewal.Soon},
		{left(7 * day), renewal.Critical},
		{left(1), renewal.Critical},
		{left(0), renewal.Expired}, // the end itself
		{left(-1), renewal.Expired},
		{left(-900 * day), renewal.Expired},
		{startsIn(1), renewal.NotYetValid},
		{startsIn(0), renewal.Healthy},
		{portal.KeyCredential{Start: now.Add(day), End: now.Add(-day)}, renewal.Expired},
	} {
		if got := renewal.HealthOf(test.key, now); got != test.want {
			t.Errorf("%v until the end: %s, want %s", test.key.End.Sub(now), got, test.want)
		}
		zone := time.FixedZone("elsewhere", -11*3600)
		if got := renewal.HealthOf(test.key, now.In(zone)); got != test.want {
			t.Errorf("%v until the end, in another zone: %s, want %s", test.key.End.Sub(now), got, test.want)
		}
	}
}

func TestDaysLeft(t *testing.T) {
	for end, want := range map[time.Duration]int{
		3*day + 1: 3, 3 * day: 3, 3*day - 1: 3, 3*day - time.Minute: 2, day: 1, day - 1: 1, day - time.Minute: 0, 0: 0, -1: 0, -day + 1: 0, -day: -1, -40*day - 1: -40,
	} {
		if got := renewal.DaysLeft(left(end), now); got != want {
			t.Errorf("%v until the end: %d days, want %d", end, got, want)
		}
	}
}

func TestSentence(t *testing.T) {
	for _, test := range []struct {
		key  portal.KeyCredential
		want string
	}{
		{left(74*day + 5*time.Hour), "Expires in 74 days."},
		{left(4 * day), "Expires in 4 days."},
		{left(7 * day), "Expires in 7 days."},
		{left(7*day - time.Minute), "Expires in 6 days 23 hours."},
		{left(5*day - time.Second), "Expires in 5 days."}, // a reminder that is on its way
		{left(5*day - time.Minute), "Expires in 4 days 23 hours."},
		{left(4*day + 3*time.Hour), "Expires in 4 days 3 hours."},
		{left(12*time.Hour - 59*time.Second), "Expires in 12 hours."},
		{left(time.Hour - time.Second), "Expires in 59 minutes."},
		{left(3 * day), "Expires in 3 days."},
		{left(day + time.Hour), "Expires in 1 day 1 hour."},
		{left(day), "Expires in 1 day."},
		{left(5*time.Hour + 30*time.Minute), "Expires in 5 hours 30 minutes."},
		{left(time.Hour), "Expires in 1 hour."},
		{left(time.Minute), "Expires in 1 minute."},
		{left(time.Second), "Expires in less than a minute."},
		{left(0), "Expired just now."},
		{left(-59 * time.Second), "Expired just now."},
		{left(-time.Minute), "Expired 1 minute ago."},
		{left(-36 * time.Hour), "Expired 1 day 12 hours ago."},
		{left(-4*day - 3*time.Hour - time.Minute), "Expired 4 days 3 hours ago."},
		{left(-400 * day), "Expired 400 days ago."},
		{portal.KeyCredential{Start: now.AddDate(-8000, 0, 0), End: now.AddDate(-2000, 0, 0)}, "Expired 730485 days ago."},
		{portal.KeyCredential{Start: now, End: now.AddDate(7000, 0, 0)}, "Expires in 2556697 days."},
		{startsIn(2 * time.Hour), "Becomes valid in 2 hours."},
		{startsIn(30 * time.Second), "Becomes valid in less than a minute."},
	} {
		if got := renewal.Sentence(test.key, now); got != test.want {
			t.Errorf("%v until the end: %q, want %q", test.key.End.Sub(now), got, test.want)
		}
	}
}
