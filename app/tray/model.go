package tray

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"gatehouse/backend/renewal"
)

// State is what the tray tells of, as facts.
type State struct {
	Now     time.Time // in the person's own zone
	Problem string    // a sentence where nothing can be said, because the data folder cannot be opened; else ""
	Portals []Portal  // in service, in any order

	// NextAt is when the next reminder is due, and NextName the portal it is for. Zero where none is to come.
	NextAt   time.Time
	NextName string

	CanPause    bool
	PausedUntil time.Time // zero or past where reminders are not paused
}

// Portal is a portal in service.
type Portal struct {
	ID       string
	Name     string
	Health   renewal.Health
	Sentence string    // how its key stands: "Expires in 5 days."
	End      time.Time // of its key, zero where none is known
	Muted    bool      // nobody is to be reminded of it
}

// Menu is the icon with its menu. An empty text means that the line is not there.
type Menu struct {
	Icon    Icon
	Tooltip string
	Status  string  // a heading, not to be clicked
	Next    string  // the next reminder, not to be clicked
	Due     []Entry // the worst first, muted ones last
	More    string  // how many are left out of Due; opens the window

	Paused        string // until when, not to be clicked
	PauseHour     *Pause
	PauseTomorrow *Pause
	Resume        *Pause
}

// Entry is a portal that needs attention.
type Entry struct{ Portal, Title string }

// Pause is a line that holds reminders back until a time; the zero time ends a pause.
type Pause struct {
	Title string
	Until time.Time
}

// Icon names the icon of a state. Each has a shape of its own.
type Icon string

// The icons, from nothing to worry about to the worst.
const (
	Calm     Icon = "calm"
	Due      Icon = "due"
	Soon     Icon = "soon"
	Critical Icon = "critical"
	Expired  Icon = "expired"
	Unknown  Icon = "unknown" // nothing can be said
)

const (
	mostDue        = 10  // portals in the menu
	longestName    = 60  // characters of a portal's name
	longestTooltip = 120 // characters; Windows shows 127
	morning        = 8   // o'clock, when a pause until tomorrow ends
)

// Missing is the health of a portal that is known to have no key. Package renewal knows those that have one.
const Missing renewal.Health = "missing"

// iconOf is how much a portal's key worries. A portal of whose key nothing is known needs nobody; one without a key is
// cut off, and so worries as much as one whose key is about to end.
func iconOf(h renewal.Health) Icon {
	switch h {
	case renewal.Due:
		return Due
	case renewal.Soon, renewal.NotYetValid:
		return Soon
	case renewal.Critical, Missing:
		return Critical
	case renewal.Expired:
		return Expired
	default:
		return Calm
	}
}

var icons = []Icon{Calm, Due, Soon, Critical, Expired}

func (i Icon) rank() int { return slices.Index(icons, i) }

// Model is the menu for a state.
func Model(s State) Menu {
	if s.Problem != "" {
		return Menu{Icon: Unknown, Tooltip: clip("Gatehouse: "+s.Problem, longestTooltip), Status: clip(s.Problem, longestTooltip)}
	}
	listed := slices.DeleteFunc(slices.Clone(s.Portals), func(p Portal) bool { return iconOf(p.Health) == Calm })
	slices.SortFunc(listed, func(a, b Portal) int {
		return cmp.Or(mutedLast(a, b), iconOf(b.Health).rank()-iconOf(a.Health).rank(), a.End.Compare(b.End), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	due := listed // those that need somebody
	if muted := slices.IndexFunc(listed, func(p Portal) bool { return p.Muted }); muted >= 0 {
		due = listed[:muted]
	}
	m := Menu{Icon: Calm, Status: status(len(s.Portals), len(due), len(listed)-len(due))}
	if len(due) > 0 {
		m.Icon = iconOf(due[0].Health)
	}
	for _, p := range listed[:min(len(listed), mostDue)] {
		m.Due = append(m.Due, Entry{p.ID, title(p)})
	}
	if left := len(listed) - mostDue; left > 0 {
		m.More = fmt.Sprintf("And %d more", left)
	}
	if !s.NextAt.IsZero() {
		m.Next = "Next reminder: " + when(s.NextAt, s.Now) + ", " + name(s.NextName)
	}
	m.Tooltip = "Gatehouse: " + m.Status
	if len(due) > 0 {
		m.Tooltip += " " + title(due[0])
	}
	if s.CanPause {
		m.pause(s)
		if m.Paused != "" {
			m.Tooltip += " " + m.Paused
		}
	}
	m.Tooltip = clip(m.Tooltip, longestTooltip)
	return m
}

func mutedLast(a, b Portal) int {
	switch {
	case a.Muted == b.Muted:
		return 0
	case a.Muted:
		return 1
	}
	return -1
}

func status(portals, due, muted int) string {
	switch {
	case portals == 0:
		return "There are no portals yet."
	case due == 0 && muted > 0:
		return "All authentication keys are well, but for muted portals."
	case due == 0:
		return "All authentication keys are well."
	case due == 1:
		return "1 authentication key needs attention."
	}
	return fmt.Sprintf("%d authentication keys need attention.", due)
}

func (m *Menu) pause(s State) {
	if s.PausedUntil.After(s.Now) {
		m.Paused = "Reminders are paused until " + when(s.PausedUntil, s.Now) + ", but for critical ones."
		m.Resume = &Pause{Title: "Resume reminders"}
		return
	}
	year, month, day := s.Now.Date()
	m.PauseHour = &Pause{"Pause reminders for 1 hour", s.Now.Add(time.Hour)}
	m.PauseTomorrow = &Pause{"Pause reminders until tomorrow", time.Date(year, month, day+1, morning, 0, 0, 0, s.Now.Location())}
}

// when renders a moment as a person would say it at now: the time alone today, the date where it is far.
func when(at, now time.Time) string {
	at = at.In(now.Location())
	switch days := midnight(at).Sub(midnight(now)).Hours() / 24; {
	case !at.After(now):
		return "now"
	case days < .5:
		return at.Format("15:04")
	case days < 1.5:
		return "tomorrow " + at.Format("15:04")
	default:
		return at.Format("2 January 2006 15:04")
	}
}

func midnight(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func title(p Portal) string {
	text := name(p.Name) + ": " + p.Sentence
	if p.Muted {
		text += " Muted."
	}
	return text
}

// name is a portal's name on one line of bearable length.
func name(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }), " ")
	return clip(text, longestName)
}

func clip(text string, longest int) string {
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}
