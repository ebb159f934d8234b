package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// Portals keeps the inventory: provisions local portals, watches portals hosted elsewhere, and looks after what is
// known of them.
type Portals struct {
	Store      PortalStore
	Operations OperationStore // where key updates are; nil where there are none
	Secrets    Secrets
	Settings   *Settings
	Events     *event.Bus
	Now        Clock

	// OnKey is told that a key reached the application record of a portal that was there before, in whatever way. It must
	// be quick. Nil tells nobody.
	OnKey func(ctx context.Context, portalID uuid.UUID)
}

// List returns all portals sorted by name. Codes: unreachable.
func (p *Portals) List(ctx context.Context) ([]portal.Portal, error) { return p.Store.Portals(ctx) }

// Get returns one portal. Codes: not_found, unreachable.
func (p *Portals) Get(ctx context.Context, id uuid.UUID) (portal.Portal, error) {
	return p.Store.Portal(ctx, id)
}

// MayManage says whether the acting user may manage the portal: nil, or a denied fault that names the owners. Only an
// owner of the Entra application may; where the application is not known there is nobody to ask.
// Source: Microsoft, "Connect to a Dynamics 365 online organization using a portal" (2019).
func (p *Portals) MayManage(ctx context.Context, it portal.Portal) error {
	preferences, err := p.Settings.Get(ctx)
	if err != nil {
		return err
	}
	return mayManage(it, preferences.ActingUser)
}

func mayManage(it portal.Portal, user string) error {
	if !it.Application.Known() || it.Application.OwnedBy(user) {
		return nil
	}
	return fault.New(fault.Denied, "%s is not an owner of the Entra application of %s.", user, it.Name).
		WithHint("Its owners are %s. Ask one of them to add you, or change the acting user in Settings.",
			strings.Join(it.Application.Owners, ", "))
}

// Provision creates a local portal: its application record, and an authentication key whose public part is on the
// record and whose private part is in the key store. The acting user becomes the owner.
// Codes: invalid, conflict, denied, unreachable.
func (p *Portals) Provision(ctx context.Context, form PortalForm) (portal.Portal, error) {
	made, actor, err := p.begin(ctx, form, portal.Local)
	if err != nil {
		return portal.Portal{}, err
	}
	pair, err := certificate.New(made.CreatedAt, made.ID)
	if err != nil {
		return portal.Portal{}, fmt.Errorf("make authentication key: %w", err)
	}
	made, private := withApplication(made, pair, actor)
	key := made.Application.Keys[0]
	summary := fmt.Sprintf("Created the local portal %s with authentication key %s, valid until %s.",
		made.Name, key.Thumbprint, key.End.Format("2 January 2006 15:04 UTC"))
	return p.keepWithSecret(ctx, made, pair.Private, private, p.entry(made, actor, event.PortalProvisioned, summary))
}

// withApplication gives a new local portal its application record with the public part of its key, owned by owner,
// and says under which name the private part is to be kept.
func withApplication(made portal.Portal, pair certificate.Pair, owner string) (portal.Portal, string) {
	key := pair.Certificate.Credential(uuid.New(), portal.Generated, made.CreatedAt)
	key.PrivateName = PrivateName(made.ID, key.KeyID)
	made.Application = portal.Application{
		ID:          uuid.NewString(),
		ObjectID:    uuid.NewString(),
		DisplayName: portal.ApplicationName,
		URI:         portal.ApplicationURI(made.URL, made.ID),
		Owners:      []string{owner},
		Keys:        []portal.KeyCredential{key},
	}
	return made, key.PrivateName
}

// keepWithSecret stores the private part before the portal that names it: a portal without its private key would be
// lost, a private key without its portal is only left over, and is taken back.
func (p *Portals) keepWithSecret(ctx context.Context, it portal.Portal, private []byte, name string, entry event.Activity) (portal.Portal, error) {
	if err := p.Secrets.Put(ctx, name, private); err != nil {
		return portal.Portal{}, fmt.Errorf("store private key: %w", err)
	}
	kept, err := p.save(ctx, it, entry)
	if err != nil {
		if undo := p.Secrets.Delete(context.WithoutCancel(ctx), name); undo != nil {
			return portal.Portal{}, fmt.Errorf("%w (and the private key stays in the key store: %w)", err, undo)
		}
		return portal.Portal{}, err
	}
	return kept, nil
}

// PrivateName is the name under which the key store has the private part of a portal's key.
func PrivateName(portalID, keyID uuid.UUID) string {
	return "portal/" + portalID.String() + "/key/" + keyID.String()
}

// Change replaces what a person entered about a portal. version is the one the person saw.
// Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) Change(ctx context.Context, id uuid.UUID, version int, form PortalForm) (portal.Portal, error) {
	return p.edit(ctx, id, version, event.PortalChanged, func(it *portal.Portal) (string, error) {
		checked, err := form.check(it.Origin)
		if err != nil {
			return "", err
		}
		before := *it
		checked.apply(it)
		if err := p.checkUnique(ctx, *it); err != nil {
			return "", err
		}
		if before.Name != it.Name {
			return fmt.Sprintf("Changed the portal %s, now named %s.", before.Name, it.Name), nil
		}
		return fmt.Sprintf("Changed the portal %s.", it.Name), nil
	})
}

// AddOwner lets a further user manage the portal. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) AddOwner(ctx context.Context, id uuid.UUID, version int, owner string) (portal.Portal, error) {
	owner = strings.TrimSpace(owner)
	return p.edit(ctx, id, version, event.OwnerAdded, func(it *portal.Portal) (string, error) {
		if err := checkUser(owner); err != nil {
			return "", err
		}
		if !it.Application.Known() {
			return "", fault.New(fault.Invalid, "The Entra application of %s is not known, so it has no owners here.", it.Name)
		}
		if it.Application.OwnedBy(owner) {
			return "", fault.New(fault.Conflict, "%s is an owner already.", owner)
		}
		it.Application.Owners = append(slices.Clone(it.Application.Owners), owner)
		return fmt.Sprintf("Made %s an owner of the application of %s.", owner, it.Name), nil
	})
}

// RemoveOwner takes the right to manage the portal from a user. The last owner stays.
// Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) RemoveOwner(ctx context.Context, id uuid.UUID, version int, owner string) (portal.Portal, error) {
	return p.edit(ctx, id, version, event.OwnerRemoved, func(it *portal.Portal) (string, error) {
		if !it.Application.OwnedBy(owner) {
			return "", fault.New(fault.NotFound, "%s is not an owner of the application of %s.", owner, it.Name)
		}
		if len(it.Application.Owners) == 1 {
			return "", fault.New(fault.Conflict, "%s is the only owner of the application of %s.", owner, it.Name).
				WithHint("Add another owner first; without one nobody could manage the portal.")
		}
		it.Application.Owners = slices.DeleteFunc(slices.Clone(it.Application.Owners), func(o string) bool {
			return strings.EqualFold(o, owner)
		})
		return fmt.Sprintf("Removed %s as an owner of the application of %s.", owner, it.Name), nil
	})
}

// Retire takes a portal out of service without losing anything. Not while its key is being updated: the update needs
// the portal. Codes: conflict, denied, not_found, unreachable.
func (p *Portals) Retire(ctx context.Context, id uuid.UUID, version int) (portal.Portal, error) {
	return p.edit(ctx, id, version, event.PortalRetired, func(it *portal.Portal) (string, error) {
		if it.State == portal.Retired {
			return "", fault.New(fault.Conflict, "%s is retired already.", it.Name)
		}
		if err := p.refuseWhileUpdating(ctx, *it); err != nil {
			return "", err
		}
		it.State = portal.Retired
		return fmt.Sprintf("Retired the portal %s.", it.Name), nil
	})
}

func (p *Portals) refuseWhileUpdating(ctx context.Context, it portal.Portal) error {
	if p.Operations == nil {
		return nil
	}
	_, held, err := p.Operations.ActiveOperation(ctx, it.ID)
	if err != nil || !held {
		return err
	}
	return fault.New(fault.Conflict, "The key of %s is being updated.", it.Name).
		WithHint("Wait until the update has ended, or give it up.")
}

// Restore puts a retired portal back into service. Codes: conflict, denied, not_found, unreachable.
func (p *Portals) Restore(ctx context.Context, id uuid.UUID, version int) (portal.Portal, error) {
	return p.edit(ctx, id, version, event.PortalRestored, func(it *portal.Portal) (string, error) {
		if it.State != portal.Retired {
			return "", fault.New(fault.Conflict, "%s is not retired.", it.Name)
		}
		it.State = portal.Active
		return fmt.Sprintf("Restored the portal %s.", it.Name), nil
	})
}

// Remove deletes a retired portal for good, with its snapshots and its private keys. The activity log stays.
// Codes: conflict, denied, not_found, unreachable.
func (p *Portals) Remove(ctx context.Context, id uuid.UUID, version int) error {
	it, actor, err := p.open(ctx, id, version)
	if err != nil {
		return err
	}
	if it.State != portal.Retired {
		return fault.New(fault.Conflict, "%s is in service.", it.Name).
			WithHint("Retire it first; only a retired portal can be removed for good.")
	}
	entry := p.entry(it, actor, event.PortalRemoved, fmt.Sprintf("Removed the portal %s with its snapshots and keys.", it.Name))
	return p.remove(ctx, []portal.Portal{it}, []event.Activity{entry})
}

// remove deletes portals and then their private keys: a key whose portal is gone is of no use to anybody.
func (p *Portals) remove(ctx context.Context, portals []portal.Portal, entries []event.Activity) error {
	if err := p.Store.RemovePortals(ctx, portals, entries); err != nil {
		return err
	}
	p.Events.Publish(event.Event{Topic: event.OnPortals})
	p.Events.Publish(event.Event{Topic: event.OnSnapshots})
	p.Events.Publish(event.Event{Topic: event.OnActivity})
	for _, it := range portals {
		for _, key := range it.Application.Keys {
			if key.PrivateName == "" {
				continue
			}
			if err := p.Secrets.Delete(context.WithoutCancel(ctx), key.PrivateName); err != nil {
				return fmt.Errorf("delete private key of removed portal %s: %w", it.Name, err)
			}
		}
		if err := p.forgetLeftovers(context.WithoutCancel(ctx), it.ID); err != nil {
			return err
		}
	}
	return nil
}

// begin checks the form of a new portal and stamps it.
func (p *Portals) begin(ctx context.Context, form PortalForm, origin portal.Origin) (portal.Portal, string, error) {
	checked, err := form.check(origin)
	if err != nil {
		return portal.Portal{}, "", err
	}
	preferences, err := p.Settings.Get(ctx)
	if err != nil {
		return portal.Portal{}, "", err
	}
	now := p.Now.now()
	made := portal.Portal{ID: uuid.New(), State: portal.Active, Origin: origin, CreatedAt: now, ChangedAt: now}
	checked.apply(&made)
	if err := p.checkUnique(ctx, made); err != nil {
		return portal.Portal{}, "", err
	}
	return made, preferences.ActingUser, nil
}

// open reads a portal for a change by the acting user, who saw the given version.
func (p *Portals) open(ctx context.Context, id uuid.UUID, version int) (portal.Portal, string, error) {
	it, err := p.Store.Portal(ctx, id)
	if err != nil {
		return portal.Portal{}, "", err
	}
	preferences, err := p.Settings.Get(ctx)
	if err != nil {
		return portal.Portal{}, "", err
	}
	if err := mayManage(it, preferences.ActingUser); err != nil {
		return portal.Portal{}, "", err
	}
	if it.Version != version {
		return portal.Portal{}, "", changedMeanwhile(it)
	}
	return it, preferences.ActingUser, nil
}

func changedMeanwhile(it portal.Portal) error {
	return fault.New(fault.Conflict, "%s was changed meanwhile.", it.Name).
		WithHint("Look at the portal as it is now and repeat your change.")
}

// edit changes one portal and logs the sentence that change returns.
func (p *Portals) edit(ctx context.Context, id uuid.UUID, version int, action event.Action, change func(*portal.Portal) (string, error)) (portal.Portal, error) {
	it, actor, err := p.open(ctx, id, version)
	if err != nil {
		return portal.Portal{}, err
	}
	summary, err := change(&it)
	if err != nil {
		return portal.Portal{}, err
	}
	entry := p.entry(it, actor, action, summary)
	it.ChangedAt = entry.At
	return p.save(ctx, it, entry)
}

func (p *Portals) save(ctx context.Context, it portal.Portal, entry event.Activity) (portal.Portal, error) {
	kept, err := p.Store.SavePortal(ctx, it, entry)
	if err != nil {
		return portal.Portal{}, err
	}
	p.Events.Publish(event.Event{Topic: event.OnPortals, Subject: kept.ID.String()})
	p.Events.Publish(event.Event{Topic: event.OnActivity, Subject: kept.ID.String()})
	return kept, nil
}

// keyCame tells that a key reached the record.
func (p *Portals) keyCame(ctx context.Context, portalID uuid.UUID) {
	if p.OnKey != nil {
		p.OnKey(context.WithoutCancel(ctx), portalID)
	}
}

func (p *Portals) entry(it portal.Portal, actor string, action event.Action, summary string) event.Activity {
	return event.Activity{At: p.Now.now(), Actor: actor, Action: action, PortalID: it.ID, PortalName: it.Name, Summary: summary}
}

// checkUnique makes sure that no other portal has this name or address, so that a person and the command line can
// tell portals apart.
func (p *Portals) checkUnique(ctx context.Context, it portal.Portal) error {
	others, err := p.Store.Portals(ctx)
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.ID == it.ID {
			continue
		}
		if strings.EqualFold(other.Name, it.Name) {
			return fault.New(fault.Conflict, "There is a portal named %s already.", other.Name).
				WithHint("Choose another name%s.", retiredHint(other))
		}
		if it.URL != "" && strings.EqualFold(other.URL, it.URL) {
			return fault.New(fault.Conflict, "The portal %s has the address %s already.", other.Name, other.URL).
				WithHint("Each portal has an address of its own%s.", retiredHint(other))
		}
	}
	return nil
}

func retiredHint(it portal.Portal) string {
	if it.State == portal.Retired {
		return "; the other one is retired and can be restored or removed"
	}
	return ""
}
