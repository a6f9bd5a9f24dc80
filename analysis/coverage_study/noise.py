# SPDX-License-Identifier: Apache-2.0
"""Noise with a median that is known exactly."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from scaling.arrays import Numbers


@dataclass(frozen=True)
class Noise:
    """Factors on a time: lognormal, a share of them slower by a factor more."""

    name: str
    sigma: float
    share: float = 0.0
    by: float = 0.0

    def draw(self, rng: np.random.Generator, size: int | tuple[int, ...]) -> Numbers:
        slow = np.where(rng.random(size) < self.share, 1 + self.by, 1.0)
        return rng.lognormal(0, self.sigma, size) * slow

    @property
    def median(self) -> float:
        """The median of the mixture, by bisection of its distribution function."""
        normal = NormalDist(0, self.sigma)
        low, high = 0.0, np.log1p(self.by) + 1e-12
        for _ in range(60):
            middle = (low + high) / 2
            below = (1 - self.share) * normal.cdf(middle)
            below += self.share * normal.cdf(middle - np.log1p(self.by))
            low, high = (middle, high) if below < 0.5 else (low, middle)
        return float(np.exp(low))


QUIET = Noise("1 % lognormal", 0.01)
USUAL = Noise("1 % lognormal, 8 % of launches 6 % slower", 0.01, 0.08, 0.06)
LOUD = Noise("5 % lognormal", 0.05)
MODES = Noise("1 % lognormal, 30 % of launches 4 % slower", 0.01, 0.30, 0.04)
ALL = (QUIET, USUAL, LOUD, MODES)
