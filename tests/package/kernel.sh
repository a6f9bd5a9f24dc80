#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# kernel.sh BUILD [OPTION_OF_CMAKE]...: builds the kernel of docs/kernels.md against an installation of BUILD
# that was moved, and measures it.
set -euo pipefail
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
. "$here/installation.sh"
install_moved "$1"
shift

project=$scratch/kernels
mkdir "$project"
cp "$here/CMakeLists.txt" "$project"
# shellcheck disable=SC2016
sed -n '/^```cpp$/,/^```$/{/^```/!p}' "$here/../../docs/kernels.md" >"$project/thirds.cpp"
cat >"$project/study.yaml" <<'YAML'
study: thirds
kernel: thirds
scaling: strong
samples: 1e7
ranks: [1, 2]
launches: 2
YAML
cmake -S "$project" -B "$project/build" -DCMAKE_PREFIX_PATH="$moved" -DCMAKE_UNITY_BUILD=ON "$@"
cmake --build "$project/build" --parallel 2
cd "$project"
export ASSAY_WORKER_DIR=$project/build/assay/bin
"$moved/bin/assay" kernels | grep '^thirds: counts multiples of three$'
"$moved/bin/assay" run study.yaml
expect_report "$project/results/thirds"
