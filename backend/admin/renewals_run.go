package admin

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

const (
	tickEvery    = time.Minute // a laptop sleeps, so the calendar is looked at rather than one long timer set
	startAgain   = 20 * time.Second
	troubleAgain = time.Minute
	lookFor      = 5 * time.Minute // a look that takes longer hangs
)

// Recover goes on with what a stopped program left behind: it repairs the records and puts on the agenda what is to be
// done. It runs once, before Run. Nothing is ever submitted by it. Codes: unreachable.
func (r *Renewals) Recover(ctx context.Context) ([]Repair, error) {
	repairs, err := r.Repair(ctx)
	if err != nil {
		return repairs, err
	}
	all, err := r.Store.Operations(ctx, uuid.Nil)
	if err != nil {
		return repairs, fmt.Errorf("read updates: %w", err)
	}
	var failed []error
	newest := map[uuid.UUID]bool{} // portals whose newest update was seen
	for _, op := range all {
		old := newest[op.PortalID]
		newest[op.PortalID] = true
		if op.State.Terminal() && !op.OldKeyDue() && !op.SiteDue(r.Now.now()) {
			continue
		}
		if old && (op.State == renewal.StateFailed || op.State == renewal.StateNeedsSupport) {
			continue // a later one is what counts
		}
		next, actions := renewal.Recover(op, r.Now.now())
		if next.Version == op.Version {
			r.perform(ctx, op, actions)
		} else if err := r.commit(ctx, op, next, actions); err != nil {
			failed = append(failed, fmt.Errorf("recover update %s: %w", op.ID, err))
		}
	}
	return repairs, errors.Join(failed...)
}

// Run works on updates until ctx ends, and returns when all that was begun has stopped. What had happened by then is
// written down. Only one Run may be under way.
func (r *Renewals) Run(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var jobs sync.WaitGroup
	defer jobs.Wait()
	nextTick := r.Now.now()
	for ctx.Err() == nil {
		change, now := r.agenda.change(), r.Now.now()
		if !now.Before(nextTick) || nextTick.Sub(now) > tickEvery {
			r.deadlines(ctx)
			nextTick = now.Add(tickEvery)
		}
		r.agenda.begin(ctx, now, func(work context.Context, id uuid.UUID) {
			jobs.Go(func() { r.work(work, id) })
		})
		sleep := nextTick.Sub(now)
		if at, any := r.agenda.soonest(); any {
			sleep = min(sleep, at.Sub(now))
		}
		timer := time.NewTimer(max(sleep, 0))
		select {
		case <-ctx.Done():
		case <-change:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// deadlines lets the time that passed take its effect on the active updates. A look that is due comes first, at a start
// and after the machine slept: what a deadline means depends on the keys as they are now.
func (r *Renewals) deadlines(ctx context.Context) {
	active, err := r.Store.ActiveOperations(ctx)
	if err != nil {
		if ctx.Err() == nil && r.Trouble != nil {
			r.Trouble(fmt.Errorf("look at deadlines of updates: %w", err))
		}
		return
	}
	for _, op := range active {
		if r.agenda.looks(op.ID, r.Now.now()) {
			continue
		}
		after, err := r.take(ctx, op.ID, len(op.Attempts), renewal.Ticked{})
		if err != nil && !fault.Is(err, fault.Conflict) {
			r.trouble(op, err)
		}
		if err == nil && op.State == renewal.StateSubmitting && after.State != op.State {
			r.agenda.cancel(op.ID) // the driver hangs
		}
	}
}

// Wait returns an update as soon as it is enough for the caller and nothing is due about it any more, or what it is
// when ctx ends. Run must be under way. Codes: canceled, not_found, unreachable.
func (r *Renewals) Wait(ctx context.Context, id uuid.UUID, enough func(renewal.Operation) bool) (renewal.Operation, error) {
	for {
		change := r.agenda.change()
		op, err := r.Store.Operation(ctx, id)
		if err != nil || enough(op) && !r.agenda.busy(id, r.Now.now()) {
			return op, err
		}
		select {
		case <-ctx.Done():
			return op, ctx.Err()
		case <-change:
		}
	}
}

// work is the job of one update: it does what is due, also what that makes due.
func (r *Renewals) work(ctx context.Context, id uuid.UUID) {
	for ctx.Err() == nil {
		deed, due := r.agenda.next(id, r.Now.now())
		if !due {
			return
		}
		r.carryOut(ctx, id, deed)
	}
	r.agenda.stop(id)
}

// carryOut does one deed. It asks the store for the update as it is now, and outlives a panic.
func (r *Renewals) carryOut(ctx context.Context, id uuid.UUID, deed renewal.Deed) {
	op := renewal.Operation{ID: id}
	err := func() (err error) {
		defer func() {
			if value := recover(); value != nil {
				err = fmt.Errorf("panic: %v\n%s", value, debug.Stack())
			}
		}()
		if op, err = r.Store.Operation(ctx, id); err != nil {
			return err
		}
		driver, err := r.driver(op.Driver)
		if err != nil {
			return err
		}
		return r.do(ctx, op, driver, deed)
	}()
	if err == nil || ctx.Err() != nil {
		return
	}
	r.trouble(op, fmt.Errorf("%s: %w", deed, err))
	r.afterTrouble(ctx, op, deed)
}

func (r *Renewals) do(ctx context.Context, op renewal.Operation, driver KeyDriver, deed renewal.Deed) error {
	switch deed {
	case renewal.DoStart:
		return r.begin(ctx, op)
	case renewal.DoSubmit:
		return r.submit(ctx, op, driver)
	case renewal.DoLook:
		return r.look(ctx, op, driver)
	case renewal.DoRetireOldKey:
		if !op.OldKeyDue() {
			return nil
		}
		err := driver.RetireOldKey(ctx, op)
		if fault.Is(err, fault.NotFound) {
			err = r.forgetRemoved(ctx, op, err)
		}
		if err == nil {
			err = r.Portals.forgetLeftovers(ctx, op.PortalID)
		}
		if err != nil {
			return err
		}
		_, err = r.take(ctx, op.ID, len(op.Attempts), renewal.OldKeyRetired{})
		return err
	default: // renewal.DoCheckSite
		answers := driver.SiteAnswers(ctx, op)
		if ctx.Err() != nil {
			return ctx.Err() // it was not the site that was silent
		}
		_, err := r.take(ctx, op.ID, len(op.Attempts), renewal.SiteChecked{Answers: answers})
		return err
	}
}

// forgetRemoved does what is left of retiring an old key when its portal was removed: the application record is gone, and
// the private parts go after it. err is why the key could not be retired; it stays where the portal is there.
func (r *Renewals) forgetRemoved(ctx context.Context, op renewal.Operation, err error) error {
	if _, gone := r.Portals.Get(ctx, op.PortalID); !fault.Is(gone, fault.NotFound) {
		return err
	}
	for _, id := range op.Current().Baseline.KeyIDs {
		if err := r.Portals.Secrets.Delete(ctx, PrivateName(op.PortalID, id)); err != nil {
			return fmt.Errorf("forget private part of the old key of a removed portal: %w", err)
		}
	}
	return nil
}

// afterTrouble sees to it that an update does not stand still because a deed could not be done.
func (r *Renewals) afterTrouble(ctx context.Context, op renewal.Operation, deed renewal.Deed) {
	now := r.Now.now()
	switch {
	case deed == renewal.DoSubmit:
		r.missAnswer(ctx, op)
	case deed == renewal.DoLook && op.State != "":
		r.agenda.plan(op.ID, deed, op.LookAgainAt(now), now)
	default:
		r.agenda.plan(op.ID, deed, now.Add(troubleAgain), now)
	}
}

// begin starts an update unless too many of its tenant are under way.
func (r *Renewals) begin(ctx context.Context, op renewal.Operation) error {
	r.starting.Lock()
	defer r.starting.Unlock()
	others, err := r.Store.ActiveOperations(ctx)
	if err != nil {
		return err
	}
	limit := r.Limit
	if limit == 0 {
		limit = renewal.TenantLimit
	}
	if err := renewal.MayStart(op, others, limit); err != nil {
		// Why is told once, and shown as long as it waits.
		now, why := r.Now.now(), fault.Of(err)
		r.agenda.plan(op.ID, renewal.DoStart, now.Add(startAgain), now)
		if r.agenda.wait(op.ID, strings.TrimSpace(why.Message+" "+why.Hint)) {
			r.publish(op.PortalID, false)
		}
		return nil
	}
	_, err = r.take(ctx, op.ID, len(op.Attempts), renewal.Started{})
	return settled(err)
}

// submit lets the driver carry out an update. Whatever it does without saying how it ended counts as no answer.
func (r *Renewals) submit(ctx context.Context, op renewal.Operation, driver KeyDriver) error {
	if op.State != renewal.StateSubmitting {
		return nil
	}
	err := driver.Submit(ctx, op, func(fact renewal.Fact) error {
		_, err := r.take(ctx, op.ID, len(op.Attempts), fact)
		return err
	})
	if ctx.Err() != nil {
		return ctx.Err() // after the next start it counts as unknown
	}
	r.missAnswer(ctx, op)
	return errors.Join(settled(err), r.judge(ctx, op))
}

// judge lets an update that has just seen its new key be proven by what is known already, instead of by the next look.
func (r *Renewals) judge(ctx context.Context, op renewal.Operation) error {
	_, err := r.take(ctx, op.ID, len(op.Attempts), renewal.Ticked{})
	return settled(err)
}

// missAnswer makes an update unknown that is still being submitted although nobody is at it any more.
func (r *Renewals) missAnswer(ctx context.Context, op renewal.Operation) {
	_, err := r.take(ctx, op.ID, len(op.Attempts), renewal.Unanswered{Message: "The request was not answered."})
	r.trouble(op, settled(err))
}

// look takes what the driver finds out. What the update has no use for any more is left.
func (r *Renewals) look(ctx context.Context, op renewal.Operation, driver KeyDriver) error {
	if op.State.Terminal() || op.State == renewal.StateSubmitting {
		return nil
	}
	facts, err := driver.Look(ctx, op)
	if err != nil && !op.State.Active() && ctx.Err() == nil {
		// An update that has failed does not depend on it; whoever watches the keys tells what cannot be read.
		if err = nil; op.Current().Candidate != nil {
			now := r.Now.now()
			r.agenda.plan(op.ID, renewal.DoLook, op.LookAgainAt(now), now)
		}
	}
	for _, fact := range facts {
		after, takeErr := r.take(ctx, op.ID, len(op.Attempts), fact)
		if takeErr == nil && after.State.Terminal() {
			return nil
		}
		if takeErr := settled(takeErr); takeErr != nil {
			return takeErr
		}
	}
	if op.State.Active() { // a deadline that waited for this look takes its effect, also where nothing could be read
		err = errors.Join(err, r.judge(ctx, op))
	}
	read := slices.ContainsFunc(facts, func(f renewal.Fact) bool { _, ok := f.(renewal.KeysRead); return ok })
	if !read && err == nil && op.State.Active() {
		now := r.Now.now()
		r.agenda.plan(op.ID, renewal.DoLook, op.LookAgainAt(now), now)
	}
	return err
}

// settled drops a conflict: the update has moved on, and somebody else has seen to it.
func settled(err error) error {
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}
