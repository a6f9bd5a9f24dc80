# SPDX-License-Identifier: Apache-2.0
"""`scaling.read` gives in Python what the files of a report hold, cell by cell."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from journals import JournalMaker, phases, requested
from test_simulated import grid

from scaling import parallel, read
from scaling.frame import Frame
from scaling.frames import StudyFrames
from scaling.overview import read_overview
from scaling.write import make_files

FORMATS = frozenset(["csv", "json", "svg"])
ANALYSIS = Path(__file__).parents[1]
FOR_PROGRAMS = ("points", "launches", "curves", "metrics", "launch_metrics")
OTHERS = ("failed", "laws", "factors", "phases", "kernels", "warnings")


@pytest.fixture(scope="module", params=["simulated", "metrics"])
def folder(request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated study with laws, and one of a program with further metrics."""
    maker = phases(("rate", "solve", "memory"))
    if request.param == "simulated":
        maker = grid("simulate")
    return maker.write(tmp_path_factory.mktemp("frames") / request.param)


@pytest.fixture(scope="module")
def study(folder: Path) -> StudyFrames:
    return read(folder)


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    return make_files(read_overview(folder), FORMATS)


def assert_same(frame: Frame, content: bytes, name: str) -> None:
    """As many rows and columns, and the same in each, as far as a CSV file has it."""
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert frame.rows == len(rows), name
    if rows:
        assert [*frame] == [*rows[0]], name
    for column, cells in frame.items():
        for cell, row in zip(cells, rows):
            assert_equal(cell, row[column], f"{name}: {column}")


def assert_equal(cell, text: str, where: str) -> None:
    if isinstance(cell, list):
        assert cell == pytest.approx([float(x) for x in text.split()]), where
    elif cell is None or (isinstance(cell, float) and math.isnan(cell)):
        assert text == "", where
    elif isinstance(cell, str):
        assert text.removeprefix("'") == cell, where
    else:
        assert float(text) == pytest.approx(float(cell), rel=1e-11), where


def test_every_csv_file_is_a_frame(study: StudyFrames, files: dict[str, bytes]) -> None:
    tidy = {name: getattr(study, name) for name in FOR_PROGRAMS}
    frames = {**tidy, **study.tables, **study.figures}
    written = {name[:-4] for name in files if name.endswith(".csv")}
    assert {name for name in frames if frames[name].rows} <= written <= {*frames}
    for name in written:
        assert_same(frames[name], files[f"{name}.csv"], name)


def test_study_json_has_the_same(study: StudyFrames, files: dict[str, bytes]) -> None:
    found = json.loads(files["study.json"])
    names = {"points": "points", "launches": "launches", "curve_rows": "curves"}
    for key, name in names.items():
        frame = getattr(study, name)
        assert len(found[key]) == frame.rows > 0
        for i, row in enumerate(found[key]):
            for column, value in row.items():
                value = int(value) if column == "samples" else value
                cell = frame[column][i]
                is_nothing = value is None and (cell is None or cell != cell)
                assert is_nothing or value == cell, (key, column)
    assert [one["id"] for one in found["warnings"]] == [*study.warnings["id"]]


def test_efficiencies_are_those_of_the_report(tmp_path: Path) -> None:
    study = read(grid("simulate").write(tmp_path / "s"))
    table = next(frame for slug, frame in study.tables.items() if slug == "strong-pi")
    curves = study.curves
    strong = curves["kind"] == "strong"
    assert strong.sum() == table.rows
    for name in ("speedup", "efficiency", "efficiency_low", "efficiency_high"):
        np.testing.assert_array_equal(curves[name][strong], table[name])
    np.testing.assert_array_equal(curves["value"][strong], table["time_s"])
    assert "SIMULATED" in " ".join(table.notes) and study.is_simulated
    assert {*study.laws["table"]} == {"laws-strong-pi", "laws-weak-pi"}
    assert study.laws.rows == sum(
        frame.rows for slug, frame in study.tables.items() if slug.startswith("laws-")
    )
    assert [*study.failed["verdict"]] == ["crash"]
    assert "Exclusions" in study.method


def test_numbers_are_numbers_with_units(study: StudyFrames) -> None:
    points, launches = study.points, study.launches
    assert points["time_s"].dtype == np.float64
    assert points["cores"].dtype == np.int64
    assert points.units["time_s_low"] == points.units["time_s"] == "s"
    assert launches.units["wall_s"] == "s"
    assert isinstance(launches["repetition_times_s"][0], list)
    for frame in (points, launches, *study.tables.values(), *study.figures.values()):
        assert frame.units.keys() == frame.keys()
        for name, unit in frame.units.items():
            assert unit == "s" or not name.endswith("time_s"), name
            assert "1e" not in unit or "1e9" in name, "of base units"


def test_a_rate_has_its_unit(tmp_path: Path) -> None:
    study = read(phases(("rate",)).write(tmp_path / "s"))
    table = study.tables["strong-app"]
    assert table.units["rate_GFLOP_per_s_high"] == "GFLOP/s"
    assert {*study.curves["metric_unit"]} == {"GFLOP/s"}


def test_counts_of_any_size_stay_exact(tmp_path: Path) -> None:
    maker = JournalMaker()
    for ranks, samples in ((1, 2**60 + 1), (2, 2**60 + 1)):
        maker.measure(requested(ranks, 1, samples), [1.0, 1.1])
    found = read(maker.write(tmp_path / "s")).points["samples"]
    assert [*found] == [2**60 + 1] * 2


def test_a_notebook_shows_a_frame(study: StudyFrames) -> None:
    shown = next(iter(study.tables.values()))._repr_html_()
    assert shown.startswith("<table>") and "<th>cores</th>" in shown
    assert "<script" not in study.points._repr_html_()
    more = f"{study.launches.rows - 60} rows more"
    assert (more in study.launches._repr_html_()) == (study.launches.rows > 60)
    assert study.name in repr(study)


def frames_of(study: StudyFrames) -> list[Frame]:
    named = (getattr(study, name) for name in (*FOR_PROGRAMS, *OTHERS))
    return [*named, *study.tables.values(), *study.figures.values()]


def test_pandas_takes_every_frame_as_it_is(study: StudyFrames) -> None:
    pandas = pytest.importorskip("pandas")
    for frame in frames_of(study):
        found = pandas.DataFrame(frame)
        assert ([*found.columns], len(found)) == ([*frame], frame.rows)
        assert frame.pandas().attrs["units"] == frame.units
    assert pandas.DataFrame(study.points)["time_s"].dtype == np.float64
    assert study.points.pandas().attrs["units"]["time_s"] == "s"


def test_polars_takes_every_frame(study: StudyFrames) -> None:
    polars = pytest.importorskip("polars")
    for frame in frames_of(study):
        found = frame.polars()
        assert (found.columns, len(found)) == ([*frame], frame.rows)
    frame = study.launches.polars()
    assert frame["time_s"].to_list() == study.launches["time_s"].tolist()
    assert frame["repetition_times_s"].dtype == polars.List(polars.Float64)


def test_reading_needs_no_library_for_frames(folder: Path) -> None:
    """Nor does it load what draws: a notebook asks for numbers."""
    code = (
        f"import sys; from scaling import read; read({str(folder)!r}).curves; "
        "print(sorted({'pandas', 'polars', 'matplotlib'} & {*sys.modules}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ANALYSIS)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr


def test_a_journal_is_a_study_too(folder: Path, study: StudyFrames) -> None:
    again = read(str(folder / "journal.jsonl"))
    assert again.name == study.name
    with pytest.raises(FileNotFoundError, match=r"journal\.jsonl"):
        read(folder / "nothing")


def test_no_fork_beside_other_threads() -> None:
    """As in a notebook, whose threads may hold a lock that the child waits for."""
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    try:
        assert parallel.processors() == 1
    finally:
        wait.set()
        thread.join()
