package admin

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// OtherKey is a key that came to a portal without an update: it was imported, or noticed where the certificate is
// watched.
type OtherKey struct {
	At       time.Time // UTC
	By       string    // who imported it; empty where it was noticed, or where the log does not tell
	Key      portal.KeyCredential
	Replaced string // thumbprint of the key whose place it took; empty where it took none
}

// loggedKeys is how many entries of a portal's log are looked through for who imported a key.
const loggedKeys = 500

// OtherKeys lists the keys that came to a portal without an update, newest first. The one that it began with is none of
// them; neither is one that an update made or saw. Codes: unreachable.
func (r *Renewals) OtherKeys(ctx context.Context, portalID uuid.UUID) ([]OtherKey, error) {
	it, err := r.Portals.Get(ctx, portalID)
	if fault.Is(err, fault.NotFound) {
		return nil, nil // its updates are kept, its keys are not
	}
	if err != nil {
		return nil, err
	}
	history, err := r.Store.Operations(ctx, portalID)
	if err != nil {
		return nil, err
	}
	updated := map[string]bool{}
	for _, op := range history {
		for _, a := range op.Attempts {
			if a.Made != nil {
				updated[a.Made.Thumbprint] = true
			}
			if a.Candidate != nil {
				updated[a.Candidate.Thumbprint] = true
			}
		}
	}
	keys := slices.Clone(it.Application.Keys)
	slices.SortStableFunc(keys, func(a, b portal.KeyCredential) int { return a.AddedAt.Compare(b.AddedAt) })
	var others []OtherKey
	for i, key := range keys {
		if i > 0 && !updated[key.Thumbprint] {
			others = append(others, OtherKey{At: key.AddedAt, Key: key, Replaced: replacedBy(keys[:i], key)})
		}
	}
	if len(others) == 0 {
		return nil, nil
	}
	slices.Reverse(others)
	return others, r.nameImporters(ctx, portalID, others)
}

// replacedBy is the thumbprint of the key among those before whose place another one took when it came.
func replacedBy(before []portal.KeyCredential, key portal.KeyCredential) string {
	old, _ := portal.Application{Keys: before}.CurrentKey(key.AddedAt)
	now, _ := portal.Application{Keys: append(slices.Clone(before), key)}.CurrentKey(key.AddedAt)
	if now.KeyID != key.KeyID {
		return ""
	}
	return old.Thumbprint
}

func (r *Renewals) nameImporters(ctx context.Context, portalID uuid.UUID, others []OtherKey) error {
	if r.Log == nil {
		return nil
	}
	entries, err := r.Log.Activity(ctx, ActivityQuery{PortalID: portalID, Limit: loggedKeys})
	if err != nil {
		return err
	}
	for _, entry := range entries {
		for i, other := range others {
			if entry.Action == event.KeyImported && strings.Contains(entry.Summary, other.Key.Thumbprint) {
				others[i].By = entry.Actor
			}
		}
	}
	return nil
}
