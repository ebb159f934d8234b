package portal

import "time"

// lookKeptFor is how old the time of the last good look may become before it is kept anew. Looks come every minute, and
// a day without one matters, so it is kept a little more often than daily.
const lookKeptFor = 20 * time.Hour

// CertificateLook is what looking at the watched certificate of a portal has come to. It is kept so that a program that
// starts knows how old its knowledge is; the portal's version does not count it.
type CertificateLook struct {
	ReadAt   time.Time `json:"readAt,omitzero"`   // last good look, UTC; while looks are good it may be up to a day behind
	FailedAt time.Time `json:"failedAt,omitzero"` // first of the looks that failed since, UTC; zero where the last one was good
	Problem  string    `json:"problem,omitempty"` // why the last look failed, in sentences
}

// Failing reports whether the last look failed.
func (l CertificateLook) Failing() bool { return !l.FailedAt.IsZero() }

// Next is what another look at now makes of it. problem is "" for a good one; lastGood is the last good look as far as
// the caller remembers, zero where it does not. keep says whether it is worth being kept: where looks begin to fail, fail
// for another reason or succeed again, and once in a while for a good one.
func (l CertificateLook) Next(problem string, lastGood, now time.Time) (next CertificateLook, keep bool) {
	ahead := l.ReadAt.After(now) || l.FailedAt.After(now) // the clock was wrong then
	if problem == "" {
		return CertificateLook{ReadAt: now}, ahead || l.Failing() || now.Sub(l.ReadAt) >= lookKeptFor
	}
	next = CertificateLook{ReadAt: l.ReadAt, FailedAt: l.FailedAt, Problem: problem}
	if next.ReadAt.Before(lastGood) {
		next.ReadAt = lastGood
	}
	if next.ReadAt.After(now) {
		next.ReadAt = now
	}
	if !l.Failing() || l.FailedAt.After(now) {
		next.FailedAt = now
	}
	return next, ahead || !l.Failing() || l.Problem != problem
}

// Watching reports whether a file or folder is looked at for the portal's certificate.
func (p Portal) Watching() bool { return p.CertificatePath != "" && p.State != Retired }

// KeyReadAt is when a key of the portal was read last. It is zero for a local portal, whose keys are made here and cannot
// be out of date.
func (p Portal) KeyReadAt(key KeyCredential) time.Time {
	switch {
	case p.Origin == Local:
		return time.Time{}
	case p.CertificatePath != "" && p.Look.ReadAt.After(key.AddedAt):
		return p.Look.ReadAt
	}
	return key.AddedAt
}
