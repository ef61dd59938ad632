#!/usr/bin/env bash
# Reads the packaged service, with the whole starter catalog, by programs from npm, and prints what they saw: OpenRouter's own
# client, which checks the type of every key; TokenLens, which reads the file of models.dev; and ccusage, which reads LiteLLM's.
# The costs of the last two are compared with those of the service.
#
#   bash src/clients/dropin.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

start_packaged

# try_client folder name: installs a program, and runs it against the service.
try_client() {
    install_client "$1" --ignore-scripts
    node "$out/drop-in.mjs" "http://127.0.0.1:$port" > "$work/client.txt" 2> "$work/client.err.txt" \
        || fail "$2 failed: $(tail -n 40 "$work/client.err.txt")"
    say "what $2 saw:"
    cat "$work/client.txt"
}

await_packaged
try_client openrouter "OpenRouter's client"
try_client tokenlens "TokenLens"
try_client ccusage "ccusage"
