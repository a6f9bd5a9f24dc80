# SPDX-License-Identifier: Apache-2.0
# The libraries of the harness as static ones, compiled for an old C library.
# shellcheck shell=bash disable=SC2154
# Reads: packaging, work, prefix, jobs, mirror, and the compilers CC, CXX, AR, RANLIB.

# fetch NAME: unpacks its source into $work/source/NAME.
fetch() {
  local name=$1 url sha256 archive
  read -r url sha256 < <(awk -v name="$name" '$1 == name {print $2, $3}' "$packaging/sources.txt")
  url=${url/#MIRROR/$mirror}
  archive=$work/download/${url##*/}
  mkdir -p "$work/download"
  [[ -f $archive ]] || { curl --fail --silent --show-error --location --output "$archive.part" "${url//+/%2b}" &&
    mv "$archive.part" "$archive"; } || return
  sha256sum --check --quiet <<<"$sha256  $archive" || { rm -f "$archive"; return 1; }
  rm -rf "$work/source/$name"
  mkdir -p "$work/source/$name"
  tar -xf "$archive" -C "$work/source/$name" --strip-components=1
}

# with_cmake NAME OPTION...
with_cmake() {
  local name=$1
  shift
  cmake -G Ninja -S "$work/source/$name" -B "$work/objects/$name" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF \
    -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_POLICY_VERSION_MINIMUM=3.5 "$@" &&
    cmake --build "$work/objects/$name" --parallel "$jobs" &&
    cmake --install "$work/objects/$name"
}

make_zlib() {
  cd "$work/source/zlib" && ./configure --static --prefix="$prefix" && make -j "$jobs" libz.a &&
    install -D -m 644 -t "$prefix/lib" libz.a && install -D -m 644 -t "$prefix/include" zlib.h zconf.h
}

# The digest alone is used: what needs protocols, keys, ciphers or the machine's settings is left out.
make_openssl() {
  local without=(aria async autoload-config bf blake2 camellia cast chacha cmp cms comp ct deprecated des dgram dh dsa dso ec engine
    gost idea legacy md4 mdc2 module ocb ocsp poly1305 psk rc2 rc4 rmd160 scrypt seed shared siphash siv sm2 sm3 sm4
    sock srp srtp ssl static-engine stdio tests tls ts ui-console whirlpool)
  cd "$work/source/openssl" && ./Configure "linux-$(uname -m)" "${without[@]/#/no-}" --prefix=/usr --openssldir=/etc/ssl &&
    make -j "$jobs" build_generated && make -j "$jobs" libcrypto.a &&
    install -D -m 644 -t "$prefix/lib" libcrypto.a && mkdir -p "$prefix/include" && cp -r include/openssl "$prefix/include"
}

make_hwloc() {
  cd "$work/source/hwloc" && ./configure --prefix="$prefix" --enable-static --disable-shared --disable-io \
    --disable-libxml2 --disable-libudev --disable-cairo --disable-plugin-dlopen --disable-plugin-ltdl --disable-doxygen \
    --disable-readme &&
    make -j "$jobs" -C include && make -j "$jobs" -C hwloc &&
    make -C include install && make -C hwloc install && install -D -m 644 -t "$prefix/lib/pkgconfig" hwloc.pc
}

# Only unpacked: it needs Abseil, but has the generated tables that Debian takes out of the release before.
make_re2-new() { test -f "$work/source/re2-new/re2/unicode_groups.cc"; }

make_re2() {
  cp "$work/source/re2-new/re2/"{perl_groups,unicode_casefold,unicode_groups}.cc "$work/source/re2/re2"
  make -C "$work/source/re2" -j "$jobs" static CXX="$CXX" AR="$AR" RANLIB="$RANLIB" CXXFLAGS="-O2 -fPIC" &&
    make -C "$work/source/re2" static-install prefix="$prefix" CXX="$CXX" AR="$AR" RANLIB="$RANLIB" CXXFLAGS="-O2 -fPIC"
}

make_fmt() { with_cmake fmt -DFMT_TEST=OFF -DFMT_DOC=OFF; }

make_yaml-cpp() { with_cmake yaml-cpp -DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF; }

make_cli11() { with_cmake cli11 -DCLI11_BUILD_TESTS=OFF -DCLI11_BUILD_EXAMPLES=OFF -DCLI11_BUILD_DOCS=OFF; }

make_json() { with_cmake json -DJSON_BuildTests=OFF; }

# make_library NAME: once for its row of sources.txt and its function as they are now.
make_library() {
  local name=$1 stamp log=$work/log/$1.log
  stamp=$prefix/.$({ awk -v name="$name" '$1 == name' "$packaging/sources.txt"; declare -f "make_$name"; } | sha256sum |
    cut -c 1-12)-$name
  [[ ! -f $stamp ]] || return 0
  say "compiling $name (the log: $log)"
  mkdir -p "$work/log" "$prefix"
  (set -e; fetch "$name"; "make_$name") >"$log" 2>&1 || { tail -n 20 "$log" >&2; say "$name failed"; return 1; }
  touch "$stamp"
}

make_libraries() {
  local name
  while read -r name; do make_library "$name" || return; done < <(awk '!/^#/ {print $1}' "$packaging/sources.txt")
}
