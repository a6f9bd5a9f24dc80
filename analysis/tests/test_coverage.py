# SPDX-License-Identifier: Apache-2.0
"""The coverage study, small: what the analysis claims is true as often as it says.

`python3 -m coverage_study` does it with a thousand studies and writes its table.
"""

from __future__ import annotations

import numpy as np
import pytest

from coverage_study import (
    alarms,
    chain,
    comparisons,
    curves,
    histories,
    intervals,
    jobs,
    machines,
    sessions,
    ties,
)
from coverage_study.__main__ import TABLE, TRIALS, rates, replaced, table
from coverage_study.noise import ALL
from coverage_study.rate import Promise, Rate
from scaling.statistics import median, ratio
from scaling.statistics.looks import Looks
from scaling.warnings import mixed_modes as mixed_modes_rule

FEW = 60


@pytest.mark.parametrize(
    "part",
    [
        intervals,
        alarms,
        comparisons,
        machines,
        ties,
        curves,
        histories,
        sessions,
        jobs,
    ],
)
def test_promises_are_kept(part) -> None:
    found = list(part.study(FEW, np.random.default_rng(1)))
    assert len(found) >= 8
    assert [rate for rate in found if not rate.is_kept] == []


@pytest.mark.skipif(not chain.PROGRAM.exists(), reason="assay is not built")
def test_the_whole_way_finds_the_truth() -> None:
    found = list(chain.study(FEW, np.random.default_rng(1)))
    assert {rate.what for rate in found} >= {"efficiency", "USL's sigma"}
    assert [rate for rate in found if not rate.is_kept] == []


def test_the_study_finds_a_narrow_interval(monkeypatch) -> None:
    """It must see what it is for: here the 70 % interval that calls itself 95 %."""
    monkeypatch.setattr(median.median_interval, "__defaults__", (Looks(tail=0.15),))
    monkeypatch.setattr(ratio.ratio_of_times, "__defaults__", (0.15, None))
    found = list(intervals.study(FEW, np.random.default_rng(1)))
    broken = {rate.what for rate in found if not rate.is_kept}
    assert broken >= {"median", "speedup, efficiency"}


def test_the_study_finds_a_false_alarm(monkeypatch) -> None:
    monkeypatch.setattr("scaling.finding.warners", lambda: (mixed_modes_rule,))
    monkeypatch.setattr("scaling.statistics.modes.GAPS", -5.0)
    monkeypatch.setattr("scaling.statistics.modes.OUTLIERS", 0.0)
    found = alarms.study(FEW // 4, np.random.default_rng(1))
    assert "W12" in {rate.what for rate in found if not rate.is_kept}


@pytest.mark.parametrize("noise", ALL, ids=lambda noise: noise.name)
def test_the_median_of_the_noise(noise) -> None:
    drawn = np.median(noise.draw(np.random.default_rng(1), 400_000))
    assert drawn == pytest.approx(noise.median, abs=4 * noise.sigma * 1.25 / 400)


def test_a_promise_allows_for_chance_only() -> None:
    def kept(hits: int, trials: int, promise: Promise) -> bool:
        return Rate("", "", "", hits, trials, promise).is_kept

    assert kept(88, 100, Promise(0.93))
    assert not kept(880, 1000, Promise(0.93))
    assert kept(1, 12, Promise(0, 0.05))
    assert not kept(12, 12, Promise(0, 0.05))


def test_parts_are_made_anew_and_the_others_stay() -> None:
    def rate(section: str, hits: int) -> Rate:
        return Rate(section, "x", "y", hits, 10, Promise())

    old = [rate("One", 1), rate("One", 2), rate("Two", 3)]
    assert replaced(table(old, TRIALS), []) == table(old, TRIALS)
    new = [rate("Two", 4), rate("Three", 5)]
    assert replaced(table(old, TRIALS), new) == table([*old[:2], *new], TRIALS)


def test_the_table_is_of_the_study_as_it_is() -> None:
    """Every claim of the study stands in the table that is kept, and none is broken."""
    text = TABLE.read_text()
    assert f"coverage_study {TRIALS}`" in text
    assert "broken**" not in text
    assert table([], TRIALS).splitlines()[:3] == text.splitlines()[:3]
    for name in (
        "Intervals of 95 %",
        "Laws",
        "False alarms, by study",
        "Changes in a history of sessions",
        "Two equal programs, on a machine that is another in each session",
        "Laws, where the machine's state lasts",
    ):
        assert f"## {name}" in text
    assert callable(rates)
