package app

import (
	"maps"
	"slices"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/renewal"
)

// Settings returns when and how reminders go out. Codes: unreachable.
func (r *Reminders) Settings() (ReminderSettingsView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (ReminderSettingsView, error) {
		settings, err := program.Reminders.ReminderSettings(life)
		return reminderSettingsView(settings), err
	})
}

// SaveSettings keeps when and how reminders go out. Codes: invalid, unreachable.
func (r *Reminders) SaveSettings(view ReminderSettingsView) (ReminderSettingsView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (ReminderSettingsView, error) {
		settings, err := reminderSettings(view)
		if err != nil {
			return ReminderSettingsView{}, err
		}
		kept, err := program.Reminders.SaveSettings(life, settings)
		return reminderSettingsView(kept), err
	})
}

// People lists who signed up for e-mail, by address. Codes: unreachable.
func (r *Reminders) People() ([]PersonView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) ([]PersonView, error) {
		people, err := program.Reminders.People(life)
		views := make([]PersonView, len(people))
		for i, it := range people {
			views[i] = personView(it)
		}
		return views, err
	})
}

// SignUp adds a person, or changes the one of the same id. Codes: invalid, conflict, not_found, unreachable.
func (r *Reminders) SignUp(view PersonView) (PersonView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (PersonView, error) {
		person := admin.Person{Name: view.Name, Address: view.Address, All: view.All, Organizations: view.Organizations}
		if view.ID != "" {
			id, err := personID(view.ID)
			if err != nil {
				return PersonView{}, err
			}
			person.ID = id
		}
		kept, err := program.Reminders.SignUp(life, person)
		return personView(kept), err
	})
}

// SignOff removes a person. Codes: not_found, unreachable.
func (r *Reminders) SignOff(id string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		key, err := personID(id)
		if err != nil {
			return err
		}
		return program.Reminders.SignOff(life, key)
	})
}

// Mail returns how e-mail is sent. Codes: unreachable.
func (r *Reminders) Mail() (MailView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (MailView, error) {
		account, err := program.Reminders.MailAccount(life)
		if err != nil {
			return MailView{}, err
		}
		return mailView(life, program, account)
	})
}

// SaveMail keeps how e-mail is sent. The password stays as it is unless changePassword is set.
// Codes: invalid, denied, unreachable.
func (r *Reminders) SaveMail(view MailView, changePassword bool, password string) (MailView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (MailView, error) {
		var changed *string
		if changePassword {
			changed = &password
		}
		kept, err := program.Reminders.SaveMail(life, admin.MailAccount{
			Host: view.Host, Port: view.Port, Security: admin.MailSecurity(view.Security), User: view.User, From: view.From,
		}, changed)
		if err != nil {
			return MailView{}, err
		}
		return mailView(life, program, kept)
	})
}

// Test sends a message over a channel, with what is saved; address is for channels that are addressed.
// Codes: invalid, denied, signed_out, not_found, unreachable, canceled.
func (r *Reminders) Test(channel, address string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		return program.Reminders.Test(life, channel, notify.Recipient{Address: address})
	})
}

func personID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil, notInList
	}
	return id, nil
}

func personView(p admin.Person) PersonView {
	return PersonView{ID: p.ID.String(), Name: p.Name, Address: p.Address, All: p.All, Organizations: append([]string{}, p.Organizations...)}
}

func mailView(life lifetime, program *wiring.Program, m admin.MailAccount) (MailView, error) {
	view := MailView{Host: m.Host, Port: m.Port, Security: string(m.Security), User: m.User, From: m.From}
	if m.User == "" {
		return view, nil
	}
	password, err := program.Reminders.MailPassword(life)
	view.HasPassword = password != ""
	return view, err
}

func reminderSettingsView(s admin.ReminderSettings) ReminderSettingsView {
	view := ReminderSettingsView{
		Thresholds: thresholdNames(s.Thresholds), Groups: []ReminderGroupView{}, Off: append([]string{}, s.Off...),
	}
	if slices.Equal(s.Thresholds.All(), renewal.DefaultThresholds(false).All()) {
		view.Thresholds, view.WithoutEnd = []string{}, true
	}
	if s.Quiet.From != s.Quiet.Until {
		view.QuietFrom, view.QuietUntil = timeOfDay(s.Quiet.From), timeOfDay(s.Quiet.Until)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Groups)) {
		view.Groups = append(view.Groups, ReminderGroupView{Name: name, Thresholds: thresholdNames(s.Groups[name])})
	}
	return view
}

func reminderSettings(view ReminderSettingsView) (s admin.ReminderSettings, err error) {
	s.Groups, s.Off = map[string]renewal.Thresholds{}, view.Off
	if s.Thresholds, err = thresholdsOf(view.Thresholds); err != nil {
		return s, err
	}
	if s.Thresholds.Usual() && view.WithoutEnd {
		s.Thresholds = renewal.DefaultThresholds(false)
	}
	for _, group := range view.Groups {
		if _, twice := s.Groups[group.Name]; twice {
			return s, groupTwice(group.Name)
		}
		if s.Groups[group.Name], err = thresholdsOf(group.Thresholds); err != nil {
			return s, err
		}
	}
	switch {
	case view.QuietFrom == "" && view.QuietUntil == "":
		return s, nil
	case view.QuietFrom == "":
		return s, fault.New(fault.Invalid, "The quiet hours have no beginning.").WithHint("Say from when they last, such as 22:30, or leave both empty.")
	case view.QuietUntil == "":
		return s, fault.New(fault.Invalid, "The quiet hours have no end.").WithHint("Say until when they last, such as 07:00, or leave both empty.")
	}
	if err := s.Quiet.From.UnmarshalText([]byte(view.QuietFrom)); err != nil {
		return s, err
	}
	return s, s.Quiet.Until.UnmarshalText([]byte(view.QuietUntil))
}

// thresholdsOf reads a list of names; an empty one stands for the usual ones. Codes: invalid.
func thresholdsOf(names []string) (renewal.Thresholds, error) {
	if len(names) == 0 {
		return renewal.Thresholds{}, nil
	}
	return renewal.NewThresholds(names...)
}

// thresholdNames is an empty list for the usual thresholds.
func thresholdNames(set renewal.Thresholds) []string {
	names := []string{}
	if !set.Usual() {
		for _, t := range set.All() {
			names = append(names, string(t.ID))
		}
	}
	return names
}
