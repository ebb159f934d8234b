package admin_test

import (
	"testing"

	"gatehouse/backend/event"
)

func TestReminderMutes(t *testing.T) {
	k := newKeeper(t, ends.Add(-8*day))
	p := k.add("Care", ends)
	k.add("Shop", ends)
	if mutes, err := k.reminders.Mutes(t.Context()); err != nil || len(mutes) != 0 {
		t.Errorf("at first the mutes are %v, %v", mutes, err)
	}
	var told []string
	k.bus.Listen(func(e event.Event) {
		if e.Topic == event.OnPortals {
			told = append(told, e.Subject)
		}
	})
	must(t, k.reminders.Mute(t.Context(), p.ID, "Goes out of service."))
	mutes, err := k.reminders.Mutes(t.Context())
	if err != nil || len(mutes) != 1 || mutes[p.ID].Reason != "Goes out of service." || mutes[p.ID].By != ada {
		t.Errorf("the mutes are %v, %v", mutes, err)
	}
	must(t, k.reminders.Unmute(t.Context(), p.ID))
	if mutes, err := k.reminders.Mutes(t.Context()); err != nil || len(mutes) != 0 {
		t.Errorf("afterwards the mutes are %v, %v", mutes, err)
	}
	if len(told) != 2 || told[0] != p.ID.String() {
		t.Errorf("lists of portals were told of %v", told)
	}
}
