# SPDX-License-Identifier: Apache-2.0
"""Records of programs: no warm-up, perhaps no answer, and a table of models."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from journals import JournalMaker, record, requested, result

from scaling.cards import topology as topology_card
from scaling.draw.render import draw
from scaling.draw.style import style_of
from scaling.figures import models as models_figure
from scaling.figures import parts as parts_figure
from scaling.figures import time as time_figure
from scaling.metrics.cost import unit_hours
from scaling.metrics.pop import efficiencies, work_of
from scaling.model.curve import make_curves
from scaling.model.study import KINDS, Study, make_study
from scaling.overview import make_overview
from scaling.records.journal import read_journal
from scaling.records.record import parse_start
from scaling.report.method import method
from scaling.report.page import make_page
from scaling.report.verdict import remarks
from scaling.screen import Screen
from scaling.show import show
from scaling.tables import models as models_table
from scaling.tables import strong
from scaling.tidy import points_table
from scaling.warnings import cpus_used, start_up_in_wall
from scaling.zipped import zip_equal


def program(name: str, cores: int, samples: int = 1000, *words: str) -> dict:
    argv = [*words, name]
    return requested(1, cores, samples, kernel=name, repetitions=1, program=argv)


def add(maker: JournalMaker, request: dict, time_s: float) -> None:
    maker.point(request, ["strong"])
    for launch in range(1, 7):
        times = [time_s] * request["repetitions"]
        measured = record(request, launch, times)
        if "program" in request:
            measurement = result(request, times, tallies={}, estimate=None)
            measured["result"] = measurement
        maker.lines.append(measured)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    maker = JournalMaker()
    maker.lines.append({"kind": "probe", "point": "0" * 16, "verdict": "ok"})
    times = ((1, 0.1, 1.0, 2.0), (2, 0.05, 1.1, 1.0))
    for cores, kernel_s, threads_s, processes_s in times:
        add(maker, requested(1, cores, 1_000_000), kernel_s)
        add(maker, program("threading", cores), threads_s)
        add(maker, program("processes", cores), processes_s)
    return make_study(read_journal(maker.write(tmp_path / "s") / "journal.jsonl"), "s")


def test_a_launch_of_a_program_is_measured(study: Study) -> None:
    assert study.problems == ()
    assert all(len(point.launches) == 6 for point in study.points)


def test_an_answer_that_is_not_compared_counts_as_none(study: Study) -> None:
    for point in study.points:
        assert (study.agreement(point) is None) == point.request.is_program


def test_models_are_compared_at_equal_cores(study: Study) -> None:
    (table,) = models_table.make(study, ())
    names = [column.name for column in table.columns]
    rows = {(row[0], row[1]): dict(zip_equal(names, row)) for row in table.rows}
    assert rows["pi", 1]["factor"] == 1
    assert rows["threading", 1]["factor"] == pytest.approx(1e4)
    assert rows["threading", 2]["factor"] == pytest.approx(2.2e4)
    assert rows["threading", 2]["speedup"].value == pytest.approx(1 / 1.1)
    assert rows["processes", 2]["efficiency"].value == pytest.approx(1.0)


def test_the_table_says_in_words_who_scales(study: Study) -> None:
    (table,) = models_table.make(study, ())
    assert table.notes[0] == (
        "Faster with more cores (speedup): pi 2.00 on 2, processes 2.00 on 2; "
        "not faster: threading 0.91 on 2."
    )


def models_notes(folder: Path, time_s: dict[int, float], **of_two: object) -> tuple:
    """Below the table of a Python program beside a kernel, both on one and two cores;
    what the witness saw of it on two."""
    maker = JournalMaker()
    for cores in (1, 2):
        add(maker, requested(1, cores, 1_000_000), 0.1)
        words = of_two.get("words", ("/usr/bin/python3.11",))
        add(maker, program("app", cores, 1000, *words), time_s[cores])
        for line in maker.lines[-6:]:
            line["witness"] = seen([time_s[cores]], [0.0])
            if cores == 2:
                line["witness"]["cpu_s"] = [of_two["cpu_s"]]
    journal = read_journal(maker.write(folder) / "journal.jsonl")
    (table,) = models_table.make(make_study(journal, "s"), ())
    return table.notes


def test_the_lock_explains_threads_of_python_that_take_turns(tmp_path: Path) -> None:
    slow = {1: 1.0, 2: 1.0}
    notes = models_notes(tmp_path / "threads", slow, cpu_s=1.05)
    assert notes[0] == "Not faster: pi 1.00 on 2, app 1.00 on 2."
    assert models_table.LOCK in notes
    notes = models_notes(tmp_path / "processes", slow, cpu_s=2.0)
    assert models_table.LOCK not in notes
    notes = models_notes(tmp_path / "of-c", slow, cpu_s=1.05, words=())
    assert models_table.LOCK not in notes


def test_an_interval_over_a_limit_decides_nothing(tmp_path: Path) -> None:
    maker = JournalMaker()
    for cores in (1, 2):
        add(maker, requested(1, cores, 1_000_000), 0.1 / cores)
        maker.point(program("app", cores), ["strong"])
        for launch in range(1, 8):
            time_s = 1.0 if cores == 1 else 0.55 + 0.06 * launch
            request = program("app", cores)
            measured = record(request, launch, [time_s])
            measured["result"] = result(request, [time_s], tallies={}, estimate=None)
            maker.lines.append(measured)
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    (table,) = models_table.make(make_study(journal, "s"), ())
    assert "; undecided: app 1." in table.notes[0]


def test_models_are_drawn_beside_each_other(study: Study) -> None:
    (figure,) = models_figure.make(study)
    rows = {row[0]: row for row in figure.data.rows}
    assert [*rows] == ["pi", "processes", "threading"], "the fastest first"
    assert rows["processes"][2].value == pytest.approx(2.0)
    assert {row[3] for row in figure.data.rows} == {2.0}
    with style_of(figure.slug):
        canvas = draw(figure)
    gains, rates = canvas.axes
    named = [label.get_text() for label in gains.get_yticklabels()]
    assert named == ["pi", "processes", "threading"]
    assert gains.get_xlim()[0] == 0
    for axes in (gains, rates):
        assert axes.get_tightbbox().x1 <= canvas.bbox.x1 + 1
        assert not any("$" in label.get_text() for label in axes.get_xticklabels())
    titles = [table.slug for table in models_table.make(study, ())]
    assert figure.slug not in titles, "their CSV files would be one"


def test_a_program_on_one_core_count_is_no_line(study: Study) -> None:
    assert len(time_figure.make(study)) == 3
    rest = [
        p
        for p in study.points
        if (p.request.kernel, p.request.cores) != ("processes", 2)
    ]
    curves = tuple(c for kind in KINDS for c in make_curves(rest, kind))
    assert len(time_figure.make(replace(study, curves=curves))) == 2


def test_kernels_alone_have_no_such_table(tmp_path: Path) -> None:
    maker = JournalMaker()
    add(maker, requested(1, 1, 1000), 1.0)
    add(maker, requested(1, 1, 1000, kernel="fill"), 1.0)
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    alone = make_study(journal, "s")
    assert models_table.make(alone, ()) == []
    assert models_figure.make(alone) == []


def seen(program_s: list[float], mpi_s: list[float], **more: object) -> dict:
    """What the witness wrote of ranks with these times, which kept their core busy."""
    start_s = 0.01
    return {
        "executable": "/opt/app",
        "mpi": {"family": "Open MPI", "version": "Open MPI v4.1.4, package"},
        "host": ["n1"] * len(program_s),
        "cpu_s": [time_s + start_s for time_s in program_s],
        "children_cpu_s": [0.0] * len(program_s),
        "memory_bytes": [1e6] * len(program_s),
        "times": [{"init_s": start_s, "program_s": time_s} for time_s in program_s],
        "mpi_s": [{"collective": time_s} for time_s in mpi_s],
    } | more


ONE, TWO = seen([0.99], [0.0]), seen([0.59, 0.59], [0.1, 0.0])


def study_of_programs(
    tmp_path: Path,
    *witnesses: dict | None,
    wall_s: float | None = None,
    checks: tuple[list[str], list[str]] | None = None,
) -> Study:
    """An app on 1 and 2 ranks that takes 1.0 and 0.6 s, timed by the wall or not."""
    maker = JournalMaker()
    for ranks, (time_s, witness) in enumerate(zip((1.0, 0.6), witnesses), start=1):
        add(maker, program("app", 1) | {"ranks": ranks}, time_s)
        for line in maker.lines[-6:]:
            line["wall_s"] = wall_s or time_s
            if witness is not None:
                line["witness"] = witness
            if checks is not None:
                line["result"]["measurements"][0]["checks"] = checks[ranks - 1]
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    study = make_study(journal, "s")
    assert study.problems == ()
    return study


def test_the_method_is_about_the_program(tmp_path: Path) -> None:
    topics = dict(method(study_of_programs(tmp_path, ONE, TWO)))
    assert "Timer" not in topics, "that of the worker"
    assert "wall time of its whole launch" in topics["Time of programs"]
    assert "the ranks in one world" in topics["Proof of programs"]
    assert topics["Proof of programs"].endswith("; MPI: Open MPI v4.1.4.")


def test_the_placement_of_a_program_is_not_said_to_be_its_own_word(
    tmp_path: Path,
) -> None:
    study = study_of_programs(tmp_path, ONE, TWO)
    assert "process of assay" in dict(method(study))["Binding as seen"]
    (placement,) = topology_card.make(study)
    assert placement.caption.endswith(
        "process of assay that was started as the program is."
    )


def test_the_method_says_that_a_program_gave_its_own_time(tmp_path: Path) -> None:
    topics = dict(method(study_of_programs(tmp_path, ONE, TWO, wall_s=9.0)))
    assert "what it says itself" in topics["Time of programs"]


def named_time(folder: Path, name: str) -> Study:
    maker = JournalMaker()
    for ranks in (1, 2):
        add(maker, program("app", 1) | {"ranks": ranks}, 1 / ranks)
        for line in maker.lines[-6:]:
            line["wall_s"] = 9.0
    study = maker.study() | {"time": name}
    maker.study = lambda: study
    return make_study(read_journal(maker.write(folder) / "journal.jsonl"), "s")


def test_a_time_alone_is_called_by_its_name(tmp_path: Path) -> None:
    """Which of a program's times it is, nothing else in a report says."""
    found = study_of_programs(tmp_path, ONE, TWO, wall_s=9.0)
    named = named_time(tmp_path / "named", "loop")
    for study, is_named in ((found, False), (named, True)):
        said = dict(method(study))["Time of programs"]
        assert ("its loop, which it says itself" in said) is is_named
        (note,) = (n for n in strong.make(study, ())[0].notes if "n launches" in n)
        assert ("; time (the program's loop) is the median" in note) is is_named
        heads = [c.heading for c in strong.make(study, ())[0].columns]
        assert ("loop [95 % CI]" in heads, "Time [95 % CI]" in heads) == (
            is_named, not is_named,
        )  # fmt: skip
        (drawn,) = time_figure.make(study)
        labels = [column.heading for column in drawn.data.columns]
        assert ("loop (s)" in labels, "Time (s)" in labels) == (
            is_named, not is_named,
        )  # fmt: skip
        assert ("; time is the median" in note) is not is_named


def test_a_name_of_the_time_is_read() -> None:
    start = {**JournalMaker().study(), "time": "loop"}
    assert parse_start(start).time == "loop"
    assert parse_start(JournalMaker().study()).time == ""


def test_the_method_says_that_a_program_was_not_seen(tmp_path: Path) -> None:
    topics = dict(method(study_of_programs(tmp_path, None, None)))
    assert "were not seen" in topics["Proof of programs"]


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        (([], []), "The answers were not checked"),
        ((["value"], []), "Answers of some points were not checked"),
        (
            (["value"], ["value", "expected"]),
            "must agree, the value that the study expects (some of them)",
        ),
    ],
)
def test_the_method_says_what_answers_were_held_against(
    tmp_path: Path, checks: tuple[list[str], list[str]], says: str
) -> None:
    topics = dict(method(study_of_programs(tmp_path, ONE, TWO, checks=checks)))
    assert says in topics["Answers of programs"]


def test_the_verdict_says_that_no_answer_was_checked(tmp_path: Path) -> None:
    def says(where: str, *checks: list[str]) -> bool:
        overview = make_overview(
            study_of_programs(tmp_path / where, ONE, TWO, checks=checks or None)
        )
        return "No answer was checked." in remarks(overview)

    assert says("none", [], [])
    assert not says("some", ["pattern"], [])
    assert not says("unknown"), "a journal of an earlier day does not say"


def test_a_program_without_mpi_names_none(tmp_path: Path) -> None:
    alone = seen([0.99], [0.0], mpi=None)
    topics = dict(method(study_of_programs(tmp_path, alone)))
    assert "MPI:" not in topics["Proof of programs"]


def test_a_witness_without_times_is_malformed(tmp_path: Path) -> None:
    maker = JournalMaker()
    add(maker, program("app", 1), 1.0)
    maker.lines[-1]["witness"] = {"executable": "/opt/app", "mpi": None}
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    (problem,) = make_study(journal, "s").problems
    assert "the witness lacks a rank's times" in str(problem)


def test_a_known_imbalance_comes_out(tmp_path: Path) -> None:
    busy = seen([1.25, 1.25], [0.25, 0.0])
    study = study_of_programs(tmp_path, seen([2.0], [0.0]), busy)
    works = [work_of(point) for point in study.points]
    found = efficiencies(works[1], works[0])
    assert found.load_balance == pytest.approx(1.125 / 1.25)
    assert found.communication == pytest.approx(1.0)
    assert found.computation == pytest.approx(2.0 / 2.25)


def test_the_time_in_mpi_is_told_by_kind_of_call(tmp_path: Path) -> None:
    """Of the rank that works longest: the other waits for it."""
    two = seen([1.0, 1.0], [0.0, 0.0])
    two["mpi_s"] = [
        {"collective": 0.5, "point_to_point": 0.1},
        {"collective": 0.1, "waiting": 0.1, "file": 0.05},
    ]
    study = study_of_programs(tmp_path, seen([2.0], [0.0]), two)
    (figure,) = parts_figure.make(study)
    titles = [column.title for column in figure.data.columns]
    shares = dict(zip_equal(titles, figure.data.rows[1]))
    assert shares["Collective"] == pytest.approx(0.1)
    assert shares["Waiting"] == pytest.approx(0.1)
    assert shares["Files"] == pytest.approx(0.05)
    assert shares["Useful"] == pytest.approx((0.4 + 0.75) / 2)
    assert shares["Imbalance"] == pytest.approx(0.75 - (0.4 + 0.75) / 2)
    assert "Point to point" not in titles, "the busiest rank had none"
    assert "One-sided" not in titles


def test_a_checked_value_is_kept_beside_a_witness(tmp_path: Path) -> None:
    maker = JournalMaker()
    for ranks, value in ((1, 2.5), (2, 2.6)):
        add(maker, program("app", 1) | {"ranks": ranks}, 1.0)
        for line in maker.lines[-6:]:
            line["witness"] = seen([0.99] * ranks, [0.0] * ranks)
            checked = {"name": "energy", "value": value, "within": 1e-3}
            line["result"]["measurements"][0]["checked"] = checked
    study = make_study(read_journal(maker.write(tmp_path / "s") / "journal.jsonl"), "s")
    assert [len(point.launches) for point in study.points] == [0, 0]


def test_w27_cores_that_idle_are_told(tmp_path: Path) -> None:
    idle = seen([0.59, 0.59], [0.0, 0.0], cpu_s=[0.6, 0.2])
    (finding,) = cpus_used.find(study_of_programs(tmp_path, ONE, idle))
    assert finding.id == "W27"
    assert "as few as 68 % of its cores" in finding.text
    assert finding.labels == ("2x1",)
    assert cpus_used.find(study_of_programs(tmp_path, ONE, TWO)) == []


def test_w27_more_cpus_than_cores_are_told(tmp_path: Path) -> None:
    more = seen([0.99], [0.0], children_cpu_s=[1.0])
    (finding,) = cpus_used.find(study_of_programs(tmp_path, more))
    assert "more CPUs were at work" in finding.text


def test_the_cpus_that_were_used_stand_beside_the_cores(tmp_path: Path) -> None:
    more, fewer = seen([0.99], [0.0], cpu_s=[2.0]), seen([0.59] * 2, [0.0] * 2)
    fewer["cpu_s"] = [0.6, 0.0]
    overview = make_overview(study_of_programs(tmp_path, more, fewer))
    table = next(t for t in overview.tables if t.slug == "strong-app")
    names = [column.name for column in table.columns]
    used = [
        (row[names.index("cores")], row[names.index("cpus_used")]) for row in table.rows
    ]
    assert used == [(1, pytest.approx(2.0)), (2, pytest.approx(1.0))]


def test_w28_start_up_in_the_wall_time_is_told(tmp_path: Path) -> None:
    late = seen([0.8], [0.0]), seen([0.4, 0.4], [0.0, 0.0])
    (finding,) = start_up_in_wall.find(study_of_programs(tmp_path, *late))
    assert finding.id == "W28"
    assert "up to 33 % of the wall time" in finding.text
    assert finding.text.endswith("the efficiency is 100 % at 2 cores")
    assert start_up_in_wall.find(study_of_programs(tmp_path, ONE, TWO)) == []
    own = study_of_programs(tmp_path, *late, wall_s=9.0)
    assert start_up_in_wall.find(own) == [], "a time of its own holds no start-up"


def test_start_up_is_said_where_no_factor_takes_much(tmp_path: Path) -> None:
    late = seen([0.8], [0.0]), seen([0.4, 0.4], [0.0, 0.0])
    study = study_of_programs(tmp_path, *late)
    (words,) = [w for w in remarks(make_overview(study)) if "no single cause" in w]
    assert "; but 33 % of the wall time is start-up and end, outside them." in words
    own = study_of_programs(tmp_path, *late, wall_s=9.0)
    assert not any("start-up" in words for words in remarks(make_overview(own)))


def test_factors_say_of_which_time_they_are(tmp_path: Path) -> None:
    """Where most of the wall time is start-up they are not those of the efficiency."""
    late = seen([0.8], [0.0]), seen([0.4, 0.3], [0.0, 0.1])
    overview = make_overview(study_of_programs(tmp_path, *late))
    (words,) = [w for w in remarks(overview) if "it takes" in w]
    assert words.endswith("of the wall time is start-up and end, outside them.")
    page = make_page(overview, [])
    assert "of the wall time between MPI_Init and MPI_Finalize" in page
    own = make_overview(study_of_programs(tmp_path, *late, wall_s=9.0))
    assert "of the wall time between" not in make_page(own, [])


def test_the_tree_says_what_the_base_loses_itself(tmp_path: Path) -> None:
    """Its global efficiency is then below the efficiency that stands above it."""

    def page_of(name: str, mpi_s: float) -> str:
        base, two = seen([0.8], [mpi_s]), seen([0.4, 0.4], [0.0, 0.0])
        return make_page(
            make_overview(study_of_programs(tmp_path / name, base, two)), []
        )

    assert "The base has a global efficiency of 0.75:" in page_of("lossy", 0.2)
    assert "The base has" not in page_of("whole", 0.0)


def test_a_program_costs_its_whole_launch(tmp_path: Path) -> None:
    study = study_of_programs(tmp_path, ONE, TWO, wall_s=9.0)
    assert [unit_hours(p) for p in study.points] == pytest.approx([9 / 3600, 18 / 3600])


def test_peak_memory_of_all_ranks_and_of_the_largest(tmp_path: Path) -> None:
    two = seen([0.59, 0.59], [0.1, 0.0], memory_bytes=[3e9, 1e9])
    overview = make_overview(study_of_programs(tmp_path, ONE, two))
    table = next(t for t in overview.tables if t.slug == "strong-app")
    names = [column.name for column in table.columns]
    memory = [
        (row[names.index("memory_bytes")], row[names.index("memory_of_rank_bytes")])
        for row in table.rows
    ]
    assert memory == [(1e6, 1e6), (4e9, 3e9)]


def test_one_rank_has_all_the_memory(tmp_path: Path) -> None:
    (table, *_) = make_overview(study_of_programs(tmp_path, ONE)).tables
    names = [column.name for column in table.columns]
    assert "memory_bytes" in names
    assert "memory_of_rank_bytes" not in names


def without_samples(tmp_path: Path, kind: str) -> Study:
    """A program of which no study says samples: 1 in total, or 1 per core."""
    maker = JournalMaker()
    for cores in (1, 2):
        request = program("own", cores, 1 if kind == "strong" else cores)
        maker.point(request, [kind])
        for launch in range(1, 7):
            measured = record(request, launch, [1.0])
            measured["result"] = result(request, [1.0], tallies={}, estimate=None)
            maker.lines.append(measured)
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    return make_study(journal, "s")


@pytest.mark.parametrize("kind", KINDS)
def test_no_rate_of_samples_without_samples(tmp_path: Path, kind: str) -> None:
    overview = make_overview(without_samples(tmp_path, kind))
    (table,) = (t for t in overview.tables if t.slug.startswith(kind))
    names = [column.name for column in table.columns]
    assert "efficiency" in names
    assert not [name for name in names if name.startswith("samples")]
    assert not [said for said in remarks(overview) if "samples" in said]
    points = points_table(overview.study)
    place = [column.name for column in points.columns].index("samples_per_s")
    assert {row[place] for row in points.rows} == {None}


def test_programs_beside_each_other_have_rates_only_with_samples(
    tmp_path: Path,
) -> None:
    maker = JournalMaker()
    for cores in (1, 2):
        add(maker, program("counts", cores), 1.0 / cores)
        add(maker, program("own", cores, 1), 1.0)
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    study = make_study(journal, "s")
    (table,) = models_table.make(study, ())
    names = [column.name for column in table.columns]
    rates = {row[0]: row[names.index("samples_per_s")] for row in table.rows}
    assert rates["own"] is None
    assert rates["counts"] == 2000
    (figure,) = models_figure.make(study)
    assert "samples" not in figure.caption
    with style_of(figure.slug):
        assert len(draw(figure).axes) == 1


def test_the_last_line_of_a_failed_program_is_in_the_table(tmp_path: Path) -> None:
    maker = JournalMaker()
    said = "exit code 1; its last line: zones must evenly divide"
    add(maker, program("own", 1), 1.0)
    request = program("own", 2)
    maker.point(request, ["strong"])
    maker.lines.append(record(request, 1, verdict="crash", detail=said))
    journal = read_journal(maker.write(tmp_path / "s") / "journal.jsonl")
    overview = make_overview(make_study(journal, "s"))
    (table,) = (t for t in overview.tables if t.slug == "failures")
    assert said in table.rows[0][3]
    assert re.search(r"\n +2 +.* crash\n", show(overview, Screen(80)))
    assert len(overview.study.points[0].launches) == 6, "others were measured"


def test_a_program_on_gpus_scales_by_them(overview_of) -> None:
    maker = JournalMaker()
    for ranks, time_s in ((1, 4.0), (2, 2.1)):
        request = requested(ranks, 1, 1, program=["./app"], gpus_per_rank=2)
        maker.measure(request, [time_s] * 4)
    (curve,) = overview_of(maker).study.curves
    assert curve.unit == "GPU"
    assert [row.units for row in curve.rows] == [2, 4]
    assert curve.rows[1].efficiency.value == pytest.approx(4.0 / 2.1 / 2)
