package store

import (
	"encoding/binary"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"
)

// The buckets at the top. A new one comes with a migration that makes it.
const (
	bucketActiveOperations = "active_operations"
	bucketActivity         = "activity"
	bucketActivityByPortal = "activity_by_portal"
	bucketDeliveries       = "deliveries"
	bucketInbox            = "inbox"
	bucketMeta             = "meta"
	bucketOperations       = "operations"
	bucketPortalSnapshots  = "portal_snapshots"
	bucketPortals          = "portals"
	bucketQuarantine       = "quarantine"
	bucketRecords          = "records"
	bucketSchedules        = "schedules"
	bucketSettings         = "settings"
	bucketSnapshots        = "snapshots"
)

var buckets = []string{
	bucketActiveOperations, bucketActivity, bucketActivityByPortal, bucketDeliveries, bucketInbox, bucketMeta,
	bucketOperations, bucketPortalSnapshots, bucketPortals, bucketQuarantine, bucketRecords, bucketSchedules,
	bucketSettings, bucketSnapshots,
}

// Keys with fixed names. Those of the meta bucket and their encoding never change, so that every program can read
// which schema a file has.
const (
	metaCreated  = "created"
	metaInstance = "instance"
	metaProgram  = "program"
	metaSchema   = "schema"

	settingsMail         = "mail"
	settingsPeople       = "people"
	settingsPreferences  = "preferences"
	settingsReminderMark = "reminder_mark"
	settingsReminders    = "reminders"

	snapshotAccount = "account"
	snapshotHeader  = "header"
	snapshotRecords = "records"
	snapshotSources = "sources"
)

// sequenceKey makes the keys of the activity log sort by number.
func sequenceKey(sequence uint64) []byte {
	return binary.BigEndian.AppendUint64(nil, sequence)
}

// portalActivityKey makes the entries of a portal lie together, by number.
func portalActivityKey(portalID uuid.UUID, sequence uint64) []byte {
	return binary.BigEndian.AppendUint64(portalID[:], sequence)
}

// portalSnapshotKey makes the snapshots of a portal lie together, by time. The seconds are shifted so that times
// before 1970 sort before later ones.
func portalSnapshotKey(portalID uuid.UUID, takenAt time.Time, id uuid.UUID) []byte {
	key := binary.BigEndian.AppendUint64(portalID[:], uint64(takenAt.Unix())^(1<<63))
	key = binary.BigEndian.AppendUint32(key, uint32(takenAt.Nanosecond()))
	return append(key, id[:]...)
}

// idAtEnd reads the id with which a key ends.
func idAtEnd(key []byte) (uuid.UUID, error) {
	if len(key) < len(uuid.UUID{}) {
		return uuid.UUID{}, damagef("a key of %d bytes ends with no id", len(key))
	}
	return uuid.UUID(key[len(key)-len(uuid.UUID{}):]), nil
}

// top returns a bucket that every opened file has.
func top(tx *bbolt.Tx, name string) *bbolt.Bucket { return tx.Bucket([]byte(name)) }
