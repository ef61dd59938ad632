#!/usr/bin/env bash
# Explains every query and write that the service runs against a large catalog, and fails if one walks a large table from end to end.
#
#   bash src/bench/plans.sh [models]      100000 if none is given
#
# Imports a generated catalog into a fresh PostgreSQL 15, sends each kind of request once more than it takes to warm up and to
# keep plans, without the answer cache, and writes the plans that auto_explain logs to target/plans, one file per request. A
# walk is a sequential scan, or an index scan without a condition that reads more than half of the rows, of a table with more
# than 10,000 rows. Walks that are meant to be are listed in ALLOWED below. Takes about 5 minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec < /dev/null
source src/bench/lib.sh

models=${1:-100000}
LARGE=10000
out=target/plans
walks=$work/walks.csv

# Request and table of each walk that is allowed, with the reason; * is any table.
cohort='A cohort of several traits has no tally of its own, so all models and measurements are read.'
rules='Rules compare all records with each other, so a report about the whole catalog reads them all. They are counted once per revision.'
counted='The total counts up to 10,000 models. Where about as many pass, the planner prefers to read all prices to as many look-ups; of a million models it stops early.'
declare -A ALLOWED=(
    ['filter-input-price model']=$counted
    ['filter-input-price model_price']=$counted
    ['bands-of-two-traits model']=$cohort
    ['bands-of-two-traits measurement']=$cohort
    ['quality *']=$rules
)

# explain name path [times]: asks that often (8) and once more, and keeps the plans of the last time. PostgreSQL plans a
# prepared statement for its values five times, before it keeps a plan for all values.
explain() {
    local name=$1 path=$2 from status attempt time file=$out/$1.txt url=http://127.0.0.1:$service_port/api/v1$2
    # A busy machine may make the service refuse a request, which runs no query.
    for attempt in 1 2 3 4; do
        for ((time = 0; time < ${3:-8}; time++)); do
            curl -s -g -o /dev/null "$url"
        done
        from=$(stat -c %s "$work/postgres.log")
        status=$(curl -s -g -o "$work/answer" -w '%{http_code}' "$url")
        [[ $status == 503 ]] || break
        pause "$attempt"
    done
    # An id that means no model costs queries as well.
    [[ $status == 200 || ($name == resolve-* && $status == 404) ]] || fail "GET $path returned $status: $(head -c 500 "$work/answer")"
    # A statement is logged when it ends, which may be after the response.
    pause 0.3
    {
        echo "GET $path"
        tail -c +"$((from + 1))" "$work/postgres.log" | sed -E 's/^[0-9-]+ [0-9:.]+ [A-Z]+ \[[0-9]+\] LOG:  /\n/'
    } > "$file"
    grep -q 'Query Text' "$file" || fail "no plan of GET $path was logged"
    find_walks "$name" "$file" >> "$walks"
    requests=$((requests + 1))
}

# explain_write name path body: the same for a PATCH with a body in which {n} is another number each time.
explain_write() {
    local name=$1 path=$2 from status n file=$out/$1.txt
    for ((n = 1; n <= 9; n++)); do
        from=$(stat -c %s "$work/postgres.log")
        status=$(curl -s -g -o "$work/answer" -w '%{http_code}' -X PATCH -H "Authorization: Bearer $token" -H 'If-Match: *' \
            -H 'Content-Type: application/merge-patch+json' -d "${3//\{n\}/$n}" "http://127.0.0.1:$service_port/api/v1$path")
        [[ $status == 200 ]] || fail "PATCH $path returned $status: $(head -c 500 "$work/answer")"
    done
    pause 0.3
    {
        echo "PATCH $path"
        tail -c +"$((from + 1))" "$work/postgres.log" | sed -E 's/^[0-9-]+ [0-9:.]+ [A-Z]+ \[[0-9]+\] LOG:  /\n/'
    } > "$file"
    grep -q 'Query Text' "$file" || fail "no plan of PATCH $path was logged"
    find_walks "$name" "$file" >> "$walks"
    requests=$((requests + 1))
}

# find_walks name file: name,table,rows,node of each walk. Rows are those read per execution of the statement, with those
# that a filter removed, which follow the node in a line of their own.
find_walks() {
    awk -v name="$1" -v large="$LARGE" '
        function report() {
            if (table != "" && (table in rows) && rows[table] > large && loops > 0 \
                && (node ~ /Seq Scan/ || (!conditioned && (read + removed) * loops > rows[table] / 2))) {
                printf "%s,%s,%d,%s\n", name, table, (read + removed) * loops, node
            }
            table = ""
        }
        FNR == NR { rows[$1] = $2; next }
        /\(cost=[0-9.]+ rows=[0-9]+ width=[0-9]+\)|duration: / {
            report()
            if (match($0, /(Parallel )?(Seq Scan|Index Scan|Index Only Scan|Index Scan Backward|Index Only Scan Backward)( using [a-z0-9_]+)? on [a-z0-9_]+/)) {
                node = substr($0, RSTART, RLENGTH)
                table = node
                sub(/.* on /, "", table)
                conditioned = removed = read = loops = 0
                if (match($0, /actual rows=[0-9.]+ loops=[0-9]+/)) {
                    split(substr($0, RSTART, RLENGTH), actual, /[= ]/)
                    read = actual[3]
                    loops = actual[5]
                }
            }
            next
        }
        /^\t +Index Cond: / { conditioned = 1 }
        /^\t +Rows Removed by (Filter|Join Filter|Index Recheck): / { removed += $NF }
        END { report() }
    ' "$work/rows.txt" "$2"
}

requests_of_lists() {
    local key sign cursor next
    for key in id name vendor releaseDate contextWindow maxOutput parameters score.context score.coding; do
        for sign in '' -; do
            explain "sort-$sign$key" "/models?sort=$sign$key"
        done
        next=$(curl -s -g "http://127.0.0.1:$service_port/api/v1/models?sort=$key&limit=200" | sed -n 's/.*"next": *"\([^"]*\)".*/\1/p')
        cursor=${next##*cursor=}
        explain "sort-$key-next-page" "/models?sort=$key&cursor=${cursor%%&*}"
    done
    explain filter-vendor-by-release "/models?vendor=$vendor&sort=-releaseDate"
    explain filter-family-by-release "/models?family=$family&sort=-releaseDate"
    explain filter-family-by-score "/models?family=$family&sort=-score.context&limit=5"
    next=$(curl -s -g "http://127.0.0.1:$service_port/api/v1/models?family=$family&sort=-releaseDate&limit=5" \
        | sed -n 's/.*"next": *"\([^"]*\)".*/\1/p')
    cursor=${next##*cursor=}
    explain filter-family-next-page "/models?family=$family&sort=-releaseDate&limit=5&cursor=${cursor%%&*}"
    explain filter-kind-by-parameters '/models?kind=embedding&sort=-parameters'
    explain filter-context '/models?contextWindowMin=1000000'
    explain filter-parent "/models?parent=$parent"
    explain filter-ids "/models?ids=$five"
    explain filter-score '/models?capability=context&scoreMin=9.5&sort=-score.context'
    explain filter-input-price '/models?inputPriceMax=0.5'
    explain sort-by-input-price '/models?sort=inputPrice'
    explain sort-by-output-price-down '/models?sort=-outputPrice'
    explain filter-features '/models?supports=tools,structuredOutput'
    explain facets "/models?vendor=$vendor&facets=kind,lifecycle,openWeights"
    explain include-all '/models?include=scores,lineage,offerings'
    explain search-a-family "/models?q=$family"
    explain search-common-word '/models?q=instruct'
    explain search-misspelt '/models?q=instrcut'
    explain search-three-words "/models?q=$family%20instruct%207b"
    explain search-nothing '/models?q=qqqqqqqqqq'
}

requests_of_models() {
    explain model "/models/$model"
    explain model-at-revision "/models/$model?atRevision=1"
    explain document "/models/$model/document"
    explain card "/models/$model/card"
    explain scores "/models/$model/scores"
    explain measurements "/models/$model/measurements"
    explain offerings "/models/$model/offerings"
    explain offerings-by-price "/offerings?model=$five"
    explain lineage "/models/$child/lineage?direction=ancestors,descendants&depth=10"
    explain lineage-of-a-large-family "/models/$parent/lineage?direction=ancestors,descendants&depth=10"
    explain cards "/cards?ids=$five"
    explain compare "/compare?ids=$five"
    explain compare-by-any-id "/compare?ids=openrouter:${five//,/,openrouter:}"
    explain resolve "/resolve?id=$model"
    explain resolve-a-snapshot "/resolve?id=azure/eu/${model#*/}-2024-05-13"
    explain resolve-the-latest "/resolve?id=~${model}-latest"
    explain resolve-nothing '/resolve?id=qqqqqqqqqq/qqqq-9.9'
    explain tree-of-a-vendor "/tree?vendor=$vendor"
    explain tree-of-a-model "/tree?root=$parent"
}

requests_of_bands() {
    explain bands /bands
    explain bands-vendor "/bands?vendor=$vendor"
    explain bands-kind '/bands?kind=instruct'
    explain bands-as-of '/bands?asOf=2024-06-15'
    explain bands-history '/bands/context/history?interval=quarter'
    explain bands-current '/bands?cohort=current&asOf=2024-06-15'
    explain bands-at-release "/bands?cohort=atRelease:$model"
    explain bands-history-current '/bands/context/history?cohort=current&interval=month'
    explain bands-of-two-traits '/bands/context?kind=instruct,base&openWeights=true'
    explain raw-score '/capabilities/context/score?raw=128000'
    explain leaderboard '/scores?capability=context'
    explain leaderboard-current '/scores?capability=context&cohort=current'
    explain leaderboard-at-release "/scores?capability=context&cohort=atRelease:$model"
    explain capabilities /capabilities
}

requests_of_the_rest() {
    local next
    explain providers /providers
    explain provider "/providers/$provider"
    explain price-list "/providers/$provider/offerings"
    explain price-list-of-vendors "/providers/$provider/offerings?vendor=$vendor,openai"
    next=$(curl -s -g "http://127.0.0.1:$service_port/api/v1/providers/$provider/offerings?limit=200" | sed -n 's/.*"nextCursor": *"\([^"]*\)".*/\1/p')
    explain price-list-next-page "/providers/$provider/offerings?limit=200&cursor=$next"
    explain vendors /vendors
    explain vendor "/vendors/$vendor"
    explain benchmarks /benchmarks
    explain changes /changes
    explain changes-of-a-model "/changes?model=$model"
    explain changes-of-a-capability '/changes?capability=context'
    explain quality-of-a-rule '/quality?rule=output_above_context'
    explain quality-of-a-vendor "/quality?vendor=$vendor"
}

# Writes, with the statements of their triggers.
writes() {
    local id provider offering slug
    IFS=$'\t' read -r id provider offering slug < <(psql -qAt -F $'\t' -c "
        select m.id, o.provider_id, o.provider_model_id, w.slug
        from (select id from model order by md5(id || 'written') limit 1000) m
        join lateral (select provider_id, provider_model_id from offering where model_id = m.id limit 1) o on true
        join lateral (select slug from measurement
            where model_id = m.id and counting and benchmark_id = 'context-window' limit 1) w on true
        limit 1")
    explain_write write-a-fact "/models/$id" '{"licence": "licence {n}"}'
    explain_write write-names "/models/$id" '{"name": "Name {n}", "aliases": ["alias-{n}"]}'
    explain_write write-a-price "/models/$id/offerings/$provider/$offering" '{"prices": [{"kind": "metered", "input": "1.{n}"}]}'
    explain_write write-a-measurement "/models/$id/measurements/$slug" '{"raw": 10{n}}'
}

# Prints the walks and returns whether all of them are allowed.
judge() {
    local name table rows node key failed=0
    declare -A seen=()
    while IFS=, read -r name table rows node; do
        key="$name $table"
        [[ -n ${ALLOWED[$key]:-} ]] || key="$name *"
        if [[ -n ${ALLOWED[$key]:-} ]]; then
            [[ -n ${seen[$key $table]:-} ]] || printf 'allowed  %s: %s reads %d rows. %s\n' "$name" "$node" "$rows" "${ALLOWED[$key]}"
        else
            printf 'WALK     %s: %s reads %d rows; see %s/%s.txt\n' "$name" "$node" "$rows" "$out" "$name"
            failed=1
        fi
        seen[$key]=1 seen[$key $table]=1
    done < <(sort -u "$walks")
    for key in "${!ALLOWED[@]}"; do
        if [[ -z ${seen[$key]:-} ]]; then
            printf 'UNUSED   %s is in ALLOWED, but does not walk a large table; delete the entry\n' "$key"
            failed=1
        fi
    done
    return "$failed"
}

one() {
    psql -qAtc "$1"
}

export MODELTREE_STARTER_CATALOG=none MODELTREE_CACHE_MAX_BYTES=0 MODELTREE_CACHE_FACTS_MAX_BYTES=0
java=$(java_home)
install curl curl
app=quarkus-app
package "$app"
start_database
start_service "$app" service.log -Xmx512m
fill "$models"
stop "$service"
forget "$service"
for setting in "session_preload_libraries = 'auto_explain'" 'auto_explain.log_min_duration = 0' \
    'auto_explain.log_analyze = on' 'auto_explain.log_timing = off' 'auto_explain.log_buffers = on'; do
    psql -qc "alter role modeltree set $setting"
done
one "select relname || ' ' || reltuples::bigint from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace" \
    > "$work/rows.txt"
start_service "$app" service.log -Xmx512m

vendor=$(one "select vendor_id from model group by 1 order by abs(count(*) - 2000), 1 limit 1")
family=$(one "select family from model where family is not null order by md5(family) limit 1")
model=$(one 'select id from model order by md5(id) limit 1')
child=$(one 'select child_id from lineage_edge group by 1 having count(*) > 1 order by md5(child_id) limit 1')
provider=$(one 'select provider_id from offering group by 1 order by count(*) desc, 1 limit 1')
parent=$(one 'select parent_id from lineage_edge group by 1 order by count(*) desc, 1 limit 1')
five=$(one "select string_agg(id, ',') from (select id from model order by md5(id) limit 5) m")

say 'explaining'
rm -rf "$out"
mkdir -p "$out"
: > "$walks"
requests=0
# First, and only once, because a count of all findings is kept until the next revision.
explain quality /quality 0
requests_of_lists
requests_of_models
requests_of_bands
requests_of_the_rest
psql -qc 'alter role modeltree set auto_explain.log_nested_statements = on'
stop "$service"
forget "$service"
start_service "$app" service.log -Xmx512m
writes
say "plans of $requests requests are in $out"
judge || fail 'a query walks a large table from end to end: give it an index, or list it in ALLOWED with the reason'
