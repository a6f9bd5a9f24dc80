# SPDX-License-Identifier: Apache-2.0
"""Coefficients of laws where the machine's state lasts, and is in all of a block."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from coverage_study.alone import resampled_medians
from coverage_study.laws import CASES, CORES, LAUNCHES, Case
from coverage_study.machines import LASTING
from coverage_study.rate import COVERS, Rate
from scaling.arrays import Numbers
from scaling.laws.fit import REFITS, Data, fit_candidate
from scaling.statistics.bootstrap import medians_of_blocks
from scaling.zipped import zip_equal

SECTION = "Laws, where the machine's state lasts"


def study(trials: int, rng: np.random.Generator) -> Iterator[Rate]:
    for case in (CASES[0], CASES[4]):
        yield _coefficient(case, max(1, trials // 5), rng)


def _coefficient(case: Case, trials: int, rng: np.random.Generator) -> Rate:
    """`before` resamples the launches of each point on their own."""
    truth = float(case.value(np.array([case.truth]))[0])
    hits, before, widths = [], [], []
    for _ in range(trials):
        runs = _runs(case, rng)
        by_point = [{("", i): t for i, t in enumerate(times)} for times in runs]
        alone = [resampled_medians(t, f"{i}", REFITS) for i, t in enumerate(runs)]
        ways = (medians_of_blocks(by_point, REFITS), np.column_stack(alone))
        width = []
        for held, draws in zip_equal((hits, before), ways):
            data = Data(CORES, np.median(runs, axis=1), draws)
            found = fit_candidate(case.law, data).measured(case.value)
            held.append(found.holds(truth))
            width.append((found.high - found.low) / truth)
        widths.append(width)
    now, then = np.median(widths, axis=0)
    where = (
        f"true law {case.law.letter}, n = {LAUNCHES}, {LASTING.name}; width "
        f"{100 * now:.1f} %, before {100 * then:.1f} %"
    )
    return Rate(SECTION, case.what, where, sum(hits), trials, COVERS, before)


def _runs(case: Case, rng: np.random.Generator) -> Numbers:
    """Times of each point in each block."""
    times = case.law.time(np.array([case.truth]), CORES)[0]
    noise = rng.standard_normal((len(CORES), LAUNCHES)) * LASTING.of_point
    return times[:, None] * np.exp(noise + LASTING.state(rng, LAUNCHES))
