#!/usr/bin/env bash
# Sends typical requests to a service that records an AOT cache, so that the cache has their classes and profiles.
#
#   PORT=8080 TOKEN=mt_… [ROUNDS=40] bash deploy/training.sh
#
# TOKEN is that of an administrator. Needs bash only, because the image has no curl. Fails if a status is not 2xx.
set -euo pipefail

MODEL=/api/v1/models/openai/instructgpt
READS=(
    $MODEL $MODEL/card "$MODEL/card?lang=zh" $MODEL/scores $MODEL/lineage $MODEL/offerings
    /api/v1/models '/api/v1/models?include=scores,lineage,offerings&facets=vendor,kind'
    '/api/v1/models?q=instruct' '/api/v1/models?sort=-score.context&scoreMin=5&capability=context'
    '/api/v1/compare?ids=openai/instructgpt,openai/gpt-4o' '/api/v1/cards?ids=openai/instructgpt,openai/gpt-4o'
    /api/v1/tree /api/v1/vendors /api/v1/capabilities '/api/v1/scores?capability=context'
    /api/v1/bands '/api/v1/bands/context?lower=10&upper=90&histogram=20' /api/v1/bands/context/history
    '/api/v1/resolve?id=text-davinci-001' '/api/v1/recommend?capability=context' /q/health/ready /q/metrics
    # Other addresses of what was read before, which are answered from facts in memory.
    "$MODEL?lang=en" "$MODEL/card?lang=en" "$MODEL/scores?lang=en" "$MODEL/lineage?lang=en" "$MODEL/offerings?lang=en"
)

# send method path [body [type]]
send() {
    local body=${3:-} status
    exec 3<> "/dev/tcp/127.0.0.1/$PORT"
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n' "$1" "$2" >&3
    [[ $1 == GET ]] || printf 'Authorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n' \
        "$TOKEN" "${4:-}" "${#body}" >&3
    [[ $1 != PATCH ]] || printf 'If-Match: *\r\n' >&3
    printf '\r\n%s' "$body" >&3
    read -r _ status _ <&3
    cat <&3 > /dev/null
    exec 3>&-
    [[ $status == 2* ]] || { echo "$1 $2 returned $status" >&2; return 1; }
}

for ((round = 1; round <= ${ROUNDS:-40}; round++)); do
    for path in "${READS[@]}"; do
        send GET "$path"
    done
    send POST /mcp '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' application/json
    send POST /mcp '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_card","arguments":{"id":"openai/instructgpt"}}}' application/json
    # Each write changes what is shown, so the reads after it are computed again.
    send PATCH "$MODEL" "{\"texts\": {\"en\": {\"summary\": \"Round $round.\"}}}" application/merge-patch+json
done
send POST '/api/v1/imports?format=modeltree' '{"type":"vendor","id":"openai","name":"OpenAI"}' application/x-ndjson
