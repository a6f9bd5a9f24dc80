# SPDX-License-Identifier: Apache-2.0
"""How unusual a sum of squares of standard normal values is, on either side."""

from __future__ import annotations

from math import exp, lgamma, log

ENOUGH = 1e-15


def chi_squared(squares: float, degrees: int) -> float:
    """The two-sided p value of a sum of `degrees` squares.

    From the series of the incomplete gamma function (DLMF 8.11.4), which spares the
    start of scipy.
    """
    if squares <= 0:
        return 0.0
    a, x = degrees / 2, squares / 2
    term = below = exp(a * log(x) - x - lgamma(a + 1))
    n = 0
    while term > ENOUGH * below:
        n += 1
        term *= x / (a + n)
        below += term
    if below == 0 and x > a:
        below = 1.0  # So far out that the first term is no number.
    return 2 * max(0.0, min(below, 1 - below))
