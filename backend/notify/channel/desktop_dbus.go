//go:build unix && !darwin

package channel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/godbus/dbus/v5"
)

const desktopHint = "Start your desktop's notification service, or one such as dunst."

// askDesktop finds out whether somebody shows notifications, and how text reaches them as it is. A service that the
// bus can start is started by the question.
func askDesktop(ctx context.Context) (quote func(title, body string) (string, string), err error) {
	// Without a session the library would start a bus of its own and leave it running.
	bus, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for a desktop session: %w", err)
	}
	defer bus.Close()
	if err := bus.Auth(nil); err != nil {
		return nil, fmt.Errorf("sign in to the desktop session: %w", err)
	}
	if err := bus.Hello(); err != nil {
		return nil, fmt.Errorf("greet the desktop session: %w", err)
	}
	var abilities []string
	err = bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").
		CallWithContext(ctx, "org.freedesktop.Notifications.GetCapabilities", 0).Store(&abilities)
	if err != nil {
		return nil, fmt.Errorf("ask the notification service: %w", err)
	}
	// Titles are plain everywhere. Bodies are markup for those who say so.
	if slices.Contains(abilities, "body-markup") {
		return func(title, body string) (string, string) { return title, markup.Replace(body) }, nil
	}
	return func(title, body string) (string, string) { return title, body }, nil
}

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
