package snapshotfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"gatehouse/backend/fault"
)

// Create makes a file of what write writes, all of it or none, for its owner only. What is there already is replaced
// only where replace says so. Codes: invalid, not_found, conflict, denied, unreachable, and those of write.
func Create(path string, replace bool, write func(io.Writer) error) error {
	switch info, err := os.Lstat(path); {
	case err == nil && info.IsDir():
		return fault.New(fault.Invalid, "%q is a folder.", path).WithHint("Name a file in it.").At(path, 0)
	case err == nil && !replace:
		return taken(path)
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".gatehouse-*.part") // beside its place, so that it can be moved there
	if err != nil {
		return createFault(path, err)
	}
	defer os.Remove(part.Name()) // nothing is there any more where all went well
	if err := write(part); err != nil {
		return errors.Join(createFault(path, err), part.Close())
	}
	if err := part.Sync(); err != nil {
		return createFault(path, errors.Join(err, part.Close()))
	}
	if err := part.Close(); err != nil {
		return createFault(path, err)
	}
	if err := move(part.Name(), path, replace); err != nil {
		return createFault(path, err)
	}
	return nil
}

// move gives a finished file its name. A link fails where somebody took the name meanwhile; where the file system has
// no links, a look must do.
func move(from, to string, replace bool) error {
	if replace {
		return os.Rename(from, to)
	}
	err := os.Link(from, to)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return taken(to)
	}
	if _, err := os.Lstat(to); err == nil {
		return taken(to)
	}
	return os.Rename(from, to)
}

func taken(path string) error {
	return fault.New(fault.Conflict, "There is a file %q already.", path).
		WithHint("Choose another name, or move that file away.").At(path, 0)
}

// createFault translates what the system says about the new file. What is a fault already stays as it is.
func createFault(path string, err error) error {
	if _, done := errors.AsType[*fault.Fault](err); done || errors.Is(err, context.Canceled) {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fault.New(fault.NotFound, "There is no folder %q.", filepath.Dir(path)).
			WithHint("Make the folder first, or choose another one.").At(path, 0).Because(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fault.New(fault.Denied, "The file %q cannot be written there.", path).
			WithHint("Choose a folder that you may write to.").At(path, 0).Because(err)
	case isSystem(err):
		return fault.New(fault.Unreachable, "The file %q could not be written.", path).
			WithHint("Check that the drive is connected and has room.").At(path, 0).Because(err)
	}
	return fmt.Errorf("write %s: %w", path, err)
}

// isSystem reports whether an error came from the system rather than from this program.
func isSystem(err error) bool {
	_, ok := errors.AsType[syscall.Errno](err)
	return ok
}
