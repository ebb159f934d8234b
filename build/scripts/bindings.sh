#!/usr/bin/env bash
# Writes the bindings anew and fails when they differ from what is committed.
set -euo pipefail
go tool -modfile=build/tools.mod wails generate module -tags webkit2_41
if [ -n "$(git status --porcelain -- frontend/wailsjs)" ]; then
  git --no-pager diff --stat -- frontend/wailsjs
  git status --porcelain -- frontend/wailsjs
  exit 1
fi
