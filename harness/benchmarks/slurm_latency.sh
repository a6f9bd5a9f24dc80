#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a Slurm job of ours costs beside a plain loop of srun: from sbatch to the first launch,
# and between launches.
#
#   slurm_latency.sh BUILD [NODES [LAUNCHES]]
#
# BUILD is the build directory (build/release). Where no Slurm answers, it starts a cluster on
# this machine, with a core on each of its NODES (2). Each launch is one sample of pi with a rank
# on each node, so all its time is that of Slurm, MPI and ourselves.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
(($# >= 1)) || { sed -n '3,/^set/{s/^# \{0,1\}//;/^set/d;p}' "$0" >&2; exit 2; }
bin=$(cd "$1/bin" && pwd) nodes=${2:-2} launches=${3:-20}
work=$(mktemp -d /tmp/assay-latency-XXXXXX)
chmod 755 "$work"
cluster=''
finish() {
  cd /
  if [[ -n $cluster ]]; then
    exec 3>&- # at the end of its input the cluster ends
    wait "$cluster" || true
  fi
  rm -rf "$work"
}
trap finish EXIT

start_cluster() {
  exec 3> >("$here/../tests/slurm/cluster.sh" "$work/slurm" "$nodes" 1 >"$work/says")
  cluster=$!
  local try
  for ((try = 0; try < 600; ++try)); do
    ! grep -q ready "$work/says" 2>/dev/null || break
    sleep 0.1
  done
  export SLURM_CONF=$work/slurm/slurm.conf OMPI_MCA_btl_tcp_if_include=lo
}
sinfo >/dev/null 2>&1 || start_cluster

cd "$work"
cat >study.yaml <<END
study: latency
kernel: pi
scaling: strong
samples: $nodes
repetitions: 1
nodes: $nodes
ranks: $nodes
backend: serial
launches: {min: $launches, max: $launches}
END
# The same words without us. The worker wants a new result file each time.
cat >job.json <<END
{"schema": 1, "nonce": "n", "ranks": $nodes, "nodes": $nodes, "threads": 1, "seed": "0x1",
 "result": "$work/result.json",
 "measurements": [{"kernel": "pi", "samples": "$nodes", "repetitions": 1, "parameters": {}}]}
END
cat >job.sh <<END
#!/bin/bash
date +%s.%N >begun
"$bin/assay" run study.yaml --no-report >assay.log 2>&1
read -ra words <<<"\$("$bin/assay" run study.yaml --dry-run | sed -n 's/^ *srun /srun /p')"
words=("\${words[@]:0:\${#words[@]}-2}")
date +%s.%N >loop
for ((i = 0; i < $launches; ++i)); do
  rm -f result.json
  "\${words[@]}" "$bin/assay-worker-serial" job.json
done
date +%s.%N >>loop
END
date +%s.%N >submitted
job=$(sbatch --parsable --nodes="$nodes" --ntasks-per-node=1 --exclusive --time=30 --output=job.log job.sh)
while [[ $(squeue -h -t all -j "${job%%;*}" -o %T) =~ PENDING|CONFIGURING|RUNNING|COMPLETING ]]; do
  sleep 1
done
cat job.log
python3 - <<'END'
import json
from datetime import datetime
from statistics import median


def seconds(file: str) -> list[float]:
    return [float(line) for line in open(file)]


with open("results/latency/journal.jsonl") as journal:
    records = [r for r in map(json.loads, journal) if r["kind"] == "record"]
assert all(record["verdict"] == "ok" for record in records), records
starts = [datetime.fromisoformat(r["started_utc"].replace("Z", "+00:00")).timestamp() for r in records]
walls = [record["wall_s"] for record in records]
gaps = [after - start - wall for start, wall, after in zip(starts, walls, starts[1:])]
(submitted,), (begun,) = seconds("submitted"), seconds("begun")
first, last = seconds("loop")
print(f"from sbatch to the script of the job: {begun - submitted:.3f} s")
print(f"from there to the first launch:       {starts[0] - begun:.3f} s")
print(f"a launch, as srun takes it:           {median(walls):.3f} s, median of {len(walls)}")
print(f"the same in a plain loop:             {(last - first) / len(records):.3f} s")
print(f"our own share of a launch:            {1000 * median(gaps):.1f} ms, at most {1000 * max(gaps):.1f} ms")
END
