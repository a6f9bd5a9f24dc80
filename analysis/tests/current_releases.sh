#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the tests with the newest releases of numpy, scipy, matplotlib and Jinja2 from the
# package index; arguments go to pytest. PYTHON names another interpreter than python3, as
# python3.9, the oldest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder"
python=$folder/bin/python

# tomllib is there from Python 3.11 on.
"$python" -m pip install --quiet --disable-pip-version-check tomli
mapfile -t needed < <("$python" - <<'END'
import tomli
with open("pyproject.toml", "rb") as file:
    project = tomli.load(file)["project"]
print(*project["dependencies"], *project["optional-dependencies"]["test"], sep="\n")
END
)
"$python" -m pip install --quiet --disable-pip-version-check --upgrade "${needed[@]}"
"$python" -m pip list --disable-pip-version-check |
  grep -Ei '^(numpy|scipy|matplotlib|jinja2|pytest) '
"$python" -m pytest "$@"
