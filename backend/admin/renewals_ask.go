package admin

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// RenewalPreview is what the dialog says before a key is updated.
type RenewalPreview struct {
	Portal portal.Portal
	Keys   []portal.KeyCredential // as they were read just now
	Driver renewal.Driver
	Page   string // where a person carries out the update; empty where Gatehouse does it
	// Again is the newest update where it is the one that goes on: it has failed and is retried, or was interrupted
	// before it began. Nil where a new one begins.
	Again *renewal.Operation
	// Steps say in sentences what will happen.
	Steps []string
	// Warnings are what does not stand in the way, but will keep the new key from being noticed.
	Warnings []*fault.Fault
	// Obstacles are why the update cannot begin now; none where it can.
	Obstacles []*fault.Fault
}

// Preview says what an update of a portal's key will do, and what stands in its way. Nothing is changed.
// Codes: not_found, unreachable.
func (r *Renewals) Preview(ctx context.Context, portalID uuid.UUID) (RenewalPreview, error) {
	it, err := r.Portals.Get(ctx, portalID)
	if err != nil {
		return RenewalPreview{}, err
	}
	driver, err := r.driver(DriverOf(it))
	if err != nil {
		return RenewalPreview{}, err
	}
	p := RenewalPreview{Portal: it, Driver: driver.Driver(), Page: driver.Page(renewal.New(uuid.Nil, it, driver.Driver()))}
	if p.Again, err = r.again(ctx, p); err != nil {
		return RenewalPreview{}, err
	}
	p.Steps = steps(p)
	_, held, err := r.Store.ActiveOperation(ctx, portalID)
	if err != nil {
		return RenewalPreview{}, err
	}
	if held {
		p.Obstacles = append(p.Obstacles, fault.New(fault.Conflict, "The key of %s is being updated already.", it.Name).
			WithHint("Look at how the update goes."))
	}
	p.Keys, err = driver.Keys(ctx, portalID)
	switch {
	case err != nil && p.Keys != nil:
		p.Warnings = append(p.Warnings, fault.Of(err))
	case err != nil:
		p.Obstacles = append(p.Obstacles, fault.Of(err))
	}
	if err := r.mayUpdate(ctx, it); err != nil {
		p.Obstacles = append(p.Obstacles, fault.Of(err))
	}
	return p, nil
}

// WatchSentence says what a person has to do so that a new key of a portal hosted elsewhere is noticed.
func WatchSentence(it portal.Portal) string {
	if it.CertificatePath == "" {
		return "Import the certificate of the new key then: nothing is watched for this portal."
	}
	return fmt.Sprintf("Put the certificate of the new key at %s.", it.CertificatePath)
}

// again finds the update that goes on instead of a new one beside it, so that attempts are counted however a person comes
// to the next one.
func (r *Renewals) again(ctx context.Context, p RenewalPreview) (*renewal.Operation, error) {
	history, err := r.Store.Operations(ctx, p.Portal.ID)
	if err != nil || len(history) == 0 || history[0].Driver != p.Driver {
		return nil, err
	}
	switch op := history[0]; op.State {
	case renewal.StateAwaitingConfirmation, renewal.StateFailed, renewal.StateNeedsSupport:
		return &op, nil
	}
	return nil, nil
}

// steps say what an update does. The five to seven minutes and the one restart are Microsoft's words for hosted
// portals ("Manage portal authentication key"); a portal that Gatehouse serves takes the seconds it takes.
func steps(p RenewalPreview) []string {
	it := p.Portal
	first := []string{}
	if p.Again != nil {
		first = append(first, againSentence(*p.Again))
	}
	if p.Driver == renewal.DriverLocal {
		return append(first,
			"The update runs in the background and takes a few seconds. You can go on working meanwhile.",
			fmt.Sprintf("%s restarts once. Whoever is on it may have to wait for a moment.", it.Name),
			"The new key is valid for two years. The old one works until the portal has signed in with the new one, and is removed then.",
		)
	}
	return append(first,
		"The admin center opens. Choose Update key there.",
		WatchSentence(it)+" Gatehouse proves the key then, and says so.",
		"The update runs in the background and takes five to seven minutes where Microsoft hosts the portal. You can close the window meanwhile.",
		fmt.Sprintf("%s restarts once. Whoever is on it may have to wait for a moment.", it.Name),
		"The new key is valid for two years more.",
	)
}

func againSentence(op renewal.Operation) string {
	if op.State == renewal.StateAwaitingConfirmation {
		return "The update that was interrupted before it began goes on."
	}
	return fmt.Sprintf("The last update failed %s. This retries it: attempt %d.", times(failures(op)), len(op.Attempts)+1)
}

// mayUpdate says why a portal's key cannot be updated, apart from an update that is active.
func (r *Renewals) mayUpdate(ctx context.Context, it portal.Portal) error {
	if err := r.Portals.MayManage(ctx, it); err != nil {
		return err
	}
	if it.State == portal.Retired {
		return fault.New(fault.Conflict, "%s is retired.", it.Name).WithHint("Restore it first.")
	}
	if DriverOf(it) != renewal.DriverLocal {
		return nil
	}
	// The private part of the new key goes into the key store, so it must answer. That the old one is there does not
	// matter: an update is how a portal gets a key again.
	name := PrivateName(it.ID, uuid.Nil)
	if key, ok := it.Application.CurrentKey(r.Now.now()); ok && key.PrivateName != "" {
		name = key.PrivateName
	}
	if _, err := r.Portals.Secrets.Get(ctx, name); err != nil && !fault.Is(err, fault.NotFound) {
		return fmt.Errorf("reach the key store: %w", err)
	}
	return nil
}

// Start begins an update to which the acting user has said yes, or goes on with the one that has failed or was
// interrupted; see RenewalPreview.Again. The work itself is done in the background.
// Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) Start(ctx context.Context, portalID uuid.UUID) (renewal.Operation, error) {
	preview, err := r.Preview(ctx, portalID)
	if err != nil {
		return renewal.Operation{}, err
	}
	if len(preview.Obstacles) > 0 {
		return renewal.Operation{}, preview.Obstacles[0]
	}
	if again := preview.Again; again != nil {
		if again.State == renewal.StateAwaitingConfirmation {
			return r.Confirm(ctx, again.ID)
		}
		return r.Retry(ctx, again.ID)
	}
	actor, err := r.actor(ctx)
	if err != nil {
		return renewal.Operation{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return renewal.Operation{}, fmt.Errorf("make id: %w", err)
	}
	now := r.Now.now()
	draft := renewal.New(id, preview.Portal, preview.Driver)
	opened, _, err := renewal.Next(draft, draft.On(renewal.Opened{By: actor, Keys: preview.Keys}), now)
	if err != nil {
		return renewal.Operation{}, err
	}
	op, actions, err := renewal.Next(opened, opened.On(renewal.Confirmed{By: actor, Keys: preview.Keys}), now)
	if err != nil {
		return renewal.Operation{}, err
	}
	return op, r.commit(ctx, draft, op, actions)
}

// Confirm says yes to an update that asks again after an interruption; see NeedsYes.
// Codes: conflict, denied, not_found, unreachable.
func (r *Renewals) Confirm(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	op, keys, actor, err := r.open(ctx, id)
	if err != nil {
		return op, err
	}
	if op.State == renewal.StateConfirmed && r.NeedsYes(op) {
		r.agenda.plan(op.ID, renewal.DoStart, op.Current().NotBefore, r.Now.now())
		r.publish(op.PortalID, false)
		return op, nil
	}
	return r.take(ctx, id, 0, renewal.Confirmed{By: actor, Keys: keys})
}

// Retry begins a failed update anew, with the keys as they are now.
// Codes: conflict, denied, not_found, unreachable.
func (r *Renewals) Retry(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	op, keys, actor, err := r.open(ctx, id)
	if err != nil {
		return op, err
	}
	if op.Overtaken(keys, r.Now.now()) {
		r.lookNow(id)
		return op, fault.New(fault.Conflict, "A new key of %s is there already.", op.PortalName).
			WithHint("It is being checked, which takes half a minute. If that proves it, there is nothing to retry.")
	}
	return r.take(ctx, id, 0, renewal.Retried{By: actor, Keys: keys})
}

// open reads an update that the acting user wants to begin (again), and the keys as they are now.
func (r *Renewals) open(ctx context.Context, id uuid.UUID) (renewal.Operation, []portal.KeyCredential, string, error) {
	op, it, actor, err := r.decide(ctx, id)
	if err == nil {
		err = r.mayUpdate(ctx, it)
	}
	if err != nil {
		return op, nil, "", err
	}
	driver, err := r.driver(op.Driver)
	if err != nil {
		return op, nil, "", err
	}
	keys, err := driver.Keys(ctx, op.PortalID)
	if keys != nil {
		err = nil // what is known will do
	}
	return op, keys, actor, err
}

// Cancel says no to an update of which nothing has left the program. Codes: conflict, denied, not_found, unreachable.
func (r *Renewals) Cancel(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	return r.say(ctx, id, renewal.Cancelled{})
}

// ReportStarted notes that a person has started the update in the admin center.
// Codes: conflict, denied, not_found, unreachable.
func (r *Renewals) ReportStarted(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	return r.say(ctx, id, renewal.ReportedStarted{})
}

// GiveUp ends the wait for an update that was handed over, or of which nobody can say what became of it.
// Codes: conflict, denied, not_found, unreachable.
func (r *Renewals) GiveUp(ctx context.Context, id uuid.UUID) (renewal.Operation, error) {
	return r.say(ctx, id, renewal.GivenUp{})
}

func (r *Renewals) say(ctx context.Context, id uuid.UUID, fact renewal.Fact) (renewal.Operation, error) {
	if op, _, _, err := r.decide(ctx, id); err != nil {
		return op, err
	}
	return r.take(ctx, id, 0, fact)
}

// decide reads an update about which the acting user wants to decide something.
func (r *Renewals) decide(ctx context.Context, id uuid.UUID) (op renewal.Operation, it portal.Portal, actor string, err error) {
	if op, err = r.Store.Operation(ctx, id); err != nil {
		return op, it, "", err
	}
	if it, err = r.Portals.Get(ctx, op.PortalID); err != nil {
		return op, it, "", err
	}
	if err = r.Portals.MayManage(ctx, it); err != nil {
		return op, it, "", err
	}
	actor, err = r.actor(ctx)
	return op, it, actor, err
}

func (r *Renewals) actor(ctx context.Context) (string, error) {
	preferences, err := r.Portals.Settings.Get(ctx)
	return preferences.ActingUser, err
}

// Look reads the keys of an update now instead of when it is planned. The outcome comes in the background.
// Codes: conflict, not_found, unreachable.
func (r *Renewals) Look(ctx context.Context, id uuid.UUID) error {
	op, err := r.Store.Operation(ctx, id)
	if err != nil {
		return err
	}
	if op.State.Terminal() {
		return fault.New(fault.Conflict, "The update of the key of %s has ended.", op.PortalName).
			WithHint("The page of the portal shows its key as it is now.")
	}
	r.lookNow(id)
	return nil
}

// NoticeKey is told that a key reached a portal's application record. The newest update of the portal looks at once,
// also one that has failed: the key may be what it waited for.
func (r *Renewals) NoticeKey(ctx context.Context, portalID uuid.UUID) {
	history, err := r.Store.Operations(ctx, portalID)
	if err != nil {
		if r.Trouble != nil {
			r.Trouble(fmt.Errorf("find the update that a new key belongs to: %w", err))
		}
		return
	}
	// While it is being submitted the key is its driver's own doing.
	if len(history) > 0 && !history[0].State.Terminal() && history[0].State != renewal.StateSubmitting {
		r.lookNow(history[0].ID)
	}
}

func (r *Renewals) lookNow(id uuid.UUID) {
	now := r.Now.now()
	r.agenda.plan(id, renewal.DoLook, now, now)
	r.agenda.touch()
}
