#!/usr/bin/env bash
# Shows that writers who wait hurt nobody else: what readers and the health check see alone, beside 60 writers who wait
# for the revision, beside 60 who write, and beside a burst of 180 who wait while an import goes on.
#
#   bash src/drills/writers.sh [--long]
#
# Takes about 45 s, with --long two minutes. Somebody in psql holds the revision's row to make writers wait.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh writers

HOLD=8
ROUNDS=1
[[ ${1:-} != --long ]] || ROUNDS=4
# A statement's time limit and a second.
LONGEST_WRITE=6000
# More where the machine is so busy that readers who are alone are slow.
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
# What is in memory, and what is not: the numbers are never the same twice.
sed 's|.*|GET /api/v1/models/&/card|' "$work/models" > "$work/cards.txt"
printf '%s\n' 'GET /api/v1/models?contextMin={n}&limit=20' 'GET /api/v1/capabilities/context/score?raw={n}' \
    'GET /api/v1/models?contextMax={n}&sort=-releaseDate&limit=5' > "$work/lists.txt"
paste -d '\n' "$work/cards.txt" <(yes "$(< "$work/lists.txt")" | head -n "$(wc -l < "$work/cards.txt")") > "$work/reads.txt"
echo 'GET /q/health/ready' > "$work/health.txt"
awk -v token="$token" '{
    printf "PATCH /api/v1/models/%s\tAuthorization: Bearer %s\tIf-Match: *\tContent-Type: application/merge-patch+json\t{\"name\": \"Number {n}\"}\n", $0, token
}' "$work/models" > "$work/writes.txt"

beside=(reads,requests="$work/reads.txt,$READERS,record=$work/reads.record.txt" health,requests="$work/health.txt,every=100,clients=20")

# hold_revision: nobody else writes for $HOLD seconds.
hold_revision() {
    psql -qAtc "begin; select revision from catalog_revision for update; select pg_sleep($HOLD); commit" > /dev/null &
    holder=$!
}

# watch_waiters: writes down, until the file is gone, how many of the service's connections wait for a lock.
watch_waiters() {
    : > "$work/waiters.txt"
    touch "$work/watching"
    while [[ -e $work/watching ]]; do
        psql -qAtc "select count(*) from pg_stat_activity where wait_event_type = 'Lock'" >> "$work/waiters.txt"
        pause 0.2
    done &
    watcher=$!
}

# waiters: how many waited at most.
waiters() {
    rm -f "$work/watching"
    wait "$watcher"
    sort -n "$work/waiters.txt" | tail -n 1
}

# import_slowly: an import whose end is in $work/import.json, whatever it is.
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

# report name text: what readers, the health check and writers saw.
report() {
    printf '%-28s %8s %8s %8s %8s   %8s %8s   %7s %7s %7s %9s\n' "$2" "$(figure "$1" reads.per-second)" \
        "$(figure "$1" reads.p50)" "$(figure "$1" reads.p99)" "$(figure "$1" reads.max)" "$(figure "$1" health.p99)" \
        "$(figure "$1" health.max)" "$(figure "$1" writes.requests)" "$(figure "$1" writes.status.200)" \
        "$(figure "$1" writes.status.503)" "$(figure "$1" writes.max)" >> "$work/table"
}

# promises name text: that nobody is hurt, and writers know soon.
promises() {
    holds "$2: no read is slower than $longest_read ms: $(figure "$1" reads.max) ms" \
        at_most "$(figure "$1" reads.max)" "$longest_read"
    holds "$2: no read fails: $(figure "$1" reads.status.200) of $(figure "$1" reads.requests) answered with 200" \
        test "$(figure "$1" reads.status.200)" = "$(figure "$1" reads.requests)"
    holds "$2: readiness stays: $(figure "$1" health.status.200) of $(figure "$1" health.requests) answered with 200" \
        test "$(figure "$1" health.status.200)" = "$(figure "$1" health.requests)"
    [[ $1 != alone* ]] || return 0
    holds "$2: writers are answered or refused within 6 s: $(figure "$1" writes.max) ms" \
        at_most "$(figure "$1" writes.max)" "$LONGEST_WRITE"
    holds "$2: they get 200 or 503, $(figure "$1" writes.status.200) and $(figure "$1" writes.status.503) of $(figure "$1" writes.requests)" \
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
    # Two, and for a second one whose service has cut it off.
    holds "60 writers wait: at most 3 of the database's connections wait with them: $most" at_most "$most" 3

    load "writing$round" 5 "${beside[@]}" "writes,requests=$work/writes.txt,clients=60,pause=50"
    report "writing$round" '60 writers write'
    promises "writing$round" '60 writers write'
    holds "60 writers write: some of them do" at_least "$(figure "writing$round" writes.status.200)" 1

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
    holds "180 writers and an import: the import is done" import_is_done
done
cat "$work/table"
ask "$base/api/v1/models/$(head -n 1 "$work/models")"
holds "the service answers afterwards" test "$status" = 200
