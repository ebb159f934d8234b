package notify_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

const day = 24 * time.Hour

var end = time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC)

// firing is a reminder that goes out for a portal of this name.
func firing(number byte, name string, end time.Time, threshold renewal.ThresholdID, severity renewal.Severity) renewal.Firing {
	of := portal.Portal{ID: uuid.UUID{number}, Name: name}
	key := portal.KeyCredential{KeyID: uuid.UUID{number}, Thumbprint: "3B6E", Start: end.Add(-730 * day), End: end}
	return renewal.Firing{Schedule: renewal.NewSchedule(of, key, key.Start), PortalName: name, Threshold: threshold, Severity: severity}
}

func TestOfFiring(t *testing.T) {
	f := firing(1, "Care", end, "b5d", renewal.SeverityHigh)
	n := notify.OfFiring(f, end)
	if n.Kind != notify.Reminder || n.ID != notify.ID(f.Schedule.ID.String()+"/b5d") || n.PortalID != (uuid.UUID{1}) || n.ScheduleID != f.Schedule.ID || !n.End.Equal(end) {
		t.Errorf("notice is %+v", n)
	}
	f.Attempt = 2
	if again := notify.OfFiring(f, end.Add(time.Hour)); again.ID != n.ID {
		t.Error("a second attempt is another notice")
	}
	if n := notify.OfFiring(firing(1, "Care", end, renewal.Renewed, renewal.SeverityInfo), end); n.Kind != notify.Renewed {
		t.Errorf("kind is %s", n.Kind)
	}
}

func TestOfFirings(t *testing.T) {
	first, again := firing(1, "Care", end, "b5d", renewal.SeverityHigh), firing(2, "Shop", end, "b5d", renewal.SeverityHigh)
	first.Channels, again.Channels = []string{"desktop", "inbox"}, []string{"inbox"}
	for channel, want := range map[string]int{"desktop": 1, "inbox": 2, "mail": 0} {
		if got := notify.OfFirings([]renewal.Firing{first, again}, channel, end); len(got) != want {
			t.Errorf("%s has %d notices, want %d", channel, len(got), want)
		}
	}
}

func TestOfOperation(t *testing.T) {
	problem := &renewal.Problem{Class: renewal.ClassPermission, Message: "You may not manage this application."}
	seen := map[notify.ID]bool{}
	for state, want := range map[renewal.State]notify.Kind{
		renewal.StateConfirmed: "", renewal.StateRunning: "", renewal.StateUnknown: "", renewal.StateSucceeded: "", renewal.StateCancelled: "",
		renewal.StateFailed: notify.UpdateFailed, renewal.StateNeedsSupport: notify.UpdateFailed, renewal.StateAbandoned: notify.UpdateIdle,
	} {
		op := renewal.Operation{State: state, PortalName: "Care", Attempts: []renewal.Attempt{{Problem: problem, Baseline: renewal.Baseline{End: end}}}}
		n, ok := notify.OfOperation(op, end)
		if ok != (want != "") || n.Kind != want || seen[n.ID] && ok {
			t.Errorf("%s: %v, %+v", state, ok, n)
		}
		seen[n.ID] = true
		op.Attempts = append(op.Attempts, renewal.Attempt{})
		if next, ok := notify.OfOperation(op, end); ok && next.ID == n.ID {
			t.Errorf("%s: the second attempt has the same notice", state)
		}
	}
	n, ok := notify.OfOperation(renewal.Operation{State: renewal.StateSucceeded, SiteSilent: true, Attempts: []renewal.Attempt{{}}}, end)
	if !ok || n.Kind != notify.SiteSilent {
		t.Errorf("a silent site: %v, %+v", ok, n)
	}
}
