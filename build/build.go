// Package build holds what the programs are packaged with: icons, scripts, pinned tools and benchmarks' peers.
package build

import _ "embed"

// Icon is the program's icon as PNG.
//
//go:embed appicon.png
var Icon []byte

// SmallIcon is the program's icon as PNG of 64 pixels.
//
//go:embed appicon-64.png
var SmallIcon []byte

// TrayIcon is the icon of a state as this system's tray wants it: "calm", "due", "soon", "critical", "expired" or
// "unknown". build/tray/draw makes them.
func TrayIcon(state string) []byte {
	content, err := trayIcons.ReadFile("tray/" + state + trayFormat)
	if err != nil {
		panic("build: there is no tray icon for the state " + state)
	}
	return content
}
