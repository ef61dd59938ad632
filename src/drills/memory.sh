#!/usr/bin/env bash
# Shows that work in flight is bounded: 150 clients at once ask a service with 512 MB and 10,000 models for trees and pages
# that are large and all different, and some of them do not read what they get.
#
#   bash src/drills/memory.sh [--long]
#
# Takes a minute with rounds of 8 s, with --long and 20 s each two.
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
# Which file it would be is not of interest here; that there is none is.
JAVA_ARGS=("${JAVA_ARGS[@]/-XX:+ExitOnOutOfMemoryError/}")
mapfile -t JAVA_ARGS < <(printf '%s\n' "${JAVA_ARGS[@]}" | grep .)
start_service drills service.log -Xmx512m
base=http://127.0.0.1:$service_port
generate $MODELS "$work/catalog.ndjson"
import_catalog "$work/catalog.ndjson"
psql -qAtc 'vacuum analyze' > /dev/null
say "$MODELS models imported"

resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$service/status"; }
peak() { awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$service/status"; }

# Trees and pages that nobody has asked for before.
{
    seq -f 'GET /api/v1/tree?limit=%.0f' 5000 -1 4000
} | shuf --random-source=<(yes) > "$work/trees.txt"
psql -qAtc "select 'GET /api/v1/tree?limit=5000&vendor=' || id from vendor order by md5(id)" > "$work/vendors.txt"
paste -d '\n' "$work/trees.txt" "$work/vendors.txt" | grep . > "$work/all-trees.txt"
# A page that begins anywhere, by a cursor, and one by a filter that is never the same.
next='/api/v1/models?limit=200&include=scores,lineage,offerings'
for ((i = 0; i < 8; i++)); do
    curl -sS -m 60 -o /dev/null -D "$work/page.head" "$base$next"
    next=$(sed -n 's/^[Ll]ink: *<\([^>]*\)>.*/\1/p' "$work/page.head")
    [[ -n $next ]] || fail "a page has no next one"
    echo "GET $next"
done > "$work/cursors.txt"
for sort in id -id name -releaseDate contextWindow -parameters vendor; do
    echo "GET /api/v1/models?limit=200&include=scores,lineage,offerings&sort=$sort&contextMax=10{n}00000"
    echo "GET /api/v1/models?limit=200&include=scores,lineage,offerings&sort=$sort&contextMin={n}"
done > "$work/filters.txt"
cat "$work/cursors.txt" "$work/filters.txt" "$work/filters.txt" > "$work/pages.txt"
echo 'GET /q/health/ready' > "$work/health.txt"

in_log() { grep -c "$1" "$work/service.log" || true; }

# seen_within seconds: whether answers from memory are of a revision that somebody else makes, by then.
seen_within() {
    local began=$EPOCHREALTIME revision
    # It is in memory from now on.
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
    kill -0 "$service" 2> /dev/null || fail "the service is gone: $(tail -n 5 "$work/service.log")"
    both=$(cat "$work/trees.record.txt" "$work/pages.record.txt" | awk -F '\t' '
        $3 == 200 { ok++ } $3 == 503 { refused++ } $3 != 200 && $3 != 503 { other++; if (why == "") why = $3 " " $9 }
        $3 == 503 && $5 == "-" { bare++ }
        END { print ok + 0, refused + 0, other + 0, bare + 0, why }')
    read -r ok refused other bare why <<< "$both"
    printf '%-6s %8s %8s %8s %8s %8s %10s %10s %8s %8s\n' "$round" "$(figure "round$round" trees.requests)" \
        "$(figure "round$round" pages.requests)" "$ok" "$refused" "$other" "$(figure "round$round" trees.p99)" \
        "$(figure "round$round" trees.max)" "$(resident)" "$(peak)" >> "$work/table"
    holds "round $round: only 200 and 503: $other others${why:+, such as $why}" test "$other" = 0
    holds "round $round: each 503 has a Retry-After: $bare of $refused have none" test "$bare" = 0
    holds "round $round: some are answered: $ok" at_least "$ok" 1
    pause 2
    ask -m 10 "$base/api/v1/tree?limit=$((100 + round))"
    holds "round $round: 2 s after, a tree is answered: $status in $millis ms" test "$status" = 200
    ask -m 10 "$base/q/health/ready"
    holds "round $round: readiness is green: $status" test "$status" = 200
    holds "round $round: a change that another instance makes is seen within 2 s" seen_within 2
    holds "round $round: no OutOfMemoryError" test "$(in_log OutOfMemoryError)" = 0
done
holds "no internal errors in the log: $(in_log 'ERROR')" test "$(in_log 'ERROR')" = 0
cat "$work/table"
