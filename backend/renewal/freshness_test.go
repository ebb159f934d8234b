package renewal_test

import (
	"testing"
	"time"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

func TestFreshnessOf(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	watched := func(ago time.Duration) portal.Portal {
		return portal.Portal{
			Origin: portal.Watched, State: portal.Active, CertificatePath: "/keys/care.cer", Look: portal.CertificateLook{ReadAt: now.Add(-ago)},
			Application: portal.Application{Keys: []portal.KeyCredential{{
				Start: now.Add(-700 * 24 * time.Hour), End: now.Add(100 * 24 * time.Hour), AddedAt: now.Add(-600 * 24 * time.Hour),
			}}},
		}
	}
	but := func(it portal.Portal, change func(*portal.Portal)) portal.Portal { change(&it); return it }
	old := watched(90 * 24 * time.Hour)
	for name, test := range map[string]struct {
		it   portal.Portal
		want renewal.Freshness
		is   renewal.Health
	}{
		"JustRead":     {watched(0), renewal.Fresh, renewal.Healthy},
		"ADay":         {watched(24 * time.Hour), renewal.Fresh, renewal.Healthy},
		"MoreThanADay": {watched(24*time.Hour + 1), renewal.Stale, renewal.Healthy},
		"AWeek":        {watched(7 * 24 * time.Hour), renewal.Stale, renewal.Healthy},
		"MoreThanThat": {watched(7*24*time.Hour + 1), renewal.Lost, renewal.Unknown},
		"NeverLooked":  {but(old, func(it *portal.Portal) { it.Look = portal.CertificateLook{} }), renewal.Lost, renewal.Unknown},
		"ImportedOnce": {but(old, func(it *portal.Portal) { it.CertificatePath = "" }), renewal.Fresh, renewal.Healthy},
		"Local":        {but(old, func(it *portal.Portal) { it.Origin = portal.Local }), renewal.Fresh, renewal.Healthy},
		"Retired":      {but(old, func(it *portal.Portal) { it.State = portal.Retired }), renewal.Fresh, renewal.Healthy},
		"NoKey":        {but(old, func(it *portal.Portal) { it.Application.Keys = nil }), renewal.Fresh, renewal.NoKey},
	} {
		t.Run(name, func(t *testing.T) {
			if got := renewal.FreshnessOf(test.it, now); got != test.want {
				t.Errorf("it is %q, want %q", got, test.want)
			}
			if got := renewal.HealthOfPortal(test.it, now); got != test.is {
				t.Errorf("its key is %q, want %q", got, test.is)
			}
		})
	}
}
