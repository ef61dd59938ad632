#!/usr/bin/env bash
# Shows what is promised of two instances behind a proxy, with a primary and a standby that follows it by streaming:
# same answers, writes seen on the other instance, reads from the standby, no reader going back, nobody failing when an
# instance dies, and reads going on when the primary does. Prints figures; exits with 1 if a promise does not hold.
#
#   bash src/bench/cluster.sh
#
# Takes a minute, or three on a machine that is busy. What is not there is installed with apt: HAProxy, curl, PostgreSQL 15.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
work=$(mktemp -d)
chmod 711 "$work"
source src/bench/lib.sh
trap end EXIT
trap 'exit 130' INT TERM

WRITES=50
READS=450
SPREAD=100
MODEL=/api/v1/models/openai/instructgpt
SMALL=(shared_buffers=128MB shared_preload_libraries=pg_stat_statements)
databases=()
frozen=()
written=0
writer=

# Databases are told not to wait for their clients, who may have lost them before; the rest is as everywhere.
end() {
    local code=$? pid
    [[ -z $writer ]] || kill "$writer" 2> /dev/null || true
    ((${#frozen[@]} == 0)) || kill -CONT "${frozen[@]}" 2> /dev/null || true
    for pid in "${databases[@]}"; do
        kill -INT "$pid" 2> /dev/null || true
    done
    set +e
    # What `finish` is to end with.
    (exit "$code")
    finish
}

start_standby() {
    local data=$work/standby
    database_folder "$data"
    standby_port=$(free_port)
    # -R writes down whom it follows.
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
    # A read that an instance takes to its grave is asked again of the other one; a write is not.
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
    await $! "$proxy_port" /q/health/ready 30 || fail "HAProxy does not start: $(tail -n 5 "$work/haproxy.log")"
    proxy=http://127.0.0.1:$proxy_port
}

# on_primary sql, on_standby sql: what it gives
on_primary() { psql -qAtc "$1"; }
on_standby() { psql -p "$standby_port" -qAtc "$1"; }

REVISION='select revision from catalog_revision'
# Statements that read models; the extension counts them when they end, on a standby too.
COUNT="select coalesce(sum(calls), 0) from pg_stat_statements where query ~ '\\mmodel\\M' and query !~ 'pg_stat_statements'"

# write base: gives the model the next number as its name; its status is $status.
write() {
    written=$((written + 1))
    status=$(curl -s -o "$work/written.json" -D "$work/written.head" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" \
        -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' -d "{\"name\": \"Number $written\"}" "$1$MODEL") || status=000
}

# revision file: the revision that an answer with these headers is of.
revision() {
    sed -n 's/^modeltree-revision: *\([0-9]*\).*/\1/Ip' "$1"
}

# Waits until the standby is where the primary is now, or further: a write may come in between.
caught_up() {
    local begin=$EPOCHREALTIME revision there
    revision=$(on_primary "$REVISION")
    there=$(on_standby "$REVISION")
    until ((there >= revision)); do
        (($(since "$begin") < 60000)) || fail "the standby does not catch up: it is at $there, the primary was at $revision"
        pause 0.05
        there=$(on_standby "$REVISION")
    done
    # Instances look every 20 ms while it is behind.
    pause 0.3
}

same_answers() {
    local path paths compared=0 which
    mapfile -t paths < <(on_primary "select '/api/v1/models/' || id || '/card' from model order by md5(id) limit 20")
    paths+=("$MODEL" "$MODEL/scores" "$MODEL/lineage?direction=ancestors,descendants" /api/v1/models '/api/v1/models?sort=-contextWindow&lang=zh'
        /api/v1/bands /api/v1/tree /api/v1/vendors /api/v1/capabilities '/api/v1/scores?capability=context' /api/v1/none)
    for path in "${paths[@]}"; do
        for which in 0 1; do
            curl -s -o "$work/same.$which.body" -D "$work/same.$which.all" "http://127.0.0.1:${ports[which]}$path" || fail "$path is not answered"
            # All of the headers but those of the moment.
            grep -v -i '^date:' "$work/same.$which.all" > "$work/same.$which.head" || true
        done
        cmp -s "$work/same.0.body" "$work/same.1.body" || fail "$path has another body on the other instance"
        cmp -s "$work/same.0.head" "$work/same.1.head" || fail "$path has other headers on the other instance: $(diff "$work/same.0.head" "$work/same.1.head")"
        compared=$((compared + 1))
    done
    say "same answers: $compared requests, on both instances the same bytes and headers"
}

writes_are_seen() {
    local i begin took delays=() here there most half
    here=http://127.0.0.1:${ports[0]} there=http://127.0.0.1:${ports[1]}
    for ((i = 0; i < WRITES; i++)); do
        write "$here"
        begin=$EPOCHREALTIME
        [[ $status == 200 ]] || fail "a write answers $status"
        until [[ $(curl -s "$there$MODEL") == *"\"Number $written\""* ]]; do
            (($(since "$begin") < 5000)) || fail "a write is not seen on the other instance after 5 s"
        done
        took=$(since "$begin")
        delays+=("$took")
    done
    most=$(printf '%s\n' "${delays[@]}" | sort -n | tail -n 1)
    half=$(printf '%s\n' "${delays[@]}" | median)
    say "writes seen on the other instance: $WRITES of $WRITES, median $half ms, at most $most ms"
    # One may have waited for a machine that has other work; half of them have not.
    ((${half%.*} < 1000)) || fail "half of the writes were seen only after $half ms"
}

# read_spread: asks for the next cards, which no instance has in memory, through the proxy; sets `failures` and `longest`,
# in milliseconds.
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
    # Nobody else asks at this time.
    here=$(($(on_primary "$COUNT") - here)) there=$(($(on_standby "$COUNT") - there))
    say "reads from the standby: $SPREAD cards took $there statements there and $here on the primary"
    ((there >= SPREAD)) || fail "the standby was not read from"
    ((here == 0)) || fail "the primary was read from"
}

# Until it is told that this is enough, so that its last write has ended when it does.
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
            # What a reader who was sent to the standby would have been shown at this moment.
            paused=$((paused + 1))
            (($(on_standby "$REVISION") >= seen)) || behind=$((behind + 1))
        fi
        curl -sf -D "$work/read.head" -o "$work/read.json" -H "Modeltree-Revision: $seen" "$proxy$MODEL" || fail "a read failed"
        now=$(revision "$work/read.head")
        name=$(sed -n 's/.*"name" *: *"Number \([0-9]*\)".*/\1/p' "$work/read.json" | head -n 1)
        [[ -n $now && -n $name ]] || fail "an answer without a revision or a number: $(head -c 300 "$work/read.json")"
        ((now >= seen && name >= number)) || back=$((back + 1))
        seen=$((now > seen ? now : seen)) number=$((name > number ? name : number))
    done
    touch "$work/enough"
    wait "$writer"
    writer=
    # It counted for itself.
    written=$(< "$work/last-number")
    say "no reader goes back: $READS reads through the proxy beside $((written - began)) writes, $back went back"
    say "  replay was paused for $paused of them: $behind would have gone back on the standby"
    ((back == 0)) || fail "a reader went back"
    ((behind > paused / 2)) || fail "the standby was not behind, so this shows nothing"
    [[ ! -s $work/refused ]] || fail "writes were refused: $(sort "$work/refused" | uniq -c)"
}

# All of it stops in its tracks, with its connections open, and goes on later.
standby_falls_silent() {
    caught_up
    mapfile -t frozen < <(tr ' ' '\n' < "/proc/$standby/task/$standby/children" | sed '/^$/d')
    frozen+=("$standby")
    kill -STOP "${frozen[@]}"
    read_spread
    kill -CONT "${frozen[@]}"
    frozen=()
    say "the standby falls silent: $SPREAD cards, $failures failed, the one that waited longest took $longest ms"
    [[ $failures == 0 ]] || fail "$failures of $SPREAD reads failed without a standby"
    ((longest < 5000)) || fail "a read waited for a silent standby"
    # Instances leave it alone for 2 s at a time.
    pause 5
}

primary_dies() {
    local begin attempt
    caught_up
    # At once, as when the power goes.
    kill -QUIT "$primary"
    while kill -0 "$primary" 2> /dev/null; do
        pause 0.05
    done
    wait "$primary" 2> /dev/null || true
    forget "$primary"
    databases=("${databases[@]:1}")
    read_spread
    [[ $failures == 0 ]] || fail "$failures of $SPREAD reads failed without a primary"
    # Long enough for the proxy to look at both instances a few times.
    pause 2
    read_spread
    [[ $failures == 0 ]] || fail "$failures of $SPREAD later reads failed without a primary"
    write "$proxy"
    [[ $status == 503 ]] || fail "a write without a primary answers $status"
    grep -qi '^content-type: application/problem+json' "$work/written.head" || fail "the refusal is no problem: $(< "$work/written.head")"
    grep -qi '^retry-after:' "$work/written.head" || fail "the refusal does not say when to come again"
    say "without a primary: $((2 * SPREAD)) cards that nobody had in memory, none failed; a write answers 503 problem+json"
    begin=$EPOCHREALTIME
    run_database "$work/postgres" "$database_port" postgres-again.log "${SMALL[@]}"
    databases=("$database" "${databases[@]}")
    for ((attempt = 0; attempt < 100; attempt++)); do
        write "$proxy"
        [[ $status != 200 ]] || break
        pause 0.1
    done
    [[ $status == 200 ]] || fail "writes are still refused: $status"
    say "  the primary is back: writes are taken $(since "$begin") ms after it was started"
    caught_up
    [[ $(curl -s "$proxy$MODEL") == *"\"Number $written\""* ]] || fail "the write is not seen"
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
    [[ $status == 200 ]] || fail "a write answers $status with one instance"
    say "an instance is killed: $reads reads through the proxy, $failed failed; writes are taken by the other one"
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
say "all of it holds"
