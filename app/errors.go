package app

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"

	"gatehouse/backend/fault"
)

// recoverTo turns a panic into an error. It is deferred wherever a page or the window waits for an answer.
func recoverTo(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
	}
}

// formatError turns what a bound method returns into what the page catches: a BackendError as JSON text, because the
// window library makes a JavaScript Error of it, whose message is text. The chain goes to the log, under a reference
// that the person can quote.
func (e *engine) formatError(err error) any {
	text, marshalErr := json.Marshal(e.backendError(err))
	if marshalErr != nil {
		return err.Error()
	}
	return string(text)
}

func (e *engine) backendError(err error) BackendError {
	f := fault.Of(err)
	view := BackendError{
		Code: string(f.Code), Message: f.Message, Hint: f.Hint,
		File: f.Place.File, Line: f.Place.Line, Final: f.Final, Instead: f.Instead,
		Reference: newReference(),
	}
	level := slog.LevelInfo
	if f.Code == fault.Internal {
		level = slog.LevelError
	}
	slog.Log(e.window(), level, "a request ended with an error", "reference", view.Reference, "code", view.Code, "error", err)
	return view
}

func newReference() string {
	var b [4]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
