// Emptywindow is the least a window of the same library can be: the peer that the cold start is measured beside.
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
)

//go:embed all:pages
var pages embed.FS

// Window is bound to the page.
type Window struct{}

// Painted is called by the page after its first paint.
func (*Window) Painted() { fmt.Fprintln(os.Stderr, "first screen painted") }

func main() {
	root, err := fs.Sub(pages, "pages")
	if err != nil {
		panic(err)
	}
	err = wails.Run(&options.App{
		Title: "Empty", Width: 1240, Height: 820,
		AssetServer: &assetserver.Options{Assets: root},
		Bind:        []any{&Window{}},
		Linux:       &linux.Options{ProgramName: "emptywindow", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
