#!/usr/bin/env bash
# Takes the pictures of docs/pictures anew, from the real program with the sample organization.
set -euo pipefail
npm --prefix frontend run --silent pictures
