#!/usr/bin/env bash
# Checks TLS by settings: HTTPS only, with health and metrics on a port of their own, and a certificate that is renewed while
# clients use it. Takes about 40 seconds, because certificates are read again every 30 seconds at most.
#
#   bash src/drills/tls.sh
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
source src/drills/lib.sh tls
java=$(java_home)
install openssl openssl
package drills
start_database

# certificate name: a certificate for localhost, put in place of the former one as tools do: by renaming.
certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.new" -out "$work/certificate.new" -days 30 \
        -subj "/CN=$1" -addext subjectAltName=DNS:localhost 2> "$work/openssl.log" || fail "$(< "$work/openssl.log")"
    mv "$work/key.new" "$work/key.pem"
    mv "$work/certificate.new" "$work/certificate.pem"
}

# subject: prints the name of the certificate that a client gets.
subject() {
    openssl s_client -connect "localhost:$secure" < /dev/null 2> /dev/null | sed -n 's/^subject=CN *= *//p'
}

# fails_only line: whether the check of an installation prints this line alone as failed. An empty one trusts the certificate.
fails_only() {
    local bundle=/etc/ssl/certs/ca-certificates.crt
    [[ -n $1 ]] || bundle=$work/certificate.pem
    CURL_CA_BUNDLE=$bundle bash deploy/check.sh "https://localhost:$secure" --plain "$plain" > "$work/check.log"
    [[ $(grep '^FAILED' "$work/check.log") == "$1" ]]
}

is() { [[ $1 == "$2" ]]; }

certificate first
secure=$(free_port)
plain=$(free_port)
# Where the drill waits until it is ready.
service_port=$(free_port)
run_service drills service.log "-Dquarkus.http.port=$plain" "-Dquarkus.http.ssl-port=$secure" \
    -Dquarkus.http.insecure-requests=disabled "-Dmodeltree.management.port=$service_port" \
    -Dmodeltree.encryption.required=true -Dmodeltree.management.host=127.0.0.1 -Dmodeltree.strict-transport-security=1d \
    "-Dquarkus.http.ssl.certificate.files=$work/certificate.pem" "-Dquarkus.http.ssl.certificate.key-files=$work/key.pem" \
    -Dquarkus.http.ssl.certificate.reload-period=30s
say "$(grep 'Modeltree is up' "$work/service.log")"

ask --cacert "$work/certificate.pem" "https://localhost:$secure/api/v1/models?limit=1"
holds "HTTPS answers, and the client trusts the certificate" is "$status" 200
ask "http://localhost:$plain/api/v1/models?limit=1"
holds "plain HTTP is closed" is "$status" 000
ask --cacert "$work/certificate.pem" "https://localhost:$secure/q/metrics"
holds "metrics are not on the port of the API" is "$status" 404
ask "http://localhost:$service_port/q/metrics"
holds "metrics are on the port for operators" is "$status" 200
# Without SECLEVEL=0, OpenSSL itself refuses 1.1, whatever the service does.
old=(--cacert "$work/certificate.pem" --ciphers DEFAULT@SECLEVEL=0)
ask "${old[@]}" --tlsv1.1 --tls-max 1.2 "https://localhost:$secure/api/v1/models?limit=1"
holds "a client that knows TLS 1.1 and 1.2 gets an answer" is "$status" 200
ask "${old[@]}" --tlsv1.1 --tls-max 1.1 "https://localhost:$secure/api/v1/models?limit=1"
holds "TLS 1.1 is refused" is "$status" 000
for suite in ECDHE-RSA-AES128-GCM-SHA256 ECDHE-RSA-CHACHA20-POLY1305; do
    ask --cacert "$work/certificate.pem" --ciphers "$suite" --tls-max 1.2 "https://localhost:$secure/api/v1/models?limit=1"
    holds "a client that knows only $suite gets an answer" is "$status" 200
done
for suite in ECDHE-RSA-AES128-SHA256 AES128-GCM-SHA256 ECDHE-RSA-AES256-SHA; do
    ask "${old[@]/DEFAULT/$suite}" --tls-max 1.2 "https://localhost:$secure/api/v1/models?limit=1"
    holds "$suite, which is weaker, is refused" is "$status" 000
done
holds "the check of an installation refuses a certificate that nobody has signed" \
    fails_only 'FAILED  the certificate is trusted and is for localhost: clients refuse it'
holds "and accepts it where it is trusted" fails_only ''
holds "the log says where HTTPS is" grep -q "docs https://localhost:$secure/" "$work/service.log"

certificate second
began=$SECONDS
failed=0
while [[ $(subject) != second ]] && ((SECONDS - began < 60)); do
    # Of either certificate, because the new file is there before the service has read it.
    ask --insecure "https://localhost:$secure/api/v1/models?limit=1"
    [[ $status == 200 ]] || failed=$((failed + 1))
    pause 0.5
done
say "the new certificate is in use after $((SECONDS - began)) s"
holds "a renewed certificate is used without a restart" is "$(subject)" second
holds "no request failed meanwhile" is "$failed" 0
ask --cacert "$work/certificate.pem" "https://localhost:$secure/api/v1/models?limit=1"
holds "a client that trusts only the new certificate is answered" is "$status" 200
