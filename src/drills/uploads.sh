#!/usr/bin/env bash
# Checks the effect of slow, endless and oversized uploads on other clients.
# Usage: src/drills/uploads.sh [--long], which lets slow uploads run until the service closes them.
cd "$(dirname "$0")/../.." || exit 1
source src/drills/lib.sh uploads
least=0
[[ ${1:-} != --long ]] || least=45
java=$(java_home)

package drills
start_database
start_service drills service.log -Xmx512m -Djava.io.tmpdir="$work"
base=http://127.0.0.1:$service_port
api=$base/api/v1
admin=(-H "Authorization: Bearer $token")
curl -sS -o "$work/token.json" "${admin[@]}" --json '{"name": "drip", "role": "curator"}' "$api/tokens"
dripper=$(sed -n 's/.*"secret" *: *"\([^"]*\)".*/\1/p' "$work/token.json")
[[ -n $dripper ]] || fail "no token: $(cat "$work/token.json")"
printf '{"type":"model","id":"drill/one","name":"One"}\n' > "$work/one.ndjson"

# drip name count kind [token]: starts slow uploads in the background, as $pid, until `drops` is called.
drip() {
    local name=$1
    shift
    rm -f "$work/stop"
    : > "$work/$name.txt"
    "$java/bin/java" src/drills/java/Drip.java "$service_port" "$1" 300 "$2" "$work/stop" "${@:3}" > "$work/$name.txt" 2>&1 &
    pid=$!
    started+=("$pid")
    while ! grep -q '^open' "$work/$name.txt"; do
        kill -0 "$pid" 2> /dev/null || fail "the slow uploads exited: $(cat "$work/$name.txt")"
        pause 0.1
    done
    pause 1
}

# look name: measures and checks reads, a write, an import and the readiness check.
look() {
    local i millis_of_reads=() failed=0
    for ((i = 0; i < 20; i++)); do
        # Different requests, so that none is cached.
        ask -m 20 "$api/models?limit=$((i + 1))&q=$1"
        [[ $status == 200 ]] || failed=$((failed + 1))
        millis_of_reads+=("$millis")
        ((failed < 2)) || break
    done
    slowest=$(printf '%s\n' "${millis_of_reads[@]}" | sort -n | tail -n 1)
    middle=$(printf '%s\n' "${millis_of_reads[@]}" | median)
    # On a busy machine everything is slow; what counts is that nothing waits for the slow uploads.
    [[ -n ${quiet:-} ]] || quiet=$(awk "BEGIN { print int($middle > 300 ? $middle : 300) }")
    say "$1: ${#millis_of_reads[@]} reads, median $middle ms, max $slowest ms; $failed failed"
    holds "$1: no read fails, and the median is at most $((3 * quiet)) ms" \
        test "$failed" -eq 0 -a "${middle%.*}" -le $((3 * quiet))
    ask -m 20 "${admin[@]}" -X PUT -H 'If-None-Match: *' --json '{"name": "Drill"}' "$api/vendors/$1"
    say "$1: a write returned $status in $millis ms"
    holds "$1: a write succeeds within $((3 * quiet + 1000)) ms" test "$status" = 201 -a "$millis" -le $((3 * quiet + 1000))
    ask -m 20 "${admin[@]}" -H 'Content-Type: application/x-ndjson' --data-binary @"$work/one.ndjson" \
        "$api/imports?format=modeltree"
    say "$1: an import returned $status in $millis ms"
    holds "$1: an import succeeds within 5 s" test "$status" = 200
    ask -m 20 "$base/q/health/ready"
    say "$1: readiness $status in $millis ms"
    holds "$1: the service is ready" test "$status" = 200 -a "$millis" -le $((3 * quiet))
}

drops() {
    pause "$least"
    touch "$work/stop"
    wait "$pid" || true
    forget "$pid"
    say "$1: $(grep '^answers' "$work/$1.txt")"
}

for ((i = 0; i < 30; i++)); do
    ask "$api/models?limit=$((i + 1))&q=warm"
done
look quiet
drip imports 210 imports "$dripper"
look imports
drops imports
drip anonymous 210 imports
look anonymous
drops anonymous
drip writes 100 writes "$dripper"
look writes
drops writes
drip headers 1000 headers
look headers
drops headers

# 600 MB where 1 MB is allowed, with and without a Content-Length.
for encoding in length chunks; do
    options=()
    [[ $encoding == length ]] || options=(-H 'Transfer-Encoding: chunked')
    head -c 600M /dev/zero > "$work/huge"
    ask -m 60 "${admin[@]}" "${options[@]}" -H 'Content-Type: application/json' -X POST -T "$work/huge" "$api/tokens"
    say "600 MB ($encoding) to POST /tokens: $status in $millis ms"
    holds "600 MB ($encoding) are refused with 413 immediately" test "$status" = 413 -a "$millis" -le $((3 * quiet + 2000))
done
rm "$work/huge"
head -c 1G /dev/zero | gzip > "$work/bomb.gz"
ask -m 60 "${admin[@]}" -H 'Content-Encoding: gzip' -X PUT -H 'If-Match: *' --data-binary @"$work/bomb.gz" \
    -H 'Content-Type: application/json' "$api/vendors/quiet"
say "a gzip bomb of $(stat -c %s "$work/bomb.gz") bytes to PUT: $status in $millis ms"
holds 'a gzip bomb is refused with 413 immediately' test "$status" = 413 -a "$millis" -le $((3 * quiet + 2000))
look huge
holds 'no OutOfMemoryError' test "$(grep -c OutOfMemoryError "$work/service.log")" -eq 0

# A process that is killed during uploads leaves no files.
drip killed 3 imports "$dripper"
kill -KILL "$service"
wait "$service" 2> /dev/null || true
forget "$service"
touch "$work/stop"
wait "$pid" || true
forget "$pid"
left=$(find "$work" -name 'modeltree-import-*' -o -name 'modeltree-upload-*' | wc -l)
say "files left by the killed process: $left"
holds 'a killed process leaves no upload on disk' test "$left" -eq 0
