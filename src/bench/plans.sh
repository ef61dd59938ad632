#!/usr/bin/env bash
# Writes the query plans of a running service with a large catalog to src/docs/plans, one file per request.
# Usage: bash src/bench/plans.sh BASE_URL PSQL_CONNECTION_STRING
# Needs a superuser, because it sets auto_explain for the database while it runs, and resets it at the end.
set -euo pipefail
base=$1
connection=$2
cd "$(dirname "$0")/../.."
out=src/docs/plans
mkdir -p "$out"
log=$(psql "$connection" -Atc "select current_setting('data_directory') || '/../log'")
log=${PLANS_LOG:-$log}
database=$(psql "$connection" -Atc "select quote_ident(current_database())")

restart() {
    psql "$connection" -qAtc "select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()" >/dev/null
}
for setting in "session_preload_libraries = 'auto_explain'" "auto_explain.log_min_duration = 0" \
    "auto_explain.log_analyze = on" "auto_explain.log_buffers = on"; do
    psql "$connection" -qc "alter database $database set $setting"
done
trap 'psql "$connection" -qc "alter database $database reset all"; restart' EXIT
restart
# The service detects closed connections by using them.
for _ in $(seq 20); do
    curl -s -o /dev/null "$base/api/v1/vendors?limit=1" || true
done
vendor=$(psql "$connection" -Atc "select value from model_count where dimension = 'vendor' order by models desc limit 1")

ask() { # file path
    local from
    curl -s -o /dev/null "$base/api/v1$2" || true
    from=$(wc -l <"$log")
    curl -sf -o /dev/null "$base/api/v1$2"
    sleep 1
    {
        echo "GET ${2//$vendor/VENDOR}"
        tail -n +"$((from + 1))" "$log" | grep -v '^[0-9-]* [0-9:.]* UTC .*checkpoint' \
            | sed -E 's/^[0-9-]+ [0-9:.]+ UTC \[[0-9]+\] LOG:  /\n/' | sed "s/$vendor/VENDOR/g"
    } >"$out/$1.txt"
}
for key in id name vendor releaseDate contextWindow maxOutput parameters score.context score.coding; do
    ask "sort-$key" "/models?sort=$key"
    ask "sort-$key-descending" "/models?sort=-$key"
done
ask filter-vendor-by-release "/models?vendor=$vendor&sort=-releaseDate"
ask filter-kind-by-parameters "/models?kind=embedding&sort=-parameters"
ask bands-vendor "/bands?vendor=$vendor"
ask bands-as-of "/bands?asOf=2024-06-15"
ask bands-history "/bands/context/history?interval=quarter"
ask bands-of-two-traits "/bands/context?kind=instruct,base&openWeights=true"
ask leaderboard "/scores?capability=context"
ask vendors "/vendors"
family=$(psql "$connection" -Atc "select family from model where family is not null order by md5(family) limit 1")
ask search-a-family "/models?q=$family"
ask search-common-word "/models?q=instruct"
ask search-misspelt "/models?q=instrcut"
ask search-three-words "/models?q=$family%20instruct%207b"
child=$(psql "$connection" -Atc "select child_id from lineage_edge group by 1 having count(*) > 1
    order by md5(child_id) limit 1")
ask lineage "/models/$child/lineage?direction=ancestors,descendants&depth=10"
ask compare "/compare?ids=$(psql "$connection" -Atc "select string_agg(id, ',') from (
    select id from model order by md5(id) limit 5) m")"
ask tree-of-a-vendor "/tree?vendor=$(psql "$connection" -Atc "select value from model_count where dimension = 'vendor'
    order by abs(models - 2000), value limit 1")"
