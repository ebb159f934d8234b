package tray

import "context"

// StartOn is Start with an icon that the test watches.
func (t *Tray) StartOn(ctx context.Context, show func(Menu), closed func()) {
	t.start(ctx, func(_ context.Context, first Menu) surface {
		show(first)
		return watched{show, closed}
	})
}

type watched struct {
	shown  func(Menu)
	closed func()
}

func (w watched) show(m Menu) { w.shown(m) }
func (w watched) close()      { w.closed() }
