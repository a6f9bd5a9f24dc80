# SPDX-License-Identifier: Apache-2.0
"""Metrics with curves: rates that lead, phases beside each other, sizes and counts."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import recompute_tables
from journals import JournalMaker, curve, phases
from test_recompute import differing, tables_of

from scaling.__main__ import main
from scaling.compare.difference import find_difference
from scaling.compare.page import make_page as make_comparison
from scaling.compare.side import read_side
from scaling.exports import benchmark_json, extrap_jsonl, study_json
from scaling.figures import cost as cost_figure
from scaling.figures import law as law_figure
from scaling.figures import metrics as metrics_figure
from scaling.figures import time as time_figure
from scaling.model.curve import Curve
from scaling.overview import Overview, make_overview, read_overview
from scaling.records.metric import MAKESPAN, SECONDS_PER, usual_kind
from scaling.report.method import method
from scaling.report.rules import score
from scaling.report.verdict import verdict
from scaling.screen import Screen
from scaling.show import show
from scaling.table import METRICS, Table
from scaling.verify import verify
from scaling.warnings import coarse_times, start_up_in_wall
from scaling.write import write_report

ALL = ("rate", "mesh", "assembly", "solve", "memory", "iterations")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a study that a rate leads; not to be changed."""
    return phases(ALL).write(tmp_path_factory.mktemp("metrics") / "study")


@pytest.fixture(scope="module")
def overview(folder: Path) -> Overview:
    return read_overview(folder)


def table(overview: Overview, slug: str) -> Table:
    return next(found for found in overview.tables if found.slug == slug)


def cells(found: Table, name: str) -> list[Any]:
    at = [column.name for column in found.columns].index(name)
    return [row[at] for row in found.rows]


def given(maker: JournalMaker, ranks: int, name: str) -> list[float]:
    """What the launches of a point gave, as the journal has it."""
    return [
        one["result"]["measurements"][0]["metrics"][name]["value"]
        for one in maker.lines
        if one["kind"] == "record" and one["requested"]["ranks"] == ranks
    ]


def changed(maker: JournalMaker, ranks: int, change) -> JournalMaker:
    """With what `change` makes of the metrics of each launch of a point."""
    for one in maker.lines:
        if one["kind"] == "record" and one["requested"]["ranks"] == ranks:
            change(one["launch"], one["result"]["measurements"][0]["metrics"])
    return maker


def test_the_usual_kind_of_a_unit() -> None:
    units = ("s", "min", "GFLOP/s", "ns/day", "MB/s", "GiB", "", "reduced")
    kinds = ["time", "time", "rate", "count", "rate", "size", "count", "count"]
    assert [*map(usual_kind, units)] == kinds


def test_units_of_time_are_those_of_the_harness() -> None:
    contract = Path(__file__).parents[2] / "tests" / "contract" / "units.json"
    assert json.loads(contract.read_text())["seconds_per"] == SECONDS_PER


def test_a_rate_leads(overview: Overview) -> None:
    """Its ratios are those of reciprocals, its numbers those of the rate."""
    maker = phases(ALL)
    found = table(overview, "strong-app")
    (rate,) = (c for c in found.columns if c.name == "rate_GFLOP_per_s")
    assert rate.unit == "GFLOP/s"
    rates = cells(found, "rate_GFLOP_per_s")
    for cell, ranks in zip(rates, (1, 2, 4, 8)):
        expected = 1 / np.median(1 / np.array(given(maker, ranks, "rate")))
        assert cell.value == pytest.approx(expected)
        assert cell.low < cell.value < cell.high
    speedups, efficiencies = cells(found, "speedup"), cells(found, "efficiency")
    assert speedups[3].value == pytest.approx(rates[3].value / rates[0].value, rel=0.02)
    assert efficiencies[3].value == pytest.approx(speedups[3].value / 8)
    assert "time_s" not in [column.name for column in found.columns]


def test_a_rate_and_its_reciprocal_have_one_speedup(tmp_path: Path) -> None:
    """As if the program had printed the time of a unit of work."""
    maker = phases(("solve",))
    for ranks in (1, 2, 4, 8):
        changed(
            maker, ranks, lambda _, m: m["solve"].update(value=1 / m["rate"]["value"])
        )
    by_time = read_overview(maker.write(tmp_path / "t")).study.curves[0]
    by_rate = read_overview(phases(("rate",)).write(tmp_path / "r")).study.curves[0]
    for one, other in zip(by_time.rows, by_rate.rows):
        assert one.speedup.value == pytest.approx(other.speedup.value)
        assert one.efficiency == other.efficiency or one.efficiency.low == (
            pytest.approx(other.efficiency.low)
        )


def test_a_rate_of_weak_scaling(tmp_path: Path) -> None:
    """E is the rate over that of the base, each per core."""
    maker = phases(("rate", "solve"), kinds=("weak",))
    study = read_overview(maker.write(tmp_path / "w")).study
    (found,) = study.curves
    rates = [1 / np.median(1 / np.array(given(maker, n, "rate"))) for n in (1, 8)]
    last = found.rows[-1]
    assert last.efficiency.value == pytest.approx(rates[1] / rates[0] / 8, rel=0.02)
    (by_solve,) = study.further
    times = [np.median(given(maker, n, "solve")) for n in (1, 8)]
    efficiency = by_solve.rows[-1].efficiency.value
    assert efficiency == pytest.approx(times[0] / times[1], rel=0.02)


def test_each_metric_has_a_table(overview: Overview) -> None:
    further = [t for t in overview.tables if t.section == METRICS]
    assert [t.slug for t in further] == [f"strong-app-{name}" for name in ALL[1:]]
    assembly = table(overview, "strong-app-assembly")
    maker = phases(ALL)
    first, *_, last = cells(assembly, "time_s")
    assert first.value == pytest.approx(np.median(given(maker, 1, "assembly")) / 1e3)
    assert cells(assembly, "speedup")[-1].value == pytest.approx(
        first.value / last.value, rel=0.02
    )
    assert cells(assembly, "n") == [10] * 4


def test_a_size_has_no_speedup(overview: Overview) -> None:
    found = table(overview, "strong-app-memory")
    assert [c.name for c in found.columns] == [
        "ranks", "threads", "cores", "memory_GiB", "n",
    ]  # fmt: skip
    assert [cell.value for cell in cells(found, "memory_GiB")] == pytest.approx(
        [1.6, 1.7, 1.9, 2.3]
    )


def test_a_step_of_the_last_digit_widens_the_interval(overview: Overview) -> None:
    by_mesh = overview.study.further[0].rows[0].point
    values = given(phases(ALL), 1, "mesh")
    assert by_mesh.value.high == pytest.approx(sorted(values)[-2] + 0.001)


def test_a_step_of_a_rate(tmp_path: Path) -> None:
    maker = changed(
        phases(("rate",)), 2, lambda _, m: m["rate"].update(value=76.0, resolution=1.0)
    )
    (found,) = read_overview(maker.write(tmp_path / "s")).study.curves
    value = found.rows[1].point.value
    assert (value.low, value.value, value.high) == pytest.approx((75, 76, 77))


def without(tmp_path: Path, *curves: str) -> Overview:
    return read_overview(changed_to_zero(*curves).write(tmp_path / "without"))


def changed_to_zero(*curves: str) -> JournalMaker:
    """Three launches of 2 ranks gave no solve, two of 4 ranks one of 0."""

    def drop(launch: int, metrics: dict[str, Any]) -> None:
        if launch <= 3:
            del metrics["solve"]

    def zero(launch: int, metrics: dict[str, Any]) -> None:
        if launch <= 2:
            metrics["solve"]["value"] = 0.0

    return changed(changed(phases(curves, steps=False), 2, drop), 4, zero)


def test_launches_without_a_metric_are_counted(tmp_path: Path) -> None:
    overview = without(tmp_path, "mesh", "solve")
    found = table(overview, "strong-app-solve")
    assert cells(found, "n") == [10, 7, 10, 10]
    values = [x or 0.0 for x in given(changed_to_zero("mesh", "solve"), 4, "solve")]
    assert cells(found, "time_s")[2].value == pytest.approx(np.median(values))
    assert [x is None for x in cells(found, "speedup")] == [False, False, True, False]
    assert found.notes[-2:] == (
        "Left out for want of solve: 2x1 (3 of 10 launches gave none).",
        "No ratio to a solve of 0: 4x1 (2 of 10 launches gave 0 or less).",
    )
    assert dict(method(overview.study))["Exclusions"] == (
        "Not in the numbers of solve, for want of one: 3 launches. No ratio of solve "
        "at 1 point, where a launch gave 0 or less."
    )
    (drawn,) = (f for f in metrics_figure.make(overview.study) if "time" in f.slug)
    assert "No ratio to a solve of 0: 4x1" in drawn.caption


def test_a_base_that_is_printed_as_0_keeps_the_values_of_its_curve(
    tmp_path: Path,
) -> None:
    """As the `Other | 0.00` of LAMMPS, in one launch of ten."""

    def zero(launch: int, metrics: dict[str, Any]) -> None:
        if launch == 4:
            metrics["mesh"].update(value=0.0, resolution=0.01)

    maker = changed(phases(("solve", "mesh")), 1, zero)
    overview = read_overview(maker.write(tmp_path / "s"))
    found = table(overview, "strong-app-mesh")
    assert cells(found, "n") == [10, 10, 10, 10]
    assert all(cells(found, "time_s"))
    assert "speedup" not in [column.name for column in found.columns]
    assert found.notes[0].endswith("the leading curve's gave no value above 0.")
    assert found.notes[-1] == (
        "No ratio to a mesh of 0: 1x1 (1 of 10 launches gave 0 or less)."
    )
    assert "Nothing was excluded" not in dict(method(overview.study))["Exclusions"]


def test_a_time_of_0_is_at_most_a_step(tmp_path: Path) -> None:
    def zero(_: int, metrics: dict[str, Any]) -> None:
        metrics["mesh"].update(value=0.0, resolution=0.01)

    maker = changed(phases(("solve", "mesh")), 8, zero)
    value = read_overview(maker.write(tmp_path / "s")).study.further[0].rows[-1].point
    assert (value.time_s.low, value.time_s.value, value.time_s.high) == (0, 0, 0.01)


def test_launches_without_the_leading_metric_are_counted(tmp_path: Path) -> None:
    overview = without(tmp_path, "solve", "mesh")
    found = table(overview, "strong-app")
    assert cells(found, "n") == [10, 7, 0, 10]
    assert "no value" in cells(found, "flags")[2]
    assert "2x1 (3 of 10 launches gave none)" in " ".join(found.notes)
    topics = dict(method(overview.study))
    assert "13 launches without solve" in topics["Exclusions"]
    exported = json.loads(study_json.render(overview.study, ()))
    assert len(exported["launches"]) == 40, "what is no point of the curve is raw data"


def test_without_the_bases_value_there_is_no_ratio(tmp_path: Path) -> None:
    maker = changed(phases(("mesh", "solve")), 1, lambda _, m: m.pop("solve"))
    overview = read_overview(maker.write(tmp_path / "s"))
    found = table(overview, "strong-app-solve")
    assert "speedup" not in [column.name for column in found.columns]
    assert found.notes[0].startswith("Base: none, so no ratio")


def test_a_metric_in_another_unit_is_another(tmp_path: Path) -> None:
    maker = changed(phases(("rate",)), 8, lambda _, m: m["rate"].update(unit="MFLOP/s"))
    found = table(read_overview(maker.write(tmp_path / "s")), "strong-app")
    assert cells(found, "rate_GFLOP_per_s")[3] is None
    assert "8x1 (10 of 10 launches gave none)" in " ".join(found.notes)


def test_the_sentence_names_the_metric(overview: Overview) -> None:
    assert verdict(overview).startswith("Strong scaling of app by rate: use ")
    topics = dict(method(overview.study))
    assert "a rate that it says itself" in topics["Time of programs"]
    assert "was decided by rate alone" in topics["Further metrics"]
    assert "Measured: rate, ratios." in table(overview, "strong-app").caption


def test_the_goal_of_launches_names_the_metric(overview_of) -> None:
    maker = phases(("rate",))
    maker.rule = {"min": 10, "max": 12, "until": 0.02}
    said = dict(method(overview_of(maker).study))["Repetitions and launches"]
    assert "the half-widths of rate and efficiency are 2 %" in said


def test_the_terminal_shows_the_leading_metric_alone(overview: Overview) -> None:
    text = show(overview, Screen(100))
    assert text.startswith("app, strong scaling by rate: base 1 core\n")
    assert "mesh" not in text
    assert "; 5 further metrics," in f"; {text.splitlines()[-1]}"
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("kind", ["strong", "weak"])
def test_a_rate_costs_no_rule(tmp_path: Path, kind: str) -> None:
    overview = read_overview(phases(ALL, kinds=(kind,)).write(tmp_path / "s"))
    missing = {rule.number for rule in score(overview) if not rule.is_fulfilled}
    assert missing <= {11}, "four core counts have no law"


def test_the_form_says_what_is_faster(overview: Overview) -> None:
    strong = next(t for t in overview.form if t.slug == "form-B")
    assert "Speed-up is of rate, not of the time." in strong.notes
    seconds = [row[1] for row in strong.rows]
    assert seconds[0] == pytest.approx(1.1 * 5.1, rel=0.1)
    assert seconds == sorted(seconds, reverse=True)


def test_large_values_are_in_powers_of_their_unit(tmp_path: Path) -> None:
    maker = phases(("rate",))
    for ranks in (1, 2, 4, 8):
        changed(
            maker, ranks, lambda _, m: m["rate"].update(value=4e7 * m["rate"]["value"])
        )
    found = table(read_overview(maker.write(tmp_path / "s")), "strong-app")
    (column,) = (c for c in found.columns if c.name == "rate_GFLOP_per_s")
    assert (column.unit, column.scale) == ("1e9 GFLOP/s", 1e-9)


def test_what_is_no_wall_time_holds_no_start_up(overview: Overview) -> None:
    """The wall time of a launch is what its record has for a time."""
    assert all(not point.is_timed_by_wall for point in overview.study.points)
    assert start_up_in_wall.find(overview.study) == []


def test_laws_of_a_rate_are_of_its_reciprocal(tmp_path: Path) -> None:
    shapes = tuple((n, 1) for n in (1, 2, 4, 8, 16))
    overview = read_overview(phases(("rate",), shapes).write(tmp_path / "s"))
    found = table(overview, "laws-strong-app")
    assert found.columns[1].heading == "1 / rate on R cores"
    assert any("one over rate" in note for note in found.notes)
    (figure,) = law_figure.make(overview.study)
    names = [column.title for column in figure.data.columns]
    assert names[1] == "rate (GFLOP/s), fitted"
    fitted = [row[1] for row in figure.data.rows]
    assert fitted[0] == pytest.approx(39.2, rel=0.05)
    assert fitted == sorted(fitted)
    assert all(row[2] <= row[3] for row in figure.data.rows)
    weak = phases(("rate",), shapes, kinds=("weak",)).write(tmp_path / "w")
    (figure,) = law_figure.make(read_overview(weak).study)
    assert figure.data.rows[-1][1] == pytest.approx(16 * 39.2 * 0.9, rel=0.05)


def test_figures_of_a_rate(overview: Overview) -> None:
    (figure,) = time_figure.make(overview.study)
    assert figure.slug == "rate-strong-app"
    assert figure.data.columns[-1].title == "rate (GFLOP/s)"
    launches = [row[-1] for row in figure.data.rows if row[-2] != "median"]
    maker = phases(ALL)
    of_launches = [x for ranks in (1, 2, 4, 8) for x in given(maker, ranks, "rate")]
    assert sorted(launches) == pytest.approx(sorted(of_launches))
    assert cost_figure.make(overview.study) == []


def test_phases_are_drawn_together(overview: Overview) -> None:
    figures = {figure.slug: figure for figure in metrics_figure.make(overview.study)}
    assert [*figures] == [
        "metrics-efficiency-strong-app", "metrics-time-strong-app",
        "metrics-strong-app-memory", "metrics-strong-app-iterations",
    ]  # fmt: skip
    efficiency = figures["metrics-efficiency-strong-app"].data
    lines = dict.fromkeys(row[0] for row in efficiency.rows)
    assert [*lines] == ["mesh", "assembly", "solve", "rate"]
    times = figures["metrics-time-strong-app"].data
    assert {row[0] for row in times.rows} == {"mesh", "assembly", "solve"}
    assert all(figure.section == METRICS for figure in figures.values())


def test_hybrids_are_drawn_by_the_fastest(tmp_path: Path) -> None:
    shapes = ((1, 1), (2, 1), (1, 2), (4, 1), (2, 2))
    study = read_overview(phases(("rate", "mesh"), shapes).write(tmp_path / "s")).study
    figure = metrics_figure.make(study)[0]
    medians = [row for row in figure.data.rows if row[4] == "median"]
    assert len(medians) == 2 * 3, "each metric once at each core count"


def test_one_curve_alone_has_no_further_section(tmp_path: Path) -> None:
    overview = read_overview(phases(("solve",)).write(tmp_path / "s"))
    assert metrics_figure.make(overview.study) == []
    assert not [t for t in overview.tables if t.section == METRICS]
    assert "further metric" not in show(overview, Screen(100))


def test_the_report_can_be_verified(folder: Path, overview: Overview) -> None:
    formats = frozenset({"html", "md", "tex", "csv", "json", "sqlite", "jsonl"})
    write_report(overview, folder / "report", formats)
    assert verify(read_overview(folder), folder) == []
    page = (folder / "report" / "report.html").read_text()
    for name in ALL[1:]:
        assert f'id="strong-app-{name}"' in page
        assert (
            f"\\input{{strong-app-{name}.tex}}"
            in (folder / "report" / "report.tex").read_text()
        )
    changed_table = folder / "report" / "strong-app-solve.csv"
    text = changed_table.read_text()
    changed_table.write_text(text.replace("10", "11", 1))
    assert verify(read_overview(folder), folder)
    changed_table.write_text(text)


def test_every_metric_is_recomputed(tmp_path: Path) -> None:
    maker = phases(ALL, kinds=("strong", "weak"), steps=False)
    study = maker.write(tmp_path / "s")
    assert differing(study) == []
    names = {path.name for path in tables_of(study)}
    assert len(names) == 2 * len(ALL)
    path = study / "report" / "weak-app-solve.csv"
    rows = list(csv.reader(io.StringIO(path.read_text())))
    at = rows[0].index("efficiency")
    rows[2][at] = str(float(rows[2][at]) * 1.0001)
    path.write_text("\n".join(",".join(row) for row in rows))
    assert [*recompute_tables.differing(study / "journal.jsonl", path)]


def test_gaps_are_recomputed(tmp_path: Path) -> None:
    without(tmp_path, "mesh", "solve")
    assert differing(tmp_path / "without") == []


def test_exports_hold_every_metric(folder: Path, overview: Overview) -> None:
    found = json.loads(study_json.render(overview.study, ()))
    assert found["curves"] == [*ALL]
    assert len(found["metrics"]) == 4 * len(ALL)
    rate = next(x for x in found["metrics"] if x["metric"] == "rate")
    assert (rate["unit"], rate["kind"], rate["n"]) == ("GFLOP/s", "rate", 10)
    assert rate["value_low"] < rate["value"] < rate["value_high"]
    assembly = next(x for x in found["launch_metrics"] if x["metric"] == "assembly")
    assert assembly["unit"] == "s"
    assert assembly["resolution"] == pytest.approx(1e-4)
    assert len(found["launch_metrics"]) == 40 * len(ALL)
    times = [launch["time_s"] for launch in found["launches"]]
    assert times[0] == pytest.approx(1.1 * (0.5 + 1.2 + 3.4), rel=0.1), "seconds"
    lines = [
        json.loads(x) for x in extrap_jsonl.render(overview.study, ()).splitlines()
    ]
    assert {x["metric"] for x in lines} == set(ALL)
    entry = json.loads(benchmark_json.render(overview.study, ()))["benchmarks"][0]
    assert entry["metric:rate (GFLOP/s)"] == pytest.approx(39.2, rel=0.1)
    write_report(overview, folder / "report", frozenset({"sqlite", "csv"}))
    with closing(sqlite3.connect(folder / "report" / "study.sqlite")) as database:
        (n,) = database.execute("select count(*) from launch_metrics").fetchone()
    assert n == 240
    with (folder / "report" / "launch_metrics.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 240


def test_values_that_one_is_made_of_are_exported(tmp_path: Path) -> None:
    maker = changed(
        phases(("rate",)),
        1,
        lambda n, m: m["solve"].update({"values": [4.0, 3.5, 3.25]} if n > 2 else {}),
    )
    study = read_overview(maker.write(tmp_path / "s")).study
    found = json.loads(study_json.render(study, ()))["launch_metrics"]
    values = [x["values"] for x in found if x["metric"] == "solve"]
    assert values == [[]] * 2 + [[4.0, 3.5, 3.25]] * 8 + [[]] * 30


def compared(tmp_path: Path, a: JournalMaker, b: JournalMaker):
    sides = (a.write(tmp_path / "a"), b.write(tmp_path / "b"))
    return find_difference(*(read_side(str(side)) for side in sides))


def worse(_: int, metrics: dict[str, Any]) -> None:
    metrics["rate"]["value"] /= 1.1
    metrics["solve"]["value"] /= 1.1
    metrics["memory"]["value"] *= 1.2
    metrics["iterations"]["value"] *= 1.2


def test_each_metric_is_compared(tmp_path: Path) -> None:
    """Lower is better but for rates; more of a count is no regression."""
    names = ("rate", "solve", "memory", "iterations")
    found = compared(tmp_path, phases(names), changed(phases(names), 4, worse))
    at_four = {p.metric.name: p.verdict for p in found.pairs if p.label == "4x1"}
    assert at_four == {
        "rate": "SLOWER", "solve": "FASTER", "memory": "LARGER", "iterations": "LARGER",
    }  # fmt: skip
    assert [p.is_worse for p in found.pairs][:3].count(True) == 2
    assert str(found).endswith("of 4 points by 4 metrics; each side in one session")
    assert "4x1, memory: LARGER" in make_comparison(found)
    by_name = {p.metric.name: p for p in found.pairs if p.label == "4x1"}
    assert by_name["rate"].ratio.value == pytest.approx(1.1)
    alone = compared(tmp_path, phases(("rate",)), changed(phases(("rate",)), 4, worse))
    p_alone = next(p for p in alone.pairs if p.label == "4x1").adjusted_p
    assert by_name["rate"].adjusted_p > p_alone, "Holm's correction is over all"


def test_colours_of_a_comparison_are_defined(tmp_path: Path) -> None:
    """A browser draws nothing in one that is not."""
    page = make_comparison(compared(tmp_path, phases(("rate",)), phases(("rate",))))
    used = set(re.findall(r"var\((--[a-z]+)\)", page))
    assert used
    assert used <= set(re.findall(r"(--[a-z]+):", page))


def test_more_memory_is_a_regression(tmp_path: Path, capsys) -> None:
    def more(_: int, metrics: dict[str, Any]) -> None:
        metrics["memory"]["value"] *= 1.2

    names = ("solve", "memory")
    sides = (phases(names), changed(phases(names), 4, more))
    paths = [str(s.write(tmp_path / n)) for s, n in zip(sides, "ab")]
    assert main(["compare", *paths]) == 1
    assert "1 LARGER" in capsys.readouterr().out
    assert main(["compare", paths[1], paths[0]]) == 0


def test_a_time_that_leads_is_compared_with_one_that_did(tmp_path: Path) -> None:
    """A journal whose only curve is the time has the metrics in its records."""
    older = phases(("solve",))
    older.curves = []
    found = compared(tmp_path, older, phases(("solve", "mesh")))
    assert {p.metric.name for p in found.pairs} == {"solve", "mesh"}
    assert found.counts["SAME"] >= 4


def test_a_metric_of_one_side_only_is_said(tmp_path: Path) -> None:
    other = phases(("mesh", "solve"))
    for ranks in (1, 2, 4, 8):
        changed(other, ranks, lambda _, m: m.pop("solve"))
    found = compared(tmp_path, phases(("mesh", "solve")), other)
    assert [(x.label, x.why) for x in found.untested] == [
        ("solve", "a metric of A only")
    ]


def test_a_study_without_curves_is_what_it_was(tmp_path: Path) -> None:
    """The metrics of its records change no table of it."""
    maker = phases(("solve",))
    maker.curves = []
    overview = read_overview(maker.write(tmp_path / "s"))
    assert overview.study.metrics == (MAKESPAN,)
    assert overview.study.points[0].metric == MAKESPAN
    assert table(overview, "strong-app").title.startswith("Strong scaling of app: ")


def test_the_wall_time_is_no_metric_of_a_record(tmp_path: Path) -> None:
    overview = read_overview(phases(("wall", "rate")).write(tmp_path / "first"))
    assert overview.study.points[0].times_s == tuple(
        overview.study.points[0].launches.column("wall_s")
    )
    assert all(point.is_timed_by_wall for point in overview.study.points)
    overview = read_overview(phases(("rate", "wall")).write(tmp_path / "second"))
    (by_wall,) = overview.study.further
    assert by_wall.base.point.value.value == pytest.approx(1.1 * 5.1, rel=0.1)


def test_curves_of_kinds_that_nobody_knows_are_a_problem(tmp_path: Path) -> None:
    maker = phases(("solve",))
    maker.curves = [curve("solve") | {"kind": "mood"}]
    study = read_overview(maker.write(tmp_path / "s")).study
    (problem,) = study.problems
    assert "kind is none of time, rate, size, count" in str(problem)


def test_a_size_does_not_lead(tmp_path: Path) -> None:
    study = read_overview(
        phases(("memory", "rate", "rate")).write(tmp_path / "s")
    ).study
    assert [metric.name for metric in study.metrics] == ["", "memory", "rate"]


def test_w29_few_digits_of_a_rate(tmp_path: Path) -> None:
    maker = phases(("rate",))
    for ranks in (1, 2, 4, 8):
        changed(
            maker,
            ranks,
            lambda _, m: m["rate"].update(
                value=round(m["rate"]["value"]), resolution=1
            ),
        )
    (finding,) = coarse_times.find(read_overview(maker.write(tmp_path / "s")).study)
    assert "a step of the last digit of rate is up to 3 % of it" in finding.text
    assert finding.labels == ("1x1", "2x1")


def test_hostile_names_of_metrics(tmp_path: Path) -> None:
    """A metric may have any name."""
    name = '"><img src=x>; drop table points;\x1b[1m/../x'
    maker = phases(("rate",))
    maker.curves.append({"metric": name, "unit": "s", "kind": "time"})
    for ranks in (1, 2, 4, 8):
        changed(maker, ranks, lambda _, m: m.update({name: m["solve"]}))
    folder = maker.write(tmp_path / "s")
    overview = read_overview(folder)
    write_report(overview, folder / "report", frozenset({"html", "csv", "sqlite"}))
    page = (folder / "report" / "report.html").read_text()
    assert "<img src=x>" not in page
    assert "\x1b" not in page
    assert all(path.parent == folder / "report" for path in folder.rglob("strong-*"))


def test_two_metrics_with_one_file_name(tmp_path: Path) -> None:
    maker = phases(("rate",))
    for name in ("a b", "a/b"):
        maker.curves.append({"metric": name, "unit": "s", "kind": "time"})
    study = read_overview(maker.write(tmp_path / "s")).study
    slugs = [t.slug for t in make_overview(study).tables if t.section == METRICS]
    assert slugs == ["strong-app-a-b", "strong-app-a-b-2"]


def test_the_base_is_that_of_the_leading_metric(tmp_path: Path) -> None:
    """Of two points on the fewest cores the faster one by the rate, for the phases
    too."""

    def slow_mesh(_: int, metrics: dict[str, Any]) -> None:
        metrics["mesh"]["value"] *= 3
        metrics["rate"]["value"] *= 2

    shapes = ((1, 2), (2, 1), (4, 1))
    maker = changed(phases(("rate", "mesh"), shapes), 2, slow_mesh)
    study = read_overview(maker.write(tmp_path / "s")).study
    base: Curve = study.curves[0]
    assert base.base.point.request.shape == "2x1"
    assert study.further[0].base.point.request.shape == "2x1"
