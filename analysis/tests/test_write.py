# SPDX-License-Identifier: Apache-2.0
"""The folder of a report, in a directory in which others may write."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from journals import demonstration

from scaling.overview import read_overview
from scaling.write import INDEX, write_report

FORMATS = frozenset({"csv"})


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return demonstration().write(tmp_path / "study")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """What nobody asked to be touched."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "points.csv").write_text("mine")
    return folder


def test_a_link_is_not_followed(study: Path, elsewhere: Path) -> None:
    (study / "report").symlink_to(elsewhere)
    with pytest.raises(NotADirectoryError, match="is a link; remove it"):
        write_report(read_overview(study), study / "report", FORMATS)
    assert [path.name for path in elsewhere.iterdir()] == ["points.csv"]


def test_links_within_are_replaced(study: Path, elsewhere: Path) -> None:
    folder = study / "report"
    folder.mkdir()
    victim = elsewhere / "points.csv"
    for name in ("points.csv", f".points.csv.{os.getpid()}", INDEX):
        (folder / name).symlink_to(victim)
    write_report(read_overview(study), folder, FORMATS)
    assert victim.read_text() == "mine"
    assert not (folder / "points.csv").is_symlink()
    assert "points.csv" in json.loads((folder / INDEX).read_text())


def test_what_an_earlier_report_wrote_goes(study: Path) -> None:
    folder = study / "report"
    write_report(read_overview(study), folder, frozenset({"csv", "md"}))
    (folder / "notes.txt").write_text("mine")
    assert (folder / "report.md").exists()
    write_report(read_overview(study), folder, FORMATS)
    assert not (folder / "report.md").exists()
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_pipe_in_place_of_the_index_is_not_waited_for(study: Path) -> None:
    folder = study / "report"
    folder.mkdir()
    os.mkfifo(folder / INDEX)
    write_report(read_overview(study), folder, FORMATS)
    assert (folder / INDEX).is_file()
