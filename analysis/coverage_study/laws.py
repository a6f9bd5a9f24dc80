# SPDX-License-Identifier: Apache-2.0
"""Coefficients of laws, their refusal, and the prediction of the largest point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coverage_study.noise import USUAL, Noise
from coverage_study.rate import Promise, Rate
from scaling.arrays import Numbers
from scaling.laws.candidates import B, Candidate, D, E, F
from scaling.laws.fit import REFITS, Data, fit_candidate
from scaling.laws.prediction import predict

CORES = np.array([1.0, 2, 4, 8, 16, 32, 64])
LAUNCHES = 12
SECTION = "Laws"


@dataclass(frozen=True)
class Case:
    """A law with known coefficients, and the one quantity of it that is asked."""

    law: Candidate
    truth: tuple[float, ...]
    what: str
    value: Callable[[Numbers], Numbers]


CASES = (
    Case(B, (0.1, 3.0), "Amdahl's serial part", lambda c: c[..., 0] / c.sum(axis=-1)),
    Case(D, (0.1, 3.0, 0.02), "a in a + b/R + c log2 R", lambda c: c[..., 0]),
    Case(D, (0.1, 3.0, 0.02), "c in a + b/R + c log2 R", lambda c: c[..., 2]),
    Case(E, (3.0, 0.8), "exponent of a power law", lambda c: c[..., 1]),
    Case(F, (3.0, 0.15, 0.003), "USL's sigma", lambda c: c[..., 1] / c[..., 0]),
    Case(F, (3.0, 0.15, 0.003), "USL's kappa", lambda c: c[..., 2] / c[..., 0]),
)


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    for case in CASES:
        yield _coefficient(case, trials, rng)
    for law, truth in ((B, (0.1, 3.0)), (F, (3.0, 0.02, 1e-4))):
        for n in (6, 12, 20):
            yield _refused(law, truth, n, trials, rng)
    for law in (B, F):
        yield _wrong_refused(law, trials, rng)
    yield _prediction(B, (0.1, 3.0), trials, rng)
    yield _prediction(F, (3.0, 0.15, 0.003), trials, rng)


def _data(
    law: Candidate,
    truth: tuple[float, ...],
    noise: Noise,
    rng: np.random.Generator,
    n: int = LAUNCHES,
    steps: Numbers | float = 1.0,
) -> Data:
    """Data as the analysis makes them of a strong curve; times are medians of noise."""
    times = law.time(np.array([truth]), CORES)[0] / noise.median * steps
    runs = times * noise.draw(rng, (n, len(CORES)))
    picks = rng.integers(0, n, (REFITS, n))
    return Data(CORES, np.median(runs, axis=0), np.median(runs[picks], axis=1))


def _setting(law: Candidate, n: int = LAUNCHES) -> str:
    return f"true law {law.letter}, 7 core counts to 64, n = {n}, {USUAL.name}"


def _coefficient(case: Case, trials: int, rng: np.random.Generator) -> Rate:
    truth = float(case.value(np.array([case.truth]))[0])
    hits = 0
    for _ in range(trials):
        fit = fit_candidate(case.law, _data(case.law, case.truth, USUAL, rng))
        found = fit.measured(case.value)
        hits += found.holds(truth)
    promise = Promise(0.93, 0.985)
    return Rate(SECTION, case.what, _setting(case.law), hits, trials, promise)


def _refused(
    law: Candidate, truth: tuple[float, ...], n: int, trials: int, rng
) -> Rate:
    """The true law must not be, though its medians are noisy."""
    found = [_data(law, truth, USUAL, rng, n) for _ in range(trials)]
    hits = sum(fit_candidate(law, data).is_refused for data in found)
    where = _setting(law, n)
    return Rate(SECTION, "true law refused", where, hits, trials, Promise(0, 0.05))


def _wrong_refused(law: Candidate, trials: int, rng: np.random.Generator) -> Rate:
    """Of steps of 6 % at 8 cores and 10 % at 64, which no candidate has."""
    steps = (1 + 0.06 * (CORES >= 8)) * (1 + 0.1 * (CORES >= 64))
    found = [_data(B, (0.006, 1.0), USUAL, rng, 20, steps) for _ in range(trials)]
    hits = sum(fit_candidate(law, data).is_refused for data in found)
    where = f"steps at socket and node, n = 20, {USUAL.name}"
    return Rate(SECTION, f"law {law.letter} refused", where, hits, trials, Promise(0.5))


def _prediction(
    law: Candidate, truth: tuple[float, ...], trials: int, rng: np.random.Generator
) -> Rate:
    hits = sum(
        predict(law, _data(law, truth, USUAL, rng)).is_covered for _ in range(trials)
    )
    what = "prediction of the largest point from the others"
    return Rate(SECTION, what, _setting(law), hits, trials, Promise(0.93))
