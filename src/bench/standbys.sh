#!/usr/bin/env bash
# Measures what standbys add: a primary and two standbys, each of which may use the same share of a core, and two instances.
# Prints answers per second without any cache when the instances read from the primary, from one standby, and from two; the
# statements that reach the primary per 1,000 reads; and what a failover asks of the instances.
# Writes target/bench/standbys.md and target/bench/standbys.csv.
#
#   bash src/bench/standbys.sh [--quick] [--models 1000000] [--rounds 3] [--seconds 10] [--share 15]
#
# --quick checks in two minutes that the benchmark works; its figures mean nothing. --share is the part of a core, in percent, that
# each node may use, so that nodes and not the machine are what is short. That takes root and the control group `cpu` of the kernel,
# version 1 or 2. With BENCH_DATABASE, the primary is in that folder, see lib.sh: a million models are imported once. The standbys are
# copies of it, each as large. Fails if an answer is not 200, if an instance ends, or if a failover needs more than a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh
trap end EXIT

quick= models=1000000 rounds=3 seconds=10 warm_up=20 share=15
while (($#)); do
    case $1 in
        --quick) quick=1 models=500 rounds=1 seconds=2 warm_up=1 ;;
        --models) models=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --share) share=$2 && shift ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done

# Requests of each instance at a time, and different models that are asked for.
CONNECTIONS=8
ASKED=5000
# A write every so many seconds while statements on the primary are counted.
WRITE_EVERY=1
SETTINGS=(shared_preload_libraries=pg_stat_statements hot_standby_feedback=on wal_retrieve_retry_interval=200ms)
csv=target/bench/standbys.csv
report=target/bench/standbys.md
databases=() groups=() ports=() pids=()

end() {
    local code=$? pid group
    trap '' INT TERM HUP
    set +e
    # Without a limit, a server needs a moment to write what it has in memory.
    for group in "${groups[@]}"; do
        [[ ! -e $group/cpu.max ]] || echo max > "$group/cpu.max"
        [[ ! -e $group/cpu.cfs_quota_us ]] || echo -1 > "$group/cpu.cfs_quota_us"
    done
    for pid in "${databases[@]}"; do
        kill -INT "$pid" 2> /dev/null && wait "$pid" 2> /dev/null
    done
    for group in "${groups[@]}"; do
        rmdir "$group" 2> /dev/null
    done
    (exit "$code")
    finish
}

# limit number pid: lets node $1, a PostgreSQL with this pid and all that it starts, use $share percent of a core.
limit() {
    local group
    if [[ -d /sys/fs/cgroup/cpu ]]; then
        group=/sys/fs/cgroup/cpu/modeltree-$$-$1
        mkdir -p "$group"
        echo 20000 > "$group/cpu.cfs_period_us"
        echo $((200 * share)) > "$group/cpu.cfs_quota_us"
    else
        group=/sys/fs/cgroup/modeltree-$$-$1
        mkdir -p "$group"
        echo "$((200 * share)) 20000" > "$group/cpu.max"
    fi
    groups+=("$group")
    local pid
    for pid in "$2" $(pgrep -P "$2"); do
        echo "$pid" > "$group/cgroup.procs"
    done
}

# on number sql: prints the result of a query on a node.
on() { psql -p "${node[$1]}" -qAtc "$2"; }

# start_standby number: copies the primary, and starts the copy as its standby.
start_standby() {
    local data=$work/standby$1
    database_folder "$data"
    node[$1]=$(free_port)
    (cd / && "${as_database[@]}" pg_basebackup -D "$data" -R -X stream -c fast -h 127.0.0.1 -p "${node[1]}" -U modeltree) \
        > "$work/basebackup.log" 2>&1 || fail "pg_basebackup failed: $(tail -n 5 "$work/basebackup.log")"
    run_database "$data" "${node[$1]}" "standby$1.log" "${SETTINGS[@]}"
    server[$1]=$database
    databases+=("$database")
}

# start_pair name servers-of-one servers-of-two option...: starts two instances that read from these nodes, in this order of
# preference; none means the primary. Their places in `ports` and `pids` are kept in first[name].
start_pair() {
    local name=$1 reads list urls number
    local all="127.0.0.1:${node[1]},127.0.0.1:${node[2]},127.0.0.1:${node[3]}"
    first[$name]=${#ports[@]}
    for reads in "$2" "$3"; do
        list=
        for number in $reads; do
            list+=${list:+,}127.0.0.1:${node[$number]}
        done
        urls=()
        [[ -z $list ]] || urls=(-Dmodeltree.read-replica.url="jdbc:postgresql://$list/postgres?targetServerType=secondary")
        start_service quarkus-app "$name.log" -Xmx700m \
            -Dquarkus.datasource.jdbc.url="jdbc:postgresql://$all/postgres?targetServerType=primary" "${urls[@]}" "${@:4}"
        ports+=("$service_port")
        pids+=("$service")
    done
}

# load name seconds kind: prints the answers per second of both instances of a pair together.
load() {
    local at=${first[$1]} which running=()
    for which in 0 1; do
        PATHS_FILE=$work/$3.paths wrk -t1 -c"$CONNECTIONS" --timeout 30s -d"$2s" -s "$work/paths.lua" \
            "http://127.0.0.1:${ports[at + which]}" > "$work/wrk.$which" &
        running+=($!)
    done
    wait "${running[@]}"
    ! grep -hE 'Non-2xx|Socket errors' "$work"/wrk.[01] >&2 || fail "$1 returned errors"
    awk '/^Requests\/sec:/ { all += $2 } END { printf "%.1f\n", all }' "$work"/wrk.[01]
}

write_paths() {
    psql -qAtc "select '/api/v1/models/' || id from model order by md5(id) limit $ASKED" > "$work/model.paths"
    sed 's|$|/card|' "$work/model.paths" > "$work/card.paths"
    write_paths_lua
}

# write port: changes the name of a model; prints the status.
write() {
    curl -s -m 10 -o /dev/null -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' \
        -H 'Content-Type: application/merge-patch+json' -d "{\"name\": \"Written at $EPOCHREALTIME\"}" \
        "http://127.0.0.1:$1$(head -n 1 "$work/model.paths")" || true
}

# Waits until both standbys have what the primary has.
caught_up() {
    local number deadline=$((SECONDS + 300)) revision
    revision=$(on 1 'select revision from catalog_revision')
    for number in 2 3; do
        until (($(on "$number" 'select revision from catalog_revision') >= revision)); do
            ((SECONDS < deadline)) || fail "standby $number does not catch up"
            pause 0.2
        done
    done
}

# count words name kind [writes]: adds to `counted` a row with the statements on the primary per 1,000 reads, those of reads among
# them, and the number of reads; with a fourth word, beside a write every $WRITE_EVERY seconds.
count() {
    local words=$1 writer='' answers found
    shift
    local port=${ports[first[$1]]}
    load "$1" 3 "$2" > /dev/null
    on 1 'select pg_stat_statements_reset()' > /dev/null
    if [[ -n ${3:-} ]]; then
        while true; do
            write "$port" > /dev/null
            pause "$WRITE_EVERY"
        done &
        writer=$!
        started+=("$writer")
    fi
    load "$1" "$((2 * seconds))" "$2" > /dev/null
    if [[ -n $writer ]]; then
        kill "$writer"
        wait "$writer" 2> /dev/null || true
        forget "$writer"
    fi
    answers=$(awk '/ requests in / { all += $1 } END { print all }' "$work"/wrk.[01])
    # What a read sends begins with "select" or "with"; LISTEN, the watch over the database and writes are the others.
    found=$(on 1 "select format('%s | %s | %s', round(1000.0 * sum(calls) / $answers, 2),
        round(1000.0 * coalesce(sum(calls) filter (where query ~ '\\mmodel\\M' and query ~* '^\\s*(select|with)'), 0) / $answers, 2), $answers)
        from pg_stat_statements where query !~ 'pg_stat_statements'")
    counted+=("$words | $found")
    say "counted statements, $words"
}

# Ends the primary as a power failure does, makes the first standby the primary, and has the second one follow it.
failover() {
    local begin which pid number failed=0 asked=0 stop=$work/enough
    (
        while [[ ! -e $stop ]]; do
            for which in 0 1; do
                curl -s -m 10 -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:${ports[first[shipped] + which]}$(shuf -n 1 "$work/card.paths")" || true
            done
        done > "$work/during.txt"
    ) &
    local reader=$!
    begin=$EPOCHREALTIME
    kill -QUIT "${server[1]}"
    wait "${server[1]}" 2> /dev/null || true
    forget "${server[1]}"
    on 2 'select pg_promote()' > /dev/null
    psql -p "${node[3]}" -qc "alter system set primary_conninfo = 'host=127.0.0.1 port=${node[2]} user=modeltree'" -c 'select pg_reload_conf()' > /dev/null
    until [[ $(write "${ports[first[shipped]]}") == 200 ]]; do
        (($(since "$begin") < 60000)) || fail "nothing can be written a minute after the failover"
        pause 0.1
    done
    without_writes=$(since "$begin")
    until (($(on 3 'select revision from catalog_revision') >= $(on 2 'select revision from catalog_revision'))); do
        (($(since "$begin") < 60000)) || fail "the other standby does not follow the new primary"
        pause 0.1
    done
    pause 3
    touch "$stop"
    wait "$reader"
    asked=$(wc -l < "$work/during.txt")
    failed=$(grep -vc '^200$' "$work/during.txt" || true)
    for pid in "${pids[@]}"; do
        kill -0 "$pid" 2> /dev/null || fail "an instance ended at the failover"
    done
    during="$asked reads, $failed failed"
}

value() { awk -F, -v n="$1" -v k="$2" '$1 == n && $2 == k { print $4 }' "$csv" | median; }
spread() { awk -F, -v n="$1" -v k="$2" '$1 == n && $2 == k { printf "%s%.0f", (c++ ? " " : ""), $4 }' "$csv"; }

mkdir -p target/bench
echo 'read_from,what,round,per_second' > "$csv"
declare -A node server first
java=$(java_home)
install pgrep procps
install wrk wrk
install curl curl
package quarkus-app
start_database "${SETTINGS[@]}"
node[1]=$database_port server[1]=$database
databases+=("$database")
psql -qc 'create extension if not exists pg_stat_statements'
start_service quarkus-app fill.log
fill "$models"
stop "$service"
forget "$service"
write_paths
start_standby 2
start_standby 3
say "a primary and two standbys are up"
uncached=(-Dmodeltree.cache.max-bytes=0 -Dmodeltree.cache.facts-max-bytes=0)
start_pair none '' '' "${uncached[@]}"
start_pair one '2' '2' "${uncached[@]}"
start_pair two '2 3' '3 2' "${uncached[@]}"
start_pair shipped '2 3' '3 2'
caught_up
for name in none one two shipped; do
    for what in model card; do
        load "$name" "$warm_up" "$what" > /dev/null
    done
done
say "warm"
for number in 1 2 3; do
    limit "$number" "${server[$number]}"
done
for ((round = 1; round <= rounds; round++)); do
    for what in model card; do
        for name in none one two; do
            echo "$name,$what,$round,$(load "$name" "$seconds" "$what")" >> "$csv"
        done
    done
    say "measured round $round of $rounds"
done
counted=()
count "models without any cache" two model
count "models without any cache, beside a write every second" two model writes
count "cards as shipped" shipped card
count "cards as shipped, beside a write every second" shipped card writes
failover
say "failover: $during, without writes for $without_writes ms"

{
    printf '%s, %s. %s models; a primary and two standbys on it, each with %d %% of a core, two instances, %d connections to each; medians of %d rounds of %d s.\n\n' \
        "$(date +%F)" "$(database_port=${node[2]} PGPORT=${node[2]} machine)" "$models" "$share" "$CONNECTIONS" "$rounds" "$seconds"
    [[ -z $quick ]] || printf '**Quick run: these figures only show that the benchmark works.**\n\n'
    printf '| The instances read from | models a second | of one node | cards a second | of one node |\n|---|---:|---:|---:|---:|\n'
    for name in none one two; do
        declare -A words=([none]='the primary' [one]='one standby, both the same' [two]='two standbys, each from another')
        printf '| %s |' "${words[$name]}"
        for what in model card; do
            awk -v a="$(value "$name" "$what")" -v b="$(value one "$what")" -v s="$(spread "$name" "$what")" \
                'BEGIN { printf " %.0f (%s) | %.2f |", a, s, a / b }'
        done
        echo
    done
    printf '\nStatements on the primary per 1,000 reads:\n\n| | all | of reads | reads |\n|---|---:|---:|---:|\n'
    printf '| %s |\n' "${counted[@]}"
    printf '\nFailover to the first standby: %s ms until the first write (%s meanwhile); no instance was restarted.\n' "$without_writes" "$during"
} > "$report"
cat "$report"
say "wrote $report and $csv"
