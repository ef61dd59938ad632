#!/usr/bin/env bash
# Checks that no cached answer is wrong: two instances with caches and one without share a database; writers on both change
# facts, prices, measurements, edges, cards and labels, and import; readers hold each answer of the two against that of the
# third at the same revision. Meanwhile notifications are lost, and connections that read the change log are closed. With
# --standby, the second instance reads from a standby, which lags at random times.
#
#   bash src/drills/fresh.sh [--quick | --long] [--standby] [--seed N]   40, 60 or 600 seconds of comparing; --quick takes 95 in all
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source src/drills/lib.sh fresh

seconds=60 models=600 chosen=12 rate=10 seed=$RANDOM lagging=
while (($#)); do
    case $1 in
        --quick) seconds=40 models=300 chosen=6 rate=5 ;;
        --long) seconds=600 models=3000 ;;
        --standby) lagging=1 ;;
        --seed) seed=$2 && shift ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done
app=${DRILL_APP:-drills}

# names query: prints the rows of a query.
names() {
    psql -qAt -c "$1"
}

# metric port name label: prints a counter of an instance.
metric() {
    curl -s "http://127.0.0.1:$1/q/metrics" | sed -n "s/^$2{[^}]*$3[^}]*} //p" | head -n 1 | grep . || echo 0
}

# disturb: loses notifications and connections at random times, until the file $work/stop exists.
disturb() {
    RANDOM=$seed
    while [[ ! -e $work/stop ]]; do
        psql -qc 'alter table catalog_revision disable trigger catalog_revision_notify' || true
        pause 0.$((RANDOM % 9 + 1))
        psql -qc 'alter table catalog_revision enable trigger catalog_revision_notify' || true
        pause 0.$((RANDOM % 9 + 1))
        # Without the connection that listens, an instance would refuse reads: it would think that the database is away.
        psql -qAtc "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'modeltree catch-up'
            order by md5(pid || '$RANDOM') limit 1" > /dev/null || true
        if [[ -n $lagging ]]; then
            psql -p "$standby_port" -qAtc 'select pg_wal_replay_pause()' > /dev/null || true
            pause 0.$((RANDOM % 9 + 1))
            psql -p "$standby_port" -qAtc 'select pg_wal_replay_resume()' > /dev/null || true
        fi
        pause 0.$((RANDOM % 9 + 1))
    done
}

# start_standby: starts a standby of the database on $standby_port.
start_standby() {
    local data=$work/standby
    database_folder "$data"
    standby_port=$(free_port)
    (cd / && "${as_database[@]}" pg_basebackup -D "$data" -R -X stream -c fast -h 127.0.0.1 -p "$database_port" \
        -U modeltree) > "$work/basebackup.log" 2>&1 || fail "pg_basebackup failed: $(tail -n 5 "$work/basebackup.log")"
    run_database "$data" "$standby_port" standby.log hot_standby_feedback=on shared_buffers=128MB
}

java=$(java_home)
install curl curl
if [[ -z ${DRILL_APP:-} ]]; then
    package "$app"
fi
start_database
export MODELTREE_STARTER_CATALOG=none
start_service "$app" one.log -Xmx400m
one=$service_port
say "seed $seed; importing $models models"
generate "$models" "$work/catalog.ndjson" "$seed"
import_catalog "$work/catalog.ndjson"
psql -qc 'vacuum analyze'
replica=()
if [[ -n $lagging ]]; then
    start_standby
    replica=("-Dmodeltree.read-replica.url=jdbc:postgresql://127.0.0.1:$standby_port/postgres")
fi
# The second keeps few answers, so that most of its answers are made of facts in memory.
start_service "$app" two.log -Xmx400m -Dmodeltree.revision.poll=200ms -Dmodeltree.cache.max-bytes=200000 "${replica[@]}"
two=$service_port
start_service "$app" reference.log -Xmx400m -Dmodeltree.cache.max-bytes=0 -Dmodeltree.cache.facts-max-bytes=0
reference=$service_port

# Few models, so that many answers are read again after a change.
mapfile -t ids < <(names "select id from model order by md5(id || '$seed') limit $chosen")
mapfile -t parents < <(names "select distinct parent_id from lineage_edge order by 1 limit 2")
mapfile -t capabilities < <(names "select id from capability order by position limit 6")
for id in "${ids[@]}" "${parents[@]}"; do
    for part in '' /card '/card?lang=zh' /scores /lineage /offerings /measurements '?include=scores,lineage'; do
        echo "/api/v1/models/$id$part"
    done
done > "$work/reads"
for capability in "${capabilities[@]}"; do
    printf '/api/v1%s\n' "/bands/$capability" "/bands/$capability?cohort=current" "/bands/$capability/history" \
        "/scores?capability=$capability&limit=10" "/models?sort=-score.$capability&limit=5" \
        "/bands/$capability?kind=instruct" "/bands/$capability?cohort=atRelease:${ids[0]}"
done >> "$work/reads"
vendor=${ids[0]%%/*}
printf '/api/v1%s\n' /bands '/bands?kind=instruct' "/bands?vendor=$vendor" /capabilities /benchmarks /vendors "/vendors/$vendor" \
    /tree "/tree?vendor=$vendor" '/models?limit=20' '/models?sort=name&limit=10' '/models?sort=-releaseDate&limit=10' \
    '/models?sort=-contextWindow&limit=10' "/models?vendor=$vendor&sort=id" '/models?kind=instruct&limit=10' \
    "/models?q=${ids[0]#*/}&limit=5" "/compare?ids=${ids[0]},${ids[1]}" "/cards?ids=${ids[2]},${ids[3]}" \
    "/models?ids=${ids[4]},${ids[5]}" '/providers?limit=20' /providers/drill/offerings '/providers/drill/offerings?limit=1' \
    "/compare?ids=drill/drill-${ids[0]//[\/.]/-},${ids[1]}" "/models?ids=drill/drill-${ids[2]//[\/.]/-},${ids[3]}" \
    "/bands/${capabilities[0]}?cohort=atRelease:drill/drill-${ids[0]//[\/.]/-}" '/changes?limit=5' "/resolve?id=${ids[0]}" '/models?facets=kind&limit=1' \
    '/models?openWeights=true&limit=5' '/models?sort=inputPrice&limit=5' "/scores?capability=${capabilities[0]}&cohort=current" \
    >> "$work/reads"
printf '/compat/openrouter/api/v1/models/%s/endpoints\n' "${ids[@]}" >> "$work/reads"

benchmark=$(names "select benchmark_id from capability where benchmark_id not like '%price' and benchmark_id <> 'context-window'
    order by position limit 1")
{
    for id in "${ids[@]}"; do
        printf 'PATCH\t/api/v1/models/%s\t%s\n' \
            "$id" '{"licence":"mit-{n}"}' "$id" '{"name":"{a}{a} {n}"}' "$id" '{"releaseDate":"2025-0{n}"}' \
            "$id" '{"parameters":{n}000000}' "$id" '{"openWeights":true}' "$id" '{"openWeights":false}'
        printf 'PATCH\t/api/v1/models/%s\t%s\n' "$id" '{"modalities":{"output":["image"]}}' \
            "$id" '{"modalities":{"output":["text"]}}' "$id" '{"kind":"instruct"}' "$id" '{"kind":"base"}'
        printf 'PUT\t/api/v1/models/%s/measurements/drill\t{"benchmark":"context-window","raw":{n}000,"source":"https://d.example","date":"2026-06-30","verified":true}\n' "$id"
        printf 'PUT\t/api/v1/models/%s/measurements/drill-2\t{"benchmark":"%s","raw":{n},"source":"https://d.example","date":"2026-06-30","verified":true}\n' "$id" "$benchmark"
        printf 'DELETE\t/api/v1/models/%s/measurements/drill\n' "$id"
        printf 'PUT\t/api/v1/models/%s/offerings/drill/drill-%s\t{"prices":[{"kind":"metered","input":"0.{n}","output":"1.{n}"}]}\n' "$id" "${id//[\/.]/-}"
        printf 'PUT\t/api/v1/models/%s/parents/%s\t{"relation":"fine_tune"}\n' "$id" "${parents[0]}"
        printf 'DELETE\t/api/v1/models/%s/parents/%s\n' "$id" "${parents[0]}"
        printf 'PUT\t/api/v1/models/%s/card\t{"pricingKind":"free","texts":{"en":{"whyItMatters":"Drill {n}."}}}\n' "$id"
        printf 'POST\t/api/v1/imports?format=modeltree\t{"type":"model","id":"%s","name":"{a} {n}","licence":"{a}"}\\n{"type":"measurement","model":"%s","benchmark":"context-window","raw":{n}500,"source":"https://e.example"}\n' "$id" "$id"
    done
    printf 'PATCH\t/api/v1/vendors/%s\t{"name":"Vendor {n}"}\n' "$vendor"
    printf 'PATCH\t/api/v1/providers/drill\t{"name":"Drill {n}"}\n'
    printf 'PATCH\t/api/v1/capabilities/%s\t{"label":{"en":"Label {n}"}}\n' "${capabilities[0]}"
    printf 'PATCH\t/api/v1/benchmarks/%s\t{"label":"Benchmark {n}"}\n' "$benchmark"
    printf 'PUT\t/api/v1/models/%s/new-{n}\t{"name":"New {a}","kind":"instruct"}\n' "$vendor"
    printf 'DELETE\t/api/v1/models/%s/new-{n}\n' "$vendor"
} | grep -v '2025-0{n}' > "$work/writes"
for id in "${ids[@]}"; do
    for month in 01 06 11; do
        printf 'PATCH\t/api/v1/models/%s\t{"releaseDate":"2025-%s"}\n' "$id" "$month"
    done
done >> "$work/writes"
curl -s -o /dev/null -X PUT -H "Authorization: Bearer $token" -H 'If-None-Match: *' -H 'Content-Type: application/json' \
    -d '{"name":"Drill"}' "http://127.0.0.1:$one/api/v1/providers/drill"

say "$(wc -l < "$work/reads") reads, $(wc -l < "$work/writes") writes, for $seconds s"
disturb 2> "$work/disturb.log" &
disturber=$!
compile_client Fresh
"$java/bin/java" -XX:+UseSerialGC -cp "$work/classes" Fresh "$seed" "$seconds" "$token" "$reference" "$one,$two" \
    "$work/reads" "$work/writes" "$rate" > "$work/fresh.txt" 2> "$work/fresh.err.txt" \
    || fail "the client failed: $(tail -n 5 "$work/fresh.err.txt")"
touch "$work/stop"
wait "$disturber" || true
head -n 30 "$work/fresh.err.txt" >&2

for port in "$one" "$two"; do
    for result in kept renewed dropped; do
        say "port $port: $result $(metric "$port" modeltree_cache_revisions_total "result=\"$result\"")"
    done
done
say "$(tr '\n' ' ' < "$work/fresh.txt")"
holds 'at least fifty answers were compared' at_least "$(figure fresh compared)" 50
holds 'no answer differs from one without caches' at_most "$(figure fresh different)" 0
holds 'no answer is older than what its client has seen' at_most "$(figure fresh older)" 0
holds 'no read fails' at_most "$(figure fresh failed)" 0
holds 'answers outlived revisions' at_least "$(metric "$one" modeltree_cache_revisions_total 'result="kept"')" 1
holds 'tallies were put into answers' at_least "$(metric "$one" modeltree_cache_revisions_total 'result="renewed"')" 1
