# SPDX-License-Identifier: Apache-2.0
"""What each rank did in a launch, in few bytes however many ranks and launches."""

from __future__ import annotations

import numpy as np

from scaling.arrays import Counts, Numbers
from scaling.zipped import zip_equal

MOST_LAUNCHES = 32
"""Of a point, by their numbers: later ones keep sums over ranks alone."""
MOST_GROUPS = 64
"""Of a launch: more ranks are kept as groups of neighbours, each by its busiest."""
NOTHING = b""


def group_size(ranks: int) -> int:
    """How many neighbours stand for one; the last group may have fewer."""
    return -(-ranks // MOST_GROUPS)


def after_first(times_s: Numbers) -> Numbers:
    """Of (launches, repetitions, ranks) the sums of all repetitions but the first, if
    there are more: (launches, ranks)."""
    if times_s.shape[1] == 1:
        return times_s[:, 0]
    return times_s[:, 1:].sum(axis=1)


def kept_times(useful_s: Numbers, rest_s: Numbers, launch: Counts) -> np.ndarray:
    """The bytes that unpacked_times() reads, of each launch: (launches,) of objects.

    NOTHING for a launch beyond MOST_LAUNCHES, and for a rank that has no other. Of the
    times, what a rank works and what it does not, the first are sums of after_first(),
    (launches, ranks), the others (launches, repetitions, ranks).
    """
    found = np.full(len(launch), NOTHING, dtype=object)
    kept = (launch <= MOST_LAUNCHES).nonzero()[0]
    if useful_s.shape[1] == 1 or not len(kept):
        return found
    if len(kept) < len(launch):
        useful_s, rest_s = useful_s[kept], rest_s[kept]
    times_s = _busiest_of_groups(useful_s, after_first(rest_s))
    means_s = times_s / max(1, rest_s.shape[1] - 1)
    for i, times in zip_equal(kept.tolist(), means_s):
        found[i] = times.tobytes()
    return found


def _busiest_of_groups(useful_s: Numbers, rest_s: Numbers) -> np.ndarray:
    """From (launches, ranks) of each to (launches, 2, groups)."""
    launches, ranks = useful_s.shape
    size = group_size(ranks)
    if size == 1:
        return np.array([useful_s, rest_s]).swapaxes(0, 1)
    groups = -(-ranks // size)
    filled = np.full((launches, groups * size), -1.0)
    filled[:, :ranks] = useful_s
    busiest = filled.reshape(launches, groups, size).argmax(axis=2)
    busiest += np.arange(0, ranks, size)
    rows = np.arange(launches)[:, None]
    return np.array([useful_s[rows, busiest], rest_s[rows, busiest]]).swapaxes(0, 1)


def unpacked_times(kept: bytes) -> np.ndarray:
    """What each group works, and what it does not: (2, groups) in seconds."""
    return np.frombuffer(kept).reshape(2, -1)
