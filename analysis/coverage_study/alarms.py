# SPDX-License-Identifier: Apache-2.0
"""How often each rule fires where nothing is wrong, and how often it finds what is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from coverage_study.noise import QUIET, USUAL, Noise
from coverage_study.null_study import draw
from coverage_study.rate import Promise, Rate
from scaling.finding import find_all
from scaling.statistics.drift import drift
from scaling.statistics.modes import split
from scaling.statistics.warm_up import warm_up
from scaling.warnings import warners

SECTION = "False alarms, by study"
RARE = Promise(0.0, 0.05)
SINGLE = "Rules by themselves"


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    for noise, launches in ((USUAL, 12), (QUIET, 30)):
        yield from _warnings(noise, launches, max(1, trials // 3), rng)
    yield from _rules(trials, rng)


def _warnings(
    noise: Noise, launches: int, trials: int, rng: np.random.Generator
) -> Iterator[Rate]:
    """Any firing counts, of whatever grade, of any of the study's 18 points."""
    fired: Counter[str] = Counter()
    for _ in range(trials):
        fired.update({found.id for found in find_all(draw(rng, noise, launches))})
    for name in (rule.ID for rule in warners()):
        setting = f"18 points, n = {launches}, {noise.name}"
        yield Rate(SECTION, name, setting, fired[name], trials, RARE)


def _rules(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    def rate(what: str, setting: str, hits: int, promise: Promise) -> Rate:
        return Rate(SINGLE, what, setting, hits, trials, promise)

    for n in (10, 20):
        still = [drift(row).is_found for row in USUAL.draw(rng, (trials, n))]
        yield rate(
            "drift, false", f"n = {n}, {USUAL.name}", sum(still), Promise(0, 0.01)
        )
        grown = USUAL.draw(rng, (trials, n)) * np.linspace(1, 1.05, n)
        least = 0.35 if n == 10 else 0.8
        found = sum(drift(row).is_found for row in grown)
        yield rate(
            "drift, of 5 % found", f"n = {n}, {USUAL.name}", found, Promise(least)
        )
    for n, most in ((20, 0.05), (50, 0.02)):
        two = sum(split(list(row)) is not None for row in QUIET.draw(rng, (trials, n)))
        yield rate("two modes, false", f"n = {n}, {QUIET.name}", two, Promise(0, most))
    for n in (7, 10, 20):
        found = [warm_up(list(row)) for row in USUAL.draw(rng, (trials, n))]
        setting = f"{n} repetitions, {USUAL.name}"
        yield rate("warm-up, no steady state, false", setting, found.count(None),
                   Promise(0, 0.04 if n == 7 else 0.01))  # fmt: skip
        yield rate("warm-up, left whole", setting, found.count(1), Promise(0.85))
    slow = USUAL.draw(rng, (trials, 20))
    slow[:, :4] *= 1.3
    caught = sum((warm_up(list(row)) or 99) >= 4 for row in slow)
    setting = "4 of 20 repetitions 30 % slower"
    yield rate("warm-up, caught", setting, caught, Promise(0.98))
