#!/bin/sh
# Runs the key store tests against a real Secret Service, on a session bus and in a home of their own.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/data" "$home/config" "$home/cache"
mkdir -m 700 "$home/run"
go test -c -o "$home/vault.test" ./backend/vault
env -u DISPLAY -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS \
    HOME="$home" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" \
    XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run" \
    GATEHOUSE_TEST_SECRET_SERVICE=1 \
    timeout 60 dbus-run-session -- sh -euc '
        printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        "$1" -test.run "^TestSecretService$" -test.v -test.count=1
    ' sh "$home/vault.test"
