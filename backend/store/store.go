// Package store is the only package that knows the database: buckets, encoding, migrations.
//
// It keeps the inventory of portals, imported sites, the activity log and the settings in one bbolt file, and
// implements the store interfaces of package admin. Private keys are not here: the key store has them, the database
// only their names.
//
// The whole tree, buckets and values in the order of the file:
//
//	active_operations
//	  <portal id> = text                            id of the update that holds a portal
//	activity
//	  <sequence> = json                             event.Activity; 8 bytes, big endian, from 1 without gaps
//	activity_by_portal
//	  <portal id><sequence> = empty                 which entries concern a portal; stays when the portal is removed
//	deliveries
//	  <notice> <channel> <address> = json           notify.Delivery; ended ones go after 30 days
//	inbox
//	  <notice> = json                               admin.InboxEntry
//	meta
//	  created = text                                when the file was made, RFC 3339
//	  instance = text                               random id of this data folder
//	  program = text                                the program version that made or last migrated the file
//	  schema = text                                 number of the last migration
//	operations
//	  <portal id><operation id> = json              renewal.Operation; docs/key-update.md tells how one goes
//	portal_snapshots
//	  <portal id><taken at><snapshot id> = empty    a portal's snapshots, oldest first
//	portals
//	  <portal id> = json                            portal.Portal
//	quarantine
//	  <sequence> = json                             a value that could not be read, as it was, and why
//	records
//	  <content> = record                            kind, a zero byte, JSON; shared by all snapshots that hold it
//	schedules
//	  <portal id><schedule id> = json               renewal.Schedule
//	settings
//	  mail = json                                   admin.MailAccount; the password is in the key store
//	  people = json                                 []admin.Person
//	  preferences = json                            admin.Preferences
//	  reminder_mark = json                          renewal.Mark of the last evaluation
//	  reminders = json                              admin.ReminderSettings
//	snapshots
//	  <snapshot id>
//	    account = packed json                       what became of each file, and the problems
//	    header = json                               site.Snapshot
//	    records = list                              the SHA-256 of each record, in the order of the site
//	    sources = packed list                       file and line of each record, in the same order
//
// Every value but those of records begins with a CRC-32C over where it lies and what it holds, and the key of a
// record is the SHA-256 of the record, so a damaged value is noticed when it is read. Damage to the pages that hold
// the values is looked for when the file is opened; see check.go. docs/data.md tells all this to people.
package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
)

// FileName is the name of the database in the data folder.
const FileName = "gatehouse.db"

// Options are how to open a store. The zero value is usable.
type Options struct {
	Timeout time.Duration    // how long to wait for another program to let go of the file; 2 seconds when zero
	Now     func() time.Time // time.Now when nil
	Program string           // the version of the running program, kept in the file
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	path     string
	instance string
	db       *bbolt.DB
	now      func() time.Time
	remove   func()                      // takes away the copy that this is; nil for the database itself
	broken   atomic.Pointer[fault.Fault] // set when a write ended in a panic; see update
}

var (
	_ admin.PortalStore    = (*Store)(nil)
	_ admin.SnapshotStore  = (*Store)(nil)
	_ admin.ActivityStore  = (*Store)(nil)
	_ admin.SettingsStore  = (*Store)(nil)
	_ admin.OperationStore = (*Store)(nil)
	_ admin.ReminderStore  = (*Store)(nil)
)

// Open opens the database of a data folder, and makes folder and file where they are missing. An older file is
// brought up to date after a copy of it was made. A file that cannot be read is left as it is.
// Codes: invalid (damaged, or written by a newer program), conflict (open elsewhere), denied, unreachable, canceled.
func Open(ctx context.Context, folder string, opts Options) (*Store, error) {
	return open(ctx, folder, opts, Migrations())
}

func open(ctx context.Context, folder string, opts Options, known []Migration) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if opts.Timeout <= 0 {
		opts.Timeout = 2 * time.Second
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	path := filepath.Join(folder, FileName)
	s, err := openFile(ctx, path, opts, known)
	if err != nil {
		return nil, translate(path, fmt.Errorf("open database: %w", err))
	}
	return s, nil
}

func openFile(ctx context.Context, path string, opts Options, known []Migration) (*Store, error) {
	deadline := time.Now().Add(opts.Timeout)
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	exists, err := isDatabase(path)
	if err != nil {
		return nil, err
	}
	if !exists {
		if err := create(path, opts, known); err != nil {
			return nil, err
		}
	}
	if err := inspect(path, opts.Timeout, known); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	// The look at the file is over, so its lock was given back. Whoever takes it in between is a Gatehouse too and
	// leaves a sound file behind.
	db, err := bbolt.Open(path, 0o600, boltOptions(max(time.Until(deadline), 10*time.Millisecond)))
	if err != nil {
		return nil, &diskError{err}
	}
	s := &Store{path: path, db: db, now: opts.Now}
	if err := s.prepare(opts, known); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	removeLeftovers(path)
	return s, nil
}

// prepare migrates an older file and reads what names the store.
func (s *Store) prepare(opts Options, known []Migration) error {
	if err := s.migrate(opts, known); err != nil {
		return err
	}
	return guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			if err := checkValues(tx); err != nil {
				return err
			}
			instance, err := readMeta(tx, metaInstance)
			s.instance = instance
			return err
		})
	})
}

func boltOptions(timeout time.Duration) *bbolt.Options {
	return &bbolt.Options{Timeout: timeout, FreelistType: bbolt.FreelistMapType, NoStatistics: true}
}

// Close lets go of the file after running reads and writes have ended.
func (s *Store) Close() error {
	if s.broken.Load() != nil {
		// A write that ended in a panic may still hold the database's lock. Nothing is lost by not waiting for it: the
		// transaction was not committed, and the system lets go of the file when the program ends.
		return nil
	}
	err := s.db.Close()
	if s.remove != nil {
		s.remove()
	}
	if err != nil {
		return translate(s.path, fmt.Errorf("close database: %w", err))
	}
	return nil
}

// Path is where the database is.
func (s *Store) Path() string { return s.path }

// Instance is a random id made with the file. It tells the data folders of one person apart, for the key store.
func (s *Store) Instance() string { return s.instance }

// view runs a reading transaction. What do reads must be copied before it returns.
func (s *Store) view(ctx context.Context, what string, do func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f := s.broken.Load(); f != nil {
		return f
	}
	err := guard(func() error { return s.db.View(do) })
	if err != nil {
		return translate(s.path, fmt.Errorf("%s: %w", what, err))
	}
	return nil
}

// update runs a writing transaction: all of it is on the disk when update returns nil, none of it on an error.
func (s *Store) update(ctx context.Context, what string, do func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f := s.broken.Load(); f != nil {
		return f
	}
	err := write(s.db, do)
	if err == nil {
		return nil
	}
	err = translate(s.path, fmt.Errorf("%s: %w", what, err))
	if _, panicked := errors.AsType[*panicError](err); panicked {
		// Whether the database still holds its lock is not known; a further transaction could wait for ever.
		s.broken.Store(fault.Of(err))
	}
	return err
}

// makeFolder makes the data folder, for its owner only.
func makeFolder(folder string) error {
	info, err := os.Stat(folder)
	switch {
	case err == nil && !info.IsDir():
		return fault.New(fault.Invalid, "The data folder %s is a file.", folder).
			WithHint("Move the file away, or name another data folder.").At(folder, 0)
	case err == nil:
		return nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return atFolder(folder, fmt.Errorf("make data folder: %w", err))
	}
	return nil
}

// isDatabase reports whether there is a file to open. What stands in its place but is no file is an error.
func isDatabase(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return false, fault.New(fault.Unreachable, "The database %s is a link to a file that is not there.", path).
				WithHint("Connect the drive it leads to, or remove the link to begin with an empty database.").At(path, 0)
		}
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, fault.New(fault.Invalid, "%s is not a file, so it cannot be the database.", path).
			WithHint("Move it away, or name another data folder.").At(path, 0)
	}
	return true, nil
}
