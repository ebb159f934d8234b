package app

import (
	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
)

// Settings shows and changes what a person may set.
type Settings struct{ engine *engine }

// Get returns the settings. Codes: unreachable.
func (s *Settings) Get() (SettingsView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (SettingsView, error) {
		preferences, err := program.Settings.Get(life)
		return settingsView(preferences), err
	})
}

// Save keeps the settings. Codes: invalid, unreachable.
func (s *Settings) Save(settings SettingsView) (SettingsView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (SettingsView, error) {
		kept, err := program.Settings.Save(life, admin.Preferences{
			ActingUser: settings.ActingUser, Names: admin.Names(settings.Names), Theme: admin.Theme(settings.Theme),
		})
		return settingsView(kept), err
	})
}

func settingsView(p admin.Preferences) SettingsView {
	return SettingsView{ActingUser: p.ActingUser, Names: string(p.Names), Theme: string(p.Theme)}
}
