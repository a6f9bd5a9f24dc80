#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A real Slurm cluster on this machine, for one test: munged, slurmctld and a slurmd per node,
# without systemd, without /etc, on the loopback interface.
#
#   cluster.sh DIRECTORY NODES CPUS_PER_NODE [gpus=N] [accounting] [node=WORDS]...
#              [LINE_OF_SLURM_CONF]...
#   cluster.sh probe
#
# Probe says at once why this user can have no nodes here, and exits with 4 where he cannot.
# With gpus=N each node has N devices that are /dev/null, of which Slurm gives each task its
# own CUDA_VISIBLE_DEVICES. With accounting sacct answers, by a slurmdbd and a database of
# this cluster's own; its only account is `project`. The N-th node=WORDS says in the words of
# slurm.conf what the N-th node has, instead of that many CPUs, each a core.
# Prints `ready` once every node is idle, then obeys its standard input line by line and answers
# each with `done`; ends the cluster, and itself, at the end of the input:
#   crash NODE   the node loses power: its slurmd and all tasks are killed
#   boot NODE    and comes back
#   pause        the controller stops
#   resume       and comes back
#
# Each slurmd has a host name, processes and /dev/shm of its own: to MPI they are hosts.
set -uo pipefail
export PATH=$PATH:/usr/sbin:/sbin

usage() { sed -n '3,/^set/{s/^# \{0,1\}//;/^set/d;p}' "$0" >&2; exit 2; }

fail() {
  printf 'cluster.sh: %s\n' "$*" >&2
  exit 3
}

# Sets two lists of words to stand before a command:
#   with_hosts FILE         it sees FILE as /etc/hosts
#   as_node FILE NAME       and is on a host of that name, with processes and /dev/shm of its own
# An ordinary user needs a user namespace, in which he stays himself, to make the others. A root
# that is no mount point, as in a plain chroot, cannot be made private, so that what is mounted
# below it may come to light outside: there the root is a private copy, in the place of /proc.
choose_namespaces() {
  local options=(--mount) private_root=()
  ((EUID == 0)) || options+=(--map-current-user --keep-caps)
  # shellcheck disable=SC2016
  mountpoint --quiet / || {
    options+=(--propagation unchanged)
    private_root=(sh -c 'mount --make-private /proc && mount --rbind / /proc &&
      mount --make-rprivate /proc && exec chroot /proc "$@"' sh)
  }
  # shellcheck disable=SC2016
  with_hosts=(unshare "${options[@]}" "${private_root[@]}" sh -c '
    mount --bind "$1" /etc/hosts && shift && exec setpriv --pdeathsig KILL "$@"' sh)
  # shellcheck disable=SC2016
  as_node=(unshare "${options[@]}" --uts --pid --fork --kill-child=KILL --mount-proc
    "${private_root[@]}" sh -c 'mount --bind "$1" /etc/hosts && hostname "$2" &&
    mount -t tmpfs -o mode=1777 tmpfs /dev/shm && shift 2 && exec "$@"' sh)
}

probe() {
  local why
  why=$("${as_node[@]}" /etc/hosts probe true 2>&1) && return
  printf 'cluster.sh: no node can be made here: %s (it takes root with CAP_SYS_ADMIN, %s)\n' \
    "${why//$'\n'/; }" "else user namespaces, which no chroot has" >&2
  exit 4
}

choose_namespaces
if [[ ${1-} == probe ]]; then
  probe
  exit
fi
(($# >= 3)) || usage
directory=$1 nodes=$2 cpus=$3
shift 3
gpus=0
if [[ ${1-} == gpus=* ]]; then
  gpus=${1#gpus=}
  shift
fi
accounting=no
if [[ ${1-} == accounting ]]; then
  accounting=yes
  shift
fi
shapes=()
while [[ ${1-} == node=* ]]; do
  shapes+=("${1#node=}")
  shift
done
export SLURM_CONF=$directory/slurm.conf
declare -A pid_of=()

require() {
  local program
  for program in munged slurmctld slurmd srun unshare mountpoint setpriv; do
    command -v "$program" >/dev/null || fail "no $program. Install the packages slurmctld" \
      "slurmd slurm-client slurm-wlm-basic-plugins munge util-linux"
  done
  if [[ $accounting == yes ]]; then
    for program in slurmdbd mariadbd mariadb-install-db my_print_defaults; do
      command -v "$program" >/dev/null || fail "no $program. Install the packages slurmdbd" \
        "mariadb-server-core mariadb-client-core"
    done
  fi
  ((${#directory} <= 70)) || fail "$directory: too long for the sockets below it"
}

# run NAME COMMAND...: in the background, ended with us whatever ends us.
run() {
  local name=$1
  shift
  setpriv --pdeathsig KILL "$@" >>"$directory/log/$name" 2>&1 </dev/null &
  pid_of[$name]=$!
}

end() {
  local signal=$1 name=$2
  [[ -n ${pid_of[$name]-} ]] || return 0
  kill "-$signal" "${pid_of[$name]}" 2>/dev/null
  wait "${pid_of[$name]}" 2>/dev/null
  unset "pid_of[$name]"
}

# until_true SECONDS COMMAND...
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return
    sleep 0.05
  done
}

is_free() { ! (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

is_used() { ! is_free "$1"; }

# A run of ports that nobody listens at, below those that the kernel hands out.
choose_port() {
  local try port
  for ((try = 0; try < 50; ++try)); do
    first_port=$((10000 + (RANDOM % 2000) * 10))
    for ((port = first_port; port <= first_port + nodes + 2; ++port)); do
      is_free "$port" || continue 2
    done
    return
  done
  fail "no free ports"
}

# Binding can be asked for only where the CPUs that a node claims are there.
task_plugin() { ((cpus <= $(nproc))) && echo task/affinity || echo task/none; }

# A file of its own for each device: Slurm does not take the same one twice.
write_gpus() {
  local gpu
  for ((gpu = 0; gpu < gpus; ++gpu)); do
    ln -s /dev/null "$directory/gpu$gpu"
    echo "NodeName=node[1-$nodes] Name=gpu File=$directory/gpu$gpu Flags=nvidia_gpu_env"
  done
}

write_configuration() {
  local node user gres=
  if ((gpus > 0)); then
    write_gpus >"$directory/gres.conf"
    gres=" Gres=gpu:$gpus"
  fi
  user=$(id -un)
  cat >"$SLURM_CONF" <<END
ClusterName=test
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$first_port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$directory/munge/socket,cred_expire=5
StateSaveLocation=$directory/state
SlurmdSpoolDir=$directory/spool/%n
TmpFS=$directory/tmp/%n
SlurmctldPidFile=$directory/slurmctld.pid
SlurmdPidFile=$directory/slurmd.%n.pid
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
ProctrackType=proctrack/linuxproc
TaskPlugin=$(task_plugin)
JobAcctGatherType=jobacct_gather/linux
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=2,sched_min_interval=0,bf_interval=2
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=6
SlurmctldTimeout=10
KillWait=2
CompleteWait=0
UnkillableStepTimeout=10
MessageTimeout=10
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE DefaultTime=10 State=UP
END
  for ((node = 1; node <= nodes; ++node)); do
    echo "NodeName=node$node NodeHostname=node$node NodeAddr=127.0.0.1" \
      "Port=$((first_port + node))" \
      "${shapes[node - 1]-Sockets=1 CoresPerSocket=$cpus ThreadsPerCore=1} State=UNKNOWN$gres"
  done >>"$SLURM_CONF"
  ((gpus == 0)) || echo GresTypes=gpu >>"$SLURM_CONF"
  [[ $accounting == no ]] || write_accounting >>"$SLURM_CONF"
  (($# == 0)) || printf '%s\n' "$@" >>"$SLURM_CONF"
}

write_accounting() {
  cat <<END
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort=$((first_port + nodes + 1))
AccountingStoragePass=$directory/munge/socket
AccountingStorageEnforce=associations
END
  (umask 077 && cat >"$directory/slurmdbd.conf") <<END
AuthType=auth/munge
AuthInfo=socket=$directory/munge/socket
DbdHost=$(hostname -s)
DbdAddr=127.0.0.1
DbdPort=$((first_port + nodes + 1))
SlurmUser=$(id -un)
PidFile=$directory/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=$((first_port + nodes + 2))
StorageUser=slurm
StoragePass=slurm
StorageLoc=slurm
CommitDelay=1
END
}

# Slurm wants the names of its hosts resolved; only its daemons see these. What else is known
# about this host is of no use: its controller listens where its name leads.
write_hosts() {
  local node
  echo "127.0.0.1 localhost $(hostname -s) $(hostname)"
  for ((node = 1; node <= nodes; ++node)); do echo "127.0.0.1 node$node"; done
}

start_munged() {
  (umask 077 && head -c 1024 /dev/urandom >"$directory/munge/key")
  run munged munged --foreground --force --key-file="$directory/munge/key" --socket="$directory/munge/socket" \
    --pid-file="$directory/munge/pid" --log-file="$directory/log/munge" \
    --seed-file="$directory/munge/seed"
  until_true 20 munge -n -S "$directory/munge/socket" || fail "munged: $(tail -n 3 "$directory/log/munged")"
}

# What it holds is of no use after a power cut.
start_database() {
  local words=(--no-defaults --user="$(id -un)" --datadir="$directory/database"
    --innodb-flush-method=nosync --innodb-log-file-size=8M --innodb-buffer-pool-size=16M)
  mariadb-install-db "${words[@]}" --skip-test-db --auth-root-authentication-method=normal \
    >"$directory/log/install-db" 2>&1 || fail "mariadb-install-db: $(tail -n 3 "$directory/log/install-db")"
  cat >"$directory/database.sql" <<'END'
CREATE DATABASE slurm;
CREATE USER slurm@'127.0.0.1' IDENTIFIED BY 'slurm';
GRANT ALL ON slurm.* TO slurm@'127.0.0.1';
END
  run mariadbd mariadbd "${words[@]}" --socket="$directory/database.socket" \
    --bind-address=127.0.0.1 --port=$((first_port + nodes + 2)) --skip-name-resolve \
    --pid-file="$directory/mariadbd.pid" --innodb-flush-log-at-trx-commit=0 \
    --innodb-lock-wait-timeout=900 --init-file="$directory/database.sql"
  until_true 30 is_used $((first_port + nodes + 2)) || fail "mariadbd: $(tail -n 3 "$directory/log/mariadbd")"
}

# The controller wants to find its cluster, and a job the account of its user.
start_accounting() {
  start_database
  run slurmdbd slurmdbd -D
  until_true 30 sacctmgr --immediate add cluster test || fail "slurmdbd: $(tail -n 3 "$directory/log/slurmdbd")"
  sacctmgr --immediate add account project >/dev/null || fail "sacctmgr adds no account"
  sacctmgr --immediate add user "$(id -un)" account=project >/dev/null || fail "sacctmgr adds no user"
}

start_controller() {
  run slurmctld "${with_hosts[@]}" "$directory/hosts" slurmctld -D -f "$SLURM_CONF" "$@"
}

start_node() {
  mkdir -p "$directory/spool/$1" "$directory/tmp/$1"
  run "$1" "${as_node[@]}" "$directory/hosts" "$1" slurmd -D -f "$SLURM_CONF" -N "$1"
}

all_idle() { (($(sinfo --noheader --Node --states=idle --format=%N | wc -l) == nodes)); }

stop() {
  local node
  for ((node = 1; node <= nodes; ++node)); do end KILL "node$node"; done
  end TERM slurmctld
  end TERM slurmdbd
  end KILL mariadbd
  end TERM munged
}

start() {
  local node
  mkdir -p "$directory"/{munge,state,spool,tmp,log} || fail "cannot write $directory"
  chmod 755 "$directory" "$directory/munge"
  chmod 1777 "$directory/tmp"
  choose_port
  write_configuration "$@"
  write_hosts >"$directory/hosts"
  start_munged
  [[ $accounting == no ]] || start_accounting
  start_controller -i
  for ((node = 1; node <= nodes; ++node)); do start_node "node$node"; done
  until_true 60 all_idle || fail "the nodes do not come up: $(tail -n 3 "$directory"/log/*)"
}

obey() {
  case $1 in
    crash) end KILL "$2" ;;
    boot) start_node "$2" ;;
    pause) end TERM slurmctld ;;
    resume) start_controller ;;
    *) fail "no command $1" ;;
  esac
}

require
probe
trap stop EXIT
trap 'exit 143' TERM INT HUP
start "$@"
echo ready
while read -r command argument; do
  obey "$command" "$argument"
  echo "done"
done
