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
