#!/usr/bin/env bash
# Opens the shell; without a terminal shows what the program says of itself, and exits 0.
set -eu
cd "$(dirname "$0")/.."
if [ -t 0 ] && [ -t 1 ]; then exec ./graphsh; fi
./graphsh --version
./graphsh --help
