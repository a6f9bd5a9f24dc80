# SPDX-License-Identifier: Apache-2.0
"""Percentile bootstrap of medians, of whole blocks."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from scaling.arrays import Counts, Numbers
from scaling.statistics.level import TAIL
from scaling.zipped import zip_equal

Block = tuple[str, int]
"""The job and the number of a block in it."""

ITERATIONS = 10_000
SEED = 20_260_101
"""Fixed, so that a report made again from the same journal has the same digits."""


def medians_of_blocks(
    points: Sequence[Mapping[Block, float]], iterations: int = ITERATIONS
) -> Numbers:
    """Medians of each of the points, (iterations, points), in resamples of blocks.

    Blocks are drawn with replacement among those of a job, and each point takes of them
    what it has: what the machine was like in a block moves all points together, as it
    did (the bootstrap of clusters: Davison & Hinkley, Bootstrap Methods and their
    Application, 3.8).
    """
    often = _drawn_blocks({block for point in points for block in point}, iterations)
    return np.column_stack([_medians(point, often) for point in points])


def _drawn_blocks(blocks: set[Block], iterations: int) -> dict[Block, Counts]:
    """How often each block is in each resample, (iterations,)."""
    often: dict[Block, Counts] = {}
    for job in sorted({job for job, _ in blocks}):
        known = sorted(block for block in blocks if block[0] == job)
        rng = np.random.default_rng([SEED, zlib.crc32(job.encode())])
        share = np.full(len(known), 1 / len(known))
        drawn = rng.multinomial(len(known), share, iterations)
        often.update(zip_equal(known, drawn.T))
    return often


def _medians(times: Mapping[Block, float], often: Mapping[Block, Counts]) -> Numbers:
    """Of times that stand as often in a resample as their block; of all of them where
    none of its blocks was drawn."""
    ordered = sorted(times, key=times.__getitem__)
    values = np.array([times[block] for block in ordered])
    up_to = np.cumsum([often[block] for block in ordered], axis=0)
    count = up_to[-1]
    lower, upper = (
        values[np.argmax(up_to >= place, axis=0)]
        for place in ((count + 1) // 2, count // 2 + 1)
    )
    return np.where(count > 0, (lower + upper) / 2, np.median(values))


def percentile_interval(draws: Numbers) -> tuple[float, float]:
    """The ends that leave a share TAIL of `draws`, (iterations,), on each side."""
    low, high = np.quantile(draws, [TAIL, 1 - TAIL])
    return float(low), float(high)
