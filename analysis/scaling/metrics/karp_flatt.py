# SPDX-License-Identifier: Apache-2.0
"""The serial fraction that a speedup amounts to (Karp and Flatt 1990)."""

from __future__ import annotations

from scaling.statistics.measured import Measured


def karp_flatt(speedup: Measured, times_cores: float) -> Measured | None:
    """e = (1/S - 1/r) / (1 - 1/r), relative to the base run; None at r = 1.

    It falls with S, so the interval's ends change places. Constant along a curve it is
    a serial part; growing it is overhead or imbalance; below 0 it is superlinear.
    """
    if times_cores <= 1:
        return None

    def fraction(s: float) -> float:
        return (1 / s - 1 / times_cores) / (1 - 1 / times_cores)

    return Measured(
        fraction(speedup.value),
        None if speedup.high is None else fraction(speedup.high),
        None if speedup.low is None else fraction(speedup.low),
    )
