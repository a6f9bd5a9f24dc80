# SPDX-License-Identifier: Apache-2.0
"""A study in a notebook: its opening, its tables and its drawings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from journals import JournalMaker, launches, requested

import scaling
from scaling import read

ANALYSIS = Path(scaling.__file__).parents[1]


def test_a_shell_of_ipython_shows_html(demo: Path) -> None:
    """As a notebook asks for it: the richest form that an object has."""
    shell = pytest.importorskip("IPython.core.interactiveshell").InteractiveShell()
    study = read(demo)
    forms, _ = shell.display_formatter.format(study)
    assert "Use at least 8 cores" in forms["text/html"]
    assert forms["text/html"].count("<tr>") > 3
    forms, _ = shell.display_formatter.format(study.curves)
    assert "<th>efficiency</th>" in forms["text/html"]
    assert forms["text/plain"].startswith("<")
    forms, _ = shell.display_formatter.format(study.figures["speedup-strong-pi"])
    assert "<svg role=" in forms["text/html"]
    assert "Speedup: pi, strong scaling." in forms["text/html"]


def test_a_figure_is_drawn_and_is_its_data(demo: Path) -> None:
    figure = read(demo).figures["efficiency-strong-pi"]
    assert figure.svg().startswith("<svg ")
    assert figure.rows == len(figure["efficiency_percent"]) > 3


def test_no_text_of_a_journal_is_markup(tmp_path: Path) -> None:
    maker = JournalMaker()
    for cores in (1, 2, 4):
        request = requested(cores, 1, 10**6, kernel="<i>x", parameters={"a": "<i>"})
        maker.measure(request, launches(1 / cores, 8, cores))
    study = read(maker.write(tmp_path / "evil"))
    shown = [study, *study.tables.values(), *study.figures.values()]
    pages = [one._repr_html_() for one in shown]
    assert len(pages) > 5
    assert all("<i>" not in page for page in pages)
    assert any("&lt;i&gt;x" in page for page in pages)


def test_a_whole_notebook_runs(demo: Path) -> None:
    """By Jupyter's own kernel, as `jupyter nbconvert --execute` runs it."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    cells = [
        f"from scaling import read\nstudy = read({str(demo)!r})\nstudy",
        "study.tables['strong-pi']",
        "study.figures['speedup-strong-pi']",
    ]
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells]
    )
    paths = [str(ANALYSIS), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    nbclient.NotebookClient(book, timeout=120).execute(env=environment)
    shown = [cell.outputs[-1].data["text/html"] for cell in book.cells]
    assert "Use at least 8 cores" in shown[0]
    assert "<th>" in shown[1]
    assert "<svg role=" in shown[2]
    nbformat.validate(book)
