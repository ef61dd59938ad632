#!/usr/bin/env bash
# Shows cards of the packaged service on pages in plain HTML, React and Vue, as the guide describes, in Chromium.
#
#   bash src/clients/element.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

out=target/clients/element
java=$(java_home)
install node nodejs
install npm npm
install chromium chromium fonts-noto-cjk

package quarkus-app
port=$(free_port)
PORT=$port MODELTREE_EMBEDDED_DATA_DIR=$work/data "$java/bin/java" "${JAVA_ARGS[@]}" -jar target/quarkus-app/quarkus-run.jar \
    > "$work/service.log" 2>&1 &
service=$!
started+=("$service")

rm -rf "$out"
mkdir -p target/clients
cp -r src/clients/element "$out"
npm ci --prefix "$out" --no-audit --no-fund > "$work/npm.log" 2>&1 || fail "npm failed: $(tail -n 30 "$work/npm.log")"
for example in react vue; do
    npm run "$example" --prefix "$out" > "$work/$example.log" 2>&1 || fail "esbuild failed: $(tail -n 30 "$work/$example.log")"
done

await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
node "$out/check.mjs" "http://127.0.0.1:$port" src/docs/guide-clients.md > "$work/cards.txt" 2> "$work/cards.err.txt" \
    || fail "a card is not as it should be: $(cat "$work/cards.txt" "$work/cards.err.txt")"
say "what the cards showed:"
cat "$work/cards.txt"
