package build

import "embed"

const trayFormat = ".ico"

//go:embed tray/*.ico
var trayIcons embed.FS
