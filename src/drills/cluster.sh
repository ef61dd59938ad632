#!/usr/bin/env bash
# A small Jepsen: three PostgreSQL nodes under Patroni with etcd and synchronous replication, three instances behind HAProxy,
# writers, importers and readers that record what they send and get, faults one after the other, and a judge of the history.
# No acknowledged write may be lost, no answer be older than what its client has seen, two answers of one revision must be
# equal on all instances, and an Idempotency-Key must have one effect and one answer. Prints the time without writes and
# without reads for each fault. Reads through HAProxy never fail, except that an instance which is killed takes along the answers
# that it has begun to send.
#
#   bash src/drills/cluster.sh [--quick | --long] [--faults N] [--minutes N] [--only NAME,NAME] [--seed N]
#        [--keep DIR]
#   bash src/drills/cluster.sh --planted early-answers|old-answers|asynchronous     must fail: a fault that the judge has to find
#
# --quick injects one fault of each of the most important kinds and takes about 150 seconds; the default injects each kind once,
# and --long 100 faults. With the kind `upgraded`, the instances are of an earlier version first, and are replaced one by one.
# After --minutes, no further fault is injected, and what was recorded is judged.
# Missing tools are installed with apt: Patroni, etcd, HAProxy, PostgreSQL 15, gcc.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
source src/drills/lib.sh cluster

# All kinds. A fault that needs something that this machine does not allow is skipped and says so.
KINDS=(primary-killed standby-killed instance-killed etcd-killed patroni-killed switchover primary-paused node-frozen
    node-vanishes lagging-node-vanishes standby-vanishes instance-cut-off answers-lost patroni-paused replication-cut
    slow-links instance-restarted all-restarted disk-full clock-jumps upgraded)
QUICK=(primary-killed instance-killed switchover standby-killed node-vanishes instance-cut-off)
# Patroni's times in seconds. A node that vanishes is replaced after TTL at the latest.
TTL=20
LOOP_WAIT=3
RETRY_TIMEOUT=5

seed=$RANDOM faults=() rest=() count=0 minutes=1000 planted='' keep=''
while (($#)); do
    case $1 in
        --quick) faults=("${QUICK[@]}") ;;
        --long) count=100 ;;
        --faults) count=$2 && shift ;;
        --minutes) minutes=$2 && shift ;;
        --only) IFS=, read -ra faults <<< "$2" && shift ;;
        --seed) seed=$2 && shift ;;
        --keep) keep=$2 && shift ;;
        --planted) planted=$2 && shift ;;
        *) fail "unknown option: $1" ;;
    esac
    shift
done
RANDOM=$seed
case $planted in
    '') ;;
    asynchronous) faults=(lagging-node-vanishes) ;;
    early-answers | old-answers) faults=(nothing) ;;
    *) fail "unknown bug: $planted" ;;
esac
if ((${#faults[@]} == 0)); then
    mapfile -t faults < <(for ((round = 0; round * ${#KINDS[@]} < (count > 0 ? count : 1); round++)); do
        shuf -e "${KINDS[@]}" --random-source=<(yes "$seed$round")
    done)
    ((count == 0)) || faults=("${faults[@]:0:count}")
fi
# Migrations cannot be reversed, so instances of the earlier version come first.
first=()
for name in "${faults[@]}"; do
    if [[ $name == upgraded && ${#first[@]} == 0 ]]; then first=(upgraded); else rest+=("$name"); fi
done
faults=("${first[@]}" "${rest[@]}")
export PGSSLMODE=disable PGGSSENCMODE=disable

now() { echo $((${EPOCHREALTIME/./} / 1000)); }

# Ports, by number of the node or instance.
declare -A port
declare -A taken
# reserve name: an unused port that nothing else of this drill has.
reserve() {
    local chosen
    chosen=$(free_port)
    while [[ -n ${taken[$chosen]:-} ]]; do
        chosen=$(free_port)
    done
    taken[$chosen]=1
    port[$1]=$chosen
}
NODES=(1 2 3)

network() {
    local i j
    for i in "${NODES[@]}"; do
        for j in "etcd$i" "etcd-peer$i" "pg$i" "rest$i" "replication$i" "rest-link$i"; do
            reserve "$j"
        done
        for j in "${NODES[@]}"; do
            reserve "node$i-etcd$j"
            reserve "app$i-pg$j"
        done
        reserve "app$i"
        port[public$i]=${port[app$i]}
    done
    reserve links
    reserve proxy
    {
        for i in "${NODES[@]}"; do
            # What other nodes connect to.
            echo "pg$i ${port[replication$i]} ${port[pg$i]}"
            echo "rest$i ${port[rest-link$i]} ${port[rest$i]}"
            for j in "${NODES[@]}"; do
                echo "node$i-etcd$j ${port[node$i-etcd$j]} ${port[etcd$j]}"
                echo "app$i-pg$j ${port[app$i-pg$j]} ${port[pg$j]}"
            done
        done
    } > "$work/links"
    compile_client Links
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp "$work/classes" Links "${port[links]}" "$work/links" \
        > "$work/links.log" 2>&1 &
    started+=($!)
    until (exec 3<> "/dev/tcp/127.0.0.1/${port[links]}") 2> /dev/null; do pause 0.1; done
}

# links command: changes the network, see src/drills/java/Links.java.
links() {
    local answer
    exec 4<> "/dev/tcp/127.0.0.1/${port[links]}"
    echo "$*" >&4
    read -r answer <&4
    exec 4>&-
    [[ $answer == ok ]] || fail "the network did not obey: $*"
}

declare -A etcd patroni app
# The folder of each instance's version, below target.
declare -A version
start_etcd() {
    local i=$1 j members=()
    for j in "${NODES[@]}"; do
        members+=("e$j=http://127.0.0.1:${port[etcd-peer$j]}")
    done
    mkdir -p "$work/etcd$i"
    chmod 700 "$work/etcd$i"
    ((EUID != 0)) || chown nobody "$work/etcd$i"
    (cd / && exec "${as_database[@]}" etcd --name "e$i" --data-dir "$work/etcd$i" --logger zap --log-level error \
        --listen-client-urls "http://127.0.0.1:${port[etcd$i]}" --advertise-client-urls "http://127.0.0.1:${port[etcd$i]}" \
        --listen-peer-urls "http://127.0.0.1:${port[etcd-peer$i]}" \
        --initial-advertise-peer-urls "http://127.0.0.1:${port[etcd-peer$i]}" \
        --initial-cluster "$(IFS=, && echo "${members[*]}")") >> "$work/etcd$i.log" 2>&1 &
    etcd[$i]=$!
    started+=($!)
}

configure_patroni() {
    local i=$1 hosts=() j synchronous=true
    [[ $planted != asynchronous ]] || synchronous=false
    for j in "${NODES[@]}"; do
        hosts+=("127.0.0.1:${port[node$i-etcd$j]}")
    done
    mkdir -p "$work/node$i"
    cat > "$work/node$i.yml" << YML
scope: modeltree
name: pg$i
restapi: {listen: '127.0.0.1:${port[rest$i]}', connect_address: '127.0.0.1:${port[rest-link$i]}'}
etcd3: {hosts: [$(IFS=, && echo "${hosts[*]}")], use_proxies: true}
bootstrap:
  dcs:
    ttl: $TTL
    loop_wait: $LOOP_WAIT
    retry_timeout: $RETRY_TIMEOUT
    maximum_lag_on_failover: 1048576
    synchronous_mode: $synchronous
    # A primary that has crashed is started again where it was, if that is soon; else a standby takes over.
    master_start_timeout: 10
    # A primary that cannot reach etcd steps down; PostgreSQL may wait for a silent standby or client then.
    master_stop_timeout: 10
    postgresql:
      use_pg_rewind: true
      use_slots: true
      parameters:
        max_connections: 150
        shared_buffers: 64MB
        max_wal_size: 128MB
        wal_keep_size: 64MB
        hot_standby_feedback: 'on'
        wal_retrieve_retry_interval: 500ms
        wal_receiver_timeout: 5s
        wal_sender_timeout: 5s
        tcp_user_timeout: 5s
  initdb: [{encoding: UTF8}, {locale: C}, {auth: trust}]
  pg_hba: ['host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']
postgresql:
  listen: '127.0.0.1:${port[pg$i]}'
  connect_address: '127.0.0.1:${port[replication$i]}'
  data_dir: $work/node$i/data
  bin_dir: /usr/lib/postgresql/15/bin
  pgpass: $work/node$i/pgpass
  parameters: {unix_socket_directories: ''}
  authentication:
    superuser: {username: modeltree, password: none, sslmode: disable, gssencmode: disable}
    replication: {username: replicator, password: none, sslmode: disable, gssencmode: disable}
    rewind: {username: modeltree, password: none, sslmode: disable, gssencmode: disable}
YML
    chmod 711 "$work/node$i"
    ((EUID != 0)) || chown nobody "$work/node$i" "$work/node$i.yml"
}

start_patroni() {
    (cd / && exec "${as_database[@]}" env HOME="$work/node$1" PYTHONWARNINGS=ignore patroni "$work/node$1.yml") \
        >> "$work/node$1.log" 2>&1 &
    patroni[$1]=$!
    started+=($!)
}

# start_app number [variable...]: starts an instance with these environment variables.
start_app() {
    local i=$1 j hosts=() others=()
    shift
    for j in "${NODES[@]}"; do
        hosts+=("127.0.0.1:${port[app$i-pg$j]}")
    done
    # Each instance prefers another standby.
    for j in 0 1 2; do
        others+=("${hosts[(i + j) % 3]}")
    done
    env "$@" PORT="${port[app$i]}" DB_USER=modeltree \
        DB_URL="jdbc:postgresql://$(IFS=, && echo "${hosts[*]}")/postgres?targetServerType=primary&sslmode=disable" \
        MODELTREE_READ_REPLICA_URL="jdbc:postgresql://$(IFS=, && echo "${others[*]}")/postgres?targetServerType=secondary&sslmode=disable" \
        MODELTREE_SECURITY_BOOTSTRAP_TOKEN=$token MODELTREE_SECURITY_RATE_LIMIT_WRITES_PER_MINUTE=0 \
        "$java/bin/java" "${JAVA_ARGS[@]}" -Xmx300m -jar "target/${version[$i]:-drills}/quarkus-run.jar" >> "$work/app$i.log" 2>&1 &
    app[$i]=$!
    started+=($!)
}

start_proxy() {
    local i
    {
        cat << CFG
defaults
    mode http
    timeout connect 1s
    timeout client 30s
    timeout server 30s
    retries 2
    option redispatch 1
frontend clients
    bind 127.0.0.1:${port[proxy]}
    default_backend instances
backend instances
    balance roundrobin
    # As in deploy/haproxy.cfg: a read that an instance does not answer is repeated on another one, a write only if no
    # connection was made.
    http-request disable-l7-retry unless METH_GET
    retry-on conn-failure empty-response junk-response response-timeout 503
    http-response set-header X-Instance %s
    option httpchk GET /q/health/ready
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1
CFG
        for i in "${NODES[@]}"; do
            echo "    server app$i 127.0.0.1:${port[public$i]}"
        done
    } > "$work/haproxy.cfg"
    haproxy -db -f "$work/haproxy.cfg" > "$work/haproxy.log" 2>&1 &
    started+=($!)
}

# cluster: what Patroni says, one line for each node: name, role, state.
cluster() {
    local i text
    for i in "${NODES[@]}"; do
        text=$(curl -s -m 2 "http://127.0.0.1:${port[rest$i]}/cluster") || continue
        [[ $text == *members* ]] || continue
        tr '{' '\n' <<< "$text" | sed -n 's/.*"name": "pg\([0-9]\)", "role": "\([a-z_]*\)", "state": "\([a-z ]*\)".*/\1 \2 \3/p'
        return
    done
}

# whole: whether there are a primary, two standbys that follow it, one of them synchronous, and three instances that are ready.
whole() {
    local i leader state
    state=$(cluster)
    leader=$(sed -n 's/^\(.\) leader running$/\1/p' <<< "$state")
    [[ -n $leader ]] || return 1
    if [[ -z $planted ]]; then
        [[ $(grep -c -E 'sync_standby (running|streaming)$' <<< "$state") == 1 ]] || return 1
    fi
    [[ $(psql -h 127.0.0.1 -p "${port[pg$leader]}" -U modeltree -d postgres -qAtc "select count(*) from pg_stat_replication
        where state = 'streaming' and application_name like 'pg_'" 2> /dev/null) == 2 ]] || return 1
    for i in "${NODES[@]}"; do
        [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://127.0.0.1:${port[app$i]}/q/health/ready") == 200 ]] || return 1
    done
    primary=$leader
    standbys=()
    for i in "${NODES[@]}"; do
        [[ $i == "$leader" ]] || standbys+=("$i")
    done
}

# supervise: starts instances again that have ended, as they do when the database has lost revisions.
supervise() {
    local i
    for i in "${NODES[@]}"; do
        if ! kill -0 "${app[$i]}" 2> /dev/null; then
            wait "${app[$i]}" 2> /dev/null || true
            forget "${app[$i]}"
            grep -q 'The database has lost revisions' "$work/app$i.log" || fail "instance $i ended: $(tail -n 1 "$work/app$i.log")"
            say "instance $i has seen lost revisions, and is started again"
            start_app "$i"
        fi
    done
}

# await_whole seconds: waits until everything works; sets $primary and $standbys.
await_whole() {
    local deadline=$((SECONDS + $1))
    until whole; do
        supervise
        ((SECONDS < deadline)) || fail "the cluster is not whole after $1 s: $(cluster | tr '\n' ';')"
        pause 0.3
    done
}

# postmaster node: pid of its PostgreSQL.
postmaster() {
    head -n 1 "$work/node$1/data/postmaster.pid"
}

# node_processes node: pids of Patroni, of PostgreSQL and of its backends.
node_processes() {
    processes "${patroni[$1]}"
    processes "$(postmaster "$1")"
}

any() {
    local all=("$@")
    echo "${all[RANDOM % $#]}"
}

source src/drills/cluster-faults.sh

end_cluster() {
    local code=$? i
    trap '' INT TERM HUP
    set +e
    touch "$work/stop"
    thaw
    for i in "${!patroni[@]}"; do
        kill -TERM "${patroni[$i]}" 2> /dev/null
    done
    for i in "${NODES[@]}"; do
        [[ ! -e $work/node$i/data/postmaster.pid ]] || kill -INT "$(postmaster "$i")" 2> /dev/null
        ! mountpoint -q "$work/node$i" || unmount+=("$work/node$i")
    done
    pause 1
    for i in "${NODES[@]}"; do
        [[ ! -e $work/node$i/data/postmaster.pid ]] || kill -KILL "$(postmaster "$i")" 2> /dev/null
    done
    if [[ -n $keep ]]; then
        mkdir -p "$keep"
        cp "$work"/*.log "$work"/*.txt "$work"/*.tsv "$keep" 2> /dev/null
    fi
    pause 0.5
    ((${#unmount[@]} == 0)) || umount -l "${unmount[@]}"
    (exit "$code")
    finish_drill
}
trap end_cluster EXIT
unmount=()

java=$(java_home)
install curl curl
install git git
install haproxy haproxy
install_database
[[ -n $(command -v patroni) && -n $(command -v etcd) ]] || install patroni patroni python3-etcd
install etcd etcd-server
package drills
prepare_upgrade
prepare_clock
say "seed $seed, ${#faults[@]} faults"
network
for i in "${NODES[@]}"; do
    start_etcd "$i"
    configure_patroni "$i"
done
prepare_faults
# Patroni ends if etcd has not agreed on its version yet.
for ((attempt = 0; attempt < 300; attempt++)); do
    [[ $(curl -s "http://127.0.0.1:${port[etcd1]}/version") != *'"etcdcluster":"'[0-9]* ]] || break
    pause 0.1
done
start_patroni 1
for ((attempt = 0; attempt < 600; attempt++)); do
    ! psql -h 127.0.0.1 -p "${port[pg1]}" -U modeltree -d postgres -qtc 'select 1' > /dev/null 2>&1 || break
    pause 0.1
done
start_patroni 2
start_patroni 3
export MODELTREE_STARTER_CATALOG=false
# One after the other: the first one fills the database.
# An instance ends if there is no primary at its start, as a new cluster has none for moments; its supervisor starts it again.
for attempt in 1 2 3 4; do
    start_app 1
    ! await "${app[1]}" "${port[app1]}" /q/health/ready 120 || break
    ((attempt < 4)) || fail "the first instance does not start: $(tail -n 5 "$work/app1.log")"
    kill "${app[1]}" 2> /dev/null || true
    forget "${app[1]}"
    pause 2
done
start_app 2
start_app 3
if [[ $planted == *-answers ]]; then
    # Clients reach the second instance through a proxy with a bug.
    compile_client Planted
    reserve public2
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Planted "$planted" "${port[public2]}" \
        "${port[app2]}" > "$work/planted.log" 2>&1 &
    started+=($!)
fi
start_proxy
await_whole 120
say "three nodes, three instances and HAProxy are up"

compile_client Recorder
compile_client Judge
"$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx200m -Djdk.httpclient.disableRetryConnect=true -cp "$work/classes" \
    Recorder "$seed" "$token" "${port[proxy]}" "${port[public1]},${port[public2]},${port[public3]}" "$work/history.tsv" "$work/stop" \
    > "$work/recorder.txt" 2>&1 &
recorder=$!
started+=("$recorder")
until [[ -s $work/history.tsv ]]; do
    kill -0 "$recorder" || fail "the recorder failed: $(tail -n 5 "$work/recorder.txt")"
    pause 0.2
done
: > "$work/faults.tsv"
for name in "${faults[@]}"; do
    ((SECONDS < minutes * 60)) || break
    run_fault "$name"
done
say "$(wc -l < "$work/faults.tsv") faults were injected"
pause 2
touch "$work/stop"
wait "$recorder" || fail "the recorder failed: $(tail -n 5 "$work/recorder.txt")"
forget "$recorder"
await_whole 120

# The change log, with the licence that an import has left.
LOG="select c.revision, c.kind, coalesce(c.type, ''), coalesce(c.model_id, ''), coalesce(c.patch::text, ''),
        case when c.kind = 'import' then coalesce(
            (select v.state ->> 'licence' from model_version v where v.model_id = 'jepsen/m0' and v.until_revision > c.revision
                and v.revision <= c.revision order by v.revision limit 1),
            (select licence from model where id = 'jepsen/m0')) else '' end
    from change c order by c.revision, c.id"
for i in "${NODES[@]}"; do
    psql -h 127.0.0.1 -p "${port[pg$i]}" -U modeltree -d postgres -qAt -F $'\t' -c "$LOG" > "$work/log$i.tsv"
done
# judge history log: writes $work/cluster.txt and $work/violations.txt; succeeds if nothing is violated.
judge() {
    "$java/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/classes" Judge "$1" "$2" "$work/faults.tsv" "${port[proxy]}" \
        > "$work/cluster.txt" 2> "$work/violations.txt"
}

# The judge is judged first: each of these changes of the history is something that it must not let pass.
finds() {
    local kind=$1
    judge "$work/doctored.tsv" "$work/doctored-log.tsv" || true
    at_least "$(figure cluster "$kind")" 1
}
if [[ -z $planted ]]; then
    cp "$work/log$primary.tsv" "$work/doctored-log.tsv"
    # The first acknowledged write of a name.
    acknowledged=$(awk -F '\t' '$1 == "W" && $5 == "name" && $10 == 200 && !first { first = $11 } END { print first }' "$work/history.tsv")
    cp "$work/history.tsv" "$work/doctored.tsv"
    sed -i "/^$acknowledged\t/d" "$work/doctored-log.tsv"
    holds 'the judge finds an acknowledged write that is not in the log' finds lost
    holds 'the judge finds a revision that is missing' finds gap
    cp "$work/log$primary.tsv" "$work/doctored-log.tsv"
    sed "/^$acknowledged\t/!d; s/^$acknowledged/999999999/" "$work/log$primary.tsv" >> "$work/doctored-log.tsv"
    holds 'the judge finds a write that was stored twice' finds repeated
    cp "$work/log$primary.tsv" "$work/doctored-log.tsv"
    awk -F '\t' -v OFS='\t' '$1 == "R" && $7 == 200 && $5 ~ /card$/ { $8 = $8 - 1; if ($6 > 0) $6 = $8 + 1 } { print }' \
        "$work/history.tsv" > "$work/doctored.tsv"
    holds 'the judge finds an answer that is older than what its client has seen' finds old
    awk -F '\t' -v OFS='\t' '$1 == "R" && $7 == 200 && $5 ~ /m[0-9]$/ { swap = $11; $11 = former[$5] == "" ? $11 : former[$5]; former[$5] = swap } { print }' \
        "$work/history.tsv" > "$work/doctored.tsv"
    holds 'the judge finds an answer with the content of a former revision' finds wrong
    awk -F '\t' -v OFS='\t' '{ print } $1 == "R" && $7 == 200 { $10 = $10 "0"; print }' "$work/history.tsv" > "$work/doctored.tsv"
    holds 'the judge finds two answers for one revision' finds fork
    awk -F '\t' -v OFS='\t' '$1 == "W" { $10 = 503 } { print }' "$work/history.tsv" > "$work/doctored.tsv"
    holds 'the judge finds a write that was refused and stored nevertheless' finds undead
    awk -F '\t' -v OFS='\t' '$1 == "R" && ++reads % 50 == 0 { $7 = 503 } { print }' "$work/history.tsv" > "$work/doctored.tsv"
    holds 'the judge finds a read that failed' finds failed
    rm "$work"/doctored*
fi

judge "$work/history.tsv" "$work/log$primary.tsv" || true
grep '^|' "$work/cluster.txt"
say "$(grep -v -e '^|' -e '^each ' "$work/cluster.txt" | tr '\n' ' ')"
head -c 8000 "$work/violations.txt" >&2
[[ -n $planted ]] || holds 'a thousand reads and a hundred acknowledged writes were recorded' \
    at_least "$(awk -v r="$(figure cluster reads)" -v w="$(figure cluster acknowledged)" 'BEGIN { print (r >= 1000) + (w >= 100) }')" 2
holds 'no acknowledged write is lost, on all nodes' at_most "$(figure cluster lost)" 0
holds 'the first two nodes have the same change log' cmp -s "$work/log1.tsv" "$work/log2.tsv"
holds 'the third node has the same change log' cmp -s "$work/log1.tsv" "$work/log3.tsv"
holds 'a key has one effect and one answer' at_most "$(figure cluster repeated)" 0
holds 'no write is stored whose answer says that nothing was changed' at_most "$(figure cluster undead)" 0
holds 'no answer is older than what its client has seen' at_most "$(figure cluster old)" 0
holds 'each answer shows what the log says of its revision' at_most "$(figure cluster wrong)" 0
holds 'two answers of one revision are equal' at_most "$(figure cluster fork)" 0
holds 'revisions follow each other' at_most "$(figure cluster gap)" 0
holds 'no read through the proxy fails' at_most "$(figure cluster failed)" 0
holds 'writes were possible again within 45 s after each fault' at_most "$(figure cluster worstOutage)" 45
