package store

import (
	"fmt"

	"go.etcd.io/bbolt"
)

var _ = register(Migration{
	Number: 1,
	What:   "make the first buckets",
	run: func(tx *bbolt.Tx) error {
		// The names are spelled out: a later migration may rename a bucket, this one stays.
		for _, name := range []string{
			"activity", "activity_by_portal", "meta", "portal_snapshots",
			"portals", "records", "settings", "snapshots",
		} {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return nil
	},
})
