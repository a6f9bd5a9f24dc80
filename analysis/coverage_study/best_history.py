# SPDX-License-Identifier: Apache-2.0
"""`python3 -m coverage_study.best_history [TRIALS]`: how often the best detectors find
the step of histories.py. They know that the noise is normal and that there is one step
at most, and are set to tell one in 5 % of the histories that have none.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import product

import numpy as np

from coverage_study.histories import NEAR, NOISE, SESSIONS, STEP, WITHIN
from scaling.arrays import Numbers

TRIALS = 20_000
LEVEL = 0.05
FOLLOWS = 0.3
FIRST = np.arange(2, SESSIONS - 1)
"""The sessions with which a step may begin, counted from 0."""
BY = float(np.log1p(STEP))
SD = float(np.hypot(NOISE, WITHIN))


def histories(rng: np.random.Generator, trials: int, follows: float) -> Numbers:
    """Without a step; each session keeps that share of the state of the one before."""
    drawn = rng.normal(0, NOISE, (trials, 2 * SESSIONS))
    for i in range(1, 2 * SESSIONS):
        drawn[:, i] += follows * drawn[:, i - 1]
    return drawn[:, SESSIONS:] + rng.normal(0, WITHIN, (trials, SESSIONS))


def _steps() -> Numbers:
    return (np.arange(SESSIONS) >= FIRST[:, None]).astype(float)


def knows_all(values: Numbers) -> Numbers:
    """The likelihood of each place over that of none, of the step's and the noise's
    true sizes: the logarithm, (trials, places)."""
    steps = _steps() - _steps().mean(axis=1, keepdims=True)
    return (BY * values @ steps.T - BY**2 / 2 * (steps**2).sum(axis=1)) / SD**2


def knows_noise(values: Numbers) -> Numbers:
    """The same where the size of the step is estimated."""
    steps = _steps() - _steps().mean(axis=1, keepdims=True)
    return (values @ steps.T) ** 2 / (steps**2).sum(axis=1) / SD**2 / 2


def estimates(values: Numbers, shares: Sequence[float] = (0.0,)) -> Numbers:
    """The same where the noise is estimated too, and which of `shares` follows."""
    none, one = zip(*(_likelihoods(values, share) for share in shares))
    return np.max(one, axis=0) - np.max(none, axis=0)[:, None]


def _likelihoods(values: Numbers, share: float) -> tuple[Numbers, Numbers]:
    """Logarithms without a step, and with one at each place."""

    def whitened(rows: Numbers) -> Numbers:
        first = rows[..., :1] * (1 - share**2) ** 0.5
        return np.concatenate([first, rows[..., 1:] - share * rows[..., :-1]], -1)

    level = whitened(np.ones(SESSIONS))
    level /= np.linalg.norm(level)
    steps = whitened(_steps())
    steps -= np.outer(steps @ level, level)
    steps /= np.linalg.norm(steps, axis=1, keepdims=True)
    own = whitened(values)
    left = (own**2).sum(axis=1) - (own @ level) ** 2
    both = left[:, None] - (own @ steps.T) ** 2
    scale = np.log1p(-(share**2)) / 2
    return scale - SESSIONS / 2 * np.log(left), scale - SESSIONS / 2 * np.log(both)


def found(scores: Numbers, limit: float, at: int) -> float:
    """How often it is told, and placed where most of the chance is within NEAR."""
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    near = np.zeros_like(chance)
    for by in range(-NEAR, NEAR + 1):
        source = chance[:, max(by, 0) : len(FIRST) + min(by, 0)]
        near[:, max(-by, 0) : len(FIRST) + min(-by, 0)] += source
    is_near = np.abs(FIRST[near.argmax(axis=1)] - at) <= NEAR
    return float(np.mean(is_near & (scores.max(axis=1) > limit)))


SHARES = tuple(np.arange(0, 0.81, 0.1))
RULES = (
    ("knows noise and size of the step", knows_all, 0.0),
    ("knows the noise", knows_noise, 0.0),
    ("knows neither", estimates, 0.0),
    ("knows neither, nor what follows", lambda x: estimates(x, SHARES), 0.0),
    ("the same, 5 % where 0.3 follows", lambda x: estimates(x, SHARES), FOLLOWS),
    ("knows that 0.3 follows", lambda x: estimates(x, (FOLLOWS,)), FOLLOWS),
)


def main() -> int:
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    for name, score, kept in RULES:
        rng = np.random.default_rng(1)
        without = {x: score(histories(rng, trials, x)).max(1) for x in (0.0, FOLLOWS)}
        limit = float(np.quantile(without[kept], 1 - LEVEL))
        cells = [f"{100 * np.mean(x > limit):5.1f}" for x in without.values()]
        for follows, place in product((0.0, FOLLOWS), (16, 9)):
            step = BY * (np.arange(SESSIONS) >= place - 1)
            scores = score(histories(rng, trials, follows) + step)
            cells.append(f"{100 * found(scores, limit, place - 1):5.1f}")
        print(f"{name:34}", *cells)
    return 0


if __name__ == "__main__":
    print(f"{'a detector that':34} told without, found from the 16th, 9th (0; 0.3)")
    sys.exit(main())
