# SPDX-License-Identifier: Apache-2.0
"""The ratio of two points within blocks, which no drift from block to block touches."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval

Timed = Sequence[tuple[int, float]]
"""Block and time of each launch."""


def paired_ratio(a: Timed, b: Timed) -> Measured | None:
    """Median over blocks of the time a over the time b, with its exact interval.

    Of several launches in a block their median; None where no block has both.
    """
    of_a, of_b = _by_block(a), _by_block(b)
    ratios = [of_a[block] / of_b[block] for block in of_a if block in of_b]
    return median_interval(ratios) if ratios else None


def _by_block(timed: Timed) -> dict[int, float]:
    times: dict[int, list[float]] = {}
    for block, time_s in timed:
        times.setdefault(block, []).append(time_s)
    return {block: median(found) for block, found in times.items()}
