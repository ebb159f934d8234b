package admin

import (
	"context"
	"strings"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

// Names chooses between today's words and those of Dynamics 365 portals.
type Names string

const (
	PowerPages         Names = "power-pages"
	Dynamics365Portals Names = "dynamics-365-portals"
)

// Theme is the look of the window.
type Theme string

const (
	SystemTheme       Theme = "system"
	LightTheme        Theme = "light"
	DarkTheme         Theme = "dark"
	HighContrastTheme Theme = "high-contrast"
)

// Preferences is what a person set.
type Preferences struct {
	ActingUser string `json:"actingUser"` // a user principal name; stands for the signed-in user until cloud sign-in exists
	Names      Names  `json:"names"`
	Theme      Theme  `json:"theme"`

	// ToldOfTray is set once the person was told that the window goes on in the tray when it is closed.
	ToldOfTray bool `json:"toldOfTray,omitempty"`
}

// Settings reads and changes preferences.
type Settings struct {
	Store       SettingsStore
	Events      *event.Bus
	DefaultUser string // acting user until one is set: the name of the account at this machine
	Now         Clock
}

// Get returns the preferences, with defaults for what was never set. Codes: unreachable.
func (s *Settings) Get(ctx context.Context) (Preferences, error) {
	p, ok, err := s.Store.Preferences(ctx)
	if err != nil {
		return Preferences{}, err
	}
	if !ok {
		p = Preferences{ActingUser: s.DefaultUser, Names: PowerPages, Theme: SystemTheme}
	}
	return p, nil
}

// Save checks and keeps preferences. Codes: invalid, unreachable.
func (s *Settings) Save(ctx context.Context, p Preferences) (Preferences, error) {
	p.ActingUser = strings.TrimSpace(p.ActingUser)
	if err := checkUser(p.ActingUser); err != nil {
		return Preferences{}, err
	}
	switch p.Names {
	case PowerPages, Dynamics365Portals:
	default:
		return Preferences{}, fault.New(fault.Invalid, "The names setting %q is not known.", p.Names).
			WithHint("Use %q or %q.", PowerPages, Dynamics365Portals)
	}
	switch p.Theme {
	case SystemTheme, LightTheme, DarkTheme, HighContrastTheme:
	default:
		return Preferences{}, fault.New(fault.Invalid, "The theme %q is not known.", p.Theme).
			WithHint("Use one of %q, %q, %q, %q.", SystemTheme, LightTheme, DarkTheme, HighContrastTheme)
	}
	old, err := s.Get(ctx)
	if err != nil {
		return Preferences{}, err
	}
	p.ToldOfTray = old.ToldOfTray // nobody enters it
	if old == p {
		return p, nil
	}
	entry := event.Activity{At: s.Now.now(), Actor: old.ActingUser, Action: event.SettingsChanged, Summary: settingsSummary(old, p)}
	if err := s.Store.SavePreferences(ctx, p, entry); err != nil {
		return Preferences{}, err
	}
	s.Events.Publish(event.Event{Topic: event.OnSettings})
	s.Events.Publish(event.Event{Topic: event.OnActivity})
	if old.ActingUser != p.ActingUser {
		// Who may manage a portal depends on the acting user.
		s.Events.Publish(event.Event{Topic: event.OnPortals})
	}
	return p, nil
}

// TellOfTray reports whether the person is still to be told that the window goes on in the tray, and notes that it was
// said. It is no setting, so the log says nothing. Codes: unreachable.
func (s *Settings) TellOfTray(ctx context.Context) (bool, error) {
	p, err := s.Get(ctx)
	if err != nil || p.ToldOfTray {
		return false, err
	}
	p.ToldOfTray = true
	return true, s.Store.SavePreferences(ctx, p)
}

func settingsSummary(old, p Preferences) string {
	var changes []string
	if old.ActingUser != p.ActingUser {
		changes = append(changes, "acting user from "+old.ActingUser+" to "+p.ActingUser)
	}
	if old.Names != p.Names {
		changes = append(changes, "names from "+string(old.Names)+" to "+string(p.Names))
	}
	if old.Theme != p.Theme {
		changes = append(changes, "theme from "+string(old.Theme)+" to "+string(p.Theme))
	}
	return "Changed " + strings.Join(changes, ", ") + "."
}

// checkUser accepts a user principal name or an account name of the machine.
func checkUser(user string) error {
	switch {
	case user == "":
		return fault.New(fault.Invalid, "A user name is missing.").
			WithHint("Enter a user principal name such as ada@contoso.example.")
	case len(user) > 320 || strings.ContainsAny(user, "\r\n\t"):
		return fault.New(fault.Invalid, "%q is not a user name.", clip(user)).
			WithHint("A user name is one line of at most 320 characters.")
	}
	return nil
}

// clip shortens what a person entered, for messages.
func clip(text string) string {
	const longest = 60
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
