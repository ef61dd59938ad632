#!/usr/bin/env bash
# Reads the packaged service, with the whole starter catalog, by OpenRouter's own client from npm, which checks the type of
# every key. Prints what the client saw.
#
#   bash src/clients/dropin.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

out=target/clients/openrouter
java=$(java_home)
install node nodejs
install npm npm

package quarkus-app
port=$(free_port)
PORT=$port MODELTREE_EMBEDDED_DATA_DIR=$work/data "$java/bin/java" "${JAVA_ARGS[@]}" -jar target/quarkus-app/quarkus-run.jar \
    > "$work/service.log" 2>&1 &
service=$!
started+=("$service")

mkdir -p "$out"
cp src/clients/openrouter/* "$out"
npm ci --prefix "$out" --no-audit --no-fund --ignore-scripts > "$work/npm.log" 2>&1 \
    || fail "npm failed: $(tail -n 30 "$work/npm.log")"

await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
node "$out/drop-in.mjs" "http://127.0.0.1:$port" > "$work/client.txt" 2> "$work/client.err.txt" \
    || fail "OpenRouter's client failed: $(tail -n 40 "$work/client.err.txt")"
say "what OpenRouter's client saw:"
cat "$work/client.txt"
