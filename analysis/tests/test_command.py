# SPDX-License-Identifier: Apache-2.0
"""The command line as `assay report` calls it: another directory, another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from journals import demonstration

from scaling.write import FORMATS, INDEX

ANALYSIS = Path(__file__).parent.parent


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "scaling", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ANALYSIS), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return demonstration(4).write(tmp_path / "a study")


def test_report_prints_the_table_and_its_path(study: Path, tmp_path: Path) -> None:
    done = run("report", "a study", cwd=tmp_path, COLUMNS="80")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("pi, strong scaling: 2e9 samples, base 1 core\n")
    assert done.stdout.endswith("\nReport: a study/report/report.html\n")
    assert done.stderr == ""
    suffixes = {path.suffix for path in (study / "report").iterdir()}
    assert suffixes >= {".html", ".md", ".csv", ".tex", ".svg", ".pdf", ".png"}
    figures = {path.stem for path in (study / "report").glob("*.svg")}
    assert figures == {path.stem for path in (study / "report").glob("*.png")}
    assert figures <= {path.stem for path in (study / "report").glob("*.csv")}


def test_format_limits_what_is_written(study: Path, tmp_path: Path) -> None:
    done = run("report", str(study), "--format", "md,csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    suffixes = {path.suffix for path in (study / "report").iterdir()}
    assert suffixes == {".md", ".csv", ".json"}


def test_a_new_report_removes_the_old_one_and_nothing_else(
    study: Path, tmp_path: Path
) -> None:
    run("report", str(study), "--format", "tex", cwd=tmp_path)
    mine = study / "report" / "notes.tex"
    mine.write_text("mine")
    outside = study / "outside.tex"
    outside.write_text("outside")
    index = study / "report" / INDEX
    index.write_text(index.read_text().replace("[", '["../outside.tex",', 1))
    run("report", str(study), "--format", "md", cwd=tmp_path)
    left = {path.name for path in (study / "report").glob("*.tex")}
    assert left == {"notes.tex"}
    assert outside.exists()


def test_table_imports_no_matplotlib(study: Path) -> None:
    code = (
        "import sys; from scaling.__main__ import main; "
        f"main(['table', {str(study)!r}]); "
        "print(sorted(set(sys.modules) & "
        "{'matplotlib', 'jinja2', 'scipy'}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ANALYSIS)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_no_journal(tmp_path: Path) -> None:
    done = run("table", "nothing", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "nothing/journal.jsonl: there is no journal here. Run the study first: "
        "assay run\n"
    )


def test_unknown_format(study: Path, tmp_path: Path) -> None:
    done = run("report", str(study), "--format", "docx", cwd=tmp_path)
    assert done.returncode == 2
    forms = ", ".join(FORMATS)
    assert f"'docx' is none of {forms}. " in done.stderr
    told = (ANALYSIS.parent / "docs" / "commands.md").read_text()
    assert f"of {forms}" in " ".join(told.split())


def test_report_folder_that_cannot_be_written(study: Path, tmp_path: Path) -> None:
    (study / "report").write_text("in the way")
    done = run("report", str(study), cwd=tmp_path)
    assert done.returncode == 4
    assert "report: File exists" in done.stderr


@pytest.mark.parametrize("locale", ["C", "de_DE.ISO-8859-1"])
def test_other_locales(study: Path, tmp_path: Path, locale: str) -> None:
    done = run(
        "table",
        str(study),
        cwd=tmp_path,
        LC_ALL=locale,
        PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
    )
    assert done.returncode == 0, done.stderr
    assert "0.8" in done.stdout
    assert "0,8" not in done.stdout


def test_a_reader_that_goes_away(study: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody_reads:
        done = subprocess.run(
            [sys.executable, "-m", "scaling", "table", str(study)],
            env={**os.environ, "PYTHONPATH": str(ANALYSIS)},
            stdout=nobody_reads,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
