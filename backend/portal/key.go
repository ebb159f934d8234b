package portal

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// clockLeeway is how far in the future a key may start and still count as the current one.
// The rule is ours, since no source tells which of several keys a portal uses; docs/data.md has it in words.
const clockLeeway = 5 * time.Minute

// CurrentKey chooses the key a portal signs in with: among the keys that have started (five minutes of clock leeway)
// the one with the latest start, then the latest end, then the greatest key id. Where none has started it is the one
// that starts first. False when there is no key.
func (a Application) CurrentKey(now time.Time) (KeyCredential, bool) {
	if len(a.Keys) == 0 {
		return KeyCredential{}, false
	}
	started := slices.DeleteFunc(slices.Clone(a.Keys), func(k KeyCredential) bool {
		return k.Start.After(now.Add(clockLeeway))
	})
	if len(started) > 0 {
		return slices.MaxFunc(started, laterKey), true
	}
	return slices.MinFunc(a.Keys, laterKey), true
}

// NextKeyChange is when CurrentKey will choose another key than at now though nothing is added or taken off, the zero
// time for never.
func (a Application) NextKeyChange(now time.Time) time.Time {
	current, _ := a.CurrentKey(now)
	var next time.Time
	for _, k := range a.Keys {
		if at := k.Start.Add(-clockLeeway); at.After(now) && k.KeyID != current.KeyID && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

func laterKey(a, b KeyCredential) int {
	return cmp.Or(
		a.Start.Compare(b.Start),
		a.End.Compare(b.End),
		bytes.Compare(a.KeyID[:], b.KeyID[:]),
	)
}
