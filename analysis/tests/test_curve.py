# SPDX-License-Identifier: Apache-2.0
"""Speedup and efficiency against values worked out by hand."""

from __future__ import annotations

import pytest
from journals import JournalMaker, launches, record, requested

from scaling.figures import speedup
from scaling.model.reach import reach_of
from scaling.report.method import method
from scaling.report.verdict import verdict
from scaling.statistics import mann_whitney
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import Compared
from scaling.words.names import curve_label

W = 12_000_000


def rows(overview) -> dict[str, object]:
    (curve,) = overview.study.curves
    return {row.point.request.shape: row for row in curve.rows}


def test_strong_from_a_base_of_four_cores(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(2, 2, W), [9.0, 8.0, 7.0])  # base: median 8 s on 4 cores
    maker.measure(requested(4, 2, W), [5.0, 5.0, 5.0])  # 8 cores: 8 / 5 = 1.6, E = 0.8
    maker.measure(requested(4, 3, W), [4.0, 3.2, 3.0])  # 12 cores: 8 / 3.2 = 2.5, / 3
    found = rows(overview_of(maker))
    assert found["2x2"].is_base
    assert found["4x2"].speedup.value == pytest.approx(1.6)
    assert found["4x2"].efficiency.value == pytest.approx(0.8)
    assert found["4x3"].speedup.value == pytest.approx(2.5)
    assert found["4x3"].efficiency.value == pytest.approx(2.5 / 3)


def test_speedup_over_a_serial_program(overview_of) -> None:
    maker = JournalMaker(base={"kernel": "serial"})
    programs = {name: {"kernel": name, "program": [name]} for name in ("serial", "mpi")}
    maker.measure(requested(1, 1, 1, **programs["serial"]), launches(288.15, 10, 1))
    maker.measure(requested(2, 1, 1, **programs["mpi"]), launches(107.84, 10, 2))
    overview = overview_of(maker)
    serial, curve = overview.study.curves
    (row,) = curve.rows
    assert not row.is_base
    assert row.speedup.value == pytest.approx(288.15 / 107.84, rel=0.02)  # 2.67
    assert row.speedup.low < 2.67 < row.speedup.high
    assert row.efficiency.value == pytest.approx(row.speedup.value / 2)
    table = next(t for t in overview.tables if "scaling of mpi" in t.title)
    assert "base serial, 1 rank x 1 thread (1 core);" in table.caption
    assert any(
        "Base: serial, 1 rank" in note and "as the study asks" in note
        for note in table.notes
    )
    (figure,) = speedup.make(overview.study)
    assert "Base: serial, 1 rank" in figure.caption


def test_a_base_that_was_not_measured_is_named(overview_of) -> None:
    maker = JournalMaker(base={"cores": 24})
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1))
    maker.measure(requested(2, 1, W), launches(0.5, 10, 2))
    overview = overview_of(maker)
    (curve,) = overview.study.curves
    assert curve.base is None
    assert all(row.speedup is None for row in curve.rows)
    (note,) = overview.tables[0].notes
    assert "asks for, on 24 cores, was not measured" in note
    said = verdict(overview)
    assert "of pi was measured up to 2 cores, but has no efficiency" in said
    assert "the base asked for, on 24 cores, was not measured" in said
    assert "Nothing was measured" not in said


def test_a_base_that_is_the_largest_point_is_not_all(overview_of) -> None:
    maker = JournalMaker(base={"cores": 2})
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1))
    maker.measure(requested(2, 1, W), launches(0.5, 10, 2))
    said = verdict(overview_of(maker))
    assert "was measured up to its base, on 2 cores, and not beyond" in said
    assert "only" not in said


def test_weak_from_a_base_of_two_ranks(overview_of) -> None:
    maker = JournalMaker()
    weak = ("weak",)
    # Rate form: [W / (t R)] / [W0 / (t0 R0)]; here W / R is constant, so t0 / t.
    maker.measure(requested(2, 1, 2 * W), [2.0], weak)
    maker.measure(requested(3, 2, 6 * W), [2.5], weak)  # 2 / 2.5 = 0.8; scaled 3 * 0.8
    found = rows(overview_of(maker))
    assert found["3x2"].efficiency.value == pytest.approx(0.8)
    assert found["3x2"].speedup.value == pytest.approx(2.4)


def test_weak_uses_the_rate_where_samples_do_not_divide(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 100_000), [1.0], ("weak",))
    maker.measure(requested(3, 1, 300_100), [1.0], ("weak",))  # 0.033 % more per core
    found = rows(overview_of(maker))
    assert found["3x1"].efficiency.value == pytest.approx(300_100 / 300_000)


def test_samples_per_core_that_differ_are_two_curves(overview_of) -> None:
    maker = JournalMaker()
    for ranks, samples in ((1, 1000), (2, 2000), (1, 1100), (2, 2200)):
        maker.measure(requested(ranks, 1, samples), [1.0], ("weak",))
    curves = overview_of(maker).study.curves
    assert [curve.like.samples for curve in curves] == [1000, 1100]
    assert [len(curve.rows) for curve in curves] == [2, 2]


def test_base_is_exact_and_has_no_interval(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1))
    maker.measure(requested(2, 1, W), launches(0.5, 10, 2))
    found = rows(overview_of(maker))
    base = found["1x1"]
    assert (base.speedup.value, base.efficiency.value) == (1.0, 1.0)
    assert base.speedup.low is None
    assert base.efficiency.high is None
    assert found["2x1"].speedup.low < found["2x1"].speedup.value
    assert found["2x1"].speedup.high > found["2x1"].speedup.value


def test_the_fastest_of_the_smallest_is_the_base(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(2, 1, W), [5.0] * 6)
    maker.measure(requested(1, 2, W), [4.0] * 6)
    maker.measure(requested(2, 2, W), [2.0] * 6)
    found = rows(overview_of(maker))
    assert found["1x2"].is_base
    assert found["2x1"].efficiency.value == pytest.approx(0.8)
    assert found["2x2"].efficiency.value == pytest.approx(1.0)


def test_what_a_block_is_like_is_no_part_of_a_ratio(overview_of) -> None:
    """The machine gets 50 % slower, for both alike: the ratio is exact."""
    maker = JournalMaker()
    slower = [1 + block / 20 for block in range(10)]
    maker.measure(requested(1, 1, W), slower)
    maker.measure(requested(2, 1, W), [0.6 * one for one in slower])
    row = rows(overview_of(maker))["2x1"]
    assert row.compared is Compared.PAIRS
    assert row.point.time_s.half_width > 0.1
    assert (row.speedup.low, row.speedup.high) == pytest.approx((1 / 0.6, 1 / 0.6))


def test_times_that_do_not_go_together_are_not_paired(overview_of) -> None:
    maker = JournalMaker()
    rising = [1 + block / 1000 for block in range(10)]
    maker.measure(requested(1, 1, W), rising)
    maker.measure(requested(2, 1, W), rising[::-1])
    overview = overview_of(maker)
    row = rows(overview)["2x1"]
    assert row.compared is Compared.BLOCKS
    found = mann_whitney.ratio_interval(rising, rising[::-1])
    assert row.speedup == found
    notes = [note for table in overview.tables for note in table.notes]
    assert any(
        n.startswith("Compared as a whole") and n.endswith("with the base's: 2x1.")
        for n in notes
    )


def test_a_base_that_is_three_times_as_noisy_is_paired(overview_of) -> None:
    """Mann and Whitney's test does not hold where spreads differ."""
    maker = JournalMaker()
    rising = [block / 1000 for block in range(10)]
    maker.measure(requested(1, 1, W), [1 + 9 * one for one in rising])
    maker.measure(requested(2, 1, W), [1 - one for one in rising])
    assert rows(overview_of(maker))["2x1"].compared is Compared.PAIRS


def test_a_base_that_goes_on_counts_where_the_point_was_launched(overview_of) -> None:
    """The machine gets slower, after the point's last block too."""
    maker = JournalMaker()
    slower = [1 + block / 100 for block in range(40)]
    maker.measure(requested(1, 1, W), slower)
    maker.measure(requested(2, 1, W), slower[9::-1])
    row = rows(overview_of(maker))["2x1"]
    assert row.compared is Compared.BLOCKS
    assert row.speedup.low < 1 < row.speedup.high


def test_blocks_that_only_the_point_has_count_for_its_time_alone(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, 6, 1))
    maker.measure(requested(2, 1, W), [*launches(1.0, 6, 1), *launches(2.0, 30, 2)])
    row = rows(overview_of(maker))["2x1"]
    assert row.compared is Compared.PAIRS
    assert row.point.time_s.value > 1.9
    assert row.speedup.value == pytest.approx(1.0)


def test_a_record_without_a_block_is_of_that_of_its_launch(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1))
    maker.measure(requested(2, 1, W), launches(1.0, 10, 1))
    for one in maker.lines:
        one.pop("block", None)
    assert rows(overview_of(maker))["2x1"].compared is Compared.PAIRS


def test_launches_of_other_blocks_are_not_paired(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, 10, 1))
    maker.measure(requested(2, 1, W), launches(0.5, 10, 1))
    for one in maker.lines:
        if one["kind"] == "record" and one["requested"]["ranks"] == 2:
            one["block"] += 5
    overview = overview_of(maker)
    assert rows(overview)["2x1"].compared is Compared.APART
    notes = [note for table in overview.tables for note in table.notes]
    assert any("base in other blocks" in note for note in notes)


def test_launches_of_other_jobs_are_not_paired(overview_of) -> None:
    """Jobs of different node counts run at different times, each with a block 1."""
    maker = JournalMaker()
    times = launches(1.0, 10, 1)
    maker.measure(requested(1, 1, W), times)
    maker.measure(requested(2, 1, W), [t / 2 for t in times])
    assert rows(overview_of(maker))["2x1"].compared is Compared.PAIRS
    for one in maker.lines:
        if one["kind"] == "record":
            one["slurm"] = {"job": str(one["requested"]["ranks"])}
    overview = overview_of(maker)
    assert rows(overview)["2x1"].compared is Compared.SESSIONS
    notes = [note for table in overview.tables for note in table.notes]
    assert any("Across sessions, not in pairs" in note for note in notes)
    said = dict(method(overview.study))["Statistics"]
    assert "Of 1 ratios 1 are across sessions" in said


def test_a_failed_launch_brings_the_last_look_forward(overview_of) -> None:
    maker = JournalMaker(rule={"min": 6, "max": 12, "until": 0.02})
    maker.measure(requested(1, 1, W), launches(1.0, 11, 1))
    maker.lines[-1]["reason"] = "max"
    maker.lines.insert(-1, record(requested(1, 1, W), 12, verdict="crash"))
    point = rows(overview_of(maker))["1x1"].point
    assert len(point.counted_s) == 11
    ordered = sorted(point.times_s)
    assert (point.time_s.low, point.time_s.high) == (ordered[1], ordered[-2])
    maker.lines[-1]["reason"] = "budget"
    assert len(rows(overview_of(maker))["1x1"].point.counted_s) == 9


def test_a_raised_maximum_brings_the_planned_looks_back(overview_of) -> None:
    maker = JournalMaker(rule={"min": 6, "max": 20, "until": 0.02})
    maker.measure(requested(1, 1, W), launches(1.0, 11, 1))
    maker.lines[-1]["reason"] = "max"  # of an earlier start, whose maximum was 11
    assert len(rows(overview_of(maker))["1x1"].point.counted_s) == 9


@pytest.mark.parametrize("rule", [{"min": 12, "max": 6}, {"min": 6, "max": 10**12}])
def test_a_rule_that_no_study_has_plans_no_looks(overview_of, rule) -> None:
    maker = JournalMaker(rule=rule)
    maker.measure(requested(1, 1, W), launches(1.0, 7, 1))
    assert len(rows(overview_of(maker))["1x1"].point.counted_s) == 7


def test_launches_after_the_last_look_do_not_count(overview_of) -> None:
    maker = JournalMaker(rule={"min": 6, "max": 12, "until": 0.02})
    maker.measure(requested(1, 1, W), [1.0] * 9)
    maker.measure(requested(2, 1, W), [0.5] * 6 + [0.9] * 2)
    overview = overview_of(maker)
    row = rows(overview)["2x1"]
    notes = [note for table in overview.tables for note in table.notes]
    assert any(n.endswith("left out of times and ratios: 2 of 2x1.") for n in notes)
    assert row.point.counted_s == (0.5,) * 6
    assert row.point.time_s == Measured(0.5, 0.5, 0.5)
    assert row.speedup == Measured(2.0, 2.0, 2.0)


@pytest.mark.parametrize(("base", "other"), [(3, 10), (10, 3)])
def test_no_ratio_interval_below_four_launches(overview_of, base, other) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), launches(1.0, base, 1))
    maker.measure(requested(2, 1, W), launches(0.5, other, 2))
    assert rows(overview_of(maker))["2x1"].speedup.low is None


def test_a_point_may_be_in_both_series(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), [1.0] * 6, ("strong", "weak"))
    maker.measure(requested(2, 1, W), [0.5] * 6, ("strong",))
    maker.measure(requested(2, 1, 2 * W), [1.1] * 6, ("weak",))
    strong, weak = overview_of(maker).study.curves
    assert (strong.kind, weak.kind) == ("strong", "weak")
    assert strong.rows[0].point is weak.rows[0].point
    assert len(strong.rows) == len(weak.rows) == 2


@pytest.mark.parametrize(
    "differing",
    [
        {"kernel": "histogram"},
        {"backend": "serial"},
        {"launcher": "srun"},
        {"seed": "0x1"},
        {"parameters": {"bins": 64}},
        {"env": {"UCX_TLS": "tcp"}},
    ],
)
def test_unlike_points_never_share_a_curve(overview_of, differing) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, W), [1.0])
        maker.measure(requested(ranks, 1, W, **differing), [3.0])
    curves = overview_of(maker).study.curves
    assert [len(curve.rows) for curve in curves] == [2, 2]
    assert all(row.speedup.value == 1.0 for curve in curves for row in curve.rows)


def test_points_without_a_launch_stay_in_the_curve(overview_of) -> None:
    maker = JournalMaker()
    maker.point(requested(1, 1, W), ["strong"])
    maker.measure(requested(2, 1, W), [1.0])
    found = rows(overview_of(maker))
    assert found["1x1"].efficiency is None
    assert found["2x1"].is_base


def test_four_launches_have_an_exact_interval_of_the_ratio(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 10**6), [1.0, 1.1, 1.2, 1.3])
    maker.measure(requested(2, 1, 10**6), [0.5, 0.5, 0.5, 0.5])
    overview = overview_of(maker)
    _, row = overview.study.curves[0].rows
    # All 16 ratios are an interval of 1 - 2/70; their median is 1.15 / 0.5.
    assert row.speedup.value == pytest.approx((2.2 * 2.4) ** 0.5)
    assert (row.speedup.low, row.speedup.high) == pytest.approx((2.0, 2.6))
    assert any("Hodges" in note for note in overview.tables[0].notes)


def test_three_launches_have_none(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 10**6), [1.0 / ranks] * 3)
    _, row = overview_of(maker).study.curves[0].rows
    assert row.speedup.low is None


def measured_at(
    overview_of, times: dict[tuple[int, int], float], most: int = 6, few=()
):
    """A curve of these times: all rise by 1 %, and go up and down beside the base.

    Points with ranks in `few` have three launches.
    """
    maker = JournalMaker()
    for (ranks, threads), t in times.items():
        n = 3 if ranks in few else most
        own = 1 if ranks * threads > 1 else 0
        noise = [1 + 0.01 * (i + own * (-1) ** i) / n for i in range(n)]
        maker.measure(requested(ranks, threads, W), [t * one for one in noise])
    (curve,) = overview_of(maker).study.curves
    return curve


def test_core_counts_are_tested_in_order(overview_of) -> None:
    """A sure one beyond one that is not sure counts for nothing, from both ends."""
    reach = reach_of(
        measured_at(overview_of, {
            (1, 1): 1.0, (2, 1): 1 / 1.8, (3, 1): 1 / 2.1, (4, 1): 1 / 3.6,
            (6, 1): 1 / 3.0, (7, 1): 1 / 4.9, (8, 1): 1 / 4.0,
        })
    )  # fmt: skip
    assert reach.above.units == 2, "at 3 it is 70 %"
    assert reach.below == 8, "at 7 it is 70 %"


def test_the_best_of_several_splits_needs_a_wider_interval(overview_of) -> None:
    """Six launches have an interval of one point, and none of the better of two."""
    one = {(1, 1): 1.0, (2, 1): 1 / 1.8}
    assert reach_of(measured_at(overview_of, one)).above.units == 2
    two = one | {(1, 2): 1 / 1.7}
    assert reach_of(measured_at(overview_of, two)).above.is_base
    more = reach_of(measured_at(overview_of, two, 10)).above
    assert more.point.request.shape == "2x1", "the faster"
    worse = one | {(1, 2): 1 / 1.0}
    assert reach_of(measured_at(overview_of, worse, 10)).above.units == 2
    assert reach_of(measured_at(overview_of, worse, 10)).below is None


def test_a_count_with_few_launches_stops_nothing(overview_of) -> None:
    times = {(1, 1): 1.0, (2, 1): 1 / 1.8, (3, 1): 1 / 2.7, (4, 1): 0.5, (5, 1): 0.5}
    reach = reach_of(measured_at(overview_of, times, few=(2, 5)))
    assert (reach.above.units, reach.below) == (3, 4)


def test_no_interval_says_nothing_of_a_curve(overview_of) -> None:
    curve = measured_at(overview_of, {(1, 1): 1.0, (2, 1): 0.5, (4, 1): 0.9}, 3)
    reach = reach_of(curve)
    assert reach.above.is_base
    assert reach.below is None


def test_placements_are_curves_of_their_own(overview_of) -> None:
    maker = JournalMaker()
    for place in ("by core", "by socket"):
        for ranks in (1, 2):
            maker.measure(requested(ranks, 1, W, place=place), [4.0 / ranks] * 6)
    study = overview_of(maker).study
    assert [len(curve.rows) for curve in study.curves] == [2, 2]
    names = [curve_label(study, curve) for curve in study.curves]
    assert names == ["ranks by core", "ranks by socket"]


def test_reserved_cores_are_the_resource(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, W), [4.0] * 6)
    maker.measure(requested(1, 1, W, cores_per_rank=2), [2.5] * 6)
    maker.measure(requested(1, 4, W, smt=2), [2.0] * 6)
    curves = overview_of(maker).study.curves
    assert [[row.units for row in curve.rows] for curve in curves] == [[1, 2], [2]]
    row = curves[0].rows[1]
    assert row.point.request.shape == "1x1/2"
    assert row.efficiency.value == pytest.approx(4 / 2.5 / 2)
