package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// setAside is a value in quarantine: as it was, with where it lay and why it was put aside. It is never deleted, so
// that somebody can look at it who knows more.
type setAside struct {
	At     time.Time `json:"at"`
	Bucket string    `json:"bucket"`
	Key    string    `json:"key"` // hexadecimal
	Reason string    `json:"reason"`
	Value  []byte    `json:"value"`
}

// RepairOperations implements admin.OperationStore. It also lets go of updates that were kept long enough.
func (s *Store) RepairOperations(ctx context.Context) ([]admin.Repair, error) {
	var repairs []admin.Repair
	now := s.now().UTC().Round(0)
	// Mostly there is nothing to do, and then nothing is written.
	needed := false
	err := s.view(ctx, "look through updates of keys", func(tx *bbolt.Tx) error {
		r := survey(tx, now)
		needed = len(r.unreadable)+len(r.outdated)+len(r.wrong) > 0
		return nil
	})
	if err != nil || !needed {
		return nil, err
	}
	err = s.update(ctx, "repair updates of keys", func(tx *bbolt.Tx) (err error) {
		repairs, err = survey(tx, now).repair(tx, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return repairs, nil
}

// surveyed is what RepairOperations found to do. Keys are copies.
type surveyed struct {
	unreadable []unreadable
	outdated   [][]byte // updates whose time to be kept is over
	wrong      []wrongIndex
	holders    map[uuid.UUID]renewal.Operation
}

type unreadable struct {
	key    []byte
	reason string
}

// wrongIndex is a portal of which the index says something else than the updates.
type wrongIndex struct {
	key     []byte
	problem string
}

// survey reads all updates and the index, and compares them.
func survey(tx *bbolt.Tx, now time.Time) surveyed {
	found := surveyed{holders: map[uuid.UUID]renewal.Operation{}}
	c := top(tx, bucketOperations).Cursor()
	for key, value := c.First(); key != nil; key, value = c.Next() {
		op, err := decodeOperation(key, value)
		if err != nil {
			found.unreadable = append(found.unreadable, unreadable{bytes.Clone(key), reasonOf(err)})
			continue
		}
		if until := op.KeptUntil(); !until.IsZero() && until.Before(now) {
			found.outdated = append(found.outdated, bytes.Clone(key))
		}
		if op.State.Active() {
			found.take(tx, op)
		}
	}
	found.compareIndex(tx)
	return found
}

// take notes that an update holds its portal. Two can only be active after damage to the index; then the one counts
// that the index names, else the one that changed last, and the other is put aside.
func (s *surveyed) take(tx *bbolt.Tx, op renewal.Operation) {
	other, taken := s.holders[op.PortalID]
	if !taken {
		s.holders[op.PortalID] = op
		return
	}
	keep, drop := other, op
	holder, err := holderOf(tx, op.PortalID)
	if err == nil && holder == op.ID || (err != nil || holder != other.ID) && op.ChangedAt.After(other.ChangedAt) {
		keep, drop = op, other
	}
	s.holders[op.PortalID] = keep
	s.unreadable = append(s.unreadable, unreadable{
		operationKey(drop.PortalID, drop.ID),
		fmt.Sprintf("The portal %s had two active updates; this one was not the one that held it.", drop.PortalName),
	})
}

func (s *surveyed) compareIndex(tx *bbolt.Tx) {
	indexed := map[string]bool{} // by key
	c := top(tx, bucketActiveOperations).Cursor()
	for key, value := c.First(); key != nil; key, value = c.Next() {
		portalID, holder, err := decodeHolder(key, value)
		op, held := s.holders[portalID]
		switch {
		case err != nil:
			s.addWrong(key, "The note of which update holds a portal could not be read.")
		case !held:
			s.addWrong(key, "A portal was held by an update that is not active.")
		case op.ID != holder:
			s.addWrong(key, "The portal %s was held by another update than the active one.", op.PortalName)
		}
		indexed[string(key)] = true
	}
	for _, portalID := range sortedIDs(s.holders) {
		if !indexed[string(portalID[:])] {
			s.addWrong(portalID[:], "The portal %s was not held by its active update.", s.holders[portalID].PortalName)
		}
	}
}

func (s *surveyed) addWrong(key []byte, format string, args ...any) {
	s.wrong = append(s.wrong, wrongIndex{bytes.Clone(key), fmt.Sprintf(format, args...)})
}

func sortedIDs(m map[uuid.UUID]renewal.Operation) []uuid.UUID {
	ids := make([]uuid.UUID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return ids
}

// repair does what was found to do.
func (s surveyed) repair(tx *bbolt.Tx, now time.Time) ([]admin.Repair, error) {
	var repairs []admin.Repair
	operations, index := top(tx, bucketOperations), top(tx, bucketActiveOperations)
	for _, bad := range s.unreadable {
		if err := putAside(tx, bucketOperations, bad.key, bad.reason, now); err != nil {
			return nil, err
		}
		repair := admin.Repair{Aside: true, Problem: bad.reason}
		if len(bad.key) == 2*len(uuid.UUID{}) {
			repair.Portal, repair.Operation = uuid.UUID(bad.key[:16]), uuid.UUID(bad.key[16:])
		}
		repairs = append(repairs, repair)
	}
	for _, key := range s.outdated {
		if err := operations.Delete(key); err != nil {
			return nil, err
		}
	}
	for _, bad := range s.wrong {
		if err := index.Delete(bad.key); err != nil {
			return nil, err
		}
		repair := admin.Repair{Problem: bad.problem}
		if portalID, err := uuid.FromBytes(bad.key); err == nil {
			repair.Portal, repair.Operation = portalID, s.holders[portalID].ID
		}
		repairs = append(repairs, repair)
	}
	for _, portalID := range sortedIDs(s.holders) {
		if err := putHolder(tx, s.holders[portalID]); err != nil {
			return nil, err
		}
	}
	return repairs, nil
}

// putAside moves a value to quarantine, as it is.
func putAside(tx *bbolt.Tx, bucket string, key []byte, reason string, now time.Time) error {
	from, quarantine := top(tx, bucket), top(tx, bucketQuarantine)
	sequence, err := quarantine.NextSequence()
	if err != nil {
		return err
	}
	aside := setAside{
		At: now, Bucket: bucket, Key: hex.EncodeToString(key), Reason: reason, Value: bytes.Clone(from.Get(key)),
	}
	if err := putJSON(quarantine, bucketQuarantine, sequenceKey(sequence), aside); err != nil {
		return err
	}
	return from.Delete(key)
}

// reasonOf says in a sentence why a record could not be read.
func reasonOf(err error) string {
	if isDamage(err) {
		return "The record of a key's update is damaged: " + err.Error() + "."
	}
	return fault.Of(err).Message
}
