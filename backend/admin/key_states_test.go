package admin_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

func TestKeyStateOf(t *testing.T) {
	const day = 24 * time.Hour
	at := func(start, end time.Duration) portal.Portal {
		return portal.Portal{Application: portal.Application{ID: "a", Keys: []portal.KeyCredential{{Start: morning.Add(start), End: morning.Add(end)}}}}
	}
	read := func(ago time.Duration) portal.Portal {
		it := at(-day, 7*day)
		it.Origin, it.CertificatePath, it.Look.ReadAt = portal.Watched, "/keys/care.pem", morning.Add(-ago)
		return it
	}
	for name, test := range map[string]struct {
		it   portal.Portal
		want admin.KeyState
	}{
		"ReadAWeekAgo": {read(7 * day), admin.KeyCritical},
		"NotReadSince": {read(7*day + 1), admin.KeyUnknown},
		"NothingKnown": {portal.Portal{}, admin.KeyUnknown},
		"NoKey":        {portal.Portal{Application: portal.Application{ID: "a"}}, admin.KeyMissing},
		"Future":       {at(day, 700*day), admin.KeyNotYetValid},
		"Healthy":      {at(-day, 90*day+1), admin.KeyHealthy},
		"Due":          {at(-day, 90*day), admin.KeyDue},
		"Soon":         {at(-day, 30*day), admin.KeySoon},
		"Critical":     {at(-day, 7*day), admin.KeyCritical},
		"Expired":      {at(-day, 0), admin.KeyExpired},
	} {
		t.Run(name, func(t *testing.T) {
			if got := admin.KeyStateOf(test.it, morning); got != test.want {
				t.Errorf("it is %s, want %s", got, test.want)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		b, a, gone := w.provision("B"), w.watched("A"), w.provision("Gone")
		if _, err := w.portals.Retire(t.Context(), gone.ID, gone.Version); err != nil {
			t.Fatal(err)
		}
		w.refuse("No.")
		op := w.start(b)
		stop := w.run()
		w.pass(time.Second)
		rows, err := w.renewals.Keys(t.Context(), time.Now())
		if err != nil || len(rows) != 2 || rows[0].Portal.ID != a.ID || rows[1].Portal.ID != b.ID {
			t.Fatalf("rows are %+v, %v", rows, err)
		}
		if rows[0].Operation != nil || rows[1].Operation == nil || rows[1].Operation.State != renewal.StateFailed {
			t.Errorf("operations are %v, %v", rows[0].Operation, rows[1].Operation)
		}
		if rows[1].Key.KeyID != b.Application.Keys[0].KeyID || rows[1].State != admin.KeyHealthy {
			t.Errorf("the key of B is %+v, %s", rows[1].Key, rows[1].State)
		}
		w.local.submit = nil
		if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Second)
		stop()
		rows, err = w.renewals.Keys(t.Context(), time.Now().AddDate(2, 0, 1))
		if err != nil || rows[1].Operation != nil || rows[1].State != admin.KeyExpired {
			t.Errorf("afterwards: %+v, %v", rows, err)
		}
	})
}

// Another moment is asked about by the keys that are known; how fresh that is depends on now.
func TestKeysFreshness(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		it := w.watched("A")
		note := func(ago time.Duration) {
			t.Helper()
			it.CertificatePath, it.Look.ReadAt = "/keys/a.pem", time.Now().Add(-ago)
			it.Application.Keys[0].AddedAt = time.Now().Add(-100 * day)
			kept, err := w.portals.Store.SavePortal(t.Context(), it, event.Activity{At: time.Now(), Actor: ada, Action: event.PortalChanged, PortalID: it.ID})
			if err != nil {
				t.Fatal(err)
			}
			it = kept
		}
		want := func(at time.Duration, state admin.KeyState, freshness renewal.Freshness) {
			t.Helper()
			rows, err := w.renewals.Keys(t.Context(), time.Now().Add(at))
			if err != nil || rows[0].State != state || rows[0].Freshness != freshness || rows[0].Key.KeyID == uuid.Nil {
				t.Errorf("it is %+v, %v; want %s, %s", rows, err, state, freshness)
			}
		}
		note(0)
		want(0, admin.KeyHealthy, renewal.Fresh)
		want(9000*day, admin.KeyExpired, renewal.Fresh)
		note(25 * time.Hour)
		want(0, admin.KeyHealthy, renewal.Stale)
		note(8 * day)
		want(0, admin.KeyUnknown, renewal.Lost)
		want(9000*day, admin.KeyUnknown, renewal.Lost)
	})
}
