# SPDX-License-Identifier: Apache-2.0
# From whatever is on the machine to build/release/bin/assay.
# shellcheck shell=bash

. "$root/bootstrap/progress.sh"
. "$root/bootstrap/packages.sh"
. "$root/bootstrap/python.sh"
. "$root/bootstrap/configured_kokkos.sh"
use_own_tools

missing_file=$build/missing.txt

# One build at a time in a tree. The lock is that of descriptor 9, and ends with us.
lock_build() {
  mkdir -p "$root/build"
  exec 9>"$root/build/lock"
  flock --nonblock 9 && return
  say "waiting for another call that builds here"
  flock 9 || say "this file system has no locks: going on without"
}

write_settings() {
  local name
  mkdir -p "$build"
  for name in "${setting_names[@]}"; do
    printf '%s=%s\n' "$name" "${!name-}"
  done >"$settings"
}

# After a change of the settings, or a first attempt that failed, nothing found then counts.
must_start_over() {
  [[ -f $settings ]] && { settings_changed || [[ ! -f $build/build.ninja ]]; }
}

is_configured() {
  local python kokkos
  [[ -f $build/build.ninja && -f $build/CMakeCache.txt && -f $settings && -f $root/build/python ]] || return
  ! settings_changed || return
  read -r python <"$root/build/python" && [[ -x $python ]] || return
  kokkos=$(configured_kokkos "$build")
  [[ -z $kokkos || -d $kokkos ]] || return
  [[ $testing == OFF ]] || grep -q '^BUILD_TESTING:BOOL=ON$' "$build/CMakeCache.txt" || return
  [[ -z $(find "$root" -path "$root/build" -prune -o \
    \( -name CMakeLists.txt -o -name '*.cmake' -o -name requirements.txt \
    -o -name CMakePresets.json \) -newer "$build/build.ninja" -print -quit) ]]
}

# Records an interpreter, or names the distribution's packages in `python_needs`.
prepare_python() {
  local extra='' path stopping=
  [[ $testing == OFF ]] || extra='[test]'
  ((${#needs[@]} == 0)) || may_install || stopping=yes
  if [[ -n ${ASSAY_PYTHON-} ]]; then
    record_python "$ASSAY_PYTHON"
  elif path=$(find_python "${python_modules[@]}"); then
    record_python "$path"
  elif [[ $stopping ]] && find_venv_python >/dev/null; then
    return  # the environment is for the next call
  elif [[ $stopping ]] || ! make_venv "$extra"; then
    rm -f build/python
    mapfile -t python_needs < <(requirements python "${python_modules[@]}")
  fi
}

# Python's packages take longest to install, and nothing needs them before the end; nor what
# the tests start. Each alone: a distribution may lack one. Begins when all is configured: what
# is installed meanwhile (another MPI, say) must not change what is being looked for.
install_later() {
  ((${#python_needs[@]} == 0)) || (install_requirements "${python_needs[@]}") || true
  [[ $testing == ON ]] || return 0
  (install_group slurm) || true
  (install_group gate) || true
}

start_later_installation() {
  ((${#python_needs[@]})) || { [[ $testing == ON ]] && may_install; } || return 0
  in_background=yes install_later &
  later_job=$!
}

finish_later_installation() {
  local path
  [[ -n $later_job ]] || return 0
  wait "$later_job"  # what failed said why; what counts is what is there now
  [[ ! -f build/python ]] || return 0
  path=$(find_python "${python_modules[@]}") || stop_without_python "${python_modules[@]}"
  record_python "$path"
}

# The libraries can be looked for only where there is CMake. Where not, all that are not
# installed are asked for at once.
needs_of_bare_machine() {
  local name
  missing_tools
  ! has_new_cmake || return 0
  for name in $(requirements build "$([[ $testing == OFF ]] || echo test)"); do
    [[ $name == mpi ]] && has mpicxx || echo "$name"
  done
}

# Makes sure of the tools and of Python.
prepare() {
  local needs
  may_install || provide_tools || true
  mapfile -t needs < <(needs_of_bare_machine)
  prepare_python
  ((${#needs[@]} + ${#python_needs[@]} == 0)) || may_install ||
    stop_for_administrator "${needs[@]}" "${python_needs[@]}"
  install_requirements "${needs[@]}" || true
  provide_tools || true
  mapfile -t needs < <(missing_tools)
  ((${#needs[@]} == 0)) || stop_for_administrator "${needs[@]}"
}

# The user's own words for CMake come last.
configure_once() {
  local words
  read -ra words <<<"${ASSAY_CMAKE_OPTIONS-}"
  rm -f "$missing_file"
  run_logged configure cmake --preset release "${configure_options[@]}" -DASSAY_FETCH="$1" "${words[@]}"
}

# configuring_failed: ends the program; says what a machine needs, whatever went wrong.
configuring_failed() {
  local needs
  mapfile -t needs < <(requirements tool build)
  print_cure "${needs[@]}"
  report_failure configure "configuring" "Mend what it names, then call again; 'rm -rf build' forgets all that was found."
}

# What CMake did not find is installed where we may, else fetched where it can be.
provide_missing() {
  local missing unfetchable=() name
  mapfile -t missing < <(cut -d ' ' -f 1 "$missing_file")
  if may_install && install_requirements "${missing[@]}"; then
    configure_once OFF
    return
  fi
  can_reach https://github.com || stop_for_administrator "${missing[@]}"
  for name in "${missing[@]}"; do
    [[ -n $(requirement_column url "$name") ]] || unfetchable+=("$name")
  done
  ((${#unfetchable[@]} == 0)) || stop_for_administrator "${unfetchable[@]}"
  say "fetching the sources of: ${missing[*]}"
  configure_once ON
}

# With `configure_options`; what is missing is provided, or named at the end of the program.
configure_with_all() {
  configure_once OFF && return
  [[ -s $missing_file ]] && provide_missing && return
  configuring_failed
}

# configure [OPTION]...: bootstrap/workers.sh gives some.
# shellcheck disable=SC2120
configure() {
  configure_options=(-DBUILD_TESTING="$testing" "$@")
  [[ -z $kokkos_root ]] || configure_options+=(-DKokkos_ROOT="$kokkos_root" -UKokkos_DIR)
  ! must_start_over || configure_options+=(--fresh)
  write_settings
  say "configuring"
  configure_with_all
}

# compile LOG TARGET...
compile() {
  local jobs log=$1
  shift
  jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
  run_logged "$log" cmake --build "$build" --parallel "$((jobs < 16 ? jobs : 16))" --target "$@" ||
    report_failure "$log" "building" "Mend what it names, then call again."
}

# All, and what was built because it was asked for.
compile_all() {
  local targets=(all)
  [[ ! -x $serial_worker ]] || targets+=(assay-worker-serial)
  say "building (the log: $log_directory/build.log)"
  compile build "${targets[@]}"
}

build_here() {
  local testing=$1 start=$SECONDS python_modules=() python_needs=() later_job=
  [[ $testing == OFF ]] || python_modules=(pytest)
  cd "$root" || exit
  lock_build
  [[ $testing == ON ]] || is_stale || return 0
  mkdir -p "$build"
  list_sources >"$stamp.new"
  if ! is_configured; then
    . bootstrap/kokkos.sh
    prepare
    resolve_kokkos
    configure
    start_later_installation
  fi
  compile_all
  finish_later_installation
  mv "$stamp.new" "$stamp"
  say "built in $((SECONDS - start)) s"
}

# build_program [ON|OFF]: with the tests or without. In a subshell, which gives back the
# user's directory and the lock when it ends.
build_program() (
  build_here "${1-OFF}"
)

# Where Kokkos has that backend; where not, the plan says so.
build_serial_worker() (
  cd "$root" || exit
  grep -q '^build assay-worker-serial:' "$build/build.ninja" || return 0
  lock_build
  say "building the worker for backend serial"
  compile serial-worker assay-worker-serial
)
