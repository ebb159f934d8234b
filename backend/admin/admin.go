// Package admin is what an administrator does: the use cases, one file each, and the small interfaces they need from
// the outside.
//
// It knows no database, no file format, no window and no command line. Every change is written together with its
// activity entry, so the log can neither miss nor invent one.
package admin

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// Methods of the stores below may also return invalid, when what is stored is damaged, and canceled.

// PortalStore keeps the inventory.
type PortalStore interface {
	// Portals lists all portals, sorted by name without regard to letter case, then by id. Codes: unreachable.
	Portals(ctx context.Context) ([]portal.Portal, error)
	// Portal reads one. Codes: not_found, unreachable.
	Portal(ctx context.Context, id uuid.UUID) (portal.Portal, error)
	// SavePortal writes p and the log entry in one transaction and returns p with its version counted up. A p of
	// version 0 must be new; any other must have the version that is stored. Codes: conflict, not_found, unreachable.
	SavePortal(ctx context.Context, p portal.Portal, entry event.Activity) (portal.Portal, error)
	// NoteLooks writes what looking at watched certificates came to, all in one transaction. It counts no version up and
	// writes no log entry. Portals that are gone, or watch another path by now, are left out. Codes: unreachable.
	NoteLooks(ctx context.Context, seen []SeenCertificate) error
	// RemovePortals deletes portals with their snapshots and writes the log entries, all in one transaction.
	// Codes: conflict, not_found, unreachable.
	RemovePortals(ctx context.Context, portals []portal.Portal, entries []event.Activity) error
}

// SnapshotStore keeps imported sites.
type SnapshotStore interface {
	// AddSnapshot writes the portal (as SavePortal does), the snapshot with its reading and the log entry in one
	// transaction. Codes: conflict, not_found, unreachable.
	AddSnapshot(ctx context.Context, p portal.Portal, s site.Snapshot, r site.Reading, entry event.Activity) (portal.Portal, error)
	// Snapshots lists a portal's snapshots, newest first; none for an unknown portal. Codes: unreachable.
	Snapshots(ctx context.Context, portalID uuid.UUID) ([]site.Snapshot, error)
	// Snapshot reads one with its site. Codes: not_found, unreachable.
	Snapshot(ctx context.Context, id uuid.UUID) (site.Snapshot, site.Reading, error)
	// SnapshotHeader reads one without its site. Codes: not_found, unreachable.
	SnapshotHeader(ctx context.Context, id uuid.UUID) (site.Snapshot, error)
	// DescribeSnapshot writes name and note of a snapshot with the log entry. Codes: not_found, unreachable.
	DescribeSnapshot(ctx context.Context, id uuid.UUID, name, note string, entry event.Activity) (site.Snapshot, error)
	// DeleteSnapshot deletes one, with the records that no other snapshot holds, and writes the log entry, all in one
	// transaction. The portal stays as it is. Codes: not_found, unreachable.
	DeleteSnapshot(ctx context.Context, id uuid.UUID, entry event.Activity) error
	// PortalsWithSnapshots tells which portals have at least one. Codes: unreachable.
	PortalsWithSnapshots(ctx context.Context) (map[uuid.UUID]bool, error)
	// AddActivity writes a log entry by itself, for what changes nothing here. Codes: unreachable.
	AddActivity(ctx context.Context, entry event.Activity) error
}

// ActivityStore keeps the activity log.
type ActivityStore interface {
	// Activity lists entries, newest first. Codes: unreachable.
	Activity(ctx context.Context, q ActivityQuery) ([]event.Activity, error)
}

// SettingsStore keeps what a person set.
type SettingsStore interface {
	// Preferences reads what was set; ok is false when nothing was yet. Codes: unreachable.
	Preferences(ctx context.Context) (p Preferences, ok bool, err error)
	// SavePreferences writes p with the log entries. Codes: unreachable.
	SavePreferences(ctx context.Context, p Preferences, entries ...event.Activity) error
}

// Secrets keeps private keys by name, outside of the database.
type Secrets interface {
	// Put stores a secret for good before it returns. Codes: denied, unreachable.
	Put(ctx context.Context, name string, secret []byte) error
	// Get reads one. Codes: not_found, unreachable.
	Get(ctx context.Context, name string) ([]byte, error)
	// Delete forgets one; what is not there is no error. Codes: unreachable.
	Delete(ctx context.Context, name string) error
}

// Clock tells the time. A nil Clock is the system's.
type Clock func() time.Time

// now reads the clock once, in UTC and without the monotonic part, so that a stored time equals the one in memory.
func (c Clock) now() time.Time {
	if c == nil {
		c = time.Now
	}
	return c().UTC().Round(0)
}
