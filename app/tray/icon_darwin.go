package tray

import "context"

// There is no tray on macOS yet: the library wants its first call on the main thread, which the window keeps for itself.

type noIcon struct{}

func (noIcon) show(Menu) {}
func (noIcon) close()    {}

func (t *Tray) newIcon(context.Context, Menu) surface { return noIcon{} }

// Present reports that there is no tray.
func (t *Tray) Present(context.Context) bool { return false }
