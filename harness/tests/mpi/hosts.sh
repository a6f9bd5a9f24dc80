#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Hosts of this machine's own for one command: each has a network, a name, processes and
# /dev/shm of its own, and a real sshd. The command sees them by their names, through the
# `ssh` that stands first on its PATH. All ends with it. Needs root.
#
#   hosts.sh run HOST[=HIDDEN]... -- COMMAND...
#   hosts.sh probe
#
# With =HIDDEN that host does not see what is in this directory, as where it is not shared.
# Probe says why there can be no hosts here, and exits with 4 then; with 5 where a program
# is missing, which nobody installs for a test: a package of sshd starts it for all.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
network=10.231.7

probe() {
  local program why
  for program in unshare ip sshd ssh ssh-keygen; do
    command -v "$program" >/dev/null || { echo "no $program here"; exit 5; }
  done
  why=$(unshare --net --mount --uts --pid --fork --mount-proc sh -c 'ip link add br0 type bridge &&
    ip link add v0 type veth peer name v1' 2>&1) || { echo "no host can be made here: $why"; exit 4; }
}

# Keys, what sshd and ssh read, and the names of all.
write_files() {
  local number=0 host
  ssh-keygen -q -t ed25519 -N '' -f "$directory/key"
  cp "$directory/key.pub" "$directory/authorized"
  cat >"$directory/sshd_config" <<END
HostKey $directory/key
AuthorizedKeysFile $directory/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
END
  echo "n*,blind* $(cut -d ' ' -f 1,2 "$directory/key.pub")" >"$directory/known"
  mkdir "$directory/bin"
  printf '#!/bin/sh\nexec %s -F none -i %s/key -o StrictHostKeyChecking=yes -o UserKnownHostsFile=%s/known "$@"\n' \
    "$(command -v ssh)" "$directory" "$directory" >"$directory/bin/ssh"
  chmod +x "$directory/bin/ssh"
  echo "127.0.0.1 localhost" >"$directory/hosts"
  echo "$network.254 $(hostname)" >>"$directory/hosts"
  for host; do echo "$network.$((++number)) ${host%%=*}" >>"$directory/hosts"; done
}

# host NAME NUMBER HIDDEN: what runs in its namespaces.
host() {
  mount --bind "$directory/hosts" /etc/hosts
  mount -t tmpfs -o mode=1777 tmpfs /dev/shm
  mount -t tmpfs tmpfs /run && mkdir /run/sshd
  [[ -z $3 ]] || mount -t tmpfs tmpfs "$3"
  hostname "$1"
  ip link set lo up
  until ip address add "$network.$2/24" dev eth0 2>/dev/null; do sleep 0.05; done
  ip link set eth0 up
  exec "$(command -v sshd)" -D -e -f "$directory/sshd_config" 2>"$directory/log-$1"
}

start_host() {
  local name=${1%%=*} number=$2 hidden='' own
  [[ $1 != *=* ]] || hidden=${1#*=}
  own=$(readlink /proc/self/ns/net)
  unshare --net --mount --uts --pid --fork --kill-child=KILL --mount-proc \
    bash "$script" host "$directory" "$name" "$number" "$hidden" &
  while [[ $(readlink "/proc/$!/ns/net") == "$own" ]]; do sleep 0.02; done
  ip link add "v$number" type veth peer name eth0 netns $!
  ip link set "v$number" master br0 up
}

# inside HOST... -- COMMAND...: in a network of its own, which nothing leaves.
inside() {
  local number=0 all=()
  while [[ $1 != -- ]]; do
    all+=("$1")
    shift
  done
  shift
  write_files "${all[@]}"
  mount --bind "$directory/hosts" /etc/hosts
  ip link set lo up
  ip link add br0 type bridge
  ip address add "$network.254/24" dev br0
  ip link set br0 up
  for one in "${all[@]}"; do start_host "$one" $((++number)); done
  export PATH=$directory/bin:$PATH
  for one in "${all[@]}"; do
    until ssh -n -o BatchMode=yes "${one%%=*}" true 2>/dev/null; do sleep 0.1; done
  done
  "$@"
}

script=${BASH_SOURCE[0]}
case ${1-} in
  probe) probe ;;
  run)
    shift
    directory=$(mktemp -d /tmp/assay-hosts-XXXXXX)
    trap 'rm -rf "$directory"' EXIT
    unshare --net --mount --pid --fork --kill-child=KILL --mount-proc bash "$script" inside "$directory" "$@"
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
