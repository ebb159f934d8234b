package admin

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/google/uuid"
)

// rereadWithin is how long certificates may take to be read again before a reminder goes out without. A reminder is a
// minute late at most.
const rereadWithin = 30 * time.Second

// Reread looks at the watched certificates of portals and notes what came of it. Each error is about one portal.
type Reread func(ctx context.Context, portalIDs []uuid.UUID) []error

// reread looks at certificates that were not read for so long that a reminder of the last week waits for it. It happens
// beside everything else, since a share that hangs must hold up nobody. Whatever comes of it, the reminder goes out
// afterwards: as of the last good look where there was none. The lock is held.
func (r *Reminders) reread(ctx context.Context, portalIDs []uuid.UUID) {
	portalIDs = slices.DeleteFunc(slices.Clone(portalIDs), func(id uuid.UUID) bool { return r.book.watched[id].rereading })
	if len(portalIDs) == 0 {
		return
	}
	for _, id := range portalIDs {
		r.book.watched[id].rereading = true
	}
	r.sending.Go(func() {
		limited, cancel := context.WithTimeout(ctx, rereadWithin)
		defer cancel()
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if value := recover(); value != nil {
					r.report(fmt.Errorf("read certificates again: panic: %v\n%s", value, debug.Stack()))
				}
			}()
			for _, err := range r.Reread(limited, portalIDs) {
				if limited.Err() == nil {
					r.report(err)
				}
			}
		}()
		select {
		case <-done:
		case <-limited.Done():
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		now := r.Now.now()
		for _, id := range portalIDs {
			if r.book == nil || r.book.watched[id] == nil {
				continue // removed meanwhile
			}
			r.book.watched[id].rereading, r.book.watched[id].triedAt = false, now
			r.book.reindex(id, now)
		}
		r.kick()
	})
}
