package admin_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// A deadline that went by while nobody looked says nothing: the keys are read first.
func TestRenewalsDeadline(t *testing.T) {
	handedOver := func(t *testing.T, w *workshop) (renewal.Operation, func()) {
		t.Helper()
		op := w.start(w.watched("Intranet"))
		stop := w.run()
		w.pass(time.Minute)
		w.want(op.ID, renewal.StateHandedOff)
		return op, stop
	}
	unknown := func(t *testing.T, w *workshop) (renewal.Operation, func()) {
		t.Helper()
		op, stop := handedOver(t, w)
		if _, err := w.renewals.ReportStarted(t.Context(), op.ID); err != nil {
			t.Fatal(err)
		}
		w.pass(31 * time.Minute)
		w.want(op.ID, renewal.StateUnknown)
		return op, stop
	}
	publish := func(t *testing.T, w *workshop, op renewal.Operation) {
		t.Helper()
		if err := w.portals.PublishKey(t.Context(), op.PortalID, w.newKey(op.PortalID)); err != nil {
			t.Fatal(err)
		}
	}
	again := func(t *testing.T, w *workshop, after time.Duration) (stop func()) {
		t.Helper()
		time.Sleep(after)
		w.fresh()
		if _, err := w.renewals.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		return w.run()
	}
	t.Run("HandedOverNewKeyAtTheStart", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op, stop := handedOver(t, w)
			stop()
			publish(t, w, op)
			defer again(t, w, 25*time.Hour)()
			w.pass(21 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("HandedOverOldKeyAtTheStart", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op, stop := handedOver(t, w)
			stop()
			defer again(t, w, 25*time.Hour)()
			got, err := w.renewals.Wait(t.Context(), op.ID, func(renewal.Operation) bool { return true })
			if err != nil || got.State != renewal.StateAbandoned {
				t.Errorf("after the look that was due it is %s, %v", got.State, err)
			}
		})
	})
	t.Run("HandedOverUnreadableAtTheStart", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op, stop := handedOver(t, w)
			stop()
			w.assisted.look = func(context.Context, renewal.Operation) ([]renewal.Fact, error) {
				return nil, fault.New(fault.Unreachable, "The folder is not there.")
			}
			defer again(t, w, 25*time.Hour)()
			got, err := w.renewals.Wait(t.Context(), op.ID, func(renewal.Operation) bool { return true })
			if err != nil || got.State != renewal.StateAbandoned {
				t.Errorf("after the look that was due it is %s, %v", got.State, err)
			}
		})
	})
	t.Run("UnknownNewKeyAtTheStart", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op, stop := unknown(t, w)
			stop()
			publish(t, w, op)
			defer again(t, w, 9*24*time.Hour)()
			w.pass(21 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("RunningNewKeyAtTheStart", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op, stop := handedOver(t, w)
			if _, err := w.renewals.ReportStarted(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			stop()
			publish(t, w, op)
			defer again(t, w, 50*time.Hour)()
			w.pass(time.Second)
			w.want(op.ID, renewal.StateVerifying)
			w.pass(20 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("NewKeyAfterSleep", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			var slept atomic.Int64
			w.renewals.Now = func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }
			op, stop := handedOver(t, w)
			defer stop()
			w.pass(23*time.Hour + 40*time.Minute) // the hourly look was ten minutes ago
			slept.Add(int64(25 * time.Minute))
			it, err := w.portals.Get(t.Context(), op.PortalID)
			if err != nil {
				t.Fatal(err)
			}
			it.Application.Keys = append(it.Application.Keys, w.newKey(it.ID))
			if _, err := w.db.SavePortal(t.Context(), it, event.Activity{At: time.Now(), Action: event.KeyImported}); err != nil { // by another program, which tells nobody here
				t.Fatal(err)
			}
			w.pass(90 * time.Second)
			w.want(op.ID, renewal.StateSucceeded)
		})
	})
	t.Run("HangingLookDoesNotStopTheClock", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op, stop := handedOver(t, w)
			stop()
			w.assisted.look = func(ctx context.Context, _ renewal.Operation) ([]renewal.Fact, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			defer again(t, w, 25*time.Hour)()
			w.pass(4 * time.Minute)
			w.want(op.ID, renewal.StateHandedOff)
			w.pass(2 * time.Minute)
			w.want(op.ID, renewal.StateAbandoned)
		})
	})
}
