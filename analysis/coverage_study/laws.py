# SPDX-License-Identifier: Apache-2.0
"""Coefficients of laws, the knee, and the prediction of the largest point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coverage_study.noise import USUAL, Noise
from coverage_study.rate import Promise, Rate
from scaling.arrays import Numbers
from scaling.laws.candidates import B, Candidate, D, E, F
from scaling.laws.fit import REFITS, Data, fit_candidate, fit_data
from scaling.laws.knee import EFFICIENCY, knee
from scaling.laws.limit import Limit
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
        yield _knee(law, truth, trials, rng)
    yield _prediction(B, (0.1, 3.0), trials, rng)
    yield _prediction(F, (3.0, 0.15, 0.003), trials, rng)


def _data(
    law: Candidate, truth: tuple[float, ...], noise: Noise, rng: np.random.Generator
) -> Data:
    """Data as the analysis makes them of a strong curve; times are medians of noise."""
    times = law.time(np.array([truth]), CORES)[0] / noise.median
    runs = times * noise.draw(rng, (LAUNCHES, len(CORES)))
    picks = rng.integers(0, LAUNCHES, (REFITS, LAUNCHES))
    return Data(CORES, np.median(runs, axis=0), np.median(runs[picks], axis=1))


def _setting(law: Candidate) -> str:
    return f"true law {law.letter}, 7 core counts to 64, n = {LAUNCHES}, {USUAL.name}"


def _coefficient(case: Case, trials: int, rng: np.random.Generator) -> Rate:
    truth = float(case.value(np.array([case.truth]))[0])
    hits = 0
    for _ in range(trials):
        fit = fit_candidate(case.law, _data(case.law, case.truth, USUAL, rng))
        found = fit.measured(case.value)
        hits += found.holds(truth)
    promise = Promise(0.93, 0.985)
    return Rate(SECTION, case.what, _setting(case.law), hits, trials, promise)


def _knee(
    law: Candidate, truth: tuple[float, ...], trials: int, rng: np.random.Generator
) -> Rate:
    """Studies whose interval holds the true knee, of those that claim one."""
    cores = np.geomspace(1, 256, 100_000)
    times = law.time(np.array([truth]), cores)[0]
    exact = cores[(times[0] / (times * cores) < EFFICIENCY).argmax()]
    claimed = hits = 0
    for _ in range(trials):
        found = knee(fit_data(_data(law, truth, USUAL, rng)), Limit(256, ""))
        if found is not None:
            claimed += 1
            hits += found.holds(exact)
    setting = f"{_setting(law)}, of {trials:,} studies"
    return Rate(SECTION, "knee at 70 %", setting, hits, claimed, Promise(0.93))


def _prediction(
    law: Candidate, truth: tuple[float, ...], trials: int, rng: np.random.Generator
) -> Rate:
    hits = sum(
        predict(law, _data(law, truth, USUAL, rng)).is_covered for _ in range(trials)
    )
    what = "prediction of the largest point from the others"
    return Rate(SECTION, what, _setting(law), hits, trials, Promise(0.93))
