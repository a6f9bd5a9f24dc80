#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds and links the whole of assay-worker-cuda, in a directory of its own, and asks it what
# it is: build_worker.sh DIRECTORY. ASSAY_KOKKOS_CUDA names a Kokkos that has CUDA; without
# one, or without nvcc, exit code 77, which CTest takes for skipped.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PATH=$PATH:/usr/local/cuda/bin
if ! command -v nvcc >/dev/null; then
  echo "skipped: no nvcc here, so assay-worker-cuda is not built"
  exit 77
fi
if [[ -z ${ASSAY_KOKKOS_CUDA-} ]]; then
  echo "skipped: ASSAY_KOKKOS_CUDA names no Kokkos with CUDA, so assay-worker-cuda is not built"
  exit 77
fi

cd "$project"
cmake --preset cuda -B "$1" -DKokkos_ROOT="$ASSAY_KOKKOS_CUDA"
cmake --build "$1" --target assay-worker-cuda --parallel 2
status=0
said=$("$1/bin/assay-worker-cuda" --describe 2>&1) || status=$?
case $status in
  0) [[ $said == *'"backend": "cuda"'* ]] ;;
  69) [[ $said == "unavailable: no cuda device"* ]] ;;
  127) [[ $said == *libcuda* ]] ;;
  *) false ;;
esac || {
  printf 'exit code %d: %s\n' "$status" "$said" >&2
  exit 1
}
