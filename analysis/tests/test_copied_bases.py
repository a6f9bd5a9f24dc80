# SPDX-License-Identifier: Apache-2.0
"""Bases that the jobs of other points measured too: a point is compared with the one
in its own job, and they are no points of the study."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from journals import JournalMaker, launches, point_id, record, requested

from scaling.figures import law
from scaling.laws.candidates import B
from scaling.laws.fit import fit_curve
from scaling.metrics.losses import losses
from scaling.report.method import method
from scaling.report.rules import ratios_are_of_summaries
from scaling.statistics.ratio import Compared

W = 12_000_000
BASE = requested(1, 1, W)
POINT = requested(4, 1, W, nodes=2)
COPY = {**BASE, "job_nodes": 2}
SLOWER = 1.1
"""The job of two nodes has another machine than that of one."""


def in_jobs(with_copy: bool = True) -> JournalMaker:
    """A perfect speedup of 4; both jobs count their blocks from 1."""
    maker = JournalMaker()
    times = launches(1.0, 10, 1)
    maker.measure(BASE, times, slurm={"job": "1"})
    maker.measure(POINT, [SLOWER * t / 4 for t in times], slurm={"job": "2"})
    if with_copy:
        maker.measure(COPY, [SLOWER * t for t in times], slurm={"job": "2"})
    return maker


def speedup(overview) -> Any:
    (curve,) = overview.study.curves
    return curve.rows[-1]


def notes_of(overview) -> str:
    return " ".join(note for table in overview.tables for note in table.notes)


def test_a_point_is_compared_with_the_base_in_its_job(overview_of) -> None:
    row = speedup(overview_of(in_jobs()))
    assert row.speedup.value == pytest.approx(4)
    assert row.compared is Compared.PAIRS
    across = speedup(overview_of(in_jobs(with_copy=False)))
    assert across.speedup.value == pytest.approx(4 / SLOWER, rel=0.01)
    assert across.compared is Compared.SESSIONS


def test_each_job_has_a_copy_of_its_own(overview_of) -> None:
    maker = in_jobs()
    slower = 1.3
    times = launches(1.0, 10, 1)
    larger = requested(8, 1, W, nodes=4)
    maker.measure(larger, [slower * t / 8 for t in times], slurm={"job": "4"})
    copy = {**BASE, "job_nodes": 4}
    maker.measure(copy, [slower * t for t in times], slurm={"job": "4"})
    (curve,) = overview_of(maker).study.curves
    found = [row.speedup.value for row in curve.rows]
    assert found == pytest.approx([1, 4, 8])
    assert {row.compared for row in curve.rows} == {Compared.PAIRS}


def test_copies_are_no_points(overview_of) -> None:
    study = overview_of(in_jobs()).study
    assert [len(p.launches) for p in study.points] == [10, 10]
    assert [len(p.launches) for p in study.copies] == [10]
    assert [len(curve.rows) for curve in study.curves] == [2]
    assert study.unplanned == {}
    (curve,) = study.curves
    assert curve.base.point.time_s.value == pytest.approx(1, rel=0.02)


def test_the_table_says_which_base_it_is_over(overview_of) -> None:
    overview = overview_of(in_jobs())
    notes = notes_of(overview)
    assert "Speedups are over the base in the same job: 1.1" in notes
    assert "s in that of 2 nodes." in notes
    assert "Across sessions" not in notes_of(overview)
    said = dict(method(overview.study))["Statistics"]
    assert "measured the base too, in 10 launches left out of times" in said
    assert "across sessions" not in said


@pytest.mark.parametrize("with_copy", [True, False])
def test_a_base_in_another_job_alone_is_warned_of(overview_of, with_copy) -> None:
    """Also where the jobs ran at the same time, on other nodes."""
    found = overview_of(in_jobs(with_copy)).findings
    assert ("W24" in {finding.id for finding in found}) is not with_copy


def test_a_copy_is_beside_its_points(overview_of) -> None:
    """Though the job of the base itself ran on another day."""
    maker = in_jobs()
    for one in maker.lines:
        if one["kind"] == "record" and one["slurm"]["job"] == "2":
            one["started_utc"] = "2026-01-05T12:00:00.123Z"
    assert "W24" not in {finding.id for finding in overview_of(maker).findings}


def test_nothing_is_lost_where_the_machine_of_a_job_is_slower(overview_of) -> None:
    """What the job does to both is no loss of the point, nor a wrong digit."""
    overview = overview_of(in_jobs())
    (curve,) = overview.study.curves
    assert [loss.name for loss in losses(curve, curve.rows[-1])] == []
    assert ratios_are_of_summaries(overview) == ""
    across = overview_of(in_jobs(with_copy=False))
    (curve,) = across.study.curves
    assert [loss.name for loss in losses(curve, curve.rows[-1])] == ["computation"]


def test_other_metrics_are_over_the_copy_too(overview_of) -> None:
    (curve,) = overview_of(in_jobs()).study.curves
    seconds = curve.metric
    again = curve.by(seconds)
    assert again.rows[-1].speedup == curve.rows[-1].speedup
    (base,) = (row.point for row in curve.rows if row.is_base)
    assert [c.metric for c in base.by(seconds).copies] == [seconds]


@pytest.mark.parametrize("verdict", ["crash", "disturbed"])
def test_a_copy_without_good_launches_is_no_base(overview_of, verdict) -> None:
    maker = in_jobs(with_copy=False)
    maker.point(COPY, ["strong"])
    times = [1.3, *[1.0] * 6] if verdict == "disturbed" else None
    for launch in range(1, 4):
        one = record(COPY, launch, times, verdict=verdict, slurm={"job": "2"})
        maker.lines.append(one)
    overview = overview_of(maker)
    assert speedup(overview).compared is Compared.SESSIONS
    assert len(overview.study.failed) >= (3 if verdict == "crash" else 0)


def test_a_failure_of_a_copy_is_told_with_its_job(overview_of) -> None:
    maker = in_jobs()
    maker.lines.append(record(COPY, 11, verdict="crash", slurm={"job": "2"}))
    study = overview_of(maker).study
    (failed,) = study.failed
    assert study.label(failed.request) == "1x1 (in the job of 2 nodes)"


SERIAL = 0.02
SHAPES = ((1, 1), (1, 2), (1, 4), (1, 8), (2, 16), (4, 32))
"""Nodes and cores; as many nodes are one job."""


def curve_of_jobs(with_copies: bool) -> JournalMaker:
    """Amdahl's law, but the jobs of two and of four nodes have other machines."""
    maker, slower = JournalMaker(until=0.5), {1: 1.0, 2: 1.08, 4: 0.93}
    for seed, (nodes, cores) in enumerate(SHAPES):
        asked = requested(cores, 1, W, nodes=nodes)
        median = slower[nodes] * (SERIAL + (1 - SERIAL) / cores)
        times = launches(median, 10, seed, 0.005)
        maker.measure(asked, times, slurm={"job": str(nodes)})
    for nodes in (2, 4) if with_copies else ():
        times = launches(slower[nodes], 10, 10 + nodes, 0.005)
        maker.measure({**BASE, "job_nodes": nodes}, times, slurm={"job": str(nodes)})
    return maker


def test_a_law_is_of_the_base_in_each_job(overview_of) -> None:
    overview = overview_of(curve_of_jobs(with_copies=True))
    laws = fit_curve(overview.study.curves[0])
    (amdahl,) = (fit for fit in laws.fits if fit.candidate is B)
    serial = amdahl.measured(lambda c: c[..., 0] / c.sum(axis=-1))
    assert serial.holds(SERIAL)
    assert serial.half_width < 0.1
    assert laws.data.times_s[-1] == pytest.approx(SERIAL + (1 - SERIAL) / 32, rel=0.02)
    note = (
        "Times on 16, 32 cores are over the base in the same job, times what the base "
        "takes in its own."
    )
    assert note in notes_of(overview)
    (figure,) = law.make(overview.study)
    assert note in figure.caption


def test_what_a_law_does_not_know_of_jobs_is_said(overview_of) -> None:
    overview = overview_of(curve_of_jobs(with_copies=False))
    laws = fit_curve(overview.study.curves[0])
    assert B in {fit.candidate for fit in laws.refused}, "though it is true"
    assert (
        "Times on 16, 32 cores are of other jobs than the base's: what the machine was "
        "like in each is part of the law"
    ) in notes_of(overview)


@pytest.mark.parametrize("few", [BASE, {**BASE, "job_nodes": 4}, None])
def test_a_law_has_intervals_where_copies_have(overview_of, few) -> None:
    """Where the base or a copy has too few launches for one, so has the law."""
    maker = curve_of_jobs(with_copies=True)
    maker.lines = [
        one
        for one in maker.lines
        if not few or one.get("point") != point_id(few) or one.get("launch", 1) <= 3
    ]
    laws = fit_curve(overview_of(maker).study.curves[0])
    assert laws.data.has_intervals is (few is None)


def test_a_copy_counts_in_the_blocks_of_a_point(overview_of) -> None:
    """The job got slower after the point of two nodes had stopped."""
    maker = curve_of_jobs(with_copies=True)
    copy = point_id({**BASE, "job_nodes": 2})
    late = launches(2.0, 15, 99, 0.005)
    for launch, t in enumerate(late, start=11):
        one = record(COPY, launch, [1.3 * t, *[t] * 6], slurm={"job": "2"})
        maker.lines.append(one | {"point": copy})
    maker.rule = {"min": 10, "max": 25, "until": 0.5}
    laws = fit_curve(overview_of(maker).study.curves[0])
    exact = SERIAL + (1 - SERIAL) / 16
    assert laws.data.times_s[-2] == pytest.approx(exact, rel=0.02)


def test_what_a_job_measured_without_the_base_is_in_no_law(overview_of) -> None:
    """The point on four nodes was resumed in a slower job, whose copy always failed."""
    maker = curve_of_jobs(with_copies=True)
    point = point_id(requested(32, 1, W, nodes=4))
    found = next(
        x for x in maker.lines if x["kind"] == "record" and x["point"] == point
    )
    for launch, t in enumerate(launches(0.2, 15, 99, 0.005), start=11):
        one = record(found["requested"], launch, [1.3 * t, *[t] * 6])
        maker.lines.append(one | {"point": point, "slurm": {"job": "5"}})
    maker.rule = {"min": 10, "max": 25, "until": 0.5}
    laws = fit_curve(overview_of(maker).study.curves[0])
    assert laws.data.times_s[-1] == pytest.approx(SERIAL + (1 - SERIAL) / 32, rel=0.02)


def resumed_in_a_slower_job() -> JournalMaker:
    """Amdahl's law on one node, 20 launches of the base; those of 2 and 4 cores ended
    with the first job, and on 8 and 16 cores one had to be repeated in the second,
    which is slower."""
    maker, slower = JournalMaker(until=0.5), 1.3
    for cores in (1, 2, 4, 8, 16):
        asked = requested(cores, 1, W)
        time_s = SERIAL + (1 - SERIAL) / cores
        times = launches(time_s, 10 if cores in (2, 4) else 20, cores, 0.005)
        maker.measure(
            asked, [t * (slower if i >= 10 else 1) for i, t in enumerate(times)]
        )
        of_point = [x for x in maker.lines if x.get("point") == point_id(asked)]
        for one in (x for x in of_point if x["kind"] == "record"):
            is_again = one["launch"] > 10 or (cores > 4 and one["launch"] == 10)
            one["slurm"] = {"job": "2" if is_again else "1"}
            one["block"] = one["launch"] + 20 * is_again
    return maker


def test_a_law_is_of_the_blocks_that_a_point_shares_with_its_base(overview_of) -> None:
    """What a job was like is in the base of the same blocks, or in no time."""
    overview = overview_of(resumed_in_a_slower_job())
    laws = fit_curve(overview.study.curves[0])
    times_s = laws.data.times_s
    exact = [SERIAL + (1 - SERIAL) / cores for cores in (1, 2, 4, 8, 16)]
    assert times_s / times_s[0] == pytest.approx(exact, rel=0.02)
    assert B in {fit.candidate for fit in laws.fits}
    assert laws.data.over_base == (2, 4, 8, 16)
    assert laws.data.has_intervals


def test_in_one_job_each_median_stands_for_itself(overview_of) -> None:
    maker = resumed_in_a_slower_job()
    for one in maker.lines:
        if one["kind"] == "record":
            one["slurm"] = {"job": "1"}
    (curve,) = overview_of(maker).study.curves
    laws = fit_curve(curve)
    assert laws.data.over_base == ()
    medians = [row.point.time_s.value for row in curve.fastest]
    assert laws.data.times_s.tolist() == medians


def test_jobs_of_their_own_machine_hold_the_truth(overview_of) -> None:
    """Of 40 studies whose jobs differ by 2 %: nearly all with copies, few without."""
    rng = np.random.default_rng(5)
    held = {True: 0, False: 0}
    for _ in range(40):
        base, copy, point = np.exp(rng.standard_normal((3, 10)) * 0.005)
        job = np.exp(rng.choice([-0.02, 0.02]))
        for with_copy in held:
            maker = JournalMaker()
            maker.measure(BASE, base.tolist(), slurm={"job": "1"})
            maker.measure(POINT, (job * point / 4).tolist(), slurm={"job": "2"})
            if with_copy:
                maker.measure(COPY, (job * copy).tolist(), slurm={"job": "2"})
            held[with_copy] += speedup(overview_of(maker)).speedup.holds(4.0)
    assert held[True] >= 34
    assert held[False] <= 12
