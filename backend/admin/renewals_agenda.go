package admin

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/renewal"
)

// agenda is what is to be done about updates, and who is at it. It is in memory only: after a stop renewal.Recover says
// what is to be done. The zero value is empty; it is safe for concurrent use.
type agenda struct {
	mu      sync.Mutex
	due     map[uuid.UUID]map[renewal.Deed]appointment
	jobs    map[uuid.UUID]job    // of the updates that are being worked on; the update's id is the job's name
	waits   map[uuid.UUID]string // why the start of an update waits for others
	changed chan struct{}        // closed with the next change
}

type job struct {
	cancel context.CancelFunc
	deed   renewal.Deed // that it is at; empty before the first one
	since  time.Time
}

type appointment struct {
	at      time.Time
	planned time.Time // a clock that shows less was set back, and the appointment is kept at once
}

func (a appointment) reached(now time.Time) bool { return !now.Before(a.at) || now.Before(a.planned) }

// deedOrder is the order in which the deeds of one update are done.
var deedOrder = []renewal.Deed{
	renewal.DoStart, renewal.DoSubmit, renewal.DoRetireOldKey, renewal.DoCheckSite, renewal.DoLook,
}

// plan puts a deed on the agenda, in place of the same deed at another time.
func (a *agenda) plan(id uuid.UUID, deed renewal.Deed, at, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.due == nil {
		a.due = map[uuid.UUID]map[renewal.Deed]appointment{}
	}
	if a.due[id] == nil {
		a.due[id] = map[renewal.Deed]appointment{}
	}
	a.due[id][deed] = appointment{at, now}
}

// wait notes why the start of an update waits, and reports whether that is news. Empty is for one that does not.
func (a *agenda) wait(id uuid.UUID, why string) (news bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.waits[id] == why {
		return false
	}
	if a.waits == nil {
		a.waits = map[uuid.UUID]string{}
	}
	if a.waits[id] = why; why == "" {
		delete(a.waits, id)
	}
	return true
}

// why is what the start of an update waits for, empty where it does not.
func (a *agenda) why(id uuid.UUID) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.waits[id]
}

func (a *agenda) forget(id uuid.UUID, deeds ...renewal.Deed) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, deed := range deeds {
		delete(a.due[id], deed)
	}
}

// expects reports whether a deed will be done: it is on the agenda, or somebody is at the update.
func (a *agenda) expects(id uuid.UUID, deed renewal.Deed) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, planned := a.due[id][deed]
	_, working := a.jobs[id]
	return planned || working
}

// begin gives out the updates that have something due and nobody at it, and notes that somebody is.
func (a *agenda) begin(ctx context.Context, now time.Time, work func(ctx context.Context, id uuid.UUID)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for id := range a.due {
		if _, busy := a.jobs[id]; busy || len(a.dueNow(id, now)) == 0 {
			continue
		}
		if a.jobs == nil {
			a.jobs = map[uuid.UUID]job{}
		}
		var begun job
		var life context.Context
		life, begun.cancel = context.WithCancel(ctx)
		a.jobs[id] = begun
		work(life, id)
	}
}

// next takes the next due deed off the agenda. Where there is none, the job is over.
func (a *agenda) next(id uuid.UUID, now time.Time) (renewal.Deed, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if deeds := a.dueNow(id, now); len(deeds) > 0 {
		delete(a.due[id], deeds[0])
		working := a.jobs[id]
		working.deed, working.since = deeds[0], now
		a.jobs[id] = working
		return deeds[0], true
	}
	a.end(id)
	return "", false
}

func (a *agenda) dueNow(id uuid.UUID, now time.Time) (deeds []renewal.Deed) {
	for _, deed := range deedOrder {
		if planned, ok := a.due[id][deed]; ok && planned.reached(now) {
			deeds = append(deeds, deed)
		}
	}
	return deeds
}

// stop ends a job before its work is done.
func (a *agenda) stop(id uuid.UUID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.end(id)
}

// cancel tells a job to stop; it ends by itself.
func (a *agenda) cancel(id uuid.UUID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if working, busy := a.jobs[id]; busy {
		working.cancel()
	}
}

// end is for those who hold the lock.
func (a *agenda) end(id uuid.UUID) {
	if working, busy := a.jobs[id]; busy {
		working.cancel()
		delete(a.jobs, id)
	}
	if len(a.due[id]) == 0 {
		delete(a.due, id)
	}
	a.tell()
}

// busy reports whether somebody is at an update, or should be.
func (a *agenda) busy(id uuid.UUID, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, working := a.jobs[id]
	return working || len(a.dueNow(id, now)) > 0
}

// looks reports whether an update is looked at just now, or is about to be. A look that takes longer than lookFor hangs,
// and one that waits for another deed of its update is not about to be.
func (a *agenda) looks(id uuid.UUID, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if working, busy := a.jobs[id]; busy && working.deed != "" {
		return working.deed == renewal.DoLook && now.Sub(working.since) < lookFor
	}
	planned, ok := a.due[id][renewal.DoLook]
	return ok && planned.reached(now)
}

// soonest is when the next appointment of an update that nobody is at comes; false where there is none.
func (a *agenda) soonest() (time.Time, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var all []time.Time
	for id, deeds := range a.due {
		if _, busy := a.jobs[id]; busy {
			continue
		}
		for _, planned := range deeds {
			all = append(all, planned.at)
		}
	}
	if len(all) == 0 {
		return time.Time{}, false
	}
	return slices.MinFunc(all, time.Time.Compare), true
}

// touch tells those who wait that something changed.
func (a *agenda) touch() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tell()
}

func (a *agenda) tell() {
	if a.changed != nil {
		close(a.changed)
		a.changed = nil
	}
}

// change is closed with the next change. Whoever waits asks for it before looking at what may change.
func (a *agenda) change() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.changed == nil {
		a.changed = make(chan struct{})
	}
	return a.changed
}
