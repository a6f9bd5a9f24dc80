# SPDX-License-Identifier: Apache-2.0
"""Values that follow the resources: points that differ in them are on one curve."""

from __future__ import annotations

import pytest
from journals import JournalMaker, requested


def follow(maker: JournalMaker, *axes: str) -> JournalMaker:
    """The same journal of a study that zips these axes with its resources."""
    for one in [*maker.points, *maker.lines]:
        if one.get("kind") in (None, "record"):
            one["following"] = list(axes)
    return maker


def grids() -> JournalMaker:
    maker = JournalMaker()
    for ranks, grid, time_s in ((1, "1,1,1", 4.0), (2, "2,1,1", 2.5)):
        maker.measure(requested(ranks, 1, 8, parameters={"grid": grid}), [time_s] * 3)
    return maker


def test_a_grid_that_follows_the_ranks_makes_one_curve(overview_of) -> None:
    (curve,) = overview_of(follow(grids(), "parameters.grid")).study.curves
    assert [row.point.request.ranks for row in curve.rows] == [1, 2]
    assert curve.rows[1].speedup.value == pytest.approx(1.6)
    assert curve.rows[1].efficiency.value == pytest.approx(0.8)
    assert curve.like.parameters == ()


def test_a_grid_that_follows_nothing_makes_two_which_say_why(overview_of) -> None:
    tables = [t for t in overview_of(grids()).tables if t.slug.startswith("strong")]
    assert len(tables) == 2
    for table in tables:
        assert table.notes[0] == (
            "One row only: what ran on other cores differs from it in parameters.grid, "
            "so nothing is compared. Where that follows the resources, say so: `zip` "
            "it with them, or make it a value of `derive`."
        )


def test_variables_and_parameters_that_do_not_follow_still_part(overview_of) -> None:
    maker = JournalMaker()
    for kind in ("a", "b"):
        for ranks in (1, 2):
            more = {"parameters": {"kind": kind}, "env": {"N": str(512 * ranks)}}
            maker.measure(requested(ranks, 1, 8, **more), [4.0 / ranks] * 3)
    curves = overview_of(follow(maker, "env.N")).study.curves
    assert [len(curve.rows) for curve in curves] == [2, 2]
    assert [curve.like.parameters for curve in curves] == [
        (("kind", "a"),),
        (("kind", "b"),),
    ]


def test_a_size_that_follows_the_threads_is_weak_scaling(overview_of) -> None:
    maker = JournalMaker()
    for threads, n, time_s in ((1, 512, 2.0), (2, 724, 2.5)):
        request = requested(1, threads, threads, parameters={"n": n})
        request |= {"kernel": "app", "program": ["app"], "repetitions": 1}
        maker.measure(request, [time_s] * 3, ("weak",))
    (curve,) = overview_of(follow(maker, "parameters.n")).study.curves
    assert curve.kind == "weak"
    assert curve.rows[1].efficiency.value == pytest.approx(2.0 / 2.5)


def test_derived_values_are_no_axes(overview_of) -> None:
    maker = JournalMaker()
    for ranks, px, time_s in ((1, "1", 4.0), (2, "2", 2.5)):
        maker.measure(requested(ranks, 1, 8, derived={"px": px}), [time_s] * 3)
    (curve,) = overview_of(maker).study.curves
    assert curve.rows[1].speedup.value == pytest.approx(1.6)


def test_one_size_says_that_nothing_scales(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(2, 1, 8), [1.0] * 3)
    (table,) = [t for t in overview_of(maker).tables if t.slug.startswith("strong")]
    assert table.notes[0].startswith("One row only: the study plans this work at one")


def test_samples_that_differ_are_named(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 8 * ranks), [1.0] * 3)
    tables = [t for t in overview_of(maker).tables if t.slug.startswith("strong")]
    for table in tables:
        assert table.notes[0] == (
            "One row only: what ran on other cores differs from it in samples, so "
            "nothing is compared."
        )


def test_two_rows_need_no_such_word(overview_of) -> None:
    overview = overview_of(follow(grids(), "parameters.grid"))
    assert not any("One row" in note for t in overview.tables for note in t.notes)
