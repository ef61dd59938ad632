#!/usr/bin/env bash
# Measures readers beside writers: the throughput of readers without writes, with one write a second and with ten, and their
# p99 at half of the load without writes; then how many cards stay in memory when an import changes a tenth of the models.
# Writes target/bench/motion.md. Compare the ratios of one run.
#
#   bash src/bench/motion.sh [--quick] [--models 10000] [--rounds 5] [--seconds 10]
#
# Readers draw cards by a Zipf law with exponent 1, and pages, bands and searches. Writes are a fact of a model, a price and
# a measurement in turn. --quick checks in a minute that the benchmark works; its figures mean nothing. Slow results never
# fail; other statuses than 200 do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

quick= models=10000 rounds=5 seconds=10 warm_up=40
while (($#)); do
    case $1 in
        --quick) quick=1 models=500 rounds=1 seconds=2 warm_up=1 ;;
        --models) models=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done

DRAWN=40000
# Answers that were not in memory as a whole.
MISSES='result="\(miss\|memory\)"'
CONNECTIONS=16
RATES=(0 1 10)
[[ -z $quick ]] || RATES=(0 10)
report=target/bench/motion.md
app=${BENCH_APP:-bench-motion}

# metric name label: prints a counter of the service.
metric() {
    curl -s "http://127.0.0.1:$service_port/q/metrics" | sed -n "s/^$1{[^}]*$2[^}]*} //p" | awk '{ all += $1 } END { print all + 0 }'
}

# draw: writes the requests of readers in a random order that is the same in each run.
draw() {
    psql -qAt -c "select id from model order by md5(id || 'zipf')" > "$work/ids"
    {
        for kind in instruct base reasoning code embedding; do
            for sort in name -releaseDate -contextWindow id; do
                echo "/api/v1/models?kind=$kind&sort=$sort&limit=50"
            done
        done
    } > "$work/pages"
    printf '/api/v1%s\n' /bands /bands/context '/bands/context?cohort=current' '/bands?kind=instruct' > "$work/bands"
    psql -qAt -c "select '/api/v1/models?q=' || split_part(split_part(id, '/', 2), '-', 1) from model
        order by md5(id || 'search') limit 40" > "$work/searches"
    awk -v drawn="$DRAWN" -v folder="$work" '
        function lines(name, into,    n, line) { while ((getline line < (folder "/" name)) > 0) into[++n] = line; return n }
        BEGIN {
            srand(1)
            ids = lines("ids", id); pages = lines("pages", page); bands = lines("bands", band)
            searches = lines("searches", search)
            for (i = 1; i <= ids; i++) { sum += 1 / i; upTo[i] = sum }
            for (n = 0; n < drawn; n++) {
                what = rand()
                if (what < 0.85) {
                    wanted = rand() * sum; low = 1; high = ids
                    while (low < high) { middle = int((low + high) / 2); if (upTo[middle] < wanted) low = middle + 1; else high = middle }
                    print "/api/v1/models/" id[low] "/card"
                } else if (what < 0.92) print page[1 + int(rand() * pages)]
                else if (what < 0.96) print band[1 + int(rand() * bands)]
                else print search[1 + int(rand() * searches)]
            }
        }' > "$work/reads"
    cat > "$work/reads.lua" << 'LUA'
local requests, at = {}, 0
function setup(thread) thread:set("first", first); first = (first or 0) + 7919 end
function init(args)
    for line in io.lines(args[1]) do requests[#requests + 1] = wrk.format("GET", line) end
    at = (first or 0) % #requests
end
function request() at = at % #requests + 1; return requests[at] end
LUA
    sed 's/^/GET /' "$work/reads" > "$work/reads.load"
    # A fact, a price and a measurement in turn, of models from all ranks.
    local head="Authorization: Bearer $token"$'\t'"If-Match: *"$'\t'"Content-Type: application/merge-patch+json"
    psql -qAt -F $'\t' -c "
        with m as (select id, row_number() over (order by md5(id || 'zipf')) as rank from model)
        select m.id, o.provider_id, o.provider_model_id, w.slug
        from m
        cross join lateral (select provider_id, provider_model_id from offering where model_id = m.id limit 1) o
        cross join lateral (select slug, raw from measurement
            where model_id = m.id and counting and benchmark_id = 'context-window' limit 1) w
        order by md5(m.id || 'written') limit 60" > "$work/written"
    while IFS=$'\t' read -r id provider offering slug; do
        printf 'PATCH /api/v1/models/%s\t%s\t{"licence":"licence-{n}"}\n' "$id" "$head"
        printf 'PATCH /api/v1/models/%s/offerings/%s/%s\t%s\t{"prices":[{"kind":"metered","input":"1.{n}","output":"2.{n}"}]}\n' \
            "$id" "$provider" "$offering" "$head"
        printf 'PATCH /api/v1/models/%s/measurements/%s\t%s\t{"raw":{n}}\n' "$id" "$slug" "$head"
    done < "$work/written" > "$work/writes.load"
}

# fresh_writes: writes the requests of the next writers, whose values no earlier ones had; equal ones would change nothing.
series=10
fresh_writes() {
    series=$((series + 1))
    sed "s/{n}/$series{n}/g" "$work/writes.load" > "$work/writes-now.load"
}

# beside rate seconds name: starts writers in the background; their figures are in $work/name.txt. $writer is their pid.
beside() {
    writer=
    (($1 > 0)) || return 0
    fresh_writes
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Load "$service_port" "$2" \
        "writes,requests=$work/writes-now.load,clients=4,every=$((1000 / $1))" > "$work/$3.txt" 2> "$work/$3.err.txt" &
    writer=$!
    pause 1
}

# written name: waits for the writers, and checks their statuses.
written() {
    [[ -n $writer ]] || return 0
    wait "$writer" || fail "the writers failed: $(tail -n 5 "$work/$1.err.txt")"
    [[ $(figure "$1" writes.requests) == "$(figure "$1" writes.status.200)" ]] || fail "writes failed: $(< "$work/$1.txt")"
}

# figure name key: prints a figure of a load; 0 if it has none.
figure() {
    sed -n "s/^$2=//p" "$work/$1.txt" | grep . || echo 0
}

# throughput rate series: prints the answers a second of readers beside this many writes a second.
throughput() {
    series=$2
    beside "$1" "$((seconds + 2))" "writes-$1"
    wrk -t 1 -c "$CONNECTIONS" -d "${seconds}s" -s "$work/reads.lua" "http://127.0.0.1:$service_port" -- "$work/reads" \
        > "$work/wrk.txt" 2>&1 || fail "wrk failed: $(< "$work/wrk.txt")"
    written "writes-$1"
    ! grep -q 'Non-2xx' "$work/wrk.txt" || fail "reads failed: $(grep Non-2xx "$work/wrk.txt")"
    awk '/^Requests\/sec/ { print $2 }' "$work/wrk.txt"
}

# latency rate reads-per-second: prints the p99 in ms of readers at this load, beside writers.
latency() {
    local groups=$(($2 / 1000 + 1)) i load=()
    for ((i = 1; i <= groups; i++)); do
        tail -n +$((i * 997)) "$work/reads.load" > "$work/reads-$i.load"
        load+=("reads$i,requests=$work/reads-$i.load,clients=8,every=1")
    done
    fresh_writes
    (($1 == 0)) || load+=("writes,requests=$work/writes-now.load,clients=4,every=$((1000 / $1))")
    "$java/bin/java" -XX:+UseSerialGC -cp "$work/classes" Load "$service_port" "$seconds" "${load[@]}" \
        > "$work/latency.txt" 2> "$work/latency.err.txt" || fail "the load failed: $(tail -n 5 "$work/latency.err.txt")"
    sed -n 's/^reads[0-9]*\.p99=//p' "$work/latency.txt" | median
    # Kept for the report: the median of the writes.
    figure latency writes.p50 > "$work/write-median-$1"
}

java=$(java_home)
install wrk wrk
install curl curl
if [[ -z ${BENCH_APP:-} ]]; then
    package "$app"
fi
start_database
export MODELTREE_STARTER_CATALOG=none MODELTREE_CACHE_MAX_BYTES=${MODELTREE_CACHE_MAX_BYTES:-400000000}
start_service "$app" service.log -Xmx900m
fill "$models"
draw
"$java/bin/java" -m jdk.compiler/com.sun.tools.javac.Main -d "$work/classes" src/drills/java/Load.java

say "warming up"
seconds_of_round=$seconds
seconds=$warm_up
throughput 0 10 > /dev/null
throughput 10 11 > /dev/null
seconds=$seconds_of_round
for ((round = 1; round <= rounds; round++)); do
    for rate in "${RATES[@]}"; do
        before=$(metric modeltree_cache_requests_total "$MISSES")
        reads=$(throughput "$rate" "$((20 + 10 * round + rate % 9))")
        misses=$(awk -v a="$(metric modeltree_cache_requests_total "$MISSES")" -v b="$before" 'BEGIN { print a - b }')
        echo "$reads" >> "$work/throughput-$rate"
        echo "$misses" >> "$work/misses-$rate"
        say "round $round, $rate writes a second: $reads answers a second, $misses misses"
    done
done
half=$(awk -v r="$(median < "$work/throughput-0")" 'BEGIN { h = int(r / 2); print h < 4000 ? h : 4000 }')
for rate in "${RATES[@]}"; do
    series=$((900 + rate))
    latency "$rate" "$half" > "$work/p99-$rate"
    say "$rate writes a second: p99 $(< "$work/p99-$rate") ms at $half reads a second"
done

say "an import of a tenth of the models"
cards=$((models < 2000 ? models / 4 : 2000))
psql -qAt -c "select id from (select id, row_number() over (order by md5(id || 'imported')) as n from model) m
    where n <= $models / 10 order by n" > "$work/imported"
psql -qAt -c "select 'url = \"http://127.0.0.1:$service_port/api/v1/models/' || id || '/card\"' || e'\noutput = /dev/null'
    from (select id, row_number() over (order by md5(id || 'imported')) as n from model) m
    where n > $models / 10 order by n limit $cards" > "$work/others.curl"
psql -qAt -c "select json_build_object('type', 'model', 'id', m.id, 'name', m.name, 'licence', 'licence of the import')
    from model m join (select id, row_number() over (order by md5(id || 'imported')) as n from model) r on r.id = m.id
    where r.n <= $models / 10" > "$work/import.ndjson"
curl -sS -g -K "$work/others.curl" -w '%{http_code}\n' > "$work/others.txt" 2> "$work/curl.err"
import_catalog "$work/import.ndjson"
pause 1
before=$(metric modeltree_cache_requests_total "$MISSES")
curl -sS -g -K "$work/others.curl" -w '%{http_code}\n' > "$work/others.txt" 2> "$work/curl.err"
after=$(metric modeltree_cache_requests_total "$MISSES")
[[ $(sort -u "$work/others.txt") == 200 ]] || fail "cards failed: $(sort "$work/others.txt" | uniq -c)"
warm=$(awk -v c="$cards" -v m="$after" -v b="$before" 'BEGIN { printf "%.3f", (c - (m - b)) / c }')

mkdir -p target/bench
{
    echo "# Readers beside writers, $models models"
    echo
    machine
    printf '\n\n| writes a second | answers a second (least, most) | of those without writes | misses a round | p99 at %s reads a second | median of a write |\n|---|---|---|---|---|---|\n' "$half"
    alone=$(median < "$work/throughput-0")
    for rate in "${RATES[@]}"; do
        printf '| %s | %.0f (%.0f, %.0f) | %s | %.0f | %s ms | %s ms |\n' "$rate" "$(median < "$work/throughput-$rate")" \
            "$(sort -g "$work/throughput-$rate" | head -n 1)" "$(sort -g "$work/throughput-$rate" | tail -n 1)" \
            "$(awk -v a="$(median < "$work/throughput-$rate")" -v b="$alone" 'BEGIN { printf "%.2f", a / b }')" \
            "$(median < "$work/misses-$rate")" "$(< "$work/p99-$rate")" "$(< "$work/write-median-$rate")"
    done
    printf '\nAfter an import that changed %s models, %s of the cards of %s others were sent from memory. ' \
        "$((models / 10))" "$warm" "$cards"
    printf 'Kept after a revision: %s, renewed with tallies: %s, dropped: %s. RSS of the service: %s MB.\n' \
        "$(metric modeltree_cache_revisions_total 'result="kept"')" \
        "$(metric modeltree_cache_revisions_total 'result="renewed"')" \
        "$(metric modeltree_cache_revisions_total 'result="dropped"')" \
        "$(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$service/status")"
} > "$report"
cat "$report"
