# SPDX-License-Identifier: Apache-2.0
"""Which records of a point count, and which are named instead."""

from __future__ import annotations

import pytest
from journals import JournalMaker, record, requested

REQUEST = requested(2, 1, 1_000_000)


def point_of(overview_of, *lines):
    maker = JournalMaker(lines=list(lines))
    maker.point(REQUEST, ["strong"])
    (point,) = overview_of(maker).study.points
    return point


def test_launch_value_is_the_median_without_the_first_repetition(overview_of) -> None:
    point = point_of(overview_of, record(REQUEST, 1, [90.0, 3.0, 1.0, 2.0, 5.0]))
    assert point.times_s == (2.5,)  # of 3, 1, 2, 5


def test_launches_not_repetitions_are_counted(overview_of) -> None:
    lines = [
        record(REQUEST, n, [9.0, t, t, t]) for n, t in enumerate((4.0, 2.0, 3.0), 1)
    ]
    point = point_of(overview_of, *lines)
    assert point.time_s.value == 3.0
    assert len(point.launches) == 3
    assert point.rate.value == pytest.approx(1_000_000 / 3)


@pytest.mark.parametrize("verdict", ["crash", "hang", "wrong_answer", "interrupted"])
def test_a_record_that_is_not_ok_never_counts(overview_of, verdict: str) -> None:
    point = point_of(
        overview_of,
        record(REQUEST, 1, [1.0, 0.001], verdict=verdict),
        record(REQUEST, 1, [1.0, 2.0], attempt=2),
    )
    assert point.times_s == (2.0,)
    assert [r.verdict for r in point.failed] == [verdict]


def test_a_second_ok_of_a_launch_is_named_not_used(overview_of) -> None:
    point = point_of(
        overview_of, record(REQUEST, 1, [1.0, 2.0]), record(REQUEST, 1, [1.0, 8.0])
    )
    assert point.times_s == (2.0,)
    ((line, why),) = point.unusable
    assert line == 4
    assert "launch 1 has an ok record" in why


def test_the_only_repetition_is_kept(overview_of) -> None:
    """A launch of a program has no other."""
    point = point_of(overview_of, record(REQUEST, 1, [1.0]))
    assert point.times_s == (1.0,)
    assert point.unusable == ()


def test_no_repetition_leaves_nothing(overview_of) -> None:
    line = record(REQUEST, 1, [1.0])
    measurement = line["result"]["measurements"][0]
    for times in ("repetitions", "makespan_s", "skew_bound_s"):
        measurement[times] = []
    point = point_of(overview_of, line)
    assert not point.launches
    assert "no repetition" in point.unusable[0][1]


def test_a_record_that_asks_for_something_else_is_not_used(overview_of) -> None:
    other = requested(4, 1, 1_000_000)
    line = record(other, 1, [1.0, 1.0]) | {"point": record(REQUEST, 1)["point"]}
    point = point_of(overview_of, line)
    assert not point.launches
    assert "asked for something else" in point.unusable[0][1]


def test_an_ok_without_the_measurement_is_not_used(overview_of) -> None:
    other = record(REQUEST, 1, [1.0, 1.0])
    other["result"]["measurements"][0]["samples"] = "7"
    nothing = record(REQUEST, 2)
    point = point_of(overview_of, other, nothing)
    assert not point.launches
    assert ["no measurement" in why for _, why in point.unusable] == [True, True]


def test_records_of_an_earlier_plan_are_counted_apart(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(REQUEST, [1.0])
    maker.lines.append(record(requested(8, 1, 5), 1, [1.0, 1.0]))
    overview = overview_of(maker)
    assert len(overview.study.points) == 1
    assert len(overview.study.unplanned) == 1
    assert any("latest plan" in f.text for f in overview.findings)


@pytest.mark.parametrize("skew", [[], [1e-6], [1e-6] * 3])
def test_bounds_that_are_fewer_than_the_times(overview_of, skew: list[float]) -> None:
    line = record(REQUEST, 1, [1.0] * 7)
    line["result"]["measurements"][0]["skew_bound_s"] = skew
    point = point_of(overview_of, line)
    assert point.skew_bound_s == (1e-6 if len(skew) > 1 else 0.0)
    assert point.launches.kept("skew_bound_s") == [point.skew_bound_s]
