#!/usr/bin/env bash
# Checks that an embedded PostgreSQL that is killed, completely or in part, is restarted on the same port and folder without
# losing an acknowledged write, and that a paused one is left alone. Prints figures; exits with 1 if a guarantee is broken.
#
#   bash src/drills/embedded.sh
#
# Takes a minute. Needs curl.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
source src/drills/lib.sh embedded

MODEL=/api/v1/models/openai/instructgpt
KILLS=3
data=$work/data

start_embedded() {
    service_port=$(free_port)
    PORT=$service_port MODELTREE_EMBEDDED_DATA_DIR=$data MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token \
        MODELTREE_SECURITY_RATE_LIMIT_WRITES_PER_MINUTE=0 \
        "$java/bin/java" "${JAVA_ARGS[@]}" -Xmx512m -jar target/drills/quarkus-run.jar > "$work/service.log" 2>&1 &
    service=$!
    started+=("$service")
    base=http://127.0.0.1:$service_port
    await "$service" "$service_port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
}

postmaster() { head -n 1 "$data/postgres/postmaster.pid"; }
database_port() { sed -n 4p "$data/postgres/postmaster.pid"; }

# Writes until the file $work/enough exists; the last acknowledged number is in $work/acknowledged.
keep_writing() {
    local number=0 status
    while [[ ! -e $work/enough ]]; do
        number=$((number + 1))
        status=$(curl -s -m 30 -o "$work/written" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' \
            -H 'Content-Type: application/merge-patch+json' -d "{\"name\": \"Number $number\"}" "$base$MODEL") || status=000
        [[ $status != 200 ]] || echo "$number" > "$work/acknowledged"
        echo "$status" >> "$work/statuses"
        pause 0.02
    done
}

# back: waits until a new write is acknowledged; sets $took to the time in ms.
back() {
    local begin=$EPOCHREALTIME before
    before=$(< "$work/acknowledged")
    until (($(< "$work/acknowledged") > before + 1)); do
        (($(since "$begin") < 60000)) || break
        live
        pause 0.05
    done
    took=$(since "$begin")
}

dead_seconds=0
live() { answers "$service_port" /q/health/live || dead_seconds=$((dead_seconds + 1)); }

kept() {
    local number
    touch "$work/enough"
    wait "$writer"
    forget "$writer"
    number=$(curl -s "$base$MODEL" | sed -n 's/.*"name" *: *"Number \([0-9]*\)".*/\1/p' | head -n 1)
    say "writes: $(sort "$work/statuses" | uniq -c | tr -s ' \n' ' '); the last acknowledged is $(< "$work/acknowledged"), the stored one is ${number:-none}"
    holds "no acknowledged write is lost" test "${number:-0}" -ge "$(< "$work/acknowledged")"
    rm "$work/enough"
}

write_on() {
    echo 0 > "$work/acknowledged"
    keep_writing &
    writer=$!
    started+=("$writer")
    until (($(< "$work/acknowledged") > 2)); do
        pause 0.05
    done
}

killed() {
    local what=$1 pid=$2 port
    port=$(database_port)
    kill -KILL "$pid"
    back
    say "killed $what: writes are acknowledged again after $took ms"
    holds "killed $what: recovery takes at most 15 s on a busy machine" at_most "$took" 15000
    holds "killed $what: the port is the same" test "$(database_port)" = "$port"
}

# child name: prints the pid of the PostgreSQL process with this title.
child() { pgrep -P "$(postmaster)" -f "postgres: $1" | head -n 1; }

parts_are_killed() {
    local i
    for ((i = 0; i < KILLS; i++)); do
        killed "the server" "$(postmaster)"
    done
    killed "its checkpointer" "$(child checkpointer)"
    killed "a backend" "$(child 'postgres postgres')"
}

paused() {
    local pid
    pid=$(postmaster)
    freeze "$pid"
    pause 3
    thaw
    pause 1
    holds "a paused server is left alone" test "$(postmaster)" = "$pid"
}

# A server that cannot start is retried with growing delays, and starts without help as soon as it can.
in_vain() {
    local tries
    mv "$data/postgres/global/pg_control" "$work/pg_control"
    kill -KILL "$(postmaster)"
    pause 12
    ask "$base/q/health/ready"
    holds "readiness is red while it cannot start (it answers $status)" test "$status" = 503
    live
    tries=$(grep -c 'Retrying in' "$work/service.log" || true)
    say "it cannot start for 12 s: $tries attempts; $(grep -m 1 'Retrying in' "$work/service.log" | cut -c 1-200)"
    holds "the start is retried with growing delays" test "$tries" -ge 2 -a "$tries" -le 8
    mv "$work/pg_control" "$data/postgres/global/pg_control"
    back
    say "it can start again: writes are acknowledged after $took ms"
    holds "recovery takes at most 30 s" at_most "$took" 30000
    ask "$base/q/health/ready"
    holds "readiness is green again (it answers $status)" test "$status" = 200
}

while_stopping() {
    kill -KILL "$(postmaster)"
    kill "$service"
    wait "$service" 2> /dev/null || true
    forget "$service"
    pause 1
    holds "no server is left after the service has exited" test -z "$(pgrep -f -- "-D $data/postgres" || true)"
}

java=$(java_home)
install curl curl
package drills
start_embedded
write_on
parts_are_killed
paused
in_vain
kept
holds "liveness is always green" test "$dead_seconds" = 0
while_stopping
