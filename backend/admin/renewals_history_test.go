package admin_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/renewal"
)

func TestRenewalsOtherKeys(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		p := w.watched("Intranet")
		first := p.Application.Keys[0]
		want := func(thumbprints ...string) {
			t.Helper()
			others, err := w.renewals.OtherKeys(t.Context(), p.ID)
			if err != nil || len(others) != len(thumbprints) {
				t.Fatalf("got %+v, %v, want %v", others, err, thumbprints)
			}
			for i, other := range others {
				if other.Key.Thumbprint != thumbprints[i] || other.At.IsZero() {
					t.Errorf("key %d is %+v, want %s", i, other, thumbprints[i])
				}
			}
		}
		want() // the one it began with came with the portal

		noticed := w.newKey(p.ID)
		if err := w.portals.PublishKey(t.Context(), p.ID, noticed); err != nil {
			t.Fatal(err)
		}
		want(noticed.Thumbprint)
		time.Sleep(time.Hour)
		imported := pair(t, time.Now())
		if _, err := w.portals.ImportKey(t.Context(), p.ID, certificateFile(t, imported, false)); err != nil {
			t.Fatal(err)
		}
		want(imported.Certificate.Thumbprint, noticed.Thumbprint)
		others, _ := w.renewals.OtherKeys(t.Context(), p.ID)
		if others[0].By != ada || others[0].Replaced != noticed.Thumbprint {
			t.Errorf("the imported one is %+v", others[0])
		}
		if others[1].By != "" || others[1].Replaced != first.Thumbprint {
			t.Errorf("the noticed one is %+v", others[1])
		}

		time.Sleep(24 * time.Hour)
		op := w.start(p)
		defer w.run()()
		w.pass(time.Minute)
		if err := w.portals.PublishKey(t.Context(), p.ID, w.newKey(p.ID)); err != nil {
			t.Fatal(err)
		}
		if err := w.renewals.Look(t.Context(), op.ID); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		w.want(op.ID, renewal.StateSucceeded)
		want(imported.Certificate.Thumbprint, noticed.Thumbprint) // that of the update belongs to the update

		if others, err := w.renewals.OtherKeys(t.Context(), uuid.New()); err != nil || len(others) != 0 {
			t.Errorf("a removed portal has %v, %v", others, err)
		}
	})
}
