package renewal

import (
	"time"

	"gatehouse/backend/portal"
)

// unknownAfter is how long a key that could not be read is still taken for the portal's key.
const unknownAfter = 7 * day

// Freshness says whether what is known of a portal's key can be relied on. It lies over the condition of the key.
type Freshness string

const (
	Fresh Freshness = "fresh" // read within a day, or not to be read again: it was made here, or imported once
	Stale Freshness = "stale" // not read for more than a day
	Lost  Freshness = "lost"  // not read for more than a week: nobody knows which key the portal has by now
)

// FreshnessOf derives how fresh the knowledge of a portal's key is at now.
func FreshnessOf(it portal.Portal, now time.Time) Freshness {
	key, ok := it.Application.CurrentKey(now)
	if !ok || !it.Watching() {
		return Fresh
	}
	switch read := it.KeyReadAt(key); {
	case read.IsZero():
		return Fresh
	case now.Sub(read) > unknownAfter:
		return Lost
	case now.Sub(read) > staleAfter:
		return Stale
	}
	return Fresh
}

// Unknown is the health of a key that was not read for more than a week.
const Unknown Health = "unknown"

// HealthOfPortal derives the condition of a portal's current key as far as it is known at now.
func HealthOfPortal(it portal.Portal, now time.Time) Health {
	key, ok := it.Application.CurrentKey(now)
	switch {
	case !ok:
		return NoKey
	case FreshnessOf(it, now) == Lost:
		return Unknown
	}
	return HealthOf(key, now)
}
