#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What is missing is named and installed, and nothing else; or asked for, with exit code 3.
. "${BASH_SOURCE[0]%/*}/project.sh"

# Every program but those of the build, and stand-ins: only ninja-build counts as installed.
tools=$scratch/tools
mkdir "$tools"
for name in bash env readlink find awk sort head cat grep sed mkdir flock touch rm nproc tr \
  tail timeout id mktemp cut true; do
  ln -s "$(type -P "$name")" "$tools/$name"
done
# shellcheck disable=SC2016
printf '#!/bin/sh\nfor p; do :; done\n[ "$p" != ninja-build ] || echo installed\n' \
  >"$tools/dpkg-query"
printf '#!/bin/sh\necho "$@" >>"%s/installed"\n' "$scratch" >"$tools/apt-get"
printf '#!/bin/sh\nshift\nexec "$@"\n' >"$tools/sudo"
chmod +x "$tools"/{dpkg-query,apt-get,sudo}

PATH=$tools ASSAY_NO_INSTALL=1 call plan
expect "exit code" "$status" 3
expect "standard output" "$output" ""
expect_said "    apt-get install --no-install-recommends cmake g++ pkg-config libopenmpi-dev"
expect_not_said "ninja-build"
expect_not_said "gtest"
expect_not_said "scipy"  # ASSAY_PYTHON is set
expect_said "    spack install cmake@3.25: ninja"
[[ ! -f $scratch/installed ]] || fail "apt-get was called"

PATH=$tools ASSAY_NO_INSTALL=1 call test
expect_said "libgtest-dev libgmock-dev"

printf '#!/bin/sh\nexit 1\n' >"$tools/sudo"
if ((EUID != 0)); then
  PATH=$tools call plan
  expect "exit code of an ordinary user" "$status" 3
  expect_said "this user is not root, and has no sudo"
fi
printf '#!/bin/sh\nshift\nexec "$@"\n' >"$tools/sudo"

PATH=$tools call plan
expect_said "installing with apt-get (ASSAY_NO_INSTALL=1 forbids it): cmake g++ pkg-config"
grep -q -- "--no-install-recommends --no-remove cmake g++ pkg-config" "$scratch/installed" ||
  fail "apt-get was not called rightly: $(<"$scratch/installed")"
expect "exit code where the installation brought nothing" "$status" 3

# A CMake that is too old is said to be; where there is no apt-get, that too, to root as well.
printf '#!/bin/sh\necho cmake version 3.22.1\n' >"$tools/cmake"
chmod +x "$tools/cmake"
mv "$tools/apt-get" "$tools/dnf"
mv "$tools/dpkg-query" "$scratch/"
PATH=$tools call plan
expect "exit code with an old CMake" "$status" 3
expect_said "CMake 3.22.1 ($tools/cmake) is older than 3.25"
expect_said "installs with apt-get only"
expect_said "    dnf install cmake ninja-build gcc-c++"
expect_not_said "apt-get install"
rm "$tools/cmake"
mv "$tools/dnf" "$tools/apt-get"
mv "$scratch/dpkg-query" "$tools/"

# CMake is there, a library is not: what CMake misses is asked for, no more.
cat >"$project/more.cmake" <<'CMAKE'
file(WRITE ${PROJECT_BINARY_DIR}/missing.txt "hwloc\n")
message(FATAL_ERROR "Not found: hwloc")
CMAKE
ASSAY_NO_INSTALL=1 PATH=$tools:$PATH call plan
expect "exit code without a library" "$status" 3
expect_said "    apt-get install --no-install-recommends libhwloc-dev$"

# The reason is told where CMake knows one; and whatever went wrong, what a machine needs.
cat >"$project/more.cmake" <<'CMAKE'
file(WRITE ${PROJECT_BINARY_DIR}/missing.txt "mpi its headers are not there\n")
message(FATAL_ERROR "Not found: mpi")
CMAKE
ASSAY_NO_INSTALL=1 PATH=$tools:$PATH call plan
expect "exit code without headers" "$status" 3
expect_said "assay: its headers are not there$"
echo 'message(FATAL_ERROR "a package has a fault")' >"$project/more.cmake"
ASSAY_NO_INSTALL=1 PATH=$tools:$PATH call plan
expect "exit code where configuring fails" "$status" 1
expect_said "a package has a fault"
expect_said "    spack install .* openmpi hwloc"
