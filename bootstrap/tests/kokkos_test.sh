#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A Kokkos that runs one thread is not taken; a cached one is; a found one comes first.
. "${BASH_SOURCE[0]%/*}/project.sh"
root=$project
. "$project/bootstrap/stale.sh"
. "$project/bootstrap/build.sh"
. "$project/bootstrap/kokkos.sh"
mkdir -p "$project/build"
cd "$project"

resolve_kokkos 2>"$errors"
expect "found" "$kokkos_root" ""
expect_said "Kokkos 9.9 \[OPENMP;SERIAL\]"

cached=$kokkos_cache/kokkos-3.4.01-$(kokkos_key)
mkdir -p "$cached" "$kokkos_cache/kokkos-9.9-othercompiler"
printf 'set(Kokkos_VERSION 9.9)\nset(Kokkos_DEVICES SERIAL)\n' \
  >"$scratch/prefix/KokkosConfig.cmake"
resolve_kokkos 2>"$errors"
expect "serial only" "$kokkos_root" "$cached"
expect_said "runs one thread: not taken"

rm "$scratch/prefix/KokkosConfig.cmake"
resolve_kokkos 2>"$errors"
expect "none found" "$kokkos_root" "$cached"

cat >"$scratch/CMakeLists.txt" <<'CMAKE'
SET(Kokkos_VERSION_MAJOR 4)
set(Kokkos_VERSION_MINOR 7)
set (Kokkos_VERSION_PATCH 04)
CMAKE
sed -i 's/set (/set(/' "$scratch/CMakeLists.txt"
expect "version read" "$(kokkos_version "$scratch")" 4.7.04
