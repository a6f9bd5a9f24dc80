# SPDX-License-Identifier: Apache-2.0
"""The ratio of two sets of times, from launches in the same blocks where that helps."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from scaling.arrays import Numbers
from scaling.statistics import mann_whitney
from scaling.statistics.level import TAIL
from scaling.statistics.measured import Measured
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.statistics.shift import shift_interval

MOST_UNEQUAL = 3.0
"""Spreads, as median distances from the median, that Mann and Whitney's test bears."""

Times = Mapping[Hashable, float]
"""The time of the launch in each block."""


@dataclass(frozen=True)
class Ratio:
    """`is_paired` where the blocks were compared one by one."""

    measured: Measured
    is_paired: bool = True


def ratio_of_times(a: Times, b: Times, tail: float = TAIL) -> Ratio | None:
    """Hodges' and Lehmann's ratio a/b with its interval; None below four launches.

    Paired by blocks: what the machine was like in a block is like for both. Not so
    where the times in a block do not go together (their ranks have no positive
    correlation) and both spread alike: pairs of independent times are only noisier; nor
    where fewer than half of b's launches have one of a beside them, or six.
    """
    both = [(a[block], b[block]) for block in b if block in a]
    pairs = np.log(np.asarray(both, dtype=np.float64).reshape(-1, 2))
    if _is_paired(pairs, len(b)):
        return Ratio(_exponential(shift_interval(pairs[:, 0] - pairs[:, 1], tail)))
    if min(len(a), len(b)) < mann_whitney.FEWEST:
        return None
    unpaired = mann_whitney.ratio_interval([*a.values()], [*b.values()], tail)
    return Ratio(unpaired, is_paired=False)


def _is_paired(pairs: Numbers, launches: int) -> bool:
    if len(pairs) < max(FEWEST_FOR_INTERVAL, launches / 2):
        return False
    if (np.ptp(pairs, axis=0) == 0).any():
        return True
    less, more = sorted(np.median(np.abs(pairs - np.median(pairs, axis=0)), axis=0))
    are_alike = more < MOST_UNEQUAL * less
    return not are_alike or _rank_correlation(pairs) > 0


def _rank_correlation(pairs: Numbers) -> float:
    """Spearman's; of equal values the earlier comes first."""
    order = np.argsort(pairs, axis=0, kind="stable")
    ranks = np.argsort(order, axis=0, kind="stable")
    return float(np.corrcoef(ranks, rowvar=False)[0, 1])


def _exponential(shift: Measured) -> Measured:
    if shift.low is None or shift.high is None:
        return Measured(float(np.exp(shift.value)))
    value, low, high = np.exp([shift.value, shift.low, shift.high])
    return Measured(float(value), float(low), float(high))
