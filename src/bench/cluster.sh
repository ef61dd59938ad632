#!/usr/bin/env bash
# Checks the guarantees of two instances behind a proxy, with a primary and a streaming standby: both instances return the
# same responses, a write becomes visible on the other instance, reads use the standby, no reader sees an older revision
# than before, no request fails when an instance dies, and reads continue while the primary is down. Prints figures; exits
# with 1 if a guarantee is broken.
#
#   bash src/bench/cluster.sh
#
# Takes a minute, or three on a busy machine. Missing tools are installed with apt: HAProxy, curl, PostgreSQL 15.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh
trap end EXIT

WRITES=50
READS=450
SPREAD=100
MODEL=/api/v1/models/openai/instructgpt
SMALL=(shared_buffers=128MB shared_preload_libraries=pg_stat_statements)
databases=()
frozen=()
written=0
writer=

# Stops the databases in fast mode, which does not wait for clients, and then everything else.
end() {
    local code=$? pid
    trap '' INT TERM HUP
    [[ -z $writer ]] || kill "$writer" 2> /dev/null || true
    ((${#frozen[@]} == 0)) || kill -CONT "${frozen[@]}" 2> /dev/null || true
    for pid in "${databases[@]}"; do
        kill -INT "$pid" 2> /dev/null || true
    done
    set +e
    # `finish` reads this exit code.
    (exit "$code")
    finish
}

start_standby() {
    local data=$work/standby
    database_folder "$data"
    standby_port=$(free_port)
    # -R configures it as a standby of this primary.
    (cd / && "${as_database[@]}" pg_basebackup -D "$data" -R -X stream -c fast -h 127.0.0.1 -p "$database_port" \
        -U modeltree) > "$work/basebackup.log" 2>&1 || fail "pg_basebackup failed: $(tail -n 5 "$work/basebackup.log")"
    run_database "$data" "$standby_port" standby.log "${SMALL[@]}" wal_retrieve_retry_interval=200ms hot_standby_feedback=on
    standby=$database
    databases+=("$standby")
}

start_proxy() {
    install haproxy haproxy
    proxy_port=$(free_port)
    cat > "$work/haproxy.cfg" << CFG
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
    retries 3
    option redispatch 1
    # A read that is lost with an instance is retried on the other one; a write is not.
    retry-on conn-failure empty-response
frontend clients
    bind 127.0.0.1:$proxy_port
    http-request disable-l7-retry unless METH_GET
    default_backend instances
backend instances
    balance roundrobin
    option httpchk GET /q/health/ready
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1
    server one 127.0.0.1:${ports[0]}
    server two 127.0.0.1:${ports[1]}
CFG
    haproxy -db -f "$work/haproxy.cfg" > "$work/haproxy.log" 2>&1 &
    started+=($!)
    await $! "$proxy_port" /q/health/ready 30 || fail "HAProxy failed to start: $(tail -n 5 "$work/haproxy.log")"
    proxy=http://127.0.0.1:$proxy_port
}

# on_primary sql, on_standby sql: prints the result.
on_primary() { psql -qAtc "$1"; }
on_standby() { psql -p "$standby_port" -qAtc "$1"; }

REVISION='select revision from catalog_revision'
# Number of statements that read models. pg_stat_statements counts them when they end, on a standby too.
COUNT="select coalesce(sum(calls), 0) from pg_stat_statements where query ~ '\\mmodel\\M' and query !~ 'pg_stat_statements'"

# write base: renames the model to the next number; sets $status.
write() {
    written=$((written + 1))
    status=$(curl -s -o "$work/written.json" -D "$work/written.head" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" \
        -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' -d "{\"name\": \"Number $written\"}" "$1$MODEL") || status=000
}

# revision file: prints the revision in a file of response headers.
revision() {
    sed -n 's/^modeltree-revision: *\([0-9]*\).*/\1/Ip' "$1"
}

# Waits until the standby has replayed the primary's current revision.
caught_up() {
    local begin=$EPOCHREALTIME revision there
    revision=$(on_primary "$REVISION")
    there=$(on_standby "$REVISION")
    until ((there >= revision)); do
        (($(since "$begin") < 60000)) || fail "the standby did not catch up: it is at revision $there, the primary was at $revision"
        pause 0.05
        there=$(on_standby "$REVISION")
    done
    # Instances poll a lagging standby every 20 ms.
    pause 0.3
}

same_answers() {
    local path paths compared=0 which
    mapfile -t paths < <(on_primary "select '/api/v1/models/' || id || '/card' from model order by md5(id) limit 20")
    paths+=("$MODEL" "$MODEL/scores" "$MODEL/lineage?direction=ancestors,descendants" /api/v1/models '/api/v1/models?sort=-contextWindow&lang=zh'
        /api/v1/bands /api/v1/tree /api/v1/vendors /api/v1/capabilities '/api/v1/scores?capability=context' /api/v1/none)
    for path in "${paths[@]}"; do
        for which in 0 1; do
            curl -s -o "$work/same.$which.body" -D "$work/same.$which.all" "http://127.0.0.1:${ports[which]}$path" || fail "$path got no response"
            # All headers except those of the request alone.
            grep -v -i -E '^(date|x-request-id):' "$work/same.$which.all" > "$work/same.$which.head" || true
        done
        cmp -s "$work/same.0.body" "$work/same.1.body" || fail "$path has a different body on the other instance"
        cmp -s "$work/same.0.head" "$work/same.1.head" || fail "$path has different headers on the other instance: $(diff "$work/same.0.head" "$work/same.1.head")"
        compared=$((compared + 1))
    done
    say "same responses: $compared requests returned the same bytes and headers on both instances"
}

writes_are_seen() {
    local i begin took delays=() here there most half
    here=http://127.0.0.1:${ports[0]} there=http://127.0.0.1:${ports[1]}
    for ((i = 0; i < WRITES; i++)); do
        write "$here"
        begin=$EPOCHREALTIME
        [[ $status == 200 ]] || fail "a write returned $status"
        until [[ $(curl -s "$there$MODEL") == *"\"Number $written\""* ]]; do
            (($(since "$begin") < 5000)) || fail "a write is not visible on the other instance after 5 s"
        done
        took=$(since "$begin")
        delays+=("$took")
    done
    most=$(printf '%s\n' "${delays[@]}" | sort -n | tail -n 1)
    half=$(printf '%s\n' "${delays[@]}" | median)
    say "writes visible on the other instance: $WRITES of $WRITES, median $half ms, max $most ms"
    # The median, because a busy machine may delay single writes.
    ((${half%.*} < 1000)) || fail "the median delay until a write is visible was $half ms"
}

# read_spread: requests the next cards through the proxy, none of them cached; sets `failures` and `longest` (ms).
read_spread() {
    local urls=() path
    for path in "${spread[@]::SPREAD}"; do
        urls+=(-o /dev/null "$proxy$path")
    done
    spread=("${spread[@]:SPREAD}")
    curl -s -w '%{http_code} %{time_total}\n' "${urls[@]}" > "$work/spread.txt" || true
    failures=$(awk '$1 != 200' "$work/spread.txt" | wc -l)
    longest=$(awk '{ t = $2 * 1000 } t > m { m = t } END { printf "%d", m }' "$work/spread.txt")
}

reads_come_from_the_standby() {
    local here there
    caught_up
    here=$(on_primary "$COUNT") there=$(on_standby "$COUNT")
    read_spread
    [[ $failures == 0 ]] || fail "$failures of $SPREAD reads failed"
    # No other client sends requests at this time.
    here=$(($(on_primary "$COUNT") - here)) there=$(($(on_standby "$COUNT") - there))
    say "reads from the standby: $SPREAD cards took $there statements on the standby and $here on the primary"
    ((there >= SPREAD)) || fail "reads did not use the standby"
    ((here == 0)) || fail "reads used the primary"
}

# Writes until the file exists, so that it never stops in the middle of a write.
keep_writing() {
    while [[ ! -e $work/enough ]]; do
        write "$proxy"
        [[ $status == 200 ]] || echo "$status" >> "$work/refused"
        pause 0.05
    done
    echo "$written" > "$work/last-number"
}

nobody_goes_back() {
    local i seen=0 number=0 now name behind=0 paused=0 back=0 began=$written
    : > "$work/refused"
    keep_writing &
    writer=$!
    for ((i = 0; i < READS; i++)); do
        if ((i == READS / 3)); then
            on_standby 'select pg_wal_replay_pause()' > /dev/null
        elif ((i == 2 * READS / 3)); then
            on_standby 'select pg_wal_replay_resume()' > /dev/null
        fi
        if ((i >= READS / 3 && i < 2 * READS / 3)); then
            # The revision that a read on the standby would return now.
            paused=$((paused + 1))
            (($(on_standby "$REVISION") >= seen)) || behind=$((behind + 1))
        fi
        curl -sf -D "$work/read.head" -o "$work/read.json" -H "Modeltree-Revision: $seen" "$proxy$MODEL" || fail "a read failed"
        now=$(revision "$work/read.head")
        name=$(sed -n 's/.*"name" *: *"Number \([0-9]*\)".*/\1/p' "$work/read.json" | head -n 1)
        [[ -n $now && -n $name ]] || fail "a response without a revision or a number: $(head -c 300 "$work/read.json")"
        ((now >= seen && name >= number)) || back=$((back + 1))
        seen=$((now > seen ? now : seen)) number=$((name > number ? name : number))
    done
    touch "$work/enough"
    wait "$writer"
    writer=
    # The writer is a subshell with a counter of its own.
    written=$(< "$work/last-number")
    say "no reader sees an older revision: $READS reads through the proxy during $((written - began)) writes, $back were older"
    say "  replay was paused during $paused of them: $behind would have been older on the standby"
    ((back == 0)) || fail "a reader saw an older revision"
    ((behind > paused / 2)) || fail "the standby did not lag, so this run proves nothing"
    [[ ! -s $work/refused ]] || fail "writes were refused: $(sort "$work/refused" | uniq -c)"
}

# Pauses all processes of the standby, with their connections open, and resumes them later.
standby_falls_silent() {
    caught_up
    mapfile -t frozen < <(tr ' ' '\n' < "/proc/$standby/task/$standby/children" | sed '/^$/d')
    frozen+=("$standby")
    kill -STOP "${frozen[@]}"
    read_spread
    kill -CONT "${frozen[@]}"
    frozen=()
    say "the standby is paused: $SPREAD cards, $failures failed, the slowest took $longest ms"
    [[ $failures == 0 ]] || fail "$failures of $SPREAD reads failed while the standby was paused"
    ((longest < 5000)) || fail "a read waited for the paused standby"
    # Instances retry a failed standby every 2 s.
    pause 5
}

primary_dies() {
    local begin attempt
    caught_up
    # Immediate shutdown, like a power failure.
    kill -QUIT "$primary"
    while kill -0 "$primary" 2> /dev/null; do
        pause 0.05
    done
    wait "$primary" 2> /dev/null || true
    forget "$primary"
    databases=("${databases[@]:1}")
    read_spread
    [[ $failures == 0 ]] || fail "$failures of $SPREAD reads failed without a primary"
    # Long enough for several health checks of the proxy.
    pause 2
    read_spread
    [[ $failures == 0 ]] || fail "$failures of $SPREAD later reads failed without a primary"
    write "$proxy"
    [[ $status == 503 ]] || fail "a write without a primary returned $status"
    grep -qi '^content-type: application/problem+json' "$work/written.head" || fail "the response is not application/problem+json: $(< "$work/written.head")"
    grep -qi '^retry-after:' "$work/written.head" || fail "the response has no Retry-After"
    say "without a primary: $((2 * SPREAD)) cards, none cached, none failed; a write returns 503 problem+json"
    begin=$EPOCHREALTIME
    run_database "$work/postgres" "$database_port" postgres-again.log "${SMALL[@]}"
    databases=("$database" "${databases[@]}")
    for ((attempt = 0; attempt < 100; attempt++)); do
        write "$proxy"
        [[ $status != 200 ]] || break
        pause 0.1
    done
    [[ $status == 200 ]] || fail "writes are still refused: $status"
    say "  the primary is back: writes succeed $(since "$begin") ms after its start"
    caught_up
    [[ $(curl -s "$proxy$MODEL") == *"\"Number $written\""* ]] || fail "the write is not visible"
}

an_instance_dies() {
    local i code failed=0 reads=300
    for ((i = 0; i < reads; i++)); do
        if ((i == reads / 3)); then
            kill -KILL "${instances[1]}"
            wait "${instances[1]}" 2> /dev/null || true
            forget "${instances[1]}"
        fi
        code=$(curl -s -o /dev/null -w '%{http_code}' "$proxy$MODEL" || true)
        [[ $code == 200 ]] || failed=$((failed + 1))
    done
    write "$proxy"
    [[ $status == 200 ]] || fail "a write with one instance returned $status"
    say "an instance is killed: $reads reads through the proxy, $failed failed; writes succeed on the other instance"
    ((failed == 0)) || fail "$failed reads failed"
}

java=$(java_home)
install curl curl
package quarkus-app
start_database "${SMALL[@]}"
primary=$database
databases+=("$primary")
on_primary 'create extension pg_stat_statements' > /dev/null
start_standby
export MODELTREE_READ_REPLICA_URL=jdbc:postgresql://127.0.0.1:$standby_port/postgres
instances=() ports=()
for name in one two; do
    start_service quarkus-app "$name.log"
    instances+=("$service")
    ports+=("$service_port")
done
start_proxy
mapfile -t spread < <(on_primary "select '/api/v1/models/' || id || '/card' from model order by md5(id || 'x') limit $((4 * SPREAD))")
caught_up
say "a primary, a standby, two instances and HAProxy are up"
same_answers
writes_are_seen
reads_come_from_the_standby
nobody_goes_back
standby_falls_silent
primary_dies
an_instance_dies
say "all guarantees hold"
