# SPDX-License-Identifier: Apache-2.0
"""Weak scaling and isoefficiency from strong curves of several sizes."""

from __future__ import annotations

import pytest
from journals import JournalMaker, launches, requested

from scaling.figures import isoefficiency as isoefficiency_figure
from scaling.model.grid import Grid, make_grids
from scaling.model.study import Study, make_study
from scaling.records.journal import read_journal
from scaling.statistics.measured import Measured

SAMPLE_S = 1e-6
OVERHEAD_S = 0.01


def time_s(samples: int, cores: int) -> float:
    """Overhead that grows with the cores: E = 1 / (1 + R c (R - 1) / (W t))."""
    return samples * SAMPLE_S / cores + OVERHEAD_S * (cores - 1)


def grid_study() -> JournalMaker:
    maker = JournalMaker(until=0.5)
    for size in range(9):
        samples = 2**size * 100_000
        for cores in (1, 2, 4, 8, 16):
            times = launches(time_s(samples, cores), 10, 16 * size + cores, 0.003)
            maker.measure(requested(cores, 1, samples), times)
    return maker


def read(maker: JournalMaker, tmp_path) -> Study:
    return make_study(read_journal(maker.write(tmp_path) / "journal.jsonl"), "x")


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    return read(grid_study(), tmp_path_factory.mktemp("grid"))


def samples_exact(cores: int, efficiency: float) -> float:
    lost = cores * OVERHEAD_S * (cores - 1)
    return efficiency / (1 - efficiency) * lost / SAMPLE_S


@pytest.mark.parametrize("efficiency", [0.5, 0.7, 0.8])
def test_the_samples_that_keep_an_efficiency(study: Study, efficiency: float) -> None:
    (grid,) = make_grids(study.curves)
    assert grid.cores == [2, 4, 8, 16]
    known = 0
    for cores in grid.cores:
        exact = samples_exact(cores, efficiency)
        found = grid.samples_for(cores, efficiency)
        if exact < 100_000:
            assert found == "below 1e+05"
        elif exact > 2**8 * 100_000:
            assert found == "above 2.56e+07"
        else:
            # Linear between sizes a factor of two apart, where E is curved, and noise.
            assert found.value == pytest.approx(exact, rel=0.05)
            assert found.low <= found.value <= found.high
            known += 1
    assert known >= 3


def test_how_the_samples_grow(study: Study) -> None:
    (grid,) = make_grids(study.curves)
    found = grid.growth(0.7)
    # R (R - 1) from 4 to 16 cores; the slope through its logarithms.
    assert found.value == pytest.approx(2.15, abs=0.06)
    assert found.low < found.value < found.high
    assert grid.growth(0.995) is None, "too few core counts reach it"


def test_weak_curves_are_its_diagonals(study: Study) -> None:
    weak = [curve for curve in study.curves if curve.kind == "weak"]
    assert [c.like.samples for c in weak] == [2**n * 100_000 for n in range(-2, 7)]
    (constant,) = [c for c in weak if c.like.samples == 100_000]
    assert [row.units for row in constant.rows] == [1, 2, 4, 8, 16]
    row = constant.rows[-1]
    exact = time_s(100_000, 1) / time_s(1_600_000, 16)
    assert row.efficiency.value == pytest.approx(exact, rel=0.02)


def test_weak_curves_that_were_planned_are_not_found_again(tmp_path) -> None:
    maker = grid_study()
    for point in maker.points:
        if int(point["samples"]) == 100_000 * point["ranks"]:
            point["series"] = ["strong", "weak"]
    study = read(maker, tmp_path)
    weak = [c.like.samples for c in study.curves if c.kind == "weak"]
    assert weak.count(100_000) == 1


def test_no_grid_without_sizes(tmp_path) -> None:
    maker = JournalMaker()
    for cores in (1, 2, 4):
        maker.measure(requested(cores, 1, 10**6), launches(1 / cores, 6, cores))
    study = read(maker, tmp_path)
    assert make_grids(study.curves) == []
    assert isoefficiency_figure.make(study) == []
    assert {curve.kind for curve in study.curves} == {"strong"}


def test_what_is_not_determined_is_not_claimed(tmp_path) -> None:
    """Noise as large as the rise from one size to the next."""
    maker = JournalMaker(until=0.5)
    for index, samples in enumerate((10**6, 2 * 10**6)):
        for cores, t in ((1, 1.0), (2, 0.715)):
            times = launches(t, 6, 10 * index + cores, 0.2)
            maker.measure(requested(cores, 1, samples), times)
    (grid,) = make_grids(read(maker, tmp_path).curves)
    assert not isinstance(grid.samples_for(2, 0.7), Measured)


def test_the_table_and_the_figure(study: Study, overview_of) -> None:
    overview = overview_of(grid_study())
    (table,) = (t for t in overview.tables if t.slug.startswith("isoefficiency"))
    assert table.slug == "isoefficiency-pi"
    assert [row[0] for row in table.rows] == [2, 4, 8, 16]
    kept = "To keep 70 % the samples grow with the power 2."
    assert any(kept in note for note in table.notes)
    (figure,) = isoefficiency_figure.make(study)
    assert figure.slug == "equal-efficiency-pi"
    assert "70 % needs" in figure.alt
    assert isinstance(make_grids(study.curves)[0], Grid)


def test_what_a_block_adds_is_in_no_interval(tmp_path) -> None:
    """Times that go up and down together by 10 % have efficiencies known exactly."""
    states = launches(1.0, 12, 1, 0.1)
    maker = JournalMaker(until=0.5)
    for size in range(5):
        samples = 4**size * 100_000
        for cores in (1, 4):
            times = [time_s(samples, cores) * state for state in states]
            maker.measure(requested(cores, 1, samples), times)
    (grid,) = make_grids(read(maker, tmp_path).curves)
    found = grid.samples_for(4, 0.7)
    assert found.high / found.low < 1.001


def test_what_a_job_was_like_is_in_no_interval(tmp_path) -> None:
    """The base went on in a job that was slower by a half, and the points did not."""
    maker = JournalMaker(until=0.5)
    for size in range(5):
        samples = 4**size * 100_000
        for cores in (1, 4):
            times = launches(time_s(samples, cores), 10, 8 * size + cores, 0.003)
            late = [1.5 * t for t in times] if cores == 1 else []
            maker.measure(requested(cores, 1, samples), times + late)
    for one in maker.lines:
        if one["kind"] == "record":
            one["slurm"] = {"job": "1" if one["launch"] <= 10 else "2"}
    (grid,) = make_grids(read(maker, tmp_path).curves)
    found = grid.samples_for(4, 0.7)
    assert found.low <= found.value <= found.high
    assert found.high / found.low < 1.1
