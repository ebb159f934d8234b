package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"gatehouse/backend/fault"
)

// damage says what is wrong with the content of the file. translate makes it a fault.
type damage struct{ what string }

func (d *damage) Error() string { return d.what }

func damagef(format string, args ...any) error { return &damage{fmt.Sprintf(format, args...)} }

// panicError is a panic that was caught. On a damaged file the database panics rather than return an error.
type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// guard turns a panic, and a fault of memory that is mapped from the file, into an error. Pages are checked when the
// file is opened; this is for a file that is changed under our hands and for a disk that fails.
func guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value, debug.Stack()}
		}
	}()
	return do()
}

// diskError marks an error of the database that can only come from the disk. bbolt puts the reason of some of them
// into text, so what the system said is not always known.
type diskError struct{ err error }

func (e *diskError) Error() string { return e.err.Error() }
func (e *diskError) Unwrap() error { return e.err }

// write runs a writing transaction: all of it is on the disk when it returns nil, none of it on an error.
func write(db *bbolt.DB, do func(*bbolt.Tx) error) error {
	var own error
	err := guard(func() error {
		return db.Update(func(tx *bbolt.Tx) error {
			own = do(tx)
			return own
		})
	})
	_, panicked := errors.AsType[*panicError](err)
	if err != nil && own == nil && !panicked && !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return &diskError{err}
	}
	return err
}

// readingError sorts out what opening the database for reading may return. Errors of the system and of waiting are
// known; all others are about the content.
func readingError(err error) error {
	if _, system := errors.AsType[syscall.Errno](err); system || errors.Is(err, bolterrors.ErrTimeout) {
		return err
	}
	return damagef("%v", err)
}

// folderError marks an error that is about the data folder rather than the file.
type folderError struct {
	folder string
	err    error
}

func (e *folderError) Error() string { return e.err.Error() }
func (e *folderError) Unwrap() error { return e.err }

func atFolder(folder string, err error) error { return &folderError{folder, err} }

// translate makes faults of errors at the edge of this package. What is a fault already stays as it is, and so do
// errors that nobody but a developer can do something about.
func translate(path string, err error) error {
	if err == nil {
		return nil
	}
	if _, done := errors.AsType[*fault.Fault](err); done {
		return err
	}
	subject, place := "The database "+path, path
	if at, ok := errors.AsType[*folderError](err); ok {
		subject, place = "The data folder "+at.folder, at.folder
	}
	var f *fault.Fault
	switch {
	case isDamage(err):
		f = fault.New(fault.Invalid, "The database %s is damaged.", path).WithHint("%s", damageHint(path))
	case errors.Is(err, bolterrors.ErrTimeout):
		f = fault.New(fault.Conflict, "Another Gatehouse has the data folder %s open.", filepath.Dir(path)).
			WithHint("Use the window that is open or close it, or name another data folder.")
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		f = fault.New(fault.Unreachable, "The database %s was closed.", path).WithHint("Start Gatehouse again.")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		f = fault.New(fault.Denied, "%s cannot be written to.", subject).
			WithHint("Give your account the right to change it, or name another data folder.")
	case isFull(err):
		f = fault.New(fault.Unreachable, "There is no room on the disk for the database %s.", path).
			WithHint("Free some space and try again. What was kept before is still there.")
	case isDisk(err):
		f = fault.New(fault.Unreachable, "The database %s cannot be written.", path).
			WithHint("Look whether there is room on the disk, and whether its drive is connected and sound. What was kept before is still there.")
	case errors.Is(err, syscall.ENOTDIR):
		f = fault.New(fault.Invalid, "The data folder %s lies below a file.", filepath.Dir(path)).
			WithHint("Name another data folder.")
	default:
		if _, system := errors.AsType[syscall.Errno](err); !system {
			return err
		}
		f = fault.New(fault.Unreachable, "%s cannot be read or written.", subject).
			WithHint("Look whether its drive is connected and sound. What was kept before is still there.")
	}
	return f.At(place, 0).Because(err)
}

func isDamage(err error) bool {
	if _, ok := errors.AsType[*damage](err); ok {
		return true
	}
	if _, ok := errors.AsType[*panicError](err); ok {
		return true
	}
	return errors.Is(err, bolterrors.ErrInvalid) || errors.Is(err, bolterrors.ErrVersionMismatch) ||
		errors.Is(err, bolterrors.ErrChecksum) || errors.Is(err, bolterrors.ErrBucketNotFound) ||
		errors.Is(err, bolterrors.ErrIncompatibleValue)
}

func damageHint(path string) string {
	hint := "The file was left as it is."
	if newest := newestCopy(path); newest != "" {
		return fmt.Sprintf("%s Close Gatehouse, move the file away, and copy %s to %s to go back to that state.", hint, newest, path)
	}
	return hint + " Put a backup of the data folder in its place, or move the file away to begin with an empty database."
}

func isDisk(err error) bool {
	_, ok := errors.AsType[*diskError](err)
	return ok
}

// isFull reports whether a write failed because there is no room for it.
func isFull(err error) bool {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, errno) {
			return true
		}
	}
	const handleDiskFull, diskFull = syscall.Errno(39), syscall.Errno(112) // as Windows numbers them
	return runtime.GOOS == "windows" && (errors.Is(err, handleDiskFull) || errors.Is(err, diskFull))
}
