#!/usr/bin/env bash
# Lets the packaged service call a receiver, which checks signatures with the official library of Standard Webhooks from npm and
# with the code of the guide. Prints the events that it got.
#
#   bash src/clients/webhooks.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

out=target/clients/webhooks
java=$(java_home)
install node nodejs
install npm npm

package quarkus-app
port=$(free_port)
PORT=$port MODELTREE_EMBEDDED_DATA_DIR=$work/data MODELTREE_STARTER_CATALOG=none MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token \
    MODELTREE_WEBHOOKS_ALLOW_PRIVATE=127.0.0.1/32 MODELTREE_WEBHOOKS_ALLOW_HTTP=true \
    "$java/bin/java" "${JAVA_ARGS[@]}" -jar target/quarkus-app/quarkus-run.jar > "$work/service.log" 2>&1 &
service=$!
started+=("$service")

mkdir -p "$out"
cp src/clients/webhooks/* "$out"
awk '/^```javascript$/ { code = 1; next } /^```$/ { code = 0 } code' src/docs/guide-curating.md > "$out/guide.mjs"
npm ci --prefix "$out" --no-audit --no-fund --ignore-scripts > "$work/npm.log" 2>&1 \
    || fail "npm failed: $(tail -n 30 "$work/npm.log")"

await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
node "$out/receive.mjs" "http://127.0.0.1:$port" "$token" > "$work/events.txt" 2> "$work/events.err.txt" \
    || fail "the receiver failed: $(tail -n 40 "$work/events.err.txt")"
say "what the receiver got, each with a valid signature:"
cat "$work/events.txt"
