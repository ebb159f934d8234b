package admin_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

func TestRenewalsFailure(t *testing.T) {
	t.Run("RetryAndSupport", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			w.refuse("Ada@Contoso.example may not touch care, said bob@contoso.example.")
			op := w.start(p)
			defer w.run()()
			w.pass(time.Minute)
			w.want(op.ID, renewal.StateFailed)
			_, err := w.renewals.SupportBundle(t.Context(), op.ID)
			wantFault(t, err, fault.Conflict, "failed once")
			for range 2 {
				if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
					t.Fatal(err)
				}
				w.pass(time.Minute)
			}
			got := w.want(op.ID, renewal.StateNeedsSupport)
			text, err := w.renewals.SupportBundle(t.Context(), op.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{
				op.ID.String(), p.ID.String(), p.Application.Keys[0].Thumbprint, "Attempt 3", "req-7", "1.2.3", "service",
				"[name] may not touch [name], said [name].", got.Attempts[2].SubmittingAt.Format(time.RFC3339),
			} {
				if !strings.Contains(text, part) {
					t.Errorf("%q is missing in\n%s", part, text)
				}
			}
			for _, hidden := range []string{"ada", "bob", "contoso", "care"} {
				if strings.Contains(strings.ToLower(text), hidden) {
					t.Errorf("%q is in\n%s", hidden, text)
				}
			}
			w.local.submit = nil
			if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			w.pass(time.Minute)
			w.want(op.ID, renewal.StateSucceeded)
			if got, want := w.log(p), "portal.provisioned key.update.started key.update.failed key.update.retried key.update.failed "+
				"key.update.retried key.update.failed key.update.retried key.published key.update.succeeded key.retired"; got != want {
				t.Errorf("the log says %s, want %s", got, want)
			}
			if len(w.told) != 3 {
				t.Errorf("told %v", w.told)
			}
		})
	})
	t.Run("SupportTellsNoPlaces", func(t *testing.T) {
		for said, want := range map[string]string{
			"The file /home/lovelace/gatehouse/vault.age cannot be written.":        "The file [data]/vault.age cannot be written.",
			"The file /HOME/Lovelace/keys/a.pem is gone, and so is /home/lovelace.": "The file ~/keys/a.pem is gone, and so is ~.",
			`C:\Users\Grace Hopper\a.pem is not there.`:                             `C:\Users\[name]\a.pem is not there.`,
			"/Users/grace is full.":                                 "/Users/[name] is full.",
			"CONTOSO\\lovelace may not; lovelace,lovelace neither.": "CONTOSO\\[name] may not; [name],[name] neither.",
			"/home/lovelace.two/a.pem":                              "/home/[name]/a.pem",
			"The lovelaces may.":                                    "The lovelaces may.",
		} {
			inWorkshop(t, func(t *testing.T, w *workshop) {
				w.renewals.Hidden = admin.Hidden{
					DataFolders: []string{"/home/lovelace/gatehouse"}, HomeFolders: []string{"/home/lovelace", "/"}, Accounts: []string{"lovelace", ""},
				}
				w.refuse(said)
				op := w.start(w.provision("Care"))
				defer w.run()()
				w.pass(time.Minute)
				for range 2 {
					if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
						t.Fatal(err)
					}
					w.pass(time.Minute)
				}
				text, err := w.renewals.SupportBundle(t.Context(), op.ID)
				if err != nil || strings.Count(text, want+"\n") != 3 {
					t.Errorf("%v, want %q in\n%s", err, want, text)
				}
			})
		}
	})
	t.Run("UpdateAfterAFailureIsTheRetry", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			w.refuse("No.")
			first := w.start(p)
			defer w.run()()
			w.pass(time.Minute)
			for attempt := 2; attempt <= 3; attempt++ {
				preview, err := w.renewals.Preview(t.Context(), p.ID)
				if err != nil || preview.Again == nil || preview.Again.ID != first.ID {
					t.Fatalf("got %+v, %v", preview, err)
				}
				if want := fmt.Sprintf("This retries it: attempt %d.", attempt); !strings.Contains(preview.Steps[0], want) {
					t.Errorf("it says %q", preview.Steps)
				}
				if op := w.start(p); op.ID != first.ID || len(op.Attempts) != attempt {
					t.Errorf("attempt %d is %+v", attempt, op)
				}
				w.pass(time.Minute)
			}
			w.want(first.ID, renewal.StateNeedsSupport)
			if _, err := w.renewals.SupportBundle(t.Context(), first.ID); err != nil {
				t.Error(err)
			}
			w.local.submit = nil
			if op := w.start(p); op.ID != first.ID {
				t.Errorf("after the third failure another one began: %+v", op)
			}
			w.pass(time.Minute)
			w.want(first.ID, renewal.StateSucceeded)
			if op := w.start(p); op.ID == first.ID {
				t.Error("an update that has succeeded went on")
			}
		})
	})
	t.Run("NoPrivatePartIsLeftOver", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p, other := w.provision("Care"), w.provision("Other")
			w.unpublished = "The record is locked."
			op, lost := w.start(p), w.start(other)
			defer w.run()()
			w.pass(time.Minute)
			w.want(op.ID, renewal.StateFailed)
			w.want(lost.ID, renewal.StateFailed)
			if n := len(w.secrets.Names()); n != 4 {
				t.Fatalf("%d private parts", n)
			}
			w.unpublished = ""
			if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			w.pass(time.Minute)
			now, err := w.portals.Get(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			// The old one is for the driver to forget, which here does not.
			if n := len(w.secrets.Names()); n != 4 || len(now.Application.Keys) != 1 {
				t.Errorf("%d private parts, %d keys", n, len(now.Application.Keys))
			}
			if _, err := w.secrets.Get(t.Context(), now.Application.Keys[0].PrivateName); err != nil {
				t.Errorf("the private part of the key in use: %v", err)
			}
			retired, err := w.portals.Retire(t.Context(), other.ID, other.Version)
			if err == nil {
				err = w.portals.Remove(t.Context(), other.ID, retired.Version)
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := len(w.secrets.Names()); n != 2 {
				t.Errorf("%d private parts after the removal: %v", n, w.secrets.Names())
			}
		})
	})
	t.Run("PanicIsToldAndEndsNothing", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			bad, good := w.provision("Bad"), w.provision("Good")
			w.local.submit = func(_ context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
				if op.PortalID == bad.ID {
					panic("odd portal")
				}
				return w.update(op, report)
			}
			first, second := w.start(bad), w.start(good)
			defer w.run()()
			w.pass(time.Second)
			w.want(first.ID, renewal.StateUnknown)
			w.want(second.ID, renewal.StateSucceeded)
			if len(w.trouble) != 1 || !strings.Contains(w.trouble[0].Error(), "odd portal") {
				t.Errorf("trouble is %v", w.trouble)
			}
		})
	})
	t.Run("WithoutAnAnswerNothingIsSentAgain", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			w.local.submit = func(context.Context, renewal.Operation, func(renewal.Fact) error) error { return nil }
			op := w.start(w.provision("Care"))
			defer w.run()()
			w.pass(59 * time.Minute)
			w.want(op.ID, renewal.StateUnknown)
			w.pass(2 * time.Minute)
			w.want(op.ID, renewal.StateFailed)
			if n := strings.Count(w.local.history(), "submit submitting"); n != 1 {
				t.Errorf("it was submitted %d times", n)
			}
		})
	})
	t.Run("HangingDriverIsStopped", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			stopped := false
			w.local.submit = func(ctx context.Context, _ renewal.Operation, report func(renewal.Fact) error) error {
				<-ctx.Done()
				stopped = true
				return report(renewal.Accepted{}) // too late: the attempt is over
			}
			op := w.start(w.provision("Care"))
			defer w.run()()
			w.pass(31 * time.Minute)
			w.want(op.ID, renewal.StateUnknown)
			if !stopped {
				t.Error("the driver was left hanging")
			}
			if _, err := w.renewals.GiveUp(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			w.local.submit = nil
			if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			w.pass(time.Minute)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
}
