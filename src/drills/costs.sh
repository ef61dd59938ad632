#!/usr/bin/env bash
# Compares what a usage costs with the npm package @pydantic/genai-prices, for each offering of the starter catalog whose
# price both know. Differences are listed with their reason: another price or tier in the catalogs. A difference for no
# other reason than arithmetic breaks the promise.
#
#   bash src/drills/costs.sh [FORMAT FILE]...    catalogs to import first
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source src/drills/lib.sh costs

prices=@pydantic/genai-prices@0.1.8

java=$(java_home)
install node nodejs
install npm npm
install curl curl
package drills
(cd "$work" && npm --silent --no-audit --no-fund install "$prices") || fail "cannot install $prices"
start_database shared_buffers=128MB
start_service drills service.log
base=http://127.0.0.1:$service_port
while (($# > 1)); do
    status=$(curl -sS -o "$work/import.json" -w '%{http_code}' -H "Authorization: Bearer $token" \
        -H 'Content-Type: application/json' --data-binary "@$2" "$base/api/v1/imports?format=$1&onError=skip")
    [[ $status == 200 ]] || fail "the import of $2 got $status: $(head -c 500 "$work/import.json")"
    shift 2
done
compare() {
    node src/drills/js/costs.mjs "$base" "$work" > "$work/costs.txt"
}
holds "every total equals that of the package, unless a price or tier differs" compare
head -n 2 "$work/costs.txt"
tail -n +3 "$work/costs.txt" | head -n 20
