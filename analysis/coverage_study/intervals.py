# SPDX-License-Identifier: Apache-2.0
"""Intervals of the median and of ratios, with and without a rule to stop."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coverage_study.noise import ALL, LOUD, QUIET, USUAL, Noise
from coverage_study.rate import CALIBRATED, COVERS, Promise, Rate
from scaling.statistics.mann_whitney import ratio_interval
from scaling.statistics.median import median_interval
from scaling.statistics.ratio import ratio_of_times


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    """Every interval that the report prints of times and of their ratios."""
    for noise in ALL:
        for n in (6, 10, 20):
            yield _median(noise, n, trials, rng)
    pairs = ((USUAL, USUAL), (QUIET, LOUD))
    for base, point in pairs:
        for n in (6, 10, 20):
            yield _ratio(base, point, n, trials, rng)
    for n in (4, 6, 10, 20):
        yield _inversion(n, trials, rng)


def _rate(what: str, setting: str, hits: int, trials: int, promise: Promise) -> Rate:
    return Rate("Intervals of 95 %", what, setting, hits, trials, promise)


def _median(noise: Noise, n: int, trials: int, rng: np.random.Generator) -> Rate:
    draws = noise.draw(rng, (trials, n))
    hits = sum(median_interval(list(row)).holds(noise.median) for row in draws)
    return _rate("median", f"n = {n}, {noise.name}", hits, trials, COVERS)


def _ratio(
    base: Noise, point: Noise, n: int, trials: int, rng: np.random.Generator
) -> Rate:
    """Of medians, or of whole distributions, which lognormal noise makes one."""
    hits = 0
    for _ in range(trials):
        of_base, of_point = (dict(enumerate(one.draw(rng, n))) for one in (base, point))
        found = ratio_of_times(of_base, of_point)
        hits += found is not None and found.measured.holds(1.0)
    setting = f"n = {n}, {base.name}"
    if base is not point:
        setting += f" over {point.name}"
    return _rate("speedup, efficiency", setting, hits, trials, CALIBRATED)


def _inversion(n: int, trials: int, rng: np.random.Generator) -> Rate:
    pairs = USUAL.draw(rng, (trials, 2, n))
    hits = sum(ratio_interval(list(a), list(b)).holds(1.0) for a, b in pairs)
    setting = f"n = {n}, {USUAL.name}"
    return _rate("ratio of two runs (inverted U test)", setting, hits, trials, COVERS)
