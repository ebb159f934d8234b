#!/usr/bin/env bash
# Measures the access engine beside its peers, which live in a module of their own. Arguments are passed on.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)

cd "$root/build/bench/peers"
go vet .
go test .
go build -o "$root/build/bin/peers" .
exec "$root/build/bin/peers" "$@"
