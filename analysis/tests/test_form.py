# SPDX-License-Identifier: Apache-2.0
"""The proposal form's tables, and the captions of the tables of scaling."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from journals import JournalMaker, launches, manifest, phases, requested

from scaling.__main__ import main
from scaling.formats import csv, latex, markdown
from scaling.overview import Overview, read_overview
from scaling.report.page import make_page
from scaling.table import shown as shown_cell

HEADINGS = (
    "Number of cores",
    "Wall clock time",
    "Speed-up vs the first one",
    "Number of nodes",
    "Number of processes",
)
WITH_UNITS = (HEADINGS[0], "Wall clock time (s)", *HEADINGS[2:])


@pytest.fixture(scope="module")
def overview(demo: Path) -> Overview:
    return read_overview(demo)


def test_titles_and_headings_are_the_forms(overview: Overview) -> None:
    found = {t.title: tuple(c.heading for c in t.columns) for t in overview.form}
    without = tuple(h for h in HEADINGS if not h.startswith("Speed-up"))
    assert found == {
        "A typical user cases": HEADINGS,
        "B strong": HEADINGS,
        "C weak": without,
    }


def test_no_form_has_the_headings_changed(overview: Overview) -> None:
    a, _, c = overview.form
    assert csv.render(a).splitlines()[0] == ",".join(HEADINGS)
    assert f"| {' | '.join(WITH_UNITS)} |" in markdown.render(a)
    assert " & ".join(HEADINGS) + r" \\" in latex.render(a)
    assert "Speed-up" not in markdown.render(c)
    page = make_page(overview, [])
    for heading in HEADINGS:
        assert re.search(rf">{re.escape(heading)} ?<", page)


def test_the_first_row_is_the_base(overview: Overview) -> None:
    for table in overview.form[:2]:
        assert table.rows[0][0] == 1
        assert table.rows[0][2] == 1.0


def test_speedups_are_what_a_reader_finds_who_divides(overview: Overview) -> None:
    for table in overview.form[:2]:
        shown = [
            [float(shown_cell(row[i], table.columns[i])) for i in (1, 2)]
            for row in table.rows
        ]
        for time_s, speedup in shown:
            assert f"{shown[0][0] / time_s:.3g}" == f"{speedup:.3g}"


def test_a_has_the_fastest_split_and_b_has_all(overview: Overview) -> None:
    a, b, _ = overview.form
    assert [row[0] for row in a.rows] == [1, 2, 4, 8]
    assert len(b.rows) == 9
    for row in a.rows:
        assert row[1] == min(other[1] for other in b.rows if other[0] == row[0])
    assert any("1 planned point" in note for note in b.notes)


@pytest.mark.parametrize(
    ("leads", "says"),
    [
        ("solve", "launches of solve, which the program says itself;"),
        ("wall", "launches of the whole launch, with the start of"),
        ("rate", "launches of the whole launch, with the start of"),
    ],
)
def test_of_what_a_programs_time_is(overview_of, leads: str, says: str) -> None:
    tables = overview_of(phases((leads,))).form
    assert all(says in table.notes[1] for table in tables)


@pytest.mark.parametrize(
    ("options", "says"),
    [("--time time", "the time that was"), ("--rate rate", "one unit of work")],
)
def test_of_what_an_imported_time_is(tmp_path: Path, options: str, says: str) -> None:
    (tmp_path / "t.csv").write_text("cores,time,rate\n1,9,1 GB/s\n2,5,2 GB/s\n")
    words = ["import", str(tmp_path / "t.csv"), *options.split(), "--no-report"]
    assert main([*words, "--results", str(tmp_path)]) == 0
    notes = " ".join(read_overview(tmp_path / "t").form[0].notes)
    assert says in notes
    assert "not known of what was imported" in notes
    assert "timed region" not in notes


def test_several_curves_are_told_apart(overview_of) -> None:
    maker = JournalMaker()
    for backend in ("openmp", "serial"):
        for ranks in (1, 2):
            request = requested(ranks, 1, 10**6, backend=backend)
            maker.measure(request, launches(1 / ranks, 6, ranks))
    form = overview_of(maker).form
    assert [t.title for t in form][2:] == ["B strong (openmp)", "B strong (serial)"]
    assert len({t.slug for t in form}) == 4


@pytest.mark.parametrize(
    "words",
    [
        "System Example CPU 8-Core @ 3.00GHz",
        "1 node;",
        "seed 0x548c9decbce65297",
        "backend openmp",
        "base 1 rank x 1 thread (1 core)",
        "n = 10 to 12 launches",
        "medians",
        "2026-01-01",
        "commit 0123abc",
        "0 to 7 of 8 cores of a node idle",
    ],
)
def test_caption(overview: Overview, words: str) -> None:
    assert words in overview.tables[0].caption
    assert "of pi: 2e9 samples in total" in overview.tables[0].title


def test_caption_says_what_is_not_known(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 1000), launches(1.0, 6, 1), manifest="lost")
    caption = overview_of(maker).tables[0].caption
    assert "idle cores not known" in caption
    assert "System n1" in caption


def test_idle_cores_of_several_nodes(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(8, 1, 1000, nodes=2), launches(1.0, 6, 1), manifest="m2")
    maker.lines.insert(0, manifest("m2", machine={"cores_per_node": 8}))
    caption = overview_of(maker).tables[0].caption
    assert "2 nodes" in caption
    assert "4 of 8 cores of a node idle" in caption
