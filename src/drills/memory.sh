#!/usr/bin/env bash
# Checks that memory for requests in progress is bounded: 150 clients request large, always different trees and pages from
# a service with 512 MB and 10,000 models, and some of them do not read the response.
#
#   bash src/drills/memory.sh [--long]
#
# Takes a minute with rounds of 8 s; --long takes two with rounds of 20 s.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh memory

LENGTH=8
[[ ${1:-} != --long ]] || LENGTH=20
ROUNDS=3
MODELS=10000

java=$(java_home)
install curl curl
package drills
start_database shared_buffers=128MB
# In the image the JVM exits at the first OutOfMemoryError. Here it continues, so that the consequences become visible.
mapfile -t JAVA_ARGS < <(printf '%s\n' "${JAVA_ARGS[@]}" | grep -v ExitOnOutOfMemoryError)
start_service drills service.log -Xmx512m
base=http://127.0.0.1:$service_port
generate $MODELS "$work/catalog.ndjson"
import_catalog "$work/catalog.ndjson"
psql -qAtc 'vacuum analyze' > /dev/null
say "$MODELS models imported"

resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$service/status"; }
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$service/status"; }

# Uncached trees and pages.
seq -f 'GET /api/v1/tree?limit=%.0f' 5000 -1 4000 > "$work/trees.txt"
psql -qAtc "select 'GET /api/v1/tree?limit=5000&vendor=' || id from vendor order by md5(id)" > "$work/vendors.txt"
paste -d '\n' "$work/trees.txt" "$work/vendors.txt" | grep . > "$work/all-trees.txt"
# Pages at different cursors, and pages with filters that never repeat.
next='/api/v1/models?limit=200&include=scores,lineage,offerings'
for ((i = 0; i < 8; i++)); do
    curl -sS -m 60 -o /dev/null -D "$work/page.head" "$base$next"
    next=$(sed -n 's/^[Ll]ink: *<\([^>]*\)>.*/\1/p' "$work/page.head")
    [[ -n $next ]] || fail "a page has no link to the next one"
    echo "GET $next"
done > "$work/cursors.txt"
for sort in id -id name -releaseDate contextWindow -parameters vendor; do
    echo "GET /api/v1/models?limit=200&include=scores,lineage,offerings&sort=$sort&contextWindowMax=10{n}00000"
    echo "GET /api/v1/models?limit=200&include=scores,lineage,offerings&sort=$sort&contextWindowMin={n}"
done > "$work/filters.txt"
cat "$work/cursors.txt" "$work/filters.txt" "$work/filters.txt" > "$work/pages.txt"
echo 'GET /q/health/ready' > "$work/health.txt"

in_log() { grep -c "$1" "$work/service.log" || true; }

# seen_within seconds: succeeds if cached responses have a revision that another process commits within this time.
seen_within() {
    local began=$EPOCHREALTIME revision
    # From now on it is cached.
    ask "$base/api/v1/vendors"
    ask "$base/api/v1/vendors"
    revision=$(psql -qAtc 'update catalog_revision set revision = revision + 1 returning revision')
    while (($(since "$began") < $1 * 1000)); do
        ask "$base/api/v1/vendors"
        ! grep -q -i "^modeltree-revision: *$revision" "$work/head" || return 0
        pause 0.05
    done
    return 1
}

printf '%-6s %8s %8s %8s %8s %8s %10s %10s %8s %8s\n' round trees pages 200 503 other 'p99 (ms)' max 'MB' peak > "$work/table"
for ((round = 1; round <= ROUNDS; round++)); do
    load "round$round" $LENGTH "trees,requests=$work/all-trees.txt,clients=70,timeout=60,record=$work/trees.record.txt" \
        "pages,requests=$work/pages.txt,clients=70,timeout=60,record=$work/pages.record.txt" \
        "stalled,requests=$work/trees.txt,clients=10,stalled"
    kill -0 "$service" 2> /dev/null || fail "the service has exited: $(tail -n 5 "$work/service.log")"
    both=$(cat "$work/trees.record.txt" "$work/pages.record.txt" | awk -F '\t' '
        $3 == 200 { ok++ } $3 == 503 { refused++ } $3 != 200 && $3 != 503 { other++; if (why == "") why = $3 " " $9 }
        $3 == 503 && $5 == "-" { bare++ }
        END { print ok + 0, refused + 0, other + 0, bare + 0, why }')
    read -r ok refused other bare why <<< "$both"
    printf '%-6s %8s %8s %8s %8s %8s %10s %10s %8s %8s\n' "$round" "$(figure "round$round" trees.requests)" \
        "$(figure "round$round" pages.requests)" "$ok" "$refused" "$other" "$(figure "round$round" trees.p99)" \
        "$(figure "round$round" trees.max)" "$(resident)" "$(peak)" >> "$work/table"
    holds "round $round: all statuses are 200 or 503: $other others${why:+, such as $why}" test "$other" = 0
    holds "round $round: each 503 has a Retry-After: $bare of $refused have none" test "$bare" = 0
    holds "round $round: some requests succeed: $ok" at_least "$ok" 1
    pause 2
    ask -m 10 "$base/api/v1/tree?limit=$((100 + round))"
    holds "round $round: 2 s later, a tree returns 200: $status in $millis ms" test "$status" = 200
    ask -m 10 "$base/q/health/ready"
    holds "round $round: readiness is green: $status" test "$status" = 200
    holds "round $round: a change by another process is visible within 2 s" seen_within 2
    holds "round $round: no OutOfMemoryError" test "$(in_log OutOfMemoryError)" = 0
done
holds "no internal errors in the log: $(in_log 'ERROR')" test "$(in_log 'ERROR')" = 0
cat "$work/table"
