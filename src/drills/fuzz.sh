#!/usr/bin/env bash
# Sends random requests to the packaged service: documented ones, broken ones, and sequences of both. Every answer must be one
# that the contract declares; no acknowledged write is lost; nothing is left in progress; no secret gets into the log.
#
#   bash src/drills/fuzz.sh [--requests N] [--seed N] [--clients N]   20,000 requests of 4 clients; a random seed
#
# A failure prints the seed, the number of the client and of its request, and a command that repeats that request. What a client sends
# follows from the seed, its number and the answers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null

requests=20000 clients=4 seed=$((RANDOM * 32768 + RANDOM))
while (($#)); do
    case $1 in
        --requests) requests=$2 && shift ;;
        --seed) seed=$2 && shift ;;
        --clients) clients=$2 && shift ;;
        *) printf 'unknown option: %s\n' "$1" >&2 && exit 1 ;;
    esac
    shift
done

[[ -e target/quarkus-app/quarkus-run.jar && -e target/test-classes/org/modeltree/fuzz/FuzzIT.class ]] || mvn -B -ntp -q test-compile
echo "seed $seed, $requests requests of $clients clients"
begun=$SECONDS
mvn -B -ntp -q failsafe:integration-test failsafe:verify -Dtest=none -Dit.test=FuzzIT -Dfuzz.requests="$requests" -Dfuzz.seed="$seed" -Dfuzz.clients="$clients"
echo "fuzz: all guarantees hold, $((SECONDS - begun)) s"
