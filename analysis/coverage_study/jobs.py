# SPDX-License-Identifier: Apache-2.0
"""Laws and limits of a curve whose node counts were measured in jobs of their own, each
of which has a machine of its own and measures the base too.

`before` is what was said of the same launches until laws took the times of a job over
those of the base in it, and of the limit what is said without the base in each job.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coverage_study.drawn import curve_in_jobs
from coverage_study.laws import CASES, CORES, LAUNCHES, Case
from coverage_study.machines import BETWEEN_JOBS
from coverage_study.rate import COVERS, Promise, Rate
from scaling.arrays import Numbers
from scaling.laws.candidates import Candidate
from scaling.laws.fit import Fit, fit_candidate, make_data
from scaling.model.curve import Curve
from scaling.model.reach import reach_of
from scaling.records.record import TARGET
from scaling.zipped import zip_equal

SECTION = "Curves whose points had jobs of their own"
OWN = 0.02
"""The standard deviation of launches."""
REFUSED = Promise(0, 0.05)


@dataclass(frozen=True)
class Jobs:
    """The nodes of each of CORES; as many nodes are one job."""

    name: str
    nodes: tuple[int, ...]

    def curves(self, times: Numbers, rng: np.random.Generator) -> tuple[Curve, Curve]:
        """With the base in each job, and without; `times`, (cores,), are the truth."""
        shapes = [(n, int(cores)) for n, cores in zip_equal(self.nodes, CORES)]
        level = {n: rng.standard_normal() * BETWEEN_JOBS for n in sorted({*self.nodes})}
        found = [_drawn(t, level[n], rng) for n, t in zip_equal(self.nodes, times)]
        others = [n for n in level if n != self.nodes[0]]
        copies = {n: _drawn(times[0], level[n], rng) for n in others}
        drawn = np.array(found)
        return curve_in_jobs(shapes, drawn, copies), curve_in_jobs(shapes, drawn, {})


def _drawn(time: float, level: float, rng: np.random.Generator) -> Numbers:
    return time * np.exp(level + OWN * rng.standard_normal(LAUNCHES))


EACH = Jobs("7 core counts, each in a job of its own", (1, 2, 3, 4, 5, 6, 7))
NODES = Jobs("7 core counts on nodes of 16 cores: 3 jobs", (1, 1, 1, 1, 1, 2, 4))
LAWS = (CASES[:1], CASES[4:])
"""Amdahl's serial part; sigma and kappa."""


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    for jobs in (EACH, NODES):
        for cases in LAWS:
            yield from _law(jobs, cases, max(1, trials // 5), rng)
        yield _at_the_limit(jobs, max(1, trials // 2), rng)


def _law(
    jobs: Jobs, cases: Sequence[Case], trials: int, rng: np.random.Generator
) -> Iterator[Rate]:
    """Its parameters, and whether the law is refused although it is true."""
    law, truth = cases[0].law, np.array([cases[0].truth])
    times = law.time(truth, CORES)[0]
    fits = [
        [_fit(law, curve) for curve in jobs.curves(times, rng)] for _ in range(trials)
    ]
    for case in cases:
        exact = float(case.value(truth)[0])
        found = [[fit.measured(case.value) for fit in pair] for pair in fits]
        hits, before = zip(*([m.holds(exact) for m in pair] for pair in found))
        widths = [[(m.high - m.low) / exact for m in pair] for pair in found]
        now, then = 100 * np.median(widths, axis=0)
        where = f"{_where(jobs, law)}; width {now:.0f} %, before {then:.0f} %"
        yield _rate(case.what, where, hits, COVERS, before)
    hits, before = zip(*([fit.is_refused for fit in pair] for pair in fits))
    yield _rate("true law refused", _where(jobs, law), hits, REFUSED, before)


def _fit(law: Candidate, curve: Curve) -> Fit:
    data = make_data(curve)
    assert data is not None
    return fit_candidate(law, data)


def _at_the_limit(jobs: Jobs, trials: int, rng: np.random.Generator) -> Rate:
    """All efficiencies are at the limit: every word about any of them is wrong."""
    times = 1 / (TARGET * CORES)
    times[0] = 1.0
    held = [list(map(_is_silent, jobs.curves(times, rng))) for _ in range(trials)]
    hits, before = zip(*held)
    return _rate("above 70 % up to, below from", _where(jobs), hits, COVERS, before)


def _is_silent(curve: Curve) -> bool:
    reach = reach_of(curve)
    return reach.above.is_base and reach.below is None


def _where(jobs: Jobs, law: Candidate | None = None) -> str:
    of = f"true law {law.letter}, " if law else ""
    noise = f"n = {LAUNCHES}, {OWN:.0%} lognormal; jobs differ by {BETWEEN_JOBS:.0%}"
    return f"{of}{jobs.name}, {noise}"


def _rate(
    what: str, where: str, hits: Sequence[bool], promise: Promise, before
) -> Rate:
    return Rate(SECTION, what, where, sum(hits), len(hits), promise, before)
