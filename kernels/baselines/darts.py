# SPDX-License-Identifier: Apache-2.0
"""What all baselines share: the darts themselves, the shares, and the report.

A dart lands at a random place of the unit square; it is a hit where it lands inside the
quarter circle. The share of hits tends to pi/4.
"""

from __future__ import annotations

import json
import os
import random
import sys
from math import pi, sqrt
from pathlib import Path
from time import perf_counter

MISSING = 69
"""Exit code of a program that lacks a package; `assay` tells it from a crash."""


def arguments() -> tuple[int, int, int]:
    """Darts in total, workers and seed, as the study gives them."""
    samples, workers, seed = (int(word) for word in sys.argv[1:4])
    return samples, workers, seed


def missing(package: str) -> None:
    """Ends the program, and says what to install."""
    name = f"python3-{package}"
    print(f"unavailable: {name} is not installed (apt install {name})")
    sys.exit(MISSING)


def shares(samples: int, workers: int) -> list[int]:
    """Everyone's darts. `int(samples / workers)` each would lose the remainder:
    10 darts by 4 workers are 3 + 3 + 2 + 2, not four times 2."""
    least, left_over = divmod(samples, workers)
    return [least + (worker < left_over) for worker in range(workers)]


def throw(darts: int, seed: int, worker: int) -> int:
    """Hits among so many darts. Each worker's stream begins at a seed of its own: with
    one seed for all, every worker would throw the same darts again, and with none the
    result could not be repeated."""
    uniform = random.Random(f"{seed}/{worker}").random
    hits = 0
    for _ in range(darts):
        x, y = uniform(), uniform()
        if x * x + y * y < 1.0:
            hits += 1
    return hits


def report(samples: int, hits_by_worker: list[int], start: float) -> None:
    """Writes what was counted, and how long it took, to $ASSAY_RESULT."""
    seconds = perf_counter() - start
    for worker, hits in enumerate(hits_by_worker):
        print(f"worker {worker}: {hits} hits")
    hits = sum(hits_by_worker)
    print(f"together: {hits} of {samples}, pi is about {4 * hits / samples}")
    print(f"in {seconds:.3f} s")
    estimate = {
        "value": 4 * hits / samples,
        "reference": pi,
        "standard_error": sqrt(pi * (4 - pi) / samples),
    }
    result = {
        "seconds": seconds,
        "samples": samples,
        "hits": hits,
        "hits_by_worker": hits_by_worker,
        "estimate": estimate,
    }
    if path := os.environ.get("ASSAY_RESULT"):
        Path(path).write_text(json.dumps(result), encoding="utf-8")
