#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh [PYTHON]: makes the site of docs/ in build/site; a warning is an error. Where the
# interpreter has no MkDocs, it is installed into build/site-python, from PyPI.
set -euo pipefail

cd "${BASH_SOURCE[0]%/*}/../.."
python=${1:-python3}
if ! "$python" -c 'import material, mkdocs' 2>/dev/null; then
  python=build/site-python/bin/python3
  [[ -x $python ]] || "${1:-python3}" -m venv build/site-python
  "$python" -m pip install --quiet --disable-pip-version-check -r packaging/site/requirements.txt
fi
NO_MKDOCS_2_WARNING=1 exec "$python" -m mkdocs build --strict
