#!/usr/bin/env bash
# Measures pages of the packaged service, with the whole starter catalog, by Lighthouse in Chromium, and prints a table.
#
#   bash src/clients/lighthouse.sh [--quick]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

install chromium chromium fonts-noto-cjk

start_packaged
base=http://127.0.0.1:$port

install_client lighthouse --ignore-scripts

await_packaged
node "$out/measure.mjs" "$base" "$@" 2> "$work/lighthouse.err.txt" || fail "a page misses 95: $(tail -n 20 "$work/lighthouse.err.txt")"
