#!/usr/bin/env bash
# Uses the tools for agents of the packaged service, with the whole starter catalog, by the official MCP client from npm, and
# runs the scenarios of the official conformance suite that fit a server of tools and resources. Prints what they saw.
#
#   bash src/clients/mcp.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

# The suite's other scenarios call tools, resources and prompts that it names itself (test_simple_text, test://static-text),
# or test what this server has not: prompts and completions of their arguments, sampling, elicitation, progress, streams, images and sounds. McpTest checks
# text, errors, resources, templates and completions of their arguments instead.
SCENARIOS=(server-initialize ping logging-set-level tools-list resources-list dns-rebinding-protection)

start_packaged

install_client mcp --ignore-scripts

await_packaged
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
