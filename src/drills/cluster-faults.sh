# Faults of the drill `cluster`: each function injects one, lets it last, and ends it.
# shellcheck shell=bash

# prepare_faults: gives one node a disk that can be filled.
prepare_faults() {
    small_disk=
    if mount -t tmpfs -o size=600m,mode=711 tmpfs "$work/node3" 2> /dev/null; then
        small_disk=3
        ((EUID != 0)) || chown nobody "$work/node3"
    fi
}

# prepare_clock: builds the clock that jumps, if it is to.
prepare_clock() {
    [[ " ${faults[*]} " == *" clock-jumps "* ]] || return 0
    # In a subshell, because without it only this fault is skipped.
    (install gcc gcc libc6-dev) || return 0
    gcc -O2 -shared -fPIC -o "$work/clock.so" src/drills/clock.c -ldl
}

# prepare_upgrade: builds the version before the newest migration if it is to be replaced, and starts with it.
prepare_upgrade() {
    earlier=
    [[ " ${faults[*]} " == *" upgraded "* ]] || return 0
    local newest
    newest=$(git log -1 --diff-filter=A --format=%H -- src/main/resources/db/migration 2> /dev/null) || true
    [[ -z $newest ]] || earlier_version "$newest^"
    for i in "${NODES[@]}"; do
        version[$i]=$earlier
    done
}

# await_other_primary node seconds: waits until another node is the primary; false after the time.
await_other_primary() {
    local deadline=$((SECONDS + $2)) leader
    while ((SECONDS < deadline)); do
        leader=$(cluster | sed -n 's/^\(.\) leader running$/\1/p')
        [[ -z $leader || $leader == "$1" ]] || return 0
        pause 0.3
    done
    return 1
}

# switch_to node: asks Patroni to make it the primary.
switch_to() {
    curl -s -m 30 -o "$work/switchover.txt" -X POST -H 'Content-Type: application/json' \
        -d "{\"leader\": \"pg$primary\", \"candidate\": \"pg$1\"}" "http://127.0.0.1:${port[rest$primary]}/switchover" || true
}

# synchronous: the node that commits wait for.
synchronous() {
    cluster | sed -n 's/^\(.\) sync_standby .*/\1/p' | head -n 1
}

fault_primary_killed() {
    kill -KILL "$(postmaster "$primary")"
    pause 1
}

fault_standby_killed() {
    kill -KILL "$(postmaster "$(synchronous)")"
    pause 1
}

fault_instance_killed() {
    local i
    i=$(any "${NODES[@]}")
    kill -KILL "${app[$i]}"
    wait "${app[$i]}" 2> /dev/null || true
    forget "${app[$i]}"
    pause 2
    start_app "$i"
}

fault_etcd_killed() {
    local i
    i=$(any "${NODES[@]}")
    kill -KILL "${etcd[$i]}"
    wait "${etcd[$i]}" 2> /dev/null || true
    forget "${etcd[$i]}"
    pause 5
    start_etcd "$i"
}

fault_switchover() {
    local former=$primary
    switch_to "$(synchronous)"
    await_other_primary "$former" 30 || say "the switchover was refused: $(< "$work/switchover.txt")"
}

# Shorter than the lease of the primary, so it stays what it is.
fault_primary_paused() {
    mapfile -t pids < <(node_processes "$primary")
    freeze "${pids[@]}"
    pause 8
    thaw
}

# reset_node node: ends everything there, frozen or not, as a watchdog does that resets the machine, and starts it again. Without
# that, Patroni 3.0.2 can take the lock back: if the node wakes between reading the lock and renewing it, Patroni writes the lock
# even though another node holds it, and writes that the other node has acknowledged are lost.
reset_node() {
    mapfile -t pids < <(node_processes "$1")
    kill -KILL "${pids[@]}" 2> /dev/null || true
    frozen=()
    wait "${patroni[$1]}" 2> /dev/null || true
    forget "${patroni[$1]}"
    start_patroni "$1"
}

# Longer than the lease.
fault_node_frozen() {
    local node=$primary
    mapfile -t pids < <(node_processes "$node")
    freeze "${pids[@]}"
    await_other_primary "$node" 60 || say 'nobody replaced the frozen primary'
    pause 3
    reset_node "$node"
}

# vanish node: nothing reaches it, and it reaches nothing.
vanish() {
    links silent "(>pg$1|>rest$1|>node$1-etcd[0-9]|>app[0-9]-pg$1)\$|^pg$1>"
}

fault_node_vanishes() {
    vanish "$primary"
    await_other_primary "$primary" 60 || say 'nobody replaced the primary that vanished'
    pause 3
    links heal
}

# Nothing reaches the standbys before the primary vanishes. With asynchronous replication, this loses what was acknowledged.
fault_lagging_node_vanishes() {
    links silent "^pg[0-9]>pg$primary\$"
    # With synchronous replication, shorter than Patroni takes to give up the standbys, without which it replaces nobody.
    pause "$([[ $planted == asynchronous ]] && echo 15 || echo 3)"
    fault_node_vanishes
}

# What a drill with a planted bug does.
fault_nothing() {
    pause 15
}

fault_standby_vanishes() {
    vanish "$(synchronous)"
    pause 10
    links heal
}

fault_instance_cut_off() {
    links silent ">app$(any "${NODES[@]}")-pg"
    pause 12
    links heal
}

# The answers of one direction are lost; what is sent arrives.
fault_answers_lost() {
    links silent-from ">app$(any "${NODES[@]}")-pg$primary\$"
    pause 8
    links heal
}

# written_since time: through how many ports writes were acknowledged that began after it.
written_since() {
    awk -F '\t' -v since="$1" '$1 == "W" && $2 > since && $10 == 200 && !ports[$4]++ { count++ } END { print count + 0 }' \
        "$work/history.tsv"
}

# The old primary is not demoted: two nodes take writes, and only one of them can have them confirmed. An instance that is started
# meanwhile knows of no former primary, while the others are connected to the old one; all of them have to find the new one
# before the old one is demoted.
fault_patroni_paused() {
    local node=$primary
    freeze "${patroni[$node]}"
    if await_other_primary "$node" 60; then
        restart_app "$(any "${NODES[@]}")"
        local since
        since=$(now)
        pause 12
        holds 'all instances write on the new primary while the old one is not demoted' at_least "$(written_since "$since")" 4
    else
        say 'nobody replaced the primary without Patroni'
    fi
    reset_node "$node"
}

fault_patroni_killed() {
    local i=$primary
    kill -KILL "${patroni[$i]}"
    wait "${patroni[$i]}" 2> /dev/null || true
    forget "${patroni[$i]}"
    pause 3
    start_patroni "$i"
}

fault_replication_cut() {
    links silent "^pg[0-9]>pg$primary\$"
    pause 10
    links heal
}

fault_slow_links() {
    links slow '>app[0-9]-pg[0-9]$' 20
    links slow '^pg[0-9]>pg[0-9]$' 100
    pause 10
    links heal
}

# restart_app number [variable...]: stops an instance as an operator does, and starts it again.
restart_app() {
    kill -TERM "${app[$1]}"
    wait "${app[$1]}" 2> /dev/null || true
    forget "${app[$1]}"
    start_app "$@"
    await "${app[$1]}" "${port[app$1]}" /q/health/ready 300 || fail "instance $1 does not start again"
}

# Two versions side by side: each instance is replaced by one of this version, and the first one migrates. Later ones find the
# schema as it is, so they go back to the earlier version before, as an operator does whom the new one disappoints.
fault_upgraded() {
    if [[ -z $earlier ]]; then
        skip 'an upgrade, because the history of this clone does not reach back to the migration before the newest'
        return
    fi
    local i
    for i in "${NODES[@]}"; do
        if [[ ${version[$i]} != "$earlier" ]]; then
            version[$i]=$earlier
            restart_app "$i"
        fi
    done
    for i in "${NODES[@]}"; do
        version[$i]=drills
        restart_app "$i"
    done
}

fault_instance_restarted() {
    restart_app "$(any "${NODES[@]}")"
}

# One after the other: standbys, the primary, instances.
fault_all_restarted() {
    local i
    for i in "${standbys[@]}" "$primary"; do
        curl -s -m 60 -o /dev/null -X POST -d '{}' "http://127.0.0.1:${port[rest$i]}/restart" || true
        await_whole 90
    done
    for i in "${NODES[@]}"; do
        restart_app "$i"
    done
}

fault_disk_full() {
    if [[ -z $small_disk ]]; then
        skip 'a disk that is full, because none can be mounted'
        return
    fi
    if [[ $primary != "$small_disk" ]]; then
        switch_to "$small_disk"
        await_whole 90
    fi
    began=$(now)
    dd if=/dev/zero of="$work/node$small_disk/ballast" bs=1M > /dev/null 2>&1 || true
    pause 12
    rm -f "$work/node$small_disk/ballast"
}

# An instance starts with a clock of its own, which jumps ahead, back, and is right again. Not libfaketime, which lets timed waits
# of Java end at once.
fault_clock_jumps() {
    if [[ ! -e $work/clock.so ]]; then
        skip 'a clock that jumps, because there is no gcc'
        return
    fi
    local i jump
    i=$(any "${NODES[@]}")
    echo 0 > "$work/clock"
    restart_app "$i" LD_PRELOAD="$work/clock.so" CLOCK_OFFSET="$work/clock"
    for jump in 300 -300 0; do
        echo "$jump" > "$work/clock"
        pause 4
    done
}

# skip what: says what this machine does not allow; it does not count as injected.
skip() {
    say "skipped: $1"
    skipped=1
}

# run_fault name: injects it while everything works, and waits until everything works again.
run_fault() {
    await_whole 120
    pause 1
    began=$(now)
    skipped=
    "fault_${1//-/_}"
    [[ -z $skipped ]] || return 0
    await_whole 180
    printf '%s\t%s\t%s\n' "$began" "$(now)" "$1" >> "$work/faults.tsv"
    say "$1: everything works again after $((($(now) - began) / 1000)) s"
}
