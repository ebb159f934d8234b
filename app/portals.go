package app

import (
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/portal"
)

// Portals shows and changes the inventory.
type Portals struct{ engine *engine }

// List returns all portals by name. Codes: unreachable.
func (p *Portals) List() ([]PortalRow, error) { return call(p.engine, portalRows) }

// Get returns one portal. Codes: invalid, not_found, unreachable.
func (p *Portals) Get(id string) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		return program.Portals.Get(life, id)
	})
}

// Provision creates a local portal with its application record and authentication key.
// Codes: invalid, conflict, denied, unreachable.
func (p *Portals) Provision(form PortalForm) (PortalView, error) {
	return p.made(func(life lifetime, program *wiring.Program) (portal.Portal, error) {
		return program.Portals.Provision(life, portalForm(form))
	})
}

// Watch adds a portal hosted elsewhere whose certificate is watched.
// Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) Watch(form PortalForm, certificate CertificateForm) (PortalView, error) {
	return p.made(func(life lifetime, program *wiring.Program) (portal.Portal, error) {
		file, err := certificateFile(certificate)
		if err != nil {
			return portal.Portal{}, err
		}
		return program.Portals.Watch(life, portalForm(form), file)
	})
}

// ImportKey adds a certificate to a portal hosted elsewhere. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) ImportKey(id string, certificate CertificateForm) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		file, err := certificateFile(certificate)
		if err != nil {
			return portal.Portal{}, err
		}
		return program.Portals.ImportKey(life, id, file)
	})
}

// ReadCertificate shows what a certificate file holds, without keeping anything. Codes: invalid, not_found, denied.
func (p *Portals) ReadCertificate(certificate CertificateForm) (CertificateView, error) {
	return call(p.engine, func(_ lifetime, program *wiring.Program) (CertificateView, error) {
		file, err := certificateFile(certificate)
		if err != nil {
			return CertificateView{}, err
		}
		reading, err := program.Portals.ReadCertificate(file)
		if err != nil {
			return CertificateView{}, err
		}
		return certificateView(file, reading, time.Now()), nil
	})
}

// Update changes what was entered about a portal. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) Update(id string, version int, form PortalForm) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		return program.Portals.Change(life, id, version, portalForm(form))
	})
}

// AddOwner lets a further user manage the portal. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) AddOwner(id string, version int, owner string) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		return program.Portals.AddOwner(life, id, version, owner)
	})
}

// RemoveOwner takes the right to manage the portal from a user.
// Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) RemoveOwner(id string, version int, owner string) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		return program.Portals.RemoveOwner(life, id, version, owner)
	})
}

// Retire takes a portal out of service. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) Retire(id string, version int) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		return program.Portals.Retire(life, id, version)
	})
}

// Restore puts a retired portal back into service. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) Restore(id string, version int) (PortalView, error) {
	return p.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (portal.Portal, error) {
		return program.Portals.Restore(life, id, version)
	})
}

// Remove deletes a retired portal for good. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) Remove(id string, version int) error {
	return do(p.engine, func(life lifetime, program *wiring.Program) error {
		key, err := portalID(id)
		if err != nil {
			return err
		}
		return program.Portals.Remove(life, key, version)
	})
}

// one runs a use case on the portal of this id and shows it as it is then.
func (p *Portals) one(id string, run func(lifetime, *wiring.Program, uuid.UUID) (portal.Portal, error)) (PortalView, error) {
	return p.made(func(life lifetime, program *wiring.Program) (portal.Portal, error) {
		key, err := portalID(id)
		if err != nil {
			return portal.Portal{}, err
		}
		return run(life, program, key)
	})
}

// made runs a use case that returns a portal and shows it.
func (p *Portals) made(run func(lifetime, *wiring.Program) (portal.Portal, error)) (PortalView, error) {
	return call(p.engine, func(life lifetime, program *wiring.Program) (PortalView, error) {
		it, err := run(life, program)
		if err != nil {
			return PortalView{}, err
		}
		withSite, err := program.Snapshots.PortalsWithSite(life)
		if err != nil {
			return PortalView{}, err
		}
		mutes, err := program.Reminders.Mutes(life)
		if err != nil {
			return PortalView{}, err
		}
		view := portalView(it, withSite[it.ID], program.Portals.MayManage(life, it), time.Now())
		view.Muted = mutes[it.ID].Reason
		return view, nil
	})
}

func portalRows(life lifetime, program *wiring.Program) ([]PortalRow, error) {
	all, err := program.Portals.List(life)
	if err != nil {
		return nil, err
	}
	withSite, err := program.Snapshots.PortalsWithSite(life)
	if err != nil {
		return nil, err
	}
	mutes, err := program.Reminders.Mutes(life)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	rows := make([]PortalRow, len(all))
	for i, it := range all {
		rows[i] = portalRow(it, withSite[it.ID], now)
		rows[i].Muted = mutes[it.ID].Reason
	}
	return rows, nil
}
