package admin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

// SetAside is an update whose record could not be read, so that it was put aside and its portal is free again.
type SetAside struct {
	PortalID   uuid.UUID // zero where that cannot be told
	PortalName string
	Fault      *fault.Fault // for the person
}

// setAsides remembers what was put aside since the program was opened.
type setAsides struct {
	mu  sync.Mutex
	all []SetAside
}

// SetAside lists what Repair has put aside since the program was opened.
func (r *Renewals) SetAside() []SetAside {
	r.aside.mu.Lock()
	defer r.aside.mu.Unlock()
	return slices.Clone(r.aside.all)
}

// Repair puts records of updates aside that cannot be read, frees their portals and makes the index agree with the rest.
// It belongs before everything that reads updates: a damaged one would be taken for a damaged database. What it did is
// told to Trouble, as faults, and to the activity log. Where nothing is wrong it writes nothing. Codes: unreachable.
func (r *Renewals) Repair(ctx context.Context) ([]Repair, error) {
	repairs, err := r.Store.RepairOperations(ctx)
	if err != nil {
		return nil, fmt.Errorf("repair updates: %w", err)
	}
	var failed []error
	for _, repair := range repairs {
		if err := r.noteRepair(ctx, repair); err != nil {
			failed = append(failed, fmt.Errorf("note repair of update %s: %w", repair.Operation, err))
		}
	}
	return repairs, errors.Join(failed...)
}

// noteRepair tells the person of a record that was put aside. That the index was wrong is for the log only.
func (r *Renewals) noteRepair(ctx context.Context, repair Repair) error {
	cause := fmt.Errorf("repaired update %s of portal %s: %s", repair.Operation, repair.Portal, repair.Problem)
	aside := SetAside{PortalID: repair.Portal}
	whose := "a portal that is not there any more"
	if it, err := r.Portals.Get(ctx, repair.Portal); err == nil {
		aside.PortalName, whose = it.Name, it.Name
	}
	if repair.Aside {
		aside.Fault = fault.New(fault.Invalid, "An update of the key of %s cannot be read and was put aside, so that the key can be updated again.", whose).
			WithHint("Look at the key before you update it: what became of that update is not known. Its record is kept in the data folder.").
			Because(cause)
	} else {
		aside.Fault = fault.New(fault.Invalid, "The note of which update holds %s was wrong and was made anew.", whose).Because(cause)
	}
	if r.Trouble != nil {
		r.Trouble(aside.Fault)
	}
	if !repair.Aside {
		return nil
	}
	r.aside.mu.Lock()
	r.aside.all = append(r.aside.all, aside)
	r.aside.mu.Unlock()
	actor, err := r.actor(ctx)
	if err != nil {
		return err
	}
	entry := event.Activity{
		At: r.Now.now(), Actor: actor, Action: event.UpdateSetAside, PortalID: repair.Portal, PortalName: aside.PortalName,
		Summary: "Put an update of a key aside, so that the key can be updated again. " + repair.Problem,
	}
	if err := r.Store.AddActivity(ctx, entry); err != nil {
		return err
	}
	r.publish(repair.Portal, true)
	return nil
}
