#!/usr/bin/env bash
# Upgrades and rolls back: the version of an earlier commit, which knows fewer migrations, beside this version on one database,
# while clients read and write through both. Checks that neither fails, that each sees the other's writes, that the older one can
# be started again on the newer schema, and that instances which may not migrate wait for the command `migrate`.
#
#   bash src/drills/upgrade.sh [commit]
#
# Builds the earlier version once, which takes a minute; the rest takes half of one.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh upgrade

# The last commit before feeds and webhooks, which have migrations of their own (28 and 29).
commit=${1:-46c26bf2~1}

java=$(java_home)
install curl curl
install git git
package drills
earlier_version "$commit"
if [[ -z $earlier ]]; then
    say "skipped: the history of this clone does not reach back to $commit"
    exit 0
fi
start_database shared_buffers=128MB

schema() { psql -qAtc "select max(version::int) from flyway_schema_history where success"; }

# shows id name port: whether an instance tells a client that has seen all writes that the model has this name.
shows() {
    local revision
    revision=$(psql -qAtc 'select revision from catalog_revision')
    ask --retry 2 -H "Modeltree-Revision: $revision" "http://127.0.0.1:$3/api/v1/models/$1"
    grep -qE "\"name\" ?: ?\"$2\"" "$work/body"
}

# rename id name port: changes a model; sets $status.
rename() {
    ask --retry 3 -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' -H 'Content-Type: application/merge-patch+json' \
        -d "{\"name\": \"$2\"}" "http://127.0.0.1:$3/api/v1/models/$1"
    [[ $status == 200 ]] || say "the write \"$2\" got $status: $(head -c 300 "$work/body")"
}

# --- The older version alone.
start_service "$earlier" old.log
old_pid=$service old_port=$service_port
known=$(schema)
mapfile -t ids < <(psql -qAtc 'select id from model order by md5(id) limit 6')
rename "${ids[0]}" "Of the old version" "$old_port"
[[ $status == 200 ]] || fail "the earlier version refuses a write: $(cat "$work/body")"

# --- Instances of the new version that may not migrate.
PORT=$(free_port) DB_URL="jdbc:postgresql://127.0.0.1:$database_port/postgres" DB_USER=modeltree MODELTREE_MIGRATE_AT_START=false \
    "$java/bin/java" "${JAVA_ARGS[@]}" -jar target/drills/quarkus-run.jar > "$work/waiting.log" 2>&1 && code=0 || code=$?
holds "an instance that may not migrate refuses to start, and names the missing migrations" \
    grep -q 'The database lacks migrations of this version: [0-9]' "$work/waiting.log"
holds "it ends with 1, and the schema is as it was" test "$code $(schema)" = "1 $known"

# --- Readers and writers of the old version, while the command migrates. They repeat what gets 503, as a busy machine may say.
: > "$work/failed.txt"
load_on() {
    local port=$1 i=0 status
    while [[ -d $work && ! -e $work/enough ]]; do
        i=$((i + 1))
        status=$(curl -s -m 20 --retry 2 -o "$work/load.$port" -w '%{http_code}' "http://127.0.0.1:$port/api/v1/models/${ids[i % 6]}/card") || true
        [[ $status == 200 ]] || echo "GET $port $status" >> "$work/failed.txt"
        status=$(curl -s -m 20 --retry 2 -o "$work/load.$port" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' \
            -H 'Content-Type: application/merge-patch+json' -d "{\"name\": \"$port, $i\"}" \
            "http://127.0.0.1:$port/api/v1/models/${ids[5]}") || true
        [[ $status == 200 ]] || echo "PATCH $port $status" >> "$work/failed.txt"
    done
}
load_on "$old_port" &
loads=($!)
begun=$EPOCHREALTIME
DB_URL="jdbc:postgresql://127.0.0.1:$database_port/postgres" DB_USER=modeltree MODELTREE_MIGRATE_AT_START=false \
    "$java/bin/java" "${JAVA_ARGS[@]}" -jar target/drills/quarkus-run.jar migrate > "$work/migrate.log" 2>&1 && code=0 || code=$?
say "schema $known became $(schema) in $(since "$begun") ms: $(tail -n 1 "$work/migrate.log")"
holds "the command migrate ends with 0 while an older instance is in use" test "$code" = 0
holds "the schema is newer" at_least "$(schema)" "$((known + 1))"

# --- Both versions side by side.
export MODELTREE_MIGRATE_AT_START=false
start_service drills new.log
new_pid=$service new_port=$service_port
load_on "$new_port" &
loads+=($!)
rename "${ids[1]}" "By the new one" "$new_port"
holds "the older one sees a write of the newer" shows "${ids[1]}" "By the new one" "$old_port"
rename "${ids[2]}" "By the old one" "$old_port"
holds "the newer one sees a write of the older" shows "${ids[2]}" "By the old one" "$new_port"
holds "the newer one has what was written before the upgrade" shows "${ids[0]}" "Of the old version" "$new_port"
pause 3
touch "$work/enough"
wait "${loads[@]}"
[[ ! -s $work/failed.txt ]] || sort "$work/failed.txt" | uniq -c >&2
holds "no request failed during the upgrade" test ! -s "$work/failed.txt"
gaps=$(psql -qAtc "select count(*) from catalog_revision, generate_series(2, revision) r
    where not exists (select from change c where c.revision = r)")
holds "no revision is missing" test "$gaps" = 0

# --- Back to the older version.
stop "$old_pid"
forget "$old_pid"
stop "$new_pid"
forget "$new_pid"
unset MODELTREE_MIGRATE_AT_START
start_service "$earlier" back.log
holds "the older version starts on the newer schema, and warns" \
    grep -q 'This database was migrated by a newer Modeltree' "$work/back.log"
holds "it has what the newer one wrote" shows "${ids[1]}" "By the new one" "$service_port"
rename "${ids[3]}" "Back again" "$service_port"
holds "it can write" test "$status" = 200
stop "$service"
forget "$service"
start_service drills forth.log
holds "the newer one continues after that" shows "${ids[3]}" "Back again" "$service_port"
