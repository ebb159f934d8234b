package keyservice

import (
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
)

// ConnectionState says how a local portal stands with its organization.
type ConnectionState string

// The states.
const (
	Stopped  ConnectionState = "stopped"   // its service does not run
	Starting ConnectionState = "starting"  // it has not tried to sign in yet
	SignedIn ConnectionState = "signed-in" // the organization let it in with the key it holds
	Refused  ConnectionState = "refused"   // the organization does not let it in: the portal is out of service
	NoKey    ConnectionState = "no-key"    // it has no key, or not the private part of it
	Silent   ConnectionState = "silent"    // the organization, or the key store, does not answer; it tries again
)

// Connection is how a local portal stands with its organization.
type Connection struct {
	PortalID   uuid.UUID
	State      ConnectionState
	Since      time.Time    // UTC; of this state with this key
	Thumbprint string       // of the key the service holds; empty where it holds none
	Until      time.Time    // UTC; the sign-in is good until then
	Problem    *fault.Fault // why it is not signed in; nil where it is, and where nothing was tried
	PassedOver *PassedOver  // its newest key, where it does not use that; else nil
}

// after is the connection that comes of an attempt to sign in.
func (c Connection) after(thumbprint string, until time.Time, err error, now time.Time) Connection {
	next := Connection{PortalID: c.PortalID, State: SignedIn, Since: now, Thumbprint: thumbprint, Until: until}
	if err != nil {
		next.Problem, next.Until = fault.Of(err), time.Time{}
		held, code := thumbprint != "", next.Problem.Code
		switch {
		case held && code == fault.Denied:
			next.State = Refused
		case !held && (code == fault.NotFound || code == fault.Invalid):
			next.State = NoKey
		default:
			next.State = Silent
		}
	}
	if next.State == c.State && next.Thumbprint == c.Thumbprint {
		next.Since = c.Since
	}
	return next
}
