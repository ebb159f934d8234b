package admin_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

func TestRenewalsStop(t *testing.T) {
	// interrupted begins an update and stops the program while the driver is at it.
	interrupted := func(t *testing.T, w *workshop) renewal.Operation {
		t.Helper()
		w.local.submit = func(ctx context.Context, _ renewal.Operation, _ func(renewal.Fact) error) error {
			<-ctx.Done()
			return ctx.Err()
		}
		op := w.start(w.provision("Care"))
		stop := w.run()
		w.pass(time.Second)
		stop()
		w.want(op.ID, renewal.StateSubmitting)
		w.local.submit = nil
		w.fresh()
		return op
	}
	recoverAll := func(t *testing.T, w *workshop) {
		t.Helper()
		if _, err := w.renewals.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("WhileSubmitting", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := interrupted(t, w)
			recoverAll(t, w)
			w.want(op.ID, renewal.StateUnknown)
			defer w.run()()
			w.pass(2 * time.Hour)
			w.want(op.ID, renewal.StateFailed)
			if n := strings.Count(w.local.history(), "submit submitting"); n != 1 {
				t.Errorf("it was submitted %d times", n)
			}
		})
	})
	t.Run("BeforeTheStartAsksAgain", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.provision("Care"))
			if w.renewals.NeedsYes(op) {
				t.Error("it asks although it is about to start")
			}
			w.fresh()
			recoverAll(t, w)
			defer w.run()()
			w.pass(time.Hour)
			if got := w.want(op.ID, renewal.StateConfirmed); !w.renewals.NeedsYes(got) {
				t.Error("it does not ask")
			}
			if _, err := w.renewals.Confirm(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			w.pass(time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("LongBeforeTheStartIsBackInTheDialog", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			first := w.start(p)
			w.pass(time.Hour)
			w.fresh()
			recoverAll(t, w)
			got := w.want(first.ID, renewal.StateAwaitingConfirmation)
			if !got.Interrupted || !w.renewals.NeedsYes(got) {
				t.Errorf("it is %+v", got)
			}
			if active, err := w.renewals.Active(t.Context()); err != nil || len(active) != 0 {
				t.Errorf("the portal is held by %v, %v", active, err)
			}
			pending := func(want ...uuid.UUID) {
				t.Helper()
				var ids []uuid.UUID
				all, err := w.renewals.Pending(t.Context())
				for _, op := range all {
					ids = append(ids, op.ID)
				}
				if err != nil || !slices.Equal(ids, want) {
					t.Errorf("not over are %v, %v; want %v", ids, err, want)
				}
			}
			pending(first.ID)
			if _, err := w.renewals.Cancel(t.Context(), first.ID); err != nil {
				t.Fatal(err)
			}
			pending()
			second := w.start(p)
			w.pass(time.Hour)
			w.fresh()
			recoverAll(t, w)
			if _, err := w.renewals.Confirm(t.Context(), second.ID); err != nil {
				t.Fatal(err)
			}
			defer w.run()()
			w.pass(time.Second)
			w.want(second.ID, renewal.StateSucceeded)
			pending()
			if got, want := w.log(p), "portal.provisioned key.update.started key.update.interrupted key.update.cancelled "+
				"key.update.started key.update.interrupted key.update.started key.published key.update.succeeded key.retired"; got != want {
				t.Errorf("the log says %s, want %s", got, want)
			}
		})
	})
	t.Run("UpdateAfterAnInterruptionGoesOn", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			first := w.start(p)
			w.pass(time.Hour)
			w.fresh()
			recoverAll(t, w)
			defer w.run()()
			if op := w.start(p); op.ID != first.ID || len(op.Attempts) != 1 {
				t.Errorf("got %+v", op)
			}
			w.pass(time.Second)
			w.want(first.ID, renewal.StateSucceeded)
		})
	})
	t.Run("TwiceBeforeTheStartIsANoInTheLog", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			op := w.start(p)
			for range 2 {
				w.pass(time.Hour)
				w.fresh()
				recoverAll(t, w)
			}
			w.want(op.ID, renewal.StateCancelled)
			if got, want := w.log(p), "portal.provisioned key.update.started key.update.interrupted key.update.cancelled"; got != want {
				t.Errorf("the log says %s, want %s", got, want)
			}
		})
	})
	t.Run("WithAnOldKeyToRetire", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			w.local.retire = func(renewal.Operation) error { return errors.New("power cut") }
			op := w.start(w.provision("Care"))
			stop := w.run()
			w.pass(time.Second)
			stop()
			w.local.retire = nil
			w.fresh()
			recoverAll(t, w)
			defer w.run()()
			w.pass(time.Second)
			if got := w.want(op.ID, renewal.StateSucceeded); got.OldKeyDue() {
				t.Error("the old key is still there")
			}
		})
	})
	t.Run("WithASiteToAsk", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			answers := false
			w.local.answers = func() bool { return answers }
			op := w.start(w.provision("Care"))
			stop := w.run()
			w.pass(5 * time.Minute)
			stop()
			again := func(after time.Duration) (stop func()) {
				time.Sleep(after)
				w.fresh()
				recoverAll(t, w)
				return w.run()
			}
			stop = again(time.Hour)
			w.pass(time.Minute) // it may take a moment to come up
			if w.want(op.ID, renewal.StateSucceeded).SiteSilent {
				t.Error("it was not given the time to start")
			}
			w.pass(2 * time.Minute)
			if !w.now(op.ID).SiteSilent || len(w.told) != 1 {
				t.Errorf("silent %v, told %v", w.now(op.ID).SiteSilent, w.told)
			}
			stop()
			answers = true
			stop = again(time.Hour)
			w.pass(3 * time.Minute)
			if w.now(op.ID).SiteSilent || len(w.told) != 1 {
				t.Errorf("silent %v, told %v", w.now(op.ID).SiteSilent, w.told)
			}
			stop()
			asked := strings.Count(w.local.history(), "site")
			defer again(24 * time.Hour)()
			w.pass(time.Hour)
			if n := strings.Count(w.local.history(), "site"); n != asked {
				t.Errorf("a day later it was asked %d times more", n-asked)
			}
		})
	})
	t.Run("UnreadableRecordIsTold", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			w.renewals.Store = &repaired{w.db, []admin.Repair{{Portal: p.ID, Aside: true, Problem: "It is damaged."}, {Portal: p.ID, Problem: "Index."}}}
			recoverAll(t, w)
			if got, want := w.log(p), "portal.provisioned key.update.set-aside"; got != want {
				t.Errorf("the log says %s, want %s", got, want)
			}
			if len(w.trouble) != 2 || fault.Of(w.trouble[0]).Message != "An update of the key of Care cannot be read and was put aside, so that the key can be updated again." ||
				fault.Of(w.trouble[1]).Message != "The note of which update holds Care was wrong and was made anew." {
				t.Errorf("trouble is %v", w.trouble)
			}
			if aside := w.renewals.SetAside(); len(aside) != 1 || aside[0].PortalID != p.ID || aside[0].Fault.Hint == "" {
				t.Errorf("put aside were %+v", aside)
			}
		})
	})
}

// repaired is a store that had something to repair.
type repaired struct {
	admin.OperationStore
	repairs []admin.Repair
}

func (r *repaired) RepairOperations(context.Context) ([]admin.Repair, error) { return r.repairs, nil }
