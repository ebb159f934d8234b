package notify_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// The program of the simulation: how the rules of reminders and notices are put to use. What it writes to the disk is
// bytes, and after a crash it has nothing else.

// process is the program as it runs: what it has in memory, read from the disk.
type process struct {
	index      renewal.Index
	schedules  map[uuid.UUID]renewal.Schedule // by portal
	deliveries map[string]notify.Delivery     // that have not ended
	mark       renewal.Mark
	wake       time.Time
}

// start reads what was committed and takes up what was under way.
func (w *world) start() *process {
	p := &process{wake: w.clock(), schedules: map[uuid.UUID]renewal.Schedule{}, deliveries: map[string]notify.Delivery{}}
	w.check(json.Unmarshal(w.disk.mark, &p.mark))
	for id, data := range w.disk.schedules {
		s, err := renewal.DecodeSchedule(data)
		w.check(err)
		p.schedules[id] = s
		p.index.Set(id, tracked(s).Attention(settings, w.clock()))
	}
	for id, data := range w.disk.deliveries {
		d, err := notify.DecodeDelivery(data)
		w.check(err)
		p.deliveries[id] = d.Recover(w.clock())
	}
	return p
}

func (w *world) check(err error) {
	if err != nil {
		w.t.Helper()
		w.t.Fatalf("at %v: %v", w.clock(), err)
	}
}

func tracked(s renewal.Schedule) renewal.Tracked {
	return renewal.Tracked{Schedule: s, PortalName: fmt.Sprintf("Portal %03d", s.PortalID[1])}
}

// keep commits a schedule.
func (w *world) keep(s renewal.Schedule) {
	data, err := s.Encode()
	w.check(err)
	w.disk.schedules[s.PortalID], w.running.schedules[s.PortalID] = data, s
	w.running.index.Set(s.PortalID, tracked(s).Attention(settings, w.clock()))
}

// save commits a delivery. One that has ended is history.
func (w *world) save(d notify.Delivery) {
	if d.State != notify.Waiting && d.State != notify.Sending {
		delete(w.disk.deliveries, d.ID)
		delete(w.running.deliveries, d.ID)
		return
	}
	data, err := json.Marshal(d)
	w.check(err)
	w.disk.deliveries[d.ID], w.running.deliveries[d.ID] = data, d
}

// deliveries are those that have not ended, sorted, so that a seed always tells the same story.
func (w *world) deliveries() []notify.Delivery {
	return slices.SortedFunc(maps.Values(w.running.deliveries), func(a, b notify.Delivery) int { return cmp.Compare(a.ID, b.ID) })
}

// tick is one minute of the program: follow new keys, evaluate what is due, send what waits. It may be cut short by a
// crash after any step.
func (w *world) tick() {
	w.follow()
	w.observe()
	now := w.clock()
	p := w.running
	w.believe(now)
	if next := p.index.Next(); !now.Before(p.wake) || now.Before(p.mark.At) || !next.IsZero() && !next.After(now) {
		if !w.evaluate(now) {
			return
		}
	}
	w.send(now)
}

// believe takes a clock for right that was set back a day ago.
func (w *world) believe(now time.Time) {
	since, believed := w.running.mark.Believed(now)
	if !believed {
		return
	}
	w.running.mark = renewal.Mark{At: now}
	w.keepMark(w.running.mark)
	w.running.wake = now
	for _, id := range slices.SortedFunc(maps.Keys(w.running.schedules), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) {
		s, _ := w.running.schedules[id].Reopen(since, now)
		w.keep(s)
	}
}

func (w *world) keepMark(m renewal.Mark) {
	data, err := json.Marshal(m)
	w.check(err)
	w.disk.mark = data
}

// follow reads the current key of every portal, as the directory has it.
func (w *world) follow() {
	for _, k := range w.keys {
		if k.from.After(w.now) || !k.until.After(w.now) || !k.known.IsZero() {
			continue
		}
		k.known = w.clock()
		fresh := renewal.NewSchedule(k.portal, k.credential, w.clock())
		if old, ok := w.running.schedules[k.portal.ID]; ok {
			w.renewals++
			closed, current := renewal.Follow(old, fresh, settings.For(k.portal.ID, ""), w.clock())
			for _, d := range notify.Withdraw(w.deliveries(), closed.ID, w.clock()) {
				w.save(d)
			}
			fresh = current
			w.wakeHeard[k.portal.ID]-- // a renewal may be said
		}
		w.keep(fresh)
	}
}

// evaluate decides, commits and plans the deliveries in one transaction. It reports false where a crash came first.
func (w *world) evaluate(now time.Time) bool {
	p := w.running
	var due []renewal.Tracked
	for _, id := range p.index.Due(now) {
		due = append(due, tracked(p.schedules[id]))
	}
	found := renewal.Evaluate(due, settings, now, p.mark)
	if len(found.Firing) > 0 && w.random.IntN(25) == 0 { // before the commit: as if it had not been
		w.restart()
		return false
	}
	p.mark = found.Mark
	w.keepMark(found.Mark)
	for _, s := range found.Changed {
		w.keep(s)
	}
	if found.SetBack {
		p.wake = found.Wake
		return true
	}
	seen := map[uuid.UUID]bool{}
	for _, f := range found.Firing {
		if seen[f.Schedule.PortalID] {
			w.t.Fatalf("at %v: two notices of %s in one evaluation", now, f.PortalName)
		}
		seen[f.Schedule.PortalID] = true
	}
	if found.Digest {
		w.digests++
	}
	underWay := w.deliveries()
	for _, name := range settings.Channels {
		planned := notify.Plan(notify.OfFirings(found.Firing, name, now), found.Digest, name, channels[name], recipients[name], underWay, now)
		for _, d := range notify.Supersede(underWay, planned, now) {
			w.save(d)
			w.settle(d, renewal.OutcomeDelivered)
		}
		for _, d := range planned {
			w.save(d)
		}
	}
	p.wake = found.Wake
	if next := p.index.Next(); !next.IsZero() && next.Before(p.wake) {
		p.wake = next
	}
	if len(found.Firing) > 0 && w.random.IntN(25) == 0 { // after the commit, before anything is sent
		w.restart()
		return false
	}
	return true
}

// restart is a crash and an immediate new start.
func (w *world) restart() {
	w.crash()
	w.pass(w.between(0, time.Minute))
	w.wakeUp()
}

var channels = map[string]notify.Traits{
	"desktop": {Delays: []time.Duration{30 * time.Second, 2 * time.Minute}},
	"inbox":   {Each: true},
	"mail":    {Addressed: true},
}

var recipients = map[string][]notify.Recipient{"mail": {ada, grace}}

// fails says whether a channel fails now: the mail server is down for a day every week, the desktop has its moods, the
// inbox always works.
func (w *world) fails(channel string) bool {
	switch channel {
	case "mail":
		return w.now.Weekday() == time.Sunday || w.random.IntN(20) == 0
	case "desktop":
		return w.random.IntN(5) == 0
	default:
		return false
	}
}

// send makes every attempt that is due, channel by channel.
func (w *world) send(now time.Time) {
	due, next := notify.Due(w.deliveries(), now)
	for _, channel := range settings.Channels {
		for _, d := range due[channel] {
			begun, err := d.Begin(now)
			w.check(err)
			w.save(begun)
			var result error
			if w.fails(channel) {
				result = fault.New(fault.Unreachable, "Nobody answers.")
				w.failedAttempts++
			} else {
				w.arrive(begun, now)
			}
			if w.random.IntN(300) == 0 { // between sending and committing
				w.cutShort++
				w.mayRepeat[d.ID]++
				w.restart()
				return
			}
			ended, err := begun.End(result, channels[channel], now)
			w.check(err)
			w.save(ended)
			w.settle(ended, notify.OutcomeOf([]notify.Delivery{ended}))
			if ended.State == notify.Waiting {
				next = ended.NextAttempt
			}
		}
	}
	if !next.IsZero() && next.Before(w.running.wake) {
		w.running.wake = next
	}
}

// settle tells the schedules what came of a delivery.
func (w *world) settle(d notify.Delivery, outcome renewal.Outcome) {
	if outcome == renewal.OutcomeOpen {
		return
	}
	for _, n := range d.Notices {
		s, ok := w.running.schedules[n.PortalID]
		if !ok || s.ID != n.ScheduleID {
			continue // the key was replaced meanwhile
		}
		if notify.IDOf(s, n.Threshold()) != n.ID {
			continue // it was said by a clock that was wrong
		}
		s, err := s.Settle(n.Threshold(), d.Channel, outcome, w.clock())
		w.check(err)
		w.keep(s)
	}
}
