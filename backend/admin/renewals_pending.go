package admin

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// newestUpdates is the newest update of each portal. It is read once and kept up with every commit: pages ask for what
// is not over after each step of an update, and three years of updates of thousands of portals are much to read. The
// zero value reads at the first question; it is safe for concurrent use.
type newestUpdates struct {
	mu   sync.Mutex
	read bool
	all  map[uuid.UUID]latest // portal → its newest update
}

// latest keeps of an update that is over only what tells it from an older one.
type latest struct {
	id       uuid.UUID
	openedAt time.Time
	version  int
	op       *renewal.Operation // nil where it is over
}

// note takes over an update as it was committed.
func (n *newestUpdates) note(op renewal.Operation) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.read {
		n.put(op)
	}
}

// put is for those who hold the lock.
func (n *newestUpdates) put(op renewal.Operation) {
	known, ok := n.all[op.PortalID]
	switch {
	case ok && known.id != op.ID && known.openedAt.After(op.OpenedAt):
		return // an older one, whose old key was retired
	case ok && known.id == op.ID && known.version > op.Version:
		return // two commits were noted the other way round
	}
	it := latest{id: op.ID, openedAt: op.OpenedAt, version: op.Version}
	if !op.State.Terminal() {
		it.op = &op
	}
	n.all[op.PortalID] = it
}

// pending are the newest updates that are not over, newest first.
func (n *newestUpdates) pending(ctx context.Context, store OperationStore) ([]renewal.Operation, error) {
	n.mu.Lock() // also while the store is read: whoever commits meanwhile notes it afterwards
	defer n.mu.Unlock()
	if !n.read {
		history, err := store.Operations(ctx, uuid.Nil)
		if err != nil {
			return nil, err
		}
		n.all = map[uuid.UUID]latest{}
		for _, op := range slices.Backward(history) {
			n.put(op)
		}
		n.read = true
	}
	var found []renewal.Operation
	for _, it := range n.all {
		if it.op != nil {
			found = append(found, *it.op)
		}
	}
	slices.SortFunc(found, func(a, b renewal.Operation) int {
		if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
			return c
		}
		return slices.Compare(b.ID[:], a.ID[:])
	})
	return found, nil
}

// Pending lists the newest update of each portal as long as it is not over, newest first: it is under way, waits for a
// yes, or has failed. Codes: unreachable.
func (r *Renewals) Pending(ctx context.Context) ([]renewal.Operation, error) {
	all, err := r.newest.pending(ctx, r.Store)
	if err != nil {
		return nil, err
	}
	var kept []renewal.Operation
	for _, op := range all {
		if !op.State.Active() { // else the portal cannot have been removed
			if _, err := r.Portals.Get(ctx, op.PortalID); fault.Is(err, fault.NotFound) {
				continue
			} else if err != nil {
				return nil, err
			}
		}
		kept = append(kept, op)
	}
	return kept, nil
}
