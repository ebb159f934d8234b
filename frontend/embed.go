// Package frontend carries the built pages of the window and nothing else.
//
// The pages come from "npm run build", which fills dist. A fresh clone has an empty dist (only .gitkeep), so the
// program compiles before the pages were ever built; whoever serves them must say so when index.html is missing.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Pages is the content of dist, with index.html at its top once the pages are built.
func Pages() fs.FS {
	pages, err := fs.Sub(dist, "dist")
	if err != nil {
		// The name is a constant that go:embed checked; only a typing mistake in this file can lead here.
		panic(err)
	}
	return pages
}
