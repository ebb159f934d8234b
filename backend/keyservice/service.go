package keyservice

import (
	"context"
	"time"
)

// Waits between attempts to sign in after one that failed; the last one repeats. A portal that is refused costs next to
// nothing, and must come back soon after its key was put right by other means.
var waits = []time.Duration{10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute}

const (
	renewBefore = 5 * time.Minute // before its sign-in ends, a service signs in anew
	longestWait = time.Minute     // a sleep of the machine is noticed within this
)

// service is the service of one portal while it runs: it signs in with one key and keeps signed in.
type service struct {
	signIn func(context.Context) (until time.Time, thumbprint string, err error)
	tell   func(until time.Time, thumbprint string, err error)
	now    Clock
}

// run works until ctx ends.
func (s service) run(ctx context.Context) {
	for failures := 0; ; {
		until, thumbprint, err := s.signIn(ctx)
		if ctx.Err() != nil {
			return
		}
		s.tell(until, thumbprint, err)
		now := s.now.now()
		next := until.Add(-renewBefore)
		if !next.After(now) {
			next = until // the end of the key is near: being refused at that moment is how the portal stops
		}
		switch {
		case err != nil:
			next = now.Add(waits[min(failures, len(waits)-1)])
			failures++
		case !next.After(now):
			next = now.Add(waits[0]) // a sign-in that is over at once is no reason to ask without a pause
		default:
			failures = 0
		}
		if !s.sleep(ctx, now, next) {
			return
		}
	}
}

// sleep waits until the clock says so. It looks at the clock again and again, because a machine that sleeps stops the
// timers, and because the clock may be set: where it stands before since, the wait is over, else it would become as long
// as the clock was set back. It reports false where ctx ended first.
func (s service) sleep(ctx context.Context, since, until time.Time) bool {
	for {
		now := s.now.now()
		left := until.Sub(now)
		if left <= 0 || since.Sub(now) > longestWait {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(min(left, longestWait))
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
		}
	}
}
