#!/usr/bin/env bash
# Measures pages of the packaged service, with the whole starter catalog, by Lighthouse in Chromium, and prints a table.
#
#   bash src/clients/lighthouse.sh [--quick]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

out=target/clients/lighthouse
java=$(java_home)
install node nodejs
install npm npm
install chromium chromium fonts-noto-cjk

package quarkus-app
port=$(free_port)
base=http://127.0.0.1:$port
PORT=$port MODELTREE_EMBEDDED_DATA_DIR=$work/data "$java/bin/java" "${JAVA_ARGS[@]}" -jar target/quarkus-app/quarkus-run.jar \
    > "$work/service.log" 2>&1 &
service=$!
started+=("$service")

mkdir -p "$out"
cp src/clients/lighthouse/* "$out"
npm ci --prefix "$out" --no-audit --no-fund --ignore-scripts > "$work/npm.log" 2>&1 || fail "npm failed: $(tail -n 30 "$work/npm.log")"

await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
node "$out/measure.mjs" "$base" "$@" 2> "$work/lighthouse.err.txt" || fail "a page misses 95: $(tail -n 20 "$work/lighthouse.err.txt")"
