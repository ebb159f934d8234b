#!/usr/bin/env bash
# Compiles what other systems get: the window and gatectl for Windows, gatectl for macOS, all without cgo.
set -euo pipefail
export CGO_ENABLED=0
mkdir -p build/bin
GOOS=windows GOARCH=amd64 go build -trimpath -tags desktop,production -ldflags '-w -s -H windowsgui' -o build/bin/gatehouse.exe .
GOOS=windows GOARCH=amd64 go build -trimpath -o build/bin/gatectl.exe ./app/cli/gatectl
for arch in amd64 arm64; do
  GOOS=darwin GOARCH=$arch go build -trimpath -o "build/bin/gatectl-darwin-$arch" ./app/cli/gatectl
done
GOOS=linux go build -trimpath -o build/bin/gatectl ./app/cli/gatectl
# gatectl links neither cgo nor the window library, nor what belongs to a desktop.
if go list -deps ./app/cli/gatectl | grep -E 'wailsapp|systray|beeep|^runtime/cgo$'; then
  echo "gatectl must not depend on the packages above."
  exit 1
fi
