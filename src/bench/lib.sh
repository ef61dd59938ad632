# Functions shared by the benchmarks, the drills and the test of generated clients: start PostgreSQL and the packaged service,
# import a catalog, and stop everything at the end. Source it from the top level of the project. It creates the temporary
# folder $work, which is deleted at the end.
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

# Stops everything that was started, in reverse order, and waits until it has exited.
finish() {
    local code=$? i
    # A second signal would end the cleanup, and leave behind what was to be stopped.
    trap '' INT TERM HUP
    trap - EXIT
    set +e
    for ((i = ${#started[@]} - 1; i >= 0; i--)); do
        stop "${started[i]}"
    done
    if ((code != 0)); then
        mkdir -p target/bench/logs
        cp "$work"/*.log "$work"/*.txt "$work"/*.json target/bench/logs 2> /dev/null
        echo 'FAILED: see the logs in target/bench/logs' >&2
    fi
    rm -rf "$work"
    exit "$code"
}

work=$(mktemp -d)
# PostgreSQL runs as another user.
chmod 711 "$work"
trap finish EXIT
trap 'exit 130' INT TERM HUP

# stop pid [seconds]: terminates a process, and kills it after that time (20 s).
stop() {
    local deadline=$((SECONDS + ${2:-20}))
    kill "$1" 2> /dev/null || return 0
    while kill -0 "$1" 2> /dev/null && ((SECONDS < deadline)); do
        pause 0.05
    done
    kill -KILL "$1" 2> /dev/null || true
    # The exit code only says that the process was terminated.
    wait "$1" 2> /dev/null || true
}

# pause seconds: sleeps without starting a process, which would disturb the measurement.
exec {never}<> <(:)
pause() {
    read -rt "$1" -u "$never" || true
}

# install command package...: installs the packages unless the command exists.
install() {
    local command=$1
    shift
    command -v "$command" > /dev/null && return
    # Debian starts installed services; here that would be a second nginx and a second PostgreSQL.
    local policy=/usr/sbin/policy-rc.d
    [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy" && local ours=1; }
    apt-get update -qq > "$work/apt.log" 2>&1 || true
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends "$@" >> "$work/apt.log" 2>&1 || {
        [[ -z ${ours:-} ]] || rm "$policy"
        cat "$work/apt.log" >&2
        fail "cannot install $*"
    }
    [[ -z ${ours:-} ]] || rm "$policy"
    say "installed $*"
}

# free_port: prints an unused TCP port.
free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
    done
    echo "$port"
}

# java_home: prints the home of a JDK 25, or of the default Java if none is installed.
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

# install_database: installs PostgreSQL and sets $as_database, because PostgreSQL refuses to run as root.
as_database=()
install_database() {
    PATH=$PATH:/usr/lib/postgresql/15/bin
    install initdb postgresql-15
    install psql postgresql-client-15
    if ((EUID == 0)); then
        as_database=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    fi
}

# database_folder folder: creates an empty folder that belongs to PostgreSQL's user.
database_folder() {
    rm -rf "$1"
    mkdir -p "$1"
    chmod 700 "$1"
    ((EUID != 0)) || chown nobody "$1"
}

# run_database folder port log setting...: starts PostgreSQL on a folder, waits until it answers; its pid is $database.
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
    fail "PostgreSQL failed to start: $(tail -n 5 "$work/$log")"
}

# start_database setting...: initializes and starts a new PostgreSQL on $database_port, not as root. With BENCH_DATABASE, its
# folder is that one; it is kept, and used again by the next run, so that a million models are imported once.
start_database() {
    local data=${BENCH_DATABASE:-$work/postgres}
    install_database
    database_port=$(free_port)
    if [[ -z ${BENCH_DATABASE:-} || ! -e $data/PG_VERSION ]]; then
        database_folder "$data"
        (cd / && "${as_database[@]}" initdb --pgdata="$data" --username=modeltree --auth=trust --encoding=UTF8 --locale=C) \
            > "$work/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 5 "$work/initdb.log")"
    fi
    export PGHOST=127.0.0.1 PGPORT=$database_port PGUSER=modeltree PGDATABASE=postgres
    run_database "$data" "$database_port" postgres.log "$@"
    # What an earlier run has set, such as a log of all plans.
    psql -qc 'alter role modeltree reset all'
}

# forget pid: removes an exited process from the list, because its pid may be reused.
forget() {
    local pid left=()
    for pid in "${started[@]}"; do
        [[ $pid == "$1" ]] || left+=("$pid")
    done
    started=("${left[@]}")
}

# packaged folder: succeeds if the service is packaged in target/$1, and nothing that it is built from has changed since.
packaged() {
    local jar=target/$1/quarkus-run.jar
    [[ -e $jar && -z $(find pom.xml openapi/*.yaml openapi/*.json src/main -newer "$jar" -type f -print -quit) ]]
}

# package folder option...: packages the service into target/$1, unless that is up to date.
package() {
    local folder=$1
    shift
    if packaged "$folder"; then
        :
    elif (($# == 0)) && packaged quarkus-app; then
        # Any Maven build leaves it there. A copy, so that the next build does not change the jars of a running service.
        # One after the other, because drills run side by side.
        (
            flock 9
            packaged "$folder" || {
                rm -rf "target/${folder:?}"
                cp -a target/quarkus-app "target/$folder"
            }
        ) 9> target/packaging.lock
    else
        say "packaging the service"
        mvn -B -ntp -q -Dmaven.test.skip=true -Dquarkus.dependency.sbom.skip=true package -Dquarkus.package.output-directory="$folder" "$@" \
            > "$work/package.log" 2>&1 || fail "mvn package failed: $(tail -n 20 "$work/package.log")"
    fi
    # The JVM options and the settings of its memory are those of the container image.
    MALLOC_ARENA_MAX=$(sed -n 's/^ENV MALLOC_ARENA_MAX=//p' deploy/Dockerfile)
    export MALLOC_ARENA_MAX
    mapfile -t JAVA_ARGS < <(sed -n 's/^ENTRYPOINT \["java", \(.*\)\]$/\1/p' deploy/Dockerfile | tr -d '", ' \
        | sed 's/-XX:/\n-XX:/g; s/-jar.*//' | grep -v -e '^$' -e AOTCache)
}

# answers port path: succeeds if the path returns 200. Starts no process, which would disturb a starting service.
answers() {
    local status=
    { exec 3<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
    read -r _ status _ <&3 || true
    cat <&3 > /dev/null
    exec 3>&-
    [[ $status == 200 ]]
}

# await pid port path seconds: waits until the path returns 200; fails after the time, or if the process exits.
await() {
    local deadline=$((SECONDS + $4))
    until answers "$2" "$3"; do
        kill -0 "$1" 2> /dev/null || return 1
        ((SECONDS <= deadline)) || return 1
        pause 0.005
    done
}

token=mt_benchmarks-are-run-with-a-token-of-their-own-0000

# start_service folder log option...: starts the packaged service with these JVM options; sets $service and $service_port.
start_service() {
    service_port=$(free_port)
    run_service "$@"
}

# run_service folder log option...: the same, on the port of the last start.
run_service() {
    local folder=$1 log=$2
    shift 2
    PORT=$service_port DB_URL="jdbc:postgresql://127.0.0.1:$database_port/${service_database:-postgres}" \
        DB_USER=modeltree MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token \
        MODELTREE_SECURITY_RATE_LIMIT_WRITES_PER_MINUTE=0 MODELTREE_IMPORTS_MAX_MEGABYTES=10000 \
        "$java/bin/java" "${JAVA_ARGS[@]}" "$@" -jar "target/$folder/quarkus-run.jar" >> "$work/$log" 2>&1 &
    service=$!
    started+=("$service")
    await "$service" "$service_port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/$log")"
}

# import_catalog file: imports a file and waits for the result; the report is in $work/import.json.
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
    grep -q -E '"rejected" ?: ?0\b' "$work/import.json" || fail "the import rejected records: $(head -c 2000 "$work/import.json")"
}

# generate models file [seed]: writes a generated catalog.
generate() {
    "$java/bin/java" src/bench/java/org/modeltree/bench/generator/GenerateCatalog.java "$1" "${3:-1}" "$2"
}

# fill models: imports a generated catalog of this size, unless an earlier run has done so.
fill() {
    local filled
    filled=$(psql -qAtc "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()")
    if [[ $filled == "$1 generated models" ]]; then
        say "the database has $filled"
        return
    fi
    say "importing $1 models"
    generate "$1" "$work/catalog.ndjson"
    import_catalog "$work/catalog.ndjson"
    rm "$work/catalog.ndjson"
    psql -qc 'vacuum analyze' -c "comment on database ${service_database:-postgres} is '$1 generated models'"
}

# write_paths_lua: writes a script for wrk, $work/paths.lua, that asks for the paths in the file $PATHS_FILE in turn.
write_paths_lua() {
    cat > "$work/paths.lua" << 'LUA'
local paths, at = {}, 0
for path in io.lines(os.getenv("PATHS_FILE")) do paths[#paths + 1] = path end
request = function()
    at = at % #paths + 1
    return wrk.format("GET", paths[at])
end
LUA
}

# cpu pid: prints the CPU time of a process and of those that it has started, so far, in ticks.
cpu() {
    local pid
    for pid in "$1" $(pgrep -P "$1"); do
        awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$pid/stat" 2> /dev/null || true
    done | awk '{ all += $1 } END { print all }'
}

# median < numbers: prints the median.
median() {
    sort -g | awk '{ v[NR] = $1 } END { if (NR) print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# since time: prints the milliseconds since a value of $EPOCHREALTIME.
since() {
    echo $(((${EPOCHREALTIME/./} - ${1/./}) / 1000))
}

# machine: prints a description of the machine in one line, for reports.
machine() {
    printf '%s, %s cores, %s; %s; PostgreSQL %s' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" \
        "$(nproc)" "$(awk '/^MemTotal/ {printf "%.0f GB", $2 / 1048576}' /proc/meminfo)" \
        "$("$java/bin/java" -version 2>&1 | sed -n '2s/ (build.*//p')" "$(psql -qAtc 'show server_version' | sed 's/ .*//')"
}
