//go:build !dev

package app

import "os"

// The preview belongs to development builds; see preview.go.

func commandLine() []string { return os.Args[1:] }

func prepareWindow() {}

func previewStarted() {}
