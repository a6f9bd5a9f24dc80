# SPDX-License-Identifier: Apache-2.0
"""How far two sides differ, each measured in several sessions.

A session (a day, an allocation, a boot) moves all that is measured in it: its level is
drawn around that of its side with a variance between sessions, which is estimated from
both sides, and has an error of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.arrays import Numbers
from scaling.statistics.level import TAIL
from scaling.statistics.measured import Measured

FEWEST = 3
"""Sessions in all: of two nothing shows how far sessions lie from each other."""
LEAST_ERROR = 1e-9
"""Relative; a session whose times are all alike has some error too."""


@dataclass(frozen=True)
class Effect:
    """The logarithm of what a session measured, and its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class Shift:
    """How far the second side is above the first."""

    measured: Measured
    error: float
    freedom: int

    def p_value(self, true: float) -> float:
        """Of this shift or one further from `true`, were that the shift."""
        from scipy.stats import t

        return 2 * float(
            t.sf(abs(self.measured.value - true) / self.error, self.freedom)
        )


def level(effects: Sequence[Effect]) -> Measured:
    """The level of one side; without an interval below two sessions."""
    if len(effects) < 2:
        return Measured(effects[0].value)
    ones = np.ones((len(effects), 1))
    return _regression(effects, ones).measured


def shift(a: Sequence[Effect], b: Sequence[Effect]) -> Shift:
    """Of `FEWEST` sessions or more, at least one a side.

    Random-effects regression on the side: the variance between sessions by the method
    of moments (DerSimonian and Laird, Controlled Clinical Trials 7, 1986, with a
    covariate: Thompson and Sharp, Statistics in Medicine 18, 1999), the interval by
    Student's t of the weighted residuals (Knapp and Hartung, Statistics in Medicine 22,
    2003), never narrower than the sessions' own errors make it (their modification, for
    few sessions).
    """
    ones = np.ones(len(a) + len(b))
    side = np.repeat([0.0, 1.0], [len(a), len(b)])
    return _regression([*a, *b], np.column_stack([ones, side]))


def _regression(effects: Sequence[Effect], design: Numbers) -> Shift:
    """The last coefficient."""
    from scipy.stats import t

    values = np.array([effect.value for effect in effects])
    own = np.maximum([effect.error for effect in effects], LEAST_ERROR) ** 2
    between = _variance_between(values, own, design)
    weights = 1 / (own + between)
    covariance = np.linalg.inv(design.T @ (weights[:, None] * design))
    found = covariance @ design.T @ (weights * values)
    freedom = len(values) - design.shape[1]
    spread = float(weights @ (values - design @ found) ** 2) / freedom
    error = float(np.sqrt(max(1.0, spread) * covariance[-1, -1]))
    value = float(found[-1])
    reach = float(t.isf(TAIL, freedom)) * error
    return Shift(Measured(value, value - reach, value + reach), error, freedom)


def _variance_between(values: Numbers, own: Numbers, design: Numbers) -> float:
    weights = np.diag(1 / own)
    inner = np.linalg.inv(design.T @ weights @ design)
    residual = weights - weights @ design @ inner @ design.T @ weights
    expected = len(values) - design.shape[1]
    excess = float(values @ residual @ values) - expected
    return max(0.0, excess / float(np.trace(residual)))
