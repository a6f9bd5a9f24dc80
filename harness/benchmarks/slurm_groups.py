# SPDX-License-Identifier: Apache-2.0
"""Time to plan, submit, ask after and cancel a study of many groups, on a real Slurm.

    python3 harness/benchmarks/slurm_groups.py build/release/bin/assay [--groups N]

The cluster is one of this machine (harness/tests/slurm/cluster.sh), most of whose nodes
are down, so that every job waits. Exits with 1 where a goal for 500 groups is missed:
planned in 50 ms, submitted in 40 s, asked after in 2 s with one question of the queue.
On a machine that does other work look at the least, and at the CPU time.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CLUSTER = Path(__file__).parents[1] / "tests" / "slurm" / "cluster.sh"

# No group has as many nodes as are up.
FIRST_NODES = 2

STUDY = """study: groups
kernel: pi
scaling: strong
samples: 1e6
nodes: [{nodes}]
ranks: [{nodes}]
zip: [[nodes, ranks]]
backend: serial
limits: {{core_hours: 1e6}}
"""

# Counts its calls.
SQUEUE = """#!/bin/sh
echo >>"$0.calls"
PATH=${PATH#*:} exec squeue "$@"
"""


@contextlib.contextmanager
def cluster(groups: int) -> Iterator[None]:
    """A cluster with one node, and others that are down."""
    down = (
        f"NodeName=down[2-{groups + FIRST_NODES - 1}] NodeAddr=127.0.0.1 "
        f"Port=[30002-{30000 + groups + FIRST_NODES - 1}] State=DOWN"
    )
    # Its sockets want short names.
    with tempfile.TemporaryDirectory(prefix="assay-groups-", dir="/tmp") as folder:
        place = Path(folder) / "slurm"
        lines = [down, "MaxJobCount=10000"]
        with subprocess.Popen(
            [CLUSTER, place, "1", "1", *lines],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            if process.stdout.readline() != b"ready\n":
                raise SystemExit("no cluster, see above")
            os.environ["SLURM_CONF"] = str(place / "slurm.conf")
            yield


class Cost(NamedTuple):
    """Seconds of a command: on the clock, and of CPUs with all that it started."""

    wall: float
    cpu: float


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cost_of(*words: str | Path) -> Cost:
    """Of a command that succeeds."""
    begin, used = time.monotonic(), cpu_seconds()
    answer = subprocess.run(words, check=False, capture_output=True, text=True)
    cost = Cost(time.monotonic() - begin, cpu_seconds() - used)
    if answer.returncode != 0:
        raise SystemExit(f"{words}: {answer.stdout[-1000:]}{answer.stderr[-1000:]}")
    return cost


def questions(folder: Path) -> int:
    calls = folder / "bin" / "squeue.calls"
    return len(calls.read_text()) if calls.exists() else 0


def status_cost(assay: str, folder: Path) -> tuple[Cost, int]:
    """And questions of the queue, where nothing is remembered of it."""
    (folder / "results" / ".queue.json").unlink(missing_ok=True)
    before = questions(folder)
    cost = cost_of(assay, "status", "groups")
    return cost, questions(folder) - before


def prepare(folder: Path, groups: int) -> None:
    """The study, and a squeue that counts."""
    counts = ", ".join(map(str, range(FIRST_NODES, FIRST_NODES + groups)))
    (folder / "study.yaml").write_text(STUDY.format(nodes=counts))
    squeue = folder / "bin" / "squeue"
    squeue.parent.mkdir()
    squeue.write_text(SQUEUE)
    squeue.chmod(0o755)
    os.environ["PATH"] = f"{squeue.parent}:{os.environ['PATH']}"
    os.environ["ASSAY_HOST_LOCK"] = str(folder / "host.lock")
    os.chdir(folder)


def say(what: str, costs: list[Cost], goal_s: float | None = None) -> bool:
    """Whether the goal is met by the median."""
    wall = statistics.median(cost.wall for cost in costs)
    least = min(cost.wall for cost in costs)
    cpu = statistics.median(cost.cpu for cost in costs)
    goal = "" if goal_s is None else f" (goal {goal_s:g} s)"
    print(
        f"{what:<12} {wall:7.3f} s, least {least:.3f} s of {len(costs)}; "
        f"{cpu:.3f} s of CPU{goal}"
    )
    return goal_s is None or wall < goal_s


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assay", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--groups", type=int, default=500)
    parser.add_argument(
        "--rounds", type=int, default=5, help="of all but the submission"
    )
    options = parser.parse_args()
    print(
        f"{options.groups} groups, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    )
    with tempfile.TemporaryDirectory() as name, cluster(options.groups):
        folder = Path(name)
        prepare(folder, options.groups)
        submit = (options.assay, "submit", "study.yaml", "--yes")
        machine = f"--machine={options.groups + FIRST_NODES - 1}x1"
        rounds = range(options.rounds)
        good = say(
            "planned", [cost_of(*submit, "--dry-run", machine) for _ in rounds], 0.05
        )
        say("with sinfo", [cost_of(*submit, "--dry-run") for _ in rounds])
        good &= say("submitted", [cost_of(*submit)], 40)
        asked = [status_cost(options.assay, folder) for _ in rounds]
        good &= say("asked after", [cost for cost, _ in asked], 2)
        good &= all(count == 1 for _, count in asked)
        print(
            f"             with {max(count for _, count in asked)} question(s) of the queue"
        )
        say("squeue alone", [cost_of("squeue", "--noheader") for _ in rounds])
        say("cancelled", [cost_of(options.assay, "cancel", "groups")])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
