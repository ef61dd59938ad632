#!/usr/bin/env bash
# Shows cards of the packaged service on pages in plain HTML, React and Vue, as the guide describes, in Chromium.
#
#   bash src/clients/element.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

install chromium chromium fonts-noto-cjk

start_packaged

install_client element
for example in react vue; do
    npm run "$example" --prefix "$out" > "$work/$example.log" 2>&1 || fail "esbuild failed: $(tail -n 30 "$work/$example.log")"
done

await_packaged
node "$out/check.mjs" "http://127.0.0.1:$port" src/docs/guide-clients.md > "$work/cards.txt" 2> "$work/cards.err.txt" \
    || fail "a card is not as it should be: $(cat "$work/cards.txt" "$work/cards.err.txt")"
say "what the cards showed:"
cat "$work/cards.txt"
