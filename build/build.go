// Package build holds what the programs are packaged with: the icon, scripts, pinned tools and benchmarks' peers.
package build

import _ "embed"

// Icon is the program's icon as PNG.
//
//go:embed appicon.png
var Icon []byte
