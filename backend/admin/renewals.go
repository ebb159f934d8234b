package admin

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// Renewals updates authentication keys. What becomes of an update is decided by renewal.Next alone; here are the people
// who may ask for it, the order of writing and doing, and the work in the background.
//
// Every change is committed, with its log entry, before anything is done about it. Run does the work; without it
// updates are begun and stay where they are.
type Renewals struct {
	Store   OperationStore
	Portals *Portals
	Drivers []KeyDriver // one for each kind
	Events  *event.Bus
	Version string // of the program, for the support bundle
	Hidden  Hidden // what a support bundle must not show
	Limit   int    // updates of one tenant at once; renewal.TenantLimit where zero
	Now     Clock

	// Log tells who imported a key. Nil tells of nobody.
	Log ActivityStore
	// OnRenewed is told that a portal has a new key, so that the reminders follow it. Nil tells nobody.
	OnRenewed func(ctx context.Context, portalID uuid.UUID)
	// Tell tells a person, who may have closed the window, how an update ended. Nil tells nobody.
	Tell func(ctx context.Context, op renewal.Operation)
	// OpenPage opens the page where a person carries out the update. Nil leaves it to the person.
	OpenPage func(ctx context.Context, address string)
	// Trouble hears of what went wrong in the background, for the log. Nil hears nothing.
	Trouble func(error)

	starting sync.Mutex // held from the look at the tenant's other updates until this one is committed as started
	agenda   agenda
	newest   newestUpdates
	aside    setAsides
}

// Operation reads one update. Codes: not_found, unreachable.
func (r *Renewals) Operation(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	return r.Store.Operation(ctx, id)
}

// History lists the updates of a portal, newest first. Codes: unreachable.
func (r *Renewals) History(ctx context.Context, portalID uuid.UUID) ([]renewal.Operation, error) {
	return r.Store.Operations(ctx, portalID)
}

// Active lists the updates that hold a portal, newest first. Codes: unreachable.
func (r *Renewals) Active(ctx context.Context) ([]renewal.Operation, error) {
	return r.Store.ActiveOperations(ctx)
}

// Page is where a person carries out an update; empty where Gatehouse does it.
func (r *Renewals) Page(op renewal.Operation) string {
	driver, err := r.driver(op.Driver)
	if err != nil {
		return ""
	}
	return driver.Page(op)
}

// NeedsYes reports whether an update waits for a person to say yes once more, because the program stopped between the
// first yes and the start.
func (r *Renewals) NeedsYes(op renewal.Operation) bool {
	return op.State == renewal.StateAwaitingConfirmation ||
		op.State == renewal.StateConfirmed && !r.agenda.expects(op.ID, renewal.DoStart)
}

// WaitsFor says in sentences why a confirmed update does not start yet: too many of its tenant are under way. It is empty
// for one that waits for nothing.
func (r *Renewals) WaitsFor(op renewal.Operation) string {
	if op.State != renewal.StateConfirmed {
		return ""
	}
	return r.agenda.why(op.ID)
}

// DriverOf says who carries out updates of a portal's key.
func DriverOf(it portal.Portal) renewal.Driver {
	if it.Origin == portal.Local {
		return renewal.DriverLocal
	}
	return renewal.DriverAssisted
}

func (r *Renewals) driver(kind renewal.Driver) (KeyDriver, error) {
	i := slices.IndexFunc(r.Drivers, func(d KeyDriver) bool { return d.Driver() == kind })
	if i < 0 {
		return nil, fault.New(fault.Invalid, "This program has nothing to carry out an update of the kind %q.", kind).
			WithHint("It may have been begun by another version of Gatehouse.")
	}
	return r.Drivers[i], nil
}

// take makes an update what a fact makes of it: it commits the outcome with its log entry, tells everybody, and puts on
// the agenda what is to be done. The fact is weighed anew where the update moved on in between. attempt is the number
// of the attempt the fact belongs to, 0 for the current one.
func (r *Renewals) take(ctx context.Context, id uuid.UUID, attempt int, fact renewal.Fact) (renewal.Operation, error) {
	ctx = context.WithoutCancel(ctx) // what has happened is written down, also when the program stops
	for {
		op, err := r.Store.Operation(ctx, id)
		if err != nil {
			return renewal.Operation{}, err
		}
		if attempt != 0 && len(op.Attempts) != attempt {
			return op, fault.New(fault.Conflict, "Attempt %d to update the key of %s is over.", attempt, op.PortalName)
		}
		next, actions, err := renewal.Next(op, op.On(fact), r.Now.now())
		if err != nil || next.Version == op.Version {
			return op, err
		}
		switch err := r.commit(ctx, op, next, actions); {
		case err == nil:
			return next, nil
		case !fault.Is(err, fault.Conflict):
			return op, err
		default:
			if now, again := r.Store.Operation(ctx, id); again != nil || now.Version == op.Version {
				return op, err // the conflict is about the portal, not about this update
			}
		}
	}
}

// commit writes what became of an update and does what follows. before has the version that is stored.
func (r *Renewals) commit(ctx context.Context, before, next renewal.Operation, actions []renewal.Action) error {
	var entries []event.Activity
	if slices.ContainsFunc(actions, func(a renewal.Action) bool { return a.Do == renewal.DoRecord }) {
		entries = append(entries, r.entry(next))
	}
	if err := r.Store.SaveOperation(ctx, next, before.Version, entries...); err != nil {
		return err
	}
	r.newest.note(next)
	r.perform(ctx, next, actions)
	r.publish(next.PortalID, len(entries) > 0)
	return nil
}

func (r *Renewals) publish(portalID uuid.UUID, logged bool) {
	r.agenda.touch()
	r.Events.Publish(event.Event{Topic: event.OnRenewals, Subject: portalID.String()})
	if logged {
		r.Events.Publish(event.Event{Topic: event.OnActivity, Subject: portalID.String()})
	}
}

// perform does what follows a commit: what takes time goes on the agenda, what only tells somebody is done at once.
// Asking, reminding and offering support are done by showing the update as it is now.
func (r *Renewals) perform(ctx context.Context, op renewal.Operation, actions []renewal.Action) {
	now := r.Now.now()
	if op.State != renewal.StateConfirmed {
		r.agenda.wait(op.ID, "")
	}
	if !op.State.Active() {
		r.agenda.forget(op.ID, renewal.DoStart, renewal.DoSubmit, renewal.DoLook)
	}
	for _, action := range actions {
		switch action.Do {
		case renewal.DoStart, renewal.DoSubmit, renewal.DoLook, renewal.DoRetireOldKey, renewal.DoCheckSite:
			r.agenda.plan(op.ID, action.Do, action.At, now)
		case renewal.DoSwitchSchedule:
			if r.OnRenewed != nil {
				r.guard(op, func() { r.OnRenewed(ctx, op.PortalID) })
			}
		case renewal.DoTell:
			if r.Tell != nil {
				r.guard(op, func() { r.Tell(ctx, op) })
			}
		case renewal.DoOpenPage:
			if page := r.Page(op); page != "" && r.OpenPage != nil {
				r.guard(op, func() { r.OpenPage(ctx, page) })
			}
		}
	}
}

// entry is what the activity log says of an update that came into its state.
func (r *Renewals) entry(op renewal.Operation) event.Activity {
	action, summary := event.UpdateStarted, ""
	a := op.Current()
	name := op.PortalName
	switch op.State {
	case renewal.StateConfirmed:
		summary = fmt.Sprintf("Began to update the authentication key of %s.", name)
		if n := len(op.Attempts); n > 1 {
			action, summary = event.UpdateRetried, fmt.Sprintf("Began attempt %d to update the authentication key of %s.", n, name)
		}
	case renewal.StateSucceeded:
		action = event.UpdateSucceeded
		summary = fmt.Sprintf("Updated the authentication key of %s: %s takes the place of %s.",
			name, a.Candidate.Thumbprint, orNone(a.Baseline.Thumbprint))
		if op.Externally {
			summary = fmt.Sprintf("Somebody else updated the authentication key of %s: %s takes the place of %s.",
				name, a.Candidate.Thumbprint, orNone(a.Baseline.Thumbprint))
		}
	case renewal.StateFailed, renewal.StateNeedsSupport:
		action = event.UpdateFailed
		summary = fmt.Sprintf("Attempt %d to update the authentication key of %s failed: %s", len(op.Attempts), name, a.Problem.Message)
	case renewal.StateCancelled:
		action, summary = event.UpdateCancelled, fmt.Sprintf("Cancelled the update of the authentication key of %s.", name)
		if op.Interrupted {
			summary = fmt.Sprintf("Cancelled the update of the authentication key of %s, which was interrupted before it began.", name)
		}
	case renewal.StateAbandoned:
		action, summary = event.UpdateAbandoned, fmt.Sprintf("The update of the authentication key of %s was given up.", name)
	default:
		action = event.UpdateInterrupted
		summary = fmt.Sprintf("The update of the authentication key of %s was interrupted before it began.", name)
	}
	return event.Activity{
		At: op.ChangedAt, Actor: a.By, Action: action, PortalID: op.PortalID, PortalName: name, Summary: summary,
	}
}

func orNone(thumbprint string) string {
	if thumbprint == "" {
		return "none"
	}
	return thumbprint
}

// trouble tells the log of something that went wrong in the background.
func (r *Renewals) trouble(op renewal.Operation, err error) {
	if err != nil && r.Trouble != nil {
		r.Trouble(fmt.Errorf("update %s of the key of %s: %w", op.ID, op.PortalName, err))
	}
}

// guard runs what others supply. A panic in it is told and ends nothing.
func (r *Renewals) guard(op renewal.Operation, do func()) {
	defer func() {
		if value := recover(); value != nil {
			r.trouble(op, fmt.Errorf("panic: %v", value))
		}
	}()
	do()
}
