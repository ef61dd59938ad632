#!/usr/bin/env bash
# What a release takes from its tag. A release workflow runs it; nothing is committed.
#
#   bash deploy/release.sh notes 1.2.0     prints the section of that version in the changelog; fails if there is none
#   bash deploy/release.sh version 1.2.0   writes the version into the poms, the chart and the package of TypeScript
set -euo pipefail
cd "${RELEASE_FOLDER:-$(dirname "${BASH_SOURCE[0]}")/..}"

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

(($# == 2)) || fail "usage: bash deploy/release.sh notes|version 1.2.0"
version=$2
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "not a version such as 1.2.0: $version"

# set file pattern replacement: replaces the first match; fails if there is none.
set_in() {
    local file=$1 pattern=$2 replacement=$3
    grep -qE "$pattern" "$file" || fail "$file has nothing like $pattern"
    sed -E -i "0,/$pattern/s//$replacement/" "$file"
}

case $1 in
    notes)
        notes=$(awk -v heading="## $version" '
            index($0, heading) == 1 && (length($0) == length(heading) || substr($0, length(heading) + 1, 1) == " ") { on = 1; next }
            /^## / { on = 0 }
            on' src/docs/changelog.md)
        [[ -n ${notes//[[:space:]]/} ]] || fail "src/docs/changelog.md has no section \"## $version\" with anything in it"
        printf '%s\n' "$notes"
        ;;
    version)
        for pom in pom.xml openapi/java/pom.xml; do
            set_in "$pom" '<version>[^<]*<\/version>' "<version>$version<\/version>"
        done
        set_in deploy/helm/modeltree/Chart.yaml '^version: .*' "version: $version"
        set_in deploy/helm/modeltree/Chart.yaml '^appVersion: .*' "appVersion: $version"
        for file in package.json package-lock.json; do
            set_in "openapi/typescript/$file" '"version": "[^"]*"' "\"version\": \"$version\""
        done
        ;;
    *) fail "unknown command: $1" ;;
esac
