# SPDX-License-Identifier: Apache-2.0
"""Tables as people keep them: what their shape says, and what it leaves open."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from scaling.__main__ import main
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.overview import read_overview

SHEET = (
    "Threads,Run 1 (s),Run 2 (s),Run 3 (s),Average,Speedup\n"
    "1,10.2,10.1,10.4,10.23,1\n2,5.3,5.2,5.4,5.3,1.93\n4,2.8,2.9,2.7,2.8,3.65\n"
)


def words_for(tmp_path: Path, text: str, options: str) -> list[str]:
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    words = [str(file), *shlex.split(options), "--no-report"]
    return ["import", *words, "--results", str(tmp_path / "r")]


def study_of(tmp_path: Path, text: str, options: str = "") -> Study:
    """That of a table, which has to be accepted."""
    assert main(words_for(tmp_path, text, options)) == 0
    return read_overview(tmp_path / "r" / "t").study


def refusal_of(
    tmp_path: Path, capsys: pytest.CaptureFixture, text: str, options: str = ""
) -> str:
    """What is said of a table that has to be refused."""
    assert main(words_for(tmp_path, text, options)) == 2
    assert not (tmp_path / "r").exists()
    return capsys.readouterr().err.replace(f"{tmp_path}/", "")


def launches_of(curve: Curve) -> list[int]:
    return [len(row.point.launches) for row in curve.rows]


@pytest.mark.parametrize(
    ("text", "options", "launches"),
    [
        (SHEET, "", 3),
        (SHEET.replace(" (s)", ""), "", 3),
        (SHEET, "--time average", 1),
        (SHEET, "--time 'run 1' --time 'run 3'", 2),
        ("cores,time_1_ms,time_2_ms\n1,4,4.1\n2,2,2.1\n", "", 2),
        ("cores,t1,t2,t3\n1,4,4.1,4\n2,2,2.1,2\n", "", 3),
    ],
)
def test_columns_of_runs_are_launches_and_their_mean_is_none(
    tmp_path: Path, text: str, options: str, launches: int
) -> None:
    (curve,) = study_of(tmp_path, text, options).curves
    assert set(launches_of(curve)) == {launches}


def test_times_of_sizes_are_no_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    text = "cores,time 100,time 200\n1,4,8\n2,2,4\n"
    said = refusal_of(tmp_path, capsys, text)
    assert "'time 100', 'time 200' may all be the time" in said
    assert len(study_of(tmp_path, text, "--time time*").curves) == 2
