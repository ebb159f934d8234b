package autostart

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
	valueName   = "Gatehouse"
	where       = `HKEY_CURRENT_USER\` + runKey
)

// Read tells whether the system starts the entry. Codes: denied.
func Read(e Entry) (Status, error) {
	status := Status{Where: where}
	key, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return status, nil
	}
	if err != nil {
		return status, notRead(where, err)
	}
	defer key.Close()
	command, _, err := key.GetStringValue(valueName)
	switch {
	case errors.Is(err, registry.ErrNotExist):
		return status, nil
	case err != nil:
		return status, notRead(where, err)
	}
	status.On = command == RunCommand(e) && !switchedOff()
	return status, nil
}

// switchedOff reports whether the person took the entry out in the Task Manager, which leaves it where it is and notes
// that beside it: the first byte is odd then.
func switchedOff() bool {
	key, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer key.Close()
	note, _, err := key.GetBinaryValue(valueName)
	return err == nil && len(note) > 0 && note[0]&1 == 1
}

// Set makes the system start the entry, or not. Codes: denied, invalid.
func Set(e Entry, on bool) error {
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return notWritten(where, err)
	}
	defer key.Close()
	if !on {
		if err := key.DeleteValue(valueName); err != nil && !errors.Is(err, registry.ErrNotExist) {
			return notWritten(where, err)
		}
		return nil
	}
	if err := e.check(); err != nil {
		return err
	}
	if err := key.SetStringValue(valueName, RunCommand(e)); err != nil {
		return notWritten(where, err)
	}
	if approved, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.SET_VALUE); err == nil {
		defer approved.Close()
		if err := approved.DeleteValue(valueName); err != nil && !errors.Is(err, registry.ErrNotExist) {
			return notWritten(`HKEY_CURRENT_USER\`+approvedKey, err)
		}
	}
	return nil
}
