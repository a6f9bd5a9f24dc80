# SPDX-License-Identifier: Apache-2.0
"""Ratios and times where the machine is not the same from block to block.

`before` is what this analysis claimed until it compared launches within blocks and
looked at planned numbers of launches only: a base that leaves the blocks when its own
interval is narrow, ratios of medians that are resampled independently, a look after
each launch; of jobs, a base that only one of them measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from coverage_study.alone import resampled_medians
from coverage_study.rate import CALIBRATED, COVERS, Promise, Rate
from scaling.arrays import Numbers
from scaling.statistics.bootstrap import percentile_interval
from scaling.statistics.looks import FIXED, Looks, looks_of
from scaling.statistics.measured import Measured
from scaling.statistics.median import median_interval
from scaling.statistics.ratio import ratio_of_times

NOT_PROMISED = Promise()
UNTIL = 0.02
MOST = 50
BETWEEN_JOBS = 0.02
"""The standard deviation of what a job adds to all times in it."""

States = Callable[[np.random.Generator, int], Numbers]


@dataclass(frozen=True)
class World:
    """`state` is the logarithm of what each block adds to all times in it."""

    name: str
    state: States
    of_base: float = 0.005
    of_point: float = 0.005

    def draw(self, rng: np.random.Generator, blocks: int) -> tuple[Numbers, Numbers]:
        """Times of base and point, both with median 1 but for the state."""
        state = self.state(rng, blocks)
        noise = rng.standard_normal((2, blocks))
        base, point = noise * [[self.of_base], [self.of_point]] + state
        return np.exp(base), np.exp(point)


def lasting(rng: np.random.Generator, blocks: int) -> Numbers:
    """An AR(1) of 0.95 with a standard deviation of 2 %."""
    steps = rng.standard_normal(blocks) * 0.02
    state = steps.copy()
    for block in range(1, blocks):
        state[block] = 0.95 * state[block - 1] + steps[block] * (1 - 0.95**2) ** 0.5
    return state


def drifting(by: float) -> States:
    """From block to block slower, by this much after MOST of them."""
    return lambda _, blocks: by * np.arange(blocks) / (MOST - 1)


STEADY = World("independent, 1 %", lambda _, n: np.zeros(n), 0.01, 0.01)
LASTING = World("a state that lasts (AR 0.95, 2 %), own 0.5 %", lasting)
WORLDS = (STEADY, LASTING)
DRIFTS = (0.0, 0.03, 0.05, 0.10)


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    """Fixed numbers of launches, then rules that stop."""
    for world in WORLDS:
        for n in (6, 10, 20):
            yield _fixed(world, n, trials, rng)
    for drift in DRIFTS:
        world = World(
            f"drift {drift:.0%} in {MOST} blocks", drifting(drift), 0.01, 0.04
        )
        yield _stopped_ratio(world, trials // 2, rng)
    for least, most, noise in ((6, 10, 0.02), (6, 10, 0.03), (10, 50, 0.04)):
        yield from _stopped_time(least, most, noise, trials, rng)
    yield _lasting_time(trials, rng)
    for n in (6, 10, 20):
        yield _of_jobs(n, trials, rng)


def _rate(what: str, where: str, hits: list[bool], promise: Promise, before) -> Rate:
    return Rate(
        "Machines that are not the same twice",
        what, where, sum(hits), len(hits), promise, before,
    )  # fmt: skip


def _resampled(base: Numbers, point: Numbers, stream: str) -> Measured:
    of_base = resampled_medians(list(base), f"base {stream}", 2000)
    of_point = resampled_medians(list(point), f"point {stream}", 2000)
    ratios = of_base / of_point
    return Measured(float(np.median(ratios)), *percentile_interval(ratios))


def _paired(base: Numbers, point: Numbers, tail: float = FIXED.tail) -> Measured:
    of_base, of_point = (dict(enumerate(map(float, one))) for one in (base, point))
    found = ratio_of_times(of_base, of_point, tail)
    assert found is not None
    return found.measured


def _fixed(world: World, n: int, trials: int, rng: np.random.Generator) -> Rate:
    hits, before = [], []
    for trial in range(trials):
        base, point = world.draw(rng, n)
        hits.append(_paired(base, point).holds(1.0))
        before.append(_resampled(base, point, f"{n} {trial}").holds(1.0))
    where = f"n = {n}, {world.name}"
    return _rate("efficiency", where, hits, CALIBRATED, before)


def _stopped_ratio(world: World, trials: int, rng: np.random.Generator) -> Rate:
    """The base is quiet and goes on for another point; this one is not quiet."""
    looks = looks_of(6, MOST)
    hits, before = [], []
    for trial in range(trials):
        base, point = world.draw(rng, MOST)
        n = _end(base, point, looks)
        hits.append(_paired(base, point[:n], looks.tail).holds(1.0))
        alone, own = (_end_after_each(times) for times in (base, point))
        before.append(_resampled(base[:alone], point[:own], str(trial)).holds(1.0))
    where = f"stopped at 2 % from 6 on, base 1 %, point 4 %, {world.name}"
    return _rate("efficiency", where, hits, COVERS, before)


def _end(base: Numbers, point: Numbers, looks: Looks) -> int:
    """As the harness stops (plan/stop_rule.hpp)."""
    for look in looks.at:
        times = list(map(float, point[: look.launches]))
        if not look.low or (median_interval(times, looks).half_width or 1) > UNTIL:
            continue
        width = _paired(base[: look.launches], point[: look.launches], looks.tail)
        if (width.half_width or 1) <= UNTIL:
            return look.launches
    return MOST


def _end_after_each(times: Numbers, least: int = 6, most: int = MOST) -> int:
    for n in range(least, most):
        if median_interval(list(map(float, times[:n]))).half_width <= UNTIL:
            return n
    return most


def _stopped_time(
    least: int, most: int, noise: float, trials: int, rng: np.random.Generator
) -> Iterator[Rate]:
    """All, and those that say that they are known well enough."""
    looks = looks_of(least, most)
    hits, narrow, before, narrow_before = [], [], [], []
    for times in np.exp(rng.standard_normal((trials, most)) * noise):
        found = next(
            found
            for look in looks.at
            for found in [median_interval(list(times[: look.launches]), looks)]
            if look.launches == most or (found.half_width or 1) <= UNTIL
        )
        hits.append(found.holds(1.0))
        if found.half_width <= UNTIL:
            narrow.append(hits[-1])
        n = _end_after_each(times, least, most)
        found = median_interval(list(times[:n]))
        before.append(found.holds(1.0))
        if found.half_width <= UNTIL:
            narrow_before.append(before[-1])
    where = f"{least} to {most} launches, until 2 %, {noise:.0%} lognormal"
    yield _rate("time", where, hits, COVERS, before)
    where += ", of those that stopped narrow"
    yield _rate("time", where, narrow, NOT_PROMISED, narrow_before)


def _lasting_time(trials: int, rng: np.random.Generator) -> Rate:
    """What a machine is like for a day is in every launch of that day."""
    hits = [
        median_interval(list(LASTING.draw(rng, 20)[1])).holds(1.0)
        for _ in range(trials)
    ]
    where = f"n = 20, {LASTING.name}: of that session, and of no other"
    return _rate("time", where, hits, NOT_PROMISED, None)


def _of_jobs(n: int, trials: int, rng: np.random.Generator) -> Rate:
    """A point whose job measures the base too; before, over one in another job."""
    hits, before = [], []
    for jobs in rng.standard_normal((trials, 2)) * BETWEEN_JOBS:
        state = jobs[[0, 1, 1]][:, np.newaxis]
        base, copy, point = np.exp(rng.standard_normal((3, n)) * STEADY.of_base + state)
        hits.append(_paired(copy, point).holds(1.0))
        before.append(_across(base, point).holds(1.0))
    where = f"n = {n}, {STEADY.name}; jobs differ by {BETWEEN_JOBS:.0%}"
    return _rate("efficiency", where, hits, CALIBRATED, before)


def _across(base: Numbers, point: Numbers) -> Measured:
    """No block has both."""
    of_base, of_point = (
        {(job, block): float(time) for block, time in enumerate(times)}
        for job, times in (("a", base), ("b", point))
    )
    found = ratio_of_times(of_base, of_point)
    assert found is not None
    return found.measured
