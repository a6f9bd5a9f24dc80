# SPDX-License-Identifier: Apache-2.0
"""Fits the candidates to a curve and says which the data can tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scaling.arrays import Numbers
from scaling.laws.candidates import CANDIDATES, Candidate, residuals
from scaling.model.curve import Curve, Row
from scaling.statistics.bootstrap import percentile_interval, resampled_medians
from scaling.statistics.measured import Measured

REFITS = 1000
FEWEST_CORE_COUNTS = 5
INDISTINGUISHABLE = 2.0
PLAUSIBLE = 10.0
_ROUNDING = 1e-24
"""A mean square below this is rounding: no law is exact in measured data."""


@dataclass(frozen=True)
class Data:
    """Core counts, median times in seconds, both (c,), and resamples, (REFITS, c)."""

    cores: Numbers
    times_s: Numbers
    draws_s: Numbers

    def without_largest(self) -> Data:
        """The data without the last core count."""
        return Data(self.cores[:-1], self.times_s[:-1], self.draws_s[:, :-1])


@dataclass(frozen=True)
class Fit:
    """A candidate with its coefficients, (k,), and those of the refits, (REFITS, k)."""

    candidate: Candidate
    coefficients: Numbers
    draws: Numbers
    mean_square: float
    aicc: float

    def time_s(self, cores: float) -> float:
        """Seconds that the law says."""
        at = np.array([float(cores)])
        return float(self.candidate.time(self.coefficients[None], at)[0, 0])

    def times_s(self, cores: Numbers) -> Numbers:
        """Seconds that each refit says for q core counts: (REFITS, q)."""
        return self.candidate.time(self.draws, cores)

    def measured(self, value) -> Measured:
        """A function of the coefficients, (..., k), with its bootstrap interval."""
        low, high = percentile_interval(value(self.draws))
        return Measured(float(value(self.coefficients[None])[0]), low, high)


@dataclass(frozen=True)
class Laws:
    """The fits of one curve, the best first."""

    data: Data
    fits: tuple[Fit, ...]

    @property
    def best(self) -> Fit:
        return self.fits[0]

    def delta(self, fit: Fit) -> float:
        """The AICc of a fit less that of the best."""
        return fit.aicc - self.best.aicc

    @cached_property
    def weights(self) -> dict[str, float]:
        """Akaike weights by letter."""
        raw = {f.candidate.letter: np.exp(-self.delta(f) / 2) for f in self.fits}
        return {letter: float(w / sum(raw.values())) for letter, w in raw.items()}

    @property
    def indistinguishable(self) -> tuple[Fit, ...]:
        """The best and those that the data cannot tell from it."""
        return tuple(f for f in self.fits if self.delta(f) < INDISTINGUISHABLE)

    def pooled_times_s(self, cores: Numbers) -> Numbers:
        """Refits of all plausible laws, each as often as its weight: (n, q)."""
        parts = [
            fit.times_s(cores)[: max(1, round(REFITS * self.weights[name]))]
            for fit in self.fits
            if self.delta(fit) < PLAUSIBLE
            for name in [fit.candidate.letter]
        ]
        return np.concatenate(parts)


def fit_curve(curve: Curve) -> Laws | None:
    """All laws fitted to a curve; None below five core counts, which tell nothing."""
    data = make_data(curve)
    return fit_data(data) if data else None


def make_data(curve: Curve) -> Data | None:
    """The fastest configuration of each core count, which is what one would run.

    A weak curve's times are per unit of work: the law is of the rate.
    """
    fastest: dict[int, Row] = {}
    for row in sorted(curve.measured, key=lambda row: row.point.rate.value):
        fastest[row.units] = row
    if len(fastest) < FEWEST_CORE_COUNTS:
        return None
    rows = [fastest[cores] for cores in sorted(fastest)]
    work = rows[0].point.request.samples
    share = np.array([work / row.point.request.samples for row in rows])
    draws = [resampled_medians(r.point.counted_s, r.point.id, REFITS) for r in rows]
    return Data(
        cores=np.array([float(row.units) for row in rows]),
        times_s=share * np.array([row.point.time_s.value for row in rows]),
        draws_s=share * np.column_stack(draws),
    )


def fit_data(data: Data) -> Laws:
    """Every candidate for which there are points enough."""
    fits = [
        fit_candidate(candidate, data)
        for candidate in CANDIDATES
        if _fits(candidate, data)
    ]
    return Laws(data, tuple(sorted(fits, key=lambda fit: fit.aicc)))


def _fits(candidate: Candidate, data: Data) -> bool:
    return len(data.cores) >= len(candidate.coefficients) + 1 + 2


def fit_candidate(candidate: Candidate, data: Data) -> Fit:
    """One law, by least squares of the logarithms, and its refits."""
    found = candidate.fit(data.cores, data.times_s[None], None)
    draws = candidate.fit(data.cores, data.draws_s, found[0])
    model = candidate.time(found, data.cores)
    m, k = len(data.cores), len(candidate.coefficients) + 1
    mean_square = max(float(residuals(data.times_s[None], model)[0]) / m, _ROUNDING)
    aicc = m * np.log(mean_square) + 2 * k + 2 * k * (k + 1) / (m - k - 1)
    return Fit(candidate, found[0], draws, mean_square, float(aicc))
