//go:build !darwin

package tray

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"fyne.io/systray"

	"gatehouse/build"
)

// sysIcon is the icon of the system's tray. All lines are there from the beginning and are shown or hidden: the library
// loses a click, or worse, on a line that is taken away at that moment.
type sysIcon struct {
	tray *Tray
	end  func()

	mu   sync.Mutex
	menu Menu

	status, next, more, paused, pauseHour, pauseTomorrow, resume line
	due                                                          [mostDue]line
}

// line is a line of the menu with what it shows.
type line struct {
	item  *systray.MenuItem
	title string // "" while it is hidden
}

func (t *Tray) newIcon(ctx context.Context, first Menu) surface {
	i := &sysIcon{tray: t, menu: first}
	if !sessionThere(ctx) {
		slog.Info("there is no desktop session for a tray icon")
		return i
	}
	built := make(chan struct{})
	systray.SetOnTapped(func() { go t.options.Open() })
	i.end = runIcon(ctx, first, func() {
		defer close(built)
		i.build()
		i.render(first)
	})
	select {
	case <-built:
	case <-ctx.Done():
	}
	return i
}

// build makes all lines, hidden.
func (i *sysIcon) build() {
	i.status, i.next = i.label(), i.label()
	systray.AddSeparator()
	for n := range i.due {
		i.due[n] = i.action(func(m Menu) {
			if n < len(m.Due) {
				i.tray.options.OpenPortal(m.Due[n].Portal)
			}
		})
	}
	i.more = i.action(func(Menu) { i.tray.options.Open() })
	systray.AddSeparator()
	i.paused = i.label()
	i.pauseHour = i.action(func(m Menu) { i.pause(m.PauseHour) })
	i.pauseTomorrow = i.action(func(m Menu) { i.pause(m.PauseTomorrow) })
	i.resume = i.action(func(m Menu) { i.pause(m.Resume) })
	openWindow := i.action(func(Menu) { i.tray.options.Open() })
	quit := i.action(func(Menu) { i.tray.options.Quit() })
	openWindow.set("Open Gatehouse")
	quit.set("Quit")
}

func (i *sysIcon) pause(p *Pause) {
	if p != nil {
		i.tray.options.Pause(p.Until)
	}
}

// label makes a line that cannot be clicked.
func (i *sysIcon) label() line {
	item := systray.AddMenuItem("", "")
	item.Disable()
	item.Hide()
	return line{item: item}
}

// action makes a line that does something with the menu as it is when it is clicked.
func (i *sysIcon) action(do func(Menu)) line {
	item := systray.AddMenuItem("", "")
	item.Hide()
	go func() {
		for range item.ClickedCh {
			i.mu.Lock()
			menu := i.menu
			i.mu.Unlock()
			go do(menu)
		}
	}()
	return line{item: item}
}

func (l *line) set(title string) {
	if l.title == title {
		return
	}
	if title == "" {
		l.item.Hide()
	} else {
		l.item.SetTitle(plain.Replace(title))
	}
	if l.title == "" {
		l.item.Show()
	}
	l.title = title
}

func (l *line) setPause(p *Pause) {
	if p == nil {
		l.set("")
		return
	}
	l.set(p.Title)
}

func (i *sysIcon) show(m Menu) {
	if i.end != nil {
		i.render(m)
	}
}

func (i *sysIcon) render(m Menu) {
	i.mu.Lock()
	i.menu = m
	i.mu.Unlock()
	systray.SetIcon(build.TrayIcon(string(m.Icon)))
	systray.SetTooltip(m.Tooltip)
	i.status.set(m.Status)
	i.next.set(m.Next)
	for n := range i.due {
		title := ""
		if n < len(m.Due) {
			title = m.Due[n].Title
		}
		i.due[n].set(title)
	}
	i.more.set(m.More)
	i.paused.set(m.Paused)
	i.pauseHour.setPause(m.PauseHour)
	i.pauseTomorrow.setPause(m.PauseTomorrow)
	i.resume.setPause(m.Resume)
}

func (i *sysIcon) close() {
	if i.end != nil {
		i.end()
	}
}

// plain keeps marks of names from being taken for the keys that choose a line.
var plain = strings.NewReplacer(mnemonic, mnemonic+mnemonic)
