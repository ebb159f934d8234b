package store

import (
	"context"
	"encoding/binary"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
)

// Activity implements admin.ActivityStore.
func (s *Store) Activity(ctx context.Context, q admin.ActivityQuery) ([]event.Activity, error) {
	var entries []event.Activity
	err := s.view(ctx, "read activity log", func(tx *bbolt.Tx) error {
		return eachSequence(tx, q, func(key []byte) (bool, error) {
			if len(entries) >= q.Limit {
				return false, nil
			}
			entry, err := loadActivity(tx, key)
			entries = append(entries, entry)
			return true, err
		})
	})
	if err != nil {
		return nil, err
	}
	return entries, nil
}

// eachSequence calls found with the key of each entry the query asks for, newest first, until found returns false.
func eachSequence(tx *bbolt.Tx, q admin.ActivityQuery, found func(key []byte) (bool, error)) error {
	name, prefix := bucketActivity, []byte(nil)
	if q.PortalID != uuid.Nil {
		name, prefix = bucketActivityByPortal, q.PortalID[:]
	}
	// The first key that is too new; the one before it is the newest wanted.
	var end []byte
	if q.Before != 0 {
		end = binary.BigEndian.AppendUint64(prefix, q.Before)
	}
	for key, value := range backwards(top(tx, name), prefix, end) {
		if q.PortalID != uuid.Nil {
			if _, err := unseal(name, key, value); err != nil {
				return err
			}
		}
		if on, err := found(key[len(prefix):]); err != nil || !on {
			return err
		}
	}
	return nil
}

// loadActivity reads the entry of a key of the log.
func loadActivity(tx *bbolt.Tx, key []byte) (event.Activity, error) {
	payload, err := get(top(tx, bucketActivity), bucketActivity, key)
	if err != nil {
		return event.Activity{}, err
	}
	if payload == nil {
		return event.Activity{}, damagef("the activity log names an entry that is missing")
	}
	var entry event.Activity
	return entry, decode(bucketActivity, payload, &entry)
}

// appendActivity adds entries to the end of the log. The number follows from the last entry, not from a counter
// beside the log that could disagree with it.
func appendActivity(tx *bbolt.Tx, entries ...event.Activity) error {
	log, index := top(tx, bucketActivity), top(tx, bucketActivityByPortal)
	log.FillPercent = 0.95 // entries only ever come at the end
	var sequence uint64
	if last, _ := log.Cursor().Last(); last != nil {
		if len(last) != 8 {
			return damagef("the activity log ends with a key of %d bytes", len(last))
		}
		sequence = binary.BigEndian.Uint64(last)
	}
	for _, entry := range entries {
		sequence++
		entry.Sequence = sequence
		if err := putJSON(log, bucketActivity, sequenceKey(sequence), entry); err != nil {
			return err
		}
		if entry.PortalID == uuid.Nil {
			continue
		}
		if err := put(index, bucketActivityByPortal, portalActivityKey(entry.PortalID, sequence), nil); err != nil {
			return err
		}
	}
	return nil
}
