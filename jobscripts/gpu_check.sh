#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Everything that needs a GPU, in one go of under eight minutes: jobscripts/gpu_check.sh [directory]
#
# Builds the worker for CUDA (Kokkos_ROOT names a Kokkos that has it), or takes the one that
# is built; runs every kernel on the CPU and on the GPU, whose tallies the judge compares;
# shares the device among ranks, strong and weak; times pi beside cuRAND and a device's copy.
# Leaves the studies, gpu_check.json and gpu_check.md in the directory (results/gpu_check).
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$project/results/gpu_check}
worker=$project/build/cuda/bin/assay-worker-cuda
assay=$project/build/release/bin/assay
[[ -x $assay ]] || assay=$project/assay
cd "$project"
# shellcheck source=jobscripts/env.sh
. jobscripts/env.sh
PATH=$PATH:/usr/local/cuda/bin

lacks() {
  echo "gpu_check.sh: $1" >&2
  exit 3
}

command -v nvcc >/dev/null || lacks "no nvcc. Load the module of CUDA"
command -v nvidia-smi >/dev/null || lacks "no driver of NVIDIA here (no nvidia-smi)"
gpus=$(nvidia-smi --list-gpus 2>&1) || lacks "no GPU: $gpus"
mkdir -p "$out"

if [[ ! -x $worker ]]; then
  cmake --preset cuda
  cmake --build --preset cuda --parallel
fi
peers=$out/peers
nvcc -std=c++20 -O3 -arch=native -fmad=false -I. -I kernels -o "$peers" kernels/device/peers.cu
"$peers" >"$out/peers.json"

# study NAME AXES...: writes a study and runs it; a failed launch is the table's business.
study() {
  local file=$out/$1.yaml name=$1
  shift
  {
    printf 'study: %s\nlimits: {timeout: 60s}\n' "$name"
    printf '%s\n' "$@"
  } >"$file"
  "$assay" run --results "$out" --no-report "$file" || (($? == 1))
}

# The same samples on both: the tallies have to be the same integers.
study gpu-tallies 'kernel: [pi, option, histogram, lookup, fill, transport, ising, reduce]' \
  'scaling: strong' 'samples: 1e8' 'ranks: 1' 'backend: [openmp, cuda]' 'repetitions: 3' \
  'launches: {min: 1, max: 1}'
study gpu-rates 'kernel: [option, histogram, lookup, fill, transport]' 'scaling: strong' \
  'samples: 1e10' 'ranks: 1' 'backend: cuda' 'repetitions: 4' 'launches: {min: 2, max: 2}'
study gpu-pi 'kernel: pi' 'scaling: strong' 'samples: 1e12' 'ranks: 1' 'backend: cuda' \
  'repetitions: 4' 'launches: {min: 3, max: 3}'
study gpu-shared 'kernel: pi' 'scaling: [strong, weak]' \
  'samples: {strong: 4e11, weak: 2e11}' 'ranks: [1, 2, 4]' 'backend: cuda' \
  'ranks_per_gpu: 4' 'repetitions: 4' 'launches: {min: 3, max: 3}'

status=0
python3 kernels/device/gpu_table.py "$out" || status=$?
cat "$out/gpu_check.md"
exit "$status"
