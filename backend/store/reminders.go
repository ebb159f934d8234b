package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// scheduleKey makes the schedules of a portal lie together.
func scheduleKey(portalID, id uuid.UUID) []byte { return slices.Concat(portalID[:], id[:]) }

// Reminders implements admin.ReminderStore.
func (s *Store) Reminders(ctx context.Context) (admin.ReminderState, error) {
	var state admin.ReminderState
	err := s.view(ctx, "read reminders", func(tx *bbolt.Tx) error {
		state = admin.ReminderState{}
		for key, into := range map[string]any{
			settingsReminders: &state.Settings, settingsMail: &state.Mail, settingsPeople: &state.People, settingsReminderMark: &state.Mark,
		} {
			if err := readSetting(tx, key, into); err != nil {
				return err
			}
		}
		return errorsOf(
			eachReminder(tx, &state, bucketSchedules, func(payload []byte) error {
				it, err := renewal.DecodeSchedule(payload)
				if err == nil {
					state.Schedules = append(state.Schedules, it)
				}
				return err
			}),
			eachReminder(tx, &state, bucketDeliveries, func(payload []byte) error {
				it, err := notify.DecodeDelivery(payload)
				if err == nil {
					state.Deliveries = append(state.Deliveries, it)
				}
				return err
			}),
			eachReminder(tx, &state, bucketInbox, func(payload []byte) error {
				it, err := decodeInboxEntry(payload)
				if err == nil && !it.Announced {
					state.Unannounced = append(state.Unannounced, it)
				}
				return err
			}),
		)
	})
	if err != nil {
		return admin.ReminderState{}, err
	}
	return state, nil
}

// ReminderSettings implements admin.ReminderStore.
func (s *Store) ReminderSettings(ctx context.Context) (admin.ReminderSettings, error) {
	var settings admin.ReminderSettings
	err := s.view(ctx, "read reminder settings", func(tx *bbolt.Tx) error {
		settings = admin.ReminderSettings{}
		return readSetting(tx, settingsReminders, &settings)
	})
	return settings, err
}

// errorsOf returns the first error.
func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func readSetting(tx *bbolt.Tx, key string, into any) error {
	payload, err := get(top(tx, bucketSettings), bucketSettings, []byte(key))
	if err != nil || payload == nil {
		return err
	}
	return decode(bucketSettings, payload, into)
}

// eachReminder reads all values of a bucket. One that cannot be read is noted, and the others are read all the same.
func eachReminder(tx *bbolt.Tx, state *admin.ReminderState, bucket string, read func(payload []byte) error) error {
	return top(tx, bucket).ForEach(func(key, value []byte) error {
		payload, err := unseal(bucket, key, value)
		if err == nil {
			err = read(payload)
		}
		if err != nil {
			state.Unreadable = append(state.Unreadable, admin.Unreadable{Bucket: bucket, Key: bytes.Clone(key), Reason: reasonAside(err)})
		}
		return nil
	})
}

// reasonAside says in a sentence why a record of the reminders could not be read.
func reasonAside(err error) string {
	if isDamage(err) {
		return "The record is damaged: " + err.Error() + "."
	}
	return fault.Of(err).Message
}

// SaveReminders implements admin.ReminderStore.
func (s *Store) SaveReminders(ctx context.Context, c admin.ReminderChange) error {
	return s.update(ctx, "save reminders", func(tx *bbolt.Tx) error {
		return errorsOf(
			s.putRemindersAside(tx, c.Aside),
			dropSchedules(tx, c.Gone),
			putSchedules(tx, c.Schedules),
			putDeliveries(tx, c.Deliveries, c.Forget),
			putInbox(tx, c.Inbox),
			putReminderSettings(tx, c),
			appendActivity(tx, c.Entries...),
		)
	})
}

func (s *Store) putRemindersAside(tx *bbolt.Tx, unreadable []admin.Unreadable) error {
	for _, bad := range unreadable {
		if top(tx, bad.Bucket).Get(bad.Key) == nil {
			continue
		}
		if err := putAside(tx, bad.Bucket, bad.Key, bad.Reason, s.now().UTC().Round(0)); err != nil {
			return err
		}
	}
	return nil
}

func dropSchedules(tx *bbolt.Tx, portals []uuid.UUID) error {
	b := top(tx, bucketSchedules)
	for _, id := range portals {
		var keys [][]byte
		c := b.Cursor()
		for key, _ := c.Seek(id[:]); bytes.HasPrefix(key, id[:]); key, _ = c.Next() {
			keys = append(keys, bytes.Clone(key))
		}
		for _, key := range keys {
			if err := b.Delete(key); err != nil {
				return err
			}
		}
	}
	return nil
}

func putSchedules(tx *bbolt.Tx, schedules []renewal.Schedule) error {
	b := top(tx, bucketSchedules)
	for _, it := range schedules {
		data, err := it.Encode()
		if err != nil {
			return err
		}
		if err := put(b, bucketSchedules, scheduleKey(it.PortalID, it.ID), data); err != nil {
			return err
		}
	}
	return nil
}

func putDeliveries(tx *bbolt.Tx, deliveries []notify.Delivery, forget []string) error {
	b := top(tx, bucketDeliveries)
	for _, id := range forget {
		if err := b.Delete([]byte(id)); err != nil {
			return err
		}
	}
	for _, it := range deliveries {
		if err := putJSON(b, bucketDeliveries, []byte(it.ID), it); err != nil {
			return err
		}
	}
	return nil
}

func putReminderSettings(tx *bbolt.Tx, c admin.ReminderChange) error {
	values := map[string]any{}
	if c.Settings != nil {
		values[settingsReminders] = c.Settings
	}
	if c.Mail != nil {
		values[settingsMail] = c.Mail
	}
	if c.People != nil {
		values[settingsPeople] = c.People
	}
	if c.Mark != nil {
		values[settingsReminderMark] = c.Mark
	}
	for key, value := range values {
		if err := putJSON(top(tx, bucketSettings), bucketSettings, []byte(key), value); err != nil {
			return err
		}
	}
	return nil
}

// putInbox adds entries. One that is there already keeps when it was read, and that it was announced.
func putInbox(tx *bbolt.Tx, entries []admin.InboxEntry) error {
	b := top(tx, bucketInbox)
	for _, it := range entries {
		key := []byte(it.Notice.ID)
		payload, err := get(b, bucketInbox, key)
		if err != nil {
			return err
		}
		if known, err := decodeInboxEntry(payload); payload != nil && err == nil {
			known.Announced = known.Announced || it.Announced
			it = known
		}
		if err := putJSON(b, bucketInbox, key, it); err != nil {
			return err
		}
	}
	return nil
}

func decodeInboxEntry(payload []byte) (admin.InboxEntry, error) {
	var it admin.InboxEntry
	if err := json.Unmarshal(payload, &it); err != nil || it.Notice.ID == "" {
		return admin.InboxEntry{}, fault.New(fault.Invalid, "The record of a notice cannot be read.").Because(err)
	}
	return it, nil
}

// Inbox implements admin.ReminderStore.
func (s *Store) Inbox(ctx context.Context) ([]admin.InboxEntry, error) {
	var entries []admin.InboxEntry
	err := s.view(ctx, "read the inbox", func(tx *bbolt.Tx) error {
		entries = nil
		return eachInboxEntry(tx, func(it admin.InboxEntry) { entries = append(entries, it) })
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(x, y admin.InboxEntry) int {
		if c := y.Notice.RaisedAt.Compare(x.Notice.RaisedAt); c != 0 {
			return c
		}
		return strings.Compare(string(x.Notice.ID), string(y.Notice.ID))
	})
	return entries, nil
}

// eachInboxEntry calls found with what can be read; the rest goes into quarantine when the program starts.
func eachInboxEntry(tx *bbolt.Tx, found func(admin.InboxEntry)) error {
	return top(tx, bucketInbox).ForEach(func(key, value []byte) error {
		if payload, err := unseal(bucketInbox, key, value); err == nil {
			if it, err := decodeInboxEntry(payload); err == nil {
				found(it)
			}
		}
		return nil
	})
}

// MarkInboxRead implements admin.ReminderStore.
func (s *Store) MarkInboxRead(ctx context.Context, ids []notify.ID, at time.Time) (int, error) {
	marked := 0
	err := s.update(ctx, "mark notices as read", func(tx *bbolt.Tx) error {
		marked = 0
		var unread []admin.InboxEntry
		err := eachInboxEntry(tx, func(it admin.InboxEntry) {
			if it.ReadAt.IsZero() && (len(ids) == 0 || slices.Contains(ids, it.Notice.ID)) {
				unread = append(unread, it)
			}
		})
		if err != nil {
			return err
		}
		for _, it := range unread {
			it.ReadAt = at.UTC().Round(0)
			if err := putJSON(top(tx, bucketInbox), bucketInbox, []byte(it.Notice.ID), it); err != nil {
				return err
			}
			marked++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return marked, nil
}
