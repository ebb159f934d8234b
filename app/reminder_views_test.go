package app

import (
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/renewal"
)

func TestPortalRemindersSnooze(t *testing.T) {
	const day = 24 * time.Hour
	end := time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC)
	records := []renewal.Record{
		{Threshold: "b30d", Instant: end.Add(-30 * day), Severity: renewal.SeverityWarning},
		{Threshold: "b7d", Instant: end.Add(-7 * day), Severity: renewal.SeverityHigh},
	}
	weekly := &renewal.Snooze{Until: end.Add(-10 * day), Severity: renewal.SeverityWarning}
	open := &renewal.Snooze{Severity: renewal.SeverityWarning}
	for name, test := range map[string]struct {
		snooze       *renewal.Snooze
		left         time.Duration
		may, snoozed bool
		until        string
	}{
		"None":              {nil, 20 * day, true, false, ""},
		"ByTime":            {weekly, 20 * day, true, true, "2027-02-28T12:00:00Z"},
		"TimeIsOver":        {weekly, 9 * day, true, false, ""},
		"UntilMoreUrgent":   {open, 20 * day, true, true, ""},
		"MoreUrgentWasSaid": {open, 6 * day, true, false, ""},
		"Critical":          {open, 20 * time.Hour, false, false, ""},
		"Expired":           {nil, -40 * day, false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			it := admin.PortalReminder{Tracked: true, Snooze: test.snooze, Records: records}
			view := portalRemindersView(it, end, end.Add(-test.left))
			if view.MaySnooze != test.may || view.Snoozed != test.snoozed || view.SnoozedUntil != test.until {
				t.Errorf("the view is %+v", view)
			}
		})
	}
}
