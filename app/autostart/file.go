//go:build unix

package autostart

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"gatehouse/backend/fault"
)

// Read tells whether the system starts the entry. Codes: denied, invalid.
func Read(e Entry) (Status, error) {
	path, err := place()
	if err != nil {
		return Status{}, err
	}
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Status{Where: path}, notRead(path, err)
	}
	return Status{On: err == nil && starts(string(content), e), Where: path}, nil
}

// Set makes the system start the entry, or not. Codes: denied, invalid.
func Set(e Entry, on bool) error {
	path, err := place()
	if err != nil {
		return err
	}
	if !on {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return notWritten(path, err)
		}
		return nil
	}
	if err := e.check(); err != nil {
		return err
	}
	if err := replace(path, content(e)); err != nil {
		return notWritten(path, err)
	}
	return nil
}

// replace writes a file whole or not at all.
func replace(path, content string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(path), ".gatehouse-*")
	if err != nil {
		return err
	}
	defer os.Remove(fresh.Name())
	_, err = fresh.WriteString(content)
	if err := errors.Join(err, fresh.Close()); err != nil {
		return err
	}
	return os.Rename(fresh.Name(), path)
}

// homeless is the fault of an account without a home.
func homeless() error {
	return fault.New(fault.Invalid, "This account has no home folder, so nothing can be started at sign-in.")
}
