#!/usr/bin/env bash
# Checks the graceful shutdown: requests sent before it get a response, an import in progress is completed or reported as
# failed, no request behind HAProxy fails while instances are restarted one after the other, and an idle service exits
# immediately. Prints figures; exits with 1 if a guarantee is broken.
#
#   bash src/drills/stop.sh [--long]
#
# Takes a minute, or three with --long. Missing tools are installed with apt: HAProxy, curl, PostgreSQL 15.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
source src/drills/lib.sh stop

CLIENTS=24
RESTARTS=3
ALONE=1
[[ ${1:-} != --long ]] || ALONE=6 RESTARTS=6

# ask_on port clients seconds [pid]: runs KeepAsking; sets $figures to its line of figures.
ask_on() {
    local code=0
    "$java/bin/java" -XX:TieredStopAtLevel=1 src/drills/java/KeepAsking.java "$1" "$2" "$3" "$token" "${@:4}" > "$work/clients.log" 2>&1 || code=$?
    figures=$(grep '^answered' "$work/clients.log" || tail -n 3 "$work/clients.log")
    grep '^  ' "$work/clients.log" >&2 || true
    return "$code"
}

# ended pid: waits until a process exits; sets $code and $took (ms).
ended() {
    local begin=$EPOCHREALTIME
    code=0
    wait "$1" 2> /dev/null || code=$?
    took=$(since "$begin")
    forget "$1"
}

start_on() {
    local port=$1 log=$2
    shift 2
    PORT=$port DB_URL="jdbc:postgresql://127.0.0.1:$database_port/postgres" DB_USER=modeltree \
        MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token MODELTREE_SECURITY_RATE_LIMIT_WRITES_PER_MINUTE=0 \
        "$java/bin/java" "${JAVA_ARGS[@]}" -Xmx512m "$@" -jar target/drills/quarkus-run.jar > "$work/$log" 2>&1 &
    service=$!
    started+=("$service")
    await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/$log")"
}

idle_service() {
    start_service drills idle.log
    kill "$service"
    ended "$service"
    say "an idle service: exit code $code after $took ms"
    holds "an idle service exits within 3 s on a busy machine" at_most "$took" 3000
    holds "the exit code is 0 or 143" test "$code" = 0 -o "$code" = 143
}

without_a_proxy() {
    local round model number
    for ((round = 1; round <= ALONE; round++)); do
        start_service drills "alone.$round.log"
        holds "all requests of $CLIENTS clients get a response" ask_on "$service_port" "$CLIENTS" 30 "$service"
        say "  $figures"
        ended "$service"
        say "  exit code $code"
        while read -r _ model number; do
            [[ $(psql -qAtc "select substr(name, 8)::int >= $number from model where id = '$model'") == t ]] || \
                holds "the write $number to $model is stored" false
        done < <(grep '^acknowledged [^ ]* [1-9]' "$work/clients.log")
    done
}

readiness_first() {
    local after
    start_service drills delay.log -Dmodeltree.shutdown.delay=3s
    kill "$service"
    pause 1
    ask "http://127.0.0.1:$service_port/q/health/ready"
    holds "readiness is red during the delay (it answers $status)" test "$status" = 503
    ask "http://127.0.0.1:$service_port/api/v1/models?limit=1"
    holds "reads are answered during the delay (with $status)" test "$status" = 200
    holds "responses announce that the connection closes" grep -qi '^connection: close' "$work/head"
    ended "$service"
    after=$took
    holds "the service waits for the delay ($after ms more)" at_least "$after" 1000
}

twice() {
    start_service drills twice.log -Dmodeltree.shutdown.delay=60s
    kill "$service"
    pause 1
    kill "$service"
    ended "$service"
    holds "a second signal ends the wait (after $took ms)" at_most "$took" 5000
}

import_in_progress() {
    local grace=$1 expected=$2 status location
    start_service drills "import.$grace.log" -Dmodeltree.shutdown.grace="$grace" -Dmodeltree.imports.answer-within=50ms
    curl -sS -o "$work/import.json" -D "$work/import.head" -H "Authorization: Bearer $token" -T "$work/catalog.$grace" -X POST \
        "http://127.0.0.1:$service_port/api/v1/imports?format=modeltree"
    location=$(sed -n 's/^[Ll]ocation: *\([^\r]*\).*/\1/p' "$work/import.head")
    kill "$service"
    ended "$service"
    status=$(psql -qAtc "select status from import_run where id = '${location##*/}'")
    say "an import in progress, grace $grace: exit after $took ms, the import's status is $status"
    holds "an import in progress ends as $expected" test "$status" = "$expected"
}

behind_a_proxy() {
    local ports pids=() i round clients
    ports=("$(free_port)" "$(free_port)")
    proxy_port=$(free_port)
    cat > "$work/haproxy.cfg" << CFG
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
    # On a busy machine, a slow health check does not mean that the instance is down.
    timeout check 10s
    retries 3
    option redispatch 1
frontend clients
    bind 127.0.0.1:$proxy_port
    default_backend instances
backend instances
    balance roundrobin
    # Retries only failed connections on the other instance; a request that was sent is never repeated.
    retry-on conn-failure
    option httpchk GET /q/health/ready
    http-check expect status 200
    default-server check inter 300ms fall 2 rise 1
    server one 127.0.0.1:${ports[0]}
    server two 127.0.0.1:${ports[1]}
CFG
    for i in 0 1; do
        start_on "${ports[i]}" "instance.$i.log" -Dmodeltree.shutdown.delay=2s
        pids[i]=$service
    done
    install haproxy haproxy
    haproxy -db -f "$work/haproxy.cfg" > "$work/haproxy.log" 2>&1 &
    started+=($!)
    await $! "$proxy_port" /q/health/ready 30 || fail "HAProxy failed to start: $(tail -n 5 "$work/haproxy.log")"
    "$java/bin/java" -XX:TieredStopAtLevel=1 src/drills/java/KeepAsking.java "$proxy_port" "$CLIENTS" 600 "$token" \
        "$work/enough" > "$work/clients.log" 2>&1 &
    clients=$!
    started+=("$clients")
    pause 3
    for ((round = 1; round <= RESTARTS; round++)); do
        for i in 0 1; do
            kill "${pids[i]}"
            ended "${pids[i]}"
            say "  instance $i, restart $round: exit code $code after $took ms"
            start_on "${ports[i]}" "instance.$i.$round.log" -Dmodeltree.shutdown.delay=2s
            pids[i]=$service
            # Until the proxy has noticed it.
            pause 1
        done
    done
    touch "$work/enough"
    ended "$clients"
    figures=$(grep '^answered' "$work/clients.log" || tail -n 3 "$work/clients.log")
    say "  $figures"
    grep '^  ' "$work/clients.log" >&2 || true
    holds "no request fails and no write is lost while two instances are restarted $RESTARTS times each" test "$code" = 0
}

java=$(java_home)
install curl curl
package drills
start_database shared_buffers=128MB
idle_service
without_a_proxy
readiness_first
twice
generate 300 "$work/catalog.60s" 2
generate 20000 "$work/catalog.1s" 3
import_in_progress 60s done
import_in_progress 1s failed
behind_a_proxy
