# SPDX-License-Identifier: Apache-2.0
# The Python of the analysis: one that has its packages is found, or a virtual environment
# is made, or the distribution's packages are asked for. CMake and Ninja come into that
# environment too, where those of the machine are too old.
# shellcheck shell=bash

minimum_python=3.9
tools_directory=$root/.venv/tools

# python_with INTERPRETER MODULE...: prints the interpreter's own path when it is new enough and
# has the modules; else says what it lacks, and fails. Imports none of them but `scaling`, the
# analysis, which says by itself which packages of which releases it needs.
python_with() {
  local interpreter=$1
  shift
  PYTHONPATH=$root/analysis${PYTHONPATH:+:$PYTHONPATH} \
    timeout 5 "$interpreter" -B - "$minimum_python" "$@" 2>/dev/null <<'PYTHON'
import sys

version = "%d.%d" % sys.version_info[:2]
if sys.version_info < tuple(map(int, sys.argv[1].split("."))):
    sys.exit(print("%s is Python %s" % (sys.executable, version)) or 1)

import importlib.util

missing = [name for name in sys.argv[2:] if not importlib.util.find_spec(name)]
if missing:
    sys.exit(print("%s has no %s" % (sys.executable, ", ".join(missing))) or 1)
if "scaling" in sys.argv:
    sys.stderr = sys.stdout
    import scaling
print(sys.executable)
PYTHON
}

# Every interpreter there may be, the likeliest first.
python_candidates() {
  { printf '%s\n' "${VIRTUAL_ENV:-.}/bin/python3" .venv/bin/python3 python3 /usr/bin/python3
    compgen -c python3. | grep -x 'python3\.[0-9]*' | sort -ruV; } | awk '!seen[$0]++'
}

# first_python MODULE...: the path of the first that has them.
first_python() {
  local candidate found
  while IFS= read -r candidate; do
    if has "$candidate" && found=$(python_with "$candidate" "$@"); then
      printf '%s\n' "$found"
      return
    fi
  done < <(python_candidates)
  return 1
}

# find_python [MODULE...]: an interpreter that runs the analysis and has the modules given.
find_python() { first_python scaling "$@"; }

# Says of each interpreter what it lacks.
describe_pythons() {
  local candidate said
  while IFS= read -r candidate; do
    has "$candidate" || continue
    said=$(python_with "$candidate" scaling "$@") || say "    ${said:-$candidate does not start}"
  done < <(python_candidates)
}

stop_without_python() {
  say "no Python >= $minimum_python with the packages of the analysis was found:"
  describe_pythons "$@"
  say "Make one, name it in ASSAY_PYTHON, and call again."
  exit 1
}

# A Python that can make virtual environments.
find_venv_python() { first_python venv ensurepip; }

# make_environment PYTHON: .venv, where there is none.
make_environment() { [[ -x .venv/bin/python3 ]] || "$1" -m venv .venv; }

# pip_install WORD...: into .venv; fails soon where no index answers.
pip_install() {
  local -x PIP_DEFAULT_TIMEOUT=${PIP_DEFAULT_TIMEOUT:-5} PIP_RETRIES=${PIP_RETRIES:-1}
  .venv/bin/python3 -m pip install --disable-pip-version-check "$@"
}

fill_venv() { make_environment "$1" && pip_install --editable "analysis$2"; }

# make_venv EXTRA: with the packages of analysis/pyproject.toml.
make_venv() {
  local base
  base=$(find_venv_python) || return
  say "making .venv with the Python packages of the analysis"
  run_logged python fill_venv "$base" "$1" && return
  [[ -d $tools_directory ]] || rm -rf .venv
  say "that failed (the log: $log_directory/python.log): on to the distribution's packages"
  return 1
}

record_python() {
  mkdir -p build
  printf '%s\n' "$1" >build/python
}

# What provide_tools installed comes before what the machine has.
use_own_tools() {
  [[ ! -d $tools_directory || :$PATH: == *:"$tools_directory":* ]] || PATH=$tools_directory:$PATH
}

install_tools_by_pip() {
  local base program
  base=$(find_venv_python) && make_environment "$base" && pip_install "$@" || return
  mkdir -p "$tools_directory"
  for program in cmake ctest ninja; do
    [[ ! -x .venv/bin/$program ]] || ln -sf "../bin/$program" "$tools_directory/$program"
  done
}

# CMake and Ninja from PyPI, where those are all that is missing.
provide_tools() {
  local tools
  mapfile -t tools < <(missing_tools)
  ((${#tools[@]})) || return 0
  ! printf '%s\n' "${tools[@]}" | grep -qvx 'cmake\|ninja' || return
  find_venv_python >/dev/null || { may_install && install_group pypi; } || return
  say "installing into .venv from PyPI: ${tools[*]}"
  if run_logged tools install_tools_by_pip "${tools[@]}"; then
    use_own_tools
  else
    say "that failed (the log: $log_directory/tools.log)"
  fi
}
