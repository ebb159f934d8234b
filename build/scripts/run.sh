#!/usr/bin/env bash
# Builds and opens the admin center. Without a display the same program runs under Xvfb, and its pages are served on
# loopback at the address that is printed.
set -euo pipefail

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  make --no-print-directory build
  exec build/bin/gatehouse "$@"
fi

build/scripts/deps.sh preview
make --no-print-directory build-preview
echo "There is no display, so the window opens on an invisible one. Stop with Ctrl+C."
export GATEHOUSE_PREVIEW=${GATEHOUSE_PREVIEW:-127.0.0.1:0}
exec build/scripts/with-display.sh build/bin/gatehouse-preview "$@"
