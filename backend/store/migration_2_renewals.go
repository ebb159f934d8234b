package store

import (
	"fmt"

	"go.etcd.io/bbolt"
)

var _ = register(Migration{
	Number: 2,
	What:   "make the buckets of key updates and reminders",
	run: func(tx *bbolt.Tx) error {
		for _, name := range []string{
			"active_operations", "deliveries", "inbox", "operations", "quarantine", "schedules",
		} {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return nil
	},
})
