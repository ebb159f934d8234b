package admin_test

import (
	"slices"
	"strings"
	"testing"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

var defaults = admin.Preferences{ActingUser: ada, Names: admin.PowerPages, Theme: admin.SystemTheme}

func TestSettings(t *testing.T) {
	t.Run("Defaults", func(t *testing.T) {
		d := newDesk(t)
		if p, err := d.settings.Get(t.Context()); err != nil || p != defaults {
			t.Errorf("preferences are %+v, %v", p, err)
		}
	})
	t.Run("Saved", func(t *testing.T) {
		d := newDesk(t)
		want := admin.Preferences{ActingUser: grace, Names: admin.Dynamics365Portals, Theme: admin.DarkTheme}
		entered := want
		entered.ActingUser = "\t" + grace + " "
		if p, err := d.settings.Save(t.Context(), entered); err != nil || p != want {
			t.Errorf("preferences are %+v, %v", p, err)
		}
		if p, err := d.settings.Get(t.Context()); err != nil || p != want {
			t.Errorf("stored preferences are %+v, %v", p, err)
		}
		log := d.log(t)
		if len(log) != 1 || log[0].Actor != ada || log[0].Action != event.SettingsChanged {
			t.Fatalf("log is %+v", log)
		}
		for _, part := range []string{"from " + ada + " to " + grace, "from power-pages to dynamics-365-portals", "from system to dark"} {
			if !strings.Contains(log[0].Summary, part) {
				t.Errorf("the summary %q does not say %q", log[0].Summary, part)
			}
		}
		for _, topic := range []event.Topic{event.OnSettings, event.OnActivity, event.OnPortals} {
			if !slices.Contains(d.heard, event.Event{Topic: topic}) {
				t.Errorf("nobody heard of %s", topic)
			}
		}
	})
	t.Run("UnchangedSaysNothing", func(t *testing.T) {
		d := newDesk(t)
		d.unchanged(t, "", "", func() error { _, err := d.settings.Save(t.Context(), defaults); return err })
	})
	t.Run("ThemeIsNoMatterOfPortals", func(t *testing.T) {
		d := newDesk(t)
		p := defaults
		p.Theme = admin.HighContrastTheme
		if _, err := d.settings.Save(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(d.heard, event.Event{Topic: event.OnPortals}) {
			t.Error("a change of the theme was told as one of portals")
		}
	})
	t.Run("OfTheTrayOneIsToldOnce", func(t *testing.T) {
		d := newDesk(t)
		for i, want := range []bool{true, false, false} {
			if tell, err := d.settings.TellOfTray(t.Context()); err != nil || tell != want {
				t.Errorf("turn %d: %v, %v", i, tell, err)
			}
			// Saving settings, which do not have it, does not bring it back.
			p := defaults
			p.Theme = []admin.Theme{admin.DarkTheme, admin.LightTheme, admin.SystemTheme}[i]
			if _, err := d.settings.Save(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		if log := d.log(t); len(log) != 3 {
			t.Errorf("the log is %+v", log)
		}
	})
	d := newDesk(t)
	for name, test := range map[string]struct {
		change func(*admin.Preferences)
		part   string
	}{
		"NoUser":   {func(p *admin.Preferences) { p.ActingUser = " " }, "user name is missing"},
		"TwoLines": {func(p *admin.Preferences) { p.ActingUser = "a\r\nb" }, "is not a user name"},
		"LongUser": {func(p *admin.Preferences) { p.ActingUser = strings.Repeat("a", 321) }, "is not a user name"},
		"Names":    {func(p *admin.Preferences) { p.Names = "other" }, `"other" is not known`},
		"Theme":    {func(p *admin.Preferences) { p.Theme = "" }, "is not known"},
	} {
		t.Run("ErrInvalid"+name, func(t *testing.T) {
			p := defaults
			test.change(&p)
			d.unchanged(t, fault.Invalid, test.part, func() error { _, err := d.settings.Save(t.Context(), p); return err })
		})
	}
}

func TestActivityList(t *testing.T) {
	d := newDesk(t)
	for _, user := range []string{"b@x.example", "c@x.example", "d@x.example", "e@x.example"} {
		d.actAs(t, user)
	}
	page := func(before uint64, limit int) ([]uint64, bool) {
		entries, more, err := d.activity.List(t.Context(), admin.ActivityQuery{Before: before, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		var sequences []uint64
		for _, e := range entries {
			sequences = append(sequences, e.Sequence)
		}
		return sequences, more
	}
	for _, test := range []struct {
		before uint64
		limit  int
		want   []uint64
		more   bool
	}{
		{0, 3, []uint64{4, 3, 2}, true},
		{2, 3, []uint64{1}, false},
		{0, 4, []uint64{4, 3, 2, 1}, false},
		{0, 500, []uint64{4, 3, 2, 1}, false},
		{1, 1, nil, false},
	} {
		if got, more := page(test.before, test.limit); !slices.Equal(got, test.want) || more != test.more {
			t.Errorf("before %d limit %d: %v, more %v", test.before, test.limit, got, more)
		}
	}
	for _, limit := range []int{0, -1, 501} {
		_, _, err := d.activity.List(t.Context(), admin.ActivityQuery{Limit: limit})
		wantFault(t, err, fault.Invalid, "1 to 500")
	}
}
