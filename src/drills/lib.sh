# What all drills share: PostgreSQL, the packaged service, checks, and the end of everything that was started.
# Source it from the top level of the project: `source src/drills/lib.sh NAME`. It makes the folder $work, and ends
# what the drill started when the drill ends.
# shellcheck shell=bash
set -euo pipefail
exec < /dev/null
drill=$1
work=$(mktemp -d)
chmod 711 "$work"
source src/bench/lib.sh
trap finish_drill EXIT
trap 'exit 130' INT TERM

broken=0
frozen=()

# holds text command...: whether a promise holds; the drill goes on either way, and fails at its end.
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

# at_most figure limit, at_least figure limit: for `holds`.
at_most() { awk "BEGIN { exit !($1 <= $2) }"; }
at_least() { awk "BEGIN { exit !($1 >= $2) }"; }

# freeze pid..., thaw: stops processes without ending them, and lets all of them go on.
freeze() {
    kill -STOP "$@"
    frozen+=("$@")
}
thaw() {
    ((${#frozen[@]} == 0)) || kill -CONT "${frozen[@]}" 2> /dev/null || true
    frozen=()
}

# processes pid: it and all it started, such as a PostgreSQL and its backends.
processes() {
    local pid
    echo "$1"
    for pid in $(pgrep -P "$1" || true); do
        processes "$pid"
    done
}

# ask [option...] url: sends a request; $status, $millis and the files $work/body and $work/head tell what came; the status
# is 000 if there was no whole answer.
ask() {
    local answer
    : > "$work/body"
    : > "$work/head"
    answer=$(curl -sS -m 60 -o "$work/body" -D "$work/head" -w '%{http_code} %{time_total}' "$@" 2> "$work/curl.err") || answer="000 ${answer#* }"
    status=${answer% *}
    millis=$(awk "BEGIN { print int(${answer#* } * 1000) }")
}

# compile_client class: src/drills/java/CLASS.java into $work/classes; compiled once, as a drill runs it often.
compile_client() {
    [[ -e $work/classes/$1.class ]] || "$java/bin/java" -m jdk.compiler/com.sun.tools.javac.Main -d "$work/classes" \
        "src/drills/java/$1.java" || fail "src/drills/java/$1.java cannot be compiled"
}

# load name seconds group...: many clients at once, see src/drills/java/Load.java; its figures are in $work/name.txt.
load() {
    local name=$1
    shift
    compile_client Load
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Load "$service_port" "$@" \
        > "$work/$name.txt" 2> "$work/$name.err.txt" || fail "the load fails: $(tail -n 5 "$work/$name.err.txt")"
}

# figure name key: one of the figures that `load` left; 0 if it has none of this name.
figure() {
    sed -n "s/^$2=//p" "$work/$1.txt" | grep . || echo 0
}

finish_drill() {
    local code=$?
    trap - EXIT
    thaw
    if ((code == 0 && broken > 0)); then
        say "$drill: $broken promises are broken"
        code=1
    elif ((code == 0)); then
        say "$drill: all promises hold"
    fi
    # Bash runs no second trap while it exits, so this calls what ends everything, which reads the code to end with.
    set +e
    (exit "$code")
    finish
}
