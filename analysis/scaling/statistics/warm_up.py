# SPDX-License-Identifier: Apache-2.0
"""How many repetitions at the head of a launch are warm-up."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from scaling.statistics.quartiles import quartiles

ALWAYS = 1
"""The first repetition is never kept: it pays for first touches and cold caches."""
FEWEST_TO_JUDGE = 7
"""Fewer repetitions have no quartiles worth the name: only the first is dropped."""
IQRS = 3.0
LARGEST_CHANGE = 0.02


def warm_up(times_s: Sequence[float]) -> int | None:
    """Repetitions to drop from the head; None where no steady state is reached.

    The smallest d from 1 to n/2 for which the next value is within Q3 + 3 IQR of those
    after it and the medians of both halves of what is left differ by at most 2 %. A
    value within 2 % of Q3 passes too: the quartiles of six values may lie too close.
    A program is a launch of one repetition, and that one is its time.
    """
    if len(times_s) == 1:
        return 0
    if len(times_s) < FEWEST_TO_JUDGE:
        return ALWAYS
    for dropped in range(ALWAYS, len(times_s) // 2 + 1):
        kept = times_s[dropped:]
        if _starts_within(kept) and _is_level(kept):
            return dropped
    return None


def _starts_within(kept: Sequence[float]) -> bool:
    first, third = quartiles(kept[1:])
    return kept[0] <= third + max(IQRS * (third - first), LARGEST_CHANGE * third)


def _is_level(kept: Sequence[float]) -> bool:
    half = len(kept) // 2
    early, late = median(kept[:half]), median(kept[half:])
    return abs(early - late) <= LARGEST_CHANGE * late
