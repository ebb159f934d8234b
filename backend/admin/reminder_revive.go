package admin

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/notify"
)

// What waits is withdrawn when nobody is to hear of it: the portal is muted or retired, its key was replaced, the
// channel is off, the person signed off. When that is taken back, what was withdrawn is planned again, since the
// schedule takes it for said. What came due meanwhile makes it superfluous before it is sent: an evaluation comes first.

// withdraw takes back what waits to speak of a schedule.
func (d *draft) withdraw(schedule uuid.UUID) {
	if schedule == uuid.Nil {
		return
	}
	all := d.all()
	d.saveOver(all, notify.Withdraw(underWay(all), schedule, d.now))
}

// saveOver saves deliveries but not over one that has ended: what is taken out of a digest may have arrived by itself.
func (d *draft) saveOver(all map[string]notify.Delivery, changed []notify.Delivery) {
	for _, it := range changed {
		if known, is := all[it.ID]; !is || known.State == notify.Waiting || known.State == notify.Withdrawn {
			d.save(it)
		}
	}
}

// withdrawChannel takes back what waits for a channel.
func (d *draft) withdrawChannel(name string) {
	d.withdrawWhere(func(it notify.Delivery) bool { return it.Channel == name })
}

// withdrawAddress takes back what waits for a person.
func (d *draft) withdrawAddress(address string) {
	d.withdrawWhere(func(it notify.Delivery) bool { return strings.EqualFold(it.Recipient.Address, address) })
}

func (d *draft) withdrawWhere(unwanted func(notify.Delivery) bool) {
	for _, it := range underWay(d.all()) {
		if it.State == notify.Waiting && unwanted(it) {
			it.State, it.ChangedAt, it.NextAttempt = notify.Withdrawn, d.now, time.Time{}
			d.save(it)
		}
	}
}

// withdrawUnwanted takes back what waits though nobody is to hear of it any more: it was being sent when that changed.
func (d *draft) withdrawUnwanted(it notify.Delivery) {
	for _, n := range it.Notices {
		if n.ScheduleID != uuid.Nil && !d.audible(n) {
			d.withdraw(n.ScheduleID)
		}
	}
	if slices.Contains(d.settings().Off, it.Channel) {
		d.withdrawChannel(it.Channel)
	}
}

// settings are the settings with the change of the draft.
func (d *draft) settings() ReminderSettings {
	if d.change.Settings != nil {
		return *d.change.Settings
	}
	return d.book.settings
}

// audible reports whether people are to hear of a notice: its portal is in service and not muted, its key the current
// one. What an update came to is news for some days.
func (d *draft) audible(n notify.Notice) bool {
	w := d.book.watched[n.PortalID]
	if w == nil || d.settings().Portals[n.PortalID].Mute != nil {
		return false
	}
	if n.ScheduleID == uuid.Nil {
		return d.now.Sub(n.RaisedAt) < toldWithin
	}
	s, ok := d.schedule(n.PortalID, n.ScheduleID)
	return ok && w.tracked && !s.Closed
}

// early reports whether a notice was said by a clock that was ahead.
func (d *draft) early(n notify.Notice) bool {
	s, ok := d.schedule(n.PortalID, n.ScheduleID)
	return ok && notify.IDOf(s, n.Threshold()) != n.ID
}

// hears reports whether a channel is on and would take a notice to a recipient.
func (d *draft) hears(channel string, to notify.Recipient, n notify.Notice) bool {
	if d.book.channel(channel) == nil || slices.Contains(d.settings().Off, channel) {
		return false
	}
	return to.Address == "" || slices.ContainsFunc(d.book.recipients(), func(p Person) bool {
		return strings.EqualFold(p.Address, to.Address) && p.hears(d.book.organization(n.PortalID))
	})
}

// subject is what a recipient hears of over a channel; of each the newest notice is enough.
type subject struct {
	channel, address string
	portal           uuid.UUID
	kind             notify.Kind
}

func subjectOf(d notify.Delivery, n notify.Notice) subject {
	return subject{d.Channel, d.Recipient.Address, n.PortalID, n.Kind}
}

// revive lets what was withdrawn wait again where it is to be heard now, of each portal the newest notice.
func (d *draft) revive() {
	all := d.all()
	ids := slices.Sorted(maps.Keys(all))
	wanted := func(it notify.Delivery, n notify.Notice) bool {
		return it.State != notify.Withdrawn || d.audible(n) && !d.early(n) && d.hears(it.Channel, it.Recipient, n)
	}
	newest := map[subject]time.Time{}
	said := map[subject]bool{} // the newest one is not withdrawn
	for _, id := range ids {
		it := all[id]
		for _, n := range it.Notices {
			of := subjectOf(it, n)
			if at := newest[of]; wanted(it, n) && !n.RaisedAt.Before(at) {
				said[of] = said[of] && n.RaisedAt.Equal(at) || it.State != notify.Withdrawn
				newest[of] = n.RaisedAt
			}
		}
	}
	for _, id := range ids {
		it := all[id]
		if it.State != notify.Withdrawn {
			continue
		}
		d.saveOver(all, it.Revive(func(n notify.Notice) bool {
			of := subjectOf(it, n)
			again := wanted(it, n) && !said[of] && n.RaisedAt.Equal(newest[of])
			said[of] = said[of] || again
			return again
		}, d.now))
	}
}
