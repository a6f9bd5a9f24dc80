# SPDX-License-Identifier: Apache-2.0
"""What each rank did in a launch, in few bytes however many ranks and launches."""

from __future__ import annotations

import numpy as np

from scaling.arrays import Counts, Numbers
from scaling.zipped import zip_equal

MOST_LAUNCHES = 64
"""Of a point, by their numbers: later ones keep sums over ranks alone."""
MOST_GROUPS = 64
"""Of a launch: more ranks are kept as groups of neighbours, each by its busiest."""
NOTHING = b""

_KEPT = np.dtype("<f4")
"""Seven digits, beyond what launches agree in; what no clock gives is infinite."""


def group_size(ranks: int) -> int:
    """How many neighbours stand for one; the last group may have fewer."""
    return -(-ranks // MOST_GROUPS)


def after_first(times_s: Numbers) -> Numbers:
    """Of (launches, repetitions, ranks) all repetitions but the first, if there are
    more."""
    return times_s[:, 1:] if times_s.shape[1] > 1 else times_s


def kept_times(useful_s: Numbers, rest_s: Numbers, launch: Counts) -> np.ndarray:
    """The bytes that unpacked_times() reads, of each launch: (launches,) of objects.

    NOTHING for a launch beyond MOST_LAUNCHES, and for a rank that has no other. The
    times are (launches, repetitions, ranks): what a rank works, and what it does not.
    """
    found = np.full(len(launch), NOTHING, dtype=object)
    kept = np.flatnonzero(launch <= MOST_LAUNCHES) if useful_s.shape[2] > 1 else ()
    if len(kept):
        means = (after_first(t[kept]).mean(axis=1) for t in (useful_s, rest_s))
        for i, times_s in zip_equal(kept.tolist(), _busiest_of_groups(*means)):
            found[i] = times_s.tobytes()
    return found


def _busiest_of_groups(useful_s: Numbers, rest_s: Numbers) -> np.ndarray:
    """From (launches, ranks) of each to (launches, 2, groups)."""
    launches, ranks = useful_s.shape
    size = group_size(ranks)
    missing = -ranks % size
    filled = [
        np.pad(times_s, ((0, 0), (0, missing)), constant_values=-1.0)
        for times_s in (useful_s, rest_s)
    ]
    groups = [times_s.reshape(launches, -1, size) for times_s in filled]
    busiest = groups[0].argmax(axis=2)[..., None]
    taken = [np.take_along_axis(times, busiest, axis=2)[..., 0] for times in groups]
    with np.errstate(over="ignore"):
        return np.stack(taken, axis=1).astype(_KEPT)


def unpacked_times(kept: bytes) -> np.ndarray:
    """What each group works, and what it does not: (2, groups) in seconds."""
    return np.frombuffer(kept, _KEPT).reshape(2, -1)
