# SPDX-License-Identifier: Apache-2.0
# Bare roots of Debian releases, and commands run in them. Reads `logs`, and for each root `root`, `name`,
# `state`, `cache`, `capabilities`, `variables` and `first_path`.
# shellcheck shell=bash disable=SC2154

roots=${XDG_CACHE_HOME:-$HOME/.cache}/assay/roots
mirror=${ASSAY_DEBIAN_MIRROR:-http://deb.debian.org/debian}
# What this machine needs to reach its mirrors, proxies and certificates, and no more.
passed_on=(http_proxy https_proxy no_proxy PIP_CERT PIP_INDEX_URL SSL_CERT_FILE)
lent=/usr/local/share/newcomer  # in the root: this machine's certificates
scratch=

cannot_be_made() {
  say "no bare root can be made: $*"
  exit 77
}

need_means() {
  local program
  ((EUID == 0)) || cannot_be_made "this user is not root"
  for program in debootstrap unshare chroot; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || cannot_be_made "no $program"
  done
  unshare --mount true 2>/dev/null || cannot_be_made "no mount namespaces"
}

# The base system of RELEASE, made once a week.
base_of() {
  local release=$1 base=$roots/$1
  if [[ -n $(find "$base/etc/debian_version" -mtime -7 2>/dev/null) ]]; then return; fi
  say "making the base system of $release"
  rm -rf "$base" "$base.new"
  mkdir -p "$roots"
  debootstrap --variant=minbase "$release" "$base.new" "$mirror" >"$logs/$release-debootstrap.log" 2>&1 ||
    cannot_be_made "debootstrap of $release failed, see $logs/$release-debootstrap.log"
  touch "$base.new/etc/debian_version"
  mv "$base.new" "$base"
}

# Files by which this machine is known to its mirrors. Certificates in a place of their own: the
# root's package of them writes its own over those at the usual one.
lend_network() {
  local root=$1 name
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  for name in PIP_CERT SSL_CERT_FILE; do
    [[ -z ${!name-} ]] || install -D -m 644 "${!name}" "$root$lent/$name"
  done
}

# inside ROOT COMMAND...: in the root, with file systems of its own and an empty environment.
# `capabilities` holds the words that take rights away, `state` how the root is entered. CI is
# set where every test can run: there a skipped test of Slurm is a failure.
inside() {
  local root=$1 name value environment=("${variables[@]}" HOME=/root "PATH=$first_path/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
  shift
  for name in "${passed_on[@]}"; do
    value=${!name-}
    [[ ! -f $root$lent/$name ]] || value=$lent/$name
    [[ -z $value ]] || environment+=("$name=$value")
  done
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child bash -c '
    root=$1 state=$2 cache=$3
    shift 3
    [[ $state == chroot ]] || mount --bind "$root" "$root" || exit
    mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" && mount --rbind /dev "$root/dev" &&
      mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm" || exit
    [[ ! $cache ]] || { mkdir -p "$root/var/cache/ccache" && mount --bind "$cache" "$root/var/cache/ccache"; } || exit
    [[ $state != chroot ]] || exec chroot "$root" "$@"
    mkdir -p "$root/mnt" && cd "$root" && pivot_root . mnt && umount --lazy /mnt && exec "$@"
    ' bash "$root" "$state" "$cache" "${capabilities[@]}" env -i "${environment[@]}" "$@" </dev/null
}

as_administrator() { inside "$root" "$@" >>"$logs/$name-setup.log" 2>&1; }

apt_install() {
  as_administrator apt-get update &&
    as_administrator env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# Objects of other runs to compilers in the root, where `cache` names a directory of them.
lend_cache() {
  [[ -n $cache ]] || return 0
  mkdir -p "$cache" && chmod 1777 "$cache" || return
  variables+=(CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache CCACHE_DIR=/var/cache/ccache
    CCACHE_UMASK=000 "CCACHE_SLOPPINESS=pch_defines,time_macros")
  apt_install ccache
}

# An ordinary user, to whom all below /home/newcomer belongs.
add_newcomer() {
  as_administrator useradd --create-home --home-dir /home/newcomer/home newcomer &&
    as_administrator chown -R newcomer: /home/newcomer
}

# The words before a command that the ordinary user runs.
# shellcheck disable=SC2034  # not every script that reads this file runs commands as that user
as_newcomer=(setpriv --reuid newcomer --regid newcomer --init-groups env HOME=/home/newcomer/home)

# timed_row STEP COMMAND...: a row of `rows` with the seconds of the command, whose words go to the log of the
# step; counts it in `failed` where it fails, and fails too.
timed_row() {
  local step=$1 start=$SECONDS verdict=ok log=$logs/$name-$1.log
  shift
  if ! "$@" >"$log" 2>&1; then
    verdict=FAILED failed=$((failed + 1))
    tail -n 20 "$log" >&2
  fi
  rows+=("$(printf '%-15s %-16s %5d s  %s' "$name" "$step" "$((SECONDS - start))" "$verdict")")
  say "${rows[-1]}"
  [[ $verdict == ok ]]
}

remove_scratch() {
  [[ -z $scratch ]] || rm -rf --one-file-system "$scratch"
  scratch=
}

trap remove_scratch EXIT
