# SPDX-License-Identifier: Apache-2.0
"""Whether one set of times is the same, faster or slower than another."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.statistics.holm import holm
from scaling.statistics.level import TAIL
from scaling.statistics.mann_whitney import cliffs_delta, p_value, ratio_interval
from scaling.statistics.measured import Measured
from scaling.statistics.random_effects import Effect, shift
from scaling.statistics.ratio import Compared, Times, ratio_within
from scaling.statistics.shift import signed_rank_p
from scaling.statistics.within import Within
from scaling.zipped import zip_equal

BAND = 0.02
"""Ratios within 1 -+ this are equal for all purposes."""
SIGNIFICANT = 0.05

SAME, FASTER, SLOWER, UNDECIDED = "SAME", "FASTER", "SLOWER", "UNDECIDED"


@dataclass(frozen=True)
class Comparison:
    """The times b over the times a; `low` and `high` are None without an interval.

    `p_value` is that of no difference beyond the band, `p_of_difference` that of one
    beyond it: `verdicts` corrects both over all comparisons made.
    """

    ratio: float
    low: float | None
    high: float | None
    p_value: float
    p_of_difference: float
    cliffs_delta: float
    band: float = BAND

    @property
    def measured(self) -> Measured:
        """The ratio with its interval."""
        return Measured(self.ratio, self.low, self.high)


def compare(
    a: Sequence[float], b: Sequence[float], band: float = BAND, tail: float = TAIL
) -> Comparison:
    """The comparison of two samples of positive times, one a launch, neither empty.

    `tail` is what a side of the interval may miss by at one of several looks; p values
    are as much larger (Pocock, Biometrika 64, 1977).
    """
    return _comparison(
        ratio_interval(b, a, tail),
        lambda ratio: p_value([time / ratio for time in b], a),
        cliffs_delta(b, a),
        band,
        tail,
    )


def compare_in_blocks(
    a: Within[Times], b: Within[Times], band: float = BAND, tail: float = TAIL
) -> Comparison | None:
    """The same of launches that stood beside each other, by block.

    Estimate and interval are `ratio_within`'s, the p values those of the test which it
    inverts. None where they are too few to be compared.
    """
    found = ratio_within(b, a, tail)
    if found is None:
        return None
    blocks = [block for block in b.given if block in a.given]
    if found.compared is Compared.APART:
        times_a, times_b = [*a.given.values()], [*b.given.values()]
    else:
        times_a, times_b = ([x.given[k] for k in blocks] for x in (a, b))

    def p_of(ratio: float) -> float:
        if found.compared is Compared.PAIRS:
            return signed_rank_p(np.log(times_b) - np.log(times_a) - math.log(ratio))
        return p_value([time / ratio for time in times_b], times_a)

    delta = cliffs_delta(times_b, times_a)
    return _comparison(found.measured, p_of, delta, band, tail)


def compare_sessions(
    a: Sequence[Effect], b: Sequence[Effect], band: float = BAND
) -> Comparison:
    """The same of several sessions a side, `random_effects.FEWEST` or more in all: of
    sessions to come, of which these are a sample."""
    found = shift(a, b)
    return _comparison(
        found.measured.map(math.exp),
        lambda ratio: found.p_value(math.log(ratio)),
        cliffs_delta([x.value for x in b], [x.value for x in a]),
        band,
        TAIL,
    )


def _comparison(
    found: Measured,
    p_of: Callable[[float], float],
    delta: float,
    band: float,
    tail: float,
) -> Comparison:
    """`p_of` tests that the true ratio is the one given."""
    least, most = 1 - band, 1 + band
    is_inside = least < found.value < most
    p, p_of_difference = 1.0, 1.0
    if is_inside:
        p_of_difference = _of_looks(max(p_of(least), p_of(most)), tail)
    else:
        p = _of_looks(p_of(most if found.value > 1 else least), tail)
    return Comparison(
        found.value, found.low, found.high, p, p_of_difference, delta, band
    )


def _of_looks(p: float, tail: float) -> float:
    """Below 0.05 where the interval of this tail is to one side of what is tested."""
    return min(1.0, p * TAIL / tail)


def verdicts(comparisons: Sequence[Comparison]) -> list[str]:
    """SAME, FASTER (b takes less time), SLOWER or UNDECIDED, for each.

    A difference needs an interval outside of the band, SAME one inside, and each a p
    value below 0.05 against the other, after Holm's correction over `comparisons`: so
    that none of the differences told, and none of what is called the same, is wrong in
    95 % of such families. Equivalence is two one-sided tests (Schuirmann, Journal of
    Pharmacokinetics and Biopharmaceutics 15, 1987), at 2.5 % each.
    """
    differ = holm([found.p_value for found in comparisons])
    equal = holm([found.p_of_difference for found in comparisons])
    rows = zip_equal(comparisons, differ, equal)
    return [_verdict(found, p, same) for found, p, same in rows]


def _verdict(found: Comparison, p_differs: float, p_same: float) -> str:
    if found.low is None or found.high is None:
        return UNDECIDED
    least, most = 1 - found.band, 1 + found.band
    if p_same < SIGNIFICANT and least <= found.low and found.high <= most:
        return SAME
    if p_differs < SIGNIFICANT and found.high < least:
        return FASTER
    if p_differs < SIGNIFICANT and found.low > most:
        return SLOWER
    return UNDECIDED
