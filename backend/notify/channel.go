package notify

import (
	"context"
	"time"

	"gatehouse/backend/renewal"
)

// Channel is a way to reach a person. Implementations are in notify/channel, one file each, and pass the suite of
// notify/notifytest. They are safe for concurrent use.
type Channel interface {
	// Name is the kebab-case name under which settings and deliveries know the channel. It never changes.
	Name() string

	// Traits says how the channel is to be served.
	Traits() Traits

	// Send hands a message over and returns when it is certain that it was, or was not. It keeps to the deadline of
	// the context, tries once, and does not log. Sending the same message again is harmless where the other side can
	// replace what it has, and repeats it elsewhere.
	//
	// Codes: unreachable (nobody answers, try later), signed_out (a password or a permission is missing, a person has
	// to act), denied (the other side refuses this recipient or message), invalid (the recipient makes no sense),
	// canceled (the context ended first; the message may have gone). Denied and invalid are final.
	Send(ctx context.Context, m Message, to Recipient) error
}

// Recipient is whom a channel addresses. The zero value is the person at this machine.
type Recipient struct {
	Address string `json:"address,omitempty"` // e-mail address, for channels that are addressed
	Name    string `json:"name,omitempty"`
}

// Traits says how a channel is to be served.
type Traits struct {
	Addressed bool             // it needs recipients with an address
	Each      bool             // it takes every notice by itself, also where a digest goes out elsewhere
	Lowest    renewal.Severity // less urgent notices do not go there; "" takes all
	Delays    []time.Duration  // between attempts; after the last one a delivery is given up; nil for the usual ones
}

// usualDelays gives a mail server a day and a half to come back.
var usualDelays = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 8 * time.Hour, 24 * time.Hour,
}

// delays are the waits between attempts.
func (t Traits) delays() []time.Duration {
	if t.Delays == nil {
		return usualDelays
	}
	return t.Delays
}

// takes reports whether a notice goes to the channel.
func (t Traits) takes(n Notice) bool { return t.Lowest == "" || n.Severity.Compare(t.Lowest) >= 0 }
