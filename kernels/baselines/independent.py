# SPDX-License-Identifier: Apache-2.0
"""Processes that know nothing of each other; their results are combined afterwards.

Each is a program of its own that leaves a file behind, and the files are added up when
all have ended: what needs no exchange needs no library. On a cluster the same runs as a
job array, one task for each part, with the sum as a last job. What is timed includes
the start of the interpreters.
"""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from darts import arguments, report, shares, throw


def do_part(darts: int, worker: int, seed: int, part: Path) -> None:
    """All that one task of a job array would do."""
    part.write_text(str(throw(darts, seed, worker)))


def start_part(darts: int, worker: int, seed: int) -> subprocess.Popen:
    words = [darts, worker, seed, f"part-{worker}.txt"]
    return subprocess.Popen([sys.executable, __file__, *map(str, words)])


if len(sys.argv) == 5:
    darts, worker, seed = (int(word) for word in sys.argv[1:4])
    do_part(darts, worker, seed, Path(sys.argv[4]))
else:
    samples, workers, seed = arguments()
    start = perf_counter()
    tasks = enumerate(shares(samples, workers))
    parts = [start_part(darts, worker, seed) for worker, darts in tasks]
    if any(part.wait() != 0 for part in parts):
        sys.exit("a part failed, so there is no sum")
    hits = [int(Path(f"part-{worker}.txt").read_text()) for worker in range(workers)]
    report(samples, hits, start)
