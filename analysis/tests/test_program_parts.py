# SPDX-License-Identifier: Apache-2.0
"""What a program's witness tells of its parts: factors, threads, phases, kernels."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from journals import JournalMaker, record, requested, result, witnessed

from scaling.exports import study_json, study_sqlite
from scaling.figures import parts as parts_figure
from scaling.frames import StudyFrames
from scaling.metrics.losses import losses
from scaling.metrics.pop import efficiencies, measured_efficiencies, work_of
from scaling.model.study import Study, make_study
from scaling.overview import make_overview
from scaling.records.journal import read_journal
from scaling.report.lead import lead_size, tree
from scaling.report.limit import advice
from scaling.report.method import method
from scaling.table import Table
from scaling.tables import factors as factors_table
from scaling.tables import program_parts
from scaling.zipped import zip_equal

LAUNCHES = 6


def study_of(tmp_path: Path, *points: tuple[int, int, list[dict]]) -> Study:
    """An app at these ranks and threads, with what was seen of each launch."""
    maker = JournalMaker()
    for ranks, threads, witnesses in points:
        request = requested(
            ranks, threads, 1000, kernel="app", repetitions=1, program=["app"]
        )
        maker.point(request, ["strong"])
        for launch, witness in enumerate(witnesses, start=1):
            time_s = max(times["program_s"] for times in witness["times"])
            measured = record(request, launch, [time_s])
            measured["result"] = result(request, [time_s], tallies={}, estimate=None)
            measured["witness"] = witness
            maker.lines.append(measured)
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    study = make_study(journal, "s")
    assert study.problems == ()
    return study


def rows_of(table: Table) -> list[dict]:
    names = [column.name for column in table.columns]
    return [dict(zip_equal(names, row)) for row in table.rows]


def each_launch(ranks: int, times_s: list[float], mpi_s: list[float]) -> list[dict]:
    return [witnessed(ranks, *times) for times in zip_equal(times_s, mpi_s)]


def test_factors_have_the_interval_of_their_launches(tmp_path: Path) -> None:
    base = each_launch(1, [2.0] * LAUNCHES, [0.0] * LAUNCHES)
    # Outside of MPI 1 s in each; the whole takes longer from launch to launch.
    times_s = [1.0, 1.1, 1.2, 1.25, 1.3, 1.6]
    two = each_launch(2, times_s, [time_s - 1.0 for time_s in times_s])
    study = study_of(tmp_path, (1, 1, base), (2, 1, two))
    one, other = study.points
    found = measured_efficiencies(other, one)
    assert found["load_balance"].value == pytest.approx(1.0)
    assert found["communication"].value == pytest.approx(1 / 1.225)
    # Six launches: the interval of their median is from the least to the largest.
    assert found["communication"].low == pytest.approx(1 / 1.6)
    assert found["communication"].high == pytest.approx(1.0)
    assert found["parallel"] == found["communication"]
    assert found["computation"].value == pytest.approx(1.0)
    assert found["total"].value == pytest.approx(1 / 1.225)
    assert 0.62 < found["total"].low < 1 / 1.225 < found["total"].high < 1.01
    of_base = measured_efficiencies(one, one)
    assert of_base["computation"].low is None, "the base is 100 % by definition"
    assert of_base["total"] == of_base["parallel"]


def test_five_launches_give_no_interval(tmp_path: Path) -> None:
    one, two = (each_launch(n, [1.0] * 5, [0.1] * 5) for n in (1, 2))
    study = study_of(tmp_path, (1, 1, one), (2, 1, two))
    found = measured_efficiencies(study.points[1], study.points[0])
    assert found["communication"].low is None


HYBRID = {
    # Of 2 s each rank is in MPI for 0.5, serial for 0.5, and in regions for 1 s, in
    # which its two threads work 1.4 s and the first is 0.1 s in MPI.
    "openmp": {
        "runtime": "GOMP",
        "time_s": [1.0, 1.0],
        "threads_s": [1.5, 1.5],
        "threads_mpi_s": [0.1, 0.1],
        "mpi_s": [0.1, 0.1],
    }
}


def hybrid_study(tmp_path: Path) -> Study:
    alone = {
        "openmp": {
            "runtime": "GOMP",
            "time_s": [3.0],
            "threads_s": [3.0],
            "threads_mpi_s": [0.0],
            "mpi_s": [0.0],
        }
    }
    one = [witnessed(1, 4.0, 0.0, **alone)] * LAUNCHES
    two = [witnessed(2, 2.0, 0.6, **HYBRID)] * LAUNCHES
    return study_of(tmp_path, (1, 1, one), (2, 2, two))


def test_threads_and_processes_add_up_what_they_lose(tmp_path: Path) -> None:
    """METHOD: t = S + M + O; PE is that of all cores' time."""
    base, point = hybrid_study(tmp_path).points
    found = efficiencies(work_of(point), work_of(base))
    assert found.load_balance == pytest.approx(1.0)
    assert found.communication == pytest.approx(1.5 / 2)
    assert found.process == pytest.approx(1 - 0.5 / 2)
    assert found.serial == pytest.approx(1 - 0.5 * 0.5 / 2)
    assert found.regions == pytest.approx(1 - (1.0 - 1.4 / 2) / 2)
    assert found.thread == pytest.approx(found.serial + found.regions - 1)
    assert found.parallel == pytest.approx((0.5 + 1.4) / (2 * 2))
    assert found.parallel == pytest.approx(found.process + found.thread - 1)
    # The base works 4 s, all cores here 2 x 1.9 s.
    assert found.computation == pytest.approx(4.0 / 3.8)
    efficiency = (4.0 / 2.0) / 4
    assert found.total / 1.0 == pytest.approx(efficiency)


def test_one_process_is_balanced_however_its_parts_vary(tmp_path: Path) -> None:
    """The medians of parts need not add up to that of the whole."""

    def launch(time_s: float, regions_s: float) -> dict:
        numbers = dict.fromkeys(("threads_mpi_s", "mpi_s"), [0.0])
        return witnessed(
            1, time_s, mpi=None,
            openmp={"runtime": "GOMP", "time_s": [regions_s]}
            | {"threads_s": [1.5 * regions_s], **numbers},
        )  # fmt: skip

    launches = [launch(*times) for times in ((3.0, 0.5), (3.1, 2.0), (4.0, 2.1))] * 2
    point = study_of(tmp_path, (1, 2, launches)).points[0]
    work = work_of(point)
    assert work.regions.serial_s + work.regions.regions_s > work.useful_max_s
    found = measured_efficiencies(point, point)["load_balance"]
    assert (found.low, found.value, found.high) == (1.0, 1.0, 1.0)


def test_what_threads_lose_is_told(tmp_path: Path) -> None:
    study = hybrid_study(tmp_path)
    (curve,) = study.curves
    named = {loss.name: loss.share for loss in losses(curve, curve.rows[1])}
    assert named["serial work"] == pytest.approx(0.125)
    assert named["waiting in regions"] == pytest.approx(0.15)
    overview = make_overview(study)
    lines = {(f.name, f.depth) for f in tree(lead_size(overview)).factors}
    assert lines >= {("Processes", 2), ("Load balance", 3), ("Threads", 2)}
    (said, *_) = (s for s in advice(lead_size(overview)) if s.startswith("Serial"))
    assert said.startswith("Serial work takes 12 % at 4 cores: one thread of a rank")
    (figure,) = parts_figure.make(study)
    titles = [column.title for column in figure.data.columns]
    shares = dict(zip_equal(titles, figure.data.rows[1]))
    assert shares["Useful"] == pytest.approx(1.9 / 4)
    assert shares["Serial work"] == pytest.approx(0.125)
    assert shares["Waiting in regions"] == pytest.approx(0.15)
    assert shares["Collective"] == pytest.approx(0.25)


def test_a_program_without_regions_has_no_threads_apart(tmp_path: Path) -> None:
    one, two = [witnessed(1, 2.0)] * LAUNCHES, [witnessed(1, 1.2)] * LAUNCHES
    study = study_of(tmp_path, (1, 1, one), (1, 2, two))
    found = measured_efficiencies(study.points[1], study.points[0])
    assert not {"thread", "serial", "regions"} & {*found}
    (table,) = factors_table.make(study, ())
    assert "process" not in [column.name for column in table.columns]


def test_the_table_of_factors_splits_the_time_in_mpi(tmp_path: Path) -> None:
    two = [
        witnessed(2, 1.2) | {"mpi_s": [{"collective": 0.1, "point_to_point": s}] * 2}
        for s in (0.05, 0.06, 0.07, 0.09, 0.1, 0.11)
    ]
    study = study_of(tmp_path, (1, 1, [witnessed(1, 2.0)] * LAUNCHES), (2, 1, two))
    (table,) = factors_table.make(study, ())
    base, row = rows_of(table)
    assert row["mpi_collective"].value == pytest.approx(0.1 / 1.2)
    assert row["mpi_point_to_point"].value == pytest.approx(0.08 / 1.2)
    assert row["mpi_point_to_point"].low == pytest.approx(0.05 / 1.2)
    assert row["mpi_point_to_point"].high == pytest.approx(0.11 / 1.2)
    assert "mpi_waiting" not in row, "no rank waited"
    assert base["mpi_collective"].value == 0


def phases(ranks: int, time_s: list[float], mpi_s: list[float]) -> dict:
    found = {"level": 3, "count": [2] * ranks, "time_s": time_s, "mpi_s": mpi_s}
    return {"phases": [found]}


def test_phases_have_times_and_efficiencies(tmp_path: Path) -> None:
    one = [witnessed(1, 2.0, **phases(1, [1.0], [0.0]))] * LAUNCHES
    two = [
        witnessed(2, 1.2, **phases(2, [time_s, 0.6], [0.0, 0.2]))
        for time_s in (0.7, 0.74, 0.78, 0.82, 0.86, 0.9)
    ]
    study = study_of(tmp_path, (1, 1, one), (2, 1, two))
    (table,) = program_parts.make(study, ())
    base, row = rows_of(table)
    assert table.title.startswith("Phases: ")
    assert (base["phase"], row["phase"]) == (3, 3)
    assert row["count"] == 2
    assert row["time_s"].value == pytest.approx(0.8)
    assert (row["time_s"].low, row["time_s"].high) == pytest.approx((0.7, 0.9))
    assert row["mpi_s"].value == pytest.approx(0.1)
    assert row["share"] == pytest.approx(0.8 / 1.2)
    assert row["load_balance"] == pytest.approx((0.8 + 0.4) / 2 / 0.8)
    # Hodges and Lehmann's estimate, on the logarithm: close to 1 / 0.8 / 2.
    assert row["efficiency"].value == pytest.approx(1 / 0.8 / 2, rel=0.01)
    assert row["efficiency"].low == pytest.approx(1 / 0.9 / 2, rel=0.01)
    assert base["efficiency"].value == 1


def kernels(**times_s: tuple[float, float]) -> dict:
    return {
        "kokkos": [
            {
                "name": name, "pattern": "for", "space": "OpenMP", "count": 5.0,
                "time_s": most, "mean_s": mean,
            }
            for name, (most, mean) in times_s.items()
        ]
    }  # fmt: skip


def test_kernels_of_kokkos_have_times_and_efficiencies(tmp_path: Path) -> None:
    one = [witnessed(1, 2.0, **kernels(pack=(0.2, 0.2), solve=(1.0, 1.0)))] * LAUNCHES
    two = [witnessed(2, 1.2, **kernels(solve=(0.6, 0.5), pack=(0.2, 0.2)))] * LAUNCHES
    study = study_of(tmp_path, (1, 1, one), (2, 1, two))
    (table,) = program_parts.make(study, ())
    found = {(row["kernel"], row["cores"]): row for row in rows_of(table)}
    assert [*found][0] == ("solve", 1), "the longest first"
    assert found["solve", 2]["efficiency"].value == pytest.approx(1.0 / 0.6 / 2)
    assert found["pack", 2]["efficiency"].value == pytest.approx(0.5)
    assert found["solve", 2]["load_balance"] == pytest.approx(0.5 / 0.6)
    assert found["solve", 2]["count"] == 5
    assert program_parts._OF_GPUS not in table.notes


def test_a_kernel_of_a_gpu_is_told_by_its_start(tmp_path: Path) -> None:
    found = kernels(solve=(1.0, 1.0))
    found["kokkos"][0]["space"] = "Cuda"
    study = study_of(tmp_path, (1, 1, [witnessed(1, 2.0, **found)] * LAUNCHES))
    (table,) = program_parts.make(study, ())
    assert program_parts._OF_GPUS in table.notes


def test_a_part_that_a_launch_lacks_is_left_out(tmp_path: Path) -> None:
    one = [witnessed(1, 2.0, **phases(1, [1.0], [0.0]))] * 5 + [witnessed(1, 2.0)]
    assert program_parts.make(study_of(tmp_path, (1, 1, one)), ()) == []


def test_study_json_has_factors_phases_and_kernels(tmp_path: Path) -> None:
    more = phases(1, [1.0], [0.25]) | kernels(solve=(0.5, 0.5))
    one = [witnessed(1, 2.0, **more)] * LAUNCHES
    study = study_of(tmp_path, (1, 1, one), (2, 1, [witnessed(2, 1.0)] * LAUNCHES))
    found = json.loads(study_json.render(study, ()))
    (phase,) = found["phases"]
    assert phase["phase"] == 3
    assert (phase["time_s"], phase["mpi_s"]) == (1.0, 0.25)
    assert phase["time_s_low"] == 1.0
    (kernel,) = found["kernels"]
    assert (kernel["kernel"], kernel["time_s"]) == ("solve", 0.5)
    factors = {(f["point"], f["factor"]): f for f in found["factors"]}
    total = factors[study.points[1].id, "total"]
    assert (total["value"], total["value_low"]) == pytest.approx((1.0, 1.0))
    assert (study.points[1].id, "mpi_collective") in factors


def test_a_journal_without_parts_is_read_as_before(tmp_path: Path) -> None:
    study = study_of(tmp_path, (1, 1, [witnessed(1, 2.0)] * LAUNCHES))
    assert program_parts.make(study, ()) == []
    found = json.loads(study_json.render(study, ()))
    assert not {"phases", "kernels"} & {*found}


def problems_of(
    tmp_path: Path, ranks: int, threads: int, broken: dict
) -> tuple[str, ...]:
    maker = JournalMaker()
    request = requested(
        ranks, threads, 1000, kernel="app", repetitions=1, program=["app"]
    )
    maker.point(request, ["strong"])
    measured = record(request, 1, [1.0])
    measured["result"] = result(request, [1.0], tallies={}, estimate=None)
    measured["witness"] = witnessed(ranks, 1.0) | broken
    maker.lines.append(measured)
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    return make_study(journal, "s").problems


@pytest.mark.parametrize(
    "broken",
    [
        {"phases": [{"level": "a"}]},
        {"kokkos": [{"name": "x"}]},
        {"openmp": {"runtime": "GOMP"}},
    ],
)
def test_parts_without_their_numbers_are_malformed(
    tmp_path: Path, broken: dict
) -> None:
    assert len(problems_of(tmp_path, 1, 1, broken)) == 1


IN_REGIONS = ("time_s", "threads_s", "threads_mpi_s", "mpi_s")
READ_OF_TWO_THREADS = (
    *(("openmp", name) for name in IN_REGIONS),
    *(("phases", name) for name in ("count", "time_s", "mpi_s")),
    *((name,) for name in ("cpu_s", "children_cpu_s", "memory_bytes", "mpi_s")),
)
READ_OF_ONE_THREAD = (("openmp", "threads_s"), ("openmp", "threads_mpi_s"))


def of_two_ranks() -> dict:
    phase = {name: [0.5, 0.5] for name in ("count", "time_s", "mpi_s")}
    return witnessed(
        2, 1.0, phases=[{"level": 1} | phase],
        openmp={"runtime": "GOMP"} | {name: [0.5, 0.5] for name in IN_REGIONS},
    )  # fmt: skip


def holder(value: dict, path: tuple[str, ...]) -> dict:
    """What the last name of the path is a key of."""
    found = value if len(path) == 1 else value[path[0]]
    return found[0] if isinstance(found, list) else found


@pytest.mark.parametrize(
    ("threads", "path"),
    [
        *((2, path) for path in READ_OF_TWO_THREADS),
        *((1, path) for path in READ_OF_ONE_THREAD),
    ],
)
@pytest.mark.parametrize("values", [1, 2, 3])
def test_a_value_of_one_rank_is_not_that_of_all(
    tmp_path: Path, threads: int, path: tuple[str, ...], values: int
) -> None:
    """Nor is one left out that is of no rank."""
    broken = of_two_ranks()
    values_of = holder(broken, path)
    values_of[path[-1]] = (values_of[path[-1]] * 2)[:values]
    assert len(problems_of(tmp_path, 2, threads, broken)) == (values != 2)


def test_the_method_says_what_was_timed(tmp_path: Path) -> None:
    more = phases(1, [1.0], [0.25]) | kernels(solve=(0.5, 0.5))
    study = study_of(tmp_path / "parts", (1, 1, [witnessed(1, 2.0, **more)] * LAUNCHES))
    assert dict(method(study))["Times within programs"] == (
        "The same library timed the calls of MPI of the main thread, phases "
        "(MPI_Pcontrol), kernels of Kokkos (Kokkos Tools, without a fence for them). "
        "Spinning counts as work."
    )
    hybrid = dict(method(hybrid_study(tmp_path / "hybrid")))
    said = "thread in parallel regions of OpenMP (by the entries of GCC's runtime)"
    assert said in hybrid["Times within programs"]


def test_one_thread_loses_nothing_that_is_worth_a_line(tmp_path: Path) -> None:
    alone = {name: [0.0] for name in ("threads_mpi_s", "mpi_s")}
    regions = alone | {"runtime": "GOMP", "time_s": [0.5], "threads_s": [0.5]}
    of_two = {name: times * 2 for name, times in regions.items() if name != "runtime"}
    one = [witnessed(1, 2.0, openmp=regions)] * LAUNCHES
    two = [witnessed(2, 1.2, 0.1, openmp=of_two | {"runtime": "GOMP"})] * LAUNCHES
    study = study_of(tmp_path, (1, 1, one), (2, 1, two))
    (table,) = factors_table.make(study, ())
    assert "thread" not in [column.name for column in table.columns]
    overview = make_overview(study)
    names = [factor.name for factor in tree(lead_size(overview)).factors]
    assert "Threads" not in names
    assert "Communication" in names


def test_mpi_in_regions_of_one_thread_is_communication(tmp_path: Path) -> None:
    """As GROMACS calls it within its regions: no thread waits for another."""
    times_s = {"time_s": [0.8] * 2, "threads_s": [0.8] * 2}
    in_mpi_s = {"threads_mpi_s": [0.3] * 2, "mpi_s": [0.3] * 2}
    regions = {"runtime": "GOMP", **times_s, **in_mpi_s}
    one = [witnessed(1, 2.0)] * LAUNCHES
    two = [witnessed(2, 1.2, 0.4, openmp=regions)] * LAUNCHES
    base, point = study_of(tmp_path, (1, 1, one), (2, 1, two)).points
    found = efficiencies(work_of(point), work_of(base))
    assert found.communication == pytest.approx(0.8 / 1.2)
    assert found.regions == pytest.approx(1.0)
    assert found.parallel == pytest.approx(0.8 / 1.2)


def uneven(slow: int) -> dict:
    mpi_s = [0.5, 0.5]
    mpi_s[slow] = 0.0
    return witnessed(2, 1.2) | {"mpi_s": [{"collective": time_s} for time_s in mpi_s]}


@pytest.mark.parametrize(("slow", "named"), [("111101", 1), ("010101", None)])
def test_the_rank_is_named_that_all_wait_for(
    tmp_path: Path, slow: str, named: int | None
) -> None:
    two = [uneven(int(rank)) for rank in slow]
    study = study_of(tmp_path, (1, 1, [witnessed(1, 2.0)] * LAUNCHES), (2, 1, two))
    (table,) = factors_table.make(study, ())
    assert rows_of(table)[1].get("busiest_rank") == named
    assert (factors_table._NOTE_OF_BUSIEST in table.notes) == (named is not None)


def test_other_programs_get_factors_phases_and_kernels(tmp_path: Path) -> None:
    more = phases(1, [1.0], [0.25]) | kernels(solve=(0.5, 0.5))
    study = study_of(tmp_path, (1, 1, [witnessed(1, 2.0, **more)] * LAUNCHES))
    frames = StudyFrames(make_overview(study))
    assert list(frames.phases["time_s"]) == [1.0]
    assert list(frames.kernels["kernel"]) == ["solve"]
    assert "load_balance" in list(frames.factors["factor"])
    database = tmp_path / "study.sqlite"
    database.write_bytes(study_sqlite.render(study, ()))
    with closing(sqlite3.connect(database)) as found:
        rows = found.execute("SELECT phase, time_s, time_s_low FROM phases").fetchall()
    assert rows == [(3, 1.0, 1.0)]
