// Package notify says which events deserve a person's attention, and how often: what a notice is and says, which
// notices go out as one, and how a delivery goes on until it has arrived or was given up.
//
// When a reminder is due is for package renewal to say. How a channel reaches a person is for the packages below
// notify/channel. Here the time is an argument, nothing is stored and nothing is sent.
package notify

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/renewal"
)

// ID names a notice. The same event always has the same id, so whoever keeps notices by id keeps each once.
type ID string

// Kind says what a notice is about.
type Kind string

const (
	Reminder     Kind = "reminder"      // a key ends, or has ended
	Renewed      Kind = "renewed"       // a key was replaced
	UpdateFailed Kind = "update-failed" // an update did not work
	UpdateIdle   Kind = "update-idle"   // nothing came of an update that was handed over
	SiteSilent   Kind = "site-silent"   // a key was updated, but the site does not answer
)

// Notice is an event that deserves attention, as facts. What it says depends on when it says it; see Compose.
type Notice struct {
	ID         ID               `json:"id"`
	Kind       Kind             `json:"kind"`
	Severity   renewal.Severity `json:"severity"`
	ScheduleID uuid.UUID        `json:"scheduleId,omitzero"` // of a reminder; zero for an update
	PortalID   uuid.UUID        `json:"portalId"`
	PortalName string           `json:"portalName"`
	RaisedAt   time.Time        `json:"raisedAt"`             // UTC
	Start      time.Time        `json:"start,omitzero"`       // of the key, UTC
	End        time.Time        `json:"end,omitzero"`         // of the key, UTC
	Thumbprint string           `json:"thumbprint,omitempty"` // of the key
	AsOf       time.Time        `json:"asOf,omitzero"`        // the key was not read since, UTC
	Detail     string           `json:"detail,omitempty"`     // sentences that do not depend on the time
}

// IDOf is the id of the notice of a reminder: schedule and threshold, and a number from 2 on where it was said before,
// by a clock that was wrong.
func IDOf(s renewal.Schedule, threshold renewal.ThresholdID) ID {
	id := s.ID.String() + "/" + string(threshold)
	if early := s.SaidEarly(threshold); early > 0 {
		id = fmt.Sprintf("%s/%d", id, early+1)
	}
	return ID(id)
}

// Threshold is the reminder that a notice is of, "" for that of an update.
func (n Notice) Threshold() renewal.ThresholdID {
	if n.ScheduleID == uuid.Nil {
		return ""
	}
	_, rest, _ := strings.Cut(string(n.ID), "/")
	threshold, _, _ := strings.Cut(rest, "/")
	return renewal.ThresholdID(threshold)
}

// OfFiring is the notice of a reminder that goes out.
func OfFiring(f renewal.Firing, now time.Time) Notice {
	n := Notice{
		ID: IDOf(f.Schedule, f.Threshold), Kind: Reminder, Severity: f.Severity,
		ScheduleID: f.Schedule.ID, PortalID: f.Schedule.PortalID, PortalName: f.PortalName, RaisedAt: now.UTC(),
		Start: f.Schedule.Start, End: f.Schedule.End, Thumbprint: f.Schedule.Thumbprint, AsOf: f.AsOf,
	}
	if f.Threshold == renewal.Renewed {
		n.Kind = Renewed
	}
	return n
}

// OfFirings are the notices of those reminders that go out over a channel.
func OfFirings(firing []renewal.Firing, channel string, now time.Time) []Notice {
	var notices []Notice
	for _, f := range firing {
		if slices.Contains(f.Channels, channel) {
			notices = append(notices, OfFiring(f, now))
		}
	}
	return notices
}

// OfOperation is the notice of what became of an update, or false where that needs no attention. A success has its
// notice in the schedule of the new key.
func OfOperation(op renewal.Operation, now time.Time) (Notice, bool) {
	attempt := op.Current()
	n := Notice{
		ID:       ID(fmt.Sprintf("%s/%d/%s", op.ID, len(op.Attempts), op.State)),
		PortalID: op.PortalID, PortalName: op.PortalName, RaisedAt: now.UTC(),
		Severity: renewal.SeverityHigh, End: attempt.Baseline.End, Thumbprint: attempt.Baseline.Thumbprint,
	}
	switch {
	case op.State == renewal.StateFailed || op.State == renewal.StateNeedsSupport:
		n.Kind = UpdateFailed
		if p := attempt.Problem; p != nil {
			n.Detail = p.Message + " " + p.Offer()
		}
	case op.State == renewal.StateAbandoned:
		n.Kind, n.Severity = UpdateIdle, renewal.SeverityWarning
	case op.State == renewal.StateSucceeded && op.SiteSilent:
		n.Kind = SiteSilent
	default:
		return Notice{}, false
	}
	return n, true
}
