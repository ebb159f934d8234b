// Package tray is the icon near the clock: it shows the worst condition of all keys, lists the portals that need
// attention, and opens the window. Nothing else belongs here; what a state means is for package renewal to say.
//
// The tray of the system is reached by a library that has one icon for the whole process.
package tray

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"runtime/debug"
	"time"
)

// Options is what the tray tells of, and whom it tells. The functions are called on goroutines of their own.
type Options struct {
	Source     func(context.Context) State // reads the state
	Open       func()                      // shows the window
	OpenPortal func(id string)             // shows the window with a portal
	Pause      func(until time.Time)       // holds reminders back; the zero time ends that
	Quit       func()
}

// Tray is the icon near the clock. It is safe for concurrent use.
type Tray struct {
	options Options
	changed chan struct{} // holds one token while the state is to be read again
	cancel  context.CancelFunc
	done    chan struct{}
}

// surface shows menus.
type surface interface {
	show(Menu)
	close()
}

// refreshEvery is how often the state is read without a cause: sentences such as "in 5 hours" grow old.
const refreshEvery = time.Minute

// New returns a tray that shows nothing yet.
func New(options Options) *Tray { return &Tray{options: options, changed: make(chan struct{}, 1)} }

// Start shows the icon and keeps it true until Stop. It returns at once, and is called once.
// The window must exist.
func (t *Tray) Start(ctx context.Context) { t.start(ctx, t.newIcon) }

func (t *Tray) start(ctx context.Context, newIcon func(context.Context, Menu) surface) {
	ctx, t.cancel = context.WithCancel(ctx)
	t.done = make(chan struct{})
	go func() {
		defer close(t.done)
		t.follow(ctx, newIcon)
	}()
}

// follow shows every state that differs from the one before.
func (t *Tray) follow(ctx context.Context, newIcon func(context.Context, Menu) surface) {
	var icon surface
	var shown Menu
	tick := time.NewTicker(refreshEvery)
	defer tick.Stop()
	for {
		menu, err := t.read(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			slog.Error("read the state for the tray", "error", err)
		case icon == nil:
			icon, shown = newIcon(ctx, menu), menu
		case !reflect.DeepEqual(menu, shown):
			icon.show(menu)
			shown = menu
		}
		select {
		case <-t.changed:
		case <-tick.C:
		case <-ctx.Done():
			if icon != nil {
				icon.close()
			}
			return
		}
	}
}

// read outlives a panic: the tray is no reason for the program to end.
func (t *Tray) read(ctx context.Context) (menu Menu, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return Model(t.options.Source(ctx)), nil
}

// Refresh says that the state changed. It does not wait.
func (t *Tray) Refresh() {
	select {
	case t.changed <- struct{}{}:
	default: // it is to be read again already
	}
}

// Stop takes the icon away, if there is one, and waits until the state is not read any more.
func (t *Tray) Stop() {
	if t.cancel == nil {
		return
	}
	t.cancel()
	<-t.done
}
