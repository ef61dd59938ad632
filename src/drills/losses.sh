#!/usr/bin/env bash
# Checks that no acknowledged write is lost: PostgreSQL is killed under 100 writers, then the service during imports and
# writes. Afterwards everything is read back through the API and from the tables, and compared with the writers' ledger.
#
#   bash src/drills/losses.sh [--long] [--plant]
#
# Takes a minute with 3 kills of each; --long takes two or three with 10. --plant then tests the check itself: it damages the
# database in several ways, each of them rolled back, and fails if a damage is not found.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh losses

KILLS=3
plant=
for option in "$@"; do
    case $option in
        --long) KILLS=10 ;;
        --plant) plant=yes ;;
        *) fail "unknown option $option" ;;
    esac
done
WRITERS=100
MODELS=200

java=$(java_home)
install curl curl
package drills
# The defaults, under which a committed transaction is on disk.
start_database shared_buffers=128MB fsync=on synchronous_commit=on
mkdir "$work/tmp" "$work/losses"
now() { echo $((${EPOCHREALTIME/./} / 1000)); }

began=$(now)
start_service drills service.log "-Djava.io.tmpdir=$work/tmp"
base=http://127.0.0.1:$service_port
# Limits in ms until the service is ready: after its own start, and after PostgreSQL accepts connections. The first start
# shows how fast the machine currently is.
START=$((10000 + 3 * ($(now) - began)))
READY=$((10000 + $(now) - began))

{
    echo '{"type":"catalog","version":1}'
    echo '{"type":"provider","id":"drills-cloud","name":"Drills"}'
    for ((i = 0; i < WRITERS; i++)); do
        echo "{\"type\":\"model\",\"id\":\"drills/own-$i\",\"name\":\"Own $i\",\"kind\":\"base\",\"releaseDate\":\"2024-01-0$((1 + i % 9))\"}"
    done
    for ((i = 0; i < 5; i++)); do
        echo "{\"type\":\"model\",\"id\":\"drills/shared-$i\",\"name\":\"Shared $i\"}"
    done
} > "$work/drills.ndjson"
import_catalog "$work/drills.ndjson"
# At midnight (UTC), prices of the new day make a revision that no writer has sent.
midnight=$((86400 - $(date -u +%s) % 86400))
if ((midnight < 60 + 30 * KILLS)); then
    say "waiting $midnight s for midnight, whose revision is not of a writer"
    sleep $((midnight + 20))
fi
baseline=$(psql -qAtc 'select revision from catalog_revision')

# Each import has models of its own, so that a partial import is noticed.
for ((i = 1; i <= 2 * KILLS + 1; i++)); do
    generate "$MODELS" "$work/generated.ndjson" "$i"
    sed "s|-lab/|-lab-s$i/|g; s|-lab\"|-lab-s$i\"|g; s|-cloud\"|-cloud-s$i\"|g" "$work/generated.ndjson" > "$work/import-$i.ndjson"
done

imports=0
# start_import: starts the next import in the background; the response is in $work/imported-N.json.
start_import() {
    imports=$((imports + 1))
    curl -sS -m 60 -o "$work/imported-$imports.json" -H "Authorization: Bearer $token" -H 'Expect:' \
        -T "$work/import-$imports.ndjson" -X POST "$base/api/v1/imports?format=modeltree" 2> /dev/null &
}

kills=0
# killed what at up ready: records a kill for the table.
killed() {
    kills=$((kills + 1))
    printf '%s\t%s\t%s\t%s\t%s\n' "$kills" "$@" >> "$work/losses/kills.tsv"
}

is_ready() { answers "$service_port" /q/health/ready; }

# until_it seconds command...: repeats a command until it succeeds; fails after the time.
until_it() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        pause 0.02
    done
}

database_answers() { psql -qAtc 'select 1' > /dev/null 2>&1; }
is_gone() { [[ ! -e /proc/$1 ]]; }

kill_database() {
    local at up pid all what
    mapfile -t all < <(processes "$database")
    case $(($1 % 3)) in
        0) what='PostgreSQL, all' ;;
        1) what='PostgreSQL, postmaster' ;;
        *) what='PostgreSQL, a writer' ;;
    esac
    if [[ $what == *writer ]]; then
        # The postmaster then restarts all other backends.
        pid=$(psql -qAtc "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
            order by state = 'active' desc, xact_start limit 1")
        at=$(now)
        kill -KILL "$pid"
        until_it 10 is_gone "$pid" || fail 'the backend did not exit'
        until_it 60 database_answers || fail 'PostgreSQL did not recover'
    else
        at=$(now)
        if [[ $what == *all ]]; then
            kill -KILL "${all[@]}" 2> /dev/null || true
        else
            kill -KILL "$database"
        fi
        wait "$database" 2> /dev/null || true
        forget "$database"
        for pid in "${all[@]}"; do
            until_it 10 is_gone "$pid" || kill -KILL "$pid" 2> /dev/null || true
        done
        run_database "$work/postgres" "$database_port" "postgres-$1.log" shared_buffers=128MB
    fi
    up=$(now)
    until_it 60 is_ready || fail 'the service did not become ready again'
    killed "$what" "$at" "$up" "$(now)"
    holds "killed $what: the service is ready $(($(now) - up)) ms after PostgreSQL is back" at_most $(($(now) - up)) $READY
}

kill_service() {
    local at ready
    at=$(now)
    kill -KILL "$service"
    wait "$service" 2> /dev/null || true
    forget "$service"
    run_service drills service.log "-Djava.io.tmpdir=$work/tmp"
    ready=$(now)
    killed 'the service' "$at" "$ready" "$ready"
    holds "killed the service: it is ready after $((ready - at)) ms" at_most $((ready - at)) $START
}

# random_pause from to: pauses for a random time in ms.
random_pause() {
    pause "$(awk "BEGIN { print ($1 + $RANDOM % ($2 - $1)) / 1000 }")"
}

compile_client Ledger
"$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Ledger "$service_port" "$token" "$work/losses" \
    "$WRITERS" 2> "$work/ledger.err.txt" &
ledger=$!
started+=("$ledger")
until [[ -s $work/losses/ledger.tsv ]]; do
    kill -0 "$ledger" || fail "the writers failed to start: $(tail -n 5 "$work/ledger.err.txt")"
    pause 0.1
done
say "$WRITERS writers are running"
for ((i = 0; i < KILLS; i++)); do
    start_import
    random_pause 700 2200
    kill_database "$i"
done
for ((i = 0; i < KILLS; i++)); do
    random_pause 500 1000
    start_import
    # An import of this size takes about a second.
    random_pause 50 1500
    kill_service
done
pause 1
touch "$work/losses/enough"
wait "$ledger" || fail "the writers failed: $(tail -n 5 "$work/ledger.err.txt")"
forget "$ledger"
# An undisturbed import, after those that may still be running.
start_import
wait $! || true
cp "$work"/losses/*.tsv "$work/" && for file in "$work"/*.tsv; do mv "$file" "${file%.tsv}.txt"; done
say "$(wc -l < "$work/losses/ledger.tsv") writes; reading everything back"

for ((i = 1; i <= imports; i++)); do
    status=- revision=-
    if grep -q -E '"status" ?: ?"done"' "$work/imported-$i.json" 2> /dev/null; then
        status=done
        revision=$(sed -n 's/.*"revision" *: *\([0-9]*\).*/\1/p' "$work/imported-$i.json" | head -n 1)
    fi
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$status" "$revision" "$(grep -c '"type":"model"' "$work/import-$i.ndjson")" \
        "$(grep -c '"type":"measurement"' "$work/import-$i.ndjson")" "$(grep -c '"type":"offering"' "$work/import-$i.ndjson" || true)"
done > "$work/losses/imports.tsv"

# The change log and the models, as clients get them.
next=/api/v1/changes?since=$baseline\&limit=200
while [[ -n $next ]]; do
    curl -sS -m 30 -o "$work/page.json" -D "$work/page.head" "$base$next" || fail "$next got no response"
    tr -d '\n' < "$work/page.json" >> "$work/losses/changes.json"
    echo >> "$work/losses/changes.json"
    next=$(sed -n 's/^[Ll]ink: *<\([^>]*\)>; *rel="\?next"\?.*/\1/p' "$work/page.head")
done
psql -qAtc "select id from model where id like 'drills/%'" > "$work/ids"
sed "s|.*|url = \"$base/api/v1/models/&/document\"|" "$work/ids" > "$work/urls"
curl -sS -m 60 -w '\n' -K "$work/urls" > "$work/documents" || fail 'reading the documents failed'
paste -d $'\x02' "$work/ids" "$work/documents" > "$work/losses/documents.json"

project=$PWD
# check [plant]: checks the catalog; the result is in $work/checked.
check() {
    (cd "$work/losses" && psql -X -v baseline="$baseline" -v plant="${1:-select}" -f "$project/src/drills/losses.sql") \
        > "$work/checked" 2> "$work/checked.err.txt" || fail "the check failed: $(tail -n 5 "$work/checked.err.txt")"
}

check
holds 'a later import succeeds' grep -q -E '"status" ?: ?"done"' "$work/imported-$imports.json"
while IFS='|' read -r text count one; do
    case $text in
        table | sum | imports | answers | '') ;;
        *) holds "$text: $count violations${one:+, such as $one}" test "$count" = 0 ;;
    esac
done < "$work/checked"
awk -F '|' '
    BEGIN { printf "%4s  %-24s %8s %8s %10s %10s %8s %8s %8s %6s\n", "kill", "of (ms until)", "up", "ready", "write", "read", "written", "unknown", "again", "lost" }
    $1 == "table" { printf "%4d  %-24s %8s %8s %10s %10s %8d %8d %8d %6d\n", $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 }
    $1 == "sum" { printf "%d writes: %d acknowledged, %d refused, %d of unknown outcome, %d unsent; %d sent again\n", $2, $3, $4, $5, $6, $7 }
    $1 == "imports" { printf "%d imports: %d stored, %d acknowledged\n", $2, $3, $4 }' "$work/checked"

# planted text statement guarantee: checks that the damage is found as a violation of the guarantee.
planted() {
    check "$2"
    if awk -F '|' -v text="$3" '$1 == text && $2 > 0 { found = 1 } END { exit !found }' "$work/checked"; then
        say "found:  $1: $(awk -F '|' '$1 !~ /^(table|sum|imports|answers|)$/ && $2 > 0' "$work/checked" | tr '\n' ';')"
    else
        say "BROKEN: $1 is not found"
        broken=$((broken + 1))
    fi
}

if [[ -n $plant ]]; then
    psql -qAt > "$work/victim" << SQL
select c.revision || ' ' || c.model_id from change c join model m on m.id = c.model_id
where c.type = 'model' and c.patch @> '[{"path": "/name"}]' and c.revision = m.revision and m.id like 'drills/own-%' limit 1
SQL
    read -r revision model < "$work/victim"
    planted 'a write that is not in the log' "delete from change where revision = $revision" \
        'each acknowledged write is in the change log, at its revision'
    planted 'a write that is only in the log' "update model set name = 'as before' where id = '$model'" \
        'models have the names of their last writes in the log'
    planted 'a write that is missing completely' "delete from change where revision = $revision;
        update model m set name = v.state ->> 'name', revision = v.revision from model_version v
            where v.model_id = m.id and v.until_revision = $revision and m.id = '$model';
        delete from model_version where until_revision = $revision" \
        'each acknowledged write is in the change log, at its revision'
    planted 'a missing last change, which is an import' "delete from change where revision = (select revision from catalog_revision);
        update catalog_revision set revision = revision - 1" \
        'each acknowledged import is stored as one change'
    planted 'a duplicated write' "insert into change (revision, changed_at, kind, type, subject, model_id, patch)
        select revision + 1000000, changed_at, kind, type, subject, model_id, patch from change where revision = $revision" \
        'no write is in the change log twice'
    planted 'an import without its last model' "delete from model where id = (
        select max(id) from model where vendor_id like '%-lab-s%')" 'no import is stored partially'
    planted 'a count' "update model_count set models = models + 1 where dimension = 'all'" 'model counts are correct'
    planted 'a tally' "delete from tally where ctid = (select min(ctid) from tally)" 'tallies are correct'
    planted 'a missing idempotent response' "delete from idempotent_answer where answered_at = (select max(answered_at) from idempotent_answer)" \
        'the response of a write with an idempotency key is stored'
    # A short run on a slow machine may have created none.
    [[ $(psql -qAtc "select count(*) from model_alias where model_id like 'drills/own-%'") == 0 ]] \
        || planted 'aliases' "delete from model_alias where model_id like 'drills/own-%'" \
        'added aliases exist, and deleted ones do not'
    planted 'a missing version' "delete from model_version where until_revision = $revision" \
        'each change of an existing model has stored the previous version'
fi
