# SPDX-License-Identifier: Apache-2.0
"""Every column, part and badge that a report shows is explained to its reader."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from journals import JournalMaker, launches, requested

from scaling import curve_table, tables
from scaling.overview import read_overview
from scaling.report import badge, page
from scaling.report.lead import lead_size, lead_table
from scaling.table import Column, Table
from scaling.words.glossary import COLUMNS, explained, meaning

ROOT = Path(__file__).parents[2]
KINDS = sorted(Path(tables.__file__).parent.glob("*.py"))
READING = ROOT / "docs" / "reading.md"


def names_of_columns(source: str) -> set[str]:
    """What every Column of a program's text is called, where it is no metric's."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    made = [x for x in calls if getattr(x.func, "id", "") == "Column" and x.args]
    names = (call.args[0] for call in made)
    return {name.value for name in names if isinstance(name, ast.Constant)}


@pytest.mark.parametrize(
    "file", [*KINDS, Path(curve_table.__file__)], ids=lambda path: path.stem
)
def test_columns_are_explained(file: Path) -> None:
    names = names_of_columns(file.read_text())
    assert {name for name in names if not meaning(name)} == set()


def test_columns_of_a_report_are_explained(demo: Path) -> None:
    """Those too whose names are put together."""
    shown = {c.name for table in read_overview(demo).tables for c in table.columns}
    assert {name for name in shown if not meaning(name)} == set()


def test_a_column_has_all_its_headings() -> None:
    """The first table says `Launches` of what the others call n."""
    lists = (("Launches", "Time [95 % CI]"), ("n", "Time"))
    found = explained(
        Table("t", "t", (Column("n", n), Column("time_s", time)), ())
        for n, time in lists
    )
    assert found == [("Launches, n", COLUMNS["n"]), ("Time", COLUMNS["time_s"])]


def test_no_heading_of_a_page_is_explained_twice(overview_of) -> None:
    maker = JournalMaker()
    for ranks in (1, 2, 4):
        request = requested(ranks, 1, ranks * 10**6)
        maker.measure(request, launches(1.0, 10, ranks), series=["weak"])
    overview = overview_of(maker)
    lead = lead_table(overview, lead_size(overview))
    headings = [name for name, _ in explained([lead, *overview.tables])]
    assert "Scaled speedup" in headings
    assert [name for name in headings if headings.count(name) > 1] == []


def test_parts_of_the_page_are_explained() -> None:
    template = (Path(page.__file__).parent / "report.html.j2").read_text()
    titles = re.findall(r'fold\("[\w-]+", "([^"]+)"', template)
    assert len(titles) > 8
    told = READING.read_text()
    assert [title for title in titles if f"*{title}*" not in told] == []


def test_the_page_is_told_in_its_own_order() -> None:
    """A reader goes from the top: badge, sentence, charts, table, factors, warnings."""
    template = (Path(page.__file__).parent / "report.html.j2").read_text()
    parts = {
        "| the badge |": "badge.why",
        "| the sentence |": "{{ words(verdict) }}",
        "| two charts |": '<div class="charts">',
        "| the table |": 'id="lead"',
        "| *Where the efficiency goes* |": 'id="factors"',
        "| framed |": '<ul class="alerts">',
        "| folded below |": 'fold("method"',
    }
    told = READING.read_text()
    for text, marks in ((told, parts.keys()), (template, parts.values())):
        places = [text.index(mark) for mark in marks]
        assert places == sorted(places)


def test_badges_are_explained() -> None:
    source = Path(badge.__file__).read_text()
    words = set(re.findall(r'Badge\(\s*"(\w+)"', source))
    assert len(words) > 4
    told = READING.read_text()
    assert {word for word in words if f"*{word}*" not in told} == set()
