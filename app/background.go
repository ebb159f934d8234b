package app

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app/tray"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/channel"
	"gatehouse/backend/renewal"
	"gatehouse/build"
)

const (
	lookForTrayEvery = 10 * time.Second // while the window is hidden
	missingTrayLooks = 2                // in a row, until the window comes back
	latestTray       = 10 * time.Second // the icon waits no longer for the page
)

// background is the program's life beside the window: the icon in the tray, and going on while the window is hidden.
// Nobody is ever left without a way back: the window hides only where a tray shows the icon, and comes back where that
// goes away.
type background struct {
	icon    *tray.Tray
	start   func(context.Context)      // shows the icon
	present func(context.Context) bool // whether a tray shows it
	window  windowActs
	say     func(ctx context.Context, title, body string) error // shows a notification

	painted func() // the page is there
	page    chan struct{}
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu       sync.Mutex
	hidden   bool
	quitting bool
	ended    bool // nothing may begin to run any more
	tellPage bool // that the window was hidden, once it is back
}

// windowActs is what the window library does to the window.
type windowActs struct{ show, hide, quit func(lifetime) }

func newBackground(e *engine, hidden bool) *background {
	b := &background{
		hidden: hidden, page: make(chan struct{}),
		window: windowActs{
			show: func(life lifetime) {
				runtime.WindowUnminimise(life)
				runtime.WindowShow(life)
			},
			hide: runtime.WindowHide,
			quit: runtime.Quit,
		},
		say: sayOnDesktop,
	}
	b.painted = sync.OnceFunc(func() { close(b.page) })
	b.icon = tray.New(tray.Options{
		Source: e.trayState,
		Open:   e.show,
		OpenPortal: func(id string) {
			e.show()
			e.emit(e.window(), "open-portal", id)
		},
		Pause: e.pause,
		Quit:  e.quit,
	})
	b.start, b.present = b.icon.Start, b.icon.Present
	return b
}

// sayOnDesktop shows a notification that is no reminder.
func sayOnDesktop(ctx context.Context, title, body string) error {
	m := notify.Message{Severity: renewal.SeverityInfo, Title: title, Body: body}
	return channel.NewDesktop(build.SmallIcon).Send(ctx, m, notify.Recipient{})
}

// begin starts what goes on beside the window. The icon waits for the first page, which is what a person waits for.
func (b *background) begin(e *engine, life lifetime) {
	ctx, cancel := context.WithCancel(life)
	b.cancel = cancel
	b.running.Go(func() {
		select {
		case <-b.page:
		case <-time.After(latestTray):
		case <-ctx.Done():
			return
		}
		b.start(ctx)
	})
	b.running.Go(func() { b.keepWithinReach(ctx, e) })
	b.running.Go(func() { e.keepOpening(ctx) })
}

// end takes the icon away.
func (b *background) end() {
	if b.cancel == nil {
		return
	}
	b.mu.Lock()
	b.ended = true
	b.mu.Unlock()
	b.cancel()
	b.running.Wait()
	b.icon.Stop()
}

// run lets something happen beside the window, unless it is at its end.
func (b *background) run(something func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.ended {
		b.running.Go(something)
	}
}

// keepWithinReach brings the window back where it is hidden and no tray shows the icon.
func (b *background) keepWithinReach(ctx context.Context, e *engine) {
	tick := time.NewTicker(lookForTrayEvery)
	defer tick.Stop()
	missing := 0
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if !b.isHidden() || b.present(ctx) {
			missing = 0
			continue
		}
		if missing++; missing == missingTrayLooks && ctx.Err() == nil {
			slog.Info("no tray shows the icon, so the window comes back")
			e.show()
		}
	}
}

// heedSignals ends the program when the system asks it to. The window library would close the window, which may be
// hidden by that.
func (e *engine) heedSignals() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-asked
		e.quit()
	}()
}

func (b *background) isHidden() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.hidden
}

// mayHide reports whether closing the window is to hide it, and notes that it does.
func (b *background) mayHide(ctx context.Context) bool {
	b.mu.Lock()
	quitting := b.quitting
	b.mu.Unlock()
	if quitting || !b.present(ctx) {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.quitting {
		return false
	}
	b.hidden = true
	return true
}

// show brings the window to the front.
func (e *engine) show() {
	life := e.window()
	e.background.mu.Lock()
	e.background.hidden = false
	e.background.mu.Unlock()
	e.background.window.show(life)
	e.tellPageOfTray(life)
}

// tellPageOfTray says in the window that is back why it was away, if that is still to be said. What a hidden page is
// told may be lost.
func (e *engine) tellPageOfTray(life lifetime) {
	b := e.background
	b.mu.Lock()
	tell := b.tellPage && !b.hidden
	if tell {
		b.tellPage = false
	}
	b.mu.Unlock()
	if tell {
		e.emit(life, "stays-in-tray")
	}
}

// quit ends the program, whatever the window shows.
func (e *engine) quit() {
	life := e.window()
	e.background.mu.Lock()
	e.background.quitting = true
	e.background.mu.Unlock()
	e.background.window.quit(life)
}

// beforeClose is asked when the window is closed, and when the program is to quit. It prevents that only where a tray
// shows the icon, and hides the window then.
func (e *engine) beforeClose(life context.Context) (prevent bool) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("panic while the window was closed", "panic", p)
			prevent = false
		}
	}()
	if !e.background.mayHide(life) {
		return false
	}
	e.background.window.hide(life)
	e.background.run(func() {
		if err := e.tellOfTray(life); err != nil {
			slog.Warn("tell that the window goes on in the tray", "error", err)
		}
	})
	return true
}

// tellOfTray says the first time that the program goes on: on the desktop at once, and in the window when it is back.
func (e *engine) tellOfTray(life lifetime) error {
	program, err := e.opened(life)
	if err != nil {
		return err
	}
	first, err := program.Settings.TellOfTray(life)
	if err != nil || !first {
		return err
	}
	e.background.mu.Lock()
	e.background.tellPage = true
	e.background.mu.Unlock()
	e.tellPageOfTray(life) // where the window is back already
	return e.background.say(life, "Gatehouse goes on in the tray.", "It watches your authentication keys. Choose Quit in the menu of its icon to end it.")
}
