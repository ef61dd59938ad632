#!/usr/bin/env bash
# Backs up with pg_dump while writers run, restores with pg_restore, and checks what the operating guide promises: the copy
# answers with the same bytes, ETags and cursors; a running instance whose database went back in time ends and sends nothing
# of what was lost as if it were current; and what clients get that have seen lost revisions.
#
#   bash src/drills/restore.sh [--long]
#
# Takes about half a minute with 300 models; with --long 20,000 models.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh restore

models=300
[[ ${1:-} != --long ]] || models=20000

java=$(java_home)
install curl curl
package drills
start_database shared_buffers=128MB
install pg_dump postgresql-client-15
export MODELTREE_STARTER_CATALOG=none
psql -qc 'create database catalog'
service_database=catalog
start_service drills service.log
first=$service first_port=$service_port
base=http://127.0.0.1:$service_port
generate "$models" "$work/catalog.ndjson"
import_catalog "$work/catalog.ndjson"

in_catalog() { psql -d catalog -qAtc "$1"; }
revision_of() { psql -d "$1" -qAtc 'select revision from catalog_revision'; }

mapfile -t ids < <(in_catalog "select id from model order by md5(id) limit 8")

# rename id name: changes a model; sets $status.
rename() {
    ask -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' \
        -d "{\"name\": \"$2\"}" "$base/api/v1/models/$1"
}

# header name: prints a header of the last answer.
header() { sed -n "s/^$1: *\([^\r]*\).*/\1/Ip" "$work/head" | tail -n 1; }

paths() {
    local id
    for id in "${ids[@]}"; do
        printf '/api/v1/models/%s\n' "$id" "$id/card" "$id/scores" "$id/lineage" "$id/offerings"
    done
    printf '/api/v1%s\n' '/models?limit=20' '/models?sort=-releaseDate&limit=10' /bands /capabilities /vendors \
        '/changes?limit=20' '/tree?limit=50' /export "/models?atRevision=1&limit=5" "/compare?ids=${ids[0]},${ids[1]}"
    # The second page, by its cursor.
    cat "$work/cursors"
}

# collect folder: asks for everything; writes status, ETag, revision and body of each answer into a folder.
collect() {
    local path n=0
    mkdir "$work/$1"
    while read -r path; do
        n=$((n + 1))
        ask "$base$path"
        {
            printf '%s %s\netag %s\nrevision %s\n' "$status" "$path" "$(header etag)" "$(header modeltree-revision)"
            cat "$work/body"
        } > "$work/$1/$n"
    done < <(paths)
}

different() { diff -rq "$work/$1" "$work/$2" | wc -l; }

# --- A backup while writers run.
say "backup while writers run"
for ((w = 0; w < 3; w++)); do
    (
        i=0
        while [[ -d $work && ! -e $work/enough ]]; do
            i=$((i + 1))
            curl -s -o /dev/null -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' \
                -H 'Content-Type: application/merge-patch+json' -d "{\"name\": \"Writer $w, $i\"}" "$base/api/v1/models/${ids[w]}"
        done
    ) &
    writers[w]=$!
done
pause 1
before=$(revision_of catalog)
pg_dump --format=custom --file="$work/busy.dump" --dbname=catalog
after=$(revision_of catalog)
pause 0.5
touch "$work/enough"
wait "${writers[@]}"
psql -qc 'create database busy'
pg_restore --no-owner --exit-on-error --dbname=busy "$work/busy.dump"
dumped=$(revision_of busy)
say "revision $before before the backup, $dumped in it, $after after it, $(revision_of catalog) in the end"
holds "a backup has all that was there when it began" at_least "$dumped" "$before"
holds "writers go on during a backup" at_least "$after" "$((before + 1))"
gaps=$(psql -d busy -qAtc "select count(*) from generate_series(1, $dumped) r where not exists (select from change c where c.revision = r)")
holds "no revision is missing in it" test "$gaps" = 0

# --- A copy answers alike.
ask "$base/api/v1/models?limit=20"
grep -o '"next" *: *"[^"]*"' "$work/body" | head -n 1 | sed 's/^"next" *: *"//; s/"$//; s|^http://[^/]*||' > "$work/cursors"
[[ -s $work/cursors ]] || fail "no cursor in $(head -c 300 "$work/body")"
collect original
kept=$(revision_of catalog)
ask "$base/api/v1/models/${ids[0]}"
etag=$(header etag)
pg_dump --format=custom --file="$work/modeltree.dump" --dbname=catalog
psql -qc 'create database copy'
begun=$EPOCHREALTIME
pg_restore --no-owner --exit-on-error --dbname=copy "$work/modeltree.dump"
say "a database of $(psql -qAtc "select pg_size_pretty(pg_database_size('copy'))") was restored in $(since "$begun") ms"
service_database=copy
start_service drills copy.log
base=http://127.0.0.1:$service_port
collect restored
say "$(ls "$work/original" | wc -l) answers compared, at revision $kept"
different=$(different original restored)
((different == 0)) || diff -r "$work/original" "$work/restored" | head -n 20 >&2
holds "a restored copy answers with the same bytes, ETags, revisions and cursors" test "$different" = 0
ask -H "If-None-Match: $etag" "$base/api/v1/models/${ids[0]}"
holds "an ETag from before is still valid on it (304)" test "$status" = 304
stop "$service"
forget "$service"

# --- A running instance whose database goes back.
base=http://127.0.0.1:$first_port
for ((i = 0; i < 25; i++)); do
    rename "${ids[i % 5]}" "Lost $i"
done
[[ $status == 200 ]] || fail "a write got $status: $(cat "$work/body")"
ask "$base/api/v1/models/${ids[0]}"
lost_etag=$(header etag) lost=$(header modeltree-revision)
say "the running instance has seen revision $lost, and goes back to $kept"
(
    # Answers of an instance, as fast as they come, until it is gone: time, status, revision, age and the name.
    exec > "$work/seen.txt"
    while kill -0 "$first" 2> /dev/null; do
        at=$((${EPOCHREALTIME/./} / 1000))
        answer=$(curl -s -m 10 -i "$base/api/v1/models/${ids[0]}" | tr -d '\r') || true
        printf '%s\t%s\t%s\t%s\n' "$at" "$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' <<< "$answer")" \
            "$(sed -n 's/^[Mm]odeltree-[Rr]evision: //p' <<< "$answer")" "$(sed -n 's/^[Aa]ge: //p' <<< "$answer")"
    done
) &
watcher=$!
psql -q -c 'alter database catalog with allow_connections false' \
    -c "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'catalog'" -c 'alter database catalog rename to lost' \
    -c 'alter database copy rename to catalog' > /dev/null
back=$((${EPOCHREALTIME/./} / 1000))
for ((attempt = 0; attempt < 600; attempt++)); do
    kill -0 "$first" 2> /dev/null || break
    pause 0.05
done
ended=$((${EPOCHREALTIME/./} / 1000 - back))
kill -0 "$first" 2> /dev/null && code=still-running || { wait "$first" && code=0 || code=$?; }
wait "$watcher"
forget "$first"
say "it ended $ended ms after the database was back, with exit code $code"
holds "a running instance notices that its database has lost revisions, and ends with 1" test "$code" = 1
holds "it does so within 5 s" at_most "$ended" 5000
holds "it says why" grep -q 'The database has lost revisions that this instance knows of' "$work/service.log"
# Answers that say their age are those of a database that is away.
stale=$(awk -F '\t' -v back="$back" -v kept="$kept" '$1 >= back && $2 == 200 && $3 > kept && $4 == ""' "$work/seen.txt" | wc -l)
say "$(wc -l < "$work/seen.txt") answers meanwhile, $stale of a lost revision without their age after the database was back"
holds "no answer of a lost revision is sent as current after that" test "$stale" = 0

# --- What clients get that have seen more.
service_database=catalog
start_service drills again.log
base=http://127.0.0.1:$service_port
collect again
holds "after its restart it answers as at the time of the backup" test "$(different original again)" = 0
ask -H "Modeltree-Revision: $lost" "$base/api/v1/models/${ids[0]}"
holds "a client that has seen a lost revision gets the answer, with the lower revision" \
    test "$status $(header modeltree-revision)" = "200 $kept"
ask -H "If-None-Match: $lost_etag" "$base/api/v1/models/${ids[0]}"
holds "a client with an ETag of a lost revision gets the whole answer" test "$status" = 200
ask -X PATCH -H "Authorization: Bearer $token" -H "If-Match: $lost_etag" -H 'Content-Type: application/merge-patch+json' \
    -d '{"name": "Overwritten"}' "$base/api/v1/models/${ids[0]}"
holds "a write on top of a lost revision is refused (412)" test "$status" = 412
ask "$base/api/v1/changes?since=$lost"
say "changes since the lost revision $lost: $status $(head -c 200 "$work/body")"
rename "${ids[0]}" "New"
holds "writes continue after the last revision of the backup" test "$status $(revision_of catalog)" = "200 $((kept + 1))"
