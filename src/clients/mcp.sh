#!/usr/bin/env bash
# Uses the tools for agents of the packaged service, with the whole starter catalog, by the official MCP client from npm, and
# runs the scenarios of the official conformance suite that fit a server of tools and resources. Prints what they saw.
#
#   bash src/clients/mcp.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

# The suite's other scenarios call tools, resources and prompts that it names itself (test_simple_text, test://static-text),
# or test what this server has not: prompts, sampling, elicitation, progress, streams, images and sounds. McpTest checks
# text, errors, resources and templates instead.
SCENARIOS=(server-initialize ping logging-set-level tools-list resources-list dns-rebinding-protection)

out=target/clients/mcp
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
cp src/clients/mcp/* "$out"
npm ci --prefix "$out" --no-audit --no-fund --ignore-scripts > "$work/npm.log" 2>&1 \
    || fail "npm failed: $(tail -n 30 "$work/npm.log")"

await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
node "$out/tools.mjs" "http://127.0.0.1:$port" > "$work/tools.txt" 2> "$work/tools.err.txt" \
    || fail "the client failed: $(tail -n 40 "$work/tools.err.txt")"
say "what the client saw:"
cat "$work/tools.txt"

say "conformance:"
for scenario in "${SCENARIOS[@]}"; do
    node "$out/node_modules/@modelcontextprotocol/conformance/dist/index.js" server \
        --url "http://localhost:$port/mcp" --scenario "$scenario" > "$work/$scenario.txt" 2>&1 \
        || fail "$scenario failed: $(tail -n 40 "$work/$scenario.txt")"
    printf '  %s: %s\n' "$scenario" "$(grep -m 1 -i 'passed' "$work/$scenario.txt" || echo passed)"
done
