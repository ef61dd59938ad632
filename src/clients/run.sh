#!/usr/bin/env bash
# Generates clients from the contract and runs them against the packaged service: one in Java, one in TypeScript and one in
# Python. All three must print what src/docs/guide-clients.md shows. For Go, C#, Python with pydantic 2 and TypeScript
# classes, it only generates code. A warning of a generator fails the run.
#
#   bash src/clients/run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/clients/lib.sh

GENERATOR=7.25.0
# Debian's pydantic is 1.10, so the Python client that runs is `python-pydantic-v1`; `python` needs pydantic 2.
GENERATED=(python-pydantic-v1 python go csharp typescript-fetch)
out=target/clients

# Warnings that do not matter: the generator calls OpenAPI 3.1 a beta, tries to name `additionalProperties: false`, and leaves
# examples of request bodies out of its documentation.
HARMLESS='OpenAPI 3.1 support is still in beta|Failed to get the schema name: null|Ignoring complex example on request body'

# without_warnings name: fails if a generator's log has another warning.
without_warnings() {
    local warnings
    warnings=$(grep -E 'WARN|ERROR' "$work/$1.log" | grep -vE "$HARMLESS" || true)
    [[ -z $warnings ]] || fail "the generator for $1 warns: $warnings"
    say "$1 is generated without warnings"
}

# quietly name command...: runs a command; fails with the end of its output.
quietly() {
    local name=$1
    shift
    "$@" > "$work/$name.log" 2>&1 || fail "$name failed: $(tail -n 30 "$work/$name.log")"
}

# Libraries are no commands that could be looked for.
if ! /usr/bin/python3 -c 'import pydantic, urllib3, dateutil' 2> /dev/null; then
    install libraries-of-python python3-pydantic python3-urllib3 python3-dateutil
fi

start_packaged MODELTREE_SECURITY_BOOTSTRAP_TOKEN="$token"

rm -rf "$out"/{generated,java,typescript}
mkdir -p "$out/generated" "$out/typescript"

# Everything that needs no service is made while it starts.
quietly download mvn -B -ntp -q dependency:copy -Dartifact="org.openapitools:openapi-generator-cli:$GENERATOR" \
    -DoutputDirectory="$out"
export generator=$PWD/$out/openapi-generator-cli-$GENERATOR.jar contract=$PWD/openapi/openapi.yaml out java work
generate() {
    "$java/bin/java" -XX:TieredStopAtLevel=1 -jar "$generator" generate -i "$contract" -g "$1" -o "$out/generated/$1" \
        --package-name modeltree_client --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
        > "$work/$1.log" 2>&1
}
export -f generate
printf '%s\n' "${GENERATED[@]}" | xargs -P 2 -I {} bash -c 'generate {}' \
    || fail "a generator failed: $(tail -n 5 "$work"/*.log)"
for language in "${GENERATED[@]}"; do
    without_warnings "$language"
done
/usr/bin/python3 -m compileall -q "$out/generated/python" || fail "the code for pydantic 2 does not compile"

quietly java mvn -B -ntp -f openapi/java/pom.xml compile dependency:build-classpath -Dmdep.outputFile="$work/classpath"
without_warnings java

# The package of TypeScript is built in a copy, as in its folder.
cp openapi/openapi.yaml "$out"
git ls-files --cached --others --exclude-standard openapi/typescript | tar -T - -c | tar -x -C "$out" --strip-components=1
(
    cd "$out/typescript"
    quietly npm npm ci --no-audit --no-fund
    quietly typescript npm run build
)
say "the package of TypeScript compiles"

await_packaged
base=http://127.0.0.1:$port

# show name command...: runs a client and prints what it saw.
show() {
    local name=$1
    shift
    "$@" > "$work/$name.txt" 2> "$work/$name.err.txt" || fail "the $name client failed: $(cat "$work/$name.err.txt")"
    say "what the $name client saw:"
    cat "$work/$name.txt"
}

show java "$java/bin/java" -cp "$out/java/classes:$(< "$work/classpath")" FirstCalls "$base"
show typescript npm run first-calls --silent --prefix "$out/typescript" "$base"
show python env PYTHONPATH="$out/generated/python-pydantic-v1" /usr/bin/python3 src/clients/python/first_calls.py "$base"

for client in java typescript python; do
    diff <(sed -n '/^list: /,/^304: /p' src/docs/guide-clients.md) "$work/$client.txt" \
        || fail "the $client client saw something else than src/docs/guide-clients.md shows"
done
say "the clients saw what src/docs/guide-clients.md shows"

MODELTREE_URL=$base MODELTREE_TOKEN=$token quietly typescript-test npm test --prefix "$out/typescript"
say "the tests of the package of TypeScript pass: $(sed -n 's/^# pass //p' "$work/typescript-test.log")"
