# SPDX-License-Identifier: Apache-2.0
"""Intervals of the median and of ratios, with and without a rule to stop."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coverage_study.noise import ALL, LOUD, QUIET, USUAL, Noise
from coverage_study.rate import Promise, Rate
from scaling.statistics.bootstrap import percentile_interval, resampled_medians
from scaling.statistics.mann_whitney import ratio_interval
from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval

COVERS = Promise(0.93)
"""An exact interval of few values must cover more than 95 %: ranks are whole."""
CALIBRATED = Promise(0.93, 0.985)
STOPPED = Promise(0.925)
"""Looking after every launch costs a little; METHOD asks for ten launches first."""


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    """Every interval that the report prints of times and of their ratios."""
    for noise in ALL:
        for n in (6, 10, 20):
            yield _median(noise, n, trials, rng)
    for least in (6, 10):
        yield _stopped(Noise("4 % lognormal", 0.04), least, trials, rng)
    pairs = ((USUAL, USUAL), (QUIET, LOUD))
    for base, point in pairs:
        for n in (6, 10, 20):
            yield _bootstrap(base, point, n, trials, rng)
    for n in (4, 6, 10, 20):
        yield _inversion(n, trials, rng)


def _rate(what: str, setting: str, hits: int, trials: int, promise: Promise) -> Rate:
    return Rate("Intervals of 95 %", what, setting, hits, trials, promise)


def _holds(found: Measured | tuple[float, float], truth: float) -> bool:
    low, high = found if isinstance(found, tuple) else (found.low, found.high)
    return low <= truth <= high


def _median(noise: Noise, n: int, trials: int, rng: np.random.Generator) -> Rate:
    draws = noise.draw(rng, (trials, n))
    hits = sum(_holds(median_interval(list(row)), noise.median) for row in draws)
    return _rate("median", f"n = {n}, {noise.name}", hits, trials, COVERS)


def _stopped(noise: Noise, least: int, trials: int, rng: np.random.Generator) -> Rate:
    """The harness's rule: on from `least` launches until 2 % or 50."""
    hits = 0
    for row in noise.draw(rng, (trials, 50)):
        n = least
        while n < 50 and median_interval(list(row[:n])).half_width > 0.02:
            n += 1
        hits += _holds(median_interval(list(row[:n])), noise.median)
    setting = f"stopped at 2 % from n = {least} on, {noise.name}"
    return _rate("median", setting, hits, trials, STOPPED)


def _bootstrap(
    base: Noise, point: Noise, n: int, trials: int, rng: np.random.Generator
) -> Rate:
    truth = base.median / point.median
    hits = 0
    for trial in range(trials):
        of_base = resampled_medians(base.draw(rng, n), f"{n} base {trial}", 2000)
        of_point = resampled_medians(point.draw(rng, n), f"{n} point {trial}", 2000)
        hits += _holds(percentile_interval(of_base / of_point), truth)
    setting = f"n = {n}, {base.name}"
    if base is not point:
        setting += f" over {point.name}"
    return _rate("speedup, efficiency", setting, hits, trials, CALIBRATED)


def _inversion(n: int, trials: int, rng: np.random.Generator) -> Rate:
    pairs = USUAL.draw(rng, (trials, 2, n))
    hits = sum(_holds(ratio_interval(list(a), list(b)), 1.0) for a, b in pairs)
    setting = f"n = {n}, {USUAL.name}"
    return _rate("ratio of two runs (inverted U test)", setting, hits, trials, COVERS)
