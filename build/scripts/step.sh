#!/usr/bin/env bash
# Runs one step and prints one line: step.sh NAME HINT COMMAND... . What the command prints goes to a log, which is
# shown in full when the step fails, followed by the hint.
set -uo pipefail

name=$1 hint=$2
shift 2
logs=.cache/steps
mkdir -p "$logs"
log=$logs/$(tr -c 'a-zA-Z0-9\n' '-' <<<"$name").log
began=$SECONDS
if "$@" >"$log" 2>&1 </dev/null; then
  printf 'ok    %-58s %4d s\n' "$name" $((SECONDS - began))
  echo "$name" >>"$logs/passed"
  exit 0
else
  status=$?
  tail -n 200 "$log"
  printf 'FAIL  %-58s %4d s\n      %s\n      The whole output is in %s.\n' "$name" $((SECONDS - began)) "$hint" "$log"
  printf '%d passed, 1 failed\n' "$(wc -l <"$logs/passed" 2>/dev/null || echo 0)"
  exit "$status"
fi
