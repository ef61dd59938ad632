#!/usr/bin/env bash
# Looks at an installation from outside, as its clients do: certificate, TLS, the plain port, what is published, and who may
# write. Prints a line for each check, and exits with 1 if one fails. Needs curl and openssl. It writes nothing.
#
#   bash deploy/check.sh https://models.example.com
#   bash deploy/check.sh https://localhost:8443 --plain 8080
#
# --plain is the port of plain HTTP at the same host, by default 80. A certificate that is trusted only within a company
# fails here, unless CURL_CA_BUNDLE names a file with the company's authorities.
set -uo pipefail
url=${1-}
url=${url%/}
plain=80
[[ ${2-} == --plain ]] && plain=${3:?a port}
if [[ ! $url =~ ^https://([^/:]+)(:([0-9]+))?$ ]]; then
    echo "usage: bash deploy/check.sh https://HOST[:PORT] [--plain PORT]" >&2
    exit 2
fi
host=${BASH_REMATCH[1]}
port=${BASH_REMATCH[3]:-443}
failed=0

# result message ok|anything: prints and counts a check.
result() {
    if [[ $2 == ok ]]; then
        echo "ok      $1"
    else
        echo "FAILED  $1${3:+: $3}"
        failed=1
    fi
}

# get: the status of a request, 000 if there was no answer.
get() { curl -s -o /dev/null -w '%{http_code}' --max-time 10 "$@" 2> /dev/null; }
same() { [[ $1 == "$2" ]] && echo ok || echo no; }

read_path="$url/api/v1/capabilities"
code=0
curl -sS -o /dev/null --max-time 10 "$read_path" 2> /dev/null || code=$?
case $code in
    0) result "the certificate is trusted and is for $host" ok ;;
    60) result "the certificate is trusted and is for $host" no "clients refuse it" ;;
    *) result "the service answers at $url" no "curl ends with $code" ;;
esac
# For what follows, who has signed the certificate does not matter.
curl() { command curl --insecure "$@"; }
if openssl s_client -connect "$host:$port" -servername "$host" < /dev/null 2> /dev/null \
    | openssl x509 -noout -checkend $((14 * 86400)) > /dev/null 2>&1; then
    result "the certificate is valid for 14 more days" ok
else
    result "the certificate is valid for 14 more days" no
fi
# Without SECLEVEL=0, OpenSSL itself refuses old versions, whatever the server does. 35 is a failed handshake; a curl of another
# library, which cannot try these versions, ends with another code.
for version in 1.0 1.1; do
    code=0
    get --ciphers DEFAULT@SECLEVEL=0 "--tlsv$version" --tls-max "$version" "$read_path" > /dev/null || code=$?
    result "TLS $version is refused" "$(same "$code" 35)" "curl ends with $code"
done
status=$(get --tlsv1.2 "$read_path")
result "TLS 1.2 or newer is answered" "$([[ $status == 200 || $status == 401 ]] && echo ok)" "$status"
status=$(get -w '%{http_code} %{redirect_url}' "http://$host:$plain/api/v1/capabilities")
case $status in
    "000 ") result "plain HTTP on port $plain is closed" ok ;;
    30[1278]" https://"*) result "plain HTTP on port $plain leads to HTTPS" ok ;;
    *) result "plain HTTP on port $plain is closed or leads to HTTPS" no "$status" ;;
esac
hsts=$(curl -s -o /dev/null -D - --max-time 10 "$read_path" 2> /dev/null | tr -d '\r' \
    | sed -n 's/^strict-transport-security: *//Ip')
result "browsers are told to use HTTPS only" "$([[ $hsts == *max-age=[1-9]* ]] && echo ok)" "no Strict-Transport-Security"
for path in /q/metrics /%71/metrics /q/health; do
    status=$(get "$url$path")
    result "$path is not published" "$([[ $status == 40[1345] ]] && echo ok)" "$status"
done
# The document is refused before it is read, so nothing is written even where the check fails.
status=$(get -X PUT -H 'Content-Type: application/json' -H 'If-Match: "0.0"' -d '{' "$url/api/v1/vendors/check-of-installation")
result "a write without a token is refused" "$(same "$status" 401)" "$status"
exit $failed
