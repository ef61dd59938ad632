#!/usr/bin/env bash
# Compares the packaged service with a bare Vert.x server and nginx that return the same bytes, and its startup time with
# Spring Boot, with and without AOT caches. Writes target/bench/run.md and target/bench/run.csv.
#
#   bash src/bench/run.sh [--quick] [--models 10000] [--rounds 5] [--seconds 5] [--jmh]
#
# --quick checks in a minute that the benchmark works; its figures mean nothing: short rounds, few models and
# requests, no Spring.
# --jmh also runs the scoring benchmarks. Missing tools are installed with apt: wrk, h2load, nginx, PostgreSQL 15.
# Slow results never fail. A status other than 200 or 304, or a response that differs between the servers, does.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

quick= jmh= models=10000 rounds=5 seconds=5 warm_up=5 training=40
while (($#)); do
    case $1 in
        --quick) quick=1 models=1000 rounds=1 seconds=1 warm_up=0 training=3 ;;
        --models) models=$2 && shift ;;
        --rounds) rounds=$2 && shift ;;
        --seconds) seconds=$2 && shift ;;
        --jmh) jmh=1 ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done

CONNECTIONS=32
CONTESTANTS=(modeltree vertx nginx)
MODEL=/api/v1/models/openai/instructgpt
# Requests named …304 send the ETag of the response, those named …gzip send Accept-Encoding: gzip.
REQUESTS=(card model bands page search lineage card-304 card-gzip)
# Each kind of status and encoding, and a cached page.
[[ -z $quick ]] || REQUESTS=(card page card-304 card-gzip)
declare -A PATHS=(
    [card]=$MODEL/card
    [model]=$MODEL
    [bands]=/api/v1/bands
    [page]='/api/v1/models?kind=instruct&sort=-contextWindow,name'
    [search]='/api/v1/models?q=instruct'
    [lineage]="$MODEL/lineage?direction=ancestors,descendants"
    [card-304]=$MODEL/card
    [card-gzip]=$MODEL/card
)
declare -A PORTS=() PIDS=() ETAGS=()
csv=target/bench/run.csv
report=target/bench/run.md
answers=$work/answers

build_contestants() {
    install wrk wrk
    install pgrep procps
    install h2load nghttp2-client
    install nginx nginx-light
    install curl curl
    if [[ -n $quick ]]; then
        app=quarkus-app
        package "$app"
    else
        app=bench/app
        package "$app" -Dquarkus.package.jar.type=aot-jar -Dquarkus.package.jar.filter-optional-dependencies=true
        mvn -B -ntp -q -f src/bench/spring package > "$work/spring-build.log" 2>&1 \
            || fail "Spring's service cannot be built: $(tail -n 20 "$work/spring-build.log")"
        "$java/bin/java" -Djarmode=tools -jar target/bench/spring/spring.jar extract --destination "$work/spring"
    fi
    mvn -B -ntp -q -f src/bench package > "$work/bench-build.log" 2>&1 \
        || fail "cannot build src/bench: $(tail -n 20 "$work/bench-build.log")"
    bench_classpath="target/bench/maven/classes:target/bench/maven/lib/*"
}

# Starts the service twice: first to fill the database, then for reads only.
start_modeltree() {
    start_database
    start_service "$app" fill.log
    fill "$models"
    stop "$service"
    start_service "$app" modeltree.log
    PIDS[modeltree]=$service PORTS[modeltree]=$service_port
}

# options name: sets `options`, the arguments of curl, wrk and h2load for a request, and `expected`, the status.
options() {
    options=() expected=200
    case $1 in
        *304) options=(-H "If-None-Match: ${ETAGS[$1]}") expected=304 ;;
        *gzip) options=(-H 'Accept-Encoding: gzip') ;;
    esac
}

url() {
    echo "http://127.0.0.1:${PORTS[$1]}${PATHS[$2]}"
}

# headers file: prints the header lines, without those that depend on the connection or the time.
headers() {
    sed -e '1d; s/\r$//; /^$/d' "$1" | grep -v -i -E '^(date|server|connection|keep-alive|transfer-encoding|content-length):' || true
}

# Saves Modeltree's responses, which the bare server and nginx then return.
capture() {
    local name
    mkdir -p "$answers"
    for name in "${REQUESTS[@]}"; do
        [[ $name != *304 ]] || continue
        options "$name"
        curl -sf -D "$work/head" -o "$answers/$name.body" "${options[@]}" "$(url modeltree "$name")" || fail "the request $name failed"
        headers "$work/head" > "$answers/$name.head"
        echo "${PATHS[$name]}" > "$answers/$name.path"
        ETAGS[$name]=$(sed -n 's/^etag: *//Ip' "$answers/$name.head")
        ETAGS[$name-304]=${ETAGS[$name]}
        curl -s -D "$work/head" -o /dev/null "${options[@]}" -H "If-None-Match: ${ETAGS[$name]}" "$(url modeltree "$name")"
        headers "$work/head" > "$answers/$name.head304"
    done
}

start_vertx() {
    local loops
    loops=$("$java/bin/jcmd" "${PIDS[modeltree]}" Thread.print | grep -c '"vert.x-eventloop-thread')
    say "$loops event loops"
    PORTS[vertx]=$(free_port)
    "$java/bin/java" "${JAVA_ARGS[@]}" -cp "$bench_classpath" org.modeltree.bench.vertx.BareServer \
        "${PORTS[vertx]}" "$loops" "$answers" > "$work/vertx.log" 2>&1 &
    PIDS[vertx]=$!
    started+=("${PIDS[vertx]}")
    await "${PIDS[vertx]}" "${PORTS[vertx]}" "${PATHS[card]}" 30 || fail "the bare server failed to start"
}

# add_headers < header lines: prints the nginx directives that add these headers.
add_headers() {
    # Values may contain single or double quotes.
    sed -e 's/"/\\"/g' -e 's/^\([^:]*\): *\(.*\)$/add_header \1 "\2";/'
}

start_nginx() {
    local name type nginx=$work/nginx
    PORTS[nginx]=$(free_port)
    mkdir -p "$nginx"
    {
        echo "daemon off; worker_processes $(nproc); pid $nginx/pid; error_log $nginx/error.log;"
        ((EUID != 0)) || echo "user root root;"
        echo "events { worker_connections 1024; }"
        echo "http { access_log off; sendfile on; tcp_nopush on; etag off; max_ranges 0; open_file_cache max=100;"
        echo "keepalive_requests 1000000000; keepalive_timeout 300s; map_hash_bucket_size 512; types {}"
        for name in client_body proxy fastcgi uwsgi scgi; do
            echo "${name}_temp_path $nginx/$name;"
        done
        echo "map \$http_accept_encoding \$packed { default ''; ~gzip gzip; }"
        echo "map '\$packed \$request_uri' \$answer {"
        for name in "$answers"/*.path; do
            type=
            [[ $name != *gzip.path ]] || type=gzip
            echo "'$type $(< "$name")' $(basename "$name" .path);"
        done
        echo "} server { listen 127.0.0.1:${PORTS[nginx]}; root $answers;"
        echo "location / { rewrite ^ /\$answer.body last; } location = /.body { return 404; }"
        for name in "$answers"/*.path; do
            name=$(basename "$name" .path)
            echo "location = /$name.body {"
            sed -n "s/^content-type: *\(.*\)/default_type '\1';/Ip" "$answers/$name.head"
            echo "if (\$http_if_none_match = '${ETAGS[$name]}') {"
            grep -v -i '^content-type:' "$answers/$name.head304" | add_headers
            echo "add_header Last-Modified ''; return 304; }"
            grep -v -i '^content-type:' "$answers/$name.head" | add_headers
            echo "add_header Last-Modified ''; }"
        done
        echo "} }"
    } > "$nginx/nginx.conf"
    nginx -p "$nginx" -c "$nginx/nginx.conf" > "$work/nginx.log" 2>&1 &
    PIDS[nginx]=$!
    started+=("${PIDS[nginx]}")
    await "${PIDS[nginx]}" "${PORTS[nginx]}" "${PATHS[card]}" 10 || fail "nginx failed to start: $(cat "$work/nginx.log")"
}

# Checks that all servers return the same status, headers and bytes.
compare() {
    local name who status
    for name in "${REQUESTS[@]}"; do
        options "$name"
        for who in "${CONTESTANTS[@]}"; do
            status=$(curl -s -D "$work/head" -o "$work/body" -w '%{http_code}' "${options[@]}" "$(url "$who" "$name")")
            [[ $status == "$expected" ]] || fail "$who returned status $status for $name"
            [[ $status == 304 ]] || cmp "$work/body" "$answers/$name.body" || fail "$who returned a different body for $name"
            # The service gives each request an id of its own; the others send one that was recorded.
            headers "$work/head" | sed 's/: */: /; s/^x-request-id: .*/X-Request-Id: recorded/I' | sort -f > "$work/head.$who"
            # nginx sends Content-Type with a 304; it cannot be turned off.
            [[ $name != *304 ]] || sed -i '/^content-type:/Id' "$work/head.$who"
            diff -i "$work/head.modeltree" "$work/head.$who" >&2 || fail "$who returned different headers for $name"
        done
    done
}

# load who name seconds: prints requests per second; the CPU time of the server for each, in µs, is in $work/cpu.
load() {
    local before
    before=$(cpu "${PIDS[$1]}")
    options "$2"
    wrk -t2 -c"$CONNECTIONS" --timeout 60s -d"${3}s" "${options[@]}" "$(url "$1" "$2")" > "$work/wrk.txt"
    ! grep -E 'Non-2xx|Socket errors' "$work/wrk.txt" >&2 || fail "$1 returned errors under load for $2"
    awk -v ticks=$(($(cpu "${PIDS[$1]}") - before)) -v tick="$(getconf CLK_TCK)" '/ requests in / { printf "%.2f\n", 1e6 * ticks / tick / $1 }' \
        "$work/wrk.txt" > "$work/cpu"
    sed -n 's/^Requests\/sec: *//p' "$work/wrk.txt"
}

measure_throughput() {
    local round name i who
    if ((warm_up > 0)); then
        for name in "${REQUESTS[@]}"; do
            for who in "${CONTESTANTS[@]}"; do
                load "$who" "$name" "$warm_up" > /dev/null
            done
        done
        say "warmed up"
    fi
    for ((round = 1; round <= rounds; round++)); do
        for name in "${REQUESTS[@]}"; do
            # Each round starts with a different server.
            for ((i = 0; i < ${#CONTESTANTS[@]}; i++)); do
                who=${CONTESTANTS[(i + round) % ${#CONTESTANTS[@]}]}
                echo "throughput,$name,$who,$round,$(load "$who" "$name" "$seconds")" >> "$csv"
                echo "cpu,$name,$who,$round,$(< "$work/cpu")" >> "$csv"
            done
        done
        say "round $round of $rounds"
    done
}

# half_load who name rate: prints the p99 in milliseconds of requests sent at this rate, whether answered in time or not.
half_load() {
    # Clients of h2load have a timer resolution of 10 ms, so each sends at most 90 requests per second.
    local clients=$(($3 / 90 + 1))
    options "$2"
    rm -f "$work/h2load.log"
    h2load --h1 -t1 -c"$clients" --rps="$(awk -v r="$3" -v c="$clients" 'BEGIN { print r / c }')" -D"$seconds" \
        --warm-up-time=$((warm_up > 0 ? 1 : 0)) --log-file="$work/h2load.log" "${options[@]}" "$(url "$1" "$2")" > "$work/h2load.txt"
    awk -v expected="$expected" '$2 != expected { wrong++ } END { exit wrong > 0 || NR == 0 }' "$work/h2load.log" \
        || fail "$1 returned errors at half load for $2"
    sort -n -k3,3 "$work/h2load.log" | awk '{ v[NR] = $3 } END { printf "%.3f\n", v[int(NR * 0.99 + 0.5)] / 1000 }'
}

measure_latency() {
    local round name who rate
    for name in "${REQUESTS[@]}"; do
        rate=$(values throughput "$name" modeltree | median | awk '{ print $1 < 4 ? 2 : int($1 / 2) }')
        echo "rate,$name,modeltree,0,$rate" >> "$csv"
        for ((round = 1; round <= (rounds + 1) / 2; round++)); do
            for who in modeltree vertx; do
                echo "p99,$name,$who,$round,$(half_load "$who" "$name" "$rate")" >> "$csv"
            done
        done
    done
    say "measured latency at half load"
}

# measure_memory how: measures memory under a mixed load of different cards and pages.
measure_memory() {
    psql -qAt > "$work/paths" << 'SQL'
select '/api/v1/models/' || id || '/card' from model order by md5(id) limit 2000;
select '/api/v1/models?family=' || family || '&sort=-releaseDate' from model where family is not null
group by family order by md5(family) limit 200;
SQL
    write_paths_lua
    PATHS_FILE=$work/paths wrk -t2 -c"$CONNECTIONS" --timeout 60s -d"$((3 * seconds))s" -s "$work/paths.lua" "http://127.0.0.1:${PORTS[modeltree]}" \
        > "$work/mix.txt"
    ! grep -E 'Non-2xx|Socket errors' "$work/mix.txt" >&2 || fail "Modeltree returned errors under the mixed load"
    echo "throughput,mix,$1,1,$(sed -n 's/^Requests\/sec: *//p' "$work/mix.txt")" >> "$csv"
    awk -v how="$1" '/^VmRSS/ { printf "rss,now,%s,1,%d\n", how, $2 / 1024 } /^VmHWM/ { printf "rss,peak,%s,1,%d\n", how, $2 / 1024 }' \
        "/proc/${PIDS[modeltree]}/status" >> "$csv"
}

# Measures memory as the image has it, with classes from the AOT cache, after some seconds of each request at full speed.
measure_memory_of_image() {
    [[ -s $work/modeltree.aot ]] || return 0
    launch modeltree -XX:AOTCache="$work/modeltree.aot" -XX:AOTMode=on
    PIDS[modeltree]=$launched PORTS[modeltree]=$launch_port
    local name
    for name in "${REQUESTS[@]}"; do
        load modeltree "$name" "$seconds" > /dev/null
    done
    measure_memory image
    stop "$launched"
    say "measured memory"
}

# launch who option...: starts a service on $launch_port with these JVM options; its pid is $launched.
launch() {
    local who=$1 jar=(-jar "target/$app/quarkus-run.jar")
    shift
    [[ $who != spring ]] || jar=(-jar "$work/spring/spring.jar")
    PORT=$launch_port DB_URL=jdbc:postgresql://127.0.0.1:$database_port/postgres DB_USER=modeltree DB_PASSWORD= \
        "$java/bin/java" "${JAVA_ARGS[@]}" "$@" "${jar[@]}" > "$work/$who-start.log" 2>&1 &
    launched=$!
    started+=("$launched")
    await "$launched" "$launch_port" "$MODEL" 60 || fail "$who failed to start: $(tail -n 5 "$work/$who-start.log")"
}

# train who: records an AOT cache with typical requests. Adapter caching is off, as in the image.
train() {
    local i urls=() name paths=("$MODEL")
    launch "$1" -XX:AOTCacheOutput="$work/$1.aot" -XX:+UnlockDiagnosticVMOptions -XX:-AOTAdapterCaching '-Xlog:aot*=error'
    [[ $1 == spring ]] || paths=("${PATHS[@]}" "$MODEL/scores" "$MODEL/offerings" /api/v1/tree /api/v1/vendors /api/v1/capabilities)
    for ((i = 0; i < training; i++)); do
        for name in "${paths[@]}"; do
            urls+=(-o /dev/null "http://127.0.0.1:$launch_port$name")
        done
    done
    curl -sf "${urls[@]}" || fail "$1 failed while its AOT cache was being recorded"
    stop "$launched" 120
    [[ -s $work/$1.aot ]] || fail "$1 produced no AOT cache: $(tail -n 5 "$work/$1-start.log")"
}

measure_start() {
    local round who cached option begin whos=(modeltree) with=(without)
    [[ -n $quick ]] || whos+=(spring)
    if [[ $("$java/bin/java" -version 2>&1) == *'"25'* ]]; then
        with+=(with)
    fi
    launch_port=$(free_port)
    for who in "${whos[@]}"; do
        [[ ${#with[@]} == 1 ]] || train "$who"
    done
    if [[ -z $quick ]]; then
        launch spring
        curl -sf -o "$work/body" "http://127.0.0.1:$launch_port$MODEL"
        cmp "$work/body" "$answers/model.body" || fail "the Spring service returned a different body"
        stop "$launched"
    fi
    for ((round = 1; round <= rounds; round++)); do
        for who in "${whos[@]}"; do
            for cached in "${with[@]}"; do
                option=(-XX:+IgnoreUnrecognizedVMOptions)
                [[ $cached != with ]] || option=(-XX:AOTCache="$work/$who.aot" -XX:AOTMode=on)
                begin=$EPOCHREALTIME
                launch "$who" "${option[@]}"
                echo "start,$cached,$who,$round,$(since "$begin")" >> "$csv"
                stop "$launched"
            done
        done
    done
    say "measured startup"
}

# values kind what who: prints the measured values.
values() {
    awk -F, -v k="$1" -v w="$2" -v c="$3" '$1 == k && $2 == w && $3 == c { print $5 }' "$csv"
}

# cell kind what who digits: prints median (min–max).
cell() {
    values "$1" "$2" "$3" | sort -g | awk -v d="$4" '{ v[NR] = $1 }
        END {
            if (!NR) { print "–"; exit }
            m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
            printf "%.*f (%.*f–%.*f)", d, m, d, v[1], d, v[NR]
        }'
}

# ratio kind what who against: prints median (min–max) of the ratios per round.
ratio() {
    paste -d' ' <(values "$1" "$2" "$3") <(values "$1" "$2" "$4") | awk '{ print $1 / $2 }' | sort -g | awk '{ v[NR] = $1 }
        END { printf "%.3f (%.3f–%.3f)", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1], v[NR] }'
}

write_report() {
    local name who
    {
        printf '%s, %s. %d models and the starter catalog, %d rounds of %d s, %d connections; median (min–max).\n\n' \
            "$(date +%F)" "$(machine)" "$models" "$rounds" "$seconds" "$CONNECTIONS"
        [[ -z $quick ]] || printf '**Quick run: these figures only show that the benchmark works.**\n\n'
        printf '| Requests per second | Modeltree | bare Vert.x | nginx | Modeltree : Vert.x | Modeltree : nginx |\n|---|---:|---:|---:|---:|---:|\n'
        for name in "${REQUESTS[@]}"; do
            printf '| %s | %s | %s | %s | %s | %s |\n' "$name" "$(cell throughput "$name" modeltree 0)" "$(cell throughput "$name" vertx 0)" \
                "$(cell throughput "$name" nginx 0)" "$(ratio throughput "$name" modeltree vertx)" "$(ratio throughput "$name" modeltree nginx)"
        done
        # A machine that others use makes one server wait and not the next; the CPU time that an answer takes hardly changes.
        printf '\n| CPU time per answer in µs | Modeltree | bare Vert.x | nginx | Vert.x : Modeltree | nginx : Modeltree |\n|---|---:|---:|---:|---:|---:|\n'
        for name in "${REQUESTS[@]}"; do
            printf '| %s | %s | %s | %s | %s | %s |\n' "$name" "$(cell cpu "$name" modeltree 1)" "$(cell cpu "$name" vertx 1)" \
                "$(cell cpu "$name" nginx 1)" "$(ratio cpu "$name" vertx modeltree)" "$(ratio cpu "$name" nginx modeltree)"
        done
        printf '\n| p99 in ms, at half the throughput of Modeltree | requests per second | Modeltree | bare Vert.x | Modeltree : Vert.x |\n|---|---:|---:|---:|---:|\n'
        for name in "${REQUESTS[@]}"; do
            printf '| %s | %s | %s | %s | %s |\n' "$name" "$(values rate "$name" modeltree)" "$(cell p99 "$name" modeltree 2)" \
                "$(cell p99 "$name" vertx 2)" "$(ratio p99 "$name" modeltree vertx)"
        done
        printf '\n| Startup until the first 200, in ms | with AOT cache | without |\n|---|---:|---:|\n'
        for who in modeltree spring; do
            printf '| %s | %s | %s |\n' "$who" "$(cell start with "$who" 0)" "$(cell start without "$who" 0)"
        done
        printf '\nMemory after %d different cards and pages: RSS %s MB, peak %s MB; %.0f requests per second.\n' "$(wc -l < "$work/paths")" \
            "$(values rss now modeltree)" "$(values rss peak modeltree)" "$(values throughput mix modeltree)"
        [[ -z $(values rss now image) ]] || printf '\nWith the AOT cache of the image, after some seconds of each request: RSS %s MB, peak %s MB; %.0f requests per second.\n' \
            "$(values rss now image)" "$(values rss peak image)" "$(values throughput mix image)"
    } > "$report"
    cat "$report"
}

mkdir -p target/bench
echo 'kind,what,who,round,value' > "$csv"
java=$(java_home)
build_contestants
start_modeltree
capture
load modeltree card 1 > /dev/null
start_vertx
start_nginx
compare
measure_throughput
measure_latency
measure_memory modeltree
compare
for who in "${CONTESTANTS[@]}"; do
    stop "${PIDS[$who]}"
done
measure_start
measure_memory_of_image
write_report
if [[ -n $jmh ]]; then
    "$java/bin/java" -cp "$bench_classpath" org.openjdk.jmh.Main -rf csv -rff target/bench/jmh.csv | tee target/bench/jmh.txt
fi
say "wrote $report and $csv"
