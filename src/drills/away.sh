#!/usr/bin/env bash
# Shows what clients see while the database is away: (a) stopped, so that connections are refused; (b) paused, so that
# nothing answers; (c) waiting at each commit for a synchronous standby that is gone.
#
#   bash src/drills/away.sh [--long]
#
# Takes about 50 s; with --long the pauses are those of the promises, and it takes 80 s.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh away

STOPPED=4
PAUSED=12
if [[ ${1:-} == --long ]]; then
    STOPPED=15
    PAUSED=20
fi
# In milliseconds: what a refused connection may take; a statement's time limit and a second; and until all is well again.
# On a machine that is busy with other things as well, all three are longer by what holds up readers now, up to a second.
SOON=1000
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
printf '%s\n' 'GET /api/v1/models?contextMin={n}&limit=20' 'GET /api/v1/capabilities/context/score?raw={n}' > "$work/unknown.txt"
echo 'GET /q/health/ready' > "$work/ready.txt"
echo 'GET /q/health/live' > "$work/live.txt"
awk -v token="$token" '{
    printf "PATCH /api/v1/models/%s\tAuthorization: Bearer %s\tIf-Match: *\tContent-Type: application/merge-patch+json\t{\"name\": \"Number {n}\"}\n", $0, token
}' "$work/models" > "$work/writes.txt"

# group name option...: for `load`, with a record of what came of each request.
group() {
    local name=$1 options=$2
    echo "$name,requests=$work/${name%%-*}.txt,record=$work/$name.record.txt,$options"
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

# Of the requests in a record that were sent from one moment on and before another:
# sent group from to [condition]: how many fulfil a condition of awk's on at, ms, status, retry, cache, age and detail.
sent() {
    awk -F '\t' -v from="$2" -v to="$3" '
        { at = $1; ms = $2; status = $3; retry = $5; cache = $6; age = $7; detail = $9 }
        at >= from && at < to && ('"${4:-1}"') { n++ }
        END { print n + 0 }' "$work/$1.record.txt"
}
# slowest group from to: in milliseconds
slowest() {
    awk -F '\t' -v from="$2" -v to="$3" '$1 >= from && $1 < to && $2 > m { m = $2 } END { print m + 0 }' "$work/$1.record.txt"
}

# all_are text group from to condition: a promise of all requests of a group, of which there has to be one.
all_are() {
    local all these
    all=$(sent "$2" "$3" "$4")
    these=$(sent "$2" "$3" "$4" "$5")
    holds "$1: $these of $all" test "$all" -gt 0 -a "$these" = "$all"
}
# fast text group from to limit
fast() {
    local ms
    ms=$(slowest "$2" "$3" "$4")
    holds "$1: $ms ms at most" at_most "$ms" "$5"
}

# row text group from to: how often which status came, for the table.
row() {
    printf '%-44s %6d   %-34s %8.0f\n' "$1" "$(sent "$2" "$3" "$4")" \
        "$(awk -F '\t' -v from="$3" -v to="$4" '$1 >= from && $1 < to { print $3 }' "$work/$2.record.txt" | sort | uniq -c \
            | awk '{ printf "%s%s x %s", (NR > 1 ? ", " : ""), $2, $1 }')" "$(slowest "$2" "$3" "$4")" >> "$work/table"
}
printf '%-44s %6s   %-34s %8s\n' '' sent answers 'max (ms)' > "$work/table"

# lost record...: how many writes were answered with 200 and are not in the change log.
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
    all_are 'stopped: reads that are not in memory get 503 and a Retry-After' unknown "$gone" "$end" 'status == 503 && retry != "-"'
    fast 'stopped: so they do soon' unknown "$gone" "$end" $SOON
    all_are 'stopped: writes get 503 and a Retry-After' writes "$gone" "$end" 'status == 503 && retry != "-"'
    fast 'stopped: so they do soon' writes "$gone" "$end" $SOON
    # A check that was under way when it stopped may still say yes.
    all_are 'stopped: readiness is red' ready $((gone + SOON)) "$end" 'status == 503'
    fast 'stopped: and says so soon' ready "$gone" "$end" $SOON
    all_are 'stopped: liveness stays' live "$gone" "$end" 'status == 200'
    all_are 'stopped: reads in memory get 200' known "$gone" "$end" 'status == 200'
    all_are 'stopped: they are marked as old' known $((gone + SOON)) "$end" \
        'cache ~ /^modeltree; hit; ttl=-[0-9]+$/ && age ~ /^[0-9]+$/'
    for name in known unknown ready writes; do
        all_are "stopped: 2 s after it is back, all is well: $name" "$name" $((back + AGAIN)) 9999999999999 'status == 200'
    done
    all_are 'stopped: then nothing is marked as old' known $((back + AGAIN)) 9999999999999 'cache !~ /ttl=-/'
}

paused() {
    local began end length=$((PAUSED + 6))
    load paused "$length" "$(group known every=100,clients=40)" "$(group unknown every=100,clients=100)" \
        "$(group ready every=200,clients=60)" "$(group live every=200,clients=40)" \
        "$(group writes-before every=100,clients=10,to=1200)" "$(group writes every=200,clients=60,from=2300)" &
    loading=$!
    until_load paused 2000
    # The first write of the second group waits for this one, and so is on a connection when everything stops.
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
        fast "paused: every request is answered or refused within the deadline: $name" "$name" 0 9999999999999 $DEADLINE
        all_are "paused: with 200, or 503 and a Retry-After: $name" "$name" 0 9999999999999 \
            'status == 200 || (status == 503 && retry != "-")'
    done
    all_are 'paused: reads in memory get 200' known "$began" "$end" 'status == 200'
    fast 'paused: so they do soon' known "$began" "$end" $SOON
    all_are 'paused: after the deadline they are marked as old' known $((began + DEADLINE)) "$end" \
        'cache ~ /^modeltree; hit; ttl=-[0-9]+$/ && age ~ /^[0-9]+$/'
    all_are 'paused: readiness is red after the deadline' ready $((began + DEADLINE)) "$end" 'status == 503'
    fast 'paused: it answers within the deadline' ready "$began" "$end" $DEADLINE
    all_are 'paused: liveness stays' live "$began" "$end" 'status == 200'
    fast 'paused: it answers soon' live "$began" "$end" $SOON
    for name in known unknown ready writes; do
        all_are "paused: 2 s after it goes on, all is well: $name" "$name" $((end + AGAIN)) 9999999999999 'status == 200'
    done
    holds 'paused: nothing acknowledged is lost' test "$(lost writes.record.txt writes-before.record.txt)" = 0
}

# standby name: commits wait for a standby of this name; for none if it is empty.
standby() {
    psql -qAt -c "alter system set synchronous_standby_names = '$1'" -c 'select pg_reload_conf()' > /dev/null
    until [[ $(psql -qAtc 'show synchronous_standby_names') == "$1" ]]; do
        pause 0.05
    done
    # Each backend reads it when its next statement begins.
    pause 0.3
}

# patch model name [option...]: as `ask`.
patch() {
    local model=$1 name=$2
    shift 2
    ask -m 12 -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' \
        -d "{\"name\": \"$name\"}" "$@" "$base/api/v1/models/$model"
}

# What a write that was cut off while it committed has to say.
says_unknown() {
    [[ $status == 503 ]] && grep -q -i '^retry-after:' "$work/head" \
        && grep -q -i -E '"detail" ?: ?"[^"]*(unknown|not known|may or may not|may have been)' "$work/body"
}

# logged name: how often a model got it.
logged() {
    psql -qAtc "select count(*) from change where patch @> '[{\"path\": \"/name\", \"value\": \"$1\"}]'"
}

# Whether a name is the model's and in the log, or neither.
is_whole() {
    local there
    there=$(psql -qAtc "select count(*) from model where id = '$1' and name = '$2'")
    [[ $there == "$(logged "$2")" ]]
}

# interrupt function: calls one of PostgreSQL's functions on the backend that waits for the standby, once there is one.
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
    # Whoever still waits is let go first.
    standby ''
    standby nowhere
    interrupt "$1" &
    interrupting=$!
    patch "$2" "$3"
    wait "$interrupting"
    printf '%-44s %6d   %-34s %8.0f\n' "standby gone: $4" 1 "$status x 1" "$millis" >> "$work/table"
    holds "standby gone: $4: 503, outcome unknown: $status $(detail)" says_unknown
    holds "standby gone: $4: answered within the deadline: $millis ms" at_most "$millis" $DEADLINE
}

# What a problem says.
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
    holds "standby gone: a write is answered within the deadline: $millis ms" at_most "$millis" $DEADLINE
    holds "standby gone: with 503, and that its outcome is unknown: $status $(detail)" says_unknown
    wait "$loading"
    row 'standby gone: reads' unknown 0 9999999999999
    all_are 'standby gone: reads go on' unknown 0 9999999999999 'status == 200'
    fast 'standby gone: as ever' unknown 0 9999999999999 $SOON
    row 'standby gone: 10 writers behind it' writes 0 9999999999999
    fast 'standby gone: writers behind it are answered within the deadline' writes 0 9999999999999 $DEADLINE
    all_are 'standby gone: none of them is told that it is done' writes 0 9999999999999 'status == 503'

    interrupted pg_cancel_backend "${some[1]}" cancelled 'a commit is cancelled'
    interrupted pg_terminate_backend "${some[2]}" terminated 'its connection is ended'

    standby ''
    pause 2
    patch "${some[3]}" 'afterwards'
    holds "standby back: 2 s later writes are taken: $status in $millis ms" test "$status" = 200
    patch "$second" 'cut off' -H "Idempotency-Key: $key"
    holds "standby back: the write that was cut off is taken when it is repeated: $status" test "$status" = 200
    holds "standby back: it is there once: $(logged 'cut off')" test "$(logged 'cut off')" = 1
    holds 'standby back: the one that was cancelled is there or not, whole' is_whole "${some[1]}" cancelled
    holds 'standby back: the one whose connection ended is there or not, whole' is_whole "${some[2]}" terminated
    ask "$base/api/v1/models/${some[1]}"
    holds 'standby back: readers see what is there' \
        grep -q -F "\"$(psql -qAtc "select name from model where id = '${some[1]}'")\"" "$work/body"
}

say "warming up"
load warm 4 "$(group known every=20,clients=4)" "$(group unknown every=20,clients=4)" "$(group writes every=50,clients=4)" \
    "$(group ready every=100,clients=1)"
load calm 3 "$(group known every=50,clients=4)" "$(group unknown every=50,clients=4)" "$(group writes every=100,clients=4)" \
    "$(group ready every=100,clients=4)"
noise=$(awk -v ms="$(figure calm unknown.max)" 'BEGIN { print int(ms < 250 ? 0 : ms > 1000 ? 1000 : ms) }')
SOON=$((SOON + noise)) DEADLINE=$((DEADLINE + noise)) AGAIN=$((AGAIN + noise))
say "limits: $SOON, $DEADLINE and $AGAIN ms"
stopped
paused
gone_standby
cat "$work/table"
