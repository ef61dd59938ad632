# Functions shared by all drills, on top of src/bench/lib.sh: checks, HTTP requests, load, and cleanup.
# Source it from the top level of the project: `source src/drills/lib.sh NAME`. It creates the folder $work, and stops
# everything that the drill has started when the drill exits.
# shellcheck shell=bash
set -euo pipefail
exec < /dev/null
drill=$1
source src/bench/lib.sh
trap finish_drill EXIT

broken=0
frozen=()
install pgrep procps

# holds text command...: checks a guarantee. The drill continues in any case, and fails at its end if one is broken.
holds() {
    local text=$1
    shift
    if "$@"; then
        say "holds:  $text"
    else
        say "BROKEN: $text"
        broken=$((broken + 1))
    fi
}

# at_most number limit, at_least number limit: comparisons for `holds`.
at_most() { awk "BEGIN { exit !($1 <= $2) }"; }
at_least() { awk "BEGIN { exit !($1 >= $2) }"; }

# freeze pid...: pauses processes. thaw: resumes all paused processes.
freeze() {
    kill -STOP "$@"
    frozen+=("$@")
}
thaw() {
    ((${#frozen[@]} == 0)) || kill -CONT "${frozen[@]}" 2> /dev/null || true
    frozen=()
}

# processes pid: prints the pids of a process and its descendants, such as PostgreSQL and its backends.
processes() {
    local pid
    echo "$1"
    for pid in $(pgrep -P "$1" || true); do
        processes "$pid"
    done
}

# ask [option...] url: sends a request; sets $status and $millis, and writes $work/body and $work/head. The status is 000 if
# there was no complete response.
ask() {
    local answer
    : > "$work/body"
    : > "$work/head"
    answer=$(curl -sS -m 60 -o "$work/body" -D "$work/head" -w '%{http_code} %{time_total}' "$@" 2> "$work/curl.err") || answer="000 ${answer#* }"
    status=${answer% *}
    millis=$(awk "BEGIN { print int(${answer#* } * 1000) }")
}

# compile_client class: compiles src/drills/java/CLASS.java into $work/classes, once per drill.
compile_client() {
    [[ -e $work/classes/$1.class ]] || "$java/bin/java" -m jdk.compiler/com.sun.tools.javac.Main -d "$work/classes" \
        "src/drills/java/$1.java" || fail "cannot compile src/drills/java/$1.java"
}

# earlier_version commit: builds the service of an earlier commit; $earlier is its folder below target, for start_service, and
# empty if the history of this clone does not reach back so far. Builds are kept by commit, because one takes a minute.
earlier_version() {
    local sha kept=${XDG_CACHE_HOME:-$HOME/.cache}/modeltree-drills
    earlier=
    sha=$(git rev-parse --verify --quiet "$1^{commit}" 2> /dev/null) || return 0
    mkdir -p "$kept"
    # One after the other, because drills run side by side.
    (
        flock 9
        [[ ! -e $kept/$sha/quarkus-run.jar ]] || exit 0
        say "building $(git log -1 --format='%h %s' "$sha")"
        mkdir "$work/earlier"
        git archive "$sha" | tar -x -C "$work/earlier"
        mvn -B -ntp -q -f "$work/earlier/pom.xml" compile > "$work/build.log" 2>&1 \
            || fail "the earlier version cannot be built: $(tail -n 20 "$work/build.log")"
        rm -rf "${kept:?}/$sha"
        mv "$work/earlier/target/quarkus-app" "$kept/$sha"
    ) 9> "$kept/lock"
    earlier=earlier-${sha:0:12}
    ln -sfn "$kept/$sha" "target/$earlier"
}

# load name seconds group...: runs many clients, see src/drills/java/Load.java; the figures are in $work/name.txt.
load() {
    local name=$1
    shift
    compile_client Load
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Load "$service_port" "$@" \
        > "$work/$name.txt" 2> "$work/$name.err.txt" || fail "the load generator failed: $(tail -n 5 "$work/$name.err.txt")"
}

# figure name key: prints a figure of a load; 0 if the load has no such figure.
figure() {
    sed -n "s/^$2=//p" "$work/$1.txt" | grep . || echo 0
}

finish_drill() {
    local code=$?
    trap '' INT TERM HUP
    trap - EXIT
    thaw
    if ((code == 0 && broken > 0)); then
        say "$drill: $broken guarantees are broken"
        code=1
    elif ((code == 0)); then
        say "$drill: all guarantees hold"
    fi
    # Bash runs only one EXIT trap, so this calls `finish` of the other library, which reads the exit code.
    set +e
    (exit "$code")
    finish
}
