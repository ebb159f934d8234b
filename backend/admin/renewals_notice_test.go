package admin_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// failByItself brings an update that was handed over to its failure: it was reported as started, and nothing came of it.
func (w *workshop) failByItself(op renewal.Operation) {
	w.t.Helper()
	w.pass(time.Second)
	if _, err := w.renewals.ReportStarted(context.Background(), op.ID); err != nil {
		w.t.Fatal(err)
	}
	w.pass(92 * time.Minute)
	w.want(op.ID, renewal.StateFailed)
}

func (w *workshop) publish(op renewal.Operation) {
	w.t.Helper()
	if err := w.portals.PublishKey(context.Background(), op.PortalID, w.newKey(op.PortalID)); err != nil {
		w.t.Fatal(err)
	}
	synctest.Wait()
}

// A key that reaches the application record is noticed by the update at once.
func TestRenewalsNoticeKey(t *testing.T) {
	t.Run("HandedOver", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.watched("Intranet"))
			defer w.run()()
			w.pass(3 * time.Hour)
			w.want(op.ID, renewal.StateHandedOff)
			w.publish(op)
			w.want(op.ID, renewal.StateVerifying)
			w.pass(20 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("Imported", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.watched("Intranet"))
			defer w.run()()
			w.pass(3 * time.Hour)
			if _, err := w.portals.ImportKey(t.Context(), op.PortalID, certificateFile(t, pair(t, time.Now()), false)); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			w.want(op.ID, renewal.StateVerifying)
			w.pass(20 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("UnknownIsProvenTwentySecondsLater", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.watched("Intranet"))
			defer w.run()()
			w.pass(time.Second)
			if _, err := w.renewals.ReportStarted(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			w.pass(50 * time.Minute)
			w.publish(op)
			w.want(op.ID, renewal.StateUnknown)
			w.pass(20 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("Failed", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.watched("Intranet")
			op := w.start(p)
			defer w.run()()
			w.failByItself(op)
			w.pass(4 * 24 * time.Hour)
			w.publish(op)
			w.pass(20 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
			if len(w.renewed) != 1 || w.renewed[0] != p.ID {
				t.Errorf("the reminders follow %v", w.renewed)
			}
			if got := w.log(p); !strings.HasSuffix(got, "key.update.failed key.published key.update.succeeded") {
				t.Errorf("the log says %s", got)
			}
		})
	})
	t.Run("NeedsSupport", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.provision("Care"))
			w.refuse("No.")
			defer w.run()()
			w.pass(time.Second)
			for range 2 {
				if _, err := w.renewals.Retry(t.Context(), op.ID); err != nil {
					t.Fatal(err)
				}
				w.pass(time.Second)
			}
			w.want(op.ID, renewal.StateNeedsSupport)
			w.local.look = func(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error) {
				it, err := w.portals.Get(ctx, op.PortalID)
				return []renewal.Fact{
					renewal.KeysRead{Keys: it.Application.Keys}, renewal.SignedIn{Thumbprint: it.Application.Keys[0].Thumbprint},
				}, err
			}
			w.publish(op)
			if got := w.want(op.ID, renewal.StateSucceeded); !got.Externally {
				t.Error("it is taken for ours")
			}
		})
	})
	t.Run("FailedWhileTheProgramWasClosed", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			second := w.start(w.watched("Intranet"))
			stop := w.run()
			w.failByItself(second)
			stop()
			// An earlier one, as from a time when Update key began anew beside one that had failed.
			first := w.now(second.ID)
			first.ID, first.OpenedAt = uuid.New(), first.OpenedAt.Add(-time.Hour)
			first.Version = 1
			if err := w.renewals.Store.SaveOperation(t.Context(), first, 0); err != nil {
				t.Fatal(err)
			}
			w.fresh()
			w.publish(second)
			w.fresh() // nothing in memory
			looks := strings.Count(w.assisted.history(), "look")
			recoverAndRun := func() (stop func()) {
				if _, err := w.renewals.Recover(t.Context()); err != nil {
					t.Fatal(err)
				}
				return w.run()
			}
			defer recoverAndRun()()
			w.pass(21 * time.Second)
			w.want(second.ID, renewal.StateSucceeded)
			w.want(first.ID, renewal.StateFailed) // one key is one success
			if n := strings.Count(w.assisted.history(), "look") - looks; n != 2 {
				t.Errorf("looked %d times, want twice", n)
			}
		})
	})
	t.Run("FailedAndUnreadable", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.watched("Intranet"))
			stop := w.run()
			w.failByItself(op)
			stop()
			w.assisted.look = func(context.Context, renewal.Operation) ([]renewal.Fact, error) {
				return nil, fault.New(fault.Unreachable, "The folder is not there.")
			}
			w.fresh()
			if _, err := w.renewals.Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
			looks := strings.Count(w.assisted.history(), "look")
			defer w.run()()
			w.pass(3 * 24 * time.Hour)
			if n := strings.Count(w.assisted.history(), "look") - looks; n != 1 || len(w.trouble) != 0 {
				t.Errorf("looked %d times with the trouble %v", n, w.trouble)
			}
		})
	})
	t.Run("NothingToLookFor", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			defer w.run()()
			p := w.watched("Intranet")
			w.publish(renewal.Operation{PortalID: p.ID})
			op := w.start(p)
			w.pass(time.Second)
			if _, err := w.renewals.GiveUp(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			before := w.assisted.history()
			w.pass(time.Hour)
			w.publish(op)
			w.pass(time.Minute)
			if after := w.assisted.history(); after != before {
				t.Errorf("an update that has ended was looked at: %s", after)
			}
		})
	})
}

// Who retries an update whose new key has come is told so, instead of waiting for a second new key.
func TestRenewalsRetryOvertaken(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		op := w.start(w.watched("Intranet"))
		defer w.run()()
		w.failByItself(op)
		w.portals.OnKey = nil
		w.publish(op)
		_, err := w.renewals.Retry(t.Context(), op.ID)
		wantFault(t, err, fault.Conflict, "new key of Intranet is there already")
		w.pass(20 * time.Second)
		w.want(op.ID, renewal.StateSucceeded)
	})
}
