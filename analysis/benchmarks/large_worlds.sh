#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# large_worlds.sh ASSAY [LAUNCHES [RANKS...]]: seconds, memory and size of a simulated study of many ranks, and of its
# report; by default 6 launches of 65,536. The other goals, 20 launches of ten points to 10^5 ranks, are asked with
#   large_worlds.sh build/release/bin/assay 20 {1..10}0000
set -euo pipefail
assay=$(realpath "${1:?usage: large_worlds.sh ASSAY [LAUNCHES [RANKS...]]}")
launches=${2:-6}
ranks=("${@:3}")
((${#ranks[@]})) || ranks=(65536)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cores=128  # of a node
nodes=()
for count in "${ranks[@]}"; do nodes+=($(((count + cores - 1) / cores))); done
most=$(printf '%s\n' "${nodes[@]}" | sort -n | tail -n 1)
cat >"$folder/worlds.yaml" <<STUDY
study: worlds
kernel: pi
scaling: strong
samples: 1e13
ranks: [$(IFS=,; echo "${ranks[*]}")]
nodes: [$(IFS=,; echo "${nodes[*]}")]
zip: [[nodes, ranks]]
launcher: simulate
repetitions: 7
launches: $launches
limits: {timeout: 1h}
simulate: {nodes: $most, cores_per_node: $cores, rate: 1e9, imbalance: 2%,
           noise: {launch: 1%, repetition: 0.5%}}
STUDY

# timed WHAT COMMAND...: its seconds and its largest process.
timed() {
  "${ASSAY_PYTHON:-python3}" - "$@" <<'PYTHON'
import resource, subprocess, sys, time

what, *words = sys.argv[1:]
start = time.monotonic()
subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
wall_s = time.monotonic() - start
of = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{what:8} {wall_s:7.2f} s, {of.ru_utime + of.ru_stime:7.2f} s of CPU, {of.ru_maxrss / 2**20:.2f} GiB")
PYTHON
}

timed run "$assay" run "$folder/worlds.yaml" --results "$folder" --no-report
journal=$folder/worlds/journal.jsonl
printf 'journal  %s bytes, %s lines\n' "$(stat -c %s "$journal")" "$(wc -l <"$journal")"
timed report "${ASSAY_PYTHON:-python3}" -m scaling report "$folder/worlds"
echo 'goals: the report of 6 launches of 65,536 ranks in 3 s; of 20 launches x {1..10}0000 in 60 s and 2 GB, journal 2 GB'
