# SPDX-License-Identifier: Apache-2.0
"""Two programs that are equally fast, on a machine that is another in each session.

`before` is what `compare` said of one session a side, and says so today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coverage_study.machines import lasting
from coverage_study.rate import CALIBRATED, Promise, Rate
from scaling.arrays import Numbers
from scaling.statistics.median import median_interval
from scaling.statistics.random_effects import Effect
from scaling.statistics.ratio import Times
from scaling.statistics.verdict import (
    FASTER,
    SLOWER,
    Comparison,
    compare,
    compare_in_blocks,
    compare_sessions,
    verdicts,
)
from scaling.statistics.within import Within

SECTION = "Two equal programs, on a machine that is another in each session"
POINTS = 6
LAUNCHES = 10
BETWEEN = 0.02
"""The standard deviation of sessions."""
OWN = 0.01
FALSE = Promise(0, 0.05)

Trial = Callable[[np.random.Generator], Sequence[Comparison]]


@dataclass(frozen=True)
class Way:
    """How a comparison of POINTS points is made."""

    name: str
    trial: Trial


def _of_session(rng: np.random.Generator) -> Numbers:
    """Times of each launch at each point; what the session adds is in all of them."""
    noise = rng.standard_normal((POINTS, LAUNCHES)) * OWN
    return np.exp(noise + rng.standard_normal() * BETWEEN)


def _single(rng: np.random.Generator) -> list[Comparison]:
    a, b = _of_session(rng), _of_session(rng)
    return [compare(list(a[i]), list(b[i])) for i in range(POINTS)]


def _in_one_run(rng: np.random.Generator) -> list[Comparison]:
    """Of a session with a state that lasts from block to block."""
    state = lasting(rng, LAUNCHES)
    a, b = np.exp(rng.standard_normal((2, POINTS, LAUNCHES)) * OWN + state)
    return [compare_in_blocks(_blocks(a[i]), _blocks(b[i])) for i in range(POINTS)]


def _blocks(times: Numbers) -> Within[Times]:
    found = dict(enumerate(times.tolist()))
    return Within(found, found, found)


def _several(sessions: int) -> Trial:
    def trial(rng: np.random.Generator) -> list[Comparison]:
        a, b = ([_of_session(rng) for _ in range(sessions)] for _ in "ab")
        return [
            compare_sessions([_effect(s[i]) for s in a], [_effect(s[i]) for s in b])
            for i in range(POINTS)
        ]

    return trial


def _effect(times: Numbers) -> Effect:
    found = median_interval(times.tolist())
    error = np.log(found.high / found.low) / (2 * 1.959964)
    return Effect(float(np.log(found.value)), float(error))


WAYS = (
    Way(f"in one run (--interleave), {LAUNCHES} blocks", _in_one_run),
    *(Way(f"{n} sessions a side", _several(n)) for n in (2, 3, 5)),
)


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    trials = max(1, trials // 4)
    single = [_single(rng) for _ in range(trials)]
    told = [_tells(found) for found in single]
    held = [_holds(found) for found in single]
    for way in WAYS:
        found = [way.trial(rng) for _ in range(trials)]
        where = f"{POINTS} points, {way.name}; sessions differ by {BETWEEN:.0%}"
        wrong = [_tells(one) for one in found]
        yield _rate("any point called different", where, wrong, FALSE, told)
        holds = [_holds(one) for one in found]
        yield _rate("the ratio of a point", where, holds, CALIBRATED, held)


def _tells(found: Sequence[Comparison]) -> bool:
    return bool({FASTER, SLOWER} & set(verdicts(found)))


def _holds(found: Sequence[Comparison]) -> bool:
    """At one point: what a session adds is in all of them alike."""
    return found[0].measured.holds(1.0)


def _rate(
    what: str, where: str, hits: list[bool], promise: Promise, before: list[bool]
) -> Rate:
    return Rate(SECTION, what, where, sum(hits), len(hits), promise, before)
