# SPDX-License-Identifier: Apache-2.0
"""The job size that a curve recommends."""

from __future__ import annotations

from pathlib import Path

import pytest
from journals import JournalMaker, launches, requested

from scaling.__main__ import main
from scaling.figures import efficiency as efficiency_figure
from scaling.job_size import job_size, recommendation
from scaling.overview import read_overview
from scaling.report.chart import charts
from scaling.report.lead import lead_size
from scaling.report.limit import limit
from scaling.report.verdict import remarks


def of(overview_of, efficiencies: dict[int, float], n: int = 10):
    """A strong curve from 1 core on with these efficiencies."""
    maker = JournalMaker()
    for cores, efficiency in {1: 1.0, **efficiencies}.items():
        request = requested(cores, 1, 10**6)
        maker.measure(request, launches(1 / (cores * efficiency), n, cores))
    (curve,) = overview_of(maker).study.curves
    return job_size(curve)


def test_the_most_that_is_above(overview_of) -> None:
    size = of(overview_of, {2: 0.95, 4: 0.8, 8: 0.6})
    assert (size.row.units, size.is_at_least, size.is_sure) == (4, False, True)
    assert size.beyond.units == 8
    assert recommendation(size).startswith("Use 4 cores: 3.2")
    assert " times as fast as 1 core, at 81 % efficiency [" in recommendation(size)


def test_at_least_where_the_largest_is_above(overview_of) -> None:
    size = of(overview_of, {2: 0.95, 4: 0.8})
    assert (size.row.units, size.is_at_least, size.beyond) == (4, True, None)
    assert recommendation(size).startswith("Use at least 4 cores: ")


def test_none(overview_of) -> None:
    size = of(overview_of, {2: 0.6, 4: 0.9})
    assert (size.row, size.is_at_least) == (None, False)
    assert recommendation(size).startswith("No job size beyond 1 core: 2 cores are ")


def test_none_says_below_where_all_of_the_interval_is(overview_of) -> None:
    found = recommendation(of(overview_of, {2: 0.5}))
    assert found.endswith("], which is below 70 %.")
    found = recommendation(of(overview_of, {2: 0.7}))
    assert found.endswith("], which is not surely above 70 %.")


def test_none_of_work_that_grows(overview_of) -> None:
    maker = JournalMaker()
    for cores, time_s in ((1, 1.0), (2, 2.0)):
        request = requested(cores, 1, cores * 10**6)
        maker.measure(request, launches(time_s, 10, cores), ("weak",))
    (curve,) = overview_of(maker).study.curves
    found = recommendation(job_size(curve))
    assert found.startswith("No job size beyond 1 core: 2 cores do ")
    assert " times the work per second of 1 core, at " in found


def test_the_efficiency_beyond_where_losses_are_not_known(tmp_path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("cores,time\n1,10.00\n2,5.50\n4,5.00\n")
    assert main(["import", str(table), "--results", str(tmp_path)]) == 0
    size = job_size(read_overview(tmp_path / "t").study.curves[0])
    assert limit(size).startswith("Beyond that, at 4 cores, the efficiency is 50 %; ")


def test_too_few_launches_for_an_interval(overview_of) -> None:
    size = of(overview_of, {2: 0.95, 4: 0.8, 8: 0.6}, n=2)
    assert (size.row.units, size.is_sure) == (4, False)
    assert recommendation(size).endswith("from too few launches for an interval.")


def test_nothing_beyond_the_base(overview_of) -> None:
    assert of(overview_of, {}) is None


@pytest.mark.parametrize(
    ("target", "cores", "words"),
    [(0.9, 2, "90 %"), (0.625, 4, "62.5 %"), (0.5, 8, "50 %")],
)
def test_of_the_target_that_the_study_names(
    tmp_path: Path, target: float, cores: int, words: str
) -> None:
    """In the sentence, the reason, the chart, the figure and the notes of tables."""
    maker = JournalMaker(target=target)
    for units, efficiency in {1: 1.0, 2: 0.95, 4: 0.8, 8: 0.6, 16: 0.3}.items():
        times = launches(1 / (units * efficiency), 10, units)
        maker.measure(requested(units, 1, 10**6), times)
    overview = read_overview(maker.write(tmp_path / "t"))
    size = lead_size(overview)
    assert (size.row.units, size.target) == (cores, words)
    assert f"surely above {words}." in " ".join(remarks(overview))
    assert f"{words} target" in str(charts(overview, size).charts[1].views[0].svg)
    (figure,) = (
        f for f in efficiency_figure.make(overview.study) if "strong" in f.slug
    )
    assert f"dotted {words}." in figure.caption
    notes = " ".join(note for t in overview.tables for note in t.notes)
    assert f"surely above {words}." in notes
    assert f"Efficiency falls below {words} between" in notes
