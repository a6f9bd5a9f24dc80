# SPDX-License-Identifier: Apache-2.0
"""What the harness adds to a launch that does nothing, beside a loop and GNU parallel.

    python3 harness/benchmarks/launch_overhead.py build/release/bin/assay

Each contender starts `true` 50 to 1,000 times, one after the other; every round runs
all contenders and sizes in a new random order. The time of a launch is the slope over the
sizes, so what happens once (reading the study, the probe) is not in it. Exits with 1
where assay takes 10 ms or more beyond its launcher, or is not linear.

On a host that does other work as well, wall time is mostly waiting for a CPU: the CPU
time of each launch, its children's included, stands beside it and hardly depends on that.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MOST_OVERHEAD_S = 0.010
# The slope over the upper half of the sizes may exceed that over the lower by this.
MOST_CURVATURE = 1.25

STUDY = """study: overhead
program: {{nothing: ["/bin/true", "{{parameters.i}}"]}}
scaling: strong
ranks: 1
launcher: {launcher}
parameters: {{i: [{numbers}]}}
launches: 1
"""


@dataclass(frozen=True)
class Cost:
    """Of one start of a contender, its children included."""

    wall_s: float
    cpu_s: float


@dataclass
class Contender:
    """A way to start `true` n times; `launcher` names what assay goes through."""

    name: str
    start: Callable[[int], list[str]]
    sizes: list[int]
    launcher: str | None = None
    costs: dict[int, list[Cost]] = field(default_factory=dict)

    def by_round(self, sizes: list[int], of: str = "wall_s") -> list[float]:
        """Seconds per launch, by least squares over the sizes of each round."""
        rounds = zip(*(self.costs[size] for size in sizes))
        return [slope(sizes, [getattr(c, of) for c in costs]) for costs in rounds]

    def slopes(self, sizes: list[int], of: str = "wall_s") -> list[float]:
        """The same, sorted."""
        return sorted(self.by_round(sizes, of))


def slope(x: list[int], y: list[float]) -> float:
    """Growth of y with x, by least squares."""
    x_mean, y_mean = statistics.mean(x), statistics.mean(y)
    rise = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y))
    return rise / sum((a - x_mean) ** 2 for a in x)


def assay_words(assay: str, launcher: str, folder: Path) -> Callable[[int], list[str]]:
    def words(size: int) -> list[str]:
        home = Path(tempfile.mkdtemp(dir=folder))
        study = home / "overhead.yaml"
        numbers = ", ".join(map(str, range(size)))
        study.write_text(STUDY.format(launcher=launcher, numbers=numbers))
        return [
            assay,
            "run",
            str(study),
            "--results",
            str(home / "results"),
            "--no-report",
        ]

    return words


def loop_words(command: str) -> Callable[[int], list[str]]:
    loop = f"for ((i = 0; i < $1; i++)); do {command} $i || exit; done"
    return lambda size: ["bash", "-c", loop, "loop", str(size)]


def parallel_words(size: int) -> list[str]:
    return ["parallel", "--jobs", "1", "/bin/true", ":::", *map(str, range(size))]


def contenders(
    assay: str, folder: Path, sizes: list[int], mpi_sizes: list[int]
) -> list[Contender]:
    # The words that assay itself gives to Open MPI.
    binding = "--map-by ppr:1:node:PE=1 --bind-to core -x OMP_NUM_THREADS"
    mpiexec = f"mpiexec -n 1 {binding} /bin/true"
    found = [
        Contender("shell loop", loop_words("/bin/true"), sizes),
        Contender(
            "assay, local", assay_words(assay, "local", folder), sizes, "shell loop"
        ),
    ]
    if shutil.which("parallel"):
        found.append(Contender("GNU parallel", parallel_words, sizes))
    else:
        print("GNU parallel is left out: it is not installed")
    if mpi_sizes and shutil.which("mpiexec"):
        found += [
            Contender("mpiexec loop", loop_words(mpiexec), mpi_sizes),
            Contender(
                "assay, mpiexec",
                assay_words(assay, "mpiexec", folder),
                mpi_sizes,
                "mpiexec loop",
            ),
        ]
    return found


# What assay sets for each launch, and what Open MPI asks of root; for all contenders.
ENVIRONMENT = os.environ | {
    "OMP_NUM_THREADS": "1",
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    # A lock of our own: on a shared host the turn of others would be timed too.
    "ASSAY_HOST_LOCK": str(Path(tempfile.gettempdir()) / "assay-overhead.lock"),
}


def cpu_of_children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cost_of(words: list[str]) -> Cost:
    begin, cpu_s = time.monotonic(), cpu_of_children_s()
    done = subprocess.run(
        words,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
    )
    cost = Cost(time.monotonic() - begin, cpu_of_children_s() - cpu_s)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words[:6])} failed: {done.stderr[-2000:]}")
    return cost


def measure(everyone: list[Contender], rounds: int) -> None:
    for round_ in range(1, rounds + 1):
        jobs = [(one, size) for one in everyone for size in one.sizes]
        random.shuffle(jobs)
        for one, size in jobs:
            print(f"round {round_}/{rounds}: {one.name}, {size}", file=sys.stderr)
            one.costs.setdefault(size, []).append(cost_of(one.start(size)))


def spread(values: list[float]) -> str:
    low, high = values[0] * 1e3, values[-1] * 1e3
    return f"{statistics.median(values) * 1e3:8.2f} [{low:.2f}, {high:.2f}]"


def report(everyone: list[Contender]) -> int:
    """Prints the table; returns how many promises were broken."""
    broken = 0
    print("\nms per launch: median [least, most] of the rounds")
    print(f"{'contender':<16} {'wall':<25} CPU")
    for one in everyone:
        wall, cpu = (spread(one.slopes(one.sizes, of)) for of in ("wall_s", "cpu_s"))
        print(f"{one.name:<16} {wall:<25} {cpu}")
    by_name = {one.name: one for one in everyone}
    for one in everyone:
        if one.launcher is None:
            continue
        launcher = by_name[one.launcher]
        own = statistics.median(one.slopes(one.sizes))
        overhead_s = own - statistics.median(launcher.slopes(launcher.sizes))
        middle = len(one.sizes) // 2
        lower = statistics.median(one.slopes(one.sizes[: middle + 1]))
        upper = statistics.median(one.slopes(one.sizes[middle:]))
        print(
            f"\n{one.name}: {overhead_s * 1e3:.2f} ms beyond the {one.launcher}; "
            f"{lower * 1e3:.2f} ms a launch up to {one.sizes[middle]} points, "
            f"{upper * 1e3:.2f} ms from there to {one.sizes[-1]}"
        )
        broken += overhead_s >= MOST_OVERHEAD_S
        broken += upper > MOST_CURVATURE * lower
    return broken


def sizes_of(text: str) -> list[int]:
    sizes = sorted({int(size) for size in text.split(",")}) if text else []
    if 0 < len(sizes) < 3:
        raise argparse.ArgumentTypeError("a line needs three sizes to be seen as one")
    return sizes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assay", help="the built program")
    parser.add_argument("--sizes", type=sizes_of, default=[50, 100, 250, 500, 1000])
    parser.add_argument(
        "--mpi-sizes",
        type=sizes_of,
        default=[20, 50, 100],
        help="for mpiexec; '' leaves it out",
    )
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        everyone = contenders(
            options.assay, Path(folder), options.sizes, options.mpi_sizes
        )
        measure(everyone, options.rounds)
    return 1 if report(everyone) else 0


if __name__ == "__main__":
    raise SystemExit(main())
