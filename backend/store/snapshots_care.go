package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/event"
	"gatehouse/backend/site"
)

// DescribeSnapshot implements admin.SnapshotStore.
func (s *Store) DescribeSnapshot(ctx context.Context, id uuid.UUID, name, note string, entry event.Activity) (site.Snapshot, error) {
	var header site.Snapshot
	err := s.update(ctx, "describe snapshot", func(tx *bbolt.Tx) error {
		stored, b, err := openSnapshot(tx, id)
		if err != nil {
			return err
		}
		stored.Name, stored.Note = name, note
		if err := putJSON(b, snapshotPlace(id), []byte(snapshotHeader), stored); err != nil {
			return err
		}
		header = stored
		return appendActivity(tx, entry)
	})
	if err != nil {
		return site.Snapshot{}, err
	}
	return header, nil
}

// DeleteSnapshot implements admin.SnapshotStore.
func (s *Store) DeleteSnapshot(ctx context.Context, id uuid.UUID, entry event.Activity) error {
	return s.update(ctx, "delete snapshot", func(tx *bbolt.Tx) error {
		header, _, err := openSnapshot(tx, id)
		if err != nil {
			return err
		}
		orphans := map[content]bool{}
		if err := dropSnapshot(tx, portalSnapshotKey(header.PortalID, header.TakenAt, id), orphans); err != nil {
			return err
		}
		if err := dropOrphans(tx, orphans); err != nil {
			return err
		}
		return appendActivity(tx, entry)
	})
}

// PortalsWithSnapshots implements admin.SnapshotStore. It looks at keys only, so it is cheap enough for every list of
// portals.
func (s *Store) PortalsWithSnapshots(ctx context.Context) (map[uuid.UUID]bool, error) {
	found := map[uuid.UUID]bool{}
	err := s.view(ctx, "list portals with snapshots", func(tx *bbolt.Tx) error {
		c := top(tx, bucketPortalSnapshots).Cursor()
		for key, _ := c.First(); key != nil; {
			if len(key) < len(uuid.UUID{}) {
				return damagef("a key of %d bytes begins with no id", len(key))
			}
			id := uuid.UUID(key[:len(uuid.UUID{})])
			found[id] = true
			end := following(id[:])
			if end == nil {
				break // no id is greater
			}
			key, _ = c.Seek(end) // past all other snapshots of this portal
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// AddActivity implements admin.SnapshotStore.
func (s *Store) AddActivity(ctx context.Context, entry event.Activity) error {
	return s.update(ctx, "write activity", func(tx *bbolt.Tx) error { return appendActivity(tx, entry) })
}

// dropSnapshots deletes a portal's snapshots and adds the records they held to orphans.
func dropSnapshots(tx *bbolt.Tx, portalID uuid.UUID, orphans map[content]bool) error {
	var keys [][]byte
	for key := range backwards(top(tx, bucketPortalSnapshots), portalID[:], nil) {
		keys = append(keys, slices.Clone(key))
	}
	for _, key := range keys {
		if err := dropSnapshot(tx, key, orphans); err != nil {
			return err
		}
	}
	return nil
}

// dropSnapshot deletes the snapshot of a key of the index and adds the records it held to orphans.
func dropSnapshot(tx *bbolt.Tx, key []byte, orphans map[content]bool) error {
	id, err := idAtEnd(key)
	if err != nil {
		return err
	}
	if err := eachRecordOf(tx, id, func(c content) { orphans[c] = true }); err != nil {
		return err
	}
	if err := top(tx, bucketSnapshots).DeleteBucket(id[:]); err != nil {
		return fmt.Errorf("delete snapshot: %w", err)
	}
	if err := top(tx, bucketPortalSnapshots).Delete(key); err != nil {
		return fmt.Errorf("delete snapshot: %w", err)
	}
	return nil
}
