package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"
)

const (
	copyInfix = ".before-v"       // the schema follows
	copyStamp = "20060102T150405" // UTC
	newInfix  = ".new-"           // a random text follows
)

// create makes a database of the newest schema. It is built under another name and linked to its place when it is
// whole, so that a crash never leaves half a database and two programs never each make their own.
func create(path string, opts Options, known []Migration) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+newInfix+"*")
	if err != nil {
		return atFolder(filepath.Dir(path), fmt.Errorf("create database: %w", err))
	}
	name := temporary.Name()
	defer func() { _ = os.Remove(name) }() // a leftover does no harm and goes with the next opening
	if err := temporary.Close(); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	if err := fill(name, opts, known); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	if err := moveTo(name, path); err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

// fill writes an empty database of the newest schema into an empty file.
func fill(name string, opts Options, known []Migration) error {
	db, err := bbolt.Open(name, 0o600, boltOptions(opts.Timeout))
	if err != nil {
		return &diskError{err}
	}
	err = write(db, func(tx *bbolt.Tx) error {
		if err := runMigrations(tx, 0, opts, known); err != nil {
			return err
		}
		if err := writeMeta(tx, metaCreated, opts.Now().UTC().Format(time.RFC3339)); err != nil {
			return err
		}
		return writeMeta(tx, metaInstance, uuid.NewString())
	})
	return errors.Join(err, db.Close())
}

// moveTo gives a file its final name unless another program was faster; then the other's file stays.
func moveTo(name, path string) error {
	linked := os.Link(name, path)
	if linked == nil || errors.Is(linked, os.ErrExist) {
		return nil
	}
	// Some file systems know no links. There the two steps below have a gap of microseconds.
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	return os.Rename(name, path)
}

// removeLeftovers deletes what crashed programs left of databases they were making. It runs while the database is
// open here, so whoever else is making one finds that it is there.
func removeLeftovers(path string) {
	leftovers, err := filepath.Glob(literal(path+newInfix) + "*")
	if err != nil {
		return
	}
	for _, name := range leftovers {
		_ = os.Remove(name) // only untidy when it does not work
	}
}

// writeCopy copies the database of a transaction to a file that appears when it is whole and on the disk.
func writeCopy(tx *bbolt.Tx, target string) (err error) {
	temporary, err := os.CreateTemp(filepath.Dir(target), FileName+newInfix+"*")
	if err != nil {
		return atFolder(filepath.Dir(target), err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temporary.Name())
		}
	}()
	_, err = tx.WriteTo(temporary)
	if err == nil {
		err = temporary.Sync()
	}
	if err = errors.Join(err, temporary.Close()); err != nil {
		return err
	}
	if err = checkFile(temporary.Name()); err != nil {
		return fmt.Errorf("check the copy: %w", err)
	}
	if err = os.Rename(temporary.Name(), target); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(target))
}

// newestCopy finds the newest copy of a database that is sound, "" when there is none.
func newestCopy(path string) string {
	copies, err := filepath.Glob(literal(path+copyInfix) + "*[0-9]")
	if err != nil {
		return ""
	}
	stamp := func(name string) string { return name[max(0, len(name)-len(copyStamp)):] }
	slices.SortFunc(copies, func(a, b string) int { return strings.Compare(stamp(b), stamp(a)) })
	for _, name := range copies {
		if checkFile(name) == nil {
			return name
		}
	}
	return ""
}

// literal quotes what a pattern of filepath.Glob would take for more than a name.
func literal(name string) string {
	var quoted []rune
	for _, r := range name {
		if runtime.GOOS != "windows" && (r == '*' || r == '?' || r == '[' || r == '\\') {
			quoted = append(quoted, '\\')
		}
		quoted = append(quoted, r)
	}
	return string(quoted)
}

// syncFolder makes a new name in a folder last. Windows does that by itself and cannot be asked.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(folder)
	if err != nil {
		return fmt.Errorf("sync data folder: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync data folder: %w", err)
	}
	return nil
}

// inspect looks at a database without changing it, while no other program can: whether it is sound, and whether this
// program knows its schema.
func inspect(path string, timeout time.Duration, known []Migration) error {
	if info, err := os.Stat(path); err != nil {
		return err
	} else if info.Size() == 0 {
		return damagef("it is empty") // bbolt would take it for a new one
	}
	// A database that is opened for reading loads neither the list of free pages nor any page but the two that carry
	// checksums, so opening it is safe whatever the file holds.
	options := boltOptions(timeout)
	options.ReadOnly = true
	db, err := bbolt.Open(path, 0o600, options)
	if err != nil {
		return readingError(err)
	}
	err = guard(func() error {
		if err := checkFile(path); err != nil {
			return err
		}
		return db.View(func(tx *bbolt.Tx) error { return checkSchema(tx, path, known) })
	})
	return errors.Join(err, db.Close())
}

// checkSchema refuses a database that this program does not know.
func checkSchema(tx *bbolt.Tx, path string, known []Migration) error {
	schema, err := readSchema(tx)
	if err != nil {
		return err
	}
	return refuseNewer(path, schema, known)
}

// checkFile checks the pages of a file that nobody writes to.
func checkFile(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return checkPages(f, info.Size())
}
