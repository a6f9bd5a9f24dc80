# SPDX-License-Identifier: Apache-2.0
# A Kokkos that uses several cores: found, or built once per user into a cache.
# shellcheck shell=bash

# Releases before 4 lack <cstdint>, which newer compilers no longer bring in by chance.
kokkos_options=("-DCMAKE_CXX_FLAGS=${CXXFLAGS-} -include cstdint"
  -DCMAKE_BUILD_TYPE=Release
  -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DKokkos_ENABLE_SERIAL=ON -DKokkos_ENABLE_OPENMP=ON)
kokkos_cache=${XDG_CACHE_HOME:-$HOME/.cache}/assay

# Prints version, backends and directory of what CMake finds by itself, or nothing.
probe_kokkos() {
  local probe=${log_directory%/*}/kokkos-probe
  rm -rf "$probe"
  run_logged kokkos-probe cmake -G Ninja -S "$root/bootstrap/kokkos-probe" -B "$probe" || return 0
  cat "$probe/found"
}

# Succeeds when a host-parallel Kokkos is found; says why another is not taken.
kokkos_is_found() {
  local version backends directory
  read -r version backends directory < <(probe_kokkos) || return
  if [[ ";$backends;" == *";OPENMP;"* || ";$backends;" == *";THREADS;"* ]]; then
    say "Kokkos $version [$backends] in $directory"
    return
  fi
  say "Kokkos $version in $directory has only [$backends], which runs one thread: not taken"
  return 1
}

# What a cached build depends on, besides its version.
kokkos_key() {
  { "${CXX:-c++}" --version; uname -m; printf '%s\n' "${kokkos_options[@]}"; } |
    sha256sum | cut -c 1-12
}

newest_cached_kokkos() {
  compgen -G "$kokkos_cache/kokkos-*-$(kokkos_key)" | sort -V | tail -n 1
}

can_reach() {
  [[ -z ${https_proxy-}${HTTPS_PROXY-}${ALL_PROXY-} ]] || return 0
  local host=${1#*://}
  timeout 5 bash -c "</dev/tcp/${host%%/*}/443" 2>/dev/null
}

# The pinned release, unpacked into DIRECTORY/source.
download_kokkos() {
  local url sha256
  url=$(requirement_column url kokkos)
  sha256=$(requirement_column sha256 kokkos)
  can_reach "$url" || return
  say "downloading $url"
  run_logged kokkos-download cmake -DURL="$url" -DSHA256="$sha256" -DOUTPUT="$1/kokkos.tar.gz" \
    -P "$root/bootstrap/download.cmake" || return
  mkdir "$1/source"
  tar -xzf "$1/kokkos.tar.gz" -C "$1/source" --strip-components=1
}

# apt-get with the machine's own package sources as source entries, and all state in
# DIRECTORY: nothing of the system's is changed, and no right is needed.
private_apt() {
  local directory=$1
  shift
  apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$directory/parts" \
    -o Dir::State::lists="$directory/lists" -o Dir::Cache="$directory/cache" \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none -o Acquire::Retries=1 "$@"
}

write_source_entries() {
  local directory=$1 file
  mkdir -p "$directory"/{parts,lists/partial,cache/archives/partial}
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ ! -f $file ]] || sed -n 's/^deb /deb-src /p' "$file"
  done >"$directory/parts/assay.list"
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ ! -f $file ]] || sed 's/^Types:.*/Types: deb-src/' "$file" \
      >"$directory/parts/${file##*/}"
  done
}

# The distribution's source package of Trilinos holds a whole Kokkos, which its prebuilt
# package offers for one thread only.
fetch_distribution_kokkos() {
  local directory=$1
  write_source_entries "$directory"
  # Repositories without source packages make the update fail; Trilinos is not in those.
  private_apt "$directory" update || true
  (cd "$directory" && private_apt "$directory" source --download-only --tar-only trilinos) || return
  mkdir "$directory/trilinos"
  tar -xf "$directory"/trilinos_*.orig.tar.* -C "$directory/trilinos" --strip-components=1 \
    --wildcards '*/packages/kokkos'
  mv "$directory/trilinos/packages/kokkos" "$directory/source"
}

# Reads the version from the sources.
kokkos_version() {
  awk 'tolower($1) ~ /^set\(kokkos_version_(major|minor|patch)$/ {
         gsub(/[^0-9]/, "", $2); version = version separator $2; separator = "."}
       END {print version}' "$1/CMakeLists.txt"
}

compile_kokkos() {
  local directory=$1 prefix=$2 standard=17
  ! at_least "$(kokkos_version "$directory/source")" 5 || standard=20
  cmake -G Ninja -S "$directory/source" -B "$directory/build" -DCMAKE_CXX_STANDARD="$standard" \
    -DCMAKE_INSTALL_PREFIX="$prefix" "${kokkos_options[@]}" &&
    cmake --build "$directory/build" &&
    DESTDIR=$directory/stage cmake --install "$directory/build"
}

# Builds DIRECTORY/source into the cache, where it appears only when it is whole.
install_kokkos() {
  local directory=$1 prefix
  prefix=$kokkos_cache/kokkos-$(kokkos_version "$directory/source")-$(kokkos_key)
  say "building Kokkos into $prefix"
  run_logged kokkos compile_kokkos "$directory" "$prefix" || return
  mv "$directory/stage$prefix" "$prefix"
}

build_kokkos() {
  kokkos_work=$(mktemp -d "$kokkos_cache/build.XXXXXX")
  trap 'rm -rf "$kokkos_work"' EXIT
  get_kokkos_source "$kokkos_work" || stop_for_administrator kokkos
  install_kokkos "$kokkos_work" || report_failure kokkos "building Kokkos" \
    "Load a Kokkos with OpenMP (a module, or Spack's kokkos+openmp), then call again."
  rm -rf "$kokkos_work"
  trap - EXIT
}

get_kokkos_source() {
  download_kokkos "$1" && return
  has apt-get || return
  say "downloading the distribution's source of Kokkos (in that of Trilinos, 170 MB)"
  run_logged kokkos-source fetch_distribution_kokkos "$1"
}

# Debian's releases after 13 have a Kokkos for several cores.
install_distribution_kokkos() {
  may_install && [[ -n $(apt-cache --names-only search '^libkokkos-dev$') ]] &&
    (install_packages libkokkos-dev) && kokkos_is_found
}

# Sets kokkos_root: empty where CMake finds a good one by itself.
resolve_kokkos() {
  kokkos_root=
  if [[ -f $settings && -d $(configured_kokkos "$build") ]] && ! must_start_over; then
    return  # as this build was configured
  fi
  ! kokkos_is_found || return 0
  kokkos_root=$(newest_cached_kokkos) && return
  if ! can_reach "$(requirement_column url kokkos)" && install_distribution_kokkos; then return; fi
  mkdir -p "$kokkos_cache"
  exec 8>"$kokkos_cache/lock"
  flock 8  # another clone may be building the same
  kokkos_root=$(newest_cached_kokkos) || { build_kokkos; kokkos_root=$(newest_cached_kokkos); }
  exec 8>&-
}
