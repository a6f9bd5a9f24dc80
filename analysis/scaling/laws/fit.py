# SPDX-License-Identifier: Apache-2.0
"""Fits the candidates to a curve and says which the data can tell apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scaling.arrays import Numbers
from scaling.laws.candidates import CANDIDATES, LOGARITHM, RATE, Candidate
from scaling.laws.medians import medians_of
from scaling.model.curve import Curve, Row
from scaling.statistics.bootstrap import SEED, percentile_interval
from scaling.statistics.measured import Measured

REFITS = 1000
LEAST_RATE = 0.01
"""Of a rate, what an error leaves of it at least."""
TRIED = 250
"""Data that obey a law, to see by how much it misses them."""
FEWEST_CORE_COUNTS = 5
INDISTINGUISHABLE = 2.0
PLAUSIBLE = 10.0
_ROUNDING = 1e-24
"""A mean square below this is rounding: no law is exact in measured data."""
CREDIBLE = 0.99
"""Of data that obey a law, such a share misses it by less than the most credible."""


@dataclass(frozen=True)
class Data:
    """Core counts, median times in seconds, both (c,), and resamples, (REFITS, c).

    Without intervals where a point has too few launches for one of its time: a law
    through points of unknown scatter is no better known than they are. Of core counts
    in jobs of their own, laws/medians.py says what `over_base` and `across` are.
    """

    cores: Numbers
    times_s: Numbers
    draws_s: Numbers
    has_intervals: bool = True
    over_base: tuple[int, ...] = ()
    across: tuple[int, ...] = ()

    @property
    def has_noise(self) -> bool:
        """Every point's launches tell how much they scatter."""
        return bool((np.ptp(self.draws_s, axis=0) > 0).all())

    def without_largest(self) -> Data:
        """The data without the last core count."""
        return replace(
            self,
            cores=self.cores[:-1],
            times_s=self.times_s[:-1],
            draws_s=self.draws_s[:, :-1],
        )

    def interval(self, draws: Numbers) -> tuple[float | None, float | None]:
        """The 95 % interval of a value that has such refits; None twice for none."""
        return percentile_interval(draws) if self.has_intervals else (None, None)


@dataclass(frozen=True)
class Fit:
    """A candidate with its coefficients, (k,), and those of the refits, (REFITS, k).

    The mean square is that of the logarithms of times, in which laws are compared.
    One `is_refused` that misses the medians by more than launches scatter.
    """

    data: Data
    candidate: Candidate
    coefficients: Numbers
    draws: Numbers
    mean_square: float
    aicc: float
    is_refused: bool

    def time_s(self, cores: float) -> float:
        """Seconds that the law says."""
        return float(self.best_times_s(np.array([float(cores)]))[0])

    def best_times_s(self, cores: Numbers) -> Numbers:
        """Seconds that the law says for q core counts: (q,)."""
        return self.candidate.time(self.coefficients[None], cores)[0]

    def times_s(self, cores: Numbers) -> Numbers:
        """Seconds that each refit says for q core counts: (REFITS, q)."""
        return self.candidate.time(self.draws, cores)

    def measured(self, value) -> Measured:
        """A function of the coefficients, (..., k), with its bootstrap interval."""
        low, high = self.data.interval(value(self.draws))
        return Measured(float(value(self.coefficients[None])[0]), low, high)


@dataclass(frozen=True)
class Laws:
    """The fits of one curve, the best first, and those that are refused."""

    data: Data
    fits: tuple[Fit, ...]
    refused: tuple[Fit, ...] = ()

    @property
    def best(self) -> Fit:
        """Only where a law fits."""
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


_KEPT = "_laws"


def fit_curve(curve: Curve) -> Laws | None:
    """All laws fitted to a curve; None below five core counts, which tell nothing.

    The curve keeps them, as a table and a figure show the same.
    """
    kept = vars(curve)
    if _KEPT not in kept:
        data = make_data(curve)
        kept[_KEPT] = fit_data(data) if data else None
    return kept[_KEPT]


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
    work = rows[0].point.work
    share = np.array([work / row.point.work for row in rows])
    found = medians_of(curve, rows, REFITS)
    return Data(
        cores=np.array([float(row.units) for row in rows]),
        times_s=share * found.times_s,
        draws_s=share * found.draws_s,
        has_intervals=found.are_enough,
        over_base=found.over_base,
        across=found.across,
    )


def fit_data(data: Data) -> Laws:
    """Every candidate for which there are points enough."""
    fits = sorted(fit_all(data), key=lambda fit: fit.aicc)
    return Laws(
        data,
        fits=tuple(fit for fit in fits if not fit.is_refused),
        refused=tuple(fit for fit in fits if fit.is_refused),
    )


def fit_all(data: Data) -> list[Fit]:
    """Fits of the candidates for which there are points enough, in their order."""
    return [
        fit_candidate(candidate, data)
        for candidate in CANDIDATES
        if _fits(candidate, data)
    ]


def _fits(candidate: Candidate, data: Data) -> bool:
    return len(data.cores) >= len(candidate.coefficients) + 1 + 2


def fit_candidate(candidate: Candidate, data: Data) -> Fit:
    """One law, by least squares in its scale, and its refits."""
    found = candidate.fit(data.cores, data.times_s[None], None)
    model = candidate.time(found, data.cores)
    m, k = len(data.cores), len(candidate.coefficients) + 1
    squares = float(candidate.scale.squares(data.times_s[None], model)[0])
    by_noise = _squares_by_noise(candidate, found[0], model, data)
    moved = moved_by_misfit(candidate, data, max(0.0, squares - by_noise.mean()))
    logarithms = LOGARITHM.squares(data.times_s[None], model)[0]
    mean_square = max(float(logarithms) / m, _ROUNDING)
    aicc = m * np.log(mean_square) + 2 * k + 2 * k * (k + 1) / (m - k - 1)
    return Fit(
        data,
        candidate,
        coefficients=found[0],
        draws=candidate.fit(data.cores, moved, found[0]),
        mean_square=mean_square,
        aicc=float(aicc),
        is_refused=data.has_noise and squares > np.quantile(by_noise, CREDIBLE),
    )


def _squares_by_noise(
    candidate: Candidate, start: Numbers, model: Numbers, data: Data
) -> Numbers:
    """The squares left of medians that obey the law but for the noise of launches."""
    times = model * data.draws_s[:TRIED] / data.times_s
    again = candidate.fit(data.cores, times, start)
    return candidate.scale.squares(times, candidate.time(again, data.cores))


def moved_by_misfit(candidate: Candidate, data: Data, squares: float) -> Numbers:
    """The resampled medians, by as much as the law misses beyond their noise.

    Where launches tell no noise, that is all that it misses by. The deviation of an
    error is estimated, from the squares with the freedom that the coefficients leave.
    """
    scale, points = candidate.scale, len(data.cores)
    freedom = points - len(candidate.coefficients)
    rng = np.random.default_rng([SEED, ord(candidate.letter)])
    deviation = np.sqrt(squares / rng.chisquare(freedom, (REFITS, 1)))
    errors = deviation * rng.standard_normal((REFITS, points))
    values = scale.value(data.draws_s) + errors
    if scale is RATE:  # which an error must not make negative
        values = np.maximum(values, LEAST_RATE * scale.value(data.draws_s))
    return scale.time(values)
