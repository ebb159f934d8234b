//go:build unix && !darwin

package vault

import (
	"fmt"

	"github.com/godbus/dbus/v5"
)

// session looks whether there is a desktop session to ask. Without this look the key store's client would start a
// message bus of its own where there is none, on a server for example, and leave it running.
func (osKeyStore) session() error {
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return fmt.Errorf("look for a desktop session: %w", err)
	}
	return bus.Close()
}
