#!/usr/bin/env bash
# Runs the tests of the real window: on a display, a session bus and in a home of their own.
set -euo pipefail

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
pictures=$PWD/.cache/window
mkdir -p "$pictures"

# Where Go keeps its own things must survive the change of home.
export GOMODCACHE=$(go env GOMODCACHE) GOCACHE=$(go env GOCACHE) GOPATH=$(go env GOPATH)
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_RUNTIME_DIR=$home/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
export GATEHOUSE_BINARY=$PWD/build/bin/gatehouse GATEHOUSE_PICTURES=$pictures
export LIBGL_ALWAYS_SOFTWARE=1 NO_AT_BRIDGE=1

build/scripts/with-display.sh dbus-run-session -- bash -c '
  openbox &
  go test -tags window -count=1 -timeout 15m ./app/windowtest'
