#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that are missing: deps.sh SET, where SET is window, test or preview.
set -euo pipefail

window=(pkg-config libgtk-3-dev libwebkit2gtk-4.1-dev)
preview=(xvfb)
test=(xvfb openbox xfce4-panel dunst dbus gnome-keyring imagemagick xdotool tesseract-ocr chromium fonts-dejavu-core)

case "${1:-}" in
  window) wanted=("${window[@]}") ;;
  preview) wanted=("${window[@]}" "${preview[@]}") ;;
  test) wanted=("${window[@]}" "${test[@]}") ;;
  *) echo "usage: deps.sh window|preview|test" >&2; exit 2 ;;
esac

for tool in go node npm gcc; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: install it first (Go 1.26, Node 20.19 or later, gcc)." >&2; exit 1; }
done

if ! command -v dpkg-query >/dev/null; then
  echo "This machine has no dpkg. Install the equivalents of these packages yourself: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "These packages are missing and there is neither root nor sudo: ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "installing ${missing[*]}"
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
