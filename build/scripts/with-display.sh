#!/usr/bin/env bash
# Runs a command on an X display of its own that no other program sees: with-display.sh COMMAND...
set -euo pipefail

number_file=$(mktemp)
Xvfb -displayfd 3 -screen 0 1440x960x24 -nolisten tcp -noreset 3>"$number_file" 2>/dev/null &
xvfb=$!
program=
finish() {
  [ -n "$program" ] && kill "$program" 2>/dev/null && wait "$program" 2>/dev/null
  kill "$xvfb" 2>/dev/null || true
  rm -f "$number_file"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

for _ in $(seq 100); do
  [ -s "$number_file" ] && break
  kill -0 "$xvfb" 2>/dev/null || { echo "Xvfb did not start; is the package xvfb installed?" >&2; exit 1; }
  sleep 0.1
done
export DISPLAY=":$(cat "$number_file")"
unset WAYLAND_DISPLAY
export GDK_BACKEND=x11
"$@" &
program=$!
wait "$program"
