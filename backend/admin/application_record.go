package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

var _ ApplicationRecord = (*Portals)(nil)

// mostTries is how often a change of the application record is tried again because a person changed the portal
// meanwhile. People are slow, so the second try is the last one almost always.
const mostTries = 20

// PublishKey implements ApplicationRecord.
func (p *Portals) PublishKey(ctx context.Context, portalID uuid.UUID, key portal.KeyCredential) error {
	added := false
	err := p.changeKeys(ctx, portalID, event.KeyPublished, func(it *portal.Portal) (string, error) {
		added = false
		for _, known := range it.Application.Keys {
			if known.KeyID == key.KeyID || known.Thumbprint == key.Thumbprint {
				return "", nil
			}
		}
		it.Application.Keys = append(slices.Clone(it.Application.Keys), key)
		slices.SortStableFunc(it.Application.Keys, func(a, b portal.KeyCredential) int { return b.Start.Compare(a.Start) })
		added = true
		return fmt.Sprintf("Added the key %s, valid until %s, to the application record of %s.",
			key.Thumbprint, key.End.Format("2 January 2006 15:04 UTC"), it.Name), nil
	})
	if err == nil && added {
		p.keyCame(ctx, portalID)
	}
	return err
}

// RetireKeys implements ApplicationRecord.
func (p *Portals) RetireKeys(ctx context.Context, portalID uuid.UUID, keyIDs []uuid.UUID) error {
	return p.changeKeys(ctx, portalID, event.KeyRetired, func(it *portal.Portal) (string, error) {
		var left []portal.KeyCredential
		var gone []string
		for _, key := range it.Application.Keys {
			if slices.Contains(keyIDs, key.KeyID) {
				gone = append(gone, key.Thumbprint)
			} else {
				left = append(left, key)
			}
		}
		switch {
		case len(gone) == 0:
			return "", nil
		case len(left) == 0:
			return "", fault.New(fault.Conflict, "The last key of %s stays on its application record.", it.Name).
				WithHint("Update the key first; the new one takes its place.")
		}
		it.Application.Keys = left
		return fmt.Sprintf("Took the old key %s off the application record of %s.", strings.Join(gone, " and "), it.Name), nil
	})
}

// NoteLooks implements ApplicationRecord. It is an observation and no change: nobody did it, so the log has no entry.
func (p *Portals) NoteLooks(ctx context.Context, seen []SeenCertificate) error {
	if len(seen) == 0 {
		return nil
	}
	if err := p.Store.NoteLooks(ctx, seen); err != nil {
		return err
	}
	changed := event.Event{Topic: event.OnPortals}
	if len(seen) == 1 {
		changed.Subject = seen[0].PortalID.String()
	}
	p.Events.Publish(changed)
	return nil
}

// changeKeys changes the application record as it is now, and again when somebody else was faster. A change without a
// sentence for the log is none.
func (p *Portals) changeKeys(ctx context.Context, portalID uuid.UUID, action event.Action, change func(*portal.Portal) (string, error)) error {
	preferences, err := p.Settings.Get(ctx)
	if err != nil {
		return err
	}
	for try := 1; ; try++ {
		it, err := p.Store.Portal(ctx, portalID)
		if err != nil {
			return err
		}
		summary, err := change(&it)
		if err != nil || summary == "" {
			return err
		}
		entry := p.entry(it, preferences.ActingUser, action, summary)
		it.ChangedAt = entry.At
		_, err = p.save(ctx, it, entry)
		if !fault.Is(err, fault.Conflict) || try == mostTries {
			return err
		}
	}
}

// forgetLeftovers deletes the private parts of keys that were made for attempts which failed before the public part was
// on the application record. Nobody can sign in with them. A key on the record keeps its private part, and so does one
// of an update that is active.
func (p *Portals) forgetLeftovers(ctx context.Context, portalID uuid.UUID) error {
	if p.Operations == nil {
		return nil
	}
	history, err := p.Operations.Operations(ctx, portalID)
	if err != nil {
		return err
	}
	it, err := p.Store.Portal(ctx, portalID)
	if err != nil && !fault.Is(err, fault.NotFound) { // of a removed portal all are left over
		return err
	}
	for _, op := range history {
		if op.State.Active() {
			continue
		}
		for _, a := range op.Attempts {
			onRecord := func(key portal.KeyCredential) bool { return key.KeyID == a.Made.KeyID }
			if a.Made == nil || slices.ContainsFunc(it.Application.Keys, onRecord) {
				continue
			}
			if err := p.Secrets.Delete(ctx, a.Made.PrivateName); err != nil {
				return fmt.Errorf("forget the private part of a key that was never used: %w", err)
			}
		}
	}
	return nil
}
