#!/usr/bin/env bash
# Formatting, vet and staticcheck for every Go file, in each build it belongs to, and go.mod as `go mod tidy` wants it.
set -euo pipefail

unformatted=$(gofmt -l $(git ls-files --cached --others --exclude-standard '*.go'))
if [ -n "$unformatted" ]; then
  echo "Not formatted; run gofmt -w on:" "$unformatted"
  exit 1
fi
go mod tidy -diff
for tags in webkit2_41 desktop,production,webkit2_41 dev,webkit2_41 window,webkit2_41; do
  go vet -tags "$tags" ./...
done
go tool -modfile=build/tools.mod staticcheck -tags webkit2_41 ./...
