package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// An update lies under the ids of its portal and its own, so that those of a portal lie together, and so that the
// portal of a record that cannot be read is known. The index tells which update holds a portal; it is written in the
// transaction that writes the update, and made anew from the updates by RepairOperations.

// Operations implements admin.OperationStore.
func (s *Store) Operations(ctx context.Context, portalID uuid.UUID) ([]renewal.Operation, error) {
	var all []renewal.Operation
	err := s.view(ctx, "list updates of keys", func(tx *bbolt.Tx) error {
		var prefix []byte
		if portalID != uuid.Nil {
			prefix = portalID[:]
		}
		for key, value := range backwards(top(tx, bucketOperations), prefix, nil) {
			if op, err := decodeOperation(key, value); err == nil { // the others wait for RepairOperations
				all = append(all, op)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, newestFirst)
	return all, nil
}

func newestFirst(a, b renewal.Operation) int {
	if c := b.OpenedAt.Compare(a.OpenedAt); c != 0 {
		return c
	}
	return bytes.Compare(b.ID[:], a.ID[:])
}

// Operation implements admin.OperationStore.
func (s *Store) Operation(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	var op renewal.Operation
	err := s.view(ctx, "read update of a key", func(tx *bbolt.Tx) error {
		// Only keys are looked at on the way: three years of updates of 5,000 portals are a megabyte of them.
		c := top(tx, bucketOperations).Cursor()
		for key, value := c.First(); key != nil; key, value = c.Next() {
			if bytes.HasSuffix(key, id[:]) {
				var err error
				op, err = decodeOperation(key, value)
				return err
			}
		}
		return fault.New(fault.NotFound, "There is no update of a key with the id %s.", id).
			WithHint("Updates are kept for three years; look at the history of the portal.")
	})
	if err != nil {
		return renewal.Operation{}, err
	}
	return op, nil
}

// ActiveOperation implements admin.OperationStore.
func (s *Store) ActiveOperation(ctx context.Context, portalID uuid.UUID) (op renewal.Operation, held bool, err error) {
	err = s.view(ctx, "read active update", func(tx *bbolt.Tx) error {
		holder, err := holderOf(tx, portalID)
		if err != nil || holder == uuid.Nil {
			return err
		}
		held = true
		op, err = activeOperation(tx, portalID, holder)
		return err
	})
	if err != nil {
		return renewal.Operation{}, false, err
	}
	return op, held, nil
}

// ActiveOperations implements admin.OperationStore.
func (s *Store) ActiveOperations(ctx context.Context) ([]renewal.Operation, error) {
	var all []renewal.Operation
	err := s.view(ctx, "list active updates", func(tx *bbolt.Tx) error {
		return top(tx, bucketActiveOperations).ForEach(func(key, value []byte) error {
			portalID, holder, err := decodeHolder(key, value)
			if err != nil {
				return err
			}
			op, err := activeOperation(tx, portalID, holder)
			all = append(all, op)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, newestFirst)
	return all, nil
}

// SaveOperation implements admin.OperationStore.
func (s *Store) SaveOperation(ctx context.Context, op renewal.Operation, seen int, entries ...event.Activity) error {
	return s.update(ctx, "save update of a key", func(tx *bbolt.Tx) error {
		if err := checkSeen(tx, op, seen); err != nil {
			return err
		}
		if err := hold(tx, op); err != nil {
			return err
		}
		if err := putOperation(tx, op); err != nil {
			return err
		}
		return appendActivity(tx, entries...)
	})
}

// checkSeen makes sure that nobody changed the update since its writer read it.
func checkSeen(tx *bbolt.Tx, op renewal.Operation, seen int) error {
	stored, found, err := loadOperation(tx, operationKey(op.PortalID, op.ID))
	switch {
	case err != nil:
		return err
	case !found && seen != 0:
		return fault.New(fault.Conflict, "The update of %s is not there any more.", op.PortalName).
			WithHint("Look at the history of the portal.")
	case found && stored.Version != seen:
		return fault.New(fault.Conflict, "The update of %s has moved on meanwhile.", op.PortalName).
			WithHint("Look at it as it is now.")
	case op.Version <= seen:
		return fmt.Errorf("version %d of an update cannot follow version %d", op.Version, seen)
	}
	return nil
}

// hold takes the portal for an active update, and releases it from one that is not.
func hold(tx *bbolt.Tx, op renewal.Operation) error {
	holder, err := holderOf(tx, op.PortalID)
	if err != nil {
		return err
	}
	switch active := op.State.Active(); {
	case active && holder == op.ID, !active && holder != op.ID:
		return nil
	case !active:
		return top(tx, bucketActiveOperations).Delete(op.PortalID[:])
	case holder != uuid.Nil:
		return activeAlready(op.PortalName)
	}
	if _, err := loadPortal(tx, op.PortalID); err != nil {
		return err
	}
	return putHolder(tx, op)
}

func activeAlready(portalName string) error {
	return fault.New(fault.Conflict, "An update of the key of %s is active already.", portalName).
		WithHint("Wait until it has ended, or look at how it goes.")
}

func operationKey(portalID, id uuid.UUID) []byte {
	return append(bytes.Clone(portalID[:]), id[:]...)
}

// putOperation writes an update that can be read again; any other is a defect of whoever made it.
func putOperation(tx *bbolt.Tx, op renewal.Operation) error {
	data, err := op.Encode()
	if err != nil {
		return err
	}
	if _, err := renewal.DecodeOperation(data); err != nil {
		return err
	}
	return put(top(tx, bucketOperations), bucketOperations, operationKey(op.PortalID, op.ID), data)
}

func loadOperation(tx *bbolt.Tx, key []byte) (op renewal.Operation, found bool, err error) {
	value := top(tx, bucketOperations).Get(key)
	if value == nil {
		return renewal.Operation{}, false, nil
	}
	op, err = decodeOperation(key, value)
	return op, true, err
}

func decodeOperation(key, value []byte) (renewal.Operation, error) {
	payload, err := unseal(bucketOperations, key, value)
	if err != nil {
		return renewal.Operation{}, err
	}
	op, err := renewal.DecodeOperation(payload)
	if err != nil {
		return renewal.Operation{}, err
	}
	if !bytes.Equal(key, operationKey(op.PortalID, op.ID)) {
		return renewal.Operation{}, damagef("an update of a key lies where another one belongs")
	}
	return op, nil
}

// holderOf is the id of the update that holds a portal, zero where none does.
func holderOf(tx *bbolt.Tx, portalID uuid.UUID) (uuid.UUID, error) {
	value := top(tx, bucketActiveOperations).Get(portalID[:])
	if value == nil {
		return uuid.Nil, nil
	}
	_, holder, err := decodeHolder(portalID[:], value)
	return holder, err
}

func decodeHolder(key, value []byte) (portalID, holder uuid.UUID, err error) {
	payload, err := unseal(bucketActiveOperations, key, value)
	if err != nil {
		return uuid.Nil, uuid.Nil, err
	}
	if portalID, err = uuid.FromBytes(key); err == nil {
		holder, err = uuid.ParseBytes(payload)
	}
	if err != nil {
		return uuid.Nil, uuid.Nil, damagef("the index of active updates holds %q", payload)
	}
	return portalID, holder, nil
}

func putHolder(tx *bbolt.Tx, op renewal.Operation) error {
	return put(top(tx, bucketActiveOperations), bucketActiveOperations, op.PortalID[:], []byte(op.ID.String()))
}

// activeOperation reads the update that the index names.
func activeOperation(tx *bbolt.Tx, portalID, id uuid.UUID) (renewal.Operation, error) {
	op, found, err := loadOperation(tx, operationKey(portalID, id))
	if err == nil && !found {
		err = damagef("the index of active updates names one that is missing")
	}
	return op, err
}
