#!/usr/bin/env bash
# Lets the packaged service call a receiver, which checks signatures with the official library of Standard Webhooks from npm and
# with the code of the guide. Prints the events that it got.
#
#   bash src/clients/webhooks.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

start_packaged MODELTREE_STARTER_CATALOG=none MODELTREE_SECURITY_BOOTSTRAP_TOKEN="$token" \
    MODELTREE_WEBHOOKS_ALLOW_PRIVATE=127.0.0.1/32 MODELTREE_WEBHOOKS_ALLOW_HTTP=true

install_client webhooks --ignore-scripts
awk '/^```javascript$/ { code = 1; next } /^```$/ { code = 0 } code' src/docs/guide-curating.md > "$out/guide.mjs"

await_packaged
node "$out/receive.mjs" "http://127.0.0.1:$port" "$token" > "$work/events.txt" 2> "$work/events.err.txt" \
    || fail "the receiver failed: $(tail -n 40 "$work/events.err.txt")"
say "what the receiver got, each with a valid signature:"
cat "$work/events.txt"
