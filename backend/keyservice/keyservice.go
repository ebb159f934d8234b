// Package keyservice carries out key updates: the embedded driver for local portals, the assisted one for the others.
//
// A local portal is a small service inside the program. It holds the key in use and signs in to its organization with a
// client assertion, as a hosted portal does; the organization is an endpoint on loopback that verifies the assertion
// against the public part on the portal's application record. So an update of a local portal is the real thing: a new
// pair, the public part on the record, one restart, a sign-in with the new key, and only then the end of the old one.
//
//	Organization   the token endpoint
//	Host           the services of local portals, and how each stands
//	Local          the driver for local portals
//	Assisted       the driver for portals hosted elsewhere, where a person carries the update out
//
// What becomes of an update is for package renewal to say; which page shows it, for the programs.
package keyservice

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
)

// Records reads the inventory, of which the application records are a part.
type Records interface {
	// Portals lists all portals. Codes: unreachable.
	Portals(ctx context.Context) ([]portal.Portal, error)
	// Portal reads one. Codes: not_found, unreachable.
	Portal(ctx context.Context, id uuid.UUID) (portal.Portal, error)
}

// Clock tells the time. A nil Clock is the system's.
type Clock func() time.Time

func (c Clock) now() time.Time {
	if c == nil {
		c = time.Now
	}
	return c().UTC().Round(0)
}

// Secrets keeps private parts of keys by name.
type Secrets interface {
	// Put stores a secret for good before it returns. Codes: denied, unreachable.
	Put(ctx context.Context, name string, secret []byte) error
	// Get reads one. Codes: not_found, unreachable.
	Get(ctx context.Context, name string) ([]byte, error)
	// Delete forgets one; what is not there is no error. Codes: unreachable.
	Delete(ctx context.Context, name string) error
}
