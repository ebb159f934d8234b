package store

import (
	"context"

	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
)

// Preferences implements admin.SettingsStore.
func (s *Store) Preferences(ctx context.Context) (p admin.Preferences, ok bool, err error) {
	err = s.view(ctx, "read settings", func(tx *bbolt.Tx) error {
		payload, err := get(top(tx, bucketSettings), bucketSettings, []byte(settingsPreferences))
		if err != nil || payload == nil {
			return err
		}
		ok = true
		return decode(bucketSettings, payload, &p)
	})
	if err != nil {
		return admin.Preferences{}, false, err
	}
	return p, ok, nil
}

// SavePreferences implements admin.SettingsStore.
func (s *Store) SavePreferences(ctx context.Context, p admin.Preferences, entries ...event.Activity) error {
	return s.update(ctx, "save settings", func(tx *bbolt.Tx) error {
		if err := putJSON(top(tx, bucketSettings), bucketSettings, []byte(settingsPreferences), p); err != nil {
			return err
		}
		for _, entry := range entries {
			if err := appendActivity(tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
}
