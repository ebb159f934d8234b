package tray

import (
	"context"
	"runtime"
	"time"

	"fyne.io/systray"
)

// mnemonic marks the key that chooses a line of a menu.
const mnemonic = "&"

const endPatience = 2 * time.Second

// runIcon gives the icon a thread of its own, because the messages of a window go to the thread that made it.
func runIcon(_ context.Context, _ Menu, ready func()) (end func()) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread()
		systray.Run(ready, nil)
	}()
	return func() {
		systray.Quit()
		select {
		case <-ended:
		case <-time.After(endPatience): // the process ends anyway
		}
	}
}

func sessionThere(context.Context) bool { return true }

// Present reports whether the tray is really there: it always is.
func (t *Tray) Present(context.Context) bool { return true }
