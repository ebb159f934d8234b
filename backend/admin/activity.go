package admin

import (
	"context"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

// ActivityQuery asks for a part of the log.
type ActivityQuery struct {
	PortalID uuid.UUID // zero for all
	Before   uint64    // only entries with a lower sequence; 0 for the newest
	Limit    int       // 1 to 500
}

// Activity shows the activity log.
type Activity struct {
	Store ActivityStore
}

// List returns entries, newest first, and whether there are older ones. Codes: invalid, unreachable.
func (a *Activity) List(ctx context.Context, q ActivityQuery) (entries []event.Activity, more bool, err error) {
	if q.Limit < 1 || q.Limit > 500 {
		return nil, false, fault.New(fault.Invalid, "A page of the activity log has 1 to 500 entries, not %d.", q.Limit)
	}
	limit := q.Limit
	q.Limit++
	entries, err = a.Store.Activity(ctx, q)
	if err != nil {
		return nil, false, err
	}
	if len(entries) > limit {
		return entries[:limit], true, nil
	}
	return entries, false, nil
}
