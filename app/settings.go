package app

import (
	"fmt"
	"os"

	"gatehouse/app/autostart"
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

// Autostart tells whether the system starts the program, hidden, when the person signs in. Codes: denied, invalid.
func (s *Settings) Autostart() (view AutostartView, err error) {
	defer recoverTo(&err)
	entry, err := s.engine.autostartEntry()
	if err != nil {
		return AutostartView{}, err
	}
	status, err := autostart.Read(entry)
	return AutostartView{On: status.On, Where: status.Where}, err
}

// SetAutostart lets the system start the program when the person signs in, or not. Codes: denied, invalid.
func (s *Settings) SetAutostart(on bool) (view AutostartView, err error) {
	defer recoverTo(&err)
	entry, err := s.engine.autostartEntry()
	if err != nil {
		return AutostartView{}, err
	}
	if err := autostart.Set(entry, on); err != nil {
		return AutostartView{}, err
	}
	return s.Autostart()
}

// autostartEntry is this program on this data folder. The usual folder is not named, so that it may move.
func (e *engine) autostartEntry() (autostart.Entry, error) {
	if e.folderErr != nil {
		return autostart.Entry{}, e.folderErr
	}
	program, err := autostart.Program()
	if err != nil {
		return autostart.Entry{}, fmt.Errorf("find this program: %w", err)
	}
	entry := autostart.Entry{Program: program, Args: []string{"--hidden"}}
	usual, err := wiring.DataFolder("", func(name string) string {
		if name == "GATEHOUSE_DATA" {
			return "" // is not set when the person signs in
		}
		return os.Getenv(name)
	})
	if err != nil || usual != e.folder {
		entry.Args = append(entry.Args, "--data", e.folder)
	}
	return entry, nil
}

func settingsView(p admin.Preferences) SettingsView {
	return SettingsView{ActingUser: p.ActingUser, Names: string(p.Names), Theme: string(p.Theme)}
}
