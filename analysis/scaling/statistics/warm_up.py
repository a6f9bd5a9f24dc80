# SPDX-License-Identifier: Apache-2.0
"""How many repetitions at the head of a launch are warm-up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scaling.arrays import Counts, Flags, Numbers

ALWAYS = 1
"""The first repetition is never kept: it pays for first touches and cold caches."""
FEWEST_TO_JUDGE = 7
"""Fewer repetitions have no quartiles worth the name: only the first is dropped."""
IQRS = 3.0
LARGEST_CHANGE = 0.02


def warm_up(times_s: Sequence[float]) -> int | None:
    """Repetitions to drop from the head; None where no steady state is reached."""
    dropped, is_steady = warm_ups(np.asarray(times_s, dtype=float)[None])
    return int(dropped[0]) if is_steady[0] else None


def warm_ups(times_s: Numbers) -> tuple[Counts, Flags]:
    """Repetitions to drop from each row of (launches, repetitions), and its steadiness.

    The smallest d from 1 to n/2 for which the next value is within Q3 + 3 IQR of those
    after it and the medians of both halves of what is left differ by at most 2 %. A
    value within 2 % of Q3 passes too: the quartiles of six values may lie too close.
    A row that is never steady drops only its first. A program is a launch of one
    repetition, and that one is its time.
    """
    rows, repetitions = times_s.shape
    if repetitions < FEWEST_TO_JUDGE:
        return np.full(rows, min(ALWAYS, repetitions - 1)), np.ones(rows, dtype=bool)
    dropped = np.full(rows, ALWAYS)
    is_steady = np.zeros(rows, dtype=bool)
    for count in range(ALWAYS, repetitions // 2 + 1):
        kept = times_s[:, count:]
        settles = ~is_steady & _starts_within(kept) & _is_level(kept)
        dropped[settles] = count
        is_steady |= settles
        if is_steady.all():
            break
    return dropped, is_steady


def middle(ordered: Numbers) -> Numbers:
    """The median of each row, whose values ascend: (rows, n) to (rows,)."""
    n = ordered.shape[1]
    return (ordered[:, (n - 1) // 2] + ordered[:, n // 2]) / 2


def _starts_within(kept: Numbers) -> Flags:
    ordered = np.sort(kept[:, 1:], axis=1)
    first, third = _at(ordered, 0.25), _at(ordered, 0.75)
    reach = np.maximum(IQRS * (third - first), LARGEST_CHANGE * third)
    return kept[:, 0] <= third + reach


def _at(ordered: Numbers, share: float) -> Numbers:
    """A quantile of each row, linear between order statistics: (rows, n) to (rows,)."""
    place = share * (ordered.shape[1] - 1)
    below = int(place)
    above = min(below + 1, ordered.shape[1] - 1)
    step = ordered[:, above] - ordered[:, below]
    return ordered[:, below] + (place - below) * step


def _is_level(kept: Numbers) -> Flags:
    half = kept.shape[1] // 2
    early = middle(np.sort(kept[:, :half], axis=1))
    late = middle(np.sort(kept[:, half:], axis=1))
    return np.abs(early - late) <= LARGEST_CHANGE * late
