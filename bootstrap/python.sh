# SPDX-License-Identifier: Apache-2.0
# The Python of the analysis: one that has its packages is found, or a virtual environment
# is made, or the distribution's packages are asked for.
# shellcheck shell=bash

# Prints the interpreter's own path when it has all modules; imports none of them.
python_with() {
  local interpreter=$1
  shift
  timeout 3 "$interpreter" - "$@" 2>/dev/null <<'PYTHON'
import importlib.util
import sys

if sys.version_info < (3, 11) or not all(map(importlib.util.find_spec, sys.argv[1:])):
    sys.exit(1)
print(sys.executable)
PYTHON
}

# find_python [MODULE...]: an interpreter with the modules of the analysis and those given.
find_python() {
  local candidate
  for candidate in "${VIRTUAL_ENV:-.}"/bin/python3 .venv/bin/python3 python3 /usr/bin/python3 \
    $(compgen -c python3. | grep -x 'python3\.[0-9]*' | sort -ruV); do
    command -v "$candidate" >/dev/null || continue
    python_with "$candidate" numpy scipy pandas matplotlib jinja2 "$@" && return
  done
  return 1
}

# A Python that can make virtual environments.
find_venv_python() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    command -v "$candidate" >/dev/null && python_with "$candidate" venv ensurepip && return
  done
  return 1
}

fill_venv() {
  local -x PIP_DEFAULT_TIMEOUT=${PIP_DEFAULT_TIMEOUT:-5} PIP_RETRIES=${PIP_RETRIES:-1}
  "$1" -m venv .venv &&
    .venv/bin/python3 -m pip install --disable-pip-version-check --editable "analysis$2"
}

# make_venv EXTRA: from analysis/pyproject.toml; fails soon where no index answers.
make_venv() {
  local base
  base=$(find_venv_python) || return
  say "making .venv with the Python packages of the analysis"
  run_logged python fill_venv "$base" "$1" && return
  rm -rf .venv
  say "that failed (the log: $log_directory/python.log): on to the distribution's packages"
  return 1
}

record_python() {
  mkdir -p build
  printf '%s\n' "$1" >build/python
}
