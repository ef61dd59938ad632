#!/usr/bin/env bash
# Measures writers: how many single writes a second, and how long each waits, with 1, 10 and 50 writers at once; over two
# instances; over one model; and beside readers, with the time until both instances have the band that a write moved.
# Writes target/bench/writers.md. Compare the ratios of one run.
#
#   bash src/bench/writers.sh [--quick] [--models 10000] [--seconds 10]
#
# Writes are a fact of a model, a price or a measurement, each of another model than the last. Fails if an answer has another
# status than expected (503 is counted), if two writes have the same revision, if a revision is missing between them, or if /changes lacks one.
# --quick checks in a minute that the benchmark works; its figures mean nothing. Slow writes never fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

models=10000 seconds=10 warm_up=20 at_once=(1 10 50) fresh=20
while (($#)); do
    case $1 in
        --quick) models=500 seconds=1 warm_up=1 at_once=(1 50) fresh=5 ;;
        --models) models=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done

KINDS=(fact price measurement)
report=target/bench/writers.md
app=${BENCH_APP:-bench-writers}

# draw: writes the requests of each kind to $work/KIND.load, and those of readers to $work/reads.load.
draw() {
    local id provider offering slug
    local head="Authorization: Bearer $token"$'\t'"If-Match: *"$'\t'"Content-Type: application/merge-patch+json"
    psql -qAt -F $'\t' -c "
        select m.id, o.provider_id, o.provider_model_id, w.slug
        from (select id from model order by md5(id || 'written') limit 2000) m
        cross join lateral (select provider_id, provider_model_id from offering where model_id = m.id limit 1) o
        cross join lateral (select slug from measurement
            where model_id = m.id and counting and benchmark_id = 'context-window' limit 1) w
        limit 500" > "$work/written"
    [[ -s $work/written ]] || fail "no model has an offering and a measurement"
    while IFS=$'\t' read -r id provider offering slug; do
        printf 'PATCH /api/v1/models/%s\t%s\t{"licence":"licence-{n}"}\n' "$id" "$head" >> "$work/fact.load"
        printf 'PATCH /api/v1/models/%s/offerings/%s/%s\t%s\t{"prices":[{"kind":"metered","input":"1.{n}","output":"2.{n}"}]}\n' \
            "$id" "$provider" "$offering" "$head" >> "$work/price.load"
        printf 'PATCH /api/v1/models/%s/measurements/%s\t%s\t{"raw":{n}}\n' "$id" "$slug" "$head" >> "$work/measurement.load"
    done < "$work/written"
    paste -d '\n' "$work/fact.load" "$work/price.load" "$work/measurement.load" > "$work/mixed.load"
    psql -qAt -c "select 'GET /api/v1/models/' || id || '/card' from model order by md5(id || 'read') limit 2000" \
        > "$work/reads.load"
}

# revision: prints the revision of the catalog.
revision() {
    psql -qAtc 'select revision from catalog_revision'
}

# figure name key: prints a figure of a load; 0 if it has none.
figure() {
    sed -n "s/^$2=//p" "$work/$1.txt" | grep . || echo 0
}

# requests kind: writes requests whose values no earlier ones had, because equal ones change nothing, to $work/now.load.
series=10
requests() {
    series=$((series + 1))
    sed "s/{n}/$series{n}/g" "$work/$1.load" > "$work/now.load"
}

# load port name group...: runs clients for $seconds; the figures are in $work/NAME.txt.
load() {
    local port=$1 name=$2
    shift 2
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Load "$port" "$seconds" "$@" \
        > "$work/$name.txt" 2> "$work/$name.err.txt" || fail "the load failed: $(tail -n 5 "$work/$name.err.txt")"
}

# logged before count: fails unless that many writes since a revision have consecutive revisions, and are in /changes.
logged() {
    local from=$1 page
    cut -f 3,4 "$work"/record-*.tsv | awk '$1 == 200 { print $2 }' | sort -n > "$work/answered"
    seq "$(($1 + 1))" "$(($1 + $2))" > "$work/expected"
    cmp -s "$work/answered" "$work/expected" || fail "the revisions of $2 writes after $1 are not consecutive: $(
        diff "$work/answered" "$work/expected" | head -n 5)"
    : > "$work/logged"
    while true; do
        curl -sS "http://127.0.0.1:$service_port/api/v1/changes?since=$from&limit=200" \
            | grep -oE '"revision" ?: ?[0-9]+, ?"time"' | grep -oE '[0-9]+' > "$work/page" || break
        cat "$work/page" >> "$work/logged"
        from=$(tail -n 1 "$work/page")
    done
    cmp -s "$work/logged" "$work/expected" || fail "/changes lacks writes: $(diff "$work/logged" "$work/expected" | head -n 5)"
    rm "$work"/record-*.tsv
}

# row label name...: adds a row of the figures of loads to the table: the sums of the rates, the largest of the times.
row() {
    local label=$1
    shift
    for name in "$@"; do
        printf '%s %s %s %s\n' "$(figure "$name" writes.per-second)" "$(figure "$name" writes.p50)" \
            "$(figure "$name" writes.p99)" "$(figure "$name" writes.max)"
    done | awk -v label="$label$( ((refused == 0)) || echo ", $refused refused with 503")" '
        { rate += $1; for (i = 2; i <= 4; i++) if ($i > most[i]) most[i] = $i }
        END { printf "| %s | %.0f | %.1f ms | %.1f ms | %.0f ms |\n", label, rate, most[2], most[3], most[4] }' >> "$work/rows"
    tail -n 1 "$work/rows" >&2
}

# stored name...: sets $stored to the number of stored writes of loads. On a machine that is too busy some are refused with 503;
# any other status fails.
stored() {
    local name
    stored=0 refused=0
    for name in "$@"; do
        stored=$((stored + $(figure "$name" writes.status.200)))
        refused=$((refused + $(figure "$name" writes.status.503)))
        (($(figure "$name" writes.requests) == $(figure "$name" writes.status.200) + $(figure "$name" writes.status.503))) \
            || fail "writes failed: $(< "$work/$name.txt")"
    done
}

# measure kind writers: measures writers of one kind over distinct models.
measure() {
    local before
    before=$(revision)
    requests "$1"
    load "$service_port" writers "writes,requests=$work/now.load,clients=$2,record=$work/record-1.tsv"
    stored writers
    logged "$before" "$stored"
    row "$1, $2 at once" writers
}

# over_two_instances: 25 writers at each instance.
over_two_instances() {
    local before other
    before=$(revision)
    requests mixed
    load "$other_port" second "writes,requests=$work/now.load,clients=25,record=$work/record-2.tsv" &
    other=$!
    sed 's/licence-/licence-of-/; s/"1\./"3./; s/"2\./"4./; s/"raw":/"raw":1/' "$work/now.load" > "$work/first.load"
    load "$service_port" first "writes,requests=$work/first.load,clients=25,record=$work/record-1.tsv"
    wait "$other" || fail "the load of the second instance failed"
    stored first second
    logged "$before" "$stored"
    row 'each in turn, 25 at once at each of two instances' first second
}

# over_one_model: ten writers who all saw the same version of a model: the first one is stored, the others get 412.
over_one_model() {
    local id before tag
    IFS=$'\t' read -r id _ < "$work/written"
    before=$(revision)
    tag=$(curl -sS -o "$work/body.txt" -D - "http://127.0.0.1:$service_port/api/v1/models/$id" | sed -n 's/^[Ee][Tt]ag: *\([^\r]*\).*/\1/p')
    series=$((series + 1))
    printf 'PATCH /api/v1/models/%s\tAuthorization: Bearer %s\tIf-Match: %s\tContent-Type: application/merge-patch+json\t{"licence":"licence-%s{n}"}\n' \
        "$id" "$token" "$tag" "$series" > "$work/now.load"
    load "$service_port" conflicts "writes,requests=$work/now.load,clients=10,record=$work/record-1.tsv"
    refused=0
    [[ $(figure conflicts writes.status.200) == 1 ]] || fail "not one write was stored: $(< "$work/conflicts.txt")"
    (($(figure conflicts writes.status.412) == $(figure conflicts writes.requests) - 1)) \
        || fail "conflicts have another status: $(< "$work/conflicts.txt")"
    logged "$before" 1
    row "a fact of one model, 10 at once: 1 stored, $(figure conflicts writes.status.412) refused with 412" conflicts
}

# beside_readers: one write of each kind a second and four, beside readers who take about half of what the service can do.
beside_readers() {
    local before kind
    for kind in "${KINDS[@]}"; do
        before=$(revision)
        requests "$kind"
        load "$service_port" beside "writes,requests=$work/now.load,every=200,record=$work/record-1.tsv" \
            "reads,requests=$work/reads.load,clients=8,every=1"
        stored beside
        logged "$before" "$stored"
        row "$kind, 5 a second beside 1,000 reads a second" beside
    done
}

# band_revision port: prints the revision of the bands that an instance sends. Starts no process.
band_revision() {
    local line found=0
    exec 3<> "/dev/tcp/127.0.0.1/$1"
    printf 'GET /api/v1/bands/context HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
    while read -r line <&3 && [[ $line != $'\r' ]]; do
        [[ ${line,,} != modeltree-revision:* ]] || found=${line//[^0-9]/}
    done
    exec 3>&-
    seen=$found
}

# fresh_bands: the time from the answer to a write until both instances send the band of its revision.
fresh_bands() {
    local id slug n=0 begin port
    while IFS=$'\t' read -r id _ _ slug && ((n++ < fresh)); do
        curl -sS -o "$work/body.txt" -D "$work/head.txt" -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' \
            -H 'Content-Type: application/merge-patch+json' -d "{\"raw\":$((7000000 + n))}" \
            "http://127.0.0.1:$service_port/api/v1/models/$id/measurements/$slug"
        begin=$EPOCHREALTIME
        written=$(sed -n 's/^[Mm]odeltree-[Rr]evision: *\([0-9]*\).*/\1/p' "$work/head.txt")
        [[ -n $written ]] || fail "the write failed: $(< "$work/head.txt")"
        for port in "$service_port" "$other_port"; do
            band_revision "$port"
            while ((seen < written)); do
                pause 0.001
                band_revision "$port"
            done
            since "$begin" >> "$work/fresh-$port"
        done
    done < "$work/written"
}

java=$(java_home)
install curl curl
if [[ -z ${BENCH_APP:-} ]]; then
    package "$app"
fi
start_database
export MODELTREE_STARTER_CATALOG=none
start_service "$app" service.log -Xmx512m
fill "$models"
first_port=$service_port
start_service "$app" second.log -Xmx512m
other_port=$service_port service_port=$first_port
draw
"$java/bin/java" -m jdk.compiler/com.sun.tools.javac.Main -d "$work/classes" src/drills/java/Load.java

say "warming up"
seconds_of_run=$seconds seconds=$warm_up
requests mixed
load "$other_port" warm-up "writes,requests=$work/now.load,clients=4"
requests mixed
load "$service_port" warm-up "writes,requests=$work/now.load,clients=4"
seconds=$seconds_of_run
for kind in "${KINDS[@]}"; do
    for writers in "${at_once[@]}"; do
        measure "$kind" "$writers"
    done
done
over_two_instances
over_one_model
beside_readers
fresh_bands

mkdir -p target/bench
{
    echo "# Writers, $models models"
    echo
    machine
    printf '\n\n| writes | a second | median | p99 | longest |\n|---|---:|---:|---:|---:|\n'
    cat "$work/rows"
    printf '\nFrom the answer to a write of a measurement to the band of its revision, median (longest) of %s: ' "$fresh"
    printf '%s ms (%s) at its instance, then %s ms (%s) at the other.\n' \
        "$(median < "$work/fresh-$service_port")" "$(sort -n "$work/fresh-$service_port" | tail -n 1)" \
        "$(median < "$work/fresh-$other_port")" "$(sort -n "$work/fresh-$other_port" | tail -n 1)"
    printf 'Each write had a revision of its own, without gaps, and is in /changes.\n'
} > "$report"
cat "$report"
