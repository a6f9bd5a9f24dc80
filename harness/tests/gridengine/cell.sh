#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A real cell of Grid Engine on this machine, for one test: sge_qmaster, and an sge_execd on
# each of some hosts that have a network, a name, processes and /dev/shm of their own. Needs
# root.
#
#   cell.sh run DIRECTORY NODES SLOTS_PER_NODE
#   cell.sh probe
#
# Probe says why there can be no cell here: exits with 5 where a package is missing, with 4
# where namespaces are. Run prints `ready` once all hosts are up; then each line of its standard
# input names a script, which is run on the host `login`, where jobs are submitted. What it
# prints is in SCRIPT.out, and its exit status is the answer. The cell ends at the end of the
# input.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
network=10.231.8
programs=/usr/lib/gridengine

fail() {
  printf 'cell.sh: %s\n' "$*" >&2
  exit 3
}

probe() {
  local program why
  for program in sge_qmaster sge_execd qsub spoolinit; do
    [[ -x $programs/$program ]] || {
      echo "no $programs/$program. Install the packages gridengine-master gridengine-exec gridengine-client"
      exit 5
    }
  done
  why=$(unshare --net --mount --uts --pid --fork --mount-proc sh -c 'ip link add br0 type bridge &&
    ip link add v0 type veth peer name v1' 2>&1) || { echo "no host can be made here: $why"; exit 4; }
}

until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return
    sleep 0.05
  done
}

# run NAME COMMAND...: in the background, without becoming a daemon.
run() {
  local name=$1
  shift
  SGE_ND=1 "$@" >>"$directory/log/$name" 2>&1 </dev/null &
}

write_root() {
  local common=$directory/root/default/common node
  mkdir -p "$common" "$directory"/{root/bin,root/utilbin,root/lib,log,spool/qmaster/job_scripts,execd,forms}
  ln -s "$programs" "$directory/root/bin/$SGE_ARCH"
  ln -s "$programs" "$directory/root/utilbin/$SGE_ARCH"
  ln -s "$programs" "$directory/root/lib/$SGE_ARCH"
  ln -s /usr/share/gridengine/util "$directory/root/util"
  echo login >"$common/act_qmaster"
  cat >"$common/bootstrap" <<END
admin_user              none
default_domain          none
ignore_fqdn             true
spooling_method         classic
spooling_lib            libspoolc
spooling_params         $common;$directory/spool/qmaster
binary_path             $directory/root/bin
qmaster_spool_dir       $directory/spool/qmaster
security_mode           none
listener_threads        2
worker_threads          2
scheduler_threads       1
END
  echo "127.0.0.1 localhost" >"$directory/hosts"
  echo "$network.254 login" >>"$directory/hosts"
  for ((node = 1; node <= nodes; ++node)); do echo "$network.$node node$node"; done >>"$directory/hosts"
}

# Jobs of root are let through, and nothing waits for a pace made for thousands of hosts.
fill_spool() {
  local resources=/usr/share/gridengine/util/resources
  sed -e "s|^execd_spool_dir.*|execd_spool_dir $directory/execd|" -e 's/^min_[ug]id.*/#&/' \
    -e 's/^load_report_time.*/load_report_time 00:00:01/' -e 's/^max_unheard.*/max_unheard 00:00:20/' -e 's/^mailer.*/mailer none/' \
    -e 's/flush_time=00:00:15/flush_time=00:00:00 accounting_flush_time=00:00:00/' \
    /usr/share/gridengine/default-configuration >"$directory/forms/configuration"
  printf 'min_uid 0\nmin_gid 0\n' >>"$directory/forms/configuration"
  "$programs/spoolinit" classic libspoolc "$directory/root/default/common;$directory/spool/qmaster" init
  "$programs/spooldefaults" configuration "$directory/forms/configuration"
  "$programs/spooldefaults" complexes "$resources/centry"
  "$programs/spooldefaults" usersets "$resources/usersets"
  "$programs/spooldefaults" managers root
}

# form WORD TEXT: what qconf reads from a file.
form() {
  cat >"$directory/forms/form"
  qconf "$1" "$directory/forms/form" >>"$directory/log/qconf" 2>&1 || fail "qconf $1: $(tail -n 3 "$directory/log/qconf")"
}

# A parallel environment gives whole nodes: as many slots on each as it has.
configure() {
  local hosts
  hosts=$(for ((node = 1; node <= nodes; ++node)); do echo "node$node"; done)
  {
    for host in $hosts; do qconf -ah "$host"; done
    for host in login $hosts; do qconf -as "$host"; done
  } >>"$directory/log/qconf" 2>&1
  printf 'group_name @allhosts\nhostlist %s\n' "${hosts//$'\n'/ }" | form -Ahgrp
  form -Ap <<END
pe_name            whole
slots              9999
user_lists         NONE
xuser_lists        NONE
start_proc_args    NONE
stop_proc_args     NONE
allocation_rule    $slots
control_slaves     TRUE
job_is_first_task  FALSE
urgency_slots      min
accounting_summary TRUE
qsort_args         NONE
END
  qconf -sq | sed -e 's/^qname .*/qname all.q/' -e 's/^hostlist .*/hostlist @allhosts/' -e "s/^slots .*/slots $slots/" \
    -e 's/^pe_list .*/pe_list whole/' -e 's/^rerun .*/rerun TRUE/' -e 's|^shell .*|shell /bin/bash|' \
    -e 's|^tmpdir .*|tmpdir /tmp|' -e 's/^min_cpu_interval.*/min_cpu_interval 00:00:01/' -e 's/^notify .*/notify 00:00:05/' \
    -e 's/^load_thresholds.*/load_thresholds NONE/' -e 's/^suspend_thresholds.*/suspend_thresholds NONE/' | form -Aq
  qconf -ssconf | sed -e 's/^schedule_interval.*/schedule_interval 0:0:2/' -e 's/^flush_submit_sec.*/flush_submit_sec 1/' \
    -e 's/^flush_finish_sec.*/flush_finish_sec 1/' -e 's/^load_formula.*/load_formula slots/' \
    -e 's/^schedd_job_info.*/schedd_job_info true/' | form -Msconf
}

# host NAME NUMBER: what runs in its namespaces.
host() {
  mount --bind "$directory/hosts" /etc/hosts
  mount -t tmpfs -o mode=1777 tmpfs /dev/shm
  hostname "$1"
  ip link set lo up
  until ip address add "$network.$2/24" dev eth0 2>/dev/null; do sleep 0.05; done
  ip link set eth0 up
  mkdir -p "$directory/execd/$1"
  SGE_ND=1 exec "$programs/sge_execd" >>"$directory/log/$1" 2>&1
}

start_host() {
  local own
  own=$(readlink /proc/self/ns/net)
  unshare --net --mount --uts --pid --fork --kill-child=KILL --mount-proc \
    bash "$script" host "$directory" "$1" "$2" </dev/null &
  while [[ $(readlink "/proc/$!/ns/net") == "$own" ]]; do sleep 0.02; done
  ip link add "v$2" type veth peer name eth0 netns $!
  ip link set "v$2" master br0 up
}

all_up() { (($(qstat -f | grep -c ' 0/0/')  == nodes)) && ! qstat -f | grep -q ' a\?u$'; }

export_environment() {
  SGE_ROOT=$directory/root SGE_CELL=default SGE_QMASTER_PORT=6444 SGE_EXECD_PORT=6445
  SGE_ARCH=$(/usr/share/gridengine/util/arch)
  export SGE_ROOT SGE_CELL SGE_QMASTER_PORT SGE_EXECD_PORT SGE_ARCH
}

# inside NODES SLOTS: in a network of its own, which nothing leaves.
inside() {
  nodes=$1 slots=$2
  export_environment
  write_root
  mount --bind "$directory/hosts" /etc/hosts
  hostname login
  ip link set lo up
  ip link add br0 type bridge
  ip address add "$network.254/24" dev br0
  ip link set br0 up
  fill_spool >"$directory/log/spool" 2>&1 || fail "spool: $(tail -n 3 "$directory/log/spool")"
  run qmaster "$programs/sge_qmaster"
  until_true 20 qconf -sss || fail "sge_qmaster: $(tail -n 3 "$directory/log/qmaster")"
  configure
  local node
  for ((node = 1; node <= nodes; ++node)); do start_host "node$node" "$node"; done
  until_true 30 all_up || fail "the hosts do not come up: $(qstat -f; tail -n 3 "$directory"/log/*)"
  echo ready
  local script status
  while read -r script; do
    status=0
    bash "$script" >"$script.out" 2>&1 </dev/null || status=$?
    echo "$status"
  done
}

script=${BASH_SOURCE[0]}
case ${1-} in
  probe) probe ;;
  run)
    mkdir -p "$2"
    unshare --net --mount --uts --pid --fork --kill-child=KILL --mount-proc bash "$script" inside "${@:2}"
    ;;
  inside | host)
    directory=$2
    "$1" "${@:3}"
    ;;
  *)
    sed -n '3,/^set/{s/^# \{0,1\}//;/^set/d;p}' "$script" >&2
    exit 2
    ;;
esac
