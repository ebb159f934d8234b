#!/usr/bin/env bash
# Measures the cold start beside an empty window, on a display, a session bus and in a home of their own.
set -euo pipefail

go build -tags desktop,production,webkit2_41 -ldflags '-s -w' -o build/bin/emptywindow ./build/bench/emptywindow
go build -o build/bin/coldstart ./build/bench/coldstart

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_RUNTIME_DIR=$home/run
mkdir -m 700 "$XDG_RUNTIME_DIR"
build/scripts/with-display.sh dbus-run-session -- \
  build/bin/coldstart "$@" build/bin/emptywindow build/bin/gatehouse
