package admin_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
)

// TestReminderRevive takes back what made people not hear of a notice that was on its way: it arrives after all.
func TestReminderRevive(t *testing.T) {
	const inADay, inADayLater = "Care: the authentication key expires in 23 hours 50 minutes.", "Care: the authentication key expires in 21 hours."
	oneDay := ends.Add(-day)
	// waiting is a portal whose b1d waits for the desktop.
	waiting := func(t *testing.T) (*keeper, portal.Portal) {
		k := newKeeper(t, oneDay)
		p := k.add("Care", ends)
		k.desktop.Break(true)
		k.at(oneDay)
		k.wantInbox("Care b1d")
		k.wantDesktop()
		return k, p
	}
	states := func(k *keeper) []string {
		all, err := k.reminders.Deliveries(context.Background(), 100)
		must(k.t, err)
		var states []string
		for _, d := range all {
			states = append(states, string(d.State))
		}
		slices.Sort(states)
		return states
	}
	muteFor := func(k *keeper, p portal.Portal, until time.Time) {
		k.t.Helper()
		must(k.t, k.reminders.Mute(context.Background(), p.ID, "Goes out of service."))
		k.at(until.Add(-time.Second))
		k.restart()
		k.at(until)
		must(k.t, k.reminders.Unmute(context.Background(), p.ID))
	}
	t.Run("Unmuted", func(t *testing.T) {
		k, p := waiting(t)
		k.desktop.Break(false)
		muteFor(k, p, oneDay.Add(10*time.Minute))
		k.wantDesktop()
		k.at(oneDay.Add(10 * time.Minute))
		k.wantDesktop(inADay)
		if outcome := k.outcome(p, "b1d"); outcome != "sent inbox:delivered desktop:delivered e-mail:nobody" {
			t.Errorf("b1d is %s", outcome)
		}
		k.at(oneDay.Add(time.Hour))
		k.wantDesktop(inADay)
		k.wantInbox("Care b1d")
	})
	t.Run("MutedForMonths", func(t *testing.T) {
		k, p := waiting(t)
		k.at(ends.Add(7 * day))
		k.desktop.Break(false)
		muteFor(k, p, ends.Add(100*day))
		k.at(ends.Add(100 * day))
		k.wantDesktop("Care: the authentication key expired 100 days ago.")
	})
	t.Run("OneNoticeWithWhatBecameDue", func(t *testing.T) {
		k, p := waiting(t)
		k.desktop.Break(false)
		muteFor(k, p, ends.Add(-11*time.Hour))
		k.at(ends.Add(-11 * time.Hour))
		k.wantDesktop("Care: the authentication key expires in 11 hours.")
		if got := states(k); !slices.Equal(got, []string{"arrived", "superseded"}) {
			t.Errorf("deliveries are %q", got)
		}
	})
	t.Run("MutedBeforeTheFirstAttempt", func(t *testing.T) {
		k := newKeeper(t, oneDay)
		p := k.add("Care", ends)
		k.db.fail(nil, func(c admin.ReminderChange) error { // killed after the decision
			if len(c.Inbox) > 0 {
				return errCrash
			}
			return nil
		})
		k.setClock(oneDay)
		_ = k.reminders.Tick(t.Context())
		k.db.fail(nil, nil)
		k.restart()
		muteFor(k, p, oneDay.Add(10*time.Minute))
		k.at(oneDay.Add(10 * time.Minute))
		k.at(oneDay.Add(20 * time.Minute))
		k.wantDesktop(inADay)
	})
	t.Run("MutedWhileItWasSent", func(t *testing.T) {
		k, p := waiting(t)
		k.desktop.Break(false)
		slow := &slowOnce{meanwhile: func() { must(t, k.reminders.Mute(t.Context(), p.ID, "No need.")) }, Channel: k.desktop}
		k.channels = []notify.Channel{slow}
		k.restart()
		k.at(oneDay.Add(10 * time.Minute))
		if got := states(k); !slices.Equal(got, []string{"withdrawn"}) {
			t.Errorf("deliveries are %q", got)
		}
		must(t, k.reminders.Unmute(t.Context(), p.ID))
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop(inADayLater)
	})
	t.Run("Restored", func(t *testing.T) {
		k, p := waiting(t)
		p.State = portal.Retired
		p = k.save(p)
		k.at(oneDay.Add(time.Minute))
		k.desktop.Break(false)
		k.at(oneDay.Add(time.Hour))
		k.wantDesktop()
		k.restart()
		p.State = portal.Active
		k.save(p)
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop(inADayLater)
	})
	t.Run("KeyTakenBack", func(t *testing.T) {
		k, p := waiting(t)
		renewed := k.renew(p, oneDay, ends.Add(700*day))
		k.at(oneDay.Add(time.Minute))
		p.Version = renewed.Version
		k.save(p)
		k.at(oneDay.Add(2 * time.Minute))
		k.desktop.Break(false)
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop(inADayLater)
	})
	t.Run("ChannelOnAgain", func(t *testing.T) {
		k, _ := waiting(t)
		_, err := k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{Off: []string{"desktop"}})
		must(t, err)
		k.desktop.Break(false)
		k.at(oneDay.Add(time.Hour))
		k.wantDesktop()
		_, err = k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{})
		must(t, err)
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop(inADayLater)
	})
	t.Run("OneOfADigest", func(t *testing.T) {
		k := newKeeper(t, oneDay)
		p := k.add("Care", ends)
		for _, name := range []string{"Desk", "Parts", "Shop"} {
			k.add(name, ends)
		}
		k.desktop.Break(true)
		k.at(oneDay)
		must(t, k.reminders.Mute(t.Context(), p.ID, "No need."))
		k.desktop.Break(false)
		k.at(oneDay.Add(10 * time.Minute))
		k.wantDesktop("3 keys need attention, the nearest expires in 23 hours 50 minutes.")
		must(t, k.reminders.Unmute(t.Context(), p.ID))
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop("3 keys need attention, the nearest expires in 23 hours 50 minutes.", inADayLater)
	})
	t.Run("ChannelOnAgainWithOneMuted", func(t *testing.T) {
		k := newKeeper(t, oneDay)
		p := k.add("Care", ends)
		for _, name := range []string{"Desk", "Parts", "Shop"} {
			k.add(name, ends)
		}
		k.desktop.Break(true)
		k.at(oneDay)
		_, err := k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{Off: []string{"desktop"}})
		must(t, err)
		must(t, k.reminders.Mute(t.Context(), p.ID, "No need."))
		k.desktop.Break(false)
		_, err = k.reminders.SaveSettings(t.Context(), admin.ReminderSettings{})
		must(t, err)
		k.at(oneDay.Add(10 * time.Minute))
		k.wantDesktop("3 keys need attention, the nearest expires in 23 hours 50 minutes.")
		must(t, k.reminders.Unmute(t.Context(), p.ID))
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop("3 keys need attention, the nearest expires in 23 hours 50 minutes.", inADayLater)
	})
	t.Run("StillTrueThatItWasReplaced", func(t *testing.T) {
		k, p := waiting(t)
		k.renew(p, oneDay, ends.Add(700*day))
		k.at(oneDay.Add(time.Minute))
		must(t, k.reminders.Mute(t.Context(), p.ID, "No need."))
		must(t, k.reminders.Unmute(t.Context(), p.ID))
		k.desktop.Break(false)
		k.at(oneDay.Add(3 * time.Hour))
		k.wantDesktop("Care: the authentication key was renewed.")
	})
}

// slowOnce is a channel during whose first attempt, which fails, something else happens.
type slowOnce struct {
	notify.Channel
	meanwhile func()
}

func (s *slowOnce) Send(ctx context.Context, m notify.Message, to notify.Recipient) error {
	if do := s.meanwhile; do != nil {
		s.meanwhile = nil
		do()
		return errCrash
	}
	return s.Channel.Send(ctx, m, to)
}
