#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What every translation unit costs to compile, the dearest first.

    .ci/build_times.py [--top N] [--keep DIR] [words for cmake, such as -DBUILD_TESTING=OFF]

Configures and builds this clone in a new directory, without a compiler cache, and measures
each run of the compiler in CPU seconds, which hardly depend on what else the host does. A
source of a unity build stands for those that it includes.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LOG = "ASSAY_BUILD_TIMES"
"""Names the file that gets a line for each run of the compiler."""


def compile_one(words: list[str]) -> int:
    """The compiler's run of a build that we started; cmake's launcher is this script."""
    code = subprocess.run(words, check=False).returncode
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "-c" in words:
        unit = words[words.index("-o") + 1]
        line = f"{usage.ru_utime + usage.ru_stime:.2f} {usage.ru_maxrss} {unit}\n"
        with open(os.environ[LOG], "a", encoding="utf-8") as log:
            log.write(line)
    return code


def build(directory: Path, log: Path, words: list[str]) -> None:
    source = Path(__file__).resolve().parent.parent
    launcher = f"{sys.executable};{Path(__file__).resolve()};--compile"
    configure = ["cmake", "--preset", "release", "-B", str(directory)]
    configure += [f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}", *words]
    environment = os.environ | {LOG: str(log), "CCACHE_DISABLE": "1"}
    for step in (configure, ["cmake", "--build", str(directory)]):
        subprocess.run(
            step, cwd=source, env=environment, check=True, stdout=subprocess.DEVNULL
        )


def report(log: Path, top: int) -> None:
    units = []
    for line in log.read_text(encoding="utf-8").splitlines():
        cpu_s, kib, unit = line.split(" ", 2)
        units.append((float(cpu_s), int(kib) / 1024, unit))
    units.sort(reverse=True)
    total_s = sum(cpu_s for cpu_s, _, _ in units)
    print(f"{'CPU s':>7} {'share':>6} {'MiB':>6}  translation unit")
    for cpu_s, mib, unit in units[:top]:
        print(f"{cpu_s:7.1f} {cpu_s / total_s:6.1%} {mib:6.0f}  {unit}")
    print(f"{total_s:7.1f} {'':6} {'':6}  all {len(units)}")


def main() -> int:
    if sys.argv[1:2] == ["--compile"]:
        return compile_one(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--top", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="build there, and leave it")
    options, words = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "units"
        build(options.keep or Path(scratch) / "build", log, words)
        report(log, options.top)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
