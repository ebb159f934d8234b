package app

import (
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

// Activity shows the activity log to the pages.
type Activity struct{ engine *engine }

// List returns a page of the log, newest first. Codes: invalid, unreachable.
func (a *Activity) List(query ActivityQuery) (ActivityPage, error) {
	return call(a.engine, func(life lifetime, program *wiring.Program) (ActivityPage, error) {
		asked := admin.ActivityQuery{Before: uint64(max(query.Before, 0)), Limit: query.Limit}
		if query.PortalID != "" {
			id, err := portalID(query.PortalID)
			if err != nil {
				return ActivityPage{}, err
			}
			asked.PortalID = id
		}
		entries, more, err := program.Activity.List(life, asked)
		if err != nil {
			return ActivityPage{}, err
		}
		return ActivityPage{Entries: activityViews(entries), More: more}, nil
	})
}

func activityViews(entries []event.Activity) []ActivityView {
	views := make([]ActivityView, len(entries))
	for i, e := range entries {
		views[i] = ActivityView{
			Sequence: int(e.Sequence), At: timestamp(e.At), Actor: e.Actor, Action: string(e.Action),
			PortalName: e.PortalName, Summary: e.Summary,
		}
		if e.PortalID != uuid.Nil {
			views[i].PortalID = e.PortalID.String()
		}
	}
	return views
}

// timestamp renders an instant as the pages expect it, "" for none.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func portalID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, fault.New(fault.Invalid, "%q is not a portal id.", text)
	}
	return id, nil
}
