# SPDX-License-Identifier: Apache-2.0
"""Each of the twelve rules: data that fulfil it, and data that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from journals import JournalMaker, demonstration, launches, manifest, requested

from scaling.exports import exports
from scaling.overview import Overview
from scaling.report import rules
from scaling.report.rules import score
from scaling.statistics.measured import Measured
from scaling.warnings import warners
from scaling.zipped import zip_equal


def study(n: int = 8, ranks: tuple[int, ...] = (1, 2), **more) -> JournalMaker:
    maker = JournalMaker()
    for r in ranks:
        maker.measure(requested(r, 1, 10**6), launches(1 / r, n, r), **more)
    return maker


@pytest.fixture
def good(overview_of) -> Overview:
    return overview_of(study())


def with_rows(overview: Overview, change) -> Overview:
    """The same with every row of every curve changed."""
    curves = tuple(
        replace(curve, rows=tuple(change(row) for row in curve.rows))
        for curve in overview.study.curves
    )
    return replace(overview, study=replace(overview.study, curves=curves))


def test_the_twelve_are_numbered(good: Overview) -> None:
    assert [rule.number for rule in score(good)] == list(range(1, 13))


def test_nothing_measured_is_no_point(overview_of) -> None:
    maker = JournalMaker()
    maker.point(requested(1, 1, 1000), ["strong"])
    assert {r.missing for r in score(overview_of(maker))} == {"nothing was measured"}


def test_1_base(good: Overview, overview_of) -> None:
    assert rules.base_is_stated(good) == ""
    assert "1 base without an interval" in rules.base_is_stated(overview_of(study(5)))
    bare = [
        replace(t, columns=tuple(c for c in t.columns if c.name != "time_s"))
        for t in good.tables
    ]
    assert "no time" in rules.base_is_stated(replace(good, tables=tuple(bare)))


def test_2_left_out(good: Overview, overview_of) -> None:
    assert rules.nothing_is_left_out(good) == ""
    silent = study()
    silent.point(requested(4, 1, 10**6), ["strong"])
    assert "1 planned point not run" in rules.nothing_is_left_out(overview_of(silent))
    skipped = study()
    skipped.skip(requested(4, 1, 10**6), ["strong"], "")
    assert "skipped with no reason" in rules.nothing_is_left_out(overview_of(skipped))
    unknown = study(manifest="lost")
    assert "idle ones" in rules.nothing_is_left_out(overview_of(unknown))


def test_2_failed_and_skipped_with_reasons_are_accounted_for(overview_of) -> None:
    assert rules.nothing_is_left_out(overview_of(demonstration(4))) == ""


def test_3_rates(good: Overview) -> None:
    assert rules.rates_are_work_over_time(good) == ""
    point = good.study.points[0]
    point.__dict__["rate"] = Measured(point.rate.value * 1.01)
    assert "1 rate" in rules.rates_are_work_over_time(good)


def test_4_ratios(good: Overview) -> None:
    assert rules.ratios_are_of_summaries(good) == ""
    off = with_rows(good, lambda row: replace(row, speedup=row.speedup.times(1.1)))
    assert "1 speedup" in rules.ratios_are_of_summaries(off)


def test_4_a_base_that_changed_after_the_blocks_of_both(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 10**6), [1.0] * 6 + [2.0] * 10)
    maker.measure(requested(2, 1, 10**6), [0.5] * 6)
    assert "1 speedup" in rules.ratios_are_of_summaries(overview_of(maker))


def test_5_intervals(good: Overview, overview_of) -> None:
    assert rules.intervals_are_given(good) == ""
    assert "2 points" in rules.intervals_are_given(overview_of(study(5)))


def test_6_normality(good: Overview) -> None:
    assert rules.no_normality_is_assumed(good) == ""
    point = good.study.points[0]
    centre = point.time_s.value
    point.__dict__["time_s"] = Measured(centre, centre * 0.99, centre * 1.01)
    assert "1 interval" in rules.no_normality_is_assumed(good)


def test_7_comparisons(good: Overview, overview_of) -> None:
    assert rules.comparisons_are_sound(good) == ""
    assert "1 ratio" in rules.comparisons_are_sound(overview_of(study(3)))


def test_8_centre(good: Overview, monkeypatch) -> None:
    assert rules.the_centre_is_checked(good) == ""
    others = [rule for rule in warners() if rule.ID != "W12"]
    monkeypatch.setattr(rules, "warners", lambda: others)
    assert "several modes" in rules.the_centre_is_checked(good)
    monkeypatch.setattr(rules, "QUANTILES", {})
    assert "quantiles" in rules.the_centre_is_checked(good)


def test_8_quantiles_are_exported(good: Overview) -> None:
    (export,) = [e for e in exports() if e.FILE == "points.csv"]
    head, first, *_ = export.render(good.study, ()).splitlines()
    row = dict(zip_equal(head.split(","), first.split(",")))
    values = [
        float(row[q]) for q in ("min_s", "q25_s", "median_s", "q75_s", "q95_s", "max_s")
    ]
    assert values == sorted(values)
    assert values[0] == pytest.approx(min(good.study.points[0].times_s))
    assert values[2] == pytest.approx(good.study.points[0].time_s.value)


def test_9_setup(good: Overview, overview_of) -> None:
    assert rules.the_setup_is_documented(good) == ""
    bare = study(manifest="m2")
    bare.lines.insert(0, manifest("m2", machine={"cpu_model": "x"}))
    found = rules.the_setup_is_documented(overview_of(bare))
    assert found == (
        "not recorded: cores, memory, operating system, frequency governor"
    )


def test_9_a_changed_tree_is_not_documented(overview_of) -> None:
    maker = study()
    for entry in maker.lines:
        if entry["kind"] == "record":
            entry["result"]["worker"]["dirty"] = True
    assert "uncommitted" in rules.the_setup_is_documented(overview_of(maker))


def test_the_score_adds_nothing_to_the_environment(overview_of) -> None:
    overview = overview_of(demonstration())
    before = dict(overview.study.environment)
    rules.the_setup_is_documented(overview)
    assert overview.study.environment == before


def test_hosts_stand_in_the_order_of_their_ranks(overview_of) -> None:
    """Not in that of a set, which no two runs of Python have alike."""
    maker = JournalMaker()
    maker.measure(requested(16, 1, 10**6, nodes=16), launches(1.0, 6, 1))
    hosts = overview_of(maker).study.environment["hosts"]
    assert hosts == [f"n{node}" for node in range(1, 17)]


def test_10_timing(good: Overview, overview_of) -> None:
    assert rules.timing_is_documented(good) == ""
    maker = study()
    maker.lines[0]["result"]["clock"]["name"] = ""
    assert "clock" in rules.timing_is_documented(overview_of(maker))
    maker = study()
    maker.lines[0]["result"]["measurements"][0]["skew_bound_s"] = []
    assert "skew" in rules.timing_is_documented(overview_of(maker))


def test_11_bounds(good: Overview, overview_of) -> None:
    assert "the ideal line" in rules.upper_bounds_are_shown(good)
    model = study(ranks=(1, 2, 3, 4, 6))
    assert rules.upper_bounds_are_shown(overview_of(model)) == ""
    alone = rules.upper_bounds_are_shown(overview_of(study(ranks=(1,))))
    assert "shown: none" in alone


def test_12_points(good: Overview, overview_of) -> None:
    assert rules.lines_are_only_trends(good) == ""
    assert "2 points" in rules.lines_are_only_trends(overview_of(study(1)))
