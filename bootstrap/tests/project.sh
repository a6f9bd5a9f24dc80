# SPDX-License-Identifier: Apache-2.0
# A small project around the real ./assay and bootstrap/, in a directory whose name has a
# space. CMake, Ninja and the compiler are real; Kokkos and Python are stand-ins, and so
# are apt-get, dpkg-query and sudo where a test needs them: a test must not install.
# shellcheck shell=bash

set -euo pipefail
source_root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
project="$scratch/a clone"
errors=$scratch/errors

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  [[ ! -f $errors ]] || sed 's/^/  stderr: /' "$errors" >&2
  exit 1
}

# expect WHAT ACTUAL WANTED
expect() { [[ $2 == "$3" ]] || fail "$1: '$2' instead of '$3'"; }
expect_said() { grep -q -- "$1" "$errors" || fail "not said: $1"; }
expect_not_said() { ! grep -q -- "$1" "$errors" || fail "said: $1"; }

# call ARGUMENT...: the project's ./assay; sets output and status.
# shellcheck disable=SC2034,SC2120  # for those who include this
call() {
  status=0
  output=$("$project/assay" "$@" 2>"$errors") || status=$?
}

write_main() {
  printf '#include <stdio.h>\nint main(int c, char** v) { puts("%s");' "$1"
  printf 'for (int i = 1; i < c; ++i) puts(v[i]); return 0; }\n'
}

# The compilers that a user chose have the usual names here, where nothing else has them.
lend_compilers() {
  mkdir "$scratch/compilers"
  type -P c++ >/dev/null || ln -s "$(type -P "$CXX")" "$scratch/compilers/c++"
  type -P cc >/dev/null || ln -s "$(type -P "$CC")" "$scratch/compilers/cc"
  PATH=$scratch/compilers:$PATH
}
[[ ! ${CC-} || ! ${CXX-} ]] || lend_compilers
unset CC CXX Kokkos_ROOT ASSAY_NO_INSTALL VIRTUAL_ENV
export XDG_CACHE_HOME=$scratch/cache CMAKE_PREFIX_PATH=$scratch/prefix ASSAY_PYTHON=/bin/true
mkdir -p "$project"/{cmake,common,kernels,harness,witness,analysis} "$scratch/prefix"
cp -r "$source_root"/{assay,bootstrap,CMakePresets.json} "$project/"
cp "$source_root/cmake/requirements.txt" "$project/cmake/"
printf 'set(Kokkos_VERSION 9.9)\nset(Kokkos_DEVICES OPENMP SERIAL)\n' \
  >"$scratch/prefix/KokkosConfig.cmake"
write_main one >"$project/harness/main.c"
cat >"$project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(stand_in LANGUAGES C)
include(CTest)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
add_executable(assay harness/main.c)
include(more.cmake OPTIONAL)
CMAKE
