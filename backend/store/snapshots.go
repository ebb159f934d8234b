package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// AddSnapshot implements admin.SnapshotStore.
func (s *Store) AddSnapshot(ctx context.Context, p portal.Portal, snapshot site.Snapshot, r site.Reading, entry event.Activity) (portal.Portal, error) {
	if snapshot.PortalID != p.ID {
		return portal.Portal{}, fmt.Errorf("add snapshot of portal %s to portal %s", snapshot.PortalID, p.ID)
	}
	// All that needs no transaction comes first: others wait while one is open.
	records, err := packSite(&r.Site)
	if err != nil {
		return portal.Portal{}, fmt.Errorf("add snapshot: %w", err)
	}
	told, err := site.PackAccount(site.Account{Files: r.Files, Problems: r.Problems})
	if err != nil {
		return portal.Portal{}, fmt.Errorf("add snapshot: %w", err)
	}
	if told, err = squeeze(told); err != nil {
		return portal.Portal{}, fmt.Errorf("add snapshot: %w", err)
	}
	var kept portal.Portal
	err = s.update(ctx, "add snapshot", func(tx *bbolt.Tx) (err error) {
		if kept, err = storePortal(tx, p); err != nil {
			return err
		}
		if err := storeSnapshot(tx, snapshot, told, records); err != nil {
			return err
		}
		return appendActivity(tx, entry)
	})
	if err != nil {
		return portal.Portal{}, err
	}
	return kept, nil
}

func storeSnapshot(tx *bbolt.Tx, snapshot site.Snapshot, told []byte, records packedSite) error {
	all := top(tx, bucketSnapshots)
	if all.Bucket(snapshot.ID[:]) != nil {
		return fault.New(fault.Conflict, "There is a snapshot with the id %s already.", snapshot.ID)
	}
	b, err := all.CreateBucket(snapshot.ID[:])
	if err != nil {
		return fmt.Errorf("make bucket of snapshot: %w", err)
	}
	place := snapshotPlace(snapshot.ID)
	if err := putJSON(b, place, []byte(snapshotHeader), snapshot); err != nil {
		return err
	}
	for key, payload := range map[string][]byte{
		snapshotAccount: told,
		snapshotRecords: records.list,
		snapshotSources: records.sources,
	} {
		if err := put(b, place, []byte(key), payload); err != nil {
			return err
		}
	}
	if err := storeRecords(tx, records); err != nil {
		return err
	}
	key := portalSnapshotKey(snapshot.PortalID, snapshot.TakenAt, snapshot.ID)
	return put(top(tx, bucketPortalSnapshots), bucketPortalSnapshots, key, nil)
}

// Snapshots implements admin.SnapshotStore.
func (s *Store) Snapshots(ctx context.Context, portalID uuid.UUID) ([]site.Snapshot, error) {
	var found []site.Snapshot
	err := s.view(ctx, "list snapshots", func(tx *bbolt.Tx) error {
		for key, value := range backwards(top(tx, bucketPortalSnapshots), portalID[:], nil) {
			if _, err := unseal(bucketPortalSnapshots, key, value); err != nil {
				return err
			}
			id, err := idAtEnd(key)
			if err != nil {
				return err
			}
			header, _, err := openSnapshot(tx, id)
			if fault.Is(err, fault.NotFound) {
				return damagef("the snapshot %s of portal %s is missing", id, portalID)
			}
			if err != nil {
				return err
			}
			found = append(found, header)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Snapshot implements admin.SnapshotStore.
func (s *Store) Snapshot(ctx context.Context, id uuid.UUID) (site.Snapshot, site.Reading, error) {
	var (
		header  site.Snapshot
		reading site.Reading
	)
	err := s.view(ctx, "read snapshot", func(tx *bbolt.Tx) error {
		var b *bbolt.Bucket
		var err error
		if header, b, err = openSnapshot(tx, id); err != nil {
			return err
		}
		reading, err = openReading(tx, b, header)
		return err
	})
	if err != nil {
		return site.Snapshot{}, site.Reading{}, err
	}
	return header, reading, nil
}

// SnapshotHeader implements admin.SnapshotStore.
func (s *Store) SnapshotHeader(ctx context.Context, id uuid.UUID) (site.Snapshot, error) {
	var header site.Snapshot
	err := s.view(ctx, "read header of snapshot", func(tx *bbolt.Tx) (err error) {
		header, _, err = openSnapshot(tx, id)
		return err
	})
	if err != nil {
		return site.Snapshot{}, err
	}
	return header, nil
}

// openSnapshot reads a snapshot's header and returns the bucket with the rest.
func openSnapshot(tx *bbolt.Tx, id uuid.UUID) (site.Snapshot, *bbolt.Bucket, error) {
	b := top(tx, bucketSnapshots).Bucket(id[:])
	if b == nil {
		return site.Snapshot{}, nil, fault.New(fault.NotFound, "There is no snapshot with the id %s.", id).
			WithHint("It may have been removed meanwhile; look at the portal's snapshots.")
	}
	place := snapshotPlace(id)
	payload, err := needed(b, place, snapshotHeader)
	if err != nil {
		return site.Snapshot{}, nil, err
	}
	var header site.Snapshot
	return header, b, decode(place, payload, &header)
}

// snapshotPlace names the bucket of a snapshot, for checksums and messages.
func snapshotPlace(id uuid.UUID) string { return bucketSnapshots + "/" + id.String() }
