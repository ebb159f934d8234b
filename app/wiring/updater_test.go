package wiring_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
	"gatehouse/backend/vault"
)

// updater is the program as far as an update needs it, over a real database and a sealed file.
type updater struct {
	db       *store.Store
	vault    *vault.Vault
	portals  *admin.Portals
	renewals *admin.Renewals

	organization *keyservice.Organization
	host         *keyservice.Host
	stop         context.CancelFunc // nil until work
	done         sync.WaitGroup
}

// openUpdater opens the program, with a clock of its own where now is not nil.
func openUpdater(ctx context.Context, folder string, p *points, now func() time.Time) (*updater, error) {
	db, err := store.Open(ctx, folder, store.Options{Timeout: 10 * time.Second, Now: now})
	if err != nil {
		return nil, err
	}
	w := &updater{db: db}
	if w.vault, err = vault.Open(ctx, folder, vault.Options{Instance: db.Instance(), Prefer: vault.PreferSealed}); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	bus := &event.Bus{}
	settings := &admin.Settings{Store: db, Events: bus, DefaultUser: "ada@contoso.example", Now: now}
	operations := pointedStore{db, p}
	secrets := pointedSecrets{w.vault, p}
	w.portals = &admin.Portals{Store: db, Operations: operations, Secrets: secrets, Settings: settings, Events: bus, Now: now}
	record := pointedRecord{w.portals, p}
	w.organization = keyservice.NewOrganization(db, now)
	w.host = keyservice.NewHost(w.organization, db, secrets, now, nil)
	local := keyservice.NewLocal(w.host, record, func(_ context.Context, at keyservice.Point) error {
		p.pass(string(at))
		return nil
	})
	w.renewals = &admin.Renewals{
		Store: operations, Portals: w.portals, Drivers: []admin.KeyDriver{local, keyservice.NewAssisted(db, record, now)},
		Events: bus, Now: now,
	}
	return w, nil
}

// work goes on with what a killed process left behind.
func (w *updater) work(ctx context.Context) error {
	if _, err := w.renewals.Recover(ctx); err != nil {
		return err
	}
	life, stop := context.WithCancel(context.Background())
	w.stop = stop
	w.done.Go(func() { w.renewals.Run(life) })
	return nil
}

func (w *updater) close() error {
	if w.stop != nil {
		w.stop()
		w.done.Wait()
	}
	w.host.Close()
	return errors.Join(w.organization.Close(), w.db.Close())
}

// settle goes on with what it finds, as a person would who presses what the window offers, until the newest update has
// succeeded. It returns how often an update had to be retried.
func (w *updater) settle(ctx context.Context) (retries int, err error) {
	for {
		all, err := w.db.Operations(ctx, uuid.Nil)
		if err != nil || len(all) == 0 {
			return retries, err
		}
		op := all[0]
		if op, err = w.rest(ctx, op.ID); err != nil {
			return retries, fmt.Errorf("%s, attempt %d: %w", op.State, len(op.Attempts), err)
		}
		switch {
		case op.State == renewal.StateSucceeded:
			return retries, nil
		case w.renewals.NeedsYes(op):
			_, err = w.renewals.Confirm(ctx, op.ID)
		case op.State == renewal.StateUnknown:
			_, err = w.renewals.GiveUp(ctx, op.ID)
		case op.State == renewal.StateFailed, op.State == renewal.StateNeedsSupport:
			if retries++; retries > 3 {
				return retries, fmt.Errorf("attempt %d failed: %+v", len(op.Attempts), op.Current().Problem)
			}
			_, err = w.renewals.Retry(ctx, op.ID)
		default:
			return retries, fmt.Errorf("an update is %s", op.State)
		}
		if err != nil && !fault.Is(err, fault.Conflict) { // after a conflict it has moved on
			return retries, err
		}
	}
}

// rest waits until an update stands still or has ended. One that waits for its next look is looked at now.
func (w *updater) rest(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	op, err := w.db.Operation(ctx, id)
	if err == nil && op.State.Active() && op.State != renewal.StateConfirmed && op.State != renewal.StateSubmitting {
		err = w.renewals.Look(ctx, id)
	}
	if err != nil && !fault.Is(err, fault.Conflict) {
		return op, err
	}
	return w.renewals.Wait(ctx, id, func(op renewal.Operation) bool {
		return w.renewals.NeedsYes(op) || op.State == renewal.StateUnknown || !op.State.Active() && !op.OldKeyDue()
	})
}

// updateOnce does what gatectl keys update does, whatever is found.
func (w *updater) updateOnce(ctx context.Context) error {
	if _, err := w.settle(ctx); err != nil {
		return err
	}
	all, err := w.portals.List(ctx)
	if err != nil {
		return err
	}
	if _, err := w.renewals.Start(ctx, all[0].ID); err != nil {
		return err
	}
	_, err = w.settle(ctx)
	return err
}
