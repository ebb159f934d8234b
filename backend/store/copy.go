package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/fault"
)

// A database that another program has open can be read from a copy of its file. The lock of bbolt is for one program
// alone, also for those who only read, and the program that holds it may go on for weeks. Asking that program instead
// would need a channel with a way back: the hand-over of a second start has none, and the other one may be a command
// that listens to nobody.
//
// The copy is whole, not by luck but by the way bbolt writes. A transaction never touches a page of the state before it:
// it writes to pages that were free in that state, and then one of the two meta pages, which makes them count. Pages
// that it set free are written to by the next transaction at the earliest. So as long as the newest meta page is the
// same before and after the file was read, all that it leads to is as it was. If it is another one, the file is read
// again. Pages and values are checked in the copy as in any file that is opened.

const (
	copyTries = 20
	copyPause = 25 * time.Millisecond // after a commit came in between
	copyStep  = 1 << 20
)

// errChanged says that somebody wrote to the file while it was read.
var errChanged = errors.New("the database changed while it was copied")

// OpenCopy opens a copy of the database of a data folder, whether or not another program has it open. The folder is not
// written to; what is written to the store is lost when it is closed.
// Codes: invalid (damaged, or written by a newer program), conflict (written to all the time), denied, not_found,
// unreachable, canceled.
func OpenCopy(ctx context.Context, folder string, opts Options) (*Store, error) {
	return openCopy(ctx, folder, opts, Migrations(), func() {})
}

// openCopy tells copied whenever the file was read and is about to be judged.
func openCopy(ctx context.Context, folder string, opts Options, known []Migration, copied func()) (*Store, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	path := filepath.Join(folder, FileName)
	s, err := copyFile(ctx, path, opts, known, copied)
	if errors.Is(err, errChanged) {
		return nil, fault.New(fault.Conflict, "Another Gatehouse writes to the data folder %s all the time.", folder).
			WithHint("Try again in a moment.").At(path, 0).Because(err)
	}
	if _, told := errors.AsType[*fault.Fault](err); !told && errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "There is no database %s.", path).WithHint("Name another data folder.").Because(err)
	}
	if err != nil {
		return nil, translate(path, fmt.Errorf("open a copy of the database: %w", err))
	}
	return s, nil
}

func copyFile(ctx context.Context, path string, opts Options, known []Migration, copied func()) (s *Store, err error) {
	place, err := os.MkdirTemp("", "gatehouse-") // for this account only: names and addresses are in there
	if err != nil {
		return nil, noPlace(path, err)
	}
	remove := func() { _ = os.RemoveAll(place) } // nothing can be done where it does not work
	// Most systems keep what is open until it is closed, so the copy needs no name once it is, and nothing is left behind
	// by a program that is killed. On Windows it goes with the store.
	defer remove()
	name := filepath.Join(place, FileName)
	for try := 1; ; try++ {
		if err = copyOnce(ctx, path, name, copied); err == nil {
			break
		}
		if !errors.Is(err, errChanged) || try == copyTries {
			return nil, err
		}
		timer := time.NewTimer(copyPause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		}
	}
	if err := checkFile(name); err != nil {
		return nil, err
	}
	options := boltOptions(time.Second)
	options.NoSync = true // there is nothing to lose
	db, err := bbolt.Open(name, 0o600, options)
	if err != nil {
		return nil, &diskError{err}
	}
	s = &Store{path: name, db: db, now: opts.Now, remove: remove}
	err = guard(func() error { return db.View(func(tx *bbolt.Tx) error { return checkSchema(tx, path, known) }) })
	if err == nil {
		err = s.prepare(opts, known)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.path = path // errors are about the database that was asked for
	return s, nil
}

// copyOnce copies the file and reports errChanged where that may not be whole.
func copyOnce(ctx context.Context, path, name string, copied func()) error {
	before, err := newestMeta(path)
	if err != nil {
		return err
	}
	if err := copyPages(ctx, path, name, before); err != nil {
		return err
	}
	copied()
	// Each look opens the file anew: a network drive shows what others wrote to those who do.
	after, err := newestMeta(path)
	if err != nil {
		return err
	}
	got, err := newestMeta(name)
	if err != nil {
		return err
	}
	if before != after || before != got {
		return errChanged
	}
	return nil
}

// newestMeta reads the meta page that counts in a file somebody may be writing to.
func newestMeta(path string) (meta metaPage, err error) {
	f, err := os.Open(path)
	if err != nil {
		return metaPage{}, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return metaPage{}, err
	}
	return readNewestMeta(f, info.Size())
}

// copyPages copies the pages in use and those between them.
func copyPages(ctx context.Context, path, name string, meta metaPage) (err error) {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return noPlace(path, err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	if meta.pages > uint64(info.Size()/meta.pageSize) {
		return damagef("the file has %d bytes, too few for %d pages of %d bytes", info.Size(), meta.pages, meta.pageSize)
	}
	buffer := make([]byte, copyStep)
	for at, end := int64(0), int64(meta.pages)*meta.pageSize; at < end; {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.ReadAt(buffer[:min(copyStep, end-at)], at)
		if n == 0 && errors.Is(err, io.EOF) {
			return errChanged // cut short since it was measured
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return noPlace(path, err)
		}
		at += int64(n)
	}
	return nil
}

// noPlace is the fault of a copy that could not be written.
func noPlace(path string, err error) error {
	return fault.New(fault.Unreachable, "The database %s is open elsewhere, and there is no place for a copy to read.", path).
		WithHint("Look whether there is room in %s, or close the other Gatehouse.", os.TempDir()).At(path, 0).Because(err)
}
