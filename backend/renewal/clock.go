package renewal

import "time"

const (
	clockTrust   = 5 * time.Minute // a server's clock may differ by this much before it is believed instead
	setBackGrace = 24 * time.Hour  // a clock that was set back is believed after this long
)

// Mark is what an evaluation leaves for the next one, so that a clock that was set back is noticed. The zero value is
// for the first evaluation ever.
type Mark struct {
	At        time.Time `json:"at"`                 // latest time of an evaluation
	SetBackAt time.Time `json:"setBackAt,omitzero"` // what the clock said when it was first seen before At
}

// next moves the mark on to now. It reports true while the clock is behind: until it has caught up, or was behind for
// a day, nothing is decided. What was due by then has been said already.
func (m Mark) next(now time.Time) (Mark, bool) {
	switch {
	case !now.Before(m.At):
		return Mark{At: now}, false
	case m.SetBackAt.IsZero() || now.Before(m.SetBackAt):
		return Mark{At: m.At, SetBackAt: now}, true
	case now.Sub(m.SetBackAt) >= setBackGrace:
		return Mark{At: now}, false
	default:
		return m, true
	}
}

// Correction is what to add to the local clock to agree with a server that was asked at local: nothing while they
// differ by five minutes at most. A correction is worth a warning.
func Correction(local, server time.Time) time.Duration {
	if off := server.Sub(local); off.Abs() > clockTrust {
		return off
	}
	return 0
}
