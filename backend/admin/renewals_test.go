package admin_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
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
			w.pass(10 * time.Minute)
			for _, op := range ops {
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
			if _, err := w.renewals.Cancel(t.Context(), first.ID); err != nil {
				t.Fatal(err)
			}
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
			if got, want := w.log(p), "portal.provisioned key.update.started key.update.interrupted key.update.started key.update.interrupted "+
				"key.update.started key.published key.update.succeeded key.retired"; got != want {
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
	t.Run("UnreadableRecordIsTold", func(t *testing.T) {
		inWorkshop(t, func(t *testing.T, w *workshop) {
			p := w.provision("Care")
			w.renewals.Store = &repaired{w.db, []admin.Repair{{Portal: p.ID, Aside: true, Problem: "It is damaged."}, {Portal: p.ID, Problem: "Index."}}}
			recoverAll(t, w)
			if got, want := w.log(p), "portal.provisioned key.update.set-aside"; got != want {
				t.Errorf("the log says %s, want %s", got, want)
			}
			if len(w.trouble) != 2 {
				t.Errorf("trouble is %v", w.trouble)
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

func TestRenewalsPreview(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		p := w.provision("Care")
		obstacles := func(t *testing.T, code fault.Code, part string) {
			t.Helper()
			preview, err := w.renewals.Preview(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if code == "" {
				if len(preview.Obstacles) != 0 {
					t.Errorf("obstacles are %v", preview.Obstacles)
				}
				return
			}
			if len(preview.Obstacles) != 1 {
				t.Fatalf("obstacles are %v", preview.Obstacles)
			}
			wantFault(t, preview.Obstacles[0], code, part)
			_, err = w.renewals.Start(t.Context(), p.ID)
			wantFault(t, err, code, part)
		}
		obstacles(t, "", "")
		w.secrets.getFails = fault.New(fault.Unreachable, "The key store is locked.")
		obstacles(t, fault.Unreachable, "key store is locked")
		w.secrets.getFails = fault.New(fault.NotFound, "gone")
		obstacles(t, "", "")
		w.secrets.getFails = nil
		w.local.keys = func() ([]portal.KeyCredential, error) {
			return nil, fault.New(fault.Denied, "The application cannot be read.")
		}
		obstacles(t, fault.Denied, "cannot be read")
		w.local.keys = nil

		preferences, err := w.settings.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		preferences.ActingUser = grace
		if _, err := w.settings.Save(t.Context(), preferences); err != nil {
			t.Fatal(err)
		}
		obstacles(t, fault.Denied, grace+" is not an owner")
		preferences.ActingUser = ada
		if _, err := w.settings.Save(t.Context(), preferences); err != nil {
			t.Fatal(err)
		}
		retired, err := w.portals.Retire(t.Context(), p.ID, p.Version)
		if err != nil {
			t.Fatal(err)
		}
		obstacles(t, fault.Conflict, "is retired")
		if _, err := w.portals.Restore(t.Context(), p.ID, retired.Version); err != nil {
			t.Fatal(err)
		}

		said := func(p portal.Portal) string {
			t.Helper()
			preview, err := w.renewals.Preview(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(preview.Keys) != 1 {
				t.Errorf("keys are %v", preview.Keys)
			}
			return preview.Page + " " + strings.Join(preview.Steps, " ")
		}
		local, hosted := said(p), said(w.watched("Intranet"))
		for _, part := range []string{"background", "restarts once", "two years"} {
			if !strings.Contains(local, part) || !strings.Contains(hosted, part) {
				t.Errorf("%q is missing in\n%s\n%s", part, local, hosted)
			}
		}
		if strings.Contains(local, "minutes") || !strings.Contains(hosted, "five to seven minutes") || !strings.HasPrefix(hosted, w.assisted.page) {
			t.Errorf("it says\n%s\n%s", local, hosted)
		}
		w.start(p)
		obstacles(t, fault.Conflict, "updated already")
	})
}
