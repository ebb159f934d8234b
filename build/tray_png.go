//go:build !windows

package build

import "embed"

const trayFormat = ".png"

//go:embed tray/*.png
var trayIcons embed.FS
