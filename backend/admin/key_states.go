package admin

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// KeyState is how a portal stands with its authentication key: the condition of the key, or why there is none. It is
// derived and never stored. The words are those of the command line.
type KeyState string

const (
	KeyUnknown     KeyState = "unknown" // nothing was read that tells, or not for a week
	KeyMissing     KeyState = "missing" // the application record is known and has no key
	KeyNotYetValid KeyState = "notYetValid"
	KeyHealthy     KeyState = "healthy"
	KeyDue         KeyState = "due"
	KeySoon        KeyState = "soon"
	KeyCritical    KeyState = "critical"
	KeyExpired     KeyState = "expired"
)

var keyStates = map[renewal.Health]KeyState{
	renewal.NotYetValid: KeyNotYetValid,
	renewal.Healthy:     KeyHealthy,
	renewal.Due:         KeyDue,
	renewal.Soon:        KeySoon,
	renewal.Critical:    KeyCritical,
	renewal.Expired:     KeyExpired,
}

// KeyStateOf derives how a portal stands with its key at now.
func KeyStateOf(it portal.Portal, now time.Time) KeyState { return keyStateAt(it, now, now) }

// keyStateAt derives how a portal stands with its key at a time, by what is known of it now.
func keyStateAt(it portal.Portal, at, now time.Time) KeyState {
	if renewal.FreshnessOf(it, now) == renewal.Lost {
		return KeyUnknown
	}
	return conditionOf(it, at)
}

// conditionOf is the state by the key that is known, however long ago it was read.
func conditionOf(it portal.Portal, now time.Time) KeyState {
	if key, ok := it.Application.CurrentKey(now); ok {
		return keyStates[renewal.HealthOf(key, now)]
	}
	if it.Application.Known() {
		return KeyMissing
	}
	return KeyUnknown
}

// PortalKey is a portal with its current key and the update that is not over yet.
type PortalKey struct {
	Portal    portal.Portal
	State     KeyState
	Freshness renewal.Freshness    // of what is known of the key
	Key       portal.KeyCredential // the zero value where there is none
	Operation *renewal.Operation   // the newest update where it has not ended well; nil where it has, or there is none
}

// Keys lists the portals in service with their keys as they stand at a time, sorted by the name of the portal. How fresh
// that is does not depend on the time asked about: the keys are those that are known now. Codes: unreachable.
func (r *Renewals) Keys(ctx context.Context, at time.Time) ([]PortalKey, error) {
	now := r.Now.now()
	portals, err := r.Portals.List(ctx)
	if err != nil {
		return nil, err
	}
	operations, err := r.Store.Operations(ctx, uuid.Nil)
	if err != nil {
		return nil, err
	}
	newest := map[uuid.UUID]*renewal.Operation{}
	for i, op := range operations {
		if _, later := newest[op.PortalID]; !later {
			newest[op.PortalID] = &operations[i]
		}
	}
	keys := []PortalKey{}
	for _, it := range portals {
		if it.State == portal.Retired {
			continue
		}
		row := PortalKey{Portal: it, State: keyStateAt(it, at, now), Freshness: renewal.FreshnessOf(it, now)}
		row.Key, _ = it.Application.CurrentKey(at)
		if op := newest[it.ID]; op != nil && !op.State.Terminal() {
			row.Operation = op
		}
		keys = append(keys, row)
	}
	return keys, nil
}
