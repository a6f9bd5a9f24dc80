# SPDX-License-Identifier: Apache-2.0
"""A report is recomputed from its journal; whatever was changed in either is named."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from journals import demonstration
from test_command import run

from scaling import parallel
from scaling.digest import FILE
from scaling.draw import render as render_figure
from scaling.figure import Figure
from scaling.formats import csv
from scaling.overview import read_overview
from scaling.verify import NoReportError, verify
from scaling.write import FORMATS, write_report

TEXT = frozenset(FORMATS) - {"pdf", "png"}


@pytest.fixture(scope="module", autouse=True)
def drawn_once() -> Iterator[None]:
    """A figure with the same data is drawn once here: to draw takes nearly all time."""
    real, known = render_figure.render, {}

    def render(figure: Figure, forms: list[str], *_: object) -> dict[str, bytes]:
        key = (figure.slug, figure.title, csv.render(figure.data), *forms)
        if key not in known:
            known[key] = real(figure, forms)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render_figure, "render", render)
        patch.setattr(parallel, "processors", lambda: 1)
        yield


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = demonstration(2).write(tmp_path_factory.mktemp("verify") / "demo")
    write_report(read_overview(made), made / "report", TEXT)
    return made


@pytest.fixture
def study(original: Path, tmp_path: Path) -> Path:
    """A copy, to be tampered with."""
    return shutil.copytree(original, tmp_path / "demo")


def differences(study: Path) -> list[str]:
    return verify(read_overview(study), study)


def edit(path: Path, old: str, new: str) -> None:
    """Replaces the first occurrence, which must exist."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_an_untouched_report_verifies(study: Path) -> None:
    assert differences(study) == []


def test_a_number_in_a_csv_table(study: Path) -> None:
    table = study / "report" / "strong-pi.csv"
    number = table.read_text().splitlines()[1].split(",")[3]
    edit(table, number, "0.123456")
    (found,) = differences(study)
    assert found.startswith("strong-pi.csv:2: the report says '")
    assert "0.123456" in found
    assert number in found


def test_a_line_that_was_put_in_is_one_difference(study: Path) -> None:
    edit(study / "report" / "report.md", "## Tables", "Efficiency is 120 %.\n## Tables")
    (found,) = differences(study)
    assert found.endswith(
        ": the report says 'Efficiency is 120 %.', the journal nothing"
    )


def test_a_row_that_was_taken_out_is_one_difference(study: Path) -> None:
    table = study / "report" / "strong-pi.csv"
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join(lines[:2] + lines[3:]))
    (found,) = differences(study)
    assert found.startswith("strong-pi.csv:3: the report says nothing, the journal '")


@pytest.mark.parametrize("suffix", ["md", "tex"])
def test_a_number_in_another_table(study: Path, suffix: str) -> None:
    edit(study / "report" / f"strong-pi.{suffix}", "0.803 [", "0.703 [")
    (found,) = differences(study)
    assert found == (
        f"strong-pi.{suffix}:{found.split(':')[1]}: "
        "the report says '0.703', the journal '0.803'"
    )


def test_a_number_in_the_page(study: Path) -> None:
    page = study / "report" / "report.html"
    (cell,) = re.findall(r"<td>(0\.803 .*?)</td>", page.read_text())[:1]
    edit(page, f"<td>{cell}</td>", f"<td>{cell.replace('0.803', '0.603')}</td>")
    (found,) = differences(study)
    assert found.startswith("report.html:")
    assert "the report says '0.603', the journal '0.803'" in found


def test_a_drawing_in_the_page(study: Path) -> None:
    edit(study / "report" / "report.html", "<path d=", "<path  d=")
    (found,) = differences(study)
    assert "in a drawing" in found


def test_a_drawing_of_its_own(study: Path) -> None:
    edit(study / "report" / "time-strong-pi.svg", "<path d=", "<path  d=")
    assert differences(study) == [
        "time-strong-pi.svg: changed since the report was made"
    ]


def test_a_number_in_the_digest(study: Path) -> None:
    path = study / "report" / FILE
    stored = json.loads(path.read_text())
    stored["numbers"]["strong-pi, row 1, time_s"] = "0.7"
    path.write_text(json.dumps(stored))
    (found,) = differences(study)
    assert found.startswith("strong-pi, row 1, time_s: the report says '0.7'")


def test_a_time_in_the_journal_with_its_checksum_mended(study: Path) -> None:
    """Whoever forges the checksum as well still does not have the same digest."""
    path = study / "journal.jsonl"
    lines = path.read_text().splitlines()
    index = next(i for i, line in enumerate(lines) if '"kind":"record"' in line)
    value = json.loads(lines[index])
    del value["crc32"]
    measured = value["result"]["measurements"][0]
    measured["makespan_s"] = [t / 2 for t in measured["makespan_s"]]
    body = json.dumps(value, separators=(",", ":"))[:-1]
    lines[index] = f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}'
    path.write_text("\n".join(lines) + "\n")
    found = differences(study)
    assert found[0] == (
        f"journal: the launches of point {value['point']} are not those of the report"
    )
    assert any(line.startswith("strong-pi, row 1, time_s_low: ") for line in found)
    assert any(line.startswith("launches.csv:") for line in found)


def test_a_damaged_journal_line(study: Path) -> None:
    path = study / "journal.jsonl"
    edit(path, '"wall_s":1.61', '"wall_s":1.62')
    assert any(line.startswith("journal: ") for line in differences(study))


def test_a_launch_that_was_added(study: Path) -> None:
    """The report is older than its journal."""
    lines = (study / "journal.jsonl").read_text().splitlines(keepends=True)
    index = max(i for i, line in enumerate(lines) if '"verdict":"ok"' in line)
    value = json.loads(lines[index])
    del value["crc32"]
    for value["launch"] in (40, 41):  # the next look is at 12
        body = json.dumps(value, separators=(",", ":"))[:-1]
        lines.append(f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}\n')
    (study / "journal.jsonl").write_text("".join(lines))
    assert any(", n: the report says" in line for line in differences(study))


def test_a_missing_file(study: Path) -> None:
    (study / "report" / "weak-pi.md").unlink()
    assert differences(study) == ["weak-pi.md: missing"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"rows": 1}', "[" * 10**5])
def test_a_digest_that_is_none(study: Path, content: str) -> None:
    (study / "report" / FILE).write_text(content)
    with pytest.raises(NoReportError):
        differences(study)


def test_command(study: Path, tmp_path: Path) -> None:
    write_report(read_overview(study), study / "report", frozenset({"md"}))
    done = run("report", "demo", "--verify", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (
        0,
        "demo/report: every number follows from the journal\n",
    )
    edit(study / "report" / "strong-pi.md", "0.803 [", "0.703 [")
    before = (study / "report" / "strong-pi.md").read_bytes()
    done = run("report", "demo", "--verify", cwd=tmp_path)
    assert done.returncode == 1
    assert "the report says '0.703', the journal '0.803'" in done.stdout
    assert (study / "report" / "strong-pi.md").read_bytes() == before


def test_command_without_a_report(tmp_path: Path) -> None:
    demonstration(1).write(tmp_path / "demo")
    done = run("report", "demo", "--verify", cwd=tmp_path)
    assert done.returncode == 2
    assert "Make one first" in done.stderr
