package notify_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

var (
	ada   = notify.Recipient{Address: "ada@contoso.example"}
	grace = notify.Recipient{Address: "grace@contoso.example"}
	down  = fault.New(fault.Unreachable, "The mail server does not answer.")
	mail  = notify.Traits{Addressed: true}
)

// reminders are notices of portals 1 to n, due at a threshold.
func reminders(n int, threshold renewal.ThresholdID, severity renewal.Severity) []notify.Notice {
	var all []notify.Notice
	for i := range n {
		all = append(all, notify.OfFiring(firing(byte(i+1), "Care", end, threshold, severity), end))
	}
	return all
}

// one is a waiting delivery by mail.
func one(t *testing.T) notify.Delivery {
	t.Helper()
	planned := notify.Plan(reminders(1, "b1d", renewal.SeverityCritical), false, "mail", mail, []notify.Recipient{ada}, nil, end)
	if len(planned) != 1 {
		t.Fatalf("%d deliveries", len(planned))
	}
	return planned[0]
}

// attempt sends a delivery with this result.
func attempt(t *testing.T, d notify.Delivery, result error, traits notify.Traits, now time.Time) notify.Delivery {
	t.Helper()
	d, err := d.Begin(now)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = d.End(result, traits, now); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlan(t *testing.T) {
	five := reminders(5, "b1d", renewal.SeverityCritical)
	info := reminders(2, "b90d", renewal.SeverityInfo)
	for name, test := range map[string]struct {
		notices    []notify.Notice
		digest     bool
		traits     notify.Traits
		recipients []notify.Recipient
		want       []int // notices of each delivery
	}{
		"One":             {five[:1], false, notify.Traits{}, nil, []int{1}},
		"EachByItself":    {five[:3], false, notify.Traits{}, nil, []int{1, 1, 1}},
		"Digest":          {five, true, notify.Traits{}, nil, []int{5}},
		"InboxTakesEach":  {five, true, notify.Traits{Each: true}, nil, []int{1, 1, 1, 1, 1}},
		"EveryRecipient":  {five, true, mail, []notify.Recipient{ada, grace}, []int{5, 5}},
		"NobodySignedUp":  {five, true, mail, nil, nil},
		"TooUnimportant":  {info, false, notify.Traits{Lowest: renewal.SeverityHigh}, nil, nil},
		"ImportantEnough": {append(info, five...), true, notify.Traits{Lowest: renewal.SeverityHigh}, nil, []int{5}},
		"OneIsNoDigest":   {append(info, five[4]), true, notify.Traits{Lowest: renewal.SeverityHigh}, nil, []int{1}},
		"Nothing":         {nil, true, notify.Traits{}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			planned := notify.Plan(test.notices, test.digest, "mail", test.traits, test.recipients, nil, end)
			var got []int
			ids := map[string]bool{}
			for _, d := range planned {
				got = append(got, len(d.Notices))
				ids[d.ID] = true
				if d.State != notify.Waiting || !d.NextAttempt.Equal(end) {
					t.Errorf("it is %s until %v", d.State, d.NextAttempt)
				}
			}
			if !slices.Equal(got, test.want) || len(ids) != len(got) {
				t.Errorf("deliveries of %v notices, want %v", got, test.want)
			}
			if again := notify.Plan(test.notices, test.digest, "mail", test.traits, test.recipients, nil, end.Add(time.Hour)); len(again) > 0 && again[0].ID != planned[0].ID {
				t.Error("the same notices make other deliveries")
			}
		})
	}
}

// A reminder that is repeated after a crash does not make a second delivery of what is on its way.
func TestPlanUnderWay(t *testing.T) {
	five := reminders(5, "b1d", renewal.SeverityCritical)
	both := []notify.Recipient{ada, grace}
	underWay := notify.Plan(five, true, "mail", mail, both, nil, end)
	if len(underWay) != 2 {
		t.Fatalf("%d deliveries", len(underWay))
	}
	if again := notify.Plan(five[:1], false, "mail", mail, both, underWay, end); len(again) != 0 {
		t.Errorf("in a digest already, and planned again: %+v", again)
	}
	underWay[0] = attempt(t, underWay[0], fault.New(fault.Denied, "No."), mail, end)
	again := notify.Plan(five[:1], false, "mail", mail, both, underWay, end)
	if len(again) != 1 || again[0].Recipient != underWay[0].Recipient {
		t.Errorf("one has ended; planned: %+v", again)
	}
	if other := notify.Plan(five[:1], false, "pager", mail, both, underWay, end); len(other) != 2 {
		t.Errorf("on another channel: %+v", other)
	}
}

func TestDelivery(t *testing.T) {
	t.Run("Arrives", func(t *testing.T) {
		if d := attempt(t, one(t), nil, mail, end); d.State != notify.Arrived || d.Attempts != 1 || d.Problem != nil {
			t.Errorf("it is %+v", d)
		}
	})
	t.Run("BacksOff", func(t *testing.T) {
		d, now := one(t), end
		var waits []time.Duration
		for d.State == notify.Waiting {
			d = attempt(t, d, down, mail, now)
			if d.State == notify.Waiting {
				waits = append(waits, d.NextAttempt.Sub(now))
				now = d.NextAttempt
			}
		}
		want := []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 8 * time.Hour, 24 * time.Hour}
		if !slices.Equal(waits, want) || d.State != notify.GivenUp || d.Attempts != 8 || d.Problem.Code != fault.Unreachable || d.Problem.Message == "" {
			t.Errorf("waits %v, then %+v", waits, d)
		}
	})
	t.Run("OwnDelays", func(t *testing.T) {
		once := notify.Traits{Delays: []time.Duration{}}
		if d := attempt(t, one(t), down, once, end); d.State != notify.GivenUp {
			t.Errorf("it is %s", d.State)
		}
	})
	t.Run("ArrivesLater", func(t *testing.T) {
		d := attempt(t, attempt(t, one(t), down, mail, end), nil, mail, end.Add(time.Minute))
		if d.State != notify.Arrived || d.Problem != nil || d.Attempts != 2 {
			t.Errorf("it is %+v", d)
		}
	})
	t.Run("Final", func(t *testing.T) {
		final := fault.New(fault.Unreachable, "The server is gone for good.")
		final.Final = true
		for _, result := range []error{fault.New(fault.Denied, "No."), fault.New(fault.Invalid, "No address."), final} {
			if d := attempt(t, one(t), result, mail, end); d.State != notify.GivenUp {
				t.Errorf("after %v it is %s", result, d.State)
			}
		}
	})
	t.Run("NotFinal", func(t *testing.T) {
		for _, result := range []error{fault.New(fault.SignedOut, "The password is missing."), errors.New("odd")} {
			if d := attempt(t, one(t), result, mail, end); d.State != notify.Waiting || d.Problem.Message == "" || d.Problem.Message == "odd" {
				t.Errorf("after %v it is %+v", result, d)
			}
		}
	})
	t.Run("StoppedWithTheProgram", func(t *testing.T) {
		d := attempt(t, one(t), context.Canceled, mail, end)
		if d.State != notify.Waiting || d.Attempts != 0 || d.Problem != nil || !d.NextAttempt.Equal(end) {
			t.Errorf("it is %+v", d)
		}
	})
	t.Run("Crash", func(t *testing.T) {
		d, err := one(t).Begin(end)
		if err != nil {
			t.Fatal(err)
		}
		if d = d.Recover(end.Add(time.Hour)); d.State != notify.Waiting || d.Attempts != 1 || !d.NextAttempt.Equal(end.Add(time.Hour)) {
			t.Errorf("it is %+v", d)
		}
		if arrived := attempt(t, d, nil, mail, end); arrived.Recover(end).State != notify.Arrived {
			t.Error("a crash afterwards sends it again")
		}
	})
	t.Run("Retry", func(t *testing.T) {
		d := attempt(t, one(t), fault.New(fault.Denied, "No."), mail, end)
		again, err := d.Retry(end.Add(time.Hour))
		if err != nil || again.State != notify.Waiting || again.Attempts != 0 || again.Problem == nil {
			t.Errorf("it is %+v (%v)", again, err)
		}
		if _, err := attempt(t, again, nil, mail, end).Retry(end); !fault.Is(err, fault.Conflict) {
			t.Errorf("sent again after it arrived: %v", err)
		}
	})
	t.Run("ErrConflict", func(t *testing.T) {
		d := attempt(t, one(t), nil, mail, end)
		if _, err := d.Begin(end); !fault.Is(err, fault.Conflict) {
			t.Errorf("begun again: %v", err)
		}
		if _, err := d.End(nil, mail, end); !fault.Is(err, fault.Conflict) {
			t.Errorf("ended again: %v", err)
		}
	})
	t.Run("Record", func(t *testing.T) {
		d := attempt(t, one(t), down, mail, end)
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := notify.DecodeDelivery(data); err != nil || !reflect.DeepEqual(back, d) {
			t.Errorf("read back as\n%+v, want\n%+v (%v)", back, d, err)
		}
		for _, wrong := range []string{"", `{"schema":2}`, `{"schema":1}`, `{"schema":1,"colour":"red"}`} {
			if _, err := notify.DecodeDelivery([]byte(wrong)); !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
	})
}

func TestDue(t *testing.T) {
	desktop := notify.Plan(reminders(2, "b1d", renewal.SeverityCritical), false, "desktop", notify.Traits{}, nil, nil, end)
	failing := attempt(t, one(t), down, mail, end)
	arrived := attempt(t, desktop[1], nil, notify.Traits{}, end)
	sending, err := desktop[1].Begin(end)
	if err != nil {
		t.Fatal(err)
	}
	all := []notify.Delivery{failing, desktop[0], arrived, sending}
	due, next := notify.Due(all, end)
	if len(due) != 1 || len(due["desktop"]) != 1 || !next.Equal(end.Add(time.Minute)) {
		t.Errorf("due %v, next %v; a channel that waits holds up another", due, next)
	}
	due, next = notify.Due(all, end.Add(time.Minute))
	if len(due["mail"]) != 1 || len(due["desktop"]) != 1 || !next.IsZero() {
		t.Errorf("due %v, next %v", due, next)
	}
	if due, _ = notify.Due(all, end.Add(-day)); len(due["mail"]) != 1 {
		t.Errorf("after the clock was set back: %v", due)
	}
}

func TestUndelivered(t *testing.T) {
	fresh := one(t)
	failing := attempt(t, fresh, down, mail, end)
	lost := attempt(t, fresh, fault.New(fault.Denied, "No."), mail, end)
	arrived := attempt(t, fresh, nil, mail, end)
	for name, test := range map[string]struct {
		of    notify.Delivery
		after time.Duration
		want  bool
	}{
		"Fresh": {fresh, 59 * time.Second, false}, "TooOld": {fresh, time.Minute, true}, "Failing": {failing, 0, true},
		"GivenUp": {lost, 0, true}, "Arrived": {arrived, time.Hour, false},
	} {
		if got := notify.Undelivered([]notify.Delivery{test.of}, end.Add(test.after)); (len(got) == 1) != test.want {
			t.Errorf("%s: shown %v, want %v", name, len(got) == 1, test.want)
		}
	}
}

func TestSupersede(t *testing.T) {
	plan := func(n int, threshold renewal.ThresholdID, digest bool, to notify.Recipient, channel string) []notify.Delivery {
		return notify.Plan(reminders(n, threshold, renewal.SeverityCritical), digest, channel, mail, []notify.Recipient{to}, nil, end)
	}
	old := plan(1, "b2d", false, ada, "mail")
	for name, test := range map[string]struct {
		older, newer []notify.Delivery
		want         int
	}{
		"NewerReminder":      {old, plan(1, "b1d", false, ada, "mail"), 1},
		"Itself":             {old, old, 0},
		"OtherRecipient":     {old, plan(1, "b1d", false, grace, "mail"), 0},
		"OtherChannel":       {old, plan(1, "b1d", false, ada, "pager"), 0},
		"DigestCoversOne":    {old, plan(5, "b1d", true, ada, "mail"), 1},
		"OneOfADigest":       {plan(5, "b2d", true, ada, "mail"), plan(1, "b1d", false, ada, "mail"), 0},
		"DigestCoversDigest": {plan(5, "b2d", true, ada, "mail"), plan(6, "b1d", true, ada, "mail"), 1},
		"OtherKind": {old, notify.Plan([]notify.Notice{notify.OfFiring(firing(1, "Care", end, renewal.Renewed, renewal.SeverityInfo), end)},
			false, "mail", mail, []notify.Recipient{ada}, nil, end), 0},
		"ArrivedAlready": {[]notify.Delivery{attempt(t, old[0], nil, mail, end)}, plan(1, "b1d", false, ada, "mail"), 0},
	} {
		got := notify.Supersede(test.older, test.newer, end)
		if len(got) != test.want || len(got) > 0 && (got[0].State != notify.Superseded || got[0].ID != test.older[0].ID) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWithdraw(t *testing.T) {
	five := reminders(5, "b2d", renewal.SeverityHigh)
	single := one(t)
	digest := notify.Plan(five, true, "mail", mail, []notify.Recipient{ada}, nil, end)[0]
	schedule := five[0].ScheduleID
	got := notify.Withdraw([]notify.Delivery{single, digest}, schedule, end)
	if len(got) != 3 || got[0].State != notify.Withdrawn || got[2].State != notify.Waiting || len(got[2].Notices) != 4 || len(digest.Notices) != 5 {
		t.Fatalf("withdrawn: %+v", got)
	}
	if alone := got[1]; alone.State != notify.Withdrawn || alone.ID != string(five[0].ID)+" mail "+ada.Address || len(alone.Notices) != 1 {
		t.Errorf("taken out: %+v", alone)
	}
	if got := notify.Withdraw([]notify.Delivery{attempt(t, single, nil, mail, end)}, schedule, end); len(got) != 0 {
		t.Errorf("withdrawn after it arrived: %+v", got)
	}
}

func TestOutcomeOf(t *testing.T) {
	fresh := one(t)
	begun, err := fresh.Begin(end)
	if err != nil {
		t.Fatal(err)
	}
	arrived, failing := attempt(t, fresh, nil, mail, end), attempt(t, fresh, down, mail, end)
	lost := attempt(t, fresh, fault.New(fault.Denied, "No."), mail, end)
	for name, test := range map[string]struct {
		of   []notify.Delivery
		want renewal.Outcome
	}{
		"Nobody": {nil, renewal.OutcomeFailed}, "Fresh": {[]notify.Delivery{fresh}, renewal.OutcomeOpen},
		"Sending": {[]notify.Delivery{arrived, begun}, renewal.OutcomeOpen}, "Arrived": {[]notify.Delivery{arrived}, renewal.OutcomeDelivered},
		"OneOfTwoLost": {[]notify.Delivery{lost, arrived}, renewal.OutcomeDelivered}, "Lost": {[]notify.Delivery{lost}, renewal.OutcomeFailed},
		"OneOfThreeWaits": {[]notify.Delivery{arrived, failing, lost}, renewal.OutcomeQueued},
		"Withdrawn":       {notify.Withdraw([]notify.Delivery{failing}, failing.Notices[0].ScheduleID, end), renewal.OutcomeFailed},
	} {
		if got := notify.OutcomeOf(test.of); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
