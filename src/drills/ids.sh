#!/usr/bin/env bash
# Checks the cost of unknown ids for other clients: 20 requests with ids of 60 KB, then 2,000 different unknown ids, and
# then the same ids again, all while pages are read.
#
#   bash src/drills/ids.sh [--long]      10,000 models; with --long 100,000
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source src/drills/lib.sh ids

models=10000
[[ ${1:-} != --long ]] || models=100000
app=${DRILL_APP:-drills}
unknown=2000

# figures file: sets $p50, $p99 and $max of the file's second column, in ms.
figures() {
    read -r p50 p99 max < <(awk '{ print $2 * 1000 }' "$1" | sort -g | awk '
        { v[NR] = $1 }
        END { printf "%.1f %.1f %.1f\n", v[int((NR + 1) / 2)], v[int(NR * 0.99) < 1 ? 1 : int(NR * 0.99)], v[NR] }')
}

# all file status: succeeds if all requests returned this status.
all() {
    awk -v status="$2" '$1 != status { other++ } END { exit other > 0 }' "$1"
}

# urls file: writes a curl configuration for a list of URLs.
urls() {
    awk '{ printf "url = \"%s\"\noutput = /dev/null\n", $0 }' "$1" > "$1.curl"
}

# get list result concurrency: requests all URLs of a list.
get() {
    curl -sS -g -Z --parallel-max "$3" -m 60 -K "$1.curl" -w '%{http_code} %{time_total}\n' > "$2" 2> "$work/curl.err" || true
}

# read_pages file: reads different pages one after another until the file $work/stop exists; appends status and time.
page=0
read_pages() {
    : > "$1"
    while [[ ! -e $work/stop ]]; do
        page=$((page + 1))
        curl -sS -m 60 -o /dev/null -w '%{http_code} %{time_total}\n' "$base/models?limit=20&contextWindowMin=$page" >> "$1" \
            || echo '000 60' >> "$1"
        pause 0.02
    done
}

# beside name list concurrency: requests a list while pages are read; results are in $work/name and $work/name.pages.
beside() {
    local reader
    rm -f "$work/stop"
    read_pages "$work/$1.pages" &
    reader=$!
    get "$2" "$work/$1" "$3"
    touch "$work/stop"
    wait "$reader"
}

# database: prints execution and planning time in ms, and calls, of the suggestion queries since the last call.
database() {
    psql -qAtF ' ' -c "
        select round(coalesce(sum(total_exec_time + total_plan_time), 0)), coalesce(sum(calls), 0) from pg_stat_statements
        where query ~ 'unnest\(\\\$[0-9]+\).*regexp_replace|regexp_replace.*unnest|<%' and query !~ 'pg_stat_statements'"
    psql -qAtc 'select pg_stat_statements_reset()' > /dev/null
}

java=$(java_home)
install curl curl
if [[ -z ${DRILL_APP:-} ]]; then
    package "$app"
fi
start_database shared_preload_libraries=pg_stat_statements pg_stat_statements.track_planning=on pg_stat_statements.track_utility=off
psql -qc 'create extension pg_stat_statements'
export MODELTREE_STARTER_CATALOG=none
start_service "$app" service.log -Xmx512m
base=http://127.0.0.1:$service_port/api/v1
say "importing $models models"
generate "$models" "$work/catalog.ndjson"
import_catalog "$work/catalog.ndjson"
psql -qc 'vacuum analyze'

# Unknown ids: with a missing letter, of unknown vendors, short ones, and random ones.
psql -qAt > "$work/unknown" << SQL
select '$base/models/' || id from (
    select overlay(id placing '' from strpos(id, '/') + 2 for 1) as id from model order by md5(id) limit $unknown / 4) a
union all
select '$base/models/nobody-' || id from (select id from model order by md5(id || 'x') limit $unknown / 4) b
union all
select '$base/models/v' || n % 7 || '/m' || n from generate_series(1, $unknown / 4) n
union all
select '$base/models/' || left(md5(n::text), 1 + n % 9) || '/' || left(md5(n || 'y'), 2 + n % 30)
from generate_series(1, $unknown / 4) n
SQL
long=$(head -c 60000 /dev/zero | tr '\0' 'a')
for ((i = 0; i < 20; i++)); do
    echo "$base/models/openai/$long$i"
done > "$work/long"
for ((i = 0; i < 100; i++)); do
    echo "$base/models?limit=20&contextWindowMin=$((1000000 + i))"
done > "$work/warm"
for list in unknown long warm; do
    urls "$work/$list"
done
get "$work/warm" "$work/warmed" 2
database > /dev/null

say "pages alone"
get "$work/warm" "$work/alone" 1
figures "$work/alone"
say "page alone: p50 $p50 ms, max $max ms"

say "20 ids of 60 KB at once"
beside long.out "$work/long" 20
figures "$work/long.out"
say "ids of 60 KB: p50 $p50 ms, p99 $p99 ms, max $max ms, $(cut -d' ' -f1 "$work/long.out" | sort | uniq -c | tr -s ' \n' ' ')"
holds 'each id of 60 KB returns 404' all "$work/long.out" 404
holds 'no id of 60 KB takes a second' at_most "$max" 1000
read -r took calls < <(database)
holds 'ids of 60 KB trigger no search for suggestions' at_most "$calls" 0
figures "$work/long.out.pages"
say "pages meanwhile: p50 $p50 ms, max $max ms; suggestion queries took $took ms"
holds 'no page takes a second meanwhile' at_most "$max" 1000
ask "$base/models/openai/${long}x"
holds 'the response repeats only a small part of the id' at_most "$(stat -c %s "$work/body")" 4000

say "$unknown unknown ids, 4 at a time"
beside unknown.out "$work/unknown" 4
figures "$work/unknown.out"
say "unknown ids: p50 $p50 ms, p99 $p99 ms, max $max ms"
holds 'each unknown id returns 404' all "$work/unknown.out" 404
holds 'the median is at most 100 ms' at_most "$p50" 100
read -r took calls < <(database)
mean=$(awk "BEGIN { printf \"%.2f\", $took / ($calls ? $calls : 1) }")
say "suggestion queries took $took ms, $mean ms for each of $calls"
holds 'a suggestion query takes at most 10 ms' at_most "$mean" 10
figures "$work/unknown.out.pages"
say "pages meanwhile: p50 $p50 ms, max $max ms"
holds 'no page takes a second meanwhile' at_most "$max" 1000
holds 'all pages return 200' all "$work/unknown.out.pages" 200

say "the same unknown ids again"
beside again.out "$work/unknown" 4
figures "$work/again.out"
say "unknown ids again: p50 $p50 ms, p99 $p99 ms, max $max ms"
read -r took calls < <(database)
say "suggestion queries took $took ms, $calls calls"
# The cache of suggestions is bounded, so a few may have been evicted.
holds 'at most one in twenty is queried again' at_most "$calls" $((unknown / 20))
holds 'no line of the log exceeds 1,000 characters' at_most "$(awk '{ if (length($0) > most) most = length($0) } END { print most + 0 }' "$work/service.log")" 1000
