# What run.sh, growth.sh and cluster.sh share: a PostgreSQL, the packaged service, an import, and the end of everything that was
# started. To be sourced from the top level of the project with `work` naming a folder that is its own, and that goes.
# shellcheck shell=bash

started=()
JAVA_ARGS=()

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

say() {
    printf '%3d:%02d %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$1" >&2
}

# Ends what was started, the last first, and waits until it is gone.
finish() {
    local code=$? i
    trap - EXIT
    set +e
    for ((i = ${#started[@]} - 1; i >= 0; i--)); do
        stop "${started[i]}"
    done
    if ((code != 0)); then
        mkdir -p target/bench/logs
        cp "$work"/*.log "$work"/*.txt "$work"/*.json target/bench/logs 2> /dev/null
        echo 'FAILED; the logs are in target/bench/logs' >&2
    fi
    rm -rf "$work"
    exit "$code"
}

# stop pid [seconds]: asks it to end, and insists after that time.
stop() {
    local deadline=$((SECONDS + ${2:-20}))
    kill "$1" 2> /dev/null || return 0
    while kill -0 "$1" 2> /dev/null && ((SECONDS < deadline)); do
        pause 0.05
    done
    kill -KILL "$1" 2> /dev/null || true
    # Its exit code says only that it was asked to end.
    wait "$1" 2> /dev/null || true
}

# Sleeps without a process, which would disturb what is measured.
exec {never}<> <(:)
pause() {
    read -rt "$1" -u "$never" || true
}

# install command package...: the packages, unless the command is there.
install() {
    local command=$1
    shift
    command -v "$command" > /dev/null && return
    # Debian starts what it installs; here that would be a second nginx and a second PostgreSQL.
    local policy=/usr/sbin/policy-rc.d
    [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy" && local ours=1; }
    apt-get update -qq > "$work/apt.log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >> "$work/apt.log" 2>&1 || {
        [[ -z ${ours:-} ]] || rm "$policy"
        cat "$work/apt.log" >&2
        fail "$* cannot be installed"
    }
    [[ -z ${ours:-} ]] || rm "$policy"
    say "installed $*"
}

# A TCP port that nobody listens on.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
    done
    echo "$port"
}

# The home of a JDK 25, else of the Java there is.
java_home() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [[ -n $home && -x $home/bin/java && $("$home/bin/java" --list-modules) =~ java\.base@25 ]]; then
            echo "$home"
            return
        fi
    done
    readlink -f "$(command -v java)" | sed 's|/bin/java$||'
}

# install_database: PostgreSQL, and who it runs as, because it refuses to run as root.
as_database=()
install_database() {
    PATH=$PATH:/usr/lib/postgresql/15/bin
    install initdb postgresql-15
    install psql postgresql-client-15
    if ((EUID == 0)); then
        as_database=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    fi
}

# database_folder folder: empty, and PostgreSQL's own.
database_folder() {
    rm -rf "$1"
    mkdir -p "$1"
    chmod 700 "$1"
    ((EUID != 0)) || chown nobody "$1"
}

# run_database folder port log setting...: a PostgreSQL on a folder, as $database; returns when it answers.
run_database() {
    local data=$1 port=$2 log=$3 setting attempt
    local settings=(-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=1GB -c max_wal_size=8GB)
    shift 3
    for setting in "$@"; do
        settings+=(-c "$setting")
    done
    (cd / && exec "${as_database[@]}" postgres -D "$data" -p "$port" "${settings[@]}") > "$work/$log" 2>&1 &
    database=$!
    started+=("$database")
    for ((attempt = 0; attempt < 300; attempt++)); do
        ! psql -h 127.0.0.1 -p "$port" -U modeltree -d postgres -qtc 'select 1' > /dev/null 2>&1 || return 0
        pause 0.1
    done
    fail "PostgreSQL does not start: $(tail -n 5 "$work/$log")"
}

# start_database setting...: a new PostgreSQL of its own on $database_port, as somebody who is not root.
start_database() {
    local data=$work/postgres
    install_database
    database_folder "$data"
    database_port=$(free_port)
    (cd / && "${as_database[@]}" initdb --pgdata="$data" --username=modeltree --auth=trust --encoding=UTF8 --locale=C) \
        > "$work/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 5 "$work/initdb.log")"
    export PGHOST=127.0.0.1 PGPORT=$database_port PGUSER=modeltree PGDATABASE=postgres
    run_database "$data" "$database_port" postgres.log "$@"
}

# forget pid: it has ended, and its number may be another's by now.
forget() {
    local pid left=()
    for pid in "${started[@]}"; do
        [[ $pid == "$1" ]] || left+=("$pid")
    done
    started=("${left[@]}")
}

# package folder option...: the service in target/$1, unless what is there is newer than all it is made of.
package() {
    local folder=$1 jar=target/$1/quarkus-run.jar
    shift
    if [[ ! -e $jar || -n $(find pom.xml openapi src/main -newer "$jar" -type f -print -quit) ]]; then
        say "packaging the service"
        mvn -B -ntp -q -Dmaven.test.skip=true package -Dquarkus.package.output-directory="$folder" "$@" \
            > "$work/package.log" 2>&1 || fail "mvn package failed: $(tail -n 20 "$work/package.log")"
    fi
    # The collector and the other options are those of the image.
    mapfile -t JAVA_ARGS < <(sed -n 's/^ENTRYPOINT \["java", \(.*\)\]$/\1/p' deploy/Dockerfile | tr -d '", ' \
        | sed 's/-XX:/\n-XX:/g; s/-jar.*//' | grep -v -e '^$' -e AOTCache)
}

# answers port path: whether it answers 200. Without a process, so that starting is not disturbed.
answers() {
    local status=
    { exec 3<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    read -r _ status _ <&3 || true
    cat <&3 > /dev/null
    exec 3>&-
    [[ $status == 200 ]]
}

# await pid port path seconds: until it answers 200.
await() {
    local deadline=$((SECONDS + $4))
    until answers "$2" "$3"; do
        kill -0 "$1" 2> /dev/null || return 1
        ((SECONDS <= deadline)) || return 1
        pause 0.005
    done
}

token=mt_benchmarks-are-run-with-a-token-of-their-own-0000

# start_service folder log option...: the packaged service as $service on $service_port; options are the JVM's.
start_service() {
    service_port=$(free_port)
    run_service "$@"
}

# run_service folder log option...: the same on the port that it had before.
run_service() {
    local folder=$1 log=$2
    shift 2
    PORT=$service_port DB_URL="jdbc:postgresql://127.0.0.1:$database_port/${service_database:-postgres}" \
        DB_USER=modeltree MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token \
        MODELTREE_SECURITY_RATE_LIMIT_WRITES_PER_MINUTE=0 MODELTREE_IMPORTS_MAX_MEGABYTES=10000 \
        "$java/bin/java" "${JAVA_ARGS[@]}" "$@" -jar "target/$folder/quarkus-run.jar" >> "$work/$log" 2>&1 &
    service=$!
    started+=("$service")
    await "$service" "$service_port" /q/health/ready 180 || fail "the service does not start: $(tail -n 5 "$work/$log")"
}

# import_catalog file: imports it and waits until it is done; its report is in $work/import.json.
import_catalog() {
    local base=http://127.0.0.1:$service_port location status
    status=$(curl -sS -o "$work/import.json" -D "$work/import.head" -w '%{http_code}' \
        -H "Authorization: Bearer $token" -H 'Expect:' -T "$1" -X POST "$base/api/v1/imports?format=modeltree")
    location=$(sed -n 's/^[Ll]ocation: *\([^\r]*\).*/\1/p' "$work/import.head")
    while [[ $status == 202 ]] || grep -q -E '"status" ?: ?"(queued|running)"' "$work/import.json"; do
        pause 0.2
        status=$(curl -sS -o "$work/import.json" -w '%{http_code}' -H "Authorization: Bearer $token" "$base$location")
    done
    grep -q -E '"status" ?: ?"done"' "$work/import.json" || fail "the import failed: $(head -c 2000 "$work/import.json")"
    grep -q -E '"rejected" ?: ?0\b' "$work/import.json" || fail "lines were rejected: $(head -c 2000 "$work/import.json")"
}

# generate models file [seed]
generate() {
    "$java/bin/java" src/bench/java/org/modeltree/bench/generator/GenerateCatalog.java "$1" "${3:-1}" "$2"
}

# median < numbers
median() {
    sort -g | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# milliseconds since $1, which is a value of $EPOCHREALTIME
since() {
    echo $(((${EPOCHREALTIME/./} - ${1/./}) / 1000))
}

# The machine in one line, for tables.
machine() {
    printf '%s, %s cores, %s; %s; PostgreSQL %s' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
        "$(nproc)" "$(awk '/^MemTotal/ {printf "%.0f GB", $2 / 1048576}' /proc/meminfo)" \
        "$("$java/bin/java" -version 2>&1 | sed -n '2s/ (build.*//p')" "$(psql -qAtc 'show server_version' | sed 's/ .*//')"
}
