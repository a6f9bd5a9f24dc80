# SPDX-License-Identifier: Apache-2.0
"""Text from a journal that tries to be markup, a formula, a macro, terminal codes."""

from __future__ import annotations

import csv
import io
import re

import pytest
from journals import JournalMaker, launches, record, requested

from scaling.exports import launches_csv
from scaling.formats import csv as csv_format
from scaling.formats import latex, markdown
from scaling.report.page import make_page
from scaling.screen import Screen
from scaling.show import show
from scaling.words import text
from scaling.words.text import clean

NAMES = [
    "<script>alert(1)</script>",
    "=1+1",
    "@SUM(A1)",
    "-2+3",
    r"\input{/etc/passwd}",
    "\x1b[31mred\x1b[0m\x07\x9b5m",
    "\x1b]0;title\x07x",
    "a|b\nc",
    "](javascript:alert(1))",
    "\u202egnp.exe",
    "{{ 7 * 7 }}",
    "../../etc/passwd",
    '"><img src=x onerror=alert(1)>',
    "100 % of $x_1$ & ~^#",
    "https://user:secret@example.org/x",
]


def hostile(name: str) -> JournalMaker:
    maker = JournalMaker(name=name)
    for ranks in (1, 2):
        request = requested(
            ranks, 1, 10**6, kernel=name, backend=name, env={name: name}
        )
        maker.measure(request, launches(1 / ranks, 6, ranks))
    maker.lines.append(record(request, 9, verdict="crash", detail=name))
    maker.skip(request | {"ranks": 99}, ["strong"], name)
    return maker


@pytest.mark.parametrize("name", NAMES)
def test_terminal_holds_no_control_character(overview_of, name: str) -> None:
    shown = show(overview_of(hostile(name)), Screen(80))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert "secret" not in shown


@pytest.mark.parametrize("name", NAMES)
def test_csv_cells_are_no_formulas(overview_of, name: str) -> None:
    overview = overview_of(hostile(name))
    files = [csv_format.render(table) for table in overview.tables]
    files.append(launches_csv.render(overview.study, ()))
    for content in files:
        rows = list(csv.reader(io.StringIO(content)))
        assert {len(row) for row in rows} == {len(rows[0])}
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(("=", "+", "@"))
            assert not cell.startswith("-") or re.fullmatch(r"-[0-9.e+-]+", cell)


def test_csv_quotes_a_formula_and_leaves_numbers() -> None:
    assert csv_format.safe("=1+1") == "'=1+1"
    assert csv_format.safe("pi") == "pi"
    assert csv_format.repr_of(-0.5) == "-0.5"


@pytest.mark.parametrize("name", NAMES)
def test_page_has_no_foreign_markup(overview_of, name: str) -> None:
    page = make_page(overview_of(hostile(name)), [])
    lower = page.lower()
    assert lower.count("<script") == 1, "the report's own"
    assert "<img" not in lower
    assert not re.search(r"<[^>]*\bonerror=", lower)
    assert "\x1b" not in page
    assert "secret" not in page
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page)


@pytest.mark.parametrize("name", NAMES)
def test_latex_has_no_foreign_command(overview_of, name: str) -> None:
    for table in overview_of(hostile(name)).tables:
        content = latex.render(table)
        assert r"\input" not in content
        assert content.isascii()
        assert content.count("{") - content.count(r"\{") == (
            content.count("}") - content.count(r"\}")
        )


def test_latex_escapes() -> None:
    assert latex.escape(r"\input{x}_%$&#~^") == (
        r"\textbackslash{}input\{x\}\_\%\$\&\#\textasciitilde{}\textasciicircum{}"
    )


@pytest.mark.parametrize("name", NAMES)
def test_markdown_rows_keep_their_columns(overview_of, name: str) -> None:
    for table in overview_of(hostile(name)).tables:
        lines = markdown.render(table).splitlines()
        rows = [line for line in lines if line.startswith("|")]
        assert len(rows) == len(table.rows) + 2
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {
            len(table.columns) + 1
        }
        assert not re.search(r"(?<!\\)<", "\n".join(lines))


@pytest.mark.parametrize("name", NAMES)
def test_file_names_are_harmless(overview_of, name: str) -> None:
    for table in overview_of(hostile(name)).tables:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", table.slug)


def test_clean() -> None:
    assert text.clean("\x1b[1;31mred\x1b[0m") == "red"
    assert text.clean("a\n\tb\x00") == "a b"
    assert text.clean("git+https://me:pw@host/x") == "git+https://host/x"


@pytest.mark.parametrize(
    "given",
    ["plain", " left", "right ", "two  spaces", "a://u:p@h/x", "a\tb", "", "é x"],
)
def test_clean_takes_no_short_cut_that_shows(given: str, monkeypatch) -> None:
    quick = clean(given)
    monkeypatch.setattr("scaling.words.text._SUSPECT", re.compile(""))
    assert clean(given) == quick
