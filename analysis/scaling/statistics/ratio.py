# SPDX-License-Identifier: Apache-2.0
"""The ratio of two sets of times, from launches in the same blocks where that helps."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from scaling.arrays import Numbers
from scaling.statistics import mann_whitney
from scaling.statistics.level import TAIL
from scaling.statistics.measured import Measured
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.statistics.shift import shift_interval
from scaling.statistics.within import Within

MOST_UNEQUAL = 3.0
"""Spreads, as median distances from the median, that Mann and Whitney's test bears."""

Times = Mapping[Hashable, float]
"""The time of the launch in each block."""


class Compared(Enum):
    """What the launches of a point were compared with."""

    PAIRS = auto()
    """The launch of the base in the same block, one by one."""

    BLOCKS = auto()
    """All launches of the base in the blocks that have both."""

    APART = auto()
    """All launches of the base: hardly any block has both."""

    SESSIONS = auto()
    """The same, of a base that was launched in other jobs alone."""

    MEDIANS = auto()
    """The median of the base: launches are too few for an interval."""


@dataclass(frozen=True)
class Ratio:
    """A ratio of times or rates, and how it was found."""

    measured: Measured
    compared: Compared


def ratio_within(a: Within[Times], b: Within[Times], tail: float) -> Ratio | None:
    """The ratio of times of which printed digits are known, as `ratio_of_times`.

    Its ends are those of the shortest over the longest that they can be, and of the
    longest over the shortest, compared as the times given are.
    """
    found = ratio_of_times(a.given, b.given, tail)
    if found is None or (a.is_exact and b.is_exact):
        return found
    least = ratio_of_times(a.least, b.most, tail, found.compared)
    most = ratio_of_times(a.most, b.least, tail, found.compared)
    low, high = least.measured.low, most.measured.high
    return Ratio(Measured(found.measured.value, low, high), found.compared)


def ratio_of_times(
    a: Times, b: Times, tail: float = TAIL, compared: Compared | None = None
) -> Ratio | None:
    """Hodges' and Lehmann's ratio a/b with its interval; None below four launches.

    Of the blocks that have both, where they are six or more: what the machine was like
    in others is in one of the two only. Paired in each block, but where the times in a
    block do not go together (their ranks have no positive correlation) and both spread
    alike: pairs of independent times are only noisier. `compared` is how, where that
    is settled.
    """
    both = [block for block in b if block in a]
    if len(both) >= FEWEST_FOR_INTERVAL:
        times = [a[k] for k in both], [b[k] for k in both]
        return _ratio_in_blocks(*times, tail, compared)
    if min(len(a), len(b)) < mann_whitney.FEWEST:
        return None
    apart = mann_whitney.ratio_interval([*a.values()], [*b.values()], tail)
    return Ratio(apart, Compared.APART)


def _ratio_in_blocks(
    a: list[float], b: list[float], tail: float, compared: Compared | None
) -> Ratio:
    pairs = np.log(np.array([a, b], dtype=np.float64).T)
    if compared is None:
        compared = Compared.PAIRS if _go_together(pairs) else Compared.BLOCKS
    if compared is Compared.PAIRS:
        differences = pairs[:, 0] - pairs[:, 1]
        shift = shift_interval(differences, tail)
        return Ratio(shift.map(lambda x: float(np.exp(x))), compared)
    return Ratio(mann_whitney.ratio_interval(a, b, tail), compared)


def _go_together(pairs: Numbers) -> bool:
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
