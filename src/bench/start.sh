#!/usr/bin/env bash
# Measures a start of the packaged service on a filled database: the first answer, readiness, the first cards after it, and
# the memory. With an AOT cache, unless there is no JDK 25. Writes target/bench/start.md and target/bench/start.csv.
#
#   bash src/bench/start.sh [--quick] [--models 10000] [--rounds 7]
#
# --quick checks in half a minute that the benchmark works; its figures mean nothing.
# As root, every second start reads its files from disk, because the page cache is dropped before it.
# Slow results never fail. A status other than 200 does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

quick= models=10000 rounds=7 training=40
while (($#)); do
    case $1 in
        --quick) quick=1 models=300 rounds=1 training=2 ;;
        --models) models=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done

MODEL=/api/v1/models/openai/instructgpt
# Cards that are asked for after readiness: the last 200 of them say what a warm service takes.
CARDS=400
csv=target/bench/start.csv
report=target/bench/start.md

# Starts the service with the options; $service is its pid, and $begin the time before.
launch() {
    begin=$EPOCHREALTIME
    PORT=$service_port DB_URL=jdbc:postgresql://127.0.0.1:$database_port/postgres DB_USER=modeltree \
        MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token MODELTREE_SECURITY_RATE_LIMIT_WRITES_PER_MINUTE=0 "$java/bin/java" "${JAVA_ARGS[@]}" "$@" \
        -jar "target/$app/quarkus-run.jar" > "$work/start.log" 2>&1 &
    service=$!
    started+=("$service")
}

# train: records an AOT cache with the requests of the image.
train() {
    launch -XX:AOTCacheOutput="$work/app.aot" -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching '-Xlog:aot*=error'
    await "$service" "$service_port" /q/health/ready 120 || fail "the service failed to start: $(tail -n 5 "$work/start.log")"
    PORT=$service_port TOKEN=$token ROUNDS=$training bash deploy/training.sh || fail "the training failed"
    stop "$service" 120
    [[ -s $work/app.aot ]] || fail "there is no AOT cache: $(tail -n 5 "$work/start.log")"
}

# record kind value
record() {
    echo "$pages,$1,$2" >> "$csv"
}

# Starts the service once, and records what it took. $pages says where the files are: memory or disk.
measure() {
    local url urls=()
    if [[ $pages == disk ]]; then
        sync
        echo 1 > /proc/sys/vm/drop_caches
    fi
    launch "${option[@]}"
    await "$service" "$service_port" "$MODEL" 60 || fail "the service failed to start: $(tail -n 5 "$work/start.log")"
    record answer "$(since "$begin")"
    record cpu "$(awk '{ print ($14 + $15) * 10 }' "/proc/$service/stat")"
    await "$service" "$service_port" /q/health/ready 60 || fail "the service is not ready: $(tail -n 5 "$work/start.log")"
    record ready "$(since "$begin")"
    while read -r url; do
        urls+=(-o /dev/null "http://127.0.0.1:$service_port/api/v1/models/$url/card")
    done < "$work/ids"
    curl -sf -w '%{time_total}\n' "${urls[@]}" | awk '{ print $1 * 1000 }' > "$work/cards.txt" || fail "a card failed"
    record first "$(head -n 1 "$work/cards.txt")"
    record hundredth "$(sed -n 95,105p "$work/cards.txt" | median)"
    record warm "$(tail -n $((CARDS / 2)) "$work/cards.txt" | median)"
    record rss "$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$service/status")"
    stop "$service"
}

# cell pages kind: prints median (min–max).
cell() {
    awk -F, -v p="$1" -v k="$2" '$1 == p && $2 == k { print $3 }' "$csv" | sort -g | awk '{ v[NR] = $1 }
        END { if (NR) printf "%.0f (%.0f–%.0f)", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR] }'
}

java=$(java_home)
install curl curl
if [[ -n $quick ]]; then
    app=quarkus-app
    package "$app"
else
    app=bench/app
    package "$app" -Dquarkus.package.jar.type=aot-jar -Dquarkus.package.jar.filter-optional-dependencies=true
fi
mkdir -p target/bench
: > "$csv"
start_database
start_service "$app" fill.log
fill "$models"
stop "$service"
psql -qAtc "select id from model order by md5(id) limit $CARDS" > "$work/ids"

option=(-XX:+IgnoreUnrecognizedVMOptions)
if [[ $("$java/bin/java" -version 2>&1) == *'"25'* ]]; then
    say "recording an AOT cache"
    train
    option=(-XX:AOTCache="$work/app.aot" -XX:AOTMode=on)
fi
from=(memory)
# Not in a quick run, because others on the machine need their files too.
[[ -n $quick || ! -w /proc/sys/vm/drop_caches ]] || from+=(disk)
for ((round = 1; round <= rounds; round++)); do
    for pages in "${from[@]}"; do
        measure
    done
    say "round $round of $rounds"
done

{
    echo "Measured on $(date -u +'%-d %B %Y') on $(machine). $models models and those of the starter catalog, medians of $rounds starts (least–most)."
    echo
    echo '| files in | first 200, ms | CPU until then, ms | ready, ms | first card then, ms | 100th, ms | warm, ms | RSS, MB |'
    echo '|---|---:|---:|---:|---:|---:|---:|---:|'
    for pages in "${from[@]}"; do
        printf '| %s |' "$pages"
        for kind in answer cpu ready first hundredth warm rss; do
            printf ' %s |' "$(cell "$pages" "$kind")"
        done
        echo
    done
} > "$report"
cat "$report"
