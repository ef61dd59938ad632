#!/bin/bash
# Checks malformed and unusual requests, sent byte by byte: each returns the expected status, and each error is
# application/problem+json. Prints a table: request, status, media type.
source src/drills/lib.sh odd-requests
java=$(java_home)
package drills
start_database
start_service drills service.log

list='/api/v1/models?limit=1'
head=$'Host: localhost\r\nConnection: close\r\n'
admin="Authorization: Bearer $token"$'\r\n'
wrong=0

# odd name status request: sends a request, with the escapes of printf %b, and checks the response.
odd() {
    local name=$1 expected=$2 status=none type=- line
    printf '%b' "$3" > "$work/request"
    exec 3<> "/dev/tcp/127.0.0.1/$service_port"
    # At once, because the service may close the connection after the first odd line, and by a process of its own, which
    # such an end may kill.
    cat "$work/request" >&3 2> /dev/null || true
    while IFS= read -rt 10 line <&3; do
        line=${line%$'\r'}
        [[ -n $line ]] || break
        [[ $line =~ ^HTTP/1\.[01]\ ([0-9]{3}) ]] && status=${BASH_REMATCH[1]}
        [[ ${line,,} == content-type:* ]] && type=${line#*: }
    done
    exec 3>&- 3<&-
    printf '%-42s %-6s %s\n' "$name" "$status" "$type"
    [[ $status == "$expected" && ($status -lt 400 || $type == application/problem+json) ]] || {
        say "$name: expected $expected"
        wrong=$((wrong + 1))
    }
}

odd 'HTTP/1.0 without Host' 200 "GET $list HTTP/1.0\r\n\r\n"
odd 'HTTP/1.1 without Host' 400 "GET $list HTTP/1.1\r\nConnection: close\r\n\r\n"
odd 'a bad Host' 400 "GET $list HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"
odd 'two Hosts' 400 "GET $list HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"
odd 'a control character in a header' 400 "GET $list HTTP/1.1\r\n${head}X-A: a\001b\r\n\r\n"
odd 'a space in a header name' 400 "GET $list HTTP/1.1\r\n${head}X A: b\r\n\r\n"
odd 'two Content-Length headers' 400 "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"
odd 'Content-Length and chunked' 400 \
    "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
odd 'an invalid chunk size' 400 \
    "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
odd 'an unknown transfer coding' 501 "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Transfer-Encoding: gzip\r\n\r\n"
odd 'headers too large' 431 "GET $list HTTP/1.1\r\n${head}X-A: $(printf 'a%.0s' {1..30000})\r\n\r\n"
odd 'a URL too long' 414 "GET $list&q=$(printf 'a%.0s' {1..70000}) HTTP/1.1\r\n${head}\r\n"
odd 'a body too long' 413 "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Content-Length: 999999999999999\r\n\r\n"
odd 'an unknown HTTP version' 505 "GET $list HTTP/3.0\r\n${head}\r\n"
odd 'no version' 400 "GET $list\r\n\r\n"
odd 'no HTTP at all' 400 "hello\r\n\r\n"
odd 'an unknown method, without a token' 405 "BREW $list HTTP/1.1\r\n${head}\r\n"
odd 'an unknown method' 405 "BREW $list HTTP/1.1\r\n${head}${admin}\r\n"
odd 'OPTIONS *' 404 "OPTIONS * HTTP/1.1\r\n${head}\r\n"
odd 'dot segments' 400 "GET /api/v1/models/a/%2e%2e HTTP/1.1\r\n${head}\r\n"
odd 'empty segments' 400 "DELETE /api/v1//models HTTP/1.1\r\n${head}${admin}\r\n"
odd 'an exponent beyond 2^31' 400 \
    "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Content-Type: application/json\r\nContent-Length: 22\r\n\r\n{\"name\": 1e2147483648}"
odd 'a quoted charset' 428 \
    "PUT /api/v1/vendors/a HTTP/1.1\r\n${head}${admin}Content-Type: application/json; charset=\"utf-8\"\r\nContent-Length: 13\r\n\r\n{\"name\": \"A\"}"

holds 'every request returns the expected status, and every error is a problem' at_most "$wrong" 0
holds 'no request causes an internal error' at_most "$(grep -c ERROR "$work/service.log" || true)" 0
