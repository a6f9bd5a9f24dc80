# SPDX-License-Identifier: Apache-2.0
"""How often a comparison says what is not so, and how often what is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coverage_study.noise import USUAL
from coverage_study.rate import Promise, Rate
from scaling.statistics.holm import holm
from scaling.statistics.mann_whitney import p_value
from scaling.statistics.verdict import (
    BAND,
    FASTER,
    SAME,
    SIGNIFICANT,
    SLOWER,
    compare,
    verdicts,
)
from scaling.zipped import zip_equal

POINTS = 10
"""The points of one comparison: Holm's correction is over them."""
SECTION = "Comparing two studies of 10 points"


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    trials = max(1, trials // 2)
    for n in (6, 10, 20):
        setting = f"n = {n}, {USUAL.name}"
        equal = _words(1.0, n, trials, rng)
        wrong = sum(bool({FASTER, SLOWER} & set(words)) for words in equal)
        yield Rate(SECTION, "equal, any called different", setting, wrong, trials,
                   Promise(0, 0.05))  # fmt: skip
        edge = _words(1.03, n, trials, rng)
        yield Rate(SECTION, "3 % slower, a point called SAME", setting,
                   sum(words.count(SAME) for words in edge), trials * POINTS,
                   Promise(0, 0.05))  # fmt: skip
        slow = _words(1.08, n, trials, rng)
        yield Rate(SECTION, "8 % slower, a point called FASTER", setting,
                   sum(words.count(FASTER) for words in slow), trials * POINTS,
                   Promise(0, 0.001))  # fmt: skip
    yield _at_the_edge(10, trials, rng)
    same = _words(1.0, 20, trials, rng)
    yield Rate(SECTION, "equal, a point called SAME", f"n = 20, {USUAL.name}",
               sum(words.count(SAME) for words in same), trials * POINTS,
               Promise(0.8))  # fmt: skip
    slow = _words(1.08, 10, trials, rng)
    yield Rate(SECTION, "8 % slower, a point called SLOWER", f"n = 10, {USUAL.name}",
               sum(words.count(SLOWER) for words in slow), trials * POINTS,
               Promise(0.8))  # fmt: skip


def _at_the_edge(n: int, trials: int, rng: np.random.Generator) -> Rate:
    """Where every difference is just within the band; `before` its interval was not
    corrected for the number of points, and p was against no difference at all."""
    hits, before = [], []
    for _ in range(trials):
        pairs = _drawn(1 + BAND, n, rng)
        found = [compare(a, b) for a, b in pairs]
        hits.append(bool({FASTER, SLOWER} & set(verdicts(found))))
        sure = [p < SIGNIFICANT for p in holm([p_value(b, a) for a, b in pairs])]
        outside = [x.low > 1 + BAND or x.high < 1 - BAND for x in found]
        before.append(any(x and y for x, y in zip_equal(sure, outside)))
    where = f"n = {n}, {USUAL.name}"
    return Rate(SECTION, "2 % slower, any called different", where, sum(hits), trials,
                Promise(0, 0.05), before)  # fmt: skip


def _words(
    ratio: float, n: int, trials: int, rng: np.random.Generator
) -> list[list[str]]:
    """The verdicts of each comparison; all of its points differ by the same ratio."""
    drawn = (_drawn(ratio, n, rng) for _ in range(trials))
    return [verdicts([compare(a, b) for a, b in pairs]) for pairs in drawn]


def _drawn(
    ratio: float, n: int, rng: np.random.Generator
) -> list[tuple[list[float], list[float]]]:
    a = USUAL.draw(rng, (POINTS, n))
    b = ratio * USUAL.draw(rng, (POINTS, n))
    return [(list(x), list(y)) for x, y in zip_equal(a, b)]
