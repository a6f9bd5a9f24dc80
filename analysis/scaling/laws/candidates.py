# SPDX-License-Identifier: Apache-2.0
"""The six candidate laws of time against cores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scaling.arrays import Numbers
from scaling.laws.nonnegative import nonnegative

STEPS = 200
EXACT = 1e-14
"""The part by which a step must lessen the squares for another to follow."""
NEAR = 1e-10
"""The same of a refit, of which there are many."""


@dataclass(frozen=True)
class Scale:
    """What of a time a law is fitted in: the squares of `value`'s differences.

    `slope` is its derivative, and `time` its inverse.
    """

    value: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers], Numbers]
    time: Callable[[Numbers], Numbers]

    def squares(self, times: Numbers, model: Numbers) -> Numbers:
        """Their sum, for each row."""
        return ((self.value(times) - self.value(model)) ** 2).sum(axis=1)


LOGARITHM = Scale(np.log, lambda times: 1 / times, np.exp)
RATE = Scale(np.reciprocal, lambda times: -1 / times**2, np.reciprocal)


@dataclass(frozen=True)
class Candidate:
    """A law with its coefficients, all of at least 0.

    `fit(cores, times, start)` takes (m,) and (B, m) and gives (B, k); `start` is None
    or (k,), near the answer. `time(coefficients, cores)` gives (B, q).
    """

    letter: str
    name: str
    formula: str
    coefficients: tuple[str, ...]
    fit: Callable[[Numbers, Numbers, Numbers | None], Numbers]
    time: Callable[[Numbers, Numbers], Numbers]
    scale: Scale = LOGARITHM


def _linear(
    letter: str, name: str, formula: str, names: str, basis, scale: Scale = LOGARITHM
) -> Candidate:
    """A law that is linear in its coefficients."""

    def fit(cores: Numbers, times: Numbers, start: Numbers | None = None) -> Numbers:
        x, tolerance = basis(cores), EXACT if start is None else NEAR
        if start is None and scale is not LOGARITHM:
            start = least_squares(x, times, None, LOGARITHM, tolerance)[0]
        return least_squares(x, times, start, scale, tolerance)

    def time(coefficients: Numbers, cores: Numbers) -> Numbers:
        return coefficients @ basis(cores).T

    return Candidate(letter, name, formula, tuple(names.split()), fit, time, scale)


def least_squares(
    x: Numbers, times: Numbers, start: Numbers | None, scale: Scale, tolerance: float
) -> Numbers:
    """Minimises the squares of v(t) - v(x c) over c >= 0 by Gauss and Newton.

    With g = x c a step is the solution of v'(g) x c = v(t) - v(g) + v'(g) g: it needs
    no damping as long as g stays near t, which the start sees to. Where none is given
    it is t, and the first step a fit of relative errors.
    """
    model = times if start is None else np.broadcast_to(x @ start, times.shape)
    best = np.zeros((len(times), x.shape[1]))
    least = np.full(len(times), np.inf)
    for _ in range(STEPS):
        model = np.clip(model, times / 50, times * 50)
        slope = scale.slope(model)
        target = scale.value(times) - scale.value(model) + slope * model
        found = nonnegative(slope[:, :, None] * x, target)
        model = found @ x.T
        rss = scale.squares(times, np.maximum(model, times * 1e-9))
        better = rss < least * (1 - tolerance)
        best[better], least[better] = found[better], rss[better]
        if not better.any():
            break
    return best


def _fit_power(cores: Numbers, times: Numbers, _: Numbers | None = None) -> Numbers:
    """b R^-g: a straight line in logarithms, with g >= 0."""
    x, y = np.log(cores), np.log(times)
    off = x - x.mean()
    slope = np.minimum((y @ off) / (off @ off), 0.0)
    intercept = y.mean(axis=1) - slope * x.mean()
    return np.column_stack([np.exp(intercept), -slope])


def _power(coefficients: Numbers, cores: Numbers) -> Numbers:
    return coefficients[:, :1] * cores[None, :] ** -coefficients[:, 1:]


def _usl_basis(cores: Numbers) -> Numbers:
    """b, b sigma and b kappa of (b/R)(1 + sigma (R - 1) + kappa R (R - 1))."""
    return np.column_stack([1 / cores, (cores - 1) / cores, cores - 1])


A = _linear("A", "perfect", "b/R", "b", lambda r: np.column_stack([1 / r]))
B = _linear(
    "B", "Amdahl", "a + b/R", "a b", lambda r: np.column_stack([np.ones_like(r), 1 / r])
)
C = _linear(
    "C",
    "reduction",
    "b/R + c log2 R",
    "b c",
    lambda r: np.column_stack([1 / r, np.log2(r)]),
)
D = _linear(
    "D",
    "Amdahl and reduction",
    "a + b/R + c log2 R",
    "a b c",
    lambda r: np.column_stack([np.ones_like(r), 1 / r, np.log2(r)]),
)
E = Candidate("E", "power", "b R^-g", ("b", "g"), _fit_power, _power)
F = _linear(
    "F",
    "USL",
    "(b/R)(1 + sigma(R-1) + kappa R(R-1))",
    "b bs bk",
    _usl_basis,
    RATE,  # as published fits are
)

CANDIDATES = (A, B, C, D, E, F)
