# SPDX-License-Identifier: Apache-2.0
"""What others measured, as the base or as a curve beside what a study measures."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from journals import JournalMaker, requested

from scaling.__main__ import main
from scaling.compare.side import read_side
from scaling.exports import curves_csv, points_csv, study_json
from scaling.figures import figure_kinds
from scaling.marks import BASE, BESIDE, IMPORTED, mark_figure, marks_of
from scaling.overview import Overview
from scaling.report.badge import badge
from scaling.report.method import method
from scaling.report.verdict import verdict

SERIAL = "app,wall (s)\nserial,2.10\nserial,2.12\nserial,2.08\nserial,2.10\n"
OLD = "ranks,seconds\n1,3.0\n2,1.6\n4,1.0\n"


def rows(folder: Path, text: str, *options: str) -> dict[str, Any]:
    """What the harness is given of a file."""
    file, out = folder / "serial.csv", folder / "rows.json"
    file.write_text(text)
    assert main(["rows", f"--out={out}", *options, "--", str(file)]) == 0
    return json.loads(out.read_text())


def refusal(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, *options: str
) -> str:
    """What is wrong with a file."""
    file = folder / "serial.csv"
    file.write_text(text)
    words = ["rows", f"--out={folder / 'rows.json'}", *options, "--", str(file)]
    assert main(words) == 2
    return capsys.readouterr().err.replace(f"{folder}/", "")


def base_of(folder: Path, *series: str, text: str = SERIAL) -> dict[str, Any]:
    kinds = [f"--series={kind}" for kind in series or ("strong",)]
    return rows(folder, text, "--base", "--on-cores=1", *kinds)


def curve_of(folder: Path, *options: str, text: str = OLD) -> dict[str, Any]:
    return rows(folder, text, "--name=old", "--series=strong", *options)


def measured(samples: int = 10**9, **more: Any) -> JournalMaker:
    maker = JournalMaker(**more)
    for ranks, time_s in ((1, 2.2), (2, 1.15), (4, 0.62)):
        times = [time_s * (1 + step / 1000) for step in range(-3, 4)]
        maker.measure(requested(ranks, 1, samples), times)
    return maker


def with_imports(maker: JournalMaker, *imports: dict[str, Any]) -> JournalMaker:
    """The same study, which others' rows stand beside."""
    maker.imports = list(imports)
    if any(one["is_base"] for one in imports):
        maker.base = {"imported": True}
    return maker


@pytest.fixture
def both(overview_of, tmp_path: Path) -> Overview:
    return overview_of(with_imports(measured(), base_of(tmp_path), curve_of(tmp_path)))


def test_a_base_that_was_imported_makes_the_ratios(overview_of, tmp_path) -> None:
    study = overview_of(with_imports(measured(), base_of(tmp_path))).study
    (curve,) = study.curves
    assert [row.units for row in curve.rows] == [1, 2, 4]
    assert not any(row.is_base or row.point.request.imported for row in curve.rows)
    assert curve.rows[2].speedup.value == pytest.approx(2.1 / 0.62, rel=0.01)
    assert curve.rows[2].efficiency.value == pytest.approx(2.1 / 0.62 / 4, rel=0.01)
    assert curve.rows[2].speedup.low is not None, "four times and seven have one"
    assert curve.base.point.time_s.value == pytest.approx(2.1)


def test_one_time_makes_a_ratio_without_an_interval(overview_of, tmp_path) -> None:
    base = base_of(tmp_path, text="app,wall (s)\na,2.10\n")
    (curve,) = overview_of(with_imports(measured(), base)).study.curves
    assert curve.rows[1].speedup.value == pytest.approx(2.1 / 1.15)
    assert curve.rows[1].speedup.low is None


def test_in_weak_scaling_its_work_is_that_of_a_core(overview_of, tmp_path) -> None:
    maker = JournalMaker()
    for ranks, time_s in ((1, 2.0), (2, 2.1), (4, 2.4)):
        request = requested(ranks, 1, ranks * 10**6)
        maker.measure(request, [time_s] * 5, series=["weak"])
    (curve,) = overview_of(with_imports(maker, base_of(tmp_path, "weak"))).study.curves
    assert [row.efficiency.value for row in curve.rows] == pytest.approx(
        [2.1 / 2.0, 2.1 / 2.1, 2.1 / 2.4]
    )


def test_a_column_tells_the_works_apart(overview_of, tmp_path) -> None:
    maker = JournalMaker()
    for n in (512, 1024):
        for ranks in (1, 2):
            request = requested(ranks, 1, 1, parameters={"n": n})
            maker.measure(request, [n / 512 / ranks] * 4)
    base = rows(
        tmp_path,
        "n,seconds\n1024,3.0\n512,2.0\n",
        *("--base", "--on-cores=1", "--by=n", "--series=strong"),
    )
    found = {
        dict(curve.like.parameters)["n"]: [row.speedup.value for row in curve.rows]
        for curve in overview_of(with_imports(maker, base)).study.curves
    }
    assert found == {
        "512": pytest.approx([2.0, 4.0]),
        "1024": pytest.approx([1.5, 3.0]),
    }


def test_a_base_of_other_work_is_none(overview_of, tmp_path) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        maker.measure(requested(ranks, 1, 1, parameters={"n": 256}), [1.0] * 4)
    base = rows(
        tmp_path,
        "n,seconds\n512,2.0\n",
        *("--base", "--on-cores=1", "--by=n", "--series=strong"),
    )
    overview = overview_of(with_imports(maker, base))
    assert overview.study.curves[0].base is None
    assert any(
        "rows that are imported, are of other work" in note
        for table in overview.tables
        for note in table.notes
    )


def test_a_rate_is_over_a_rate_in_its_unit(overview_of, tmp_path) -> None:
    maker = JournalMaker(curves=[{"metric": "rate", "unit": "GFLOP/s", "kind": "rate"}])
    for ranks, rate in ((1, 10.0), (2, 18.0)):
        request = requested(ranks, 1, 1, program=["./hpcg"])
        maker.measure(request, [1.0] * 4)
        for one in maker.lines[-5:-1]:
            (found,) = one["result"]["measurements"]
            given = {"unit": "GFLOP/s", "kind": "rate", "value": rate}
            found["metrics"] = {"rate": given}
    base = rows(
        tmp_path,
        "app,rate (MFLOP/s)\na,5000\n",
        *("--base", "--on-cores=1", "--series=strong", "--lead-rate=GFLOP/s"),
        "--rate=rate",
    )
    (curve,) = overview_of(with_imports(maker, base)).study.curves
    assert curve.base.point.value.value == pytest.approx(5.0)
    assert [r.speedup.value for r in curve.rows] == pytest.approx([2.0, 3.6])


def test_one_curve_never_mixes_both(both: Overview) -> None:
    own, others = both.study.curves
    assert [row.point.request.imported for row in own.rows] == [None] * 3
    assert all(row.point.request.imported for row in others.rows)
    assert others.base == others.rows[0], "over its own, whatever the study asks"
    assert others.rows[2].speedup.value == pytest.approx(3.0)
    assert [point.request.imported for point in both.study.points] == [None] * 3


def test_each_table_says_what_in_it_is_imported(both: Overview) -> None:
    notes = {table.slug: table.notes for table in both.tables}
    assert BASE.note in notes["strong-pi"]
    assert IMPORTED.note not in notes["strong-pi"]
    assert any(
        "Base: serial.csv (imported, not proven), 1 core, 2.10" in note
        for note in notes["strong-pi"]
    )
    assert IMPORTED.note in notes["strong-old-imported"]


def test_each_figure_says_what_in_it_is_imported(both: Overview) -> None:
    made = [figure for kind in figure_kinds() for figure in kind.make(both.study)]
    captions = {f.slug: mark_figure(f, both.study).caption for f in made}
    assert captions["speedup-strong-pi"].startswith(BASE.word)
    assert captions["speedup-strong-old"].startswith(IMPORTED.word)
    assert not captions["order-strong-pi"].startswith((BASE.word, IMPORTED.word))


def test_each_row_for_programs_says_whether_it_is_imported(both: Overview) -> None:
    points = list(csv.DictReader(io.StringIO(points_csv.render(both.study, ()))))
    told = {row["kernel"]: row["imported"] for row in points}
    assert told == {"pi": "", "serial.csv": "yes", "old": "yes"}
    found = list(csv.DictReader(io.StringIO(curves_csv.render(both.study, ()))))
    bases = {(row["curve"], row["imported"], row["base_imported"]) for row in found}
    assert bases == {("strong-pi", "", "yes"), ("strong-old-imported", "yes", "yes")}
    whole = json.loads(study_json.render(both.study, ()))
    assert whole["imported"] is False
    assert [one["name"] for one in whole["imports"]] == ["serial.csv", "old"]


def test_the_report_says_what_is_not_proven(both: Overview) -> None:
    assert marks_of(both.study) == (BASE, BESIDE)
    assert verdict(both).startswith("The base is imported, not proven. ")
    assert badge(both).word != "imported"
    assert "what is imported was not" in badge(both).why
    topics = dict(method(both.study))
    assert "serial.csv (SHA-256 " in topics["Imported numbers"]
    assert "as the base" in topics["Imported numbers"]
    assert "old-machine" not in topics["Base"]


def test_a_study_without_any_is_as_it_was(overview_of) -> None:
    overview = overview_of(measured())
    assert overview.study.beside == ()
    assert "Imported numbers" not in dict(method(overview.study))
    assert "imports" not in json.loads(study_json.render(overview.study, ()))


def test_what_is_imported_is_not_compared(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    maker = with_imports(measured(), base_of(tmp_path), curve_of(tmp_path))
    maker.write(folder)
    assert [p.request.imported for p in read_side(str(folder)).points] == [None] * 3


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("app,wall (s)\na,2.1\nb,two\n", (), "serial.csv:3:3: 'two'"),
        ("app,wall (s)\na,2.1\n", ("--time=wal",), "time:: there is no column 'wal'"),
        ("app,eff (%)\na,98\n", ("--time=eff",), "serial.csv:1:5: 'eff (%)' is an"),
    ],
)
def test_mistakes_are_told_by_line_and_column(
    tmp_path, capsys, text: str, options: tuple[str, ...], told: str
) -> None:
    words = ("--base", "--on-cores=1", "--series=strong", *options)
    assert told in refusal(tmp_path, capsys, text, *words)


def test_cores_have_to_be_told(tmp_path, capsys) -> None:
    told = refusal(tmp_path, capsys, SERIAL, "--base", "--series=strong")
    assert "on_cores: N" in told
    assert "--" not in told, "a study has no options"


def test_weak_rows_have_to_be_told(tmp_path, capsys) -> None:
    """By the key of a study, which is not called as the option is."""
    grown = "ranks,n,seconds\n1,10,1.0\n2,20,1.1\n"
    told = refusal(tmp_path, capsys, grown, "--series=strong")
    assert "If each has the same work, say so: scaling: weak; if it" in told
    assert "launch: 'n'" in told
    assert rows(tmp_path, grown, "--series=weak")["points"]


def test_a_curve_has_several_counts(tmp_path, capsys) -> None:
    told = refusal(tmp_path, capsys, "ranks,seconds\n2,1.0\n", "--series=strong")
    assert "serial.csv:1:1: 'ranks' has one value, 2: nothing scales" in told


def test_a_time_is_not_over_a_rate(tmp_path, capsys) -> None:
    words = ("--base", "--on-cores=1", "--series=strong", "--lead-rate=GFLOP/s")
    assert "'wall (s)' is a time. The metric" in refusal(
        tmp_path, capsys, SERIAL, *words
    )


def test_rows_that_are_no_rows_are_told(overview_of, tmp_path) -> None:
    base = base_of(tmp_path)
    base["points"][0]["launches"][0]["time_s"] = -1
    overview = overview_of(with_imports(measured(), base))
    assert "makespan_s is not an array of numbers of at least 0" in str(
        overview.study.problems
    )
