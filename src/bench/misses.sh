#!/usr/bin/env bash
# Measures answers that no cache has, beside what the database gives: answers per second of each kind of path without the
# answer cache, as a part of the transactions per second of `pgbench -S -M prepared` on the same server in the same run; first
# with facts in memory, then without them, so that each answer is read from the database.
# Writes target/bench/misses.md and target/bench/misses.csv.
#
#   bash src/bench/misses.sh [--quick] [--models 10000] [--rounds 3] [--seconds 5] [--profile]
#
# --quick checks in a minute that the benchmark works; its figures mean nothing. --profile also records a JFR profile of
# cards. Requests go to different models in turn. Statements are those that PostgreSQL counts for each request, with the
# COMMIT. Slow answers never fail; a status other than 200 does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

models=10000 rounds=3 seconds=5 warm_up=6 asked=200 quick= profile=
while (($#)); do
    case $1 in
        --quick) quick=1 models=500 rounds=1 seconds=1 warm_up=0 asked=20 ;;
        --models) models=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --profile) profile=1 ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done

CONNECTIONS=8
ASKED=1000
REQUESTS=(model card scores lineage offerings page search compare bands)
[[ -z $quick ]] || REQUESTS=(card lineage page search)
csv=target/bench/misses.csv
report=target/bench/misses.md

# Paths of each kind, of different models where there is a model.
write_paths() {
    local name
    psql -qAtc "select id from model order by md5(id) limit $ASKED" > "$work/ids"
    sed 's|.*|/api/v1/models/&|' "$work/ids" > "$work/model.paths"
    for name in card scores offerings; do
        sed "s|.*|/api/v1/models/&/$name|" "$work/ids" > "$work/$name.paths"
    done
    sed 's|.*|/api/v1/models/&/lineage?direction=ancestors,descendants|' "$work/ids" > "$work/lineage.paths"
    psql -qAtc "select '/api/v1/models?sort=-releaseDate&family=' || family from model where family is not null
        group by family having count(*) >= 50 order by md5(family) limit 200" > "$work/page.paths"
    [[ -s $work/page.paths ]] || echo '/api/v1/models?sort=-releaseDate' > "$work/page.paths"
    psql -qAtc "select distinct '/api/v1/models?q=' || w from model, regexp_split_to_table(lower(name), '[^a-z]+') w
        where length(w) >= 4 limit 200" > "$work/search.paths"
    paste -sd ',,,,\n' "$work/ids" | sed 's|.*|/api/v1/compare?ids=&|' > "$work/compare.paths"
    printf '/api/v1/bands?lower=%d&upper=%d\n' 10 90 20 80 25 75 > "$work/bands.paths"
    write_paths_lua
}

# load name seconds: prints answers per second, and CPU time per answer in ms, of the service and of PostgreSQL.
load() {
    local ours theirs
    ours=$(cpu "$service") theirs=$(cpu "$database")
    PATHS_FILE=$work/$1.paths wrk -t1 -c"$CONNECTIONS" --timeout 30s -d"$2s" -s "$work/paths.lua" \
        "http://127.0.0.1:$service_port" > "$work/wrk.txt"
    ! grep -E 'Non-2xx|Socket errors' "$work/wrk.txt" >&2 || fail "$1 returned errors"
    awk -v ours="$(($(cpu "$service") - ours))" -v theirs="$(($(cpu "$database") - theirs))" -v tick="$(getconf CLK_TCK)" '
        / requests in / { n = $1 }
        /^Requests\/sec:/ { printf "%s,%.3f,%.3f\n", $2, 1000 * ours / tick / n, 1000 * theirs / tick / n }' "$work/wrk.txt"
}

# base: prints transactions per second of pgbench.
base() {
    pgbench -n -S -M prepared -c "$CONNECTIONS" -j 1 -T "$seconds" pgbench 2> "$work/pgbench.log" \
        | sed -n 's/^tps = \([0-9.]*\).*/\1/p'
}

# statements name: prints statements per request, and their time in PostgreSQL in ms.
statements() {
    local i urls=()
    mapfile -t urls < <(head -n "$asked" "$work/$1.paths")
    for ((i = 0; i < ${#urls[@]}; i++)); do urls[i]="http://127.0.0.1:$service_port${urls[i]}"; done
    psql -qAtc 'select pg_stat_statements_reset()' > /dev/null
    curl -sf -g -o /dev/null "${urls[@]}" > /dev/null
    # Without the statements of this script and of the threads that watch the database.
    psql -qAtF, -c "select round(coalesce(sum(calls), 0)::numeric / ${#urls[@]}, 1),
        round((coalesce(sum(total_plan_time + total_exec_time), 0) / ${#urls[@]})::numeric, 2)
        from pg_stat_statements where query !~* 'pg_stat_statements|^(begin|set|do|listen|show|select\$)'"
}

# warm name: asks until the service's CPU time per answer falls no more, because a path of much code is compiled late: at least
# twice $warm_up seconds, and a minute at most.
warm() {
    local before=0 now deadline=$((SECONDS + 60))
    while ((SECONDS < deadline)); do
        now=$(load "$1" "$warm_up" | cut -d, -f2)
        ! awk -v b="$before" -v n="$now" 'BEGIN { exit !(n > 0.97 * b && b > 0) }' || break
        before=$now
    done
}

# measure [suffix]: each round begins and ends with pgbench, so that the contention of the machine is seen.
measure() {
    local round name suffix=${1:-}
    for name in "${REQUESTS[@]}"; do
        ((warm_up == 0)) || warm "$name"
    done
    say "warm"
    for ((round = 1; round <= rounds; round++)); do
        echo "pgbench,$round,$(base)" >> "$csv"
        for name in "${REQUESTS[@]}"; do
            echo "$name$suffix,$round,$(load "$name" "$seconds")" >> "$csv"
        done
        echo "pgbench,$round,$(base)" >> "$csv"
        say "measured round $round"
    done
}

# count_statements [suffix]: asks each kind of path, and keeps what statements it took.
count_statements() {
    local name
    for name in "${REQUESTS[@]}"; do
        per["$name${1:-}"]=$(statements "$name")
    done
}

# values name column: prints the measured values.
values() {
    awk -F, -v n="$1" -v c="$2" '$1 == n { print $c }' "$csv"
}

write_report() {
    local name base kind
    base=$(values pgbench 3 | median)
    {
        printf '%s, %s. %d models and the starter catalog, no answer cache, %d rounds of %d s, %d connections; medians.\n\n' \
            "$(date +%F)" "$(machine)" "$models" "$rounds" "$seconds" "$CONNECTIONS"
        [[ -z $quick ]] || printf '**Quick run: these figures only show that the benchmark works.**\n\n'
        printf '`pgbench -S -M prepared`: %.0f transactions per second (%s).\n\n' "$base" "$(values pgbench 3 | sort -g | sed 's/\..*//' | paste -sd ' ')"
        for kind in '' -read; do
            [[ -z $kind ]] || printf '\nWithout facts in memory (`modeltree.cache.facts-max-bytes=0`):\n\n'
            printf '| Path | answers per second | part of pgbench | CPU ms of the service | of PostgreSQL | statements | ms of them |\n|---|---:|---:|---:|---:|---:|---:|\n'
            for name in "${REQUESTS[@]}"; do
                printf '| %s | %.0f | %.3f | %.2f | %.2f | %s | %s |\n' "$name" "$(values "$name$kind" 3 | median)" \
                    "$(awk -v a="$(values "$name$kind" 3 | median)" -v b="$base" 'BEGIN { print a / b }')" \
                    "$(values "$name$kind" 4 | median)" "$(values "$name$kind" 5 | median)" \
                    "${per["$name$kind"]%,*}" "${per["$name$kind"]#*,}"
            done
        done
    } > "$report"
    cat "$report"
}

mkdir -p target/bench
echo 'what,round,per_second,service_ms,database_ms' > "$csv"
java=$(java_home)
install pgrep procps
install wrk wrk
install curl curl
package quarkus-app
start_database shared_preload_libraries=pg_stat_statements pg_stat_statements.track_planning=on
psql -qc 'create extension if not exists pg_stat_statements'
psql -qc 'drop database if exists pgbench' -c 'create database pgbench'
pgbench -i -q -s 1 pgbench > "$work/pgbench-init.log" 2>&1 || fail "pgbench cannot fill its tables: $(tail -n 3 "$work/pgbench-init.log")"
start_service quarkus-app fill.log
fill "$models"
stop "$service"
start_service quarkus-app modeltree.log -Dmodeltree.cache.max-bytes=0
declare -A per
write_paths
measure
count_statements
if [[ -n $profile ]]; then
    "$java/bin/jcmd" "$service" JFR.start name=misses settings=profile > /dev/null
    load card "$((3 * seconds))" > /dev/null
    "$java/bin/jcmd" "$service" JFR.dump name=misses filename="$PWD/target/bench/misses.jfr" > /dev/null
    say "wrote target/bench/misses.jfr"
fi
stop "$service"
forget "$service"
run_service quarkus-app read.log -Dmodeltree.cache.max-bytes=0 -Dmodeltree.cache.facts-max-bytes=0
measure -read
count_statements -read
write_report
say "wrote $report and $csv"
