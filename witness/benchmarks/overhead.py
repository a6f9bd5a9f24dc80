#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the witness costs: each call of MPI with and without it, in alternating launches.

    python3 witness/benchmarks/overhead.py build/release [--rounds 10] [--ranks 1]

Builds `witness_calls` in that tree, and prints for each kind of call the nanoseconds without,
the nanoseconds that the witness adds (median over the rounds, with the quartiles), and the
same as a share for a program that sends a short message every 10 microseconds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
from pathlib import Path


def times_of(words: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Nanoseconds a call by its name, of one launch."""
    printed = subprocess.run(
        words, env=environment, capture_output=True, text=True, check=True
    ).stdout
    pairs = (line.split() for line in printed.splitlines())
    return {name: float(ns) for name, ns in pairs}


def launcher(build: Path, ranks: int) -> list[str]:
    program = (build / "bin/mpiexec-of-build.txt").read_text().strip()
    return [program, "-n", str(ranks)]


def without_witness() -> dict[str, str]:
    """Open MPI's launcher refuses root unless it is told twice."""
    return {
        **os.environ,
        "OMPI_ALLOW_RUN_AS_ROOT": "1",
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    }


def with_witness(build: Path, directory: str) -> dict[str, str]:
    return {
        **without_witness(),
        "LD_PRELOAD": str(build / "bin/libassay-witness.so"),
        "ASSAY_WITNESS_DIRECTORY": directory,
        "ASSAY_WITNESS_NONCE": "benchmark",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--ranks", type=int, default=1)
    asked = parser.parse_args()
    build = asked.build.resolve()
    subprocess.run(
        ["cmake", "--build", build, "--target", "witness_calls", "assay-witness"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    words = [*launcher(build, asked.ranks), str(build / "bin/witness_calls")]
    without: list[dict[str, float]] = []
    added: list[dict[str, float]] = []
    for _ in range(asked.rounds):
        with tempfile.TemporaryDirectory() as directory:
            without.append(times_of(words, without_witness()))
            seen = times_of(words, with_witness(build, directory))
        added.append({name: ns - without[-1][name] for name, ns in seen.items()})
    print(f"{'call':34} {'without':>10} {'added':>8} {'quartiles':>16}")
    for name in without[0]:
        alone = statistics.median(times[name] for times in without)
        more = [times[name] for times in added]
        low, middle, high = statistics.quantiles(more, n=4)
        quartiles = f"{low:.1f} to {high:.1f}"
        print(f"{name:34} {alone:7.1f} ns {middle:5.1f} ns {quartiles:>13} ns")
        if name == "work":
            print(f"{'':34} {100 * middle / alone:.2f} % of the program")


if __name__ == "__main__":
    main()
