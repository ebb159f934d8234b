// Command gatectl is Gatehouse for terminals and pipelines.
package main

import (
	"os"

	"gatehouse/app/cli"
)

var version string // set while building a release: -ldflags "-X main.version=1.2.3"

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, version)) }
