package notify_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var (
	seed = flag.Uint64("seed", 20270310, "of the simulation")
	runs = flag.Int("runs", 1, "how many simulations, each with the next seed")
)

const (
	portals   = 200
	years     = 3
	tickEvery = time.Minute
)

// TestSimulation lives through three years of a machine with two hundred portals that sleeps, crashes, has its clock
// set, loses its channels and gets new keys. What a person hears is judged by rules that are written down here once
// more, without the code under test:
//
//   - of the reminders from a week before the end on, none is missed while the machine is awake, whatever its clock
//     said before: not after it was ahead by a year for a minute either;
//   - none comes twice, but for one that was cut short between sending and committing, and for one that came too early;
//   - a portal has one notice in an evaluation, and in a wake no more than thresholds and renewals that fall into it;
//   - while the machine is awake a reminder is at most 60 seconds late.
func TestSimulation(t *testing.T) {
	for i := range *runs {
		w := newWorld(t, *seed+uint64(i))
		t.Logf("seed %d", *seed+uint64(i))
		w.live()
		w.judge()
		t.Logf("%d notices, %d digests, %d wakes, %d crashes (%d of them between sending and committing), %d clock changes, %d of them by months, "+
			"%d clocks believed, %d renewals, %d failed attempts, %d steps of a final week judged to the minute, %d of them again, latest after %v",
			w.heard, w.digests, w.wakes, w.crashes, w.cutShort, w.clockChanges, w.farJumps, w.beliefs, w.renewals, w.failedAttempts, w.judged, w.again, w.latest)
	}
}

// world is the machine with its clock, what is on its disk, and what a person hears.
type world struct {
	t      *testing.T
	random *rand.Rand

	now    time.Time     // true time
	offset time.Duration // of the machine's clock
	end    time.Time

	disk    disk
	running *process // nil while the machine is off
	awake   []period // in which the machine ran and its clock was not touched

	keys      []*simulatedKey // of all portals, with their history
	arrivals  map[string][]time.Time
	inbox     map[string][]arrival // of each reminder, with those that came too early
	wakeHeard map[uuid.UUID]int    // notices of a portal in this wake
	wakeFrom  time.Time            // by the machine's clock
	highest   time.Time            // the machine's clock has been there, unless it is known that it was wrong
	behind    time.Time            // what it said when it was set back behind that, zero where it was not
	soon      time.Time            // when a clock that is far off is to be set right, by true time

	heard, digests, wakes, crashes, cutShort, clockChanges, farJumps, setBack, beliefs, renewals, failedAttempts, judged, again int
	latest                                                                                                                      time.Duration
	mayRepeat                                                                                                                   map[string]int
}

// arrival is when something was heard, by the machine's clock and in truth.
type arrival struct{ clock, truly time.Time }

// simulatedKey is a key of a portal and its time as the current one, by true time.
type simulatedKey struct {
	portal      portal.Portal
	credential  portal.KeyCredential
	from, until time.Time // current from and until
	schedule    uuid.UUID
	known       time.Time // machine's clock when the program first followed it; zero for never
}

// period is a stretch of the machine's clock, and the true time at which it begins. What falls into it before trusted
// may wait: the clock was set back before, and it is not known yet whether it is right.
type period struct{ from, until, truly, trusted time.Time }

// disk is what was committed. Everything is kept as bytes, so that a crash reads back what was really written.
type disk struct {
	schedules  map[uuid.UUID][]byte // by portal
	deliveries map[string][]byte
	mark       []byte
}

var settings = renewal.Settings{
	Channels: []string{"desktop", "inbox", "mail"},
	Quiet:    renewal.Quiet{From: 22 * 60, Until: 7 * 60}, Zone: time.FixedZone("CET", 3600),
}

func newWorld(t *testing.T, seed uint64) *world {
	w := &world{
		t: t, random: rand.New(rand.NewPCG(seed, 0)), now: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC),
		disk:     disk{schedules: map[uuid.UUID][]byte{}, deliveries: map[string][]byte{}, mark: []byte("{}")},
		arrivals: map[string][]time.Time{}, inbox: map[string][]arrival{}, mayRepeat: map[string]int{},
	}
	w.end = w.now.AddDate(years, 0, 0)
	for i := range portals {
		of := portal.Portal{ID: uuid.UUID{1, byte(i)}, Name: fmt.Sprintf("Portal %03d", i)}
		from := w.now.Add(-w.between(0, 700*day))
		for from.Before(w.end) {
			life := []time.Duration{365 * day, 730 * day, 730 * day, 45 * day}[w.random.IntN(4)]
			ends := from.Add(life)
			// Most keys are renewed in time, some in the last hours, some long after.
			until := ends.Add(w.between(-60*day, 0))
			switch w.random.IntN(4) {
			case 0:
				until = ends.Add(w.between(-12*time.Hour, 20*day))
			case 1:
				until = ends.Add(w.between(-6*day, 0))
			}
			if soonest := from.Add(day); until.Before(soonest) {
				until = soonest
			}
			if until.After(w.now) {
				credential := portal.KeyCredential{
					KeyID: uuid.UUID{2, byte(i), byte(len(w.keys)), byte(len(w.keys) >> 8)}, Start: from, End: ends, Thumbprint: fmt.Sprint(len(w.keys)),
				}
				w.keys = append(w.keys, &simulatedKey{
					portal: of, credential: credential, from: from, until: until, schedule: renewal.ScheduleID(of, credential),
				})
			}
			from = until
		}
	}
	return w
}

func (w *world) between(from, until time.Duration) time.Duration {
	return from + time.Duration(w.random.Int64N(int64(until-from)))
}

// clock is what the machine believes the time is.
func (w *world) clock() time.Time { return w.now.Add(w.offset) }

// live lets the years pass.
func (w *world) live() {
	for w.now.Before(w.end) {
		w.wakeUp()
		sleepAt := w.now.Add(w.between(10*time.Minute, 3*day))
		crashAt, clockAt := w.now.Add(w.between(0, 10*day)), w.now.Add(w.between(0, 6*day))
		for w.now.Before(sleepAt) && w.now.Before(w.end) {
			switch {
			case !w.now.Before(crashAt):
				w.crash()
				w.pass(w.between(time.Second, 2*time.Hour))
				w.wakeUp()
				crashAt = w.now.Add(w.between(0, 10*day))
			case !w.now.Before(clockAt):
				w.setClock()
				if clockAt = w.now.Add(w.between(0, 6*day)); !w.soon.IsZero() {
					clockAt = w.soon
				}
			default:
				w.tick()
				w.pass(w.untilNextTick())
			}
		}
		w.goToSleep()
		long := w.between(time.Hour, 2*day)
		if w.random.IntN(12) == 0 {
			long = w.between(day, 40*day)
		}
		w.pass(long)
	}
}

func (w *world) pass(d time.Duration) { w.now = w.now.Add(d) }

// untilNextTick skips the ticks at which nothing can happen; they cost one comparison each.
func (w *world) untilNextTick() time.Duration {
	wait := w.running.wake.Sub(w.clock())
	for _, k := range w.keys { // a renewal shows at the next tick
		if k.from.After(w.now) {
			wait = min(wait, k.from.Sub(w.now))
		}
	}
	ticks := max(1, (wait+tickEvery-1)/tickEvery)
	return ticks * tickEvery
}

func (w *world) setClock() {
	w.clockChanges++
	w.closePeriod()
	w.soon = time.Time{}
	switch {
	case w.offset != 0:
		w.offset = 0
	case w.random.IntN(3) == 0: // far off, which somebody notices soon
		w.farJumps++
		w.offset = w.between(day, 400*day)
		if w.random.IntN(4) == 0 {
			w.offset = -w.offset
		}
		w.soon = w.now.Add(w.between(time.Minute, 3*time.Hour))
	default:
		w.offset = w.between(-3*day, 3*day)
	}
	w.openPeriod()
}

func (w *world) openPeriod() {
	w.wakeHeard, w.wakeFrom = map[uuid.UUID]int{}, w.clock()
	w.awake = append(w.awake, period{from: w.clock(), truly: w.now, trusted: w.trusted()})
}

func (w *world) closePeriod() { w.awake[len(w.awake)-1].until = w.clock() }

// observe notes how far the machine's clock has been when the program looked at it. One that was set back is to be believed after a day; what was
// heard by it before is worth nothing then.
func (w *world) observe() {
	now := w.clock()
	switch {
	case !now.Before(w.highest):
		w.highest, w.behind = now, time.Time{}
	case w.behind.IsZero():
		w.setBack++
		w.behind = now
	case now.Before(w.behind):
		w.behind = now
	case now.Sub(w.behind) >= day+2*tickEvery:
		w.highest, w.behind = now, time.Time{}
		w.beliefs++
	}
}

// trusted is when the clock, going on like this, counts again.
func (w *world) trusted() time.Time {
	since := w.behind
	if now := w.clock(); since.IsZero() || now.Before(since) {
		since = now
	}
	if at := since.Add(day + 2*tickEvery); at.Before(w.highest) {
		return at
	}
	return w.highest
}

// wakeUp goes on after a sleep, or starts the program after a crash or a shutdown.
func (w *world) wakeUp() {
	w.wakes++
	if w.running == nil {
		w.running = w.start()
	}
	w.openPeriod()
}

func (w *world) goToSleep() {
	w.caughtUp()
	w.closePeriod()
	if w.random.IntN(3) == 0 {
		w.running = nil // shut down
	}
}

// crash ends the process wherever it is. What it had not committed is gone.
func (w *world) crash() {
	w.crashes++
	w.closePeriod()
	w.running = nil
}

// arrive is what a person hears.
func (w *world) arrive(d notify.Delivery, now time.Time) {
	m := notify.Compose(d.Notices, now, nil)
	if m.Title == "" {
		w.t.Fatalf("at %v an empty message arrives", now)
	}
	for _, n := range d.Notices {
		key := fmt.Sprintf("%s %s %s", n.ID, d.Channel, d.Recipient.Address)
		w.arrivals[key] = append(w.arrivals[key], now)
		if len(w.arrivals[key]) > 1+w.mayRepeat[d.ID] {
			w.t.Fatalf("at %v it arrives again: %s, before at %v", now, key, w.arrivals[key])
		}
		if d.Channel == "inbox" && len(w.arrivals[key]) == 1 {
			reminder := fmt.Sprintf("%s/%s", n.ScheduleID, n.Threshold())
			w.inbox[reminder] = append(w.inbox[reminder], arrival{now, w.now})
			if len(w.inbox[reminder]) > 1+w.setBack {
				w.t.Fatalf("at %v it is said again: %s, before at %v; the clock was set back %d times", now, reminder, w.inbox[reminder], w.setBack)
			}
			w.heard++
			w.wakeHeard[n.PortalID]++
			if most := 1 + w.passed(n.PortalID, w.wakeFrom, now); w.wakeHeard[n.PortalID] > most {
				w.t.Fatalf("at %v: notice %d of %s in the wake since %v, %d thresholds passed", now, w.wakeHeard[n.PortalID], n.PortalName, w.wakeFrom, most-1)
			}
		}
	}
}

// passed counts the thresholds of all keys of a portal between two times.
func (w *world) passed(portalID uuid.UUID, from, until time.Time) int {
	n := 0
	for _, k := range w.keys {
		if k.portal.ID == portalID {
			for _, th := range renewal.DefaultThresholds(true).All() {
				if at := th.At(k.credential.End); at.After(from) && !at.After(until) {
					n++
				}
			}
		}
	}
	return n
}

// final are the thresholds from a week before the end on. Nothing but a renewal makes them superfluous.
func final() []renewal.Threshold {
	return slices.DeleteFunc(renewal.DefaultThresholds(true).All(), func(th renewal.Threshold) bool { return th.Offset < -7*day })
}

// caughtUp looks, before the machine goes to sleep, whether the person knows how every key stands.
func (w *world) caughtUp() {
	now := w.clock()
	awake := w.awake[len(w.awake)-1]
	if now.Sub(awake.from) < 5*time.Minute || now.Before(awake.trusted.Add(2*tickEvery)) {
		return
	}
	for _, k := range w.keys {
		if k.from.After(w.now.Add(-5*time.Minute)) || !k.until.After(w.now) {
			continue
		}
		said, due := true, false
		for _, th := range final() {
			switch at := th.At(k.credential.End); {
			case at.After(now.Add(-tickEvery)), !at.After(k.known):
			default:
				said, due = false, true
			}
			// What was heard by a clock that was ahead is no knowledge.
			if due && slices.ContainsFunc(w.inbox[k.reminder(th)], func(a arrival) bool { return !a.clock.After(now) }) {
				said = true
			}
		}
		if !said {
			w.t.Fatalf("at %v, before sleep: the person does not know that the key of %s ends at %v", now, k.portal.Name, k.credential.End)
		}
	}
}

// reminder names a reminder of the key, however often it was said.
func (k *simulatedKey) reminder(th renewal.Threshold) string {
	return fmt.Sprintf("%s/%s", k.schedule, th.ID)
}

// judge goes through every step of every final week that fell into a time in which the machine ran and its clock was
// to be believed.
func (w *world) judge() {
	for _, k := range w.keys {
		for _, th := range final() {
			at, before := th.At(k.credential.End), false
			for _, p := range w.awake {
				truly := p.truly.Add(at.Sub(p.from))
				if at.Before(p.from) || at.Before(p.trusted) || p.until.Before(at.Add(tickEvery)) || !at.After(k.known) ||
					truly.Before(k.from.Add(tickEvery)) || !truly.Add(tickEvery).Before(k.until) {
					continue
				}
				w.judged++
				if before {
					w.again++
				}
				before = true
				i := slices.IndexFunc(w.inbox[k.reminder(th)], func(a arrival) bool { return !a.truly.Before(truly) && !a.truly.After(truly.Add(tickEvery)) })
				if i < 0 {
					w.t.Fatalf("%s of %s was due at %v, truly %v, and heard at %v", th.ID, k.portal.Name, at, truly, w.inbox[k.reminder(th)])
				}
				w.latest = max(w.latest, w.inbox[k.reminder(th)][i].truly.Sub(truly))
			}
		}
	}
	if w.judged < 500 || w.cutShort == 0 || w.clockChanges < 10 || w.farJumps < 5 || w.beliefs < 5 || w.renewals < 100 {
		w.t.Errorf("too little happened: %d steps, %d cut short, %d clock changes, %d by months, %d believed, %d renewals",
			w.judged, w.cutShort, w.clockChanges, w.farJumps, w.beliefs, w.renewals)
	}
}
