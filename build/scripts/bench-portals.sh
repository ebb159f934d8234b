#!/usr/bin/env bash
# Measures how the list of 5,000 portals scrolls and answers, in Chromium, in the released pages of the real program.
# It wants a quiet machine and asserts nothing.
set -euo pipefail
npm --prefix frontend run --silent frames
