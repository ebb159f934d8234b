#!/bin/sh
# Runs the tests of desktop notifications against a real notification daemon: on a display, a session bus and in a home
# of their own. The bus starts no service by itself, so the tests can take the daemon away.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/config" "$home/cache"
mkdir -m 700 "$home/run"
cat >"$home/bus.conf" <<'BUS'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
BUS
go test -c -o "$home/channel.test" ./backend/notify/channel
env -u WAYLAND_DISPLAY -u DBUS_SESSION_BUS_ADDRESS \
    HOME="$home" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache" XDG_RUNTIME_DIR="$home/run" \
    GATEHOUSE_TEST_NOTIFICATION_DAEMON=1 \
    timeout 120 build/scripts/with-display.sh dbus-run-session --config-file="$home/bus.conf" -- \
    "$home/channel.test" -test.run '^TestDesktop' -test.v -test.count=1
