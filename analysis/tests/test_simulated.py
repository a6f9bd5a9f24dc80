# SPDX-License-Identifier: Apache-2.0
"""What a model answered says so wherever it goes, and what was measured does not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import marked
import pytest
from journals import JournalMaker, launches, record, requested

from scaling.exports import exports
from scaling.formats import table_formats
from scaling.marks import SIMULATED
from scaling.model.study import make_study
from scaling.overview import Overview, make_overview
from scaling.records.journal import read_journal
from scaling.write import make_files

EVERY_FORMAT = frozenset(
    ["html", "md", "tex", *(export.FORMAT for export in exports())]
)
DOCUMENTS = (
    "report.html", "report.md", "report.tex", "method.md", "benchmark.json",
    "extrap.jsonl", "junit.xml", "points.csv", "launches.csv", "study.json",
)  # fmt: skip


def grid(launcher: str) -> JournalMaker:
    """Strong and weak, several shapes, several core counts, a failure, a skip."""
    maker = JournalMaker(until=0.5)
    for ranks in (1, 2, 4, 8, 16):
        for threads in (1, 2):
            cores = ranks * threads
            for kind, samples in (("strong", 10**9), ("weak", 10**8 * cores)):
                request = requested(ranks, threads, samples, launcher=launcher)
                t = 0.1 + 1 / cores if kind == "strong" else 1.0
                maker.measure(request, launches(t, 7, cores), (kind,))
    lost = requested(32, 1, 10**9, launcher=launcher)
    maker.point(lost, ["strong"])
    maker.lines.append(record(lost, 1, verdict="crash", detail="signal 11"))
    maker.skip(requested(64, 1, 10**9, launcher=launcher), ["strong"], "no such node")
    return maker


def overview_at(folder: Path, launcher: str) -> Overview:
    journal = read_journal(grid(launcher).write(folder) / "journal.jsonl")
    return make_overview(make_study(journal, "study"))


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    return overview_at(tmp_path_factory.mktemp("simulated"), "simulate")


@pytest.fixture(scope="module")
def files(overview: Overview) -> dict[str, bytes]:
    return make_files(overview, EVERY_FORMAT)


def test_every_table(overview: Overview) -> None:
    assert len(overview.tables) > 4
    for table in (*overview.tables, *overview.form):
        for form in table_formats():
            text = form.render(table, [])
            assert "simulated" in text.lower(), (table.slug, form.SUFFIX)


def test_the_terminal(overview: Overview) -> None:
    marked.check_terminal(overview, SIMULATED)


def test_every_row_of_a_csv(files: dict[str, bytes]) -> None:
    marked.check_csv(files, SIMULATED)


def test_every_figure(overview: Overview) -> None:
    marked.check_figures(overview, SIMULATED, at_least=9)


def test_every_export_and_document(files: dict[str, bytes]) -> None:
    for name in DOCUMENTS:
        assert "simulated" in files[name].decode().lower(), name
    for text in files["extrap.jsonl"].decode().splitlines():
        assert json.loads(text)["callpath"].startswith(f"{SIMULATED.word}-")


def test_every_table_of_the_database(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(files["study.sqlite"])
    with closing(sqlite3.connect(tmp_path / "s")) as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master").fetchall():
            found = database.execute(f"SELECT DISTINCT simulated FROM {table}")
            assert found.fetchall() == [("yes",)], table


def test_what_was_measured_does_not(tmp_path: Path) -> None:
    measured = overview_at(tmp_path, "mpiexec")
    for name, content in make_files(measured, EVERY_FORMAT - {"html"}).items():
        text = content.decode(errors="replace").lower()
        text = text.replace('simulated": false', "")
        assert "simulated" not in text, name
