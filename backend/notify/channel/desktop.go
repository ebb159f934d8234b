package channel

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/gen2brain/beeep"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
)

var desktopName = register("desktop", func(p Parts) notify.Channel { return NewDesktop(p.Icon) })

// desktopPatience is how long the desktop may take for one notification.
const desktopPatience = 10 * time.Second

// Desktop shows a notification on the desktop of the person at this machine. It makes no sound: the library's alert
// counts as failed, and would be shown again, where a machine cannot beep.
//
// The library's calls cannot be stopped. So one is made at a time, and one that was given up keeps the others out until
// it ends: a desktop that hangs holds up one goroutine and not one for each notice.
type Desktop struct {
	icon     []byte
	patience time.Duration
	busy     chan struct{} // holds one token while a call runs
}

// nameApp sets the name under which the desktop files our notifications; the library has one for the whole process.
var nameApp = sync.OnceFunc(func() { beeep.AppName = "Gatehouse" })

// NewDesktop returns the channel. icon is a PNG.
func NewDesktop(icon []byte) *Desktop {
	nameApp()
	return &Desktop{icon: icon, patience: desktopPatience, busy: make(chan struct{}, 1)}
}

// Name implements notify.Channel.
func (d *Desktop) Name() string { return desktopName }

// Traits implements notify.Channel.
func (d *Desktop) Traits() notify.Traits { return notify.Traits{} }

// Send implements notify.Channel. Codes: unreachable, canceled.
func (d *Desktop) Send(ctx context.Context, m notify.Message, _ notify.Recipient) error {
	if ctx.Err() != nil {
		return stopped(ctx.Err())
	}
	limited, cancel := context.WithTimeout(ctx, d.patience)
	defer cancel()
	select {
	case d.busy <- struct{}{}:
	case <-limited.Done():
		return d.gaveUp(ctx)
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-d.busy }()
		// A desktop that answers nonsense must not take the program along.
		defer func() {
			if r := recover(); r != nil {
				done <- fmt.Errorf("panic in the notification library: %v", r)
			}
		}()
		done <- d.show(limited, m)
	}()
	select {
	case err := <-done:
		switch {
		case err == nil:
			return nil
		case limited.Err() != nil:
			return d.gaveUp(ctx)
		}
		return fault.New(fault.Unreachable, "The desktop shows no notifications.").
			WithHint("%s", desktopHint).Because(err)
	case <-limited.Done():
		return d.gaveUp(ctx)
	}
}

// show asks the desktop first, because the library has no limit of its own for a desktop that hangs, and starts other
// programs where there is none.
func (d *Desktop) show(ctx context.Context, m notify.Message) error {
	quote, err := askDesktop(ctx)
	if err != nil {
		return err
	}
	title, body := quote(m.Title, m.Body)
	return beeep.Notify(title, body, d.icon)
}

func (d *Desktop) gaveUp(ctx context.Context) error {
	if ctx.Err() != nil {
		return stopped(ctx.Err())
	}
	return fault.New(fault.Unreachable, "The desktop does not answer.").WithHint("%s", desktopHint)
}
