# SPDX-License-Identifier: Apache-2.0
"""How often a history sees a change that is none, and how often one that is there.

Sessions are off by 2 % each, and known to 0.4 % by their launches, unless said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from coverage_study.rate import COVERS, Promise, Rate
from scaling.arrays import Numbers
from scaling.statistics.change_points import Changes, find_changes

SECTION = "Changes in a history of sessions"
SESSIONS = 30
NOISE, WITHIN = 0.02, 0.004
STEP, NEAR = 0.04, 2
PLACES = {16: 0.90, 13: 0.90, 11: 0.88, 9: 0.80}
"""The session with which a step begins, and how often it is found at least."""
FALSE = Promise(0, 0.05)
FOLLOWS = Promise(0, 0.35)
"""A machine that stays slow for days cannot be told from a program that does."""

Draw = Callable[[np.random.Generator, int], Numbers]
"""The logarithms of so many sessions without a change."""


def usual(rng: np.random.Generator, n: int) -> Numbers:
    return rng.normal(0, NOISE, n) + rng.normal(0, WITHIN, n)


def heavy(rng: np.random.Generator, n: int) -> Numbers:
    return NOISE * rng.standard_t(3, n)


def following(rng: np.random.Generator, n: int) -> Numbers:
    """Each session keeps 0.3 of the state of the one before."""
    drawn = rng.normal(0, NOISE, n)
    for i in range(1, n):
        drawn[i] += 0.3 * drawn[i - 1]
    return drawn


def odd_day(rng: np.random.Generator, n: int) -> Numbers:
    """One session anywhere is 10 % slower."""
    return usual(rng, n) + np.log(1.1) * (np.arange(n) == rng.integers(n))


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    yield from _without(trials, rng)
    for place, least in PLACES.items():
        yield from _with_a_step(place, Promise(least), trials, rng)
    yield from _others(trials, rng)


def _without(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    settings = (
        (SESSIONS, usual, "2 % noise"),
        (8, usual, "2 % noise"),
        (100, usual, "2 % noise"),
        (SESSIONS, odd_day, "one is 10 % slower"),
        (SESSIONS, heavy, "noise of Student's t with 3 degrees of freedom"),
        (SESSIONS, following, "2 % noise, correlated by 0.3 with the last session"),
    )
    for n, draw, words in settings:
        found = [_found(draw(rng, n)) for _ in range(trials)]
        told = sum(bool(one.changes) or one.drift is not None for one in found)
        yield Rate(SECTION, "no change, one or a drift told", f"{n} sessions, {words}",
                   told, trials, FOLLOWS if draw is following else FALSE)  # fmt: skip


def _with_a_step(
    place: int, least: Promise, trials: int, rng: np.random.Generator
) -> Iterator[Rate]:
    step = np.log(1 + STEP) * (np.arange(SESSIONS) >= place - 1)
    found = [_found(usual(rng, SESSIONS) + step) for _ in range(trials)]
    near = [
        change
        for one in found
        for change in one.changes
        if abs(change.at - (place - 1)) <= NEAR
    ]
    setting = f"{SESSIONS} sessions, 2 % noise, 4 % from the {place}th on"
    yield Rate(SECTION, "the step, found within two sessions", setting,
               len(near), trials, least)  # fmt: skip
    yield Rate(SECTION, "the step, a second one told", setting,
               sum(len(one.changes) > 1 for one in found), trials, FALSE)  # fmt: skip
    yield Rate(SECTION, "size of a step that was found", setting,
               sum(c.ratio.holds(1 + STEP) for c in near), len(near),
               Promise(0.90))  # fmt: skip
    first = [one.changes[0] for one in found if one.changes]
    yield Rate(SECTION, "sessions in which a step began", setting,
               sum(c.first <= place - 1 <= c.last for c in first), len(first),
               COVERS)  # fmt: skip


def _others(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    late = np.log(1.1) * (np.arange(SESSIONS) >= SESSIONS - 2)
    found = [_found(usual(rng, SESSIONS) + late) for _ in range(trials)]
    yield Rate(SECTION, "a step of 10 %, told after two sessions",
               f"{SESSIONS} sessions, 2 % noise", sum(bool(x.changes) for x in found),
               trials, Promise(0.90))  # fmt: skip
    slower = np.log(1.1) * ((np.arange(SESSIONS) >= 10) & (np.arange(SESSIONS) < 20))
    found = [_found(usual(rng, SESSIONS) + slower) for _ in range(trials)]
    yield Rate(SECTION, "10 % slower for ten sessions, told as two steps",
               f"{SESSIONS} sessions, 2 % noise",
               sum(len(x.changes) == 2 for x in found), trials,
               Promise(0.90))  # fmt: skip
    slope = np.linspace(0, np.log(1.25), SESSIONS)
    found = [_found(usual(rng, SESSIONS) + slope) for _ in range(trials)]
    yield Rate(SECTION, "a drift of 25 %, told as a drift",
               f"{SESSIONS} sessions, 2 % noise",
               sum(one.drift is not None for one in found), trials,
               Promise(0.80))  # fmt: skip


def _found(logs: Numbers) -> Changes:
    return find_changes(np.exp(logs), [WITHIN] * len(logs))
