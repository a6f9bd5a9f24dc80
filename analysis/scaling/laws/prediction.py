# SPDX-License-Identifier: Apache-2.0
"""Whether a law, fitted to all but the largest point, would have predicted it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.laws.candidates import Candidate
from scaling.laws.fit import REFITS, Data, Fit, fit_all, fit_candidate
from scaling.statistics.bootstrap import SEED
from scaling.statistics.measured import Measured


@dataclass(frozen=True)
class Prediction:
    """The time predicted for the largest core count, and what was measured there."""

    cores: float
    predicted_s: Measured
    measured_s: float

    @property
    def error(self) -> float:
        """The error of the prediction, relative to what was measured."""
        return self.predicted_s.value / self.measured_s - 1

    @property
    def is_covered(self) -> bool | None:
        """The 95 % prediction interval holds the measured time; None without one."""
        if self.predicted_s.low is None:
            return None
        return self.predicted_s.holds(self.measured_s)


def predictions(data: Data) -> dict[str, Prediction]:
    """Predictions by letter, of candidates with points enough without the largest."""
    fits = fit_all(data.without_largest())
    return {fit.candidate.letter: _prediction(fit, data) for fit in fits}


def predict(candidate: Candidate, data: Data) -> Prediction:
    """The prediction of one law, which must have points enough without the largest."""
    return _prediction(fit_candidate(candidate, data.without_largest()), data)


def _prediction(fit: Fit, data: Data) -> Prediction:
    """The interval holds the refits, the scatter about the law, and the new median's.

    The scatter is that of the residuals with their degrees of freedom; the new median's
    is that of its resamples.
    """
    rng = np.random.default_rng([SEED, ord(fit.candidate.letter)])
    m, k = len(data.cores) - 1, len(fit.coefficients)
    scatter = np.sqrt(fit.mean_square * m / (m - k))
    freedom = m - k
    cores = data.cores[-1:]
    refits = fit.times_s(cores)[:, 0]
    own = rng.permutation(data.draws_s[:, -1]) / data.times_s[-1]
    draws = refits * np.exp(scatter * rng.standard_t(freedom, REFITS)) * own
    low, high = data.interval(draws)
    predicted = Measured(fit.time_s(cores[0]), low, high)
    return Prediction(float(cores[0]), predicted, float(data.times_s[-1]))
