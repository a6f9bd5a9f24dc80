# SPDX-License-Identifier: Apache-2.0
"""The universal scalability law of Gunther (2007)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from scaling.arrays import Numbers
from scaling.laws.candidates import F
from scaling.laws.nonnegative import nonnegative

STEPS = 200
TOLERANCE = 1e-14


@dataclass(frozen=True)
class Usl:
    """X(N) = rate N / (1 + contention (N - 1) + coherence N (N - 1))."""

    rate: float
    contention: float
    coherence: float

    @property
    def best_n(self) -> float | None:
        """Where the rate is largest; None where it never falls."""
        if self.coherence <= 0 or self.contention >= 1:
            return None
        return sqrt((1 - self.contention) / self.coherence)

    def at(self, n: float | Numbers) -> float | Numbers:
        """The rate on n units."""
        losses = 1 + self.contention * (n - 1) + self.coherence * n * (n - 1)
        return self.rate * n / losses


def from_coefficients(coefficients: Numbers) -> Usl:
    """The USL of candidate F's coefficients, (3,), fitted to times per unit of work."""
    b, bs, bk = (float(x) for x in coefficients)
    return Usl(1 / b, bs / b, bk / b)


def fit_rates(n: Numbers, rates: Numbers) -> Usl:
    """Least squares in the rates themselves, as the published fits do it.

    Our own fits use logarithms (candidate F). Gauss and Newton: with g = x c the rate
    is 1/g, its derivative -x/g^2, and a step solves (-x/g^2) c = X - 2/g.
    """
    x = np.column_stack([1 / n, (n - 1) / n, n - 1])
    found = F.fit(n, 1 / rates[None], None)
    least = np.inf
    for _ in range(STEPS):
        model = found @ x.T
        rss = float(((rates - 1 / model) ** 2).sum())
        if rss > least * (1 - TOLERANCE):
            break
        least = rss
        found = nonnegative(-x[None] / model[:, :, None] ** 2, rates - 2 / model)
    return from_coefficients(found[0])
