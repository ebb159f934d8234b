package app

import (
	"strings"
	"testing"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
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
			if got := renewalSentence(test.op, false, circumstances{waitsFor: test.waitsFor}); got != test.want {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}

func TestRenewalSentenceAfterFailure(t *testing.T) {
	op := renewal.Operation{
		Driver: renewal.DriverLocal, State: renewal.StateFailed,
		Attempts: []renewal.Attempt{{Made: &renewal.MadeKey{Thumbprint: "NEW"}}},
	}
	gone := fault.New(fault.NotFound, "The private part is gone.")
	for want, c := range map[string]keyservice.Connection{
		"The update failed. The portal still connects with its old key as long as that is valid.": {State: keyservice.SignedIn, Thumbprint: "OLD"},
		"The update failed. The portal connects with the new key all the same.":                   {State: keyservice.SignedIn, Thumbprint: "NEW"},
		"The update failed. The portal is out of service: The private part is gone.":              {State: keyservice.NoKey, Problem: gone},
		"The update failed. Whether the portal connects is not known: The private part is gone.":  {State: keyservice.Silent, Problem: gone},
		"The update failed.": {State: keyservice.Stopped},
	} {
		if got := renewalSentence(op, false, circumstances{connection: c}); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	op.State = renewal.StateNeedsSupport
	if got := renewalSentence(op, false, circumstances{connection: keyservice.Connection{State: keyservice.Refused, Problem: gone}}); !strings.Contains(got, "three times. The portal is out of service") {
		t.Errorf("it says %q", got)
	}
	op.Driver = renewal.DriverAssisted
	if got := renewalSentence(op, false, circumstances{}); !strings.Contains(got, "still connects with its old key") {
		t.Errorf("it says %q", got)
	}
}
