# SPDX-License-Identifier: Apache-2.0
"""Whether one set of times is the same, faster or slower than another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaling.statistics.holm import holm
from scaling.statistics.mann_whitney import cliffs_delta, p_value, ratio_interval
from scaling.statistics.measured import Measured
from scaling.zipped import zip_equal

BAND = 0.02
"""Ratios within 1 -+ this are equal for all purposes."""
SIGNIFICANT = 0.05

SAME, FASTER, SLOWER, UNDECIDED = "SAME", "FASTER", "SLOWER", "UNDECIDED"


@dataclass(frozen=True)
class Comparison:
    """The times b over the times a; `low` and `high` are None without an interval.

    `p_value` is not corrected: `verdicts` does that over all comparisons made.
    """

    ratio: float
    low: float | None
    high: float | None
    p_value: float
    cliffs_delta: float
    band: float = BAND

    @property
    def measured(self) -> Measured:
        """The ratio with its interval."""
        return Measured(self.ratio, self.low, self.high)


def compare(a: Sequence[float], b: Sequence[float], band: float = BAND) -> Comparison:
    """The comparison of two samples of positive times, one a launch, neither empty."""
    found = ratio_interval(b, a)
    return Comparison(
        ratio=found.value,
        low=found.low,
        high=found.high,
        p_value=p_value(b, a),
        cliffs_delta=cliffs_delta(b, a),
        band=band,
    )


def verdicts(comparisons: Sequence[Comparison]) -> list[str]:
    """SAME, FASTER (b takes less time), SLOWER or UNDECIDED, for each.

    A difference needs both an interval outside the band and a p value below 0.05 after
    Holm's correction over all of `comparisons`; SAME needs the interval inside.
    """
    adjusted = holm([comparison.p_value for comparison in comparisons])
    return [_verdict(c, p) for c, p in zip_equal(comparisons, adjusted)]


def _verdict(found: Comparison, adjusted_p: float) -> str:
    if found.low is None or found.high is None:
        return UNDECIDED
    least, most = 1 - found.band, 1 + found.band
    if least <= found.low and found.high <= most:
        return SAME
    if adjusted_p < SIGNIFICANT and found.high < least:
        return FASTER
    if adjusted_p < SIGNIFICANT and found.low > most:
        return SLOWER
    return UNDECIDED
