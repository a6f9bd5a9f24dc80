# SPDX-License-Identifier: Apache-2.0
"""The six candidate laws of time against cores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scaling.arrays import Numbers
from scaling.laws.nonnegative import nonnegative

STEPS = 30
TOLERANCE = 1e-10


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


def _linear(letter: str, name: str, formula: str, names: str, basis) -> Candidate:
    """A law that is linear in its coefficients, fitted to the logarithm of times."""

    def fit(cores: Numbers, times: Numbers, start: Numbers | None = None) -> Numbers:
        return fit_logarithms(basis(cores), times, start)

    def time(coefficients: Numbers, cores: Numbers) -> Numbers:
        return coefficients @ basis(cores).T

    return Candidate(letter, name, formula, tuple(names.split()), fit, time)


def fit_logarithms(x: Numbers, times: Numbers, start: Numbers | None = None) -> Numbers:
    """Minimises the squares of ln t - ln(x c) over c >= 0 by Gauss and Newton.

    With g = x c the derivative is x / g and (x / g) c = 1, so a step is the solution of
    (x / g) c = 1 + ln t - ln g: it needs no damping as long as g stays near t, which
    the first step, a fit of relative errors, sees to.
    """
    model = times if start is None else np.broadcast_to(x @ start, times.shape)
    best = np.zeros((len(times), x.shape[1]))
    least = np.full(len(times), np.inf)
    for _ in range(STEPS):
        model = np.clip(model, times / 50, times * 50)
        target = 1 + np.log(times) - np.log(model)
        found = nonnegative(x[None] / model[:, :, None], target)
        model = found @ x.T
        rss = residuals(times, np.maximum(model, times * 1e-9))
        better = rss < least * (1 - TOLERANCE)
        best[better], least[better] = found[better], rss[better]
        if not better.any():
            break
    return best


def residuals(times: Numbers, model: Numbers) -> Numbers:
    """Sum of squares of the logarithms' differences, for each row."""
    return ((np.log(times) - np.log(model)) ** 2).sum(axis=1)


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
F = _linear("F", "USL", "(b/R)(1 + sigma(R-1) + kappa R(R-1))", "b bs bk", _usl_basis)

CANDIDATES = (A, B, C, D, E, F)
