# SPDX-License-Identifier: Apache-2.0
"""What was imported says that it is not proven, wherever it goes.

`python3 test_import_marks.py` writes the golden page anew: read its difference.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import marked
import pytest
from journals import launches
from markupsafe import escape

from scaling.__main__ import main
from scaling.draw.render import draw
from scaling.exports import exports
from scaling.figures import figure_kinds
from scaling.formats import table_formats
from scaling.marks import IMPORTED
from scaling.overview import Overview, read_overview
from scaling.report.alerts import alerts
from scaling.report.method import method
from scaling.report.page import make_page
from scaling.report.verdict import verdict
from scaling.screen import Screen
from scaling.show import show
from scaling.warnings import few_launches, missing_points
from scaling.write import make_files

GOLDEN = Path(__file__).parent / "imported" / "golden" / "report.html"
WORDS = "imported, not proven"
EVERY_FORMAT = frozenset(
    ["html", "md", "tex", *(export.FORMAT for export in exports())]
)
DOCUMENTS = (
    "report.html", "report.md", "report.tex", "method.md", "junit.xml",
)  # fmt: skip
FOR_PROGRAMS = ("benchmark.json", "points.csv", "launches.csv", "study.json")


def write_grid(path: Path) -> None:
    """Three sizes on six core counts, seven launches each."""
    rows = [
        f"{cores},{size},{time_s:.4f}"
        for size in (1, 2, 4)
        for cores in (1, 2, 4, 8, 16, 32)
        for time_s in launches(size * (0.1 + 1 / cores), 7, cores + size)
    ]
    path.write_text("\n".join(["cores,size,wall_s", *rows]) + "\n")


def study_of(folder: Path, *options: str) -> Path:
    words = ["import", str(folder / "grid.csv"), *options, "--results", str(folder)]
    assert main([*words, "--no-report"]) == 0
    return folder / "grid"


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    folder = tmp_path_factory.mktemp("imported")
    write_grid(folder / "grid.csv")
    return read_overview(study_of(folder, "--by", "size"))


@pytest.fixture(scope="module")
def files(overview: Overview) -> dict[str, bytes]:
    return make_files(overview, EVERY_FORMAT)


def test_every_table(overview: Overview) -> None:
    assert len(overview.tables) > 4
    for table in (*overview.tables, *overview.form):
        for form in table_formats():
            text = form.render(table, [])
            words = "imported" if form.SUFFIX == "csv" else WORDS
            assert words in text, (table.slug, form.SUFFIX)


def test_the_terminal(overview: Overview) -> None:
    marked.check_terminal(overview, IMPORTED)


def test_every_row_of_a_csv(files: dict[str, bytes]) -> None:
    marked.check_csv(files, IMPORTED)


def test_every_figure(overview: Overview) -> None:
    assert WORDS in IMPORTED.word
    marked.check_figures(overview, IMPORTED, at_least=6)


def test_every_document(files: dict[str, bytes]) -> None:
    for name in DOCUMENTS:
        assert WORDS in files[name].decode(), name
    for name in FOR_PROGRAMS:
        assert "imported" in files[name].decode(), name
    for text in files["extrap.jsonl"].decode().splitlines():
        assert json.loads(text)["callpath"].startswith("IMPORTED-")


def test_every_table_of_the_database(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(files["study.sqlite"])
    with closing(sqlite3.connect(tmp_path / "s")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        for (name,) in tables.fetchall():
            columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
            assert any("imported" in column for column in columns), name


def test_the_verdict_and_the_method(overview: Overview) -> None:
    assert WORDS in verdict(overview)
    topics = dict(method(overview.study))
    assert "grid.csv (SHA-256 " in topics["Import"]
    assert "in blocks" not in " ".join(topics.values())
    assert "in the same blocks" not in " ".join(topics.values())
    for unknown in ("Timer", "Order", "Binding as seen", "Machine and build", "Cost"):
        assert unknown not in topics


def test_what_was_measured_is_not_marked(demo: Path) -> None:
    study = read_overview(demo)
    assert "imported" not in show(study, Screen(80)).lower()
    assert b"imported" not in make_files(study, frozenset(["html"]))["report.html"]


def test_the_report_is_verified(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    write_grid(tmp_path / "grid.csv")
    directory = study_of(tmp_path, "--by", "size")
    assert main(["report", str(directory), "--format", "html,csv"]) == 0
    assert main(["report", str(directory), "--verify"]) == 0
    page = directory / "report" / "report.html"
    page.write_text(page.read_text().replace(WORDS, "measured"))
    assert main(["report", str(directory), "--verify"]) == 1
    assert "report.html" in capsys.readouterr().out


BRACKETS = re.compile(r"\[-?[\d.,e+]+(%|\\%)?, -?[\d.,e+]+(%|\\%)?\]")
"""Both ends of an interval, as every format writes them."""


def test_no_interval_where_points_have_one_launch(tmp_path: Path) -> None:
    """In no table, no figure's data and no text, of laws neither."""
    words = ["import", str(GOLDEN.parent.parent / "d1.csv"), "--study", "one"]
    assert main([*words, "--no-report", "--results", str(tmp_path)]) == 0
    overview = read_overview(tmp_path / "one")
    files = make_files(overview, EVERY_FORMAT | {"csv"})
    assert {"laws-strong-one.csv", "law-strong-one.csv"} <= files.keys()
    for name, content in files.items():
        if name.endswith(("html", "md", "tex")):
            assert not BRACKETS.search(content.decode()), name
            assert "95 % CI" not in content.decode().replace(r"\%", "%"), name
        elif name.endswith("csv"):
            for row in csv.DictReader(content.decode().splitlines()):
                ends = {v for k, v in row.items() if k.endswith(("low", "high"))}
                assert ends <= {""}, (name, row)
    for width in (80, 200):
        shown = show(overview, Screen(width))
        assert not BRACKETS.search(shown)
        assert "[95 % CI]" not in shown and "the interval of" not in shown
    for figure in (f for kind in figure_kinds() for f in kind.make(overview.study)):
        assert "95 % band" not in figure.caption
        assert "No interval is shown" in figure.caption or "without a" in figure.caption
        drawn = [one for axes in draw(figure).axes for one in axes.containers]
        assert not any(one.has_xerr or one.has_yerr for one in drawn), figure.slug


def page_of(folder: Path) -> str:
    """The page of a table, without what is drawn, its style and the day."""
    file = GOLDEN.parent.parent / "d1.csv"
    words = ["import", str(file), "--study", "course", "--no-report"]
    assert main([*words, "--results", str(folder)]) == 0
    made = make_files(read_overview(folder / "course"), frozenset(["html"]))
    # The words are those of a shell: quoted where the path has a blank, for one.
    shown = str(escape(shlex.quote(str(file))))
    text = made["report.html"].decode().replace(shown, "tables/d1.csv")
    text = text.replace(str(file.parent), "tables")
    for pattern in (
        r"<svg.*?</svg>",
        r"<(style|script)>.*?</\1>",
        r'href="data:[^"]*"',
    ):
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    return re.sub(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", "DAY", text)


def test_golden_page(tmp_path: Path) -> None:
    assert page_of(tmp_path) == GOLDEN.read_text()
    assert GOLDEN.read_text().count(WORDS) > 10


def test_what_to_do_is_what_an_importer_can_do(tmp_path: Path) -> None:
    """Nothing of it is launched again."""
    (tmp_path / "grid.csv").write_text("cores,wall_s\n1,9\n2,5\n4,3\n8,2\n")
    overview = read_overview(study_of(tmp_path))
    cures = {alert.id: alert.cure for alert in alerts(overview)}
    assert cures["W03"] == few_launches.CURE_OF_IMPORT
    assert cures["W16"] == missing_points.CURE_OF_IMPORT
    shown = show(overview, Screen(80)) + make_page(overview, [])
    assert "launches.max" not in shown
    assert "run the study again" not in shown


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        GOLDEN.write_text(page_of(Path(folder)))
    sys.exit(0)
