# SPDX-License-Identifier: Apache-2.0
"""Whether values fall into two groups with nothing between them (W12)."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

FEWEST = 20
GAPS = 10.0
SMALLEST_SHARE = 0.2


def split(values: Sequence[float]) -> tuple[list[float], list[float]] | None:
    """The two groups, or None: fewer than 20 values cannot tell.

    The largest gap between neighbours in order must be over ten median gaps, with a
    fifth of the values on either side.
    """
    if len(values) < FEWEST:
        return None
    ordered = sorted(values)
    gaps = [y - x for x, y in zip(ordered, ordered[1:], strict=False)]
    largest = max(range(len(gaps)), key=gaps.__getitem__)
    low, high = ordered[: largest + 1], ordered[largest + 1 :]
    enough = min(len(low), len(high)) >= SMALLEST_SHARE * len(values)
    wide = gaps[largest] > GAPS * median(gaps) and gaps[largest] > 0
    return (low, high) if enough and wide else None
