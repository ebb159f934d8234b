package admin_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// How the simulation of reminders judges what a person heard. The rules are written down here once more, without the
// code under test.

const lookEvery = time.Minute

// arrival is when something was heard, by the machine's clock and in truth, and in which period.
type arrival struct {
	clock, truly time.Time
	period       int
}

// period is a stretch in which the program ran and the clock was not touched. What falls into it before trusted may
// wait: the clock was set back, and it is not known yet whether it is right.
type period struct{ from, until, truly, trusted time.Time }

// watch is what the program can know of the clock.
type watch struct {
	highest time.Time // it has been there, unless it is known that it was wrong
	behind  time.Time // what it said when it was set back behind that, zero where it was not
	setBack int
}

// doubted is how long a clock that was set back is doubted: a day, and the minutes until somebody looks.
const doubted = day + 3*lookEvery

func (s *watch) observe(now time.Time) {
	switch {
	case !now.Before(s.highest), !s.behind.IsZero() && now.Sub(s.behind) >= doubted:
		s.highest, s.behind = now, time.Time{}
	case s.behind.IsZero():
		s.setBack++
		s.behind = now
	case now.Before(s.behind):
		s.behind = now
	}
}

// trusted is when the clock counts again if it goes on from now.
func (s *watch) trusted(now time.Time) time.Time {
	since := s.behind
	if since.IsZero() || now.Before(since) {
		since = now
	}
	if at := since.Add(doubted); at.Before(s.highest) {
		return at
	}
	return s.highest
}

// watchedClock is the clock as the program looks at it.
func (w *simulation) watchedClock() time.Time {
	now := w.clock()
	w.look.Lock()
	defer w.look.Unlock()
	w.seen.observe(now)
	return now
}

func (w *simulation) openPeriod() {
	now, truly := w.clock(), w.truth()
	w.look.Lock()
	defer w.look.Unlock()
	w.awake = append(w.awake, period{from: now, truly: truly, trusted: w.seen.trusted(now)})
}

func (w *simulation) closePeriod() {
	w.awake[len(w.awake)-1].until = w.clock()
}

// written is what was committed: a person finds it in the inbox.
func (w *simulation) written(c admin.ReminderChange) {
	now, truly := w.clock(), w.truth()
	w.look.Lock()
	defer w.look.Unlock()
	inCommit := map[uuid.UUID]bool{}
	for _, entry := range c.Inbox {
		n := entry.Notice
		if _, known := w.heard[n.ID]; known {
			continue // after a crash before its outcome
		}
		if inCommit[n.PortalID] {
			w.t.Errorf("at %v: two notices of %s at once", now, n.PortalName)
		}
		inCommit[n.PortalID] = true
		heard := arrival{now, truly, len(w.awake) - 1}
		w.heard[n.ID], w.portal[n.ID] = heard, n.PortalID
		step := n.ScheduleID.String() + "/" + string(n.Threshold())
		w.byStep[step] = append(w.byStep[step], heard)
		if len(w.byStep[step]) > 1+w.seen.setBack {
			w.t.Errorf("at %v: %s of %s is said again, before at %v", now, n.Threshold(), n.PortalName, w.byStep[step])
		}
	}
}

// finalWeek are the thresholds from a week before the end on. Nothing but a renewal makes them superfluous.
func finalWeek() []renewal.Threshold {
	return slices.DeleteFunc(renewal.DefaultThresholds(true).All(), func(th renewal.Threshold) bool { return th.Offset < -7*day })
}

// caughtUp looks, before the machine goes to sleep, whether the person knows how every key stands.
func (w *simulation) caughtUp() {
	now, truly := w.clock(), w.truth()
	w.look.Lock()
	defer w.look.Unlock()
	last := w.awake[len(w.awake)-1]
	if now.Sub(last.from) < 5*lookEvery || now.Before(last.trusted.Add(2*lookEvery)) {
		return
	}
	for _, l := range w.lives {
		if l.over || l.from.After(truly.Add(-5*lookEvery)) {
			continue
		}
		said := true
		for _, th := range finalWeek() {
			at := th.At(l.end)
			if !at.After(now.Add(-lookEvery)) && at.After(l.from) {
				said = false
			}
			// What was heard by a clock that was ahead is no knowledge.
			said = said || slices.ContainsFunc(w.byStep[l.schedule+"/"+string(th.ID)], func(a arrival) bool { return !a.clock.After(now) })
		}
		if !said {
			w.t.Errorf("at %v, before sleep: the person does not know that the key of %s ends at %v", now, l.portal.Name, l.end)
		}
	}
}

// judge holds what was heard against the rules:
//
//   - no step of a final week is missed, or more than a minute late, while the machine is awake and its clock to be
//     believed, whatever the clock said before;
//   - none is heard twice, but where sending was cut short, or after a clock that was ahead;
//   - in one wake a portal has no more notices than one and the thresholds and renewals that fall into it;
//   - what the inbox has reaches the desktop, or a delivery says why not; nothing arrives that the inbox does not have.
func (w *simulation) judge() {
	for _, l := range w.lives {
		for _, th := range finalWeek() {
			w.judgeStep(l, th)
		}
	}
	w.judgeWakes()
	for _, channel := range w.channel {
		for key, n := range channel.arrived {
			id, _, _ := strings.Cut(key, " ")
			if n > 1 && !w.repeated[notify.ID(id)] {
				w.t.Errorf("%s: %s arrived %d times", channel.name, key, n)
			}
			if _, ok := w.heard[notify.ID(id)]; !ok {
				w.t.Errorf("%s: %s arrived and is not in the inbox", channel.name, id)
			}
		}
	}
	for id := range w.heard {
		if w.channel[0].arrived[string(id)+" "] == 0 {
			w.unheard(id)
		}
	}
	entries, err := w.reminders.Inbox(context.Background())
	must(w.t, err)
	if len(entries) != len(w.heard) {
		w.t.Errorf("the inbox has %d notices, %d were written", len(entries), len(w.heard))
	}
	if w.judged < 25 || w.crashes < 15 || w.cutShort == 0 || w.renewals < 3 || w.failed.Load() < 10 || w.farJumps == 0 || w.seen.setBack < 2 {
		w.t.Errorf("too little happened: %d steps, %d crashes, %d while sending, %d renewals, %d failed attempts, clock by months %d, set back %d",
			w.judged, w.crashes, w.cutShort, w.renewals, w.failed.Load(), w.farJumps, w.seen.setBack)
	}
}

func (w *simulation) judgeStep(l *life, th renewal.Threshold) {
	at := th.At(l.end)
	for _, p := range w.awake {
		truly := p.truly.Add(at.Sub(p.from))
		if at.Before(p.from) || at.Before(p.trusted) || p.until.Before(at.Add(lookEvery)) || !at.After(l.from) ||
			truly.Before(l.from.Add(lookEvery)) || !truly.Add(lookEvery).Before(l.until) {
			continue
		}
		w.judged++
		all := w.byStep[l.schedule+"/"+string(th.ID)]
		i := slices.IndexFunc(all, func(a arrival) bool { return !a.truly.Before(truly) && !a.truly.After(truly.Add(lookEvery)) })
		if i < 0 {
			w.t.Errorf("%s of %s was due at %v, truly %v, and heard at %v", th.ID, l.portal.Name, at, truly, all)
			continue
		}
		w.latest = max(w.latest, all[i].truly.Sub(truly))
	}
}

// judgeWakes counts what each portal said in each stretch of being awake.
func (w *simulation) judgeWakes() {
	type stretch struct {
		period int
		portal uuid.UUID
	}
	said := map[stretch]int{}
	for id, a := range w.heard {
		said[stretch{a.period, w.portal[id]}]++
	}
	for at, n := range said {
		if most := 1 + w.passed(at.portal, w.awake[at.period]); n > most {
			w.t.Errorf("in %+v the portal %s said %d things, %d at most", w.awake[at.period], at.portal, n, most)
		}
	}
}

// passed counts the thresholds and renewals of a portal in a period.
func (w *simulation) passed(portalID uuid.UUID, p period) int {
	n := 0
	for _, l := range w.lives {
		if l.portal.ID != portalID {
			continue
		}
		if !l.from.Before(p.truly) && !l.from.After(p.truly.Add(p.until.Sub(p.from))) {
			n++
		}
		for _, th := range renewal.DefaultThresholds(true).All() {
			if at := th.At(l.end); at.After(p.from) && !at.After(p.until) {
				n++
			}
		}
	}
	return n
}

// unheard accepts a notice that the desktop never had only where its delivery says why.
func (w *simulation) unheard(id notify.ID) {
	all, err := w.reminders.Deliveries(context.Background(), 1<<20)
	must(w.t, err)
	for _, d := range all {
		for _, n := range d.Notices {
			if n.ID == id && d.Channel == "desktop" && d.State != notify.Arrived {
				return
			}
		}
	}
	// What ended a month ago is forgotten, and by a clock that is months ahead everything did.
	if raised := w.heard[id].truly; w.truth().Sub(raised) < 25*day && raised.After(w.jumpedAt.Add(3*time.Hour)) {
		w.t.Errorf("%s never reached the desktop, and no delivery tells why", id)
	}
}
