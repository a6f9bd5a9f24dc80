# SPDX-License-Identifier: Apache-2.0
"""What is said of a whole curve: how far its efficiency is above 70 %, where below.

`before` is what was said until the core counts were tested in order: what each single
interval says, and the knee by refits of all plausible laws, up to four times the cores
measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coverage_study.drawn import drawn_curve
from coverage_study.machines import LASTING, NOT_PROMISED, STEADY, World
from coverage_study.rate import COVERS, Promise, Rate
from scaling.arrays import Numbers
from scaling.laws.candidates import CANDIDATES, LOGARITHM
from scaling.laws.fit import REFITS, Data, make_data
from scaling.model.curve import Curve
from scaling.model.reach import Reach, reach_of
from scaling.records.record import TARGET
from scaling.zipped import zip_equal

CORES = np.array([1.0, 2, 4, 8, 16, 32, 64])
RESAMPLES = 400
FURTHEST = 4 * CORES[-1]
Shapes = Sequence[tuple[int, int]]
"""Ranks, and threads of each."""
SINGLE: Shapes = [(int(cores), 1) for cores in CORES]
SPLIT: Shapes = [(1, 1), *((n // t, t) for n in (4, 8, 16, 32, 64) for t in (1, 2, 4))]
SECTION = "What is said of a whole curve"

Law = Callable[[Numbers], Numbers]


@dataclass(frozen=True)
class Program:
    """A program whose time is known at every number of cores."""

    name: str
    time: Law
    noise: float
    launches: int

    @property
    def knee(self) -> float:
        """The cores at which its efficiency falls below the limit."""
        cores = np.geomspace(1, 10 * FURTHEST, 200_000)
        times = self.time(cores)
        return float(cores[(times[0] / (times * cores) < TARGET).argmax()])


def _usl(sigma: float, kappa: float) -> Law:
    return lambda r: (1 + sigma * (r - 1) + kappa * r * (r - 1)) / r


def _steps(part: float, second_node: float, slower: float) -> Law:
    """Slower from the second socket on, and from the second node."""

    def time(r: Numbers) -> Numbers:
        steps = (1 + 0.06 * (r >= 8)) * (1 + slower * (r >= second_node))
        return (1 / r + part) * steps

    return time


PROGRAMS = (
    Program("Amdahl", lambda r: 0.02 + 1 / r, 0.01, 10),
    Program("USL", _usl(0.01, 1e-4), 0.02, 10),
    Program("USL", _usl(0.01, 1e-4), 0.02, 20),
    Program("log2^2 reduction", lambda r: 1 / r + 3e-4 * np.log2(r) ** 2, 0.01, 10),
    Program("steps at socket and node", _steps(0.003, 64, 0.05), 0.005, 20),
    Program("steps at socket and node", _steps(0.006, 33, 0.1), 0.005, 20),
    Program("steps at socket and node", _steps(0.006, 33, 0.1), 0.01, 6),
)


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    for world in (STEADY, LASTING):
        for n in (6, 10, 20):
            yield _at_the_limit(world, SINGLE, n, trials, rng)
            yield from _bands(world, n, max(1, trials // 4), rng)
    yield _at_the_limit(STEADY, SPLIT, 10, trials, rng)
    for program in PROGRAMS:
        yield from _knees(program, max(1, trials // 5), rng)


def _rate(what: str, where: str, hits: list[bool], promise: Promise, before=None):
    return Rate(SECTION, what, where, sum(hits), len(hits), promise, before)


def _at_the_limit(
    world: World, shapes: Shapes, n: int, trials: int, rng: np.random.Generator
) -> Rate:
    """All efficiencies are at the limit: every word about any of them is wrong."""
    hits, each = [], []
    for _ in range(trials):
        curve = drawn_curve(shapes, _times(world, shapes, n, rng))
        reach = reach_of(curve)
        hits.append(reach.above.is_base and reach.below is None)
        each.append(all(row.efficiency.holds(TARGET) for row in curve.rows[1:]))
    counts = len({ranks * threads for ranks, threads in shapes}) - 1
    where = f"{len(shapes) - 1} points on {counts} core counts beside the base"
    where = f"{where}, n = {n}, {world.name}"
    return _rate("above 70 % up to, below from", where, hits, COVERS, each)


def _bands(
    world: World, n: int, trials: int, rng: np.random.Generator
) -> Iterator[Rate]:
    """The bands that are not used: too narrow from few blocks, or wider than needed."""
    by_sup_t, at_a_sixth = [], []
    for _ in range(trials):
        curve = drawn_curve(SINGLE, _times(world, SINGLE, n, rng))
        by_sup_t.append(_sup_t_holds(curve, rng))
        wide = [curve.efficiency(row, len(SINGLE) - 1) for row in curve.rows[1:]]
        if all(found.low is not None for found in wide):
            at_a_sixth.append(all(found.holds(TARGET) for found in wide))
    where = f"6 points beside the base, n = {n}, {world.name}"
    band = "all intervals at once"
    yield _rate(f"{band}, sup-t of resampled blocks", where, by_sup_t, NOT_PROMISED)
    if len(at_a_sixth) == trials:
        name = f"{band}, each at a sixth of the tail"
        yield _rate(name, where, at_a_sixth, NOT_PROMISED)


def _sup_t_holds(curve: Curve, rng: np.random.Generator) -> bool:
    """The largest deviation, in standard errors, is within 95 % of those resampled."""
    base, *points = np.log([row.point.counted_s for row in curve.rows])
    found = base - np.array(points)
    picks = rng.integers(0, len(base), (RESAMPLES, len(base)))
    centres, drawn = _centres(found), _centres(found[:, picks])
    errors = np.maximum(drawn.std(axis=1), 1e-12)
    largest = (np.abs(drawn - centres[:, None]) / errors[:, None]).max(axis=0)
    exact = np.log(TARGET * CORES[1:])
    within = np.quantile(largest, 0.95) * errors
    return bool((np.abs(centres - exact) <= within).all())


def _centres(differences: Numbers) -> Numbers:
    """Hodges' and Lehmann's, over the last axis."""
    i, j = np.triu_indices(differences.shape[-1])
    return np.median((differences[..., i] + differences[..., j]) / 2, axis=-1)


def _times(world: World, shapes: Shapes, n: int, rng: np.random.Generator) -> Numbers:
    own = np.full(len(shapes), world.of_point)
    own[0] = world.of_base
    noise = own[:, None] * rng.standard_normal((len(shapes), n)) + world.state(rng, n)
    times = 1 / (TARGET * np.array([ranks * threads for ranks, threads in shapes]))
    times[0] = 1.0
    return times[:, None] * np.exp(noise)


def _knees(program: Program, trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    exact = program.knee
    hits, brackets, before = [], [], []
    for _ in range(trials):
        shape = len(CORES), program.launches
        noise = np.exp(program.noise * rng.standard_normal(shape))
        curve = drawn_curve(SINGLE, program.time(CORES)[:, None] * noise)
        reach = reach_of(curve)
        hits.append(_is_true(reach, exact))
        brackets.append(reach.below is not None)
        before.append(_by_laws(curve, exact))
    where = (
        f"{program.name}, knee at {exact:.0f}, 7 core counts to 64, "
        f"n = {program.launches}, {program.noise:.1%} lognormal"
    )
    yield _rate("where it falls below 70 %", where, hits, COVERS, before)
    yield _rate("a bracket is told", where, brackets, NOT_PROMISED)


def _is_true(reach: Reach, exact: float) -> bool:
    return reach.above.units <= exact <= (reach.below or np.inf)


def _by_laws(curve: Curve, exact: float) -> bool:
    """Whether the knee of the pool of refits holds, or is not claimed."""
    data = make_data(curve)
    cores = np.geomspace(1, FURTHEST, 400)
    times = _pooled(data, cores)
    below = times[:, :1] / (times * cores) < TARGET
    at = np.where(below.any(axis=1), cores[below.argmax(axis=1)], np.inf)
    low, high = np.sort(at)[[int(0.025 * len(at)), int(0.975 * len(at))]]
    return not np.isfinite(high) or low <= exact <= high


def _pooled(data: Data, cores: Numbers) -> Numbers:
    """Refits to resampled launches, of each law as many as its weight: (n, cores)."""
    m, parts, aicc = len(data.cores), [], []
    for law in CANDIDATES:
        found = law.fit(data.cores, data.times_s[None], None)
        squares = LOGARITHM.squares(data.times_s[None], law.time(found, data.cores))[0]
        k = len(law.coefficients) + 1
        aicc.append(m * np.log(squares / m) + 2 * k + 2 * k * (k + 1) / (m - k - 1))
        parts.append(law.time(law.fit(data.cores, data.draws_s, found[0]), cores))
    weights = np.exp((min(aicc) - np.array(aicc)) / 2)
    shares = np.round(REFITS * weights / weights.sum()).astype(int)
    return np.concatenate([part[:n] for part, n in zip_equal(parts, shares)])
