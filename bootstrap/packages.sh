# SPDX-License-Identifier: Apache-2.0
# Which packages are missing, and how they come: installed, or asked for.
# shellcheck shell=bash

minimum_cmake=3.25
# Columns of cmake/requirements.txt.
declare -A requirement_columns=([apt]=3 [dnf]=4 [zypper]=5 [spack]=6 [url]=7 [sha256]=8)

# requirements WHEN...: the names of cmake/requirements.txt needed then.
requirements() {
  awk -v when=" $* " '!/^#/ && index(when, " " $2 " ") {print $1}' \
    "$root/cmake/requirements.txt"
}

# requirement_column COLUMN NAME...
requirement_column() {
  local column=${requirement_columns[$1]} name
  shift
  for name; do
    awk -v name="$name" -v column="$column" \
      '$1 == name && $column != "-" {gsub(",", "\n", $column); print $column}' \
      "$root/cmake/requirements.txt"
  done
}

is_installed() {
  if has dpkg-query; then
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed* ]]
  else
    has rpm && rpm --query --quiet --whatprovides "$1"
  fi
}

# The packages among those given that the distribution has not installed.
not_installed() {
  local package
  for package; do
    is_installed "$package" || printf '%s\n' "$package"
  done
}

has() { command -v "$1" >/dev/null; }

# at_least VERSION MINIMUM
at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$2" ]]; }

cmake_version() { cmake --version 2>/dev/null | awk 'NR == 1 {print $3}'; }

has_new_cmake() { has cmake && at_least "$(cmake_version)" "$minimum_cmake"; }

# The tools without which CMake cannot look for the rest.
missing_tools() {
  has_new_cmake || echo cmake
  has ninja || has ninja-build || echo ninja
  [[ -n ${CXX-} ]] || has c++ || echo c++
  has pkg-config || echo pkg-config
}

is_administrator() { ((EUID == 0)) || sudo -n true 2>/dev/null; }

may_install() { [[ ${ASSAY_NO_INSTALL:-0} == 0 ]] && has apt-get && is_administrator; }

# A chroot or a CI machine is made anew rather than mended after a power cut; there dpkg need
# not wait for the disk after every file, which takes several times as long as all the rest.
is_disposable() { [[ -n ${CI-} ]] || { has ischroot && ischroot; }; }

apt_install() {
  local become=() options=(-o DPkg::Lock::Timeout=120)
  ((EUID == 0)) || become=(sudo -n)
  ! is_disposable || options+=(-o Dpkg::Options::=--force-unsafe-io)
  # dpkg needs the administrator's directories; a daemon that a package starts must not
  # inherit our lock.
  "${become[@]}" env DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin" \
    apt-get "${options[@]}" "$@" 9>&-
}

# install_requirements REQUIREMENT...: fails where all their packages are there already.
install_requirements() {
  local packages
  mapfile -t packages < <(requirement_column apt "$@")
  mapfile -t packages < <(not_installed "${packages[@]}")
  ((${#packages[@]})) && install_packages "${packages[@]}"
}

# install_group WHEN: what is needed then.
install_group() {
  local needs
  mapfile -t needs < <(requirements "$1")
  install_requirements "${needs[@]}"
}

install_packages() {
  local log=packages${in_background:+-later}
  say "installing with apt-get (ASSAY_NO_INSTALL=1 forbids it): $*"
  local options=(install --yes --no-install-recommends --no-remove)
  run_logged "$log" apt_install "${options[@]}" "$@" && return
  # No package lists, or lists that are too old.
  say "asking the distribution for its package lists"
  run_logged "$log" apt_install update ||
    report_failure "$log" "apt-get update" "Is there a way to the package mirror? Then call again."
  run_logged "$log" apt_install "${options[@]}" "$@" ||
    report_failure "$log" "apt-get install" "Install these by hand, then call again: $*"
}

# What is known of a requirement that is missing, besides its name.
reason_missing() {
  if [[ $1 == cmake ]] && has cmake; then
    say "CMake $(cmake_version) ($(command -v cmake)) is older than $minimum_cmake"
  elif [[ -f ${missing_file-} ]]; then
    sed -n "s/^$1 \(.\)/assay: \1/p" "$missing_file" >&2
  fi
}

why_not_installed() {
  if [[ ${ASSAY_NO_INSTALL:-0} != 0 ]]; then
    say "ASSAY_NO_INSTALL is set: nothing was installed."
  elif ! has apt-get; then
    say "nothing was installed: this script installs with apt-get only, and there is none."
  elif ! is_administrator; then
    say "nothing was installed: this user is not root, and has no sudo without a password."
  else
    say "apt-get cannot bring them: what it has of them is installed."
  fi
}

# print_install_command MANAGER REQUIREMENT...: what an administrator runs, where there is that
# package manager.
print_install_command() {
  local manager=$1 packages
  local -A commands=([apt]='apt-get install --no-install-recommends' [dnf]='dnf install' [zypper]='zypper install')
  shift
  has "${commands[$manager]%% *}" || return 0
  mapfile -t packages < <(requirement_column "$manager" "$@")
  mapfile -t packages < <(not_installed "${packages[@]}")
  ((${#packages[@]})) || return 0
  say "an administrator runs:"
  printf '    %s %s\n' "${commands[$manager]}" "${packages[*]}" >&2
}

# print_cure REQUIREMENT...: every way to have them.
print_cure() {
  local spack manager
  for manager in apt dnf zypper; do print_install_command "$manager" "$@"; done
  mapfile -t spack < <(requirement_column spack "$@")
  say "on a cluster load the modules that have them (module avail), or use Spack:"
  printf '    spack install %s\n    spack load %s\n' "${spack[*]}" "${spack[*]}" >&2
}

# stop_for_administrator REQUIREMENT...: says what to install, and ends with 3.
stop_for_administrator() {
  local name
  say "not found: $*"
  for name; do reason_missing "$name"; done
  why_not_installed
  print_cure "$@"
  say "then call again."
  exit 3
}
