# SPDX-License-Identifier: Apache-2.0
"""What each rank did: the figure of the laggard that all others wait for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from journals import JournalMaker, record, requested, result, uneven, witnessed

from scaling.draw.render import draw, render
from scaling.draw.style import style_of
from scaling.figure import Figure
from scaling.figures import ranks as ranks_figure
from scaling.formats import csv
from scaling.frames import StudyFrames
from scaling.metrics.pop import EVEN, laggard
from scaling.model.study import Study, make_study
from scaling.overview import make_overview
from scaling.records.by_rank import MOST_GROUPS, MOST_LAUNCHES, kept_times
from scaling.records.journal import read_journal
from scaling.report.lead import lead_size
from scaling.report.limit import advice
from scaling.zipped import zip_equal

LAUNCHES = 6
TIME_S = 1.0


def seen(useful_s: list[float]) -> dict:
    """Ranks that work so long in a program of TIME_S, and are in MPI for the rest."""
    calls = [{"collective": TIME_S - work_s} for work_s in useful_s]
    return witnessed(len(useful_s), TIME_S) | {"mpi_s": calls}


def program(maker: JournalMaker, launches: list[list[float]], nodes: int = 1) -> None:
    """A point whose ranks work so long in each launch, block by block on `nodes`."""
    ranks = len(launches[0])
    request = requested(
        ranks, 1, 1000, kernel="app", repetitions=1, program=["app"], nodes=nodes
    )
    maker.point(request, ["strong"])
    for launch, useful_s in enumerate(launches, start=1):
        found = record(request, launch, [TIME_S])
        found["result"] = result(request, [TIME_S], tallies={}, estimate=None)
        hosts = [f"n{rank * nodes // ranks + 1}" for rank in range(ranks)]
        found["witness"] = seen(useful_s) | {"host": hosts}
        maker.lines.append(found)


def read(folder: Path, maker: JournalMaker) -> Study:
    study = make_study(read_journal(maker.write(folder) / "journal.jsonl"), "s")
    assert study.problems == ()
    return study


def study_of(folder: Path, *points: list[list[float]], nodes: int = 1) -> Study:
    maker = JournalMaker()
    program(maker, [[0.9]] * LAUNCHES)
    for launches in points:
        program(maker, launches, nodes)
    return read(folder, maker)


def columns(figure: Figure) -> dict[str, list]:
    names = [column.name for column in figure.data.columns]
    return dict(zip_equal(names, map(list, zip_equal(*figure.data.rows))))


def drawn(figure: Figure):
    with style_of(figure.slug):
        return draw(figure).axes[0]


def test_a_known_imbalance_is_shown_rank_by_rank(tmp_path: Path) -> None:
    shift_s = (-0.02, -0.01, 0.0, 0.01, 0.02, 0.3)
    launches = [[0.4, 0.4 + s, 0.8, 0.4] for s in shift_s]
    (figure,) = ranks_figure.make(study_of(tmp_path, launches))
    found = columns(figure)
    assert found["rank"] == [0, 1, 2, 3]
    assert found["useful_s"] == pytest.approx([0.4, 0.405, 0.8, 0.4])
    assert found["mpi_s"] == pytest.approx([0.6, 0.595, 0.2, 0.6])
    assert found["laggard"] == [0, 0, 1, 0]
    assert figure.caption.startswith(
        "Rank 2 works longest in most launches of 4 ranks x 1 thread (4 cores); load "
        "balance 63 %. Each rank's work outside of MPI"
    )
    assert figure.caption.endswith(
        "Bars are medians over 6 launches, and the dashed line is the median of the "
        "means."
    )
    assert figure.alt == (
        "Time of each of 4 ranks. Rank 2 works 0.800 s, the mean rank 0.501 s."
    )
    head = csv.render(figure.data).splitlines()[0]
    assert head == "ranks,threads,rank,useful_s,mpi_s,laggard"


def test_the_laggard_is_named_in_the_drawing(tmp_path: Path) -> None:
    (figure,) = ranks_figure.make(study_of(tmp_path, [[0.4, 0.4, 0.8]] * LAUNCHES))
    axes = drawn(figure)
    (words,) = axes.texts
    assert words.get_text() == "Rank 2: the laggard"
    assert words.xy == pytest.approx((2, 1.0)), "its bar ends there"
    box = words.get_window_extent()
    assert axes.bbox.x0 <= box.x0
    assert box.x1 <= axes.figure.bbox.x1
    assert box.y1 <= axes.figure.bbox.y1
    mean = next(line for line in axes.lines if line.get_linestyle() == "--")
    assert mean.get_ydata()[0] == pytest.approx(1.6 / 3)
    work, in_mpi = axes.patches
    assert np.nanmax(work.get_data().values) == pytest.approx(0.8)
    assert np.nanmin(in_mpi.get_data().values) == pytest.approx(1.0), "on the work"
    assert axes.get_ylabel() == "Time (s)"


def test_of_a_kernel_all_repetitions_but_the_first_count(tmp_path: Path) -> None:
    maker = JournalMaker()
    uneven(maker, requested(1, 1, 10**6), [[0.2]] * 3, LAUNCHES)
    repetitions = [[0.9, 0.1], [0.04, 0.1], [0.06, 0.1]]
    uneven(maker, requested(2, 1, 10**6), repetitions, LAUNCHES)
    (figure,) = ranks_figure.make(read(tmp_path, maker))
    found = columns(figure)
    assert found["useful_s"] == pytest.approx([0.05, 0.1])
    assert found["wait_s"] == pytest.approx([0.06, 0.01])
    assert found["laggard"] == [0, 1]
    assert "the reduction with the wait for others; means of all" in figure.caption
    assert drawn(figure).get_ylabel() == "Time (s)"


def test_many_ranks_are_groups_of_neighbours_by_their_busiest(tmp_path: Path) -> None:
    ranks = [0.5 + rank / 1e5 for rank in range(1000)]
    ranks[420] = 0.9
    (figure,) = ranks_figure.make(study_of(tmp_path, [ranks] * LAUNCHES, nodes=8))
    found = columns(figure)
    assert (len(found["useful_s"]), MOST_GROUPS) == (63, 64)
    assert found["first_rank"][-2:] == [976, 992]
    assert found["last_rank"][-2:] == [991, 999]
    at = found["laggard"].index(1)
    assert (found["first_rank"][at], found["last_rank"][at]) == (416, 431)
    assert (found["useful_s"][at], found["mpi_s"][at]) == pytest.approx((0.9, 0.1))
    assert found["useful_s"][0] == pytest.approx(ranks[15]), "the busiest of 16"
    assert found["useful_s"][-1] == pytest.approx(ranks[999])
    assert "Each value is that of the busiest of 16 neighbours." in figure.caption
    assert figure.caption.startswith("Rank 420 on n4 works longest")
    assert len(render(figure, ["svg"])["svg"]) < 40_000
    lines = [line for line in drawn(figure).lines if line.get_linestyle() == ":"]
    assert [line.get_xdata()[0] for line in lines] == [
        125 * n - 0.5 for n in range(1, 8)
    ]


def test_what_is_kept_does_not_grow_with_ranks_and_launches() -> None:
    times_s = np.random.default_rng(1).random((3, 2, 100_000))
    launch = np.array([1, MOST_LAUNCHES, MOST_LAUNCHES + 1])
    first, last, beyond = kept_times(times_s[:, 1], times_s, launch)
    assert len(first) == len(last) <= 16 * MOST_GROUPS
    assert beyond == b""


def test_later_launches_are_not_among_them(tmp_path: Path) -> None:
    launches = [[0.4, 0.8]] * MOST_LAUNCHES + [[0.1, 0.8]] * 5
    study = study_of(tmp_path, launches)
    (figure,) = ranks_figure.make(study)
    assert columns(figure)["useful_s"] == pytest.approx([0.4, 0.8])
    assert figure.caption.endswith(
        "Bars are medians over the first 32 of 37 launches, and the dashed line is the "
        "median of the means."
    )
    point = study.points[1]
    assert point.launches.column("by_rank")[MOST_LAUNCHES:] == [b""] * 5


def test_launches_after_the_last_look_do_not_count(tmp_path: Path) -> None:
    maker = JournalMaker(rule={"min": 6, "max": 20, "until": 0.02})
    program(maker, [[0.9]] * LAUNCHES)
    program(maker, [[0.4, 0.8]] * 5 + [[0.1, 0.8]] * 6)
    study = read(tmp_path, maker)
    point = study.points[1]
    assert (len(point.launches), len(point.counted_s)) == (11, 9)
    (figure,) = ranks_figure.make(study)
    assert columns(figure)["useful_s"] == pytest.approx([0.4, 0.8])


@pytest.mark.parametrize(
    "launches",
    [
        [[0.5, 0.5 / EVEN - 0.05]] * LAUNCHES,
        [[0.4, 0.8], [0.8, 0.4]] * (LAUNCHES // 2),
        [[0.8]] * LAUNCHES,
    ],
    ids=("even", "now this one, now that", "one rank"),
)
def test_without_a_laggard_there_is_no_figure(
    tmp_path: Path, launches: list[list[float]]
) -> None:
    maker = JournalMaker()
    program(maker, launches)
    study = read(tmp_path, maker)
    assert [laggard(point) for point in study.points] == [None]
    assert ranks_figure.make(study) == []


def test_a_curve_shows_its_largest_point_with_a_laggard(tmp_path: Path) -> None:
    points = ([0.4, 0.8], [0.3, 0.3, 0.3, 0.6], [0.2] * 8)
    (figure,) = ranks_figure.make(
        study_of(tmp_path, *([one] * LAUNCHES for one in points))
    )
    assert set(columns(figure)["ranks"]) == {4}


def test_a_node_is_named_where_the_laggard_always_was_on_it(tmp_path: Path) -> None:
    launches = [[0.4, 0.4, 0.4, 0.8]] * LAUNCHES
    here = study_of(tmp_path / "here", launches, nodes=2)
    (figure,) = ranks_figure.make(here)
    assert figure.caption.startswith("Rank 3 on n2 works")
    assert figure.caption.endswith("Dotted lines are between nodes.")
    maker = JournalMaker()
    program(maker, launches, 2)
    maker.lines[-1]["witness"]["host"] = ["n2", "n2", "n3", "n3"]
    (figure,) = ranks_figure.make(read(tmp_path / "there", maker))
    assert figure.caption.startswith("Rank 3 works"), "on n2, and once on n3"
    for line in maker.lines:
        line["witness"]["host"] = ["n1", "n2", "n1", "n2"]
    (figure,) = ranks_figure.make(read(tmp_path / "in turns", maker))
    assert figure.caption.startswith("Rank 3 on n2 works")
    assert "Dotted" not in figure.caption, "nodes have no boundaries"


def test_of_a_program_without_hosts_its_place_counts(tmp_path: Path) -> None:
    maker = JournalMaker()
    program(maker, [[0.4, 0.4, 0.4, 0.8]] * LAUNCHES, 2)
    for line in maker.lines:
        del line["witness"]["host"]
        places = line["result"]["world"]["by_rank"]
        for host, place in zip_equal(("p1", "p1", "p2", "p2"), places):
            place["host"] = host
    (figure,) = ranks_figure.make(read(tmp_path, maker))
    assert figure.caption.startswith("Rank 3 on p2 works")


def test_the_advice_names_the_laggard(tmp_path: Path) -> None:
    def said(where: str, launches: list[list[float]]) -> str:
        size = lead_size(make_overview(study_of(tmp_path / where, launches)))
        return next(words for words in advice(size) if words.startswith("Load"))

    words = said("one", [[0.4, 0.8]] * LAUNCHES)
    assert "the busiest rank, in most launches rank 1, works longer than" in words
    words = said("any", [[0.4, 0.8], [0.8, 0.4]] * (LAUNCHES // 2))
    assert "the busiest rank works longer than the mean" in words


def test_other_programs_get_it_as_a_frame(tmp_path: Path) -> None:
    study = study_of(tmp_path, [[0.4, 0.8]] * LAUNCHES)
    found = StudyFrames(make_overview(study)).figures["ranks-strong-app"]
    assert list(found["useful_s"]) == pytest.approx([0.4, 0.8])
    assert found.units["useful_s"] == "s"
    assert "Rank 1: the laggard" in found.svg()


@pytest.mark.parametrize("launch", [1, MOST_LAUNCHES + 1])
@pytest.mark.parametrize("calls", [0, 1, 3])
def test_times_that_are_not_of_each_rank_are_malformed(
    tmp_path: Path, calls: int, launch: int
) -> None:
    maker = JournalMaker()
    program(maker, [[0.4, 0.8]])
    maker.lines[-1]["witness"]["mpi_s"] = [{"collective": 0.1}] * calls
    maker.lines[-1]["launch"] = launch
    journal = read_journal(maker.write(tmp_path) / "journal.jsonl")
    (problem,) = make_study(journal, "s").problems
    assert "the witness lacks a rank's times" in str(problem)


@pytest.mark.parametrize("asked", [2, 99])
def test_a_rank_more_than_was_asked_for_makes_no_figure(
    tmp_path: Path, asked: int
) -> None:
    maker = JournalMaker()
    program(maker, [[0.4] * asked] * LAUNCHES)
    for line in maker.lines:
        line["witness"] = seen([*[0.4] * asked, 0.8])
    assert ranks_figure.make(read(tmp_path, maker)) == []


def test_many_nodes_have_no_lines_between_them(tmp_path: Path) -> None:
    launches = [[0.4] * 19 + [0.8]] * LAUNCHES
    (figure,) = ranks_figure.make(study_of(tmp_path, launches, nodes=20))
    assert figure.caption.startswith("Rank 19 on n20 works")
    assert "Dotted" not in figure.caption
    assert not [line for line in drawn(figure).lines if line.get_linestyle() == ":"]
