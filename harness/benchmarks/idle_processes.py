# SPDX-License-Identifier: Apache-2.0
"""What a launch costs on a host with many idle processes, beside the plainest loops.

    python3 harness/benchmarks/idle_processes.py build/release/bin/assay [OTHER/assay ...]

Each contender starts `true` as often as each of the sizes says, one after the other; the time of a launch
is the slope, so what happens once is not in it. In every round all contenders, in a new
random order, run beside each number of idle processes. "durable append" writes the bytes
of a record to the disk and waits for it, as the harness does for each launch before it
begins the next. Several builds are compared in the same rounds; the goals are for the
first. Exits with 1 where one is missed.

On a host that does other work as well, wall time is mostly waiting for a CPU: look at the
least, and at the CPU time.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from launch_overhead import Contender, assay_words, cost_of, loop_words, spread

# Of the first build, by the number of idle processes, in ms of wall time a launch.
GOALS_MS = {0: 3.0, 10_000: 4.0}

POSIX_SPAWN = """
import os, sys
for i in range(int(sys.argv[1])):
    pid = os.posix_spawn("/bin/true", ["/bin/true", str(i)], os.environ)
    os.waitpid(pid, 0)
"""

DURABLE_APPEND = """
import os, sys, tempfile
with tempfile.TemporaryFile(dir=sys.argv[1], buffering=0) as file:
    for _ in range(int(sys.argv[2])):
        file.write(b"x" * 1400)
        os.fdatasync(file.fileno())
"""

# Ends once its standard input is closed, after all of them, so that the next are not
# measured beside their end.
IDLE = """
import os, sys
for _ in range(int(sys.argv[1])):
    if os.fork() == 0:
        os.read(0, 1)
        os._exit(0)
print(flush=True)
os.read(0, 1)
for _ in range(int(sys.argv[1])):
    os.wait()
"""


@contextlib.contextmanager
def idle_processes(count: int) -> Iterator[None]:
    """As many more processes on this host as long as it lasts."""
    words = [sys.executable, "-IS", "-c", IDLE, str(count)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, **pipes) as parent:
        parent.stdout.readline()
        yield


def python_words(script: str, *words: str) -> Callable[[int], list[str]]:
    return lambda size: [sys.executable, "-IS", "-c", script, *words, str(size)]


def contenders(builds: list[str], folder: Path, sizes: list[int]) -> list[Contender]:
    """The builds of assay first."""
    plain = {
        "shell loop": loop_words("/bin/true"),
        "posix_spawn": python_words(POSIX_SPAWN),
        "durable append": python_words(DURABLE_APPEND, str(folder)),
    }
    ours = {f"assay: {build}": assay_words(build, "local", folder) for build in builds}
    return [Contender(name, words, sizes) for name, words in (ours | plain).items()]


def measure(beside: dict[int, list[Contender]], rounds: int) -> None:
    for round_ in range(1, rounds + 1):
        for count in random.sample(list(beside), len(beside)):
            print(f"round {round_}/{rounds}: {count} idle processes", file=sys.stderr)
            jobs = [(one, size) for one in beside[count] for size in one.sizes]
            random.shuffle(jobs)
            with idle_processes(count):
                for one, size in jobs:
                    one.costs.setdefault(size, []).append(cost_of(one.start(size)))


def ratios(of: Contender, to: Contender) -> str:
    """Median, least and most over the rounds."""
    values = [a / b for a, b in zip(of.by_round(of.sizes), to.by_round(to.sizes))]
    return f"{statistics.median(values):.1f} [{min(values):.1f}, {max(values):.1f}]"


def report(beside: dict[int, list[Contender]]) -> int:
    """Prints the tables; returns how many goals were missed."""
    missed = 0
    print("\nms per launch: median [least, most] of the rounds")
    for count, everyone in beside.items():
        loop = next(one for one in everyone if one.name == "shell loop")
        print(f"\n{count} idle processes")
        print(f"{'wall':<29} {'CPU':<29} {'wall / shell loop':<20} contender")
        for one in everyone:
            wall, cpu = (
                spread(one.slopes(one.sizes, of)) for of in ("wall_s", "cpu_s")
            )
            print(f"{wall:<29} {cpu:<29} {ratios(one, loop):<20} {one.name}")
        if count in GOALS_MS:
            seen_ms = 1e3 * statistics.median(everyone[0].slopes(everyone[0].sizes))
            met = seen_ms <= GOALS_MS[count]
            missed += not met
            word = "met" if met else "missed"
            print(f"goal: at most {GOALS_MS[count]:.1f} ms: {seen_ms:.2f} ms, {word}")
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assay", nargs="+", help="built programs; the first is judged")
    parser.add_argument("--idle", type=int, nargs="+", default=[0, 3_000, 10_000])
    parser.add_argument("--sizes", type=int, nargs=2, default=[25, 100])
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        beside = {
            count: contenders(options.assay, Path(folder), sorted(options.sizes))
            for count in options.idle
        }
        measure(beside, options.rounds)
    return 1 if report(beside) else 0


if __name__ == "__main__":
    raise SystemExit(main())
