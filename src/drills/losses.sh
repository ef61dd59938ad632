#!/usr/bin/env bash
# Shows that nothing acknowledged is lost: PostgreSQL is killed under 100 writers, then the service in the middle of imports and
# writes. Afterwards all is read back, through the API and from the tables, and held against the writers' ledger.
#
#   bash src/drills/losses.sh [--long] [--plant]
#
# Takes a minute with 3 kills each, with --long and 10 each two or three. With --plant it then damages the database in several
# ways, each of which is taken back, and fails if one of them is not found: that is how far the check can be trusted.
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
# As it is by default: what is committed is on the disk.
start_database shared_buffers=128MB fsync=on synchronous_commit=on
mkdir "$work/tmp" "$work/losses"
now() { echo $((${EPOCHREALTIME/./} / 1000)); }

began=$(now)
start_service drills service.log "-Djava.io.tmpdir=$work/tmp"
base=http://127.0.0.1:$service_port
# Until the service is ready again by itself, in milliseconds: from its own start, and after PostgreSQL takes connections. Its
# first start tells how fast the machine is just now.
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
baseline=$(psql -qAtc 'select revision from catalog_revision')

# Imports with models of their own, so that each is stored whole or not at all.
for ((i = 1; i <= 2 * KILLS + 1; i++)); do
    generate "$MODELS" "$work/generated.ndjson" "$i"
    sed "s|-lab/|-lab-s$i/|g; s|-lab\"|-lab-s$i\"|g; s|-cloud\"|-cloud-s$i\"|g" "$work/generated.ndjson" > "$work/import-$i.ndjson"
done

imports=0
# start_import: in the background; what its client is told is in $work/imported-N.json.
start_import() {
    imports=$((imports + 1))
    curl -sS -m 60 -o "$work/imported-$imports.json" -H "Authorization: Bearer $token" -H 'Expect:' \
        -T "$work/import-$imports.ndjson" -X POST "$base/api/v1/imports?format=modeltree" 2> /dev/null &
}

kills=0
# killed what at up ready: for the table.
killed() {
    kills=$((kills + 1))
    printf '%s\t%s\t%s\t%s\t%s\n' "$kills" "$@" >> "$work/losses/kills.tsv"
}

is_ready() { answers "$service_port" /q/health/ready; }

# until seconds command...: whether it succeeds in that time.
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
        # The rest is then ended and started again by the postmaster.
        pid=$(psql -qAtc "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()
            order by state = 'active' desc, xact_start limit 1")
        at=$(now)
        kill -KILL "$pid"
        until_it 10 is_gone "$pid" || fail 'the backend does not end'
        until_it 60 database_answers || fail 'PostgreSQL does not come back'
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
    until_it 60 is_ready || fail 'the service does not get ready again'
    killed "$what" "$at" "$up" "$(now)"
    holds "$what killed: the service is ready $(($(now) - up)) ms after it is back" at_most $(($(now) - up)) $READY
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
    holds "service killed: it is ready after $((ready - at)) ms" at_most $((ready - at)) $START
}

# random_pause from to: in milliseconds
random_pause() {
    pause "$(awk "BEGIN { print ($1 + $RANDOM % ($2 - $1)) / 1000 }")"
}

compile_client Ledger
"$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Ledger "$service_port" "$token" "$work/losses" \
    "$WRITERS" 2> "$work/ledger.err.txt" &
ledger=$!
started+=("$ledger")
until [[ -s $work/losses/ledger.tsv ]]; do
    kill -0 "$ledger" || fail "the writers do not start: $(tail -n 5 "$work/ledger.err.txt")"
    pause 0.1
done
say "$WRITERS writers write"
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
# One that nobody disturbs, after those that may still go on.
start_import
wait $! || true
cp "$work"/losses/*.tsv "$work/" && for file in "$work"/*.tsv; do mv "$file" "${file%.tsv}.txt"; done
say "$(wc -l < "$work/losses/ledger.tsv") writes; reading all of it back"

for ((i = 1; i <= imports; i++)); do
    status=- revision=-
    if grep -q -E '"status" ?: ?"done"' "$work/imported-$i.json" 2> /dev/null; then
        status=done
        revision=$(sed -n 's/.*"revision" *: *\([0-9]*\).*/\1/p' "$work/imported-$i.json" | head -n 1)
    fi
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$i" "$status" "$revision" "$(grep -c '"type":"model"' "$work/import-$i.ndjson")" \
        "$(grep -c '"type":"measurement"' "$work/import-$i.ndjson")" "$(grep -c '"type":"offering"' "$work/import-$i.ndjson" || true)"
done > "$work/losses/imports.tsv"

# The change log and the models, as everybody gets them.
next=/api/v1/changes?since=$baseline\&limit=200
while [[ -n $next ]]; do
    curl -sS -m 30 -o "$work/page.json" -D "$work/page.head" "$base$next" || fail "$next is not answered"
    tr -d '\n' < "$work/page.json" >> "$work/losses/changes.json"
    echo >> "$work/losses/changes.json"
    next=$(sed -n 's/^[Ll]ink: *<\([^>]*\)>; *rel="\?next"\?.*/\1/p' "$work/page.head")
done
psql -qAtc "select id from model where id like 'drills/%'" > "$work/ids"
sed "s|.*|url = \"$base/api/v1/models/&/document\"|" "$work/ids" > "$work/urls"
curl -sS -m 60 -w '\n' -K "$work/urls" > "$work/documents" || fail 'documents are not answered'
paste -d $'\x02' "$work/ids" "$work/documents" > "$work/losses/documents.json"

project=$PWD
# check [plant]: what the catalog is like, in $work/checked.
check() {
    (cd "$work/losses" && psql -X -v baseline="$baseline" -v plant="${1:-select}" -f "$project/src/drills/losses.sql") \
        > "$work/checked" 2> "$work/checked.err.txt" || fail "the check fails: $(tail -n 5 "$work/checked.err.txt")"
}

check
holds 'an import afterwards is done' grep -q -E '"status" ?: ?"done"' "$work/imported-$imports.json"
while IFS='|' read -r text count one; do
    case $text in
        table | sum | imports | answers | '') ;;
        *) holds "$text: $count do not${one:+, such as $one}" test "$count" = 0 ;;
    esac
done < "$work/checked"
awk -F '|' '
    BEGIN { printf "%4s  %-24s %8s %8s %10s %10s %8s %8s %8s %6s\n", "kill", "of (ms until)", "up", "ready", "write", "read", "written", "unknown", "again", "lost" }
    $1 == "table" { printf "%4d  %-24s %8s %8s %10s %10s %8d %8d %8d %6d\n", $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 }
    $1 == "sum" { printf "%d writes: %d acknowledged, %d refused, %d of unknown outcome, %d unsent; %d sent again\n", $2, $3, $4, $5, $6, $7 }
    $1 == "imports" { printf "%d imports: %d stored, %d acknowledged\n", $2, $3, $4 }' "$work/checked"

# planted text statement promise: whether damage is found where it has to be.
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
    planted 'a write that is in the log alone' "update model set name = 'as before' where id = '$model'" \
        'models have the names of the last writes in the log'
    planted 'a whole write, as if it had not been' "delete from change where revision = $revision;
        update model m set name = v.state ->> 'name', revision = v.revision from model_version v
            where v.model_id = m.id and v.until_revision = $revision and m.id = '$model';
        delete from model_version where until_revision = $revision" \
        'each acknowledged write is in the change log, at its revision'
    planted 'the last change of all, which is an import, as if it had not been' "delete from change where revision = (select revision from catalog_revision);
        update catalog_revision set revision = revision - 1" \
        'each import that was acknowledged is stored, and is one change'
    planted 'a write made twice' "insert into change (revision, changed_at, kind, type, subject, model_id, patch)
        select revision + 1000000, changed_at, kind, type, subject, model_id, patch from change where revision = $revision" \
        'no write is in the change log twice'
    planted 'an import without its last model' "delete from model where id = (
        select max(id) from model where vendor_id like '%-lab-s%')" 'no import is stored half'
    planted 'a count' "update model_count set models = models + 1 where dimension = 'all'" 'models are counted right'
    planted 'a tally' "delete from tally where ctid = (select min(ctid) from tally)" 'tallies are right'
    planted 'an answer of a key' "delete from idempotent_answer where answered_at = (select max(answered_at) from idempotent_answer)" \
        'its answer is kept with its key'
    # A short run on a slow machine may have made none.
    [[ $(psql -qAtc "select count(*) from model_alias where model_id like 'drills/own-%'") == 0 ]] \
        || planted 'aliases' "delete from model_alias where model_id like 'drills/own-%'" \
        'aliases are there that were put, and gone that were deleted'
    planted 'a former version' "delete from model_version where until_revision = $revision" \
        'each change of a model that was there has kept the model as it was'
fi
