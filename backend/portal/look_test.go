package portal_test

import (
	"testing"
	"time"

	"gatehouse/backend/portal"
)

func TestCertificateLookNext(t *testing.T) {
	at := func(hours int) time.Time { return now.Add(time.Duration(hours) * time.Hour) }
	good, failing := portal.CertificateLook{ReadAt: at(-2)}, portal.CertificateLook{ReadAt: at(-5), FailedAt: at(-3), Problem: "Gone."}
	for name, test := range map[string]struct {
		look     portal.CertificateLook
		problem  string
		lastGood time.Time
		want     portal.CertificateLook
		keep     bool
	}{
		"FirstGood":      {portal.CertificateLook{}, "", now, portal.CertificateLook{ReadAt: now}, true},
		"GoodAgain":      {good, "", now, portal.CertificateLook{ReadAt: now}, false},
		"GoodADayLater":  {portal.CertificateLook{ReadAt: at(-20)}, "", now, portal.CertificateLook{ReadAt: now}, true},
		"BeginsToFail":   {good, "Gone.", at(-1), portal.CertificateLook{ReadAt: at(-1), FailedAt: now, Problem: "Gone."}, true},
		"FailsAtAStart":  {good, "Gone.", time.Time{}, portal.CertificateLook{ReadAt: at(-2), FailedAt: now, Problem: "Gone."}, true},
		"FailsStill":     {failing, "Gone.", time.Time{}, failing, false},
		"FailsElsewise":  {failing, "Locked.", time.Time{}, portal.CertificateLook{ReadAt: at(-5), FailedAt: at(-3), Problem: "Locked."}, true},
		"NeverRead":      {portal.CertificateLook{}, "Gone.", time.Time{}, portal.CertificateLook{FailedAt: now, Problem: "Gone."}, true},
		"Recovers":       {failing, "", now, portal.CertificateLook{ReadAt: now}, true},
		"ClockWasAhead":  {portal.CertificateLook{ReadAt: at(900)}, "", now, portal.CertificateLook{ReadAt: now}, true},
		"FailsBackThen":  {portal.CertificateLook{ReadAt: at(900)}, "Gone.", at(-1), portal.CertificateLook{ReadAt: now, FailedAt: now, Problem: "Gone."}, true},
		"FailedTooEarly": {portal.CertificateLook{ReadAt: at(-5), FailedAt: at(9), Problem: "Gone."}, "Gone.", time.Time{}, portal.CertificateLook{ReadAt: at(-5), FailedAt: now, Problem: "Gone."}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if next, keep := test.look.Next(test.problem, test.lastGood, now); next != test.want || keep != test.keep {
				t.Errorf("it is %+v, kept %v; want %+v, %v", next, keep, test.want, test.keep)
			}
		})
	}
}

func TestKeyReadAt(t *testing.T) {
	added := portal.KeyCredential{AddedAt: now.Add(-time.Hour)}
	for name, test := range map[string]struct {
		it   portal.Portal
		want time.Time
	}{
		"Local":        {portal.Portal{Origin: portal.Local}, time.Time{}},
		"ImportedOnce": {portal.Portal{Origin: portal.Watched}, added.AddedAt},
		"Watched":      {portal.Portal{Origin: portal.Watched, CertificatePath: "a", Look: portal.CertificateLook{ReadAt: now}}, now},
		"NeverLooked":  {portal.Portal{Origin: portal.Watched, CertificatePath: "a"}, added.AddedAt},
		"AddedSince":   {portal.Portal{Origin: portal.Watched, CertificatePath: "a", Look: portal.CertificateLook{ReadAt: now.Add(-9 * time.Hour)}}, added.AddedAt},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.it.KeyReadAt(added); !got.Equal(test.want) {
				t.Errorf("it was read at %v, want %v", got, test.want)
			}
		})
	}
}
