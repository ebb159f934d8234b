package admin_test

import (
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var (
	seed = flag.Uint64("seed", 20270310, "of the simulation of reminders")
	runs = flag.Int("runs", 1, "how many simulations, each with the next seed")
)

const (
	simulatedPortals = 20
	simulatedDays    = 60
)

// TestReminderSimulation lives through two months with twenty portals over a real database: the machine sleeps, the
// program is killed at commits and opened again, channels fail, keys are renewed. What a person hears is judged by
// rules of its own: no step of a final week missed or more than a minute late while the machine is awake, none twice
// but where sending was cut short. Package notify lives through years the same way, without a database.
func TestReminderSimulation(t *testing.T) {
	for i := range *runs {
		t.Logf("seed %d", *seed+uint64(i))
		w := newSimulation(t, *seed+uint64(i))
		w.live()
		w.judge()
		t.Logf("%d notices, %d restarts, %d crashes (%d while sending), %d renewals, %d failed attempts, %d steps judged, latest after %v",
			len(w.inbox), w.restarts, w.crashes, w.cutShort, w.renewals, w.failed.Load(), w.judged, w.latest)
	}
}

type simulation struct {
	*keeper
	random  *rand.Rand
	begin   time.Time
	lives   []life
	awake   [][2]time.Time
	channel []*moody

	inbox                                         map[notify.ID]time.Time
	restarts, crashes, cutShort, renewals, judged int
	latest                                        time.Duration
	failed                                        counter
	repeated                                      map[notify.ID]bool // was being sent when the program was killed
	kill                                          *kill              // that waits for its moment
}

// life is a key's time as the current one.
type life struct {
	portal      portal.Portal
	end         time.Time
	from, until time.Time // as the current key
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

// moody is a channel that fails now and then, as a hash of time and message says, so that a seed tells one story.
type moody struct {
	name    string
	traits  notify.Traits
	clock   func() time.Time
	failed  *counter
	mu      sync.Mutex
	arrived map[string]int // by notice and recipient
	order   []string
}

func (m *moody) Name() string          { return m.name }
func (m *moody) Traits() notify.Traits { return m.traits }

func (m *moody) Send(_ context.Context, message notify.Message, to notify.Recipient) error {
	h := fnv.New64a()
	fmt.Fprint(h, message.ID, m.clock().UnixNano(), to.Address)
	if h.Sum64()%5 == 0 || m.name == "e-mail" && m.clock().Weekday() == time.Sunday {
		m.failed.add()
		return fault.New(fault.Unreachable, "Nobody answers.")
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range message.Notices {
		m.arrived[string(n.ID)+" "+to.Address]++
		m.order = append(m.order, string(n.ID))
	}
	return nil
}

func newSimulation(t *testing.T, seed uint64) *simulation {
	begin := time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)
	w := &simulation{
		keeper: newKeeper(t, begin), random: rand.New(rand.NewPCG(seed, 1)), begin: begin,
		inbox: map[notify.ID]time.Time{}, repeated: map[notify.ID]bool{},
	}
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
	for i := range simulatedPortals {
		end := begin.Add(w.between(-5*day, (simulatedDays-5)*day)).Truncate(time.Second)
		p := w.add(fmt.Sprintf("Portal %02d", i), end)
		w.follow(p)
	}
	return w
}

// follow notes the current key of a portal, and when it will be renewed.
func (w *simulation) follow(p portal.Portal) {
	key, _ := p.Application.CurrentKey(w.clock())
	until := w.begin.Add(10 * simulatedDays * day)
	if w.random.IntN(2) == 0 {
		until = key.End.Add(w.between(-3*day, 4*day))
	}
	w.lives = append(w.lives, life{portal: p, end: key.End, from: w.clock(), until: until, schedule: renewal.ScheduleID(p, key).String()})
}

func (w *simulation) between(from, until time.Duration) time.Duration {
	return from + time.Duration(w.random.Int64N(int64(until-from)))
}

func (w *simulation) live() {
	for until := w.begin.Add(simulatedDays * day); w.clock().Before(until); {
		from := w.clock()
		for sleepAt := from.Add(w.between(time.Hour, 30*time.Hour)); w.clock().Before(sleepAt); w.setClock(w.clock().Add(time.Minute)) {
			w.renewDue()
			if w.minute() {
				w.awake = append(w.awake, [2]time.Time{from, w.clock()})
				from = w.clock().Add(time.Minute) // the restart takes its time
			}
		}
		w.awake = append(w.awake, [2]time.Time{from, w.clock()})
		w.setClock(w.clock().Add(w.between(time.Hour, 20*time.Hour)))
		if w.random.IntN(4) == 0 {
			w.restarts++
			w.kill = nil
			w.restart()
		}
	}
}

// renewDue gives new keys to the portals whose time has come.
func (w *simulation) renewDue() {
	now := w.clock()
	for i, l := range w.lives {
		if l.over || l.until.After(now) {
			continue
		}
		w.renewals++
		w.lives[i].over, w.lives[i].until = true, now
		p, err := w.db.Portal(context.Background(), l.portal.ID)
		must(w.t, err)
		p = w.renew(p, now, now.Add(730*day))
		key, _ := p.Application.CurrentKey(now)
		w.lives = append(w.lives, life{portal: p, end: key.End, from: now, until: now.Add(900 * day), schedule: renewal.ScheduleID(p, key).String()})
	}
}

// minute is a tick, which may be cut short by a kill at one of its commits. It reports whether it was.
func (w *simulation) minute() (killed bool) {
	if w.kill == nil && w.random.IntN(200) == 0 {
		w.kill = &kill{point: w.random.IntN(4), repeated: w.repeated}
		w.db.fail(w.kill.before, w.kill.after)
	}
	err := w.reminders.Tick(context.Background())
	w.reminders.Wait()
	if w.kill != nil && w.kill.dead {
		w.crashes++
		w.cutShort += w.kill.cutShort
		w.kill = nil
		w.restart()
		return true
	}
	if err != nil {
		w.t.Fatalf("at %v: %v", w.clock(), err)
	}
	return false
}

// kill fails every commit from a point on, as if the program did not live any more.
type kill struct {
	point int // 0 before any commit, 1 after a decision, 2 after a delivery changed, 3 between sending and its record

	mu       sync.Mutex
	dead     bool
	cutShort int
	repeated map[notify.ID]bool // notices that may come again
}

func (k *kill) before(c admin.ReminderChange) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	sent := false
	for _, d := range c.Deliveries {
		sent = sent || d.State == notify.Arrived
	}
	k.dead = k.dead || k.point == 0 || k.point == 3 && sent
	if !k.dead {
		return nil
	}
	if sent {
		k.cutShort++
		for _, d := range c.Deliveries {
			for _, n := range d.Notices {
				k.repeated[n.ID] = true
			}
		}
	}
	return errCrash
}

func (k *kill) after(c admin.ReminderChange) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.point == 1 && len(c.Inbox) > 0 || k.point == 2 && len(c.Deliveries) > 0 {
		k.dead = true
		return errCrash
	}
	return nil
}

func (w *simulation) judge() {
	entries, err := w.reminders.Inbox(context.Background())
	must(w.t, err)
	for _, e := range entries {
		w.inbox[e.Notice.ID] = e.Notice.RaisedAt
	}
	for _, l := range w.lives {
		for _, th := range renewal.DefaultThresholds(true).All() {
			at := th.At(l.end)
			if th.Offset < -7*day || !at.After(l.from.Add(time.Minute)) || !at.Before(l.until.Add(-time.Minute)) {
				continue
			}
			for _, p := range w.awake {
				if at.Before(p[0].Add(time.Minute)) || !at.Before(p[1].Add(-2*time.Minute)) {
					continue
				}
				w.judged++
				heard, ok := w.inbox[notify.ID(l.schedule+"/"+string(th.ID))]
				late := heard.Sub(at)
				if !ok || late < 0 || late > time.Minute {
					w.t.Errorf("%s of %s was due at %v and heard at %v", th.ID, l.portal.Name, at, heard)
				}
				w.latest = max(w.latest, late)
			}
		}
	}
	for _, channel := range w.channel {
		for key, n := range channel.arrived {
			id, _, _ := strings.Cut(key, " ")
			if n > 1 && !w.repeated[notify.ID(id)] {
				w.t.Errorf("%s: %s arrived %d times", channel.name, key, n)
			}
			if _, ok := w.inbox[notify.ID(id)]; !ok {
				w.t.Errorf("%s: %s arrived and is not in the inbox", channel.name, id)
			}
		}
	}
	for id := range w.inbox {
		if w.channel[0].arrived[string(id)+" "] == 0 {
			w.unheard(id)
		}
	}
	if w.judged < 50 || w.crashes < 20 || w.cutShort == 0 || w.renewals < 3 || w.failed.Load() < 10 {
		w.t.Errorf("too little happened: %d steps, %d crashes, %d while sending, %d renewals, %d failed attempts", w.judged, w.crashes, w.cutShort, w.renewals, w.failed.Load())
	}
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
	if raised := w.inbox[id]; w.clock().Sub(raised) < 30*day {
		w.t.Errorf("%s never reached the desktop, and no delivery tells why", id)
	}
}
