package admin_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

func TestRenewalsUpdate(t *testing.T) {
	t.Run("WrittenBeforeItIsDone", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			old := p.Application.Keys[0]
			op := w.start(p)
			if op.State != renewal.StateConfirmed || op.OpenedBy != ada || op.Driver != renewal.DriverLocal {
				t.Errorf("it begins as %+v", op)
			}
			defer w.run()()
			ended, err := w.renewals.Wait(t.Context(), op.ID, func(op renewal.Operation) bool { return op.State.Terminal() })
			if err != nil || ended.State != renewal.StateSucceeded || ended.OldKeyDue() {
				t.Fatalf("it ends as %s, old key due %v, %v", ended.State, ended.OldKeyDue(), err)
			}
			// Each deed finds the state that announces it in the database.
			if got, want := w.local.history(), "submit submitting, retire succeeded, site succeeded"; got != want {
				t.Errorf("the driver was called for %s, want %s", got, want)
			}
			if got, want := w.log(p), "portal.provisioned key.update.started key.published key.update.succeeded key.retired"; got != want {
				t.Errorf("the log says %s, want %s", got, want)
			}
			now, err := w.portals.Get(t.Context(), p.ID)
			if err != nil || len(now.Application.Keys) != 1 || now.Application.Keys[0].KeyID == old.KeyID {
				t.Errorf("the portal has the keys %v, %v", now.Application.Keys, err)
			}
			if len(w.renewed) != 1 || w.renewed[0] != p.ID || len(w.trouble) != 0 {
				t.Errorf("renewed %v, trouble %v", w.renewed, w.trouble)
			}
			if w.heard[event.OnRenewals] < 5 {
				t.Errorf("heard %v", w.heard)
			}
			if history, err := w.renewals.History(t.Context(), p.ID); err != nil || len(history) != 1 || history[0].Current().By != ada {
				t.Errorf("history is %v, %v", history, err)
			}
		})
	})
	t.Run("OneAtATime", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			w.start(p)
			_, err := w.renewals.Start(t.Context(), p.ID)
			wantFault(t, err, fault.Conflict, "is being updated already")
			_, err = w.portals.Retire(t.Context(), p.ID, p.Version)
			wantFault(t, err, fault.Conflict, "is being updated")
			if active, err := w.renewals.Active(t.Context()); err != nil || len(active) != 1 {
				t.Errorf("active are %v, %v", active, err)
			}
		})
	})
	t.Run("OfManyWhoStartOneDoes", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			var group sync.WaitGroup
			results := make([]error, 8)
			for i := range results {
				group.Go(func() { _, results[i] = w.renewals.Start(context.Background(), p.ID) })
			}
			group.Wait()
			begun := 0
			for _, err := range results {
				if err == nil {
					begun++
				} else if !fault.Is(err, fault.Conflict) {
					t.Errorf("a loser was told %v", err)
				}
			}
			defer w.run()()
			w.pass(time.Minute)
			history, err := w.renewals.History(t.Context(), p.ID)
			if err != nil || begun != 1 || len(history) != 1 || strings.Count(w.local.history(), "submit submitting") != 1 {
				t.Errorf("%d were begun, the history has %d, %v; the driver did %s", begun, len(history), err, w.local.history())
			}
		})
	})
	t.Run("TwoOfATenantAtOnce", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			w.local.submit = func(_ context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
				time.Sleep(time.Minute)
				return w.update(op, report)
			}
			var ops []renewal.Operation
			for _, name := range []string{"One", "Two", "Three", "Four", "Five"} {
				ops = append(ops, w.start(w.provision(name)))
			}
			defer w.run()()
			w.pass(30 * time.Second)
			changes := func() int { w.mu.Lock(); defer w.mu.Unlock(); return w.heard[event.OnRenewals] }
			heard := changes()
			w.pass(20 * time.Second)
			waiting := 0
			for _, op := range ops {
				switch got := w.renewals.WaitsFor(w.now(op.ID)); got {
				case "":
				case "2 other portals of the organization are being updated. " + op.PortalName + " starts when one of them is done.":
					waiting++
				default:
					t.Errorf("it waits: %s", got)
				}
			}
			if now := changes(); waiting != 3 || now != heard {
				t.Errorf("%d say what they wait for; heard %d times, then %d", waiting, heard, now)
			}
			w.pass(10 * time.Minute)
			for _, op := range ops {
				if got := w.renewals.WaitsFor(w.now(op.ID)); got != "" {
					t.Errorf("afterwards it waits: %s", got)
				}
				w.want(op.ID, renewal.StateSucceeded)
			}
			if w.local.most != renewal.TenantLimit {
				t.Errorf("%d were under way at once", w.local.most)
			}
		})
	})
	t.Run("SlowSiteIsAskedAgain", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			w.local.answers = func() bool { return false }
			op := w.start(w.provision("Care"))
			defer w.run()()
			w.pass(20 * time.Minute)
			if got := w.want(op.ID, renewal.StateSucceeded); !got.SiteSilent {
				t.Error("nobody noticed the silent site")
			}
			if len(w.told) != 1 {
				t.Errorf("told %v", w.told)
			}
		})
	})
	t.Run("OldKeyIsRetiredOnceTheStoreAnswers", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			fails := 2
			w.local.retire = func(op renewal.Operation) error {
				if fails--; fails >= 0 {
					return fault.New(fault.Unreachable, "The key store does not answer.")
				}
				return w.portals.RetireKeys(context.Background(), op.PortalID, op.Current().Baseline.KeyIDs)
			}
			op := w.start(w.provision("Care"))
			defer w.run()()
			w.pass(5 * time.Minute)
			if w.now(op.ID).OldKeyDue() || len(w.trouble) != 2 {
				t.Errorf("old key due %v, trouble %v", w.now(op.ID).OldKeyDue(), w.trouble)
			}
		})
	})
}

// A portal that was removed before its old key was retired has nothing left to retire.
func TestRenewalsOldKeyOfRemovedPortal(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		w.local.retire = func(renewal.Operation) error { return errors.New("key store is away") }
		p := w.provision("Care")
		old := p.Application.Keys[0].PrivateName
		op := w.start(p)
		stop := w.run()
		w.pass(time.Minute)
		stop()
		p, err := w.portals.Get(t.Context(), p.ID)
		if err == nil {
			p, err = w.portals.Retire(t.Context(), p.ID, p.Version)
		}
		if err == nil {
			err = w.portals.Remove(t.Context(), p.ID, p.Version)
		}
		if err == nil {
			err = w.secrets.Put(t.Context(), old, []byte("private")) // as when the program stopped before it was forgotten
		}
		if err != nil {
			t.Fatal(err)
		}
		w.local.retire, w.trouble = nil, nil
		w.fresh()
		if _, err := w.renewals.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
		defer w.run()()
		w.pass(5 * time.Minute)
		if len(w.trouble) != 0 || w.now(op.ID).OldKeyDue() {
			t.Errorf("old key due %v, trouble %v", w.now(op.ID).OldKeyDue(), w.trouble)
		}
		if _, err := w.secrets.Get(t.Context(), old); !fault.Is(err, fault.NotFound) {
			t.Errorf("the private part of the old key: %v", err)
		}
	})
}

func TestRenewalsHandedOver(t *testing.T) {
	t.Run("ProvenByTwoReadings", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.watched("Intranet")
			op := w.start(p)
			defer w.run()()
			w.pass(time.Second)
			w.want(op.ID, renewal.StateHandedOff)
			if len(w.opened) != 1 || w.opened[0] != w.assisted.page {
				t.Errorf("opened %v", w.opened)
			}
			if _, err := w.renewals.ReportStarted(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			key := w.newKey(p.ID)
			if err := w.portals.PublishKey(t.Context(), p.ID, key); err != nil {
				t.Fatal(err)
			}
			if err := w.renewals.Look(t.Context(), op.ID); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			w.want(op.ID, renewal.StateVerifying)
			w.pass(21 * time.Second)
			if got := w.want(op.ID, renewal.StateSucceeded); got.Current().Candidate.Thumbprint != key.Thumbprint {
				t.Errorf("the new key is %+v", got.Current().Candidate)
			}
			if got := w.assisted.history(); strings.Contains(got, "submit") || strings.Contains(got, "retire") {
				t.Errorf("the driver was called for %s", got)
			}
			wantFault(t, w.renewals.Look(t.Context(), op.ID), fault.Conflict, "has ended")
		})
	})
	t.Run("LooksGoOnWhenOneFails", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			op := w.start(w.watched("Intranet"))
			var fails atomic.Bool
			fails.Store(true)
			w.assisted.look = func(context.Context, renewal.Operation) ([]renewal.Fact, error) {
				if fails.Load() {
					return nil, fault.New(fault.Unreachable, "The folder is not there.")
				}
				return nil, nil
			}
			defer w.run()()
			w.pass(5 * time.Minute)
			failed := strings.Count(w.assisted.history(), "look")
			fails.Store(false)
			w.pass(5 * time.Minute)
			if all := strings.Count(w.assisted.history(), "look"); failed < 5 || all-failed < 5 {
				t.Errorf("looked %d times, then %d times", failed, all-failed)
			}
			w.pass(24 * time.Hour)
			w.want(op.ID, renewal.StateAbandoned)
		})
	})
	t.Run("GivenUp", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.watched("Intranet")
			op := w.start(p)
			defer w.run()()
			w.pass(time.Minute)
			if got := stateWord(w.renewals.GiveUp(t.Context(), op.ID)); got != "abandoned <nil>" {
				t.Errorf("it is %s", got)
			}
			before := w.assisted.history()
			w.pass(time.Hour)
			if after := w.assisted.history(); after != before {
				t.Errorf("it was looked at afterwards: %s", after)
			}
			w.start(p)
		})
	})
}
