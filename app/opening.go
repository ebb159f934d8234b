package app

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"gatehouse/app/wiring"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
)

// dataOpened tells the pages that the data folder is open, so that one that says why it was not goes on.
const dataOpened = "data-opened"

// How long the engine waits before it tries once more to open the data folder, and how far that grows.
const (
	firstOpenAgain   = 5 * time.Second
	slowestOpenAgain = time.Minute
)

// opening is one attempt to open the program.
type opening struct {
	done    chan struct{} // closed when program and err are set
	program *wiring.Program
	err     error
}

// open begins to open the program unless that is under way or done. A failed attempt is repeated.
func (e *engine) open() *opening {
	e.mu.Lock()
	defer e.mu.Unlock()
	if o := e.opening; o != nil {
		select {
		case <-o.done:
			if o.err == nil {
				return o
			}
		default:
			return o
		}
	}
	o := &opening{done: make(chan struct{})}
	e.opening = o
	life := e.life
	go func() {
		defer close(o.done)
		o.program, o.err = e.openProgram(life)
	}()
	return o
}

func (e *engine) openProgram(life lifetime) (program *wiring.Program, err error) {
	defer recoverTo(&err)
	if e.folderErr != nil {
		return nil, e.folderErr
	}
	program, err = e.openData(life, e.folder, e.options)
	if err != nil {
		return nil, err
	}
	e.log.open(filepath.Join(e.folder, "logs"))
	program.Events.Listen(func(happened event.Event) {
		if happened.Topic == event.OnPortals || happened.Topic == event.OnReminders {
			e.facts.forget()
			e.background.icon.Refresh()
		}
		e.emit(life, string(happened.Topic), happened.Subject)
	})
	program.Renewals.OpenPage = func(_ context.Context, address string) { e.openPage(life, address) }
	program.Work()
	program.Serve()
	program.Remind()
	e.background.icon.Refresh()
	e.emit(life, dataOpened)
	return program, nil
}

// keepOpening tries again by itself while the data folder cannot be opened for a reason that may pass. Started at
// sign-in the window is hidden, so nobody is there to try again, and without the data nobody is reminded of anything.
func (e *engine) keepOpening(ctx context.Context) {
	said := ""
	for wait := firstOpenAgain; ; wait = min(2*wait, slowestOpenAgain) {
		_, err := e.opened(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if err.Error() != said {
			said = err.Error()
			slog.Warn("the data folder is not open", "error", err)
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
		// A page may have tried meanwhile, and failed for another reason.
		if _, err := e.opened(ctx); mayPass(err) {
			e.open()
		}
	}
}

// mayPass reports whether the reason why the data folder could not be opened may go away without anybody's doing:
// another program lets go of it, or its drive is connected later. A folder on a drive that is not connected yet often
// looks like one that this account may not make. A file that is damaged or newer stays so until a person does something,
// who then tries again in the window.
func mayPass(err error) bool {
	switch fault.CodeOf(err) {
	case fault.Conflict, fault.Unreachable, fault.NotFound, fault.Denied:
		return true
	default:
		return false
	}
}

// opened returns the program once the attempt to open it that is under way has ended. It begins none.
func (e *engine) opened(ctx context.Context) (*wiring.Program, error) {
	select {
	case <-e.started:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	e.mu.Lock()
	o := e.opening
	e.mu.Unlock()
	if o == nil {
		return nil, fault.New(fault.Canceled, "The data folder is not open yet.")
	}
	select {
	case <-o.done:
		return o.program, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
