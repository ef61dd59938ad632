#!/usr/bin/env bash
# Checks that waiting writers do not affect other clients: measures reads and the health check alone, with 60 writers that
# wait for the revision, with 60 active writers, and with a burst of 180 waiting writers during an import.
#
#   bash src/drills/writers.sh [--long]
#
# Takes about 45 s, with --long two minutes. A psql session locks the revision's row to make writers wait.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh writers

HOLD=8
ROUNDS=1
[[ ${1:-} != --long ]] || ROUNDS=4
# The statement timeout and a second.
LONGEST_WRITE=6000
# Raised on a machine that is so busy that reads alone are slow.
longest_read=1000
READERS=clients=8,every=10
WRITERS=pause=300

java=$(java_home)
install curl curl
package drills
start_database shared_buffers=128MB
start_service drills service.log
base=http://127.0.0.1:$service_port

psql -qAtc 'select id from model order by md5(id)' > "$work/models"
# Cached and uncached reads; the numbers in the latter never repeat.
sed 's|.*|GET /api/v1/models/&/card|' "$work/models" > "$work/cards.txt"
printf '%s\n' 'GET /api/v1/models?contextWindowMin={n}&limit=20' 'GET /api/v1/capabilities/context/score?raw={n}' \
    'GET /api/v1/models?contextWindowMax={n}&sort=-releaseDate&limit=5' > "$work/lists.txt"
paste -d '\n' "$work/cards.txt" <(yes "$(< "$work/lists.txt")" | head -n "$(wc -l < "$work/cards.txt")") > "$work/reads.txt"
echo 'GET /q/health/ready' > "$work/health.txt"
awk -v token="$token" '{
    printf "PATCH /api/v1/models/%s\tAuthorization: Bearer %s\tIf-Match: *\tContent-Type: application/merge-patch+json\t{\"name\": \"Number {n}\"}\n", $0, token
}' "$work/models" > "$work/writes.txt"

beside=(reads,requests="$work/reads.txt,$READERS,record=$work/reads.record.txt" health,requests="$work/health.txt,every=100,clients=20")

# hold_revision: blocks all writes for $HOLD seconds.
hold_revision() {
    psql -qAtc "begin; select revision from catalog_revision for update; select pg_sleep($HOLD); commit" > /dev/null &
    holder=$!
}

# watch_waiters: records how many of the service's connections wait for a lock, until the file $work/watching is deleted.
watch_waiters() {
    : > "$work/waiters.txt"
    touch "$work/watching"
    while [[ -e $work/watching ]]; do
        psql -qAtc "select count(*) from pg_stat_activity where wait_event_type = 'Lock'" >> "$work/waiters.txt"
        pause 0.2
    done &
    watcher=$!
}

# waiters: stops the recording and prints the maximum.
waiters() {
    rm -f "$work/watching"
    wait "$watcher"
    sort -n "$work/waiters.txt" | tail -n 1
}

# import_slowly: imports the catalog; its final report is in $work/import.json.
import_slowly() {
    local location status
    status=$(curl -sS -m 60 -o "$work/import.json" -D "$work/import.head" -w '%{http_code}' -H "Authorization: Bearer $token" \
        -H 'Expect:' -T "$work/catalog.ndjson" -X POST "$base/api/v1/imports?format=modeltree") || return 0
    location=$(sed -n 's/^[Ll]ocation: *\([^\r]*\).*/\1/p' "$work/import.head")
    while [[ $status == 202 ]] || grep -q -E '"status" ?: ?"(queued|running)"' "$work/import.json"; do
        pause 0.2
        status=$(curl -sS -m 10 -o "$work/import.json" -w '%{http_code}' -H "Authorization: Bearer $token" "$base$location") || true
    done
}
import_is_done() {
    grep -q -E '"status" ?: ?"done"' "$work/import.json"
}

# report name text: adds the figures of reads, the health check and writes to the table.
report() {
    printf '%-28s %8s %8s %8s %8s   %8s %8s   %7s %7s %7s %9s\n' "$2" "$(figure "$1" reads.per-second)" \
        "$(figure "$1" reads.p50)" "$(figure "$1" reads.p99)" "$(figure "$1" reads.max)" "$(figure "$1" health.p99)" \
        "$(figure "$1" health.max)" "$(figure "$1" writes.requests)" "$(figure "$1" writes.status.200)" \
        "$(figure "$1" writes.status.503)" "$(figure "$1" writes.max)" >> "$work/table"
}

# promises name text: checks that other clients are not affected, and that writers get a response in time.
promises() {
    holds "$2: no read takes longer than $longest_read ms: $(figure "$1" reads.max) ms" \
        at_most "$(figure "$1" reads.max)" "$longest_read"
    holds "$2: no read fails: $(figure "$1" reads.status.200) of $(figure "$1" reads.requests) returned 200" \
        test "$(figure "$1" reads.status.200)" = "$(figure "$1" reads.requests)"
    holds "$2: readiness stays green: $(figure "$1" health.status.200) of $(figure "$1" health.requests) returned 200" \
        test "$(figure "$1" health.status.200)" = "$(figure "$1" health.requests)"
    [[ $1 != alone* ]] || return 0
    holds "$2: writers get a response within 6 s: $(figure "$1" writes.max) ms" \
        at_most "$(figure "$1" writes.max)" "$LONGEST_WRITE"
    holds "$2: writers get 200 or 503: $(figure "$1" writes.status.200) and $(figure "$1" writes.status.503) of $(figure "$1" writes.requests)" \
        test $(($(figure "$1" writes.status.200) + $(figure "$1" writes.status.503))) = "$(figure "$1" writes.requests)"
    holds "$2: each 503 has a Retry-After" test "$(figure "$1" writes.refused.without-retry-after)" = 0
}

say "warming up"
load warm 4 "${beside[@]}" "writes,requests=$work/writes.txt,clients=4,pause=50"
generate 500 "$work/catalog.ndjson" 7

printf '%-28s %8s %8s %8s %8s   %8s %8s   %7s %7s %7s %9s\n' '' reads/s p50 p99 max health99 max writes 200 503 'max (ms)' > "$work/table"
for ((round = 1; round <= ROUNDS; round++)); do
    longest_read=1000
    load "alone$round" 5 "${beside[@]}"
    report "alone$round" alone
    promises "alone$round" alone
    longest_read=$(awk -v max="$(figure "alone$round" reads.max)" 'BEGIN { print int(2 * max > 1000 ? 2 * max : 1000) }')

    hold_revision
    watch_waiters
    load "waiting$round" "$HOLD" "${beside[@]}" "writes,requests=$work/writes.txt,clients=60,from=500,to=7000,$WRITERS"
    wait "$holder"
    most=$(waiters)
    report "waiting$round" '60 writers wait'
    promises "waiting$round" '60 writers wait'
    # Two, and for up to a second a third one that the service has already closed.
    holds "60 writers wait: at most 3 database connections wait with them: $most" at_most "$most" 3

    load "writing$round" 5 "${beside[@]}" "writes,requests=$work/writes.txt,clients=60,pause=50"
    report "writing$round" '60 writers write'
    promises "writing$round" '60 writers write'
    holds "60 writers write: some writes succeed" at_least "$(figure "writing$round" writes.status.200)" 1

    generate 500 "$work/catalog.ndjson" $((7 + round))
    hold_revision
    watch_waiters
    import_slowly &
    import=$!
    load "burst$round" "$HOLD" "${beside[@]}" "writes,requests=$work/writes.txt,clients=180,from=1000,to=7000,$WRITERS"
    wait "$holder" "$import"
    most=$(waiters)
    report "burst$round" '180 writers and an import'
    promises "burst$round" '180 writers and an import'
    holds "180 writers and an import: at most 4 connections wait with them: $most" at_most "$most" 4
    holds "180 writers and an import: the import succeeds" import_is_done
done
cat "$work/table"
ask "$base/api/v1/models/$(head -n 1 "$work/models")"
holds "the service works afterwards" test "$status" = 200
