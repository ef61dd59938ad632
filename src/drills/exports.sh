#!/bin/bash
# Checks exports against clients that do not read: 60 anonymous clients request an export of 14 MB and do not read it.
# Meanwhile reads, writes, readiness and other exports work; afterwards nothing is left over. --long uses 100 MB.
# shellcheck source=src/drills/lib.sh
source src/drills/lib.sh exports
java=$(java_home)
models=11000
[[ ${1:-} != --long ]] || models=80000
idle=60
mkdir "$work/tmp"

package drills
start_database
export MODELTREE_EXPORTS_STALL_TIMEOUT=10s MODELTREE_EXPORTS_KEEP_FOR=1s
start_service drills service.log -Xmx512m "-Djava.io.tmpdir=$work/tmp"
api=http://127.0.0.1:$service_port/api/v1
generate "$models" "$work/catalog.ndjson"
import_catalog "$work/catalog.ndjson"
ask "$api/export"
whole=$(stat -c %s "$work/body")
say "$models models, an export of $((whole / 1000000)) MB in $millis ms; $(machine)"

# busy: number of connections in a transaction. sent: number of clients that receive an export or wait for one.
busy() { psql -qAtc "select count(*) from pg_stat_activity where usename = 'modeltree' and pid <> pg_backend_pid() and xact_start is not null"; }
sent() { curl -sS -m 20 "http://127.0.0.1:$service_port/q/metrics" | awk '$1 == "modeltree_exports_clients" { print int($2); found = 1 } END { if (!found) print "unknown" }'; }
files() { find "/proc/$service/fd" -lname '*modeltree-export*' 2> /dev/null | wc -l; }
none() { [[ $1 == 0 ]]; }

# reads count: sends uncached reads; sets $p50 and $max in ms, and $read_failures.
reads() {
    local i failed=0 began=$SECONDS
    : > "$work/reads.txt"
    for ((i = 0; i < $1 && SECONDS - began < 60; i++)); do
        ask "$api/models?limit=20&sort=-releaseDate&contextWindowMin=$((RANDOM + 1))"
        echo "$millis" >> "$work/reads.txt"
        [[ $status == 200 ]] || failed=$((failed + 1))
    done
    p50=$(median < "$work/reads.txt")
    max=$(sort -n "$work/reads.txt" | tail -n 1)
    read_failures=$failed
}

reads 30
say "alone: reads p50 $p50 ms, max $max ms"
alone=$p50

"$java/bin/java" src/drills/java/IdleClients.java "$service_port" /api/v1/export "$idle" > "$work/idle.txt" 2> "$work/idle.log" &
clients=$!
started+=("$clients")
for ((i = 0; i < 1200; i++)); do
    [[ ! -s $work/idle.txt ]] || break
    pause 0.1
done
[[ -s $work/idle.txt ]] || fail "the clients failed to start: $(cat "$work/idle.log")"
read -r answered refused unanswered < "$work/idle.txt"
say "$idle clients that do not read: $answered accepted, $refused refused, $unanswered waiting; connections in use: $(busy)"
holds "each client is accepted or refused" none "$unanswered"

reads 30
say "meanwhile: reads p50 $p50 ms, max $max ms, $read_failures failed"
holds "no read fails" none "$read_failures"
holds "no read takes a second" at_most "$max" 1000
holds "reads take at most five times as long as alone" at_most "$p50" "5 * $alone + 20"
ask -X PUT -H "Authorization: Bearer $token" -H 'If-None-Match: *' --json '{"name": "One"}' "$api/models/polite/one"
say "a write: $status in $millis ms"
holds "the write succeeds" test "$status" = 201
holds "the write takes at most a second" at_most "$millis" 1000
ask "http://127.0.0.1:$service_port/q/health/ready"
say "readiness: $status in $millis ms"
holds "the service is ready" test "$status" = 200
authorized="Authorization: Bearer $token"
for options in "-H|$authorized" "-H|$authorized|-H|Accept-Encoding: gzip" '--interface|127.0.0.2'; do
    IFS='|' read -ra option <<< "$options"
    ask "${option[@]}" "$api/export"
    say "another client's export (${option[-1]##*: *}): $status, $(stat -c %s "$work/body") bytes in $millis ms"
    holds "clients with a token, or from another address, can export" test "$status" = 200
done
holds "exports hold no connection" none "$(busy)"

for ((i = 0; i < 300; i++)); do
    [[ $(sent) != 0 || $(files) != 0 ]] || break
    pause 0.1
done
say "afterwards: $(sent) clients, $(busy) connections in use, $(files) files"
holds "clients that do not read are cut off" none "$(sent)"
holds "no connection is left in use" none "$(busy)"
holds "no file is left open" none "$(files)"
holds "no file is left on the disk" test -z "$(find "$work/tmp" -name 'modeltree-export*')"
holds "the log has no warnings or errors" test -z "$(grep -E ' (WARN|ERROR) ' "$work/service.log")"
