package admin_test

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var (
	seed = flag.Uint64("seed", 20270310, "of the simulation of reminders")
	runs = flag.Int("runs", 1, "how many simulations, each with the next seed")
	full = flag.Bool("full", false, "simulate three years with 200 portals, not two months with 40")
)

// TestReminderSimulation lives through months or years with many portals. Reminders.Run itself goes on in a bubble of
// time, over a real database: the machine sleeps, its clock is set wrong, the program is killed at commits and opened
// again, channels fail and hang, keys are renewed. What a person hears is judged by rules of its own, see judge.
// Package notify lives through years the same way with the rules alone. A seed tells the same story each time, but for
// the order in which channels, which do not wait for each other, write in the same moment.
func TestReminderSimulation(t *testing.T) {
	for i := range *runs {
		t.Logf("seed %d", *seed+uint64(i))
		synctest.Test(t, func(t *testing.T) {
			w := newSimulation(t, *seed+uint64(i))
			w.live()
			w.judge()
			t.Logf("%d notices, %d wakes, %d restarts, %d crashes (%d while sending), %d clock changes, %d of them by months, %d renewals, %d failed attempts, "+
				"%d steps judged, latest after %v", len(w.heard), w.wakes, w.restarts, w.crashes, w.cutShort, w.clockChanges, w.farJumps, w.renewals,
				w.failed.Load(), w.judged, w.latest)
		})
	}
}

// simulation is a machine with its clock. Time in the bubble is time in which it is on; while it sleeps or is off, only
// the clocks go on.
type simulation struct {
	*keeper
	random  *rand.Rand
	portals int
	days    time.Duration
	lives   []*life
	channel []*moody
	stopRun func()

	began  time.Time     // of the bubble
	begin  time.Time     // in truth
	off    time.Duration // for how long the machine slept or was off
	offset time.Duration // of its clock

	crashAt, clockAt time.Time // in truth
	jumpedAt         time.Time // when the clock was months ahead last, in truth
	kill             *kill     // that waits for its moment, nil for none
	died             chan struct{}

	look   sync.Mutex // guards what follows, and off
	seen   watch
	awake  []period
	heard  map[notify.ID]arrival // in the inbox, when first
	portal map[notify.ID]uuid.UUID
	byStep map[string][]arrival // of each step, however often it was said

	wakes, restarts, crashes, cutShort, clockChanges, farJumps, renewals, judged int
	latest                                                                       time.Duration
	failed                                                                       counter
	repeated                                                                     map[notify.ID]bool // was being sent when the program was killed
}

// life is a key's time as the current one, in truth.
type life struct {
	portal      portal.Portal
	end         time.Time
	from, until time.Time
	schedule    string
	over        bool
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() { c.mu.Lock(); defer c.mu.Unlock(); c.n++ }

// Load returns the count.
func (c *counter) Load() int { c.mu.Lock(); defer c.mu.Unlock(); return c.n }

// moody is a channel that fails and hangs now and then, as a hash of time and message says, so that a seed tells one
// story.
type moody struct {
	name    string
	traits  notify.Traits
	clock   func() time.Time
	failed  *counter
	mu      sync.Mutex
	arrived map[string]int // by notice and recipient
}

func (m *moody) Name() string          { return m.name }
func (m *moody) Traits() notify.Traits { return m.traits }

func (m *moody) Send(ctx context.Context, message notify.Message, to notify.Recipient) error {
	h := fnv.New64a()
	fmt.Fprint(h, message.ID, m.clock().UnixNano(), to.Address)
	switch mood := h.Sum64(); {
	case mood%67 == 0:
		m.failed.add()
		<-ctx.Done()
		return fault.New(fault.Canceled, "It was given up.").Because(ctx.Err())
	case mood%5 == 0 || m.name == "e-mail" && m.clock().Weekday() == time.Sunday:
		m.failed.add()
		return fault.New(fault.Unreachable, "Nobody answers.")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range message.Notices {
		m.arrived[string(n.ID)+" "+to.Address]++
	}
	return nil
}

func newSimulation(t *testing.T, seed uint64) *simulation {
	begin := time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)
	w := &simulation{
		keeper: newKeeper(t, begin), random: rand.New(rand.NewPCG(seed, 1)), began: time.Now(), begin: begin, portals: 40, days: 60 * day,
		heard: map[notify.ID]arrival{}, portal: map[notify.ID]uuid.UUID{}, byStep: map[string][]arrival{}, repeated: map[notify.ID]bool{},
	}
	if *full {
		w.portals, w.days = 200, 3*365*day
	}
	w.started = w.began
	for _, it := range []*moody{
		{name: "desktop", traits: notify.Traits{Delays: []time.Duration{30 * time.Second, 2 * time.Minute}}},
		{name: "e-mail", traits: notify.Traits{Addressed: true}},
	} {
		it.clock, it.failed, it.arrived = w.clock, &w.failed, map[string]int{}
		w.channel = append(w.channel, it)
		w.channels = append(w.channels, it)
	}
	w.restart()
	_, err := w.reminders.SaveMail(context.Background(), admin.MailAccount{Host: "smtp.contoso.example", Port: 25, Security: admin.MailPlain, From: "gatehouse@contoso.example"}, nil)
	must(t, err)
	for _, address := range []string{ada, grace} {
		_, err := w.reminders.SignUp(context.Background(), admin.Person{Address: address, All: true})
		must(t, err)
	}
	for i := range w.portals {
		w.follow(w.addWith(fmt.Sprintf("Portal %03d", i), w.key(begin.Add(w.between(-5*day, min(w.days-5*day, 730*day))))))
	}
	w.crashAt, w.clockAt = w.soon(2*day), w.soon(10*day)
	return w
}

// follow notes the current key of a portal, and when it will be renewed: mostly in time, sometimes in the last hours or
// long after.
func (w *simulation) follow(p portal.Portal) {
	now := w.truth()
	key, _ := p.Application.CurrentKey(now)
	until := key.End.Add(w.between(-30*day, 0))
	switch w.random.IntN(3) {
	case 0:
		until = key.End.Add(w.between(-3*day, 20*day))
	case 1:
		until = key.End.Add(w.between(-6*day, 0))
	}
	w.lives = append(w.lives, &life{portal: p, end: key.End, from: now, until: until, schedule: renewal.ScheduleID(p, key).String()})
}

// key is a key whose id is the same in every run.
func (w *simulation) key(end time.Time) portal.KeyCredential {
	key := keyUntil(end.Truncate(time.Second))
	key.KeyID = uuid.UUID{byte(len(w.lives)), byte(len(w.lives) >> 8)}
	return key
}

func (w *simulation) between(from, until time.Duration) time.Duration {
	return from + time.Duration(w.random.Int64N(int64(until-from)))
}

func (w *simulation) soon(within time.Duration) time.Time {
	return w.truth().Add(w.between(0, within))
}

// truth is what time it is, whatever the clock says.
func (w *simulation) truth() time.Time {
	w.look.Lock()
	defer w.look.Unlock()
	return w.begin.Add(time.Since(w.began) + w.off)
}

// isOff lets time pass in which the machine sleeps, or the program does not run.
func (w *simulation) isOff(d time.Duration) {
	w.look.Lock()
	w.off += d
	w.look.Unlock()
	w.setClock(w.truth().Add(w.offset))
}

func (w *simulation) live() {
	w.open()
	for end := w.begin.Add(w.days); w.truth().Before(end); {
		w.wakes++
		w.openPeriod()
		for sleepAt := w.truth().Add(w.between(10*time.Minute, 3*day)); w.truth().Before(sleepAt); {
			w.step(sleepAt)
		}
		if w.offset.Abs() > 3*day { // nobody leaves it like that
			w.turnClock()
		}
		w.goToSleep()
	}
	w.stopRun()
}

// step lets time pass until something happens, at the latest until a time.
func (w *simulation) step(until time.Time) {
	next := until
	for _, at := range []time.Time{w.crashAt, w.clockAt} {
		if at.Before(next) {
			next = at
		}
	}
	for _, l := range w.lives {
		if w.offset == 0 && !l.over && l.until.Before(next) { // whoever renews a key knows what time it is
			next = l.until
		}
	}
	timer := time.NewTimer(next.Sub(w.truth()))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-w.died:
		w.crash()
		return
	}
	synctest.Wait()
	switch now := w.truth(); {
	case !w.clockAt.After(now):
		w.turnClock()
	case !w.crashAt.After(now):
		if w.kill == nil {
			w.kill = &kill{point: w.random.IntN(4), died: w.died}
		}
		w.crashAt = w.soon(2 * day)
		w.hook()
	case w.offset == 0:
		w.renewDue()
	}
}

// renewDue gives new keys to the portals whose time has come.
func (w *simulation) renewDue() {
	now := w.truth()
	for _, l := range slices.Clone(w.lives) {
		if l.over || l.until.After(now) {
			continue
		}
		w.renewals++
		l.over, l.until = true, now
		p, err := w.db.Portal(context.Background(), l.portal.ID)
		must(w.t, err)
		key := w.key(now.Add([]time.Duration{365, 730}[w.random.IntN(2)] * day))
		key.Start = now
		w.follow(w.renewWith(p, key))
	}
}

// turnClock sets the clock wrong, by days or by up to a year, or right again.
func (w *simulation) turnClock() {
	w.clockChanges++
	w.closePeriod()
	w.clockAt = w.soon(10 * day)
	switch {
	case w.offset != 0:
		w.offset = 0
	case w.random.IntN(3) == 0:
		w.farJumps++
		w.jumpedAt = w.truth()
		if w.offset = w.between(3*day, 400*day); w.random.IntN(4) == 0 {
			w.offset = -w.offset
		}
		w.clockAt = w.truth().Add(w.between(time.Minute, 3*time.Hour)) // somebody notices soon
	default:
		w.offset = w.between(-3*day, 3*day)
	}
	w.setClock(w.truth().Add(w.offset))
	w.openPeriod()
}

// goToSleep ends a time awake. Sometimes the program is closed.
func (w *simulation) goToSleep() {
	w.caughtUp()
	w.closePeriod()
	if w.random.IntN(4) == 0 {
		w.restarts++
		w.stopRun()
		w.restart()
		w.open()
	}
	long := w.between(time.Hour, 2*day)
	if w.random.IntN(12) == 0 {
		long = w.between(day, w.days/30)
	}
	w.isOff(long)
}

// crash ends the program, which has not been able to write any more, and opens it again.
func (w *simulation) crash() {
	w.crashes++
	w.closePeriod()
	w.stopRun()
	w.cutShort += w.kill.cutShort
	w.isOff(w.between(time.Second, 2*time.Hour))
	w.restart()
	w.open()
	w.openPeriod()
}

// open lets the program that was just started run, and looks over its shoulder.
func (w *simulation) open() {
	w.kill, w.died = nil, make(chan struct{})
	w.look.Lock()
	w.seen.behind = time.Time{} // whether it had noted that is not known
	w.look.Unlock()
	w.reminders.Now = w.watchedClock
	w.hook()
	w.stopRun = w.run()
}

// hook sees what is written, and kills the program when its moment has come.
func (w *simulation) hook() {
	k := w.kill
	w.db.fail(func(c admin.ReminderChange) error {
		if k == nil {
			return nil
		}
		return k.before(c, w)
	}, func(c admin.ReminderChange) error {
		w.written(c)
		if k == nil {
			return nil
		}
		return k.after(c)
	})
}

// kill fails every commit from a point on, as if the program did not live any more.
type kill struct {
	point int // 0 before any commit, 1 after a decision, 2 after a delivery changed, 3 between sending and its record
	died  chan struct{}

	mu       sync.Mutex
	dead     bool
	cutShort int
}

func (k *kill) before(c admin.ReminderChange, w *simulation) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	sent := slices.ContainsFunc(c.Deliveries, func(d notify.Delivery) bool { return d.State == notify.Arrived })
	if k.point == 0 || k.point == 3 && sent {
		k.die()
	}
	if !k.dead {
		return nil
	}
	if sent {
		k.cutShort++
		for _, d := range c.Deliveries {
			for _, n := range d.Notices {
				w.repeated[n.ID] = true
			}
		}
	}
	return errCrash
}

func (k *kill) after(c admin.ReminderChange) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.point == 1 && len(c.Inbox) > 0 || k.point == 2 && len(c.Deliveries) > 0 {
		k.die()
		return errCrash
	}
	return nil
}

func (k *kill) die() {
	if !k.dead {
		k.dead = true
		close(k.died)
	}
}
