#!/usr/bin/env bash
# Checks what clients see while the database is unavailable: (a) stopped, so that connections are refused; (b) paused, so
# that nothing answers; (c) waiting at each commit for a synchronous standby that does not exist.
#
#   bash src/drills/away.sh [--long]
#
# Takes about 48 s; with --long the outages are longer, and it takes 80 s.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh away

STOPPED=4
PAUSED=10
if [[ ${1:-} == --long ]]; then
    STOPPED=15
    PAUSED=20
fi
# Limits in ms: for a refused connection, which the pool tries twice within a second if the request comes before the monitor
# has noticed; the statement timeout and a second; and until everything works again.
# On a busy machine, all three are extended by the current delay of reads, up to a second.
SOON=1300
DEADLINE=6000
AGAIN=2000

java=$(java_home)
install curl curl
package drills
start_database shared_buffers=128MB
start_service drills service.log
base=http://127.0.0.1:$service_port

psql -qAtc 'select id from model order by md5(id)' > "$work/models"
one=$(head -n 1 "$work/models")
echo "GET /api/v1/models/$one/card" > "$work/known.txt"
printf '%s\n' 'GET /api/v1/models?contextWindowMin={n}&limit=20' 'GET /api/v1/capabilities/context/score?raw={n}' > "$work/unknown.txt"
echo 'GET /q/health/ready' > "$work/ready.txt"
echo 'GET /q/health/live' > "$work/live.txt"
awk -v token="$token" '{
    printf "PATCH /api/v1/models/%s\tAuthorization: Bearer %s\tIf-Match: *\tContent-Type: application/merge-patch+json\t{\"name\": \"Number {n}\"}\n", $0, token
}' "$work/models" > "$work/writes.txt"

# group name options: a group for `load` that records the result of each request.
group() {
    local name=$1 options=$2 requests=$work/${1%%-*}.txt
    # Each group writes names of its own, because a write that changes nothing is not in the change log.
    if [[ $name == writes* ]]; then
        requests=$work/$name.requests.txt
        sed "s/Number {n}/Number {n} of $(now)/" "$work/writes.txt" > "$requests"
    elif [[ $name == unknown* ]]; then
        # Each group asks what nobody has asked before: an answer in memory outlives the writes of other things.
        requests=$work/$name.requests.txt
        sed "s/{n}/$(($(now) % 100000 + 1)){n}/" "$work/unknown.txt" > "$requests"
    fi
    echo "$name,requests=$requests,record=$work/$name.record.txt,$options"
}

now() { echo $((${EPOCHREALTIME/./} / 1000)); }

# until_load name ms: waits until that time after the load began.
until_load() {
    local begun left
    until [[ -s $work/$1.txt ]]; do
        pause 0.05
    done
    begun=$(figure "$1" begun)
    left=$((begun + $2 - $(now)))
    ((left <= 0)) || pause "$(awk "BEGIN { print $left / 1000 }")"
}

# sent group from to [condition]: number of requests sent in [from, to) that meet an awk condition on at, ms, status, retry,
# cache, age and detail.
sent() {
    awk -F '\t' -v from="$2" -v to="$3" '
        { at = $1; ms = $2; status = $3; retry = $5; cache = $6; age = $7; detail = $9 }
        at >= from && at < to && ('"${4:-1}"') { n++ }
        END { print n + 0 }' "$work/$1.record.txt"
}
# slowest group from to: longest duration in ms of requests sent in [from, to).
slowest() {
    awk -F '\t' -v from="$2" -v to="$3" '$1 >= from && $1 < to && $2 > m { m = $2 } END { print m + 0 }' "$work/$1.record.txt"
}

# all_are text group from to condition: checks that all requests of a group meet the condition, and that there are any.
all_are() {
    local all these
    all=$(sent "$2" "$3" "$4")
    these=$(sent "$2" "$3" "$4" "$5")
    holds "$1: $these of $all" test "$all" -gt 0 -a "$these" = "$all"
}
# fast text group from to limit: checks the longest duration.
fast() {
    local ms
    ms=$(slowest "$2" "$3" "$4")
    holds "$1: max $ms ms" at_most "$ms" "$5"
}

# row text group from to: adds a row with the statuses of a group to the table.
row() {
    printf '%-44s %6d   %-34s %8.0f\n' "$1" "$(sent "$2" "$3" "$4")" \
        "$(awk -F '\t' -v from="$3" -v to="$4" '$1 >= from && $1 < to { print $3 }' "$work/$2.record.txt" | sort | uniq -c \
            | awk '{ printf "%s%s x %s", (NR > 1 ? ", " : ""), $2, $1 }')" "$(slowest "$2" "$3" "$4")" >> "$work/table"
}
printf '%-44s %6s   %-34s %8s\n' '' sent answers 'max (ms)' > "$work/table"

# lost record...: number of writes that returned 200 and are not in the change log.
lost() {
    cat "${@/#/$work/}" | awk -F '\t' '$3 == 200 { sub("PATCH /api/v1/models/", "", $8); print $4 "\t" $8 }' > "$work/acknowledged.txt"
    psql -qAt << SQL
create temp table acknowledged (revision bigint, model text);
\copy acknowledged from '$work/acknowledged.txt'
select count(*) from acknowledged a where not exists (
    select from change c where c.revision = a.revision and c.model_id = a.model);
SQL
}

stopped() {
    local gone back end
    load stopped $((STOPPED + 6)) "$(group known every=50,clients=20)" "$(group unknown every=50,clients=100)" \
        "$(group ready every=100,clients=60)" "$(group live every=200,clients=20)" "$(group writes every=100,clients=100,from=2500)" &
    loading=$!
    until_load stopped 1500
    kill -QUIT "$database"
    wait "$database" 2> /dev/null || true
    forget "$database"
    gone=$(now)
    until_load stopped $((2000 + STOPPED * 1000))
    end=$(now)
    run_database "$work/postgres" "$database_port" postgres-again.log shared_buffers=128MB
    back=$(now)
    wait "$loading"
    for name in known unknown ready live writes; do
        row "stopped: $name" "$name" "$gone" "$end"
    done
    all_are 'stopped: uncached reads get 503 and a Retry-After' unknown "$gone" "$end" 'status == 503 && retry != "-"'
    fast 'stopped: uncached reads fail fast' unknown "$gone" "$end" $SOON
    all_are 'stopped: writes get 503 and a Retry-After' writes "$gone" "$end" 'status == 503 && retry != "-"'
    fast 'stopped: writes fail fast' writes "$gone" "$end" $SOON
    # A check in progress when the database stopped may still succeed.
    all_are 'stopped: readiness is red' ready $((gone + SOON)) "$end" 'status == 503'
    fast 'stopped: the readiness check is fast' ready "$gone" "$end" $SOON
    all_are 'stopped: liveness stays green' live "$gone" "$end" 'status == 200'
    all_are 'stopped: cached reads get 200' known "$gone" "$end" 'status == 200'
    all_are 'stopped: cached reads are marked as stale' known $((gone + SOON)) "$end" \
        'cache ~ /^modeltree; hit; ttl=-[0-9]+$/ && age ~ /^[0-9]+$/'
    for name in known unknown ready writes; do
        all_are "stopped: 2 s after the restart, all requests succeed: $name" "$name" $((back + AGAIN)) 9999999999999 'status == 200'
    done
    all_are 'stopped: after that, nothing is marked as stale' known $((back + AGAIN)) 9999999999999 'cache !~ /ttl=-/'
}

paused() {
    local began end length=$((PAUSED + 6))
    load paused "$length" "$(group known every=100,clients=40)" "$(group unknown every=100,clients=100)" \
        "$(group ready every=200,clients=60)" "$(group live every=200,clients=40)" \
        "$(group writes-before every=100,clients=10,to=1200)" "$(group writes every=200,clients=60,from=2300)" &
    loading=$!
    until_load paused 2000
    # The first write of the second group waits for this lock, so it holds a connection when everything pauses.
    psql -qAtc 'begin; select revision from catalog_revision for update; select pg_sleep(2); rollback' > /dev/null &
    holder=$!
    until_load paused 2700
    mapfile -t all < <(processes "$database")
    freeze "${all[@]}"
    began=$(now)
    until_load paused $((2700 + PAUSED * 1000))
    end=$(now)
    thaw
    wait "$holder" "$loading"
    for name in known unknown ready live writes; do
        row "paused: $name" "$name" 0 "$end"
    done
    for name in unknown writes; do
        fast "paused: every request gets a response within the deadline: $name" "$name" 0 9999999999999 $DEADLINE
        all_are "paused: every response is 200, or 503 with a Retry-After: $name" "$name" 0 9999999999999 \
            'status == 200 || (status == 503 && retry != "-")'
    done
    all_are 'paused: cached reads get 200' known "$began" "$end" 'status == 200'
    fast 'paused: cached reads are fast' known "$began" "$end" $SOON
    all_are 'paused: after the deadline cached reads are marked as stale' known $((began + DEADLINE)) "$end" \
        'cache ~ /^modeltree; hit; ttl=-[0-9]+$/ && age ~ /^[0-9]+$/'
    all_are 'paused: readiness is red after the deadline' ready $((began + DEADLINE)) "$end" 'status == 503'
    fast 'paused: the readiness check answers within the deadline' ready "$began" "$end" $DEADLINE
    all_are 'paused: liveness stays green' live "$began" "$end" 'status == 200'
    fast 'paused: the liveness check is fast' live "$began" "$end" $SOON
    for name in known unknown ready writes; do
        all_are "paused: 2 s after the pause, all requests succeed: $name" "$name" $((end + AGAIN)) 9999999999999 'status == 200'
    done
    holds 'paused: no acknowledged write is lost' test "$(lost writes.record.txt writes-before.record.txt)" = 0
}

# standby name: makes commits wait for a standby of this name; for none if the name is empty.
standby() {
    psql -qAt -c "alter system set synchronous_standby_names = '$1'" -c 'select pg_reload_conf()' > /dev/null
    until [[ $(psql -qAtc 'show synchronous_standby_names') == "$1" ]]; do
        pause 0.05
    done
    # Each backend applies the setting with its next statement.
    pause 0.3
}

# patch model name [option...]: renames a model; results as for `ask`.
patch() {
    local model=$1 name=$2
    shift 2
    ask -m 12 -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' \
        -d "{\"name\": \"$name\"}" "$@" "$base/api/v1/models/$model"
}

# says_unknown: checks that the response says that the outcome of the commit is unknown.
says_unknown() {
    [[ $status == 503 ]] && grep -q -i '^retry-after:' "$work/head" \
        && grep -q -i -E '"detail" ?: ?"[^"]*(unknown|not known|may or may not|may have been)' "$work/body"
}

# logged name: number of changes in the log that set this name.
logged() {
    psql -qAtc "select count(*) from change where patch @> '[{\"path\": \"/name\", \"value\": \"$1\"}]'"
}

# is_whole model name: succeeds if the name is both the model's and in the log, or neither.
is_whole() {
    local there
    there=$(psql -qAtc "select count(*) from model where id = '$1' and name = '$2'")
    [[ $there == "$(logged "$2")" ]]
}

# interrupt function: calls a PostgreSQL function, such as pg_cancel_backend, on the backend that waits for the standby.
interrupt() {
    local attempt
    for ((attempt = 0; attempt < 80; attempt++)); do
        [[ $(psql -qAtc "select count($1(pid)) from pg_stat_activity where wait_event = 'SyncRep'
            and backend_type = 'client backend'") == 0 ]] || return 0
        pause 0.05
    done
}

# interrupted function model name text: a write whose commit is interrupted while it waits for the standby.
interrupted() {
    # Releases commits that still wait.
    standby ''
    standby nowhere
    interrupt "$1" &
    interrupting=$!
    patch "$2" "$3"
    wait "$interrupting"
    printf '%-44s %6d   %-34s %8.0f\n' "standby gone: $4" 1 "$status x 1" "$millis" >> "$work/table"
    holds "standby gone: $4: returns 503 and says that the outcome is unknown: $status $(detail)" says_unknown
    holds "standby gone: $4: returns within the deadline: $millis ms" at_most "$millis" $DEADLINE
}

# detail: prints the detail of a problem.
detail() {
    sed -n 's/.*"detail" *: *"\([^"]*\)".*/\1/p' "$work/body"
}

gone_standby() {
    local second key=away-$RANDOM$RANDOM
    mapfile -t some < <(sed -n 2,9p "$work/models")
    second=${some[0]}

    standby nowhere
    load gone 8 "$(group unknown every=50,clients=50)" "$(group writes clients=10,pause=300,from=1500,to=2500)" &
    loading=$!
    until_load gone 500
    patch "$second" 'cut off' -H "Idempotency-Key: $key"
    printf '%-44s %6d   %-34s %8.0f\n' 'standby gone: a write' 1 "$status x 1" "$millis" >> "$work/table"
    holds "standby gone: a write returns within the deadline: $millis ms" at_most "$millis" $DEADLINE
    holds "standby gone: a write returns 503 and says that the outcome is unknown: $status $(detail)" says_unknown
    wait "$loading"
    row 'standby gone: reads' unknown 0 9999999999999
    all_are 'standby gone: reads succeed' unknown 0 9999999999999 'status == 200'
    fast 'standby gone: reads are as fast as usual' unknown 0 9999999999999 $SOON
    row 'standby gone: 10 more writers' writes 0 9999999999999
    fast 'standby gone: 10 more writers get a response within the deadline' writes 0 9999999999999 $DEADLINE
    all_are 'standby gone: none of their writes is acknowledged' writes 0 9999999999999 'status == 503'

    interrupted pg_cancel_backend "${some[1]}" cancelled 'a commit is cancelled'
    interrupted pg_terminate_backend "${some[2]}" terminated 'its connection is ended'

    standby ''
    pause 2
    patch "${some[3]}" 'afterwards'
    holds "standby back: 2 s later writes are taken: $status in $millis ms" test "$status" = 200
    patch "$second" 'cut off' -H "Idempotency-Key: $key"
    holds "standby back: the write that was cut off is taken when it is repeated: $status" test "$status" = 200
    holds "standby back: the first write is stored exactly once: $(logged 'cut off')" test "$(logged 'cut off')" = 1
    holds 'standby back: the cancelled write is stored completely or not at all' is_whole "${some[1]}" cancelled
    holds 'standby back: the write whose connection ended is stored completely or not at all' is_whole "${some[2]}" terminated
    ask "$base/api/v1/models/${some[1]}"
    holds 'standby back: readers see the stored value' \
        grep -q -F "\"$(psql -qAtc "select name from model where id = '${some[1]}'")\"" "$work/body"
}

say "warming up"
load warm 4 "$(group known every=20,clients=4)" "$(group unknown every=20,clients=4)" "$(group writes every=50,clients=4)" \
    "$(group ready every=100,clients=1)"
load calm 3 "$(group known every=50,clients=4)" "$(group unknown every=50,clients=4)" "$(group writes every=100,clients=4)" \
    "$(group ready every=100,clients=4)"
noise=$(awk -v ms="$(figure calm unknown.max)" 'BEGIN { print int(ms < 250 ? 0 : ms > 1000 ? 1000 : ms) }')
SOON=$((SOON + noise)) DEADLINE=$((DEADLINE + noise)) AGAIN=$((AGAIN + noise))
say "limits for this machine: $SOON, $DEADLINE and $AGAIN ms"
stopped
paused
gone_standby
cat "$work/table"
