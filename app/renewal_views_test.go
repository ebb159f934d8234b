package app

import (
	"testing"

	"gatehouse/backend/renewal"
)

func TestRenewalSentence(t *testing.T) {
	seen := []renewal.Attempt{{Candidate: &renewal.Candidate{Thumbprint: "NEW"}}}
	for name, test := range map[string]struct {
		op       renewal.Operation
		waitsFor string
		want     string
	}{
		"Confirmed": {renewal.Operation{State: renewal.StateConfirmed}, "", "The update is about to begin."},
		"WaitsForOthers": {
			renewal.Operation{State: renewal.StateConfirmed}, "2 other portals of the tenant are being updated.",
			"2 other portals of the tenant are being updated.",
		},
		"Unknown": {
			renewal.Operation{State: renewal.StateUnknown, Attempts: []renewal.Attempt{{}}}, "",
			"Nobody can say yet whether the update happens. Gatehouse keeps looking at the key.",
		},
		"SiteSilent": {
			renewal.Operation{State: renewal.StateSucceeded, Driver: renewal.DriverLocal, SiteSilent: true}, "",
			"The key was updated, but the portal is not signed in. Its page says how it stands with its organization.",
		},
		"UnknownWithNewKey": {renewal.Operation{State: renewal.StateUnknown, Attempts: seen}, "", "A new key was seen. It is being proven."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := renewalSentence(test.op, false, test.waitsFor); got != test.want {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}
