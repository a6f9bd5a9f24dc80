# SPDX-License-Identifier: Apache-2.0
"""Darts by the million: one call of NumPy throws many, in compiled code."""

from __future__ import annotations

from darts import missing

try:
    import numpy
except ModuleNotFoundError:
    missing("numpy")

CHUNK = 1 << 16
"""Darts of one call: 1 MiB of coordinates stays in the cache of a core."""


def throw_many(darts: int, seed: int, worker: int) -> int:
    """Hits among so many darts, from the worker's own stream of the seed."""
    random = numpy.random.default_rng([seed, worker])
    hits = 0
    for first in range(0, darts, CHUNK):
        x, y = random.random((2, min(CHUNK, darts - first)))
        hits += int(numpy.count_nonzero(x * x + y * y < 1.0))
    return hits
