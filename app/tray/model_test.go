package tray_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/app/tray"
	"gatehouse/backend/renewal"
)

var (
	zone = time.FixedZone("here", 2*60*60)
	now  = time.Date(2027, 3, 5, 14, 30, 0, 0, zone)
)

// portal has a key that ends in some days.
func portal(name string, health renewal.Health, days int) tray.Portal {
	return tray.Portal{
		ID: "id of " + name, Name: name, Health: health, Sentence: fmt.Sprintf("Expires in %d days.", days),
		End: now.Add(time.Duration(days) * 24 * time.Hour),
	}
}

func TestModelIcon(t *testing.T) {
	for name, test := range map[string]struct {
		healths []renewal.Health
		want    tray.Icon
		status  string
		due     int
	}{
		"NoPortals":     {nil, tray.Calm, "There are no portals yet.", 0},
		"Healthy":       {[]renewal.Health{renewal.Healthy, renewal.Healthy}, tray.Calm, "All authentication keys are well.", 0},
		"NoKey":         {[]renewal.Health{renewal.NoKey}, tray.Calm, "All authentication keys are well.", 0},
		"Due":           {[]renewal.Health{renewal.Healthy, renewal.Due}, tray.Due, "1 authentication key needs attention.", 1},
		"Soon":          {[]renewal.Health{renewal.Soon, renewal.Due}, tray.Soon, "2 authentication keys need attention.", 2},
		"Critical":      {[]renewal.Health{renewal.Due, renewal.Critical, renewal.Soon}, tray.Critical, "3 authentication keys need attention.", 3},
		"NotYetValid":   {[]renewal.Health{renewal.Due, renewal.NotYetValid}, tray.Soon, "2 authentication keys need attention.", 2},
		"Missing":       {[]renewal.Health{renewal.NotYetValid, tray.Missing}, tray.Critical, "2 authentication keys need attention.", 2},
		"ExpiredIsMost": {[]renewal.Health{renewal.Critical, renewal.Expired, renewal.Healthy}, tray.Expired, "2 authentication keys need attention.", 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := tray.State{Now: now}
			for i, h := range test.healths {
				s.Portals = append(s.Portals, portal(fmt.Sprintf("Portal %d", i), h, i))
			}
			m := tray.Model(s)
			if m.Icon != test.want || m.Status != test.status || len(m.Due) != test.due || m.More != "" {
				t.Errorf("menu is %+v", m)
			}
			if !strings.HasPrefix(m.Tooltip, "Gatehouse: "+test.status) {
				t.Errorf("tooltip is %q", m.Tooltip)
			}
		})
	}
	t.Run("a problem is all there is to say", func(t *testing.T) {
		m := tray.Model(tray.State{Now: now, Problem: "The database is damaged.", Portals: []tray.Portal{portal("A", renewal.Expired, -1)}, CanPause: true})
		if m.Icon != tray.Unknown || m.Tooltip != "Gatehouse: The database is damaged." || m.Status != "The database is damaged." || len(m.Due) > 0 || m.PauseHour != nil {
			t.Errorf("menu is %+v", m)
		}
	})
}

func TestModelDue(t *testing.T) {
	s := tray.State{Now: now, Portals: []tray.Portal{
		portal("Later", renewal.Critical, 6), portal("Gone", renewal.Expired, -2), portal("Well", renewal.Healthy, 400),
		portal("Sooner", renewal.Critical, 3), portal("Far", renewal.Due, 60), portal("Also sooner", renewal.Critical, 3),
	}}
	before := slices.Clone(s.Portals)
	m := tray.Model(s)
	var titles []string
	for _, entry := range m.Due {
		titles = append(titles, entry.Title)
	}
	want := []string{
		"Gone: Expires in -2 days.", "Also sooner: Expires in 3 days.", "Sooner: Expires in 3 days.", "Later: Expires in 6 days.", "Far: Expires in 60 days.",
	}
	if !slices.Equal(titles, want) || m.Due[1].Portal != "id of Also sooner" {
		t.Errorf("due are %q", m.Due)
	}
	if !strings.HasSuffix(m.Tooltip, "Gone: Expires in -2 days.") {
		t.Errorf("the tooltip does not name the worst: %q", m.Tooltip)
	}
	if !slices.Equal(before, s.Portals) {
		t.Error("the state was put in another order")
	}
	for portals, more := range map[int]string{10: "", 11: "And 1 more", 5000: "And 4990 more"} {
		s.Portals = nil
		for i := range portals {
			s.Portals = append(s.Portals, portal(fmt.Sprintf("Portal %d", i), renewal.Soon, 20))
		}
		if m := tray.Model(s); len(m.Due) != 10 || m.More != more {
			t.Errorf("of %d portals %d are due, and %q", portals, len(m.Due), m.More)
		}
	}
}

func TestModelMuted(t *testing.T) {
	muted := func(name string, health renewal.Health, days int) tray.Portal {
		p := portal(name, health, days)
		p.Muted = true
		return p
	}
	t.Run("counts for nothing and stands last", func(t *testing.T) {
		m := tray.Model(tray.State{Now: now, Portals: []tray.Portal{
			muted("Gone", renewal.Expired, -2), portal("Later", renewal.Due, 60), portal("Sooner", renewal.Soon, 20), muted("Well", renewal.Healthy, 400),
		}})
		var titles []string
		for _, entry := range m.Due {
			titles = append(titles, entry.Title)
		}
		want := []string{"Sooner: Expires in 20 days.", "Later: Expires in 60 days.", "Gone: Expires in -2 days. Muted."}
		if m.Icon != tray.Soon || m.Status != "2 authentication keys need attention." || !slices.Equal(titles, want) {
			t.Errorf("menu is %+v", m)
		}
	})
	t.Run("alone leaves the icon calm, and is not called well", func(t *testing.T) {
		m := tray.Model(tray.State{Now: now, Portals: []tray.Portal{portal("Well", renewal.Healthy, 400), muted("Gone", renewal.Expired, -2)}})
		if m.Icon != tray.Calm || m.Status != "All authentication keys are well, but for muted portals." || len(m.Due) != 1 || m.Tooltip != "Gatehouse: "+m.Status {
			t.Errorf("menu is %+v", m)
		}
	})
	t.Run("a healthy one changes nothing", func(t *testing.T) {
		m := tray.Model(tray.State{Now: now, Portals: []tray.Portal{muted("Well", renewal.Healthy, 400)}})
		if m.Status != "All authentication keys are well." || len(m.Due) != 0 {
			t.Errorf("menu is %+v", m)
		}
	})
}

func TestModelWords(t *testing.T) {
	awkward := portal("Two\nlines\tand "+strings.Repeat("very ", 40)+"long", renewal.Soon, 20)
	m := tray.Model(tray.State{Now: now, Portals: []tray.Portal{awkward}, NextAt: now.Add(time.Hour), NextName: awkward.Name})
	for _, text := range []string{m.Due[0].Title, m.Tooltip, m.Next} {
		if strings.ContainsAny(text, "\n\t") || len([]rune(text)) > 120 || !strings.Contains(text, "Two lines and") {
			t.Errorf("text is %q", text)
		}
	}
}

func TestModelNext(t *testing.T) {
	for want, at := range map[string]time.Time{
		"":                                     {},
		"Next reminder: now, A":                now.Add(-time.Minute),
		"Next reminder: 15:00, A":              now.Add(30 * time.Minute).UTC(),
		"Next reminder: tomorrow 00:10, A":     time.Date(2027, 3, 6, 0, 10, 0, 0, zone),
		"Next reminder: 7 March 2027 14:30, A": now.Add(48 * time.Hour),
	} {
		if m := tray.Model(tray.State{Now: now, NextAt: at, NextName: "A"}); m.Next != want {
			t.Errorf("next is %q, want %q", m.Next, want)
		}
	}
}

func TestModelPause(t *testing.T) {
	t.Run("Offered", func(t *testing.T) {
		m := tray.Model(tray.State{Now: now, CanPause: true, PausedUntil: now})
		if m.Paused != "" || m.Resume != nil || m.PauseHour == nil || m.PauseTomorrow == nil {
			t.Fatalf("menu is %+v", m)
		}
		if !m.PauseHour.Until.Equal(now.Add(time.Hour)) || !m.PauseTomorrow.Until.Equal(time.Date(2027, 3, 6, 8, 0, 0, 0, zone)) {
			t.Errorf("pauses end %v and %v", m.PauseHour.Until, m.PauseTomorrow.Until)
		}
	})
	t.Run("Paused", func(t *testing.T) {
		m := tray.Model(tray.State{Now: now, CanPause: true, PausedUntil: now.Add(time.Hour)})
		if m.PauseHour != nil || m.PauseTomorrow != nil || m.Resume == nil || !m.Resume.Until.IsZero() {
			t.Fatalf("menu is %+v", m)
		}
		if m.Paused != "Reminders are paused until 15:30, but for critical ones." || !strings.Contains(m.Tooltip, m.Paused) {
			t.Errorf("paused is %q, tooltip %q", m.Paused, m.Tooltip)
		}
	})
	t.Run("NotWithoutReminders", func(t *testing.T) {
		if m := tray.Model(tray.State{Now: now}); m.PauseHour != nil || m.PauseTomorrow != nil || m.Resume != nil || m.Paused != "" {
			t.Errorf("menu is %+v", m)
		}
	})
}
