// Package autostart makes the system start the program when a person signs in, and takes that back. Each system has its
// own way, and the person's account is all that is touched: a desktop file, a value in the registry, or an agent.
//
// When to offer it, and with which arguments the program is to be started, is for package app to say.
package autostart

import (
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"gatehouse/backend/fault"
)

// Entry is what the system starts.
type Entry struct {
	Program string   // absolute path
	Args    []string // one element each; quoting is for this package to do
}

// Status is how things stand.
type Status struct {
	On    bool   // the system starts the entry when the person signs in
	Where string // the file or registry value, for people
}

// Program is where this program lies, as the system is to start it.
func Program() (string, error) {
	// An AppImage runs from a folder that is gone with it; the variable names the image itself.
	if image := os.Getenv("APPIMAGE"); filepath.IsAbs(image) {
		return image, nil
	}
	return os.Executable()
}

// check refuses what no system could be told. Codes: invalid.
func (e Entry) check() error {
	for _, text := range append([]string{e.Program}, e.Args...) {
		if text == "" || strings.ContainsFunc(text, unicode.IsControl) {
			return fault.New(fault.Invalid, "The system cannot be told to start %q.", text).
				WithHint("Move Gatehouse or its data folder to a place whose name is on one line.")
		}
	}
	if !filepath.IsAbs(e.Program) {
		return fault.New(fault.Invalid, "%q is no full path of a program.", e.Program)
	}
	return nil
}

// notWritten is the fault of a place that cannot be written.
func notWritten(where string, err error) error {
	return fault.New(fault.Denied, "Starting at sign-in cannot be changed.").
		WithHint("Look whether you may write %s.", where).Because(err)
}

// notRead is the fault of a place that cannot be read.
func notRead(where string, err error) error {
	return fault.New(fault.Denied, "Whether Gatehouse starts at sign-in cannot be told.").
		WithHint("Look whether you may read %s.", where).Because(err)
}
