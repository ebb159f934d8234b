package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
)

// begun is when the process began, as near as Go code can tell.
var begun = time.Now()

// engine is what all bound structs share: the window's life and the program behind it, which is opened while the
// window paints.
type engine struct {
	folder    string
	folderErr error
	args      arguments
	options   wiring.Options
	openData  func(context.Context, string, wiring.Options) (*wiring.Program, error)
	emit      func(lifetime, string, ...any) // tells the pages
	openPage  func(lifetime, string)         // opens an address in the person's browser
	started   chan struct{}                  // closed when life is set

	mu       sync.Mutex
	life     lifetime
	openPath string // handed over on the command line, taken by the first page
	opening  *opening
	log      *logFile

	background *background
	facts      trayFacts

	importing sync.Mutex // guards cancel
	cancel    context.CancelFunc
}

func newEngine(folder string, folderErr error, args arguments) *engine {
	e := &engine{
		folder: folder, folderErr: folderErr, args: args, options: wiring.Options{Version: Version, Trouble: logTrouble},
		openData: wiring.Open, emit: runtime.EventsEmit, openPage: runtime.BrowserOpenURL,
		openPath: absolute(args.path, ""), started: make(chan struct{}), log: &logFile{},
	}
	e.background = newBackground(e, args.hidden && args.path == "")
	return e
}

// logTrouble keeps what went wrong in the background.
func logTrouble(err error) { slog.Error("background", "error", err) }

// instanceName tells windows on different data folders apart, so that only the same folder is opened once.
func (e *engine) instanceName() string {
	sum := sha256.Sum256([]byte(e.folder))
	return "gatehouse_" + hex.EncodeToString(sum[:8])
}

// start is called by the window when it exists.
func (e *engine) start(life context.Context) {
	e.mu.Lock()
	e.life = life
	e.mu.Unlock()
	close(e.started)
	e.open()
	e.background.begin(e, life)
	previewStarted()
}

// pageLoaded is called by the window when the page is there, also after each reload.
func (e *engine) pageLoaded(context.Context) { e.background.painted() }

// stop is called by the window when it is gone.
func (e *engine) stop(context.Context) {
	e.background.end()
	e.mu.Lock()
	o := e.opening
	e.mu.Unlock()
	if o == nil {
		return
	}
	<-o.done
	if o.program != nil {
		if err := o.program.Close(); err != nil {
			slog.Error("close the database", "error", err)
		}
	}
	e.log.close()
}

// call runs a use case on the program, once it is open, with the window's context. Every bound method goes through
// it: it also turns a panic into an error, since the page's promise would wait for ever otherwise.
func call[T any](e *engine, run func(lifetime, *wiring.Program) (T, error)) (result T, err error) {
	defer recoverTo(&err)
	<-e.started
	o := e.open()
	<-o.done
	if o.err != nil {
		return result, o.err
	}
	return run(e.window(), o.program)
}

// do is call for use cases that have nothing to return.
func do(e *engine, run func(lifetime, *wiring.Program) error) error {
	_, err := call(e, func(life lifetime, program *wiring.Program) (struct{}, error) {
		return struct{}{}, run(life, program)
	})
	return err
}

// window returns the window's context without waiting for the program.
func (e *engine) window() lifetime {
	<-e.started
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.life
}

// secondStart is called when the program was started again for the same data folder: this window comes to the front
// and opens what the other one was given.
func (e *engine) secondStart(second options.SecondInstanceData) {
	args, err := parseArguments(second.Args)
	if err == nil && args.hidden && args.path == "" {
		return // started at sign-in, and running already
	}
	e.show()
	if err != nil || args.path == "" {
		return
	}
	e.emit(e.window(), "open-path", absolute(args.path, second.WorkingDirectory))
}

// takeOpenPath returns the path the program was started with, once.
func (e *engine) takeOpenPath() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	path := e.openPath
	e.openPath = ""
	return path
}

func absolute(path, folder string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	if folder != "" {
		return filepath.Join(folder, path)
	}
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}

// cancellable returns a context that Snapshots.Cancel ends. Only one reading runs at a time.
func (e *engine) cancellable(life lifetime) (context.Context, func(), error) {
	e.importing.Lock()
	defer e.importing.Unlock()
	if e.cancel != nil {
		return nil, nil, fault.New(fault.Conflict, "Another folder is being read.").WithHint("Wait until it is done, or cancel it.")
	}
	ctx, cancel := context.WithCancel(life)
	e.cancel = cancel
	return ctx, func() {
		cancel()
		e.importing.Lock()
		defer e.importing.Unlock()
		e.cancel = nil
	}, nil
}

func (e *engine) cancelReading() {
	e.importing.Lock()
	defer e.importing.Unlock()
	if e.cancel != nil {
		e.cancel()
	}
}
