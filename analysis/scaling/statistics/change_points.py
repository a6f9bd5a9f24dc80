# SPDX-License-Identifier: Apache-2.0
"""The changes in a series of sessions, of which each has noise of its own.

A change is a cut that lowers the squares by more than chance does, once each session is
held to what stands beside it, so that no single day makes one: its p value is from
series without a change of as many sessions, whose noise is estimated in the same
way. Several are found by cutting again what is between them (A. J. Scott and M. Knott,
Biometrics 30, 1974; L. Y. Vostrikova, 1981), each part with its share of the level,
and then placing and testing each once more between its neighbours (J. Bai, Econometric
Theory 13, 1997).
How far the noise between sessions goes is taken from the series itself, as differences
of neighbours, in which steps and odd days are rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from scaling.arrays import Numbers
from scaling.statistics.capped_loss import CAP, CappedLoss
from scaling.statistics.drift import Drift, drift
from scaling.statistics.measured import Measured
from scaling.zipped import zip_equal

FEWEST = 6
"""Sessions; below, no step that is smaller than five times the noise would be found."""
SHORTEST = 2
"""Sessions on each side of a change: a single odd day is none."""
LEVEL = 0.04
"""The chance to see a change where there is none; a drift may add 0.01."""
BESIDE, REACH = 2, 1.75
"""A session is held to so many standard deviations about the median of itself and of
so many on each side: what three of five sessions keep is a level and not cut short.
To place a cut that was told, it is held within CAP."""
LEAST_NOISE = 0.001
"""Of a session: no metric of a program is known to less than 0.1 %."""
SHARE = 0.7
"""The quantile of differences that tells the noise: less than 0.3 may be odd."""
DRAWS = 2000
ROUNDS = 5
NEAR = 2
AS_GOOD = 0.02
"""Of the chance of a place, so that a step which is clear is where it is."""
MUCH_BETTER = 10.0
"""Bayes' information criterion of a line less that of steps (Kass and Raftery, Journal
of the American Statistical Association 90, 1995: very strong)."""
_OF_DIFFERENCES = NormalDist().inv_cdf((1 + SHARE) / 2) * 2**0.5


@dataclass(frozen=True)
class Change:
    """From session `at` on, counted from 0, values are `ratio` times those before.

    The first session of the new level is one of `first` to `last` in 95 %.
    """

    at: int
    first: int
    last: int
    ratio: Measured
    p_value: float


@dataclass(frozen=True)
class Changes:
    """What was found in a series; `levels` has one for each session.

    `noise` is the relative standard deviation of a session that is as well known as
    most, and `between` the part of it that its launches do not explain. Where a line
    explains the series better than steps do, there is a `drift` and no change.
    """

    levels: tuple[float, ...] = ()
    changes: tuple[Change, ...] = ()
    outliers: tuple[int, ...] = ()
    noise: float = 0.0
    between: float = 0.0
    drift: Drift | None = None

    @property
    def is_told(self) -> bool:
        """There were sessions enough to tell a change from noise."""
        return bool(self.levels)


def find_changes(values: Sequence[float], errors: Sequence[float]) -> Changes:
    """`values` are above 0, in the order of their sessions; `errors` the relative
    standard errors that their launches leave, 0 where they are not known."""
    if len(values) < FEWEST:
        return Changes()
    logs, within = np.log(values), np.asarray(errors, dtype=float)
    noise = max(float(noise_of(logs)), LEAST_NOISE)
    usual = float(np.median(within))
    between = max(noise**2 - usual**2, 0.0) ** 0.5
    spreads = np.maximum(np.hypot(between, within), LEAST_NOISE)
    cuts = _settled(logs, spreads, sorted(_cuts(logs, spreads, 0, len(logs))))
    sloped = _drift(logs, spreads, [at for at, *_ in cuts])
    parts = _parts(logs, spreads, [] if sloped else [at for at, *_ in cuts])
    sizes = [len(part.outliers) for part in parts]
    odd = np.flatnonzero(np.concatenate([part.outliers for part in parts]))
    return Changes(
        levels=tuple(np.exp(np.repeat([part.level for part in parts], sizes)).tolist()),
        changes=() if sloped else tuple(_changes(cuts, parts, len(logs))),
        outliers=() if sloped else tuple(odd.tolist()),
        noise=noise,
        between=between,
        drift=sloped,
    )


def noise_of(logs: Numbers) -> Numbers:
    """The standard deviation of sessions about levels that seldom change: of one series
    (sessions,) a number, of several (series, sessions) one of each."""
    apart = [np.abs(logs[..., by:] - logs[..., :-by]) for by in (1, 2)]
    return np.quantile(np.concatenate(apart, -1), SHARE, axis=-1) / _OF_DIFFERENCES


Cut = tuple[int, int, int, float]
"""Where, the first and the last that it may be, and the p value."""


def _cuts(logs: Numbers, spreads: Numbers, begin: int, end: int) -> Iterator[Cut]:
    if found := _cut(logs, spreads, begin, end):
        yield found
        yield from _cuts(logs, spreads, begin, found[0])
        yield from _cuts(logs, spreads, found[0], end)


def _settled(logs: Numbers, spreads: Numbers, cuts: Sequence[Cut]) -> list[Cut]:
    """Each as it is between its neighbours, of which it may not have known."""
    kept = list(cuts)
    for _ in range(ROUNDS):
        again = _once_more(logs, spreads, kept)
        if again == kept:
            break
        kept = again
    return kept


def _once_more(logs: Numbers, spreads: Numbers, cuts: Sequence[Cut]) -> list[Cut]:
    """One after the other: two that were moved at once might meet in one place."""
    found: list[Cut] = []
    ends = [*(at for at, *_ in cuts), len(logs)][1:]
    for end in ends:
        begin = found[-1][0] if found else 0
        if cut := _cut(logs, spreads, begin, end):
            found.append(cut)
    return found


def _cut(logs: Numbers, spreads: Numbers, begin: int, end: int) -> Cut | None:
    """The change between two sessions, where there is one."""
    size, n = end - begin, len(logs)
    if size < 2 * SHORTEST:
        return None
    own = slice(begin, end)
    gains = _gains(_held(logs, spreads, REACH)[own], spreads[own])
    by_chance = _largest_gains(n, size)
    p = (1 + np.count_nonzero(by_chance >= gains.max())) / (1 + len(by_chance))
    if p > LEVEL * size / n:
        return None
    gains = _gains(_held(logs, spreads, CAP)[own], spreads[own])
    first, at, last = (begin + SHORTEST + place for place in _places(gains, size))
    return at, first, last, float(p)


def _places(gains: Numbers, size: int) -> tuple[int, int, int]:
    """The first place of the cut, the best and the last, in 95 %: the chance of a place
    is that of its gain, both levels being unknown (A. F. S. Lee and S. M. Heghinian,
    Technometrics 19, 1977). The best has most of it within NEAR sessions, and is the
    nearest to the median of those that are as good."""
    before = np.arange(SHORTEST, size - SHORTEST + 1)
    chance = np.exp((gains - gains.max()) / 2) / np.sqrt(before * (size - before))
    chance /= chance.sum()
    first, median, last = np.searchsorted(np.cumsum(chance), (0.025, 0.5, 0.975))
    near = np.convolve(chance, np.ones(2 * NEAR + 1))[NEAR : NEAR + len(chance)]
    good = np.flatnonzero(near >= near.max() - AS_GOOD)
    return int(first), int(good[np.abs(good - median).argmin()]), int(last)


def _held(logs: Numbers, spreads: Numbers, reach: float) -> Numbers:
    """Each within `reach` of what stands beside it: (..., sessions)."""
    n, sides = logs.shape[-1], [(0, 0)] * (logs.ndim - 1) + [(BESIDE, BESIDE)]
    wide = np.pad(logs, sides, mode="reflect")
    windows = [wide[..., i : i + n] for i in range(2 * BESIDE + 1)]
    median = np.median(windows, axis=0)
    return np.clip(logs, median - reach * spreads, median + reach * spreads)


def _gains(values: Numbers, spreads: Numbers) -> Numbers:
    """By what the squares fall with a cut at each allowed place: (..., places)."""
    weights = np.cumsum(spreads**-2.0)
    sums = np.cumsum(values * spreads**-2.0, axis=-1)
    places = slice(SHORTEST - 1, len(spreads) - SHORTEST)
    before, after = weights[places], weights[-1] - weights[places]
    old = sums[..., places] / before
    new = (sums[..., -1:] - sums[..., places]) / after
    return (new - old) ** 2 * before * after / weights[-1]


@cache
def _largest_gains(n: int, size: int) -> Numbers:
    """The largest gain among `size` sessions of n without a change, of each draw."""
    held = _held(_series(n), np.ones(n), REACH)[:, :size]
    return _gains(held, np.ones(size)).max(axis=-1)


@cache
def _series(n: int) -> Numbers:
    """Series of n sessions without a change, over the noise that is seen of them."""
    drawn = np.random.default_rng(n).standard_normal((DRAWS, n))
    return drawn / noise_of(drawn)[:, None]


@cache
def _times_noise(n: int) -> float:
    """By how many of the noise that is seen a value is off in 5 % of n sessions."""
    return float(np.quantile(np.abs(_series(n)), 0.95))


def _parts(logs: Numbers, spreads: Numbers, cuts: Sequence[int]) -> list[CappedLoss]:
    pairs = zip_equal(np.split(logs, cuts), np.split(spreads, cuts))
    return [CappedLoss(*pair) for pair in pairs]


def _changes(
    cuts: Sequence[Cut], parts: Sequence[CappedLoss], n: int
) -> Iterator[Change]:
    for (at, first, last, p), old, new in zip_equal(cuts, parts[:-1], parts[1:]):
        by = new.level - old.level
        half = _times_noise(n) * float(np.hypot(new.error, old.error))
        ratio = Measured(*np.exp([by, by - half, by + half]).tolist())
        yield Change(at, first, last, ratio, p)


def _drift(logs: Numbers, spreads: Numbers, cuts: Sequence[int]) -> Drift | None:
    """The drift of all sessions, where there is one that steps explain less well."""
    found = drift(np.exp(logs))
    if not found.is_found:
        return None
    x = np.arange(len(logs))
    line = CappedLoss(logs - np.log1p(found.shift) * x / x[-1], spreads).least
    steps = sum(part.least for part in _parts(logs, spreads, cuts))
    # A step has two parameters, its place and its size; a line one more than a level.
    better = steps - line + (2 * len(cuts) - 1) * np.log(len(logs))
    return found if not cuts or better > MUCH_BETTER else None
