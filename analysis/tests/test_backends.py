# SPDX-License-Identifier: Apache-2.0
"""CPU and GPU in one study: axes of their own, and by node, cost and joule on one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from journals import JournalMaker, demonstration, launches, point_id, record, requested

from scaling.draw.render import draw
from scaling.draw.style import style_of
from scaling.figures import backends as backends_figure
from scaling.figures import efficiency_map as efficiency_map_figure
from scaling.figures import speedup as speedup_figure
from scaling.form import form_tables
from scaling.metrics.energy import energy_j, energy_of
from scaling.model.study import Study, make_study
from scaling.records.journal import read_journal
from scaling.records.request import parse_request
from scaling.report.method import method
from scaling.tables import accuracy as accuracy_table
from scaling.tables import backends as backends_table
from scaling.tables import strong as strong_table
from scaling.tables import weak as weak_table
from scaling.zipped import zip_equal

W = 10**9
BEFORE_J = 5000.0
REPETITIONS = 7


def gpu_launch(request: dict, launch: int, time_s: float, joules: float) -> dict:
    """A launch of the worker for CUDA; `joules` is what each GPU took in all."""
    found = record(request, launch, [time_s] * REPETITIONS)
    measurement = found["result"]["measurements"][0]
    measurement["devices"] = []
    shared = request.get("ranks_per_gpu", 1)
    for rank, place in enumerate(found["result"]["world"]["by_rank"]):
        place["device"] = {"id": f"GPU-{rank // shared}", "free_bytes": launch}
        measurement["devices"].append(
            {"before": {"energy_j": BEFORE_J}, "after": {"energy_j": BEFORE_J + joules}}
        )
    return found


def add_gpu(maker: JournalMaker, time_s: float, joules: float, **more) -> dict:
    request = requested(more.pop("ranks"), 1, W, backend="cuda", **more)
    maker.point(request, ["strong"])
    for launch, t in enumerate(launches(time_s, 10, 7), start=1):
        maker.lines.append(gpu_launch(request, launch, t, joules))
    return request


def both() -> JournalMaker:
    """One node with 8 cores and two GPUs; a GPU is 20 times as fast as a core."""
    maker = JournalMaker(until=0.1)
    for ranks in (1, 2, 4, 8):
        request = requested(ranks, 1, W)
        maker.measure(request, launches(8.0 / ranks, 10, ranks))
    for launch in maker.lines:
        if launch["kind"] == "record":
            launch["result"]["measurements"][0]["energy_j"] = 400.0
    add_gpu(maker, 0.4, 700.0, ranks=1)
    add_gpu(maker, 0.2, 350.0, ranks=2)
    return maker


def study_of(maker: JournalMaker, folder: Path) -> Study:
    return make_study(read_journal(maker.write(folder) / "journal.jsonl"), "s")


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Study:
    return study_of(both(), tmp_path_factory.mktemp("both"))


def rows_of(table) -> list[dict]:
    names = [column.name for column in table.columns]
    return [dict(zip_equal(names, row)) for row in table.rows]


@pytest.mark.parametrize(
    ("more", "units", "unit"),
    [
        ({}, 8, "core"),
        ({"backend": "cuda"}, 4, "GPU"),
        ({"backend": "hip", "ranks_per_gpu": 2}, 2, "GPU"),
        ({"backend": "cuda", "ranks_per_gpu": 3}, 2, "GPU"),
        ({"backend": "cuda", "program": ["./x"]}, 8, "core"),
    ],
)
def test_what_is_counted(more: dict, units: int, unit: str) -> None:
    request = parse_request(requested(4, 2, W, **more))
    assert (request.units, request.unit) == (units, unit)


def test_a_gpu_is_never_on_an_axis_of_cores(study: Study) -> None:
    assert [curve.unit for curve in study.curves] == ["core", "GPU"]
    cores, gpus = strong_table.make(study, ())
    assert [row["gpus"] for row in rows_of(gpus)] == [1, 2]
    assert "cores" not in rows_of(gpus)[0]
    assert [row["cores"] for row in rows_of(cores)] == [1, 2, 4, 8]
    figures = speedup_figure.make(study)
    assert [f.slug for f in figures] == ["speedup-strong-pi", "speedup-strong-pi-gpu"]
    assert figures[1].data.columns[3].heading == "GPUs"
    assert "against GPUs" in figures[1].alt


def test_threads_beside_a_gpu_are_no_axis(tmp_path: Path) -> None:
    maker = JournalMaker()
    for ranks in (1, 2):
        for threads in (1, 4):
            request = requested(ranks, threads, W, backend="cuda")
            maker.measure(request, launches(1.0 / ranks, 10, threads))
    study = study_of(maker, tmp_path)
    (curve,) = study.curves
    assert [row.units for row in curve.rows] == [1, 1, 2, 2]
    assert curve.largest.efficiency.value == pytest.approx(1.0, rel=0.02)
    assert efficiency_map_figure.make(study) == []


def test_weak_work_is_per_gpu(tmp_path: Path) -> None:
    maker = JournalMaker()
    for ranks in (1, 2, 4):
        request = requested(ranks, 1, W * ranks, backend="cuda")
        maker.measure(request, launches(1.0, 10, ranks), ("weak",))
    (table,) = weak_table.make(study_of(maker, tmp_path), ())
    assert "1e9 samples per GPU" in table.title
    assert [row["samples_per_s_per_gpu"] for row in rows_of(table)] == pytest.approx(
        [1e9] * 3, rel=0.02
    )


def test_energy_is_of_a_repetition_and_of_each_gpu_once(tmp_path: Path) -> None:
    maker = JournalMaker()
    alone = add_gpu(maker, 1.0, 70.0, ranks=2)
    shared = add_gpu(maker, 1.0, 70.0, ranks=4, ranks_per_gpu=2)
    found = {p.id: p for p in study_of(maker, tmp_path).points}
    for request in (alone, shared):
        point = found[point_id(request)]
        assert energy_j(point) == pytest.approx(2 * 70.0 / REPETITIONS)
        assert energy_of(point) == "GPUs"


@pytest.mark.parametrize(
    "broken", [{"after": {}}, {"after": {"energy_j": 1.0}}, {"before": None}]
)
def test_energy_that_cannot_be_told_is_not_told(broken: dict, tmp_path: Path) -> None:
    maker = JournalMaker()
    request = add_gpu(maker, 1.0, 70.0, ranks=2)
    for launch in maker.lines:
        launch["result"]["measurements"][0]["devices"][1] |= broken
    study = study_of(maker, tmp_path)
    assert study.problems == ()
    (point,) = (p for p in study.points if p.id == point_id(request))
    assert len(point.launches) == 10
    assert energy_j(point) is None


def test_one_table_holds_both_by_node_cost_and_joule(study: Study) -> None:
    (table,) = backends_table.make(study, ())
    cpu, gpu = rows_of(table)
    assert (cpu["backend"], gpu["backend"]) == ("openmp", "cuda")
    assert (cpu["cores"], gpu["gpus"]) == (8, 2)
    assert cpu["factor"].value == 1
    assert gpu["factor"].value == pytest.approx(5.0, rel=0.03)
    assert gpu["factor"].low < 5.0 < gpu["factor"].high
    assert cpu["core_hours"] == pytest.approx(8 / 3600, rel=0.02)
    assert gpu["gpu_hours"] == pytest.approx(2 * 0.2 / 3600, rel=0.02)
    # All 8 cores, and both GPUs: each time the whole node.
    assert cpu["node_hours_per_sample"] == pytest.approx(1 / 3600 / W, rel=0.02)
    assert gpu["node_hours_per_sample"] == pytest.approx(0.2 / 3600 / W, rel=0.02)
    assert gpu["joules_per_sample"] == pytest.approx(2 * 350 / REPETITIONS / W)
    assert cpu["joules_per_sample"] == pytest.approx(400 / W)
    assert (cpu["energy_of"], gpu["energy_of"]) == ("processors", "GPUs")
    assert "ranks" not in gpu


def test_hours_of_gpus_are_no_core_hours(study: Study) -> None:
    (table,) = accuracy_table.make(study, ())
    *_, gpu, core = (row for row in rows_of(table) if row["error"] == 1e-6)
    assert core["gpu_hours"] is core["merit_of_gpus"] is gpu["core_hours"] is None
    assert core["core_hours"] == pytest.approx(8 * core["time_to_accuracy_s"] / 3600)
    assert gpu["gpu_hours"] == pytest.approx(2 * gpu["time_to_accuracy_s"] / 3600)
    cost = dict(method(study))["Cost"]
    assert re.match(r"The launches .* core-hours and .* GPU-hours: ", cost)


def test_the_form_does_not_call_gpus_cores(study: Study) -> None:
    headings = [table.columns[0].heading for table in form_tables(study)]
    assert headings == 2 * ["Number of cores", "Number of GPUs"]
    assert "the fewest cores or GPUs of each" in dict(method(study))["Base"]


def test_a_part_of_a_node_costs_a_part(study: Study) -> None:
    figure = backends_figure.make(study)[0]
    rows = {(r["backend"], r["units"]): r for r in rows_of(figure.data)}
    seconds = {key: row["node_s_per_1e9_samples"] for key, row in rows.items()}
    assert seconds["openmp", 2] == pytest.approx(4.0 * 2 / 8, rel=0.02)
    assert seconds["cuda", 1] == pytest.approx(0.4 * 1 / 2, rel=0.02)


def test_one_backend_without_energy_needs_no_common_axis(tmp_path: Path) -> None:
    study = study_of(demonstration(), tmp_path)
    assert backends_table.make(study, ()) == backends_figure.make(study) == []


def test_the_figure_is_on_its_paper(study: Study) -> None:
    (figure,) = backends_figure.make(study)
    with style_of(figure.slug):
        canvas = draw(figure)
    assert [axes.get_xlabel() for axes in canvas.axes] == [
        "Nodes",
        "Cost of 1e9 samples (node-seconds)",
        "Energy of 1e9 samples (J)",
    ]
    for axes in canvas.axes:
        found = axes.get_tightbbox()
        assert 0 <= found.x0 < found.x1 <= canvas.bbox.x1
        assert 0 <= found.y0 < found.y1 <= canvas.bbox.y1
    legend = canvas.axes[-1].get_legend()
    below = canvas.axes[-1].xaxis.get_tightbbox().y0
    assert 0 <= legend.get_window_extent().y0 < legend.get_window_extent().y1 <= below
    assert [text.get_text() for text in legend.get_texts()] == ["cuda", "openmp"]
