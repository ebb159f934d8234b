package renewal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// What the tests of reminders share: portals with one key each, and a person's desk at which their reminders arrive.

var end = time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC)

func instant(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

// care is a portal whose application is known.
func care(number byte) portal.Portal {
	return portal.Portal{
		ID: uuid.UUID{number}, Name: "Care " + string('A'+rune(number)-1),
		Organization: portal.Organization{TenantID: "tenant-1"}, Application: portal.Application{ObjectID: "object-" + string('0'+rune(number))},
	}
}

// keyUntil is a two-year key.
func keyUntil(id byte, end time.Time) portal.KeyCredential {
	return portal.KeyCredential{KeyID: uuid.UUID{id}, Thumbprint: strings.Repeat("A", 39) + string('0'+rune(id)), Start: end.Add(-730 * day), End: end}
}

// desk is where the reminders of some portals arrive.
type desk struct {
	t        *testing.T
	tracked  []renewal.Tracked
	settings renewal.Settings
	mark     renewal.Mark
	last     renewal.Evaluation
}

func newDesk(t *testing.T, portals int) *desk {
	d := &desk{t: t, settings: renewal.Settings{Channels: []string{"inbox"}}}
	for n := range byte(portals) {
		of := care(n + 1)
		d.tracked = append(d.tracked, renewal.Tracked{
			Schedule: renewal.NewSchedule(of, keyUntil(n+1, end), end.Add(-730*day)), PortalName: of.Name,
		})
	}
	return d
}

// evaluate decides at a time and commits; what goes out is not delivered yet.
func (d *desk) evaluate(now time.Time) []renewal.ThresholdID {
	d.t.Helper()
	d.last = renewal.Evaluate(d.tracked, d.settings, now, d.mark)
	d.mark = d.last.Mark
	for _, changed := range d.last.Changed {
		d.replace(changed)
	}
	fired := []renewal.ThresholdID{}
	for _, f := range d.last.Firing {
		fired = append(fired, f.Threshold)
	}
	return fired
}

func (d *desk) replace(s renewal.Schedule) {
	for i := range d.tracked {
		if d.tracked[i].Schedule.PortalID == s.PortalID {
			d.tracked[i].Schedule = s
		}
	}
}

// deliver evaluates, and every channel takes what goes out.
func (d *desk) deliver(now time.Time) []renewal.ThresholdID {
	d.t.Helper()
	fired := d.evaluate(now)
	for _, f := range d.last.Firing {
		s := f.Schedule
		for _, channel := range f.Channels {
			var err error
			if s, err = s.Settle(f.Threshold, channel, renewal.OutcomeDelivered, now); err != nil {
				d.t.Fatal(err)
			}
		}
		d.replace(s)
	}
	return fired
}

// settle delivers everything up to a time, one after the other, so that nothing is superseded.
func (d *desk) settle(through time.Time) *desk {
	d.t.Helper()
	for _, t := range renewal.DefaultThresholds(true).All() {
		if at := t.At(end); !at.After(through) {
			d.deliver(at)
		}
	}
	return d
}

// want compares what went out.
func (d *desk) want(got []renewal.ThresholdID, want ...renewal.ThresholdID) {
	d.t.Helper()
	if !slices.Equal(got, want) {
		d.t.Errorf("went out: %v, want %v", got, want)
	}
}

// status says where a threshold of the first portal stands.
func (d *desk) status(id renewal.ThresholdID) renewal.Status {
	d.t.Helper()
	if id == renewal.Renewed {
		return d.tracked[0].Schedule.StatusOf(renewal.Threshold{ID: id})
	}
	t, err := renewal.ParseThreshold(string(id))
	if err != nil {
		d.t.Fatal(err)
	}
	return d.tracked[0].Schedule.StatusOf(t)
}
