# Functions shared by the tests of clients: start the packaged service, and install a program of src/clients with what it
# takes from npm. Source it from the top level of the project. It sources the functions of the benchmarks, too.
# shellcheck shell=bash
source src/bench/lib.sh

java=$(java_home)
install node nodejs
install npm npm

# start_packaged setting=value...: starts the packaged service with a database of its own on $port; its pid is $service. It is
# ready when await_packaged returns.
start_packaged() {
    package quarkus-app
    port=$(free_port)
    env PORT="$port" MODELTREE_EMBEDDED_DATA_DIR="$work/data" "$@" "$java/bin/java" "${JAVA_ARGS[@]}" \
        -jar target/quarkus-app/quarkus-run.jar > "$work/service.log" 2>&1 &
    service=$!
    started+=("$service")
}

await_packaged() {
    await "$service" "$port" /q/health/ready 180 || fail "the service failed to start: $(tail -n 5 "$work/service.log")"
}

# install_client name [option...]: copies src/clients/$1 to $out, and installs its libraries with these options of npm.
install_client() {
    out=target/clients/$1
    mkdir -p "$out"
    cp -r "src/clients/$1/." "$out"
    npm ci --prefix "$out" --no-audit --no-fund "${@:2}" > "$work/npm.log" 2>&1 \
        || fail "npm failed: $(tail -n 30 "$work/npm.log")"
}
