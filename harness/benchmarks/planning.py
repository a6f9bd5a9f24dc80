# SPDX-License-Identifier: Apache-2.0
"""Time and memory of planning a study of a million points.

    python3 harness/benchmarks/planning.py build/release/bin/assay

Exits with 1 where it takes 2 s or 200 MB (10^6 bytes) or more.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

MOST_S = 2.0
MOST_BYTES = 200e6

# One study of a kernel and one of a program: 10^3 x 10^3 and 10^2 x 10^2 x 10^2 points.
KERNEL = """study: million
kernel: pi
scaling: strong
samples: 1e6
ranks: 1
seed: [{thousand}]
env: {{NUMBER: [{thousand}]}}
max_points: 1e6
"""
PROGRAM = """study: million
program: ["/bin/true", "{{parameters.a}}", "{{parameters.b}}", "{{parameters.c}}"]
scaling: strong
ranks: 1
parameters: {{a: [{hundred}], b: [{hundred}], c: [{hundred}]}}
max_points: 1e6
"""


def plan_once(assay: str, study: Path) -> tuple[float, int]:
    """Seconds, and bytes at the peak."""
    begin = time.monotonic()
    process = subprocess.Popen(
        [assay, "plan", str(study)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    if status != 0 or "1000000 points" not in output:
        raise SystemExit(f"assay plan failed: {output[-2000:]}")
    return seconds, usage.ru_maxrss * 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assay", help="the built program")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    numbers = {
        "hundred": ", ".join(map(str, range(100))),
        "thousand": ", ".join(map(str, range(1000))),
    }
    broken = False
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("kernel", KERNEL), ("program", PROGRAM)):
            study = Path(folder) / f"{name}.yaml"
            study.write_text(text.format(**numbers))
            runs = [plan_once(options.assay, study) for _ in range(options.rounds)]
            seconds = sorted(run[0] for run in runs)
            most_bytes = max(run[1] for run in runs)
            print(
                f"10^6 points of a {name}: {statistics.median(seconds):.2f} s "
                f"[{seconds[0]:.2f}, {seconds[-1]:.2f}], {most_bytes / 1e6:.0f} MB"
            )
            broken |= statistics.median(seconds) >= MOST_S or most_bytes >= MOST_BYTES
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
