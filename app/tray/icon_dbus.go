//go:build unix && !darwin

package tray

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"

	"gatehouse/build"
)

// mnemonic marks the key that chooses a line of a menu.
const mnemonic = "_"

const (
	watcher      = "org.kde.StatusNotifierWatcher"
	watcherPath  = "/StatusNotifierWatcher"
	itemPath     = "/StatusNotifierItem"
	busPatience  = 2 * time.Second // for an answer of the session bus; a person waits for it while closing the window
	signalBuffer = 8
)

// runIcon exports the icon on the session bus, and sees to it that every tray that comes finds it.
func runIcon(ctx context.Context, first Menu, ready func()) (end func()) {
	// Set before anybody can ask: what comes while the library exports them is lost.
	systray.SetTitle("Gatehouse")
	systray.SetIcon(build.TrayIcon(string(first.Icon)))
	systray.SetTooltip(first.Tooltip)
	start, stop := systray.RunWithExternalLoop(ready, nil)
	start()
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		if err := keepRegistered(ctx); err != nil && ctx.Err() == nil {
			slog.Warn("watch for trays that come and go", "error", err)
		}
	}()
	return func() {
		<-kept
		// Where the bus refused the icon, the library has no connection to close.
		defer func() { _ = recover() }()
		stop()
	}
}

func sessionThere(ctx context.Context) bool {
	return withBus(ctx, func(*dbus.Conn) error { return nil }) == nil
}

// Present reports whether a tray shows the icon: somebody draws what is registered, and the icon is.
func (t *Tray) Present(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, busPatience)
	defer cancel()
	there := false
	err := withBus(ctx, func(bus *dbus.Conn) error {
		var host, items dbus.Variant
		read := func(name string, into *dbus.Variant) error {
			return bus.Object(watcher, watcherPath).
				CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, watcher, name).Store(into)
		}
		if err := read("IsStatusNotifierHostRegistered", &host); err != nil {
			return err
		}
		if err := read("RegisteredStatusNotifierItems", &items); err != nil {
			return err
		}
		registered, _ := items.Value().([]string)
		shown, _ := host.Value().(bool)
		there = shown && slices.ContainsFunc(registered, isOurs)
		return nil
	})
	return err == nil && there
}

// isOurs reports whether a registered item is this process's icon. Trays write items as bus name and path.
func isOurs(item string) bool {
	names := []string{fmt.Sprintf("org.kde.StatusNotifierItem-%d-1", os.Getpid())}
	if shared, err := dbus.SessionBus(); err == nil { // the library's connection
		names = append(names, shared.Names()...)
	}
	name, _, _ := strings.Cut(item, "/")
	return slices.Contains(names, name)
}

// keepRegistered tells every tray that comes later of the icon, until the context ends. The library does so too, but
// stops at the first signal it does not know, and there are such once a notification was shown.
func keepRegistered(ctx context.Context) error {
	return withBus(ctx, func(bus *dbus.Conn) error {
		err := bus.AddMatchSignal(
			dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher),
		)
		if err != nil {
			return fmt.Errorf("listen for trays: %w", err)
		}
		signals := make(chan *dbus.Signal, signalBuffer)
		bus.Signal(signals)
		for {
			select {
			case signal, open := <-signals:
				if !open {
					return fmt.Errorf("listen for trays: %w", dbus.ErrClosed)
				}
				if cameUp(signal) {
					register(ctx)
				}
			case <-ctx.Done():
				return nil
			}
		}
	})
}

// cameUp reports whether a signal says that the tray has an owner now. Its body is name, old owner, new owner.
func cameUp(signal *dbus.Signal) bool {
	if len(signal.Body) != 3 || signal.Body[0] != watcher {
		return false
	}
	owner, _ := signal.Body[2].(string)
	return owner != ""
}

// register goes over the library's connection, so that a tray that heard of the icon already knows it for the same.
func register(ctx context.Context) {
	shared, err := dbus.SessionBus()
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, busPatience)
	defer cancel()
	err = shared.Object(watcher, watcherPath).CallWithContext(ctx, watcher+".RegisterStatusNotifierItem", 0, itemPath).Err
	if err != nil {
		slog.Warn("register the tray icon", "error", err)
	}
}

// withBus runs use on a connection of its own to the session bus. Without a session none is started.
func withBus(ctx context.Context, use func(*dbus.Conn) error) error {
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer bus.Close()
	if err := bus.Auth(nil); err != nil {
		return err
	}
	if err := bus.Hello(); err != nil {
		return err
	}
	return use(bus)
}
