#!/usr/bin/env bash
# Measures how many ids of public catalogs mean a model of the starter catalog, by reason and vendor.
#
#   bash src/bench/resolve.sh FORMAT FILE [FORMAT FILE]...      FORMAT is models.dev, openrouter or litellm
#
# Writes each id with its model to target/resolve/FORMAT.tsv. Nothing is imported, so the result depends on the catalog: an
# id without a model counts as well, whether the catalog lacks the model or the service does not know the spelling.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source src/bench/lib.sh

(($# >= 2)) || fail "usage: bash src/bench/resolve.sh FORMAT FILE [FORMAT FILE]..."
java=$(java_home)
install node nodejs
install curl curl
package drills
start_database shared_buffers=128MB
start_service drills service.log
mkdir -p target/resolve
node src/bench/js/resolve.mjs "http://127.0.0.1:$service_port" target/resolve "$@"
