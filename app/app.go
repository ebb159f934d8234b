// Package app is the window: its life, the structs bound to its pages, events and error formatting.
//
// It turns clicks into use cases and results into views, and holds no rule of its own.
package app

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/windows"

	"gatehouse/app/wiring"
	"gatehouse/build"
)

// Version is the program's version, set while building.
var Version = "0.1.0-dev"

// arguments is what the program was started with.
type arguments struct {
	data   string // data folder, "" for the usual one
	hidden bool   // start in the tray
	path   string // a site folder or certificate to open, else ""
}

// parseArguments reads the command line. Unknown flags are an error that names them.
func parseArguments(args []string) (arguments, error) {
	var a arguments
	flags := flag.NewFlagSet("gatehouse", flag.ContinueOnError)
	flags.StringVar(&a.data, "data", "", "folder that holds everything you enter (also: GATEHOUSE_DATA)")
	flags.BoolVar(&a.hidden, "hidden", false, "start without showing the window, where there is a tray to open it from")
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "Usage: gatehouse [--data FOLDER] [--hidden] [SITE FOLDER OR CERTIFICATE]")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return arguments{}, err
	}
	a.path = flags.Arg(0)
	return a, nil
}

// Main runs the window with the built pages until it is closed. It touches neither disk nor network before the
// window runs, because producing the bindings runs it too.
func Main(pages fs.FS) {
	args, err := parseArguments(commandLine())
	if err != nil {
		os.Exit(2) // the flag package has said why
	}
	folder, err := wiring.SystemDataFolder(args.data)
	engine := newEngine(folder, err, args)
	engine.options.Channels = systemChannels
	if err := runWindow(pages, engine); err != nil {
		fmt.Fprintln(os.Stderr, "gatehouse: error:", err)
		os.Exit(1)
	}
}

// The smallest size at which no list loses a column that matters.
const (
	minWidth, minHeight = 880, 560
	width, height       = 1240, 820
)

func runWindow(pages fs.FS, e *engine) error {
	prepareWindow()
	e.heedSignals()
	return wails.Run(&options.App{
		Title:              "Gatehouse",
		Width:              width,
		Height:             height,
		MinWidth:           minWidth,
		MinHeight:          minHeight,
		LogLevel:           logger.WARNING,
		LogLevelProduction: logger.ERROR,
		AssetServer:        &assetserver.Options{Assets: pages, Middleware: protectPages},
		StartHidden:        e.background.isHidden(),
		OnStartup:          e.start,
		OnDomReady:         e.pageLoaded,
		OnBeforeClose:      e.beforeClose,
		OnShutdown:         e.stop,
		ErrorFormatter:     e.formatError,
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId:               e.instanceName(),
			OnSecondInstanceLaunch: e.secondStart,
		},
		DragAndDrop: &options.DragAndDrop{EnableFileDrop: true, DisableWebViewDrop: false},
		Bind: []any{
			&Shell{engine: e},
			&Portals{engine: e},
			&Renewals{engine: e},
			&Snapshots{engine: e},
			&Access{engine: e},
			&Activity{engine: e},
			&Settings{engine: e},
			&Reminders{engine: e},
		},
		Linux:   &linux.Options{ProgramName: "gatehouse", Icon: build.Icon, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		Windows: &windows.Options{Theme: windows.SystemDefault},
	})
}

// lifetime is the context of the window, from its start to its end.
type lifetime = context.Context
