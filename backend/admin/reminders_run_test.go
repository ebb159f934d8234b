package admin_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// bubble runs a test in which time passes by itself, with reminders running from ends-8 days on.
func bubble(t *testing.T, name string, channels []notify.Channel, test func(*testing.T, *keeper)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			k := newKeeper(t, ends.Add(-8*day))
			k.started = time.Now()
			if channels != nil {
				k.channels = append([]notify.Channel{k.desktop}, channels...)
				k.restart()
			}
			test(t, k)
		})
	})
}

// run lets Run go on until the returned stop, which waits for it.
func (k *keeper) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	reminders := k.reminders
	go func() { ended <- reminders.Run(ctx) }()
	return sync.OnceFunc(func() {
		k.t.Helper()
		cancel()
		if err := <-ended; err != nil {
			k.t.Errorf("Run returned %v", err)
		}
	})
}

// hanging is a channel that never answers: until its time is over, or, when it is deaf, until it is let go.
type hanging struct {
	deaf  bool
	letGo chan struct{}
	mu    sync.Mutex
	calls int
}

func (h *hanging) Name() string { return "hanging" }
func (h *hanging) Traits() notify.Traits {
	return notify.Traits{Delays: []time.Duration{time.Minute, time.Hour}}
}

func (h *hanging) Send(ctx context.Context, _ notify.Message, _ notify.Recipient) error {
	h.mu.Lock()
	h.calls++
	h.mu.Unlock()
	if h.deaf {
		<-h.letGo
		return nil
	}
	<-ctx.Done()
	return fault.New(fault.Canceled, "It was given up.").Because(ctx.Err())
}

func (h *hanging) called() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls
}

type panicking struct{ hanging }

func (p *panicking) Name() string { return "panicking" }
func (p *panicking) Send(context.Context, notify.Message, notify.Recipient) error {
	panic("out of order")
}

func (k *keeper) undelivered() string {
	k.t.Helper()
	all, err := k.reminders.Undelivered(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	var lines []string
	for _, d := range all {
		line := fmt.Sprintf("%s %s %d", d.Channel, d.State, d.Attempts)
		if d.Problem != nil {
			line += " " + d.Problem.Message
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestRunReminders(t *testing.T) {
	bubble(t, "EveryStepWithinAMinute", nil, func(t *testing.T, k *keeper) {
		p := k.add("Care", ends)
		stop := k.run()
		defer stop()
		time.Sleep(ends.Add(8*day).Sub(k.clock()) + time.Minute)
		entries, err := k.reminders.Inbox(t.Context())
		must(t, err)
		if len(entries) != 1+7+3+1+7 {
			t.Errorf("%d notices: %q", len(entries), k.inbox())
		}
		for _, e := range entries {
			_, id, _ := strings.Cut(string(e.Notice.ID), "/")
			threshold, err := renewal.ParseThreshold(id)
			must(t, err)
			if late := e.Notice.RaisedAt.Sub(threshold.At(ends)); id != "b15d" && (late < 0 || late > time.Minute) {
				t.Errorf("%s was %v late", id, late)
			}
		}
		if got := len(k.desktop.Got()); got != len(entries) {
			t.Errorf("the desktop got %d", got)
		}
		if outcome := k.outcome(p, "x0"); outcome != "sent inbox:delivered desktop:delivered e-mail:nobody" {
			t.Errorf("x0 is %s", outcome)
		}
	})
	bubble(t, "OnlyOnce", nil, func(t *testing.T, k *keeper) {
		stop := k.run()
		synctest.Wait()
		wantFault(t, k.reminders.Run(t.Context()), fault.Conflict, "already")
		stop()
		stop = k.run() // and again after it ended
		synctest.Wait()
		if !k.reminders.Status(t.Context()).Running {
			t.Error("it does not run")
		}
		stop()
	})
	bubble(t, "HearsOfChangesAtOnce", nil, func(t *testing.T, k *keeper) {
		stop := k.run()
		defer stop()
		time.Sleep(time.Second)
		k.add("Care", ends)
		synctest.Wait()
		k.wantInbox("Care b15d")
		k.wantDesktop("Care: the authentication key expires in 8 days.")
	})
	slow := &hanging{}
	bubble(t, "AChannelThatHangsHoldsUpNobody", []notify.Channel{slow}, func(t *testing.T, k *keeper) {
		p := k.add("Care", ends)
		k.add("Shop", ends.Add(time.Minute))
		stop := k.run()
		defer stop()
		synctest.Wait()
		if len(k.desktop.Got()) != 2 {
			t.Fatalf("the desktop got %q", titles(k.desktop))
		}
		time.Sleep(time.Minute) // they are sent one after the other
		if told := k.undelivered(); strings.Count(told, "\n") != 1 || !strings.Contains(told, "no answer over hanging within 45 seconds") {
			t.Errorf("undelivered after a minute: %s", told)
		}
		time.Sleep(2 * time.Hour)
		if told := k.undelivered(); strings.Count(told, "hanging given-up 3") != 2 || slow.called() != 6 {
			t.Errorf("undelivered in the end: %s, %d calls", told, slow.called())
		}
		if outcome := k.outcome(p, "b15d"); outcome != "sent inbox:delivered desktop:delivered hanging:failed" {
			t.Errorf("b15d is %s", outcome)
		}
	})
	deaf := &hanging{deaf: true, letGo: make(chan struct{})}
	t.Run("ADeafChannelHoldsUpNobody", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			deaf.letGo = make(chan struct{})
			k := newKeeper(t, ends.Add(-8*day))
			k.started = time.Now()
			k.channels = []notify.Channel{deaf, k.desktop}
			k.restart()
			k.add("Care", ends)
			stop := k.run()
			time.Sleep(2*day + time.Minute)
			if len(k.desktop.Got()) != 3 || deaf.called() != 1 {
				t.Errorf("the desktop got %q, the deaf channel was called %d times", titles(k.desktop), deaf.called())
			}
			if told := k.undelivered(); !strings.HasPrefix(told, "hanging waiting") {
				t.Errorf("undelivered: %s", told)
			}
			stop() // does not wait for it
			close(deaf.letGo)
			synctest.Wait()
		})
	})
	bubble(t, "AChannelThatPanics", []notify.Channel{&panicking{}}, func(t *testing.T, k *keeper) {
		k.add("Care", ends)
		stop := k.run()
		defer stop()
		time.Sleep(2 * time.Hour)
		if len(k.desktop.Got()) != 1 || !strings.Contains(k.undelivered(), "panicking given-up 3") {
			t.Errorf("desktop %q, undelivered %s", titles(k.desktop), k.undelivered())
		}
		if len(k.reported) == 0 || !strings.Contains(k.reported[0].Error(), "out of order") {
			t.Errorf("reported: %v", k.reported)
		}
	})
	bubble(t, "AChannelThatComesBack", nil, func(t *testing.T, k *keeper) {
		k.add("Care", ends)
		k.desktop.Break(true)
		stop := k.run()
		defer stop()
		time.Sleep(time.Minute + time.Second)
		if told := k.undelivered(); !strings.HasPrefix(told, "desktop waiting 2 Nobody is there") {
			t.Errorf("undelivered after a minute: %s", told)
		}
		k.desktop.Break(false)
		time.Sleep(3 * time.Minute)
		if told := k.undelivered(); told != "" || len(k.desktop.Got()) != 1 {
			t.Errorf("undelivered: %s, desktop %q", told, titles(k.desktop))
		}
	})
	bubble(t, "RetryByAPerson", nil, func(t *testing.T, k *keeper) {
		k.add("Care", ends)
		k.desktop.Break(true)
		stop := k.run()
		defer stop()
		time.Sleep(10 * time.Minute)
		all, err := k.reminders.Undelivered(t.Context())
		if err != nil || len(all) != 1 || all[0].State != notify.GivenUp {
			t.Fatalf("undelivered: %+v, %v", all, err)
		}
		k.desktop.Break(false)
		must(t, k.reminders.Retry(t.Context(), all[0].ID))
		synctest.Wait()
		if len(k.desktop.Got()) != 1 || k.undelivered() != "" {
			t.Errorf("desktop %q, undelivered %s", titles(k.desktop), k.undelivered())
		}
		wantFault(t, k.reminders.Retry(t.Context(), all[0].ID), fault.Conflict, "nothing to repeat")
		wantFault(t, k.reminders.Retry(t.Context(), "unknown"), fault.NotFound, "not kept")
	})
	bubble(t, "SleepAcrossDays", nil, func(t *testing.T, k *keeper) {
		k.add("Care", ends)
		stop := k.run()
		defer stop()
		time.Sleep(time.Hour)
		k.setClock(ends.Add(-3*day + time.Hour)) // asleep until then
		time.Sleep(time.Minute + time.Second)
		k.wantInbox("Care b15d", "Care b3d")
	})
	bubble(t, "ClockSetBack", nil, func(t *testing.T, k *keeper) {
		k.add("Care", ends)
		stop := k.run()
		defer stop()
		time.Sleep(day + time.Minute)
		k.wantInbox("Care b15d", "Care b7d")
		k.setClock(ends.Add(-7*day - 12*time.Hour))
		time.Sleep(12*time.Hour + 2*time.Minute)
		k.wantInbox("Care b15d", "Care b7d")
		time.Sleep(day)
		k.wantInbox("Care b15d", "Care b7d", "Care b6d")
	})
	bubble(t, "StopsInTheMiddleOfAnAttempt", []notify.Channel{&hanging{}}, func(t *testing.T, k *keeper) {
		k.add("Care", ends)
		stop := k.run()
		synctest.Wait()
		stop()
		all, err := k.reminders.Deliveries(t.Context(), 10)
		must(t, err)
		i := slices.IndexFunc(all, func(d notify.Delivery) bool { return d.Channel == "hanging" })
		if all[i].State != notify.Waiting || all[i].Attempts != 0 {
			t.Errorf("the delivery is %+v", all[i])
		}
	})
	bubble(t, "OutlivesAFullDisk", nil, func(t *testing.T, k *keeper) {
		full := func(admin.ReminderChange) error { return fault.New(fault.Unreachable, "There is no room on the disk.") }
		stop := k.run()
		defer stop()
		synctest.Wait()
		k.db.fail(full, nil)
		k.add("Care", ends)
		time.Sleep(5 * time.Minute)
		if trouble := k.reminders.Status(t.Context()).Trouble; !fault.Is(trouble, fault.Unreachable) || len(k.reported) == 0 {
			t.Errorf("trouble is %v, reported %v", trouble, k.reported)
		}
		k.db.fail(nil, nil)
		time.Sleep(time.Minute + time.Second)
		k.wantInbox("Care b15d")
		if trouble := k.reminders.Status(t.Context()).Trouble; trouble != nil || len(k.desktop.Got()) != 1 {
			t.Errorf("trouble is %v, desktop %q", trouble, titles(k.desktop))
		}
	})
	bubble(t, "KeepsAnOutcomeThatCouldNotBeStored", nil, func(t *testing.T, k *keeper) {
		stop := k.run()
		defer stop()
		synctest.Wait()
		k.db.fail(func(c admin.ReminderChange) error {
			if slices.ContainsFunc(c.Deliveries, func(d notify.Delivery) bool { return d.State == notify.Arrived }) {
				return errors.New("not now")
			}
			return nil
		}, nil)
		p := k.add("Care", ends)
		time.Sleep(90 * time.Second)
		k.db.fail(nil, nil)
		time.Sleep(2 * time.Minute)
		if outcome := k.outcome(p, "b15d"); len(k.desktop.Got()) != 1 || !strings.Contains(outcome, "sent inbox:delivered desktop:delivered") {
			t.Errorf("desktop %q, b15d is %s", titles(k.desktop), outcome)
		}
	})
}

// watching is a channel that looks what is stored about its delivery while it sends.
type watching struct {
	state func() (admin.ReminderState, error)
	saw   []notify.Delivery
}

func (w *watching) Name() string          { return "watching" }
func (w *watching) Traits() notify.Traits { return notify.Traits{} }

func (w *watching) Send(context.Context, notify.Message, notify.Recipient) error {
	state, err := w.state()
	w.saw = append(w.saw, state.Deliveries...)
	return err
}

func TestReminderAttemptIsStoredFirst(t *testing.T) {
	channel := &watching{}
	k := newKeeper(t, ends.Add(-8*day))
	k.channels = []notify.Channel{channel}
	k.restart()
	channel.state = func() (admin.ReminderState, error) { return k.db.Reminders(context.Background()) }
	k.add("Care", ends)
	k.at(k.now)
	if len(channel.saw) != 1 || channel.saw[0].State != notify.Sending || channel.saw[0].Attempts != 1 {
		t.Errorf("while it was sent, the database had %+v", channel.saw)
	}
}

// A crash at any commit loses nothing, and repeats nothing but what was cut short while it was sent.
func TestReminderCrashes(t *testing.T) {
	crash := func(admin.ReminderChange) error { return errCrash }
	sending := func(c admin.ReminderChange) bool {
		return slices.ContainsFunc(c.Deliveries, func(d notify.Delivery) bool { return d.State == notify.Sending })
	}
	arrived := func(c admin.ReminderChange) bool {
		return slices.ContainsFunc(c.Deliveries, func(d notify.Delivery) bool { return d.State == notify.Arrived })
	}
	when := func(is func(admin.ReminderChange) bool) func(admin.ReminderChange) error {
		return func(c admin.ReminderChange) error {
			if is(c) {
				return errCrash
			}
			return nil
		}
	}
	for name, test := range map[string]struct {
		before, after func(admin.ReminderChange) error
		toasts        int
	}{
		"BeforeTheDecision":          {crash, nil, 1},
		"BetweenDecisionAndSending":  {nil, when(func(c admin.ReminderChange) bool { return len(c.Inbox) > 0 }), 1},
		"BeforeTheAttempt":           {when(sending), nil, 1},
		"BetweenAttemptAndSending":   {nil, when(sending), 1},
		"BetweenSendingAndItsRecord": {when(arrived), nil, 2},
		"AfterTheRecord":             {nil, when(arrived), 1},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(t, ends.Add(-8*day))
			p := k.add("Care", ends)
			k.db.fail(test.before, test.after)
			_ = k.reminders.Tick(t.Context()) // fails where the crash comes within it
			k.restart()
			for range 5 {
				k.at(k.now.Add(time.Minute))
			}
			k.wantInbox("Care b15d")
			if len(k.desktop.Got()) != test.toasts {
				t.Errorf("the desktop got %q, want %d", titles(k.desktop), test.toasts)
			}
			if outcome := k.outcome(p, "b15d"); outcome != "sent inbox:delivered desktop:delivered e-mail:nobody" {
				t.Errorf("b15d is %s", outcome)
			}
		})
	}
}

// A tick with nothing due does not touch the database, however many portals there are.
func TestIdleTick(t *testing.T) {
	k := newKeeper(t, ends.Add(-200*day))
	for i := range 50 {
		k.add(fmt.Sprintf("Portal %d", i), ends.Add(time.Duration(i)*time.Hour))
	}
	k.at(k.now)
	k.db.fail(crashAlways, nil)
	for range 14 {
		k.at(k.now.Add(time.Minute))
	}
	allocations := testing.AllocsPerRun(100, func() { _ = k.reminders.Tick(t.Context()) })
	if allocations > 10 {
		t.Errorf("an idle tick allocates %v times", allocations)
	}
}

func crashAlways(admin.ReminderChange) error { return errCrash }
