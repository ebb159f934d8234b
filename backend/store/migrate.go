package store

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/fault"
)

// Migration is one step from an older shape of the database to the next. Its file is named after its number and what
// it does, and calls register in a package-level variable. A released migration is never changed.
type Migration struct {
	Number int    // counted from 1 without gaps; the schema of a file is the number of its last migration
	What   string // what it does, for errors: "add the bucket of renewals"
	run    func(*bbolt.Tx) error
}

var migrations []Migration

// register adds a migration to the family. A number that is taken is a defect and panics at start.
func register(m Migration) struct{} {
	if slices.ContainsFunc(migrations, func(other Migration) bool { return other.Number == m.Number }) {
		panic(fmt.Sprintf("two migrations have the number %d", m.Number))
	}
	migrations = append(migrations, m)
	return struct{}{}
}

// Migrations returns all migrations in their order.
func Migrations() []Migration {
	return slices.SortedFunc(slices.Values(migrations), func(a, b Migration) int { return a.Number - b.Number })
}

// newest is the schema that a list of migrations leads to.
func newest(known []Migration) int { return known[len(known)-1].Number }

// readSchema reads which schema a database has.
func readSchema(tx *bbolt.Tx) (int, error) {
	text, err := readMeta(tx, metaSchema)
	if err != nil {
		return 0, err
	}
	schema, err := strconv.Atoi(text)
	if err != nil || schema < 1 {
		return 0, damagef("the schema %q is no number", text)
	}
	return schema, nil
}

// runMigrations brings a database from one schema to the newest, within the caller's transaction.
func runMigrations(tx *bbolt.Tx, from int, opts Options, known []Migration) error {
	for _, m := range known {
		if m.Number <= from {
			continue
		}
		if err := m.run(tx); err != nil {
			return fmt.Errorf("migration %d (%s): %w", m.Number, m.What, err)
		}
	}
	if err := writeMeta(tx, metaSchema, strconv.Itoa(newest(known))); err != nil {
		return err
	}
	return writeMeta(tx, metaProgram, opts.Program)
}

// migrate brings an older file up to date: all pending migrations in one transaction, after a copy was made.
func (s *Store) migrate(opts Options, known []Migration) error {
	var schema int
	err := guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) (err error) {
			schema, err = readSchema(tx)
			return err
		})
	})
	if err != nil {
		return err
	}
	if schema >= newest(known) {
		return refuseNewer(s.path, schema, known)
	}
	copied, err := s.copyBefore(newest(known), opts.Now())
	if err != nil {
		return fmt.Errorf("copy before migration: %w", err)
	}
	err = write(s.db, func(tx *bbolt.Tx) error { return runMigrations(tx, schema, opts, known) })
	if err == nil {
		return nil
	}
	if _, told := errors.AsType[*fault.Fault](translate(s.path, err)); told {
		return err
	}
	return fault.New(fault.Internal, "The database %s could not be brought from schema %d to %d.", s.path, schema, newest(known)).
		WithHint("Nothing was changed. The Gatehouse that wrote it can still open it; a copy is at %s.", copied).
		At(s.path, 0).Because(err)
}

// refuseNewer returns an error when a file has a schema that this program does not know.
func refuseNewer(path string, schema int, known []Migration) error {
	if schema <= newest(known) {
		return nil
	}
	return fault.New(fault.Invalid, "The database %s was written by a newer Gatehouse (schema %d; this one knows %d).",
		path, schema, newest(known)).
		WithHint("Open it with the newer Gatehouse, or name another data folder. The file was left as it is.").
		At(path, 0)
}

// copyBefore copies the database to a file named after the schema that is about to be reached and the time.
func (s *Store) copyBefore(schema int, now time.Time) (string, error) {
	target := fmt.Sprintf("%s%d-%s", s.path+copyInfix, schema, now.UTC().Format(copyStamp))
	return target, guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) error { return writeCopy(tx, target) })
	})
}
