package wiring_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/keyservice"
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
