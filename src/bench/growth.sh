#!/usr/bin/env bash
# Measures how response times grow with the catalog: for each size, a new PostgreSQL database, an import, and every kind of
# request without the response cache. Writes target/bench/growth.md and target/bench/growth.csv.
#
#   bash src/bench/growth.sh [size...]      default: 10000 100000 1000000
#
# Error responses are counted in the table and do not fail the run. A million models need about 10 GB of disk.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

SIZES=("${@:-10000}")
(($#)) || SIZES=(10000 100000 1000000)
# Page size. Page 10,000 begins after 200,000 models; in smaller catalogs the deep page begins after three quarters.
PAGE=20
DEEP=200000
REPEATS=7
SORT_KEYS=(id name vendor releaseDate -contextWindow maxOutput parameters -score.context -score.coding)
FILTER=kind=instruct
csv=target/bench/growth.csv
report=target/bench/growth.md
warming=

# record what value: adds a row to the CSV file, unless warming up.
record() {
    [[ -n $warming ]] || echo "$size,$1,$2" >> "$csv"
}

# ask what path...: records median and maximum in ms of different requests; two extra requests warm up first.
ask() {
    local what=$1 path arguments=()
    shift
    for path in "$1" "$1" "$@"; do
        arguments+=(-o /dev/null "http://127.0.0.1:$service_port/api/v1$path")
    done
    curl -s -g -w '%{http_code} %{time_total}\n' "${arguments[@]}" | sed 1,2d | sort -g -k2,2 | awk -v what="$what" '
        { time[NR] = $2 * 1000; failed += $1 != 200 }
        END {
            printf "%.1f (%.1f)", NR % 2 ? time[(NR + 1) / 2] : (time[NR / 2] + time[NR / 2 + 1]) / 2, time[NR]
            if (failed) printf " **%d of %d failed**", failed, NR
        }' > "$work/asked"
    record "$what" "$(< "$work/asked")"
}

# rows query: sets the array `rows` to the rows of a query.
rows() {
    mapfile -t rows < <(psql -qAt -c "$1")
}

# paths prefix suffix: sets the array `paths` to all rows with this prefix and suffix.
paths() {
    local row
    paths=()
    for row in "${rows[@]}"; do
        paths+=("$1$row$2")
    done
}

import() {
    local begin
    generate "$size" "$work/catalog.ndjson"
    say "importing"
    begin=$EPOCHREALTIME
    import_catalog "$work/catalog.ndjson"
    imported=$(since "$begin")
    record 'import, s' "$(awk -v ms="$imported" 'BEGIN { printf "%.1f", ms / 1000 }')"
    psql -qc 'vacuum analyze'
    rm "$work/catalog.ndjson"
}

# Measures a copy of the same rows by psql into the same tables, indexes and constraints. Triggers are disabled, because the
# rows already contain their results.
plain_copy() {
    local begin copied
    psql -qc 'create database plain'
    pg_dump --schema-only | psql -q -d plain > /dev/null
    psql -qAt -d plain -c "select format('alter table %I disable trigger user;', relname) from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace" | psql -q -d plain
    pg_dump --data-only > "$work/rows.sql" 2> "$work/dump.log"
    begin=$EPOCHREALTIME
    psql -q -d plain --single-transaction -v ON_ERROR_STOP=1 -f "$work/rows.sql" > /dev/null
    copied=$(since "$begin")
    psql -qc 'drop database plain'
    rm "$work/rows.sql"
    record 'plain copy of the same rows, s' "$(awk -v ms="$copied" 'BEGIN { printf "%.1f", ms / 1000 }')"
    record 'import : plain copy' "$(awk -v a="$imported" -v b="$copied" 'BEGIN { printf "%.2f", a / b }')"
}

# Measures the time from the start of a measurement's write to a response of /bands that includes it. These are the first
# writes of the service, so several of them only warm up.
fresh_band() {
    local model k warm=10 url=http://127.0.0.1:$service_port/api/v1
    rows "select id from model order by md5(id || 'band') limit $((3 * REPEATS + warm))"
    for model in "${rows[@]}"; do
        k=$((1000 + RANDOM))
        curl -s -o /dev/null -w '%{http_code} %{time_total}\n' -X PUT -H "Authorization: Bearer $token" -H 'If-None-Match: *' \
            -H 'Content-Type: application/json' "$url/models/$model/measurements/written-$k" \
            -d "{\"benchmark\":\"context-window\",\"raw\":$k,\"source\":\"https://example.org/$k\",\"date\":\"2026-06-30\",\"verified\":true}" \
            --next -s -o /dev/null -w '%{http_code} %{time_total}\n' "$url/bands"
    done | awk -v warm=$warm '{ sum += $2; if ($1 >= 300) failed++; if (NR % 2 == 0) { if (NR > 2 * warm) print sum * 1000; sum = 0 } }
        END { if (failed) print failed " requests failed" > "/dev/stderr" }' | sort -g > "$work/fresh"
    record 'write to fresh band' "$(median < "$work/fresh" | xargs printf '%.1f') ($(tail -n 1 "$work/fresh" | xargs printf '%.1f'))"
}

# deep_cursor query: prints the cursor of the deep page, found by following the pages.
deep_cursor() {
    local base=http://127.0.0.1:$service_port next total step body behind=0 target=$DEEP
    total=$(curl -s "$base/api/v1/models?$1&limit=1&fields=id" | sed 's/.*"total": *\([0-9]*\).*/\1/')
    ((total * 3 / 4 >= target)) || target=$((total * 3 / 4))
    step=$((target < 200 ? target : 200))
    next="/api/v1/models?$1&limit=$step&fields=id"
    while ((behind + step <= target)); do
        body=$(curl -s "$base$next")
        next=$(sed -n 's/.*"next": *"\([^"]*\)".*/\1/p' <<< "$body")
        [[ -n $next ]] || fail "no next page of $1 after $behind models: $(head -c 300 <<< "$body")"
        behind=$((behind + step))
    done
    sed 's/.*cursor=\([^&]*\).*/\1/' <<< "$next"
}

lists() {
    local key query limit pages cursor rows paths
    for key in "${SORT_KEYS[@]}"; do
        for query in "sort=$key" "$FILTER&sort=$key"; do
            say "$query"
            pages=()
            # Different page sizes, so that no response comes from a cache.
            for ((limit = PAGE; limit < PAGE + REPEATS; limit++)); do
                pages+=("/models?$query&limit=$limit")
            done
            ask "page 1: $query" "${pages[@]}"
            cursor=$(deep_cursor "$query")
            rows=("${pages[@]}")
            paths '' "&cursor=$cursor"
            ask "page 10,000: $query" "${paths[@]}"
        done
    done
}

questions() {
    local vendors
    rows "select id from model order by md5(id) limit $REPEATS"
    paths /models/ /card
    ask card "${paths[@]}"
    paths /models/ ''
    ask 'one model' "${paths[@]}"
    rows "select family from model where family is not null group by 1 order by md5(family) limit $REPEATS"
    paths '/models?q=' ''
    ask 'search: a family' "${paths[@]}"
    paths '/models?q=' '%20instruct%207b'
    ask 'search: a family and two common words' "${paths[@]}"
    rows "select overlay(family placing '' from 3 for 1) from model where length(family) > 6 group by family
        order by md5(family) limit $REPEATS"
    paths '/models?q=' ''
    ask 'search: misspelt' "${paths[@]}"
    ask 'search: a common word' /models?q=instruct '/models?q=coder' '/models?q=thinking' '/models?q=lab' '/models?q=7b'
    rows "select child_id from lineage_edge order by md5(child_id) limit $REPEATS"
    paths /models/ '/lineage?direction=ancestors,descendants&depth=10'
    ask 'lineage to depth 10' "${paths[@]}"
    rows "select parent_id from lineage_edge group by 1 order by count(*) desc, 1 limit $REPEATS"
    paths /models/ '/lineage?direction=ancestors,descendants&depth=10'
    ask 'lineage to depth 10 of the greatest families' "${paths[@]}"
    rows "select string_agg(id, ',') from (select id, (row_number() over (order by md5(id)) - 1) / 5 as k from model limit
        5 * $REPEATS) m group by k"
    paths '/compare?ids=' ''
    ask 'compare 5' "${paths[@]}"
    rows "select vendor_id from model group by 1 order by count(*) desc, 1 limit $((3 * REPEATS))"
    vendors=("${rows[@]}")
    rows "select id from vendor where exists (select 1 from model where vendor_id = vendor.id) order by md5(id) limit $REPEATS"
    paths '/tree?vendor=' ''
    ask 'tree of a vendor' "${paths[@]}"
    rows=("${vendors[@]:2 * REPEATS}")
    paths '/tree?vendor=' ''
    ask 'tree of a large vendor' "${paths[@]}"
    ask 'tree of the greatest vendor' "/tree?vendor=${vendors[0]}" "/tree?vendor=${vendors[0]}&depth=99"
    ask 'bands' '/bands?lower=11' '/bands?lower=12' '/bands?lower=13' '/bands?lower=14' '/bands?lower=15'
    rows=("${vendors[@]::REPEATS}")
    paths '/bands?vendor=' ''
    ask 'bands of a vendor' "${paths[@]}"
    ask 'bands of a kind' /bands?kind=instruct /bands?kind=base /bands?kind=reasoning /bands?kind=code /bands?kind=encoder
    ask 'bands, other filters' /bands?openWeights=true /bands?openWeights=false /bands?modality=image /bands?lifecycle=retired
    ask 'bands as of' /bands?asOf=2019-12-31 /bands?asOf=2021-06-30 /bands?asOf=2022-12-31 /bands?asOf=2024-12-31 /bands?asOf=2025-12-31
    ask 'bands of context as of' /bands/context?asOf=2019-12-30 /bands/context?asOf=2022-12-30 /bands/context?asOf=2025-12-30
    ask 'history by quarter' '/bands/context/history?interval=quarter' '/bands/context/history?interval=quarter&lower=10' \
        '/bands/context/history?interval=quarter&lower=30'
    paths '/bands/context?kind=instruct,base&openWeights=true&releasedFrom=2023-01-01&vendor=' ''
    ask 'bands of another cohort' "${paths[@]}"
    ask 'bands of another cohort, large' '/bands/context?kind=instruct,base&openWeights=true' \
        '/bands/context?kind=base,code&openWeights=false' '/bands/context?kind=instruct&releasedFrom=2023-01-01&releasedTo=2025-12-31'
    ask 'leaderboard' '/scores?capability=context&limit=21' '/scores?capability=context&limit=22' '/scores?capability=coding'
    ask 'vendors' /vendors '/vendors?limit=20' '/vendors?limit=21'
}

# Measures the throughput of one card before and during the import of a catalog of a tenth of the size.
readers_during_import() {
    local card before during loader
    rows 'select id from model order by md5(id) limit 1'
    card=http://127.0.0.1:$service_port/api/v1/models/${rows[0]}/card
    generate $((size / 10)) "$work/more.ndjson" 2
    wrk -t1 -c8 -d5s "$card" > "$work/wrk.txt"
    before=$(sed -n 's/^Requests\/sec: *//p' "$work/wrk.txt")
    (import_catalog "$work/more.ndjson") &
    loader=$!
    : > "$work/during"
    while kill -0 "$loader" 2> /dev/null; do
        wrk -t1 -c8 -d1s "$card" | sed -n 's/^Requests\/sec: *//p' >> "$work/during"
    done
    wait "$loader" || fail "the import during reads failed"
    during=$(median < "$work/during")
    rm "$work/more.ndjson"
    record 'readers during an import : before' "$(awk -v a="$during" -v b="$before" 'BEGIN { printf "%.2f", a / b }')"
}

export_all() {
    local seconds
    # Resets the peak memory.
    echo 5 > "/proc/$service/clear_refs" 2> /dev/null || true
    seconds=$(curl -sf -o "$work/export" -w '%{time_total}' "http://127.0.0.1:$service_port/api/v1/export") || fail "the export failed"
    record 'export, s' "$(printf '%.1f' "$seconds")"
    record 'export, MB' "$(($(stat -c %s "$work/export") / 1000000))"
    record 'peak RSS during the export, MB' "$(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$service/status")"
    rm "$work/export"
}

measure() {
    say "$size models"
    service_database=catalog$size
    export PGDATABASE=postgres
    psql -qc "create database $service_database"
    export PGDATABASE=$service_database
    start_service "$app" "service-$size.log" -Xmx512m
    import
    record 'peak RSS during the import, MB' "$(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$service/status")"
    plain_copy
    say "measuring requests"
    # First a round for the JIT compiler; without it, the smallest catalog would seem the slowest.
    warming=1
    questions
    warming=
    questions
    fresh_band
    lists
    export_all
    readers_during_import
    stop "$service"
    export PGDATABASE=postgres
    psql -qc "drop database $service_database"
}

write_report() {
    {
        printf '%s, %s; -Xmx512m. Times in ms unless noted otherwise: median (max) of different requests, none of them cached.\n\n' \
            "$(date +%F)" "$(machine)"
        awk -F, -v sizes="${SIZES[*]}" '
            NR == 1 { next }
            {
                # The name may contain commas; the value has none.
                what = $2
                for (i = 3; i < NF; i++) what = what "," $i
                if (!(what in seen)) { seen[what] = 1; order[++n] = what }
                value[$1, what] = $NF
            }
            END {
                k = split(sizes, size, " ")
                printf "| |"; for (i = 1; i <= k; i++) printf " %d models |", size[i]
                printf "\n|---|"; for (i = 1; i <= k; i++) printf "---:|"
                print ""
                for (j = 1; j <= n; j++) {
                    printf "| %s |", order[j]
                    for (i = 1; i <= k; i++) printf " %s |", value[size[i], order[j]]
                    print ""
                }
            }' "$csv"
    } > "$report"
    cat "$report"
}

export MODELTREE_STARTER_CATALOG=none MODELTREE_CACHE_MAX_BYTES=0
mkdir -p target/bench
echo 'size,what,value' > "$csv"
java=$(java_home)
install wrk wrk
install curl curl
app=quarkus-app
package "$app"
start_database
for size in "${SIZES[@]}"; do
    measure
    write_report
done
say "wrote $report and $csv"
