# SPDX-License-Identifier: Apache-2.0
"""report.md and report.tex: the same words as the page, and LaTeX that compiles."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from journals import demonstration
from test_hostile import NAMES, hostile

from scaling.overview import make_overview, read_overview
from scaling.report.documents import make_latex, make_markdown
from scaling.write import write_report

FORMATS = frozenset({"md", "tex", "svg", "pdf"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = demonstration(4).write(tmp_path_factory.mktemp("documents") / "demo")
    return write_report(read_overview(study), study / "report", FORMATS)


def compiles(folder: Path) -> str:
    """The log, empty where it compiled."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "report.tex"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout.decode(errors="replace")[-1500:]


def test_latex_compiles_as_it_is(folder: Path) -> None:
    assert compiles(folder) == ""
    assert (folder / "report.pdf").stat().st_size > 30_000


def test_hostile_latex_compiles(tmp_path: Path, overview_of) -> None:
    """All of them in one study, to start TeX once."""
    maker = hostile("x")
    for index, name in enumerate(NAMES):
        other = hostile(name)
        for entry in (*other.points, *other.skipped):
            entry["point"] = f"{index}{entry['point'][:12]}"
        maker.points += other.points
        maker.skipped += other.skipped
        for entry in other.lines:
            entry["point"] = f"{index}{entry['point'][:12]}"
        maker.lines += other.lines
    folder = maker.write(tmp_path / "study") / "report"
    write_report(overview_of(maker), folder, frozenset({"tex"}))
    assert compiles(folder) == ""


def test_everything_referred_to_is_there(folder: Path) -> None:
    tex = (folder / "report.tex").read_text()
    names = re.findall(r"\\(?:input|includegraphics\[[^]]*\])\{([^}]*)\}", tex)
    assert len(names) > 8
    md = (folder / "report.md").read_text()
    names += re.findall(r"\]\(([^)]*\.svg)\)", md)
    assert [name for name in names if not (folder / name).exists()] == []


@pytest.mark.parametrize(
    "words",
    [
        "times as fast as 1 core, at ",
        "in the same blocks: Hodges and",
        "It is a run of the same parallel program",
        "the work grows in proportion to the cores",
        "Number of processes",
        "Give an interval for what is not deterministic: yes",
        "core-hours",
        "0123abc",
        "3 attempts with verdict crash",
        "./assay run configs/demo.yaml",
    ],
)
def test_words_are_in_every_document(folder: Path, words: str) -> None:
    md = (folder / "report.md").read_text()
    assert words in md
    tex = "".join(path.read_text() for path in folder.glob("*.tex"))
    assert words in tex.replace(r"\allowbreak{}", "")


def test_method_alone(folder: Path) -> None:
    assert (folder / "method.tex").read_text().startswith(r"\paragraph{Problem.}")
    assert (folder / "method.md").read_text().startswith("**Problem.**")


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text(overview_of, name: str) -> None:
    overview = overview_of(hostile(name))
    tex = "".join(make_latex(overview, [], "").values())
    known = {
        r"\input{" + f"{t.slug}.tex" + "}" for t in (*overview.tables, *overview.form)
    } | {r"\input{method.tex}"}
    assert set(re.findall(r"\\input\{[^}]*\}", tex)) == known
    assert "secret" not in tex
    md = "".join(make_markdown(overview, [], "").values())
    assert "secret" not in md
    # Markup within an indented block of code is shown, not obeyed.
    shown = "\n".join(x for x in md.splitlines() if not x.startswith("    "))
    assert not re.search(r"(?<!\\)<", shown)
    assert not re.search(r"(?<!\\)\]\(javascript", shown)


def test_without_figures(overview_of) -> None:
    overview = overview_of(demonstration(2))
    assert "includegraphics" not in make_latex(overview, [], "")["report.tex"]
    assert "## Figures" not in make_markdown(overview, [], "")["report.md"]


def test_an_empty_journal(overview_of) -> None:
    from journals import JournalMaker

    overview = overview_of(JournalMaker())
    assert "Nothing was measured" in make_latex(overview, [], "")["report.tex"]
    assert make_overview(overview.study).form == ()
