#!/usr/bin/env bash
# Reads the packaged service, with the whole starter catalog, by OpenRouter's own client from npm, which checks the type of
# every key. Prints what the client saw.
#
#   bash src/clients/dropin.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

start_packaged

install_client openrouter --ignore-scripts

await_packaged
node "$out/drop-in.mjs" "http://127.0.0.1:$port" > "$work/client.txt" 2> "$work/client.err.txt" \
    || fail "OpenRouter's client failed: $(tail -n 40 "$work/client.err.txt")"
say "what OpenRouter's client saw:"
cat "$work/client.txt"
