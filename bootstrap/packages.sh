# SPDX-License-Identifier: Apache-2.0
# Which packages are missing, and how they come: installed, or asked for.
# shellcheck shell=bash

minimum_cmake=3.25

# requirements WHEN...: the names of cmake/requirements.txt needed then.
requirements() {
  awk -v when=" $* " '!/^#/ && index(when, " " $2 " ") {print $1}' \
    "$root/cmake/requirements.txt"
}

# requirement_column COLUMN NAME...
requirement_column() {
  local column=$1 name
  shift
  for name; do
    awk -v name="$name" -v column="$column" \
      '$1 == name && $column != "-" {gsub(",", "\n", $column); print $column}' \
      "$root/cmake/requirements.txt"
  done
}

# The packages among those given that the distribution has not installed.
not_installed() {
  local package
  for package; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed* ]] ||
      printf '%s\n' "$package"
  done
}

has() { command -v "$1" >/dev/null; }

has_new_cmake() {
  has cmake || return
  local version
  version=$(cmake --version | awk 'NR == 1 {print $3}')
  [[ $(printf '%s\n' "$version" "$minimum_cmake" | sort -V | head -n 1) == "$minimum_cmake" ]]
}

# The tools without which CMake cannot look for the rest.
missing_tools() {
  has_new_cmake || echo cmake
  has ninja || has ninja-build || echo ninja
  [[ -n ${CXX-} ]] || has c++ || echo c++
  has pkg-config || echo pkg-config
}

may_install() {
  [[ ${ASSAY_NO_INSTALL:-0} == 0 ]] && has apt-get || return
  ((EUID == 0)) || sudo -n true 2>/dev/null
}

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
  mapfile -t packages < <(requirement_column 3 "$@")
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
  say "installing: $*"
  local options=(install --yes --no-install-recommends)
  run_logged "$log" apt_install "${options[@]}" "$@" && return
  # No package lists, or lists that are too old.
  say "asking the distribution for its package lists"
  run_logged "$log" apt_install update ||
    report_failure "$log" "apt-get update" "Is there a way to the package mirror? Then call again."
  run_logged "$log" apt_install "${options[@]}" "$@" ||
    report_failure "$log" "apt-get install" "Install these by hand, then call again: $*"
}

# stop_for_administrator REQUIREMENT...: says what to install, and ends with 3.
stop_for_administrator() {
  local debian spack
  mapfile -t debian < <(requirement_column 3 "$@")
  ! has dpkg-query || mapfile -t debian < <(not_installed "${debian[@]}")
  mapfile -t spack < <(requirement_column 4 "$@")
  say "not found: $*"
  if [[ ${ASSAY_NO_INSTALL:-0} != 0 ]]; then
    say "ASSAY_NO_INSTALL is set: nothing was installed."
  else
    say "this user may not install packages here."
  fi
  if ((${#debian[@]})); then
    say "on Debian or Ubuntu an administrator runs:"
    printf '    apt-get install --no-install-recommends %s\n' "${debian[*]}" >&2
  fi
  say "on a cluster load the modules that have them (module avail), or use Spack:"
  printf '    spack install %s\n    spack load %s\n' "${spack[*]}" "${spack[*]}" >&2
  say "then call again."
  exit 3
}
