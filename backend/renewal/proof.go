package renewal

import (
	"slices"
	"time"

	"gatehouse/backend/portal"
)

const (
	sightingsApart = 20 * time.Second // two servers of a directory may disagree for a moment
	usefulLife     = 24 * time.Hour   // a new key must outlast the present by this where the old one says nothing
	clockLeeway    = 5 * time.Minute  // a key may start this far in the future, because clocks differ
)

// ProofKind says what convinces us that a key was updated.
type ProofKind string

const (
	ProofSignIn    ProofKind = "sign-in"   // the portal signed in with the new key
	ProofDirectory ProofKind = "directory" // the directory returned the new key twice
)

// Lack is what a proof still lacks.
type Lack string

const (
	LackNewKey   Lack = "no-new-key"    // no key that is new, different and valid for longer
	LackSignIn   Lack = "no-sign-in"    // the portal did not sign in with it
	LackSighting Lack = "seen-once"     // not yet returned by two readings far enough apart
	LackCalm     Lack = "site-changing" // the hosting service is still changing the site
)

// Proof is the case for a new key. A word of success from a service is no part of it.
type Proof struct{ Lacks []Lack }

// Complete reports whether nothing is missing.
func (p Proof) Complete() bool { return len(p.Lacks) == 0 }

// Prove weighs what an attempt has seen.
func Prove(kind ProofKind, a Attempt, now time.Time) Proof {
	if a.Candidate == nil || !replaces(a.Baseline, a.Candidate.key(), now) {
		return Proof{[]Lack{LackNewKey}}
	}
	var p Proof
	switch kind {
	case ProofSignIn:
		if a.SignIn == nil || a.SignIn.Thumbprint != a.Candidate.Thumbprint {
			p.Lacks = append(p.Lacks, LackSignIn)
		}
	default:
		if !a.Candidate.twice() {
			p.Lacks = append(p.Lacks, LackSighting)
		}
		if a.SiteBusy {
			p.Lacks = append(p.Lacks, LackCalm)
		}
	}
	return p
}

// Successor finds the key that replaces the baseline's in a reading of the keys at now.
func Successor(base Baseline, keys []portal.KeyCredential, now time.Time) (portal.KeyCredential, bool) {
	newer := slices.DeleteFunc(slices.Clone(keys), func(k portal.KeyCredential) bool { return !replaces(base, k, now) })
	return portal.Application{Keys: newer}.CurrentKey(now)
}

// sight counts a reading at this time that returned the key as successor. Another key than before starts the count
// anew, and so does a clock that was set back, because the distance of the readings is not known then.
func sight(before *Candidate, key portal.KeyCredential, at time.Time) *Candidate {
	c := &Candidate{
		KeyID: key.KeyID, Thumbprint: key.Thumbprint, Start: utc(key.Start), End: utc(key.End),
		FirstSeen: at, LastSeen: at, Sightings: 1,
	}
	if before != nil && before.same(*c) && !at.Before(before.LastSeen) {
		c.FirstSeen = before.FirstSeen
		c.Sightings = before.Sightings + 1
	}
	return c
}

// replaces reports whether a key is the successor of the baseline's: not known before, another certificate, in force,
// and valid for longer. Where the baseline had no key or an expired one, it must be good for another day.
func replaces(base Baseline, key portal.KeyCredential, now time.Time) bool {
	if slices.Contains(base.KeyIDs, key.KeyID) || slices.Contains(base.Thumbprints, key.Thumbprint) {
		return false
	}
	if key.Start.After(now.Add(clockLeeway)) {
		return false
	}
	if base.End.IsZero() || !base.End.After(base.TakenAt) {
		return key.End.After(now.Add(usefulLife))
	}
	return key.End.After(base.End)
}

// twice reports whether two readings far enough apart returned the key.
func (c Candidate) twice() bool {
	return c.Sightings >= 2 && c.LastSeen.Sub(c.FirstSeen) >= sightingsApart
}

func (c Candidate) same(other Candidate) bool {
	return c.KeyID == other.KeyID && c.Thumbprint == other.Thumbprint && c.End.Equal(other.End)
}

func (c Candidate) key() portal.KeyCredential {
	return portal.KeyCredential{KeyID: c.KeyID, Thumbprint: c.Thumbprint, Start: c.Start, End: c.End}
}
