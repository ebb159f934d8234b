#!/usr/bin/env bash
# Everything that must hold, one line a step. Installs what is missing first.
set -euo pipefail
cd "$(dirname "$0")/../.."
rm -rf .cache/steps
step=build/scripts/step.sh

$step "system packages" "Install the named packages by hand, or run as root." build/scripts/deps.sh test
$step "front-end packages" "Check the npm registry; frontend/package-lock.json is what is installed." make frontend/node_modules/.package-lock.json
$step "front-end build" "Run: cd frontend && npm run build" make pages
$step "bindings are as committed" "Run make bindings and commit frontend/wailsjs." build/scripts/bindings.sh
$step "Go lint" "Run make lint." build/scripts/lint-go.sh
$step "front-end lint" "Run: cd frontend && npm run lint" npm --prefix frontend run --silent lint
$step "Go tests with the race detector" "Run: go test -race -tags webkit2_41 ./..." go test -race -tags dev,webkit2_41 -timeout 20m ./...
$step "key store tests against a real Secret Service" "Run build/scripts/secret-service.sh" build/scripts/secret-service.sh
$step "desktop notifications against a real daemon" "Run build/scripts/notification-daemon.sh" build/scripts/notification-daemon.sh
$step "front-end tests" "Run: cd frontend && npm test" npm --prefix frontend test --silent
$step "builds for Windows and macOS" "Run build/scripts/cross.sh" build/scripts/cross.sh
$step "release build" "Run make build" make build
$step "preview build" "Run make build-preview" make build-preview
$step "end-to-end tests in Chromium" "Run: cd frontend && npm run e2e" npm --prefix frontend run --silent e2e
$step "real window under Xvfb" "Run build/scripts/window.sh; the pictures are in .cache/window." build/scripts/window.sh
$step "the checkout is clean" "A step changed committed files; see git status." git diff --exit-code

printf '%d passed, 0 failed\n' "$(wc -l <.cache/steps/passed)"
