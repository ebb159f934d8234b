package admin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// InboxChannel is the name under which schedules know the inbox. It takes every notice at once and cannot be switched
// off: an entry is written together with the decision that the notice goes out.
const InboxChannel = "inbox"

const (
	longestPause = 7 * 24 * time.Hour
	longestGroup = 60 // characters of a group's name
)

// ReminderSettings are a person's wishes about reminders.
type ReminderSettings struct {
	Thresholds  renewal.Thresholds            `json:"thresholds,omitzero"` // zero: the usual ones
	Groups      map[string]renewal.Thresholds `json:"groups,omitempty"`    // by name
	Quiet       renewal.Quiet                 `json:"quiet,omitzero"`
	Off         []string                      `json:"off,omitempty"`        // names of channels that are switched off
	PausedUntil time.Time                     `json:"pausedUntil,omitzero"` // UTC; until then all but critical ones wait
	Portals     map[uuid.UUID]PortalReminders `json:"portals,omitempty"`
}

// PortalReminders are the wishes about one portal.
type PortalReminders struct {
	Group      string             `json:"group,omitempty"`
	Thresholds renewal.Thresholds `json:"thresholds,omitzero"` // zero: those of the group
	Mute       *renewal.Mute      `json:"mute,omitempty"`
}

// usual reports whether nothing was wished.
func (p PortalReminders) usual() bool {
	return p.Group == "" && p.Thresholds.Usual() && p.Mute == nil
}

// rules are the settings as the evaluation takes them, with the names of the channels that are on.
func (s ReminderSettings) rules(channels []string, zone *time.Location) renewal.Settings {
	r := renewal.Settings{
		Thresholds: s.Thresholds, Groups: s.Groups, Quiet: s.Quiet, Zone: zone, PausedUntil: s.PausedUntil,
		Channels: []string{InboxChannel}, Portals: map[uuid.UUID]renewal.Thresholds{},
	}
	for _, name := range channels {
		if !slices.Contains(s.Off, name) {
			r.Channels = append(r.Channels, name)
		}
	}
	for id, it := range s.Portals {
		if !it.Thresholds.Usual() {
			r.Portals[id] = it.Thresholds
		}
	}
	return r
}

// with returns the settings with those of one portal replaced.
func (s ReminderSettings) with(portalID uuid.UUID, it PortalReminders) ReminderSettings {
	s.Portals = maps.Clone(s.Portals)
	if s.Portals == nil {
		s.Portals = map[uuid.UUID]PortalReminders{}
	}
	if it.usual() {
		delete(s.Portals, portalID)
	} else {
		s.Portals[portalID] = it
	}
	return s
}

// ReminderSettings returns the settings. Codes: unreachable.
func (r *Reminders) ReminderSettings(ctx context.Context) (ReminderSettings, error) {
	return look(ctx, r, func(b *book, _ time.Time) ReminderSettings { return b.settings })
}

// SaveSettings keeps what holds for all portals: thresholds, those of groups, quiet hours and which channels are off.
// The wishes about single portals and a pause stay as they are. Codes: invalid, unreachable.
func (r *Reminders) SaveSettings(ctx context.Context, s ReminderSettings) (ReminderSettings, error) {
	groups, err := checkGroups(s.Groups)
	if err != nil {
		return ReminderSettings{}, err
	}
	if err := checkQuiet(s.Quiet); err != nil {
		return ReminderSettings{}, err
	}
	off, err := r.checkOff(s.Off)
	if err != nil {
		return ReminderSettings{}, err
	}
	err = r.act(ctx, func(a *act) error {
		kept := a.book.settings
		kept.Thresholds, kept.Groups, kept.Quiet, kept.Off = s.Thresholds, groups, s.Quiet, off
		a.draft.change.Settings = &kept
		for _, name := range off {
			a.draft.withdrawChannel(name)
		}
		a.draft.revive()
		a.log(event.RemindersChanged, "Changed when and how reminders of keys go out.")
		s = kept
		return nil
	})
	return s, err
}

func checkGroups(groups map[string]renewal.Thresholds) (map[string]renewal.Thresholds, error) {
	checked := map[string]renewal.Thresholds{}
	for name, set := range groups {
		name, err := checkGroup(name)
		if err != nil {
			return nil, err
		}
		if name == "" {
			return nil, fault.New(fault.Invalid, "A group of portals has no name.").WithHint("Give it a name, or remove it.")
		}
		if _, twice := checked[name]; twice {
			return nil, fault.New(fault.Invalid, "There are two groups named %s.", name)
		}
		checked[name] = set
	}
	return checked, nil
}

// checkGroup takes the name of a group; an empty one stands for none.
func checkGroup(name string) (string, error) {
	name = strings.TrimSpace(name)
	if len([]rune(name)) > longestGroup || strings.ContainsAny(name, "\r\n\t") {
		return "", fault.New(fault.Invalid, "%q is no name of a group.", clip(name)).
			WithHint("It is one line of at most %d characters.", longestGroup)
	}
	return name, nil
}

func checkQuiet(q renewal.Quiet) error {
	for _, at := range []renewal.TimeOfDay{q.From, q.Until} {
		if at < 0 || at >= 24*60 {
			return fault.New(fault.Invalid, "The quiet hours do not begin or end at a time of day.").WithHint("Write a time as 22:30.")
		}
	}
	return nil
}

func (r *Reminders) checkOff(names []string) ([]string, error) {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	for _, name := range names {
		if name == InboxChannel {
			return nil, fault.New(fault.Invalid, "The inbox cannot be switched off.").WithHint("Mute a portal that nobody needs to be reminded of.")
		}
		if !slices.Contains(r.channelNames(), name) {
			return nil, fault.New(fault.Invalid, "There is no channel %q.", clip(name)).
				WithHint("The channels are %s.", strings.Join(r.channelNames(), ", "))
		}
	}
	return names, nil
}

// SetPortal gives a portal a group and thresholds of its own; the zero value of either takes it back.
// Codes: invalid, denied, not_found, unreachable.
func (r *Reminders) SetPortal(ctx context.Context, portalID uuid.UUID, group string, thresholds renewal.Thresholds) error {
	group, err := checkGroup(group)
	if err != nil {
		return err
	}
	return r.actOnPortal(ctx, portalID, func(a *act) error {
		it := a.book.settings.Portals[portalID]
		it.Group, it.Thresholds = group, thresholds
		a.setPortal(it)
		a.log(event.RemindersChanged, fmt.Sprintf("Changed when reminders of %s go out.", a.portal.Name))
		return nil
	})
}

// Mute silences a portal until it is taken back. What is on its way is withdrawn.
// Codes: invalid, denied, not_found, unreachable.
func (r *Reminders) Mute(ctx context.Context, portalID uuid.UUID, reason string) error {
	return r.actOnPortal(ctx, portalID, func(a *act) error {
		mute, err := renewal.NewMute(strings.TrimSpace(reason), a.actor, a.now)
		if err != nil {
			return err
		}
		it := a.book.settings.Portals[portalID]
		it.Mute = &mute
		a.setPortal(it)
		a.draft.withdraw(a.book.currentSchedule(portalID))
		a.log(event.RemindersMuted, fmt.Sprintf("Muted the reminders of %s: %s", a.portal.Name, mute.Reason))
		return nil
	})
}

// Unmute takes a mute back; what became due meanwhile goes out as one notice, else what was withdrawn.
// Codes: conflict, denied, not_found, unreachable.
func (r *Reminders) Unmute(ctx context.Context, portalID uuid.UUID) error {
	return r.actOnPortal(ctx, portalID, func(a *act) error {
		it := a.book.settings.Portals[portalID]
		if it.Mute == nil {
			return fault.New(fault.Conflict, "%s is not muted.", a.portal.Name)
		}
		it.Mute = nil
		a.setPortal(it)
		a.draft.revive()
		a.log(event.RemindersUnmuted, fmt.Sprintf("Took the mute of %s back.", a.portal.Name))
		return nil
	})
}

// Pause holds everything back but critical reminders, for all portals, until a time at most a week ahead. The zero
// time ends it. Codes: invalid, unreachable.
func (r *Reminders) Pause(ctx context.Context, until time.Time) error {
	return r.act(ctx, func(a *act) error {
		kept := a.book.settings
		kept.PausedUntil = until.UTC().Round(0)
		switch {
		case until.IsZero():
			kept.PausedUntil = time.Time{}
			a.log(event.RemindersPaused, "Ended the pause of reminders.")
		case !until.After(a.now):
			return fault.New(fault.Invalid, "The time until which to pause is past.")
		case until.Sub(a.now) > longestPause:
			return fault.New(fault.Invalid, "Reminders can be paused for a week at most.").WithHint("Mute a portal that nobody needs to be reminded of.")
		default:
			a.log(event.RemindersPaused, fmt.Sprintf("Paused all but critical reminders until %s.", kept.PausedUntil.Format("2 January 2006 15:04 UTC")))
		}
		a.draft.change.Settings = &kept
		return nil
	})
}
