#!/usr/bin/env bash
# Checks with promtool what is in this folder: that the alerts are valid and pass their tests, that the example of a configuration is
# valid, and that each query of the dashboard is one.
#
#   bash deploy/monitoring/check.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

promtool check config --lint=all --lint-fatal prometheus.yaml
promtool check rules --lint=all --lint-fatal alerts.yaml
promtool test rules alerts.test.yaml

# As rules, because promtool checks no bare queries. Variables of Grafana stand for a time or for a pattern.
node -e '
const panels = JSON.parse(require("fs").readFileSync("dashboard.json", "utf8")).panels;
const queries = panels.flatMap(panel => (panel.targets ?? []).map(target => target.expr));
const rules = queries.map((query, at) => ({
    record: `panel:${at}`,
    expr: query.replaceAll("$__rate_interval", "5m").replaceAll("$__range", "6h"),
}));
console.log(JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
' > "$work/dashboard.yaml"
promtool check rules --lint=none "$work/dashboard.yaml" | sed 's|.*/dashboard.yaml|Checking the queries of dashboard.json|'
