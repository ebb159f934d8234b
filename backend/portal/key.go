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

func laterKey(a, b KeyCredential) int {
	return cmp.Or(
		a.Start.Compare(b.Start),
		a.End.Compare(b.End),
		bytes.Compare(a.KeyID[:], b.KeyID[:]),
	)
}
