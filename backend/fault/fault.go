// Package fault holds errors meant for people: a code, a message, a hint, a place, and how to read them back.
//
// It belongs to everybody who has something to tell the person in front of the program. It does not hold errors
// that only developers should see: those are wrapped with fmt.Errorf on the way up and become "internal" at the edge.
package fault

import (
	"context"
	"errors"
	"fmt"
)

// Code says what kind of trouble a fault is. Programs decide by it; people read the message.
type Code string

// The codes. A new one needs a page in docs/decisions.
const (
	Invalid     Code = "invalid"     // what was entered or read is wrong, and the message says how
	NotFound    Code = "not_found"   // the thing asked for is not there
	Conflict    Code = "conflict"    // it exists already, is in use, or changed meanwhile
	Denied      Code = "denied"      // the acting user or the system does not allow it
	SignedOut   Code = "signed_out"  // a session ended
	Unreachable Code = "unreachable" // a service, device or file system does not answer
	Canceled    Code = "canceled"    // a person or a shutdown stopped it
	Internal    Code = "internal"    // a defect of this program; the log has the details
)

// Place is where the trouble is. The zero value means that there is no place to name.
type Place struct {
	File string // as a person would find it: absolute, or relative to what was opened, with forward slashes
	Line int    // counted from 1; 0 when unknown
}

// String renders the place as "file:line", "file" or "".
func (p Place) String() string {
	if p.File == "" || p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Fault is an error for people.
type Fault struct {
	Code    Code
	Message string // one sentence with capital and full stop
	Hint    string // what to try next; may be empty
	Instead string // a path that would do, where the hint names one
	Place   Place
	Final   bool  // trying again will not help
	Cause   error // for the log; never shown
}

// New returns a fault with a message. Build the rest with the With methods.
func New(code Code, format string, args ...any) *Fault {
	return &Fault{Code: code, Message: fmt.Sprintf(format, args...)}
}

// WithHint says what to try next.
func (f *Fault) WithHint(format string, args ...any) *Fault {
	f.Hint = fmt.Sprintf(format, args...)
	return f
}

// Try names a path that would do in place of the one that was named.
func (f *Fault) Try(path string) *Fault {
	f.Instead = path
	return f
}

// At names the file and line (0 when unknown) the fault is about.
func (f *Fault) At(file string, line int) *Fault {
	f.Place = Place{File: file, Line: line}
	return f
}

// Because keeps the technical cause for the log.
func (f *Fault) Because(cause error) *Fault {
	f.Cause = cause
	return f
}

// Error renders place, message and cause, for logs and wrapped chains.
func (f *Fault) Error() string {
	text := f.Message
	if place := f.Place.String(); place != "" {
		text = place + ": " + text
	}
	if f.Cause != nil {
		text += " (" + f.Cause.Error() + ")"
	}
	return text
}

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.Cause }

// Of finds the fault in a chain. An error without one becomes Canceled where a context ended, else Internal.
// Of(nil) is nil.
func Of(err error) *Fault {
	if err == nil {
		return nil
	}
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return New(Canceled, "The work was stopped before it was finished.").Because(err)
	}
	return New(Internal, "Something went wrong inside the program.").
		WithHint("Copy the details and send them to whoever supports Gatehouse.").Because(err)
}

// CodeOf is the code of the fault in a chain, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	return Of(err).Code
}

// Is reports whether the chain holds a fault of this code.
func Is(err error, code Code) bool { return CodeOf(err) == code }
