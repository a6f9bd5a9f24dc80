# SPDX-License-Identifier: Apache-2.0
"""What harness/tests/contract_test.cpp asks of the harness, asked of the analysis.

`python3 test_contract.py` writes the tables of the journals anew: read the difference.
"""

from __future__ import annotations

import json
import math
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from journals import (
    JournalMaker,
    compact,
    line,
    point_id,
    record,
    requested,
    stop,
)

from scaling.draw.timeline import _UNITS
from scaling.formats import csv
from scaling.model.answers import agreed_answer
from scaling.model.base import Bases
from scaling.model.curve import make_curves
from scaling.model.placement import cpu_list
from scaling.model.point import Point
from scaling.model.ratio import by_block, ratio_of_rates
from scaling.model.study import KINDS
from scaling.overview import Overview, read_overview
from scaling.records.compact import shared_text, unpacked, whole_record
from scaling.records.fields import MalformedError
from scaling.records.journal import read_journal
from scaling.records.record import parse_base
from scaling.report.method import _STOPS
from scaling.statistics.level import TAIL
from scaling.statistics.looks import look_at, looks_of
from scaling.statistics.ratio import Compared
from scaling.statistics.shift import shift_interval
from scaling.statistics.warm_up import warm_up
from scaling.verify import verify
from scaling.warnings import cpus_used, disturbed
from scaling.words.units import time_unit
from scaling.write import write_report

ROOT = Path(__file__).parent.parent.parent
CONTRACT = ROOT / "tests" / "contract"
JOURNALS = ("quickstart.jsonl", "simulate.jsonl")


def contract(name: str, key: str | None = None) -> Any:
    """A vector file, or what is at `key` in it; a test over nothing would pass."""
    vector = json.loads((CONTRACT / name).read_text())
    if key is not None:
        vector = vector[key]
    if not vector:
        raise ValueError(f"{name} {key}: is empty")
    return vector


def test_no_vector_may_be_missing_or_empty() -> None:
    with pytest.raises(FileNotFoundError):
        contract("no_such_file.json")
    with pytest.raises(KeyError):
        contract("names.json", "no_such_key")


def test_answers_that_count() -> None:
    for case in contract("answers.json", "cases"):
        votes = {str(i): Counter(of) for i, of in enumerate(case["launches"])}
        assert agreed_answer(votes) == case["agreed"], case


@pytest.mark.parametrize("case", contract("bases.json"), ids=lambda c: c["name"])
def test_bases(case: dict[str, Any], overview_of) -> None:
    maker = JournalMaker()
    for asked in case["points"]:
        maker.measure(asked, [1.0], tuple(asked["series"]))
    points = list(overview_of(maker).study.points)
    rule = parse_base(case["base"])
    found: list[set[int]] = [set() for _ in points]
    for kind in KINDS:
        for curve in make_curves(points, kind, rule):
            members = [p for p in points if kind in p.series]
            rows = [row.point for row in curve.rows]
            bases = Bases(members, kind, rule).of(rows)
            assert (curve.base is None) == (not bases)
            for row in rows:
                among = {points.index(one) for one in bases if one is not row}
                found[points.index(row)] |= among
    assert [sorted(of) for of in found] == case["bases"]


@pytest.mark.parametrize(
    "case", contract("jobs.json", "bases"), ids=lambda c: c["name"]
)
def test_bases_in_the_job_of_a_point(case: dict[str, Any], overview_of) -> None:
    """Each node count has a job of its own; what failed has no launch."""
    maker, ids = JournalMaker(), [*map(point_id, case["points"])]
    for place, asked in enumerate(case["points"]):
        if place in case["given_up"]:
            maker.point(asked, asked["series"])
            continue
        job = {"job": str(asked.get("job_nodes", asked["nodes"]))}
        maker.measure(asked, [1.0] * 6, tuple(asked["series"]), slurm=job)
    study, rule = overview_of(maker).study, parse_base(case["base"])
    found: dict[str, set[int]] = {id: set() for id in ids}
    for kind in KINDS:
        members = [p for p in study.points if kind in p.series]
        for curve in make_curves(study.points, kind, rule):
            measured = [row.point for row in curve.measured]
            for base in Bases(members, kind, rule).of(measured):
                for point in measured:
                    if point is not base and is_in_job(point, base):
                        found[point.id].add(ids.index(base.beside(point).id))
    assert [sorted(found[id]) for id in ids] == case["bases"]


def is_in_job(point: Point, base: Point) -> bool:
    return ratio_of_rates(point, base).compared is not Compared.SESSIONS


@pytest.mark.parametrize("case", contract("jobs.json", "beside"))
def test_launches_beside_each_other(case: dict[str, Any], overview_of) -> None:
    maker = JournalMaker()
    for ranks, name in enumerate(("base", "point"), start=1):
        request = requested(ranks, 1, 1_000_000)
        maker.point(request, ["strong"])
        for launch, of in enumerate(case[name], start=1):
            job = {case["scheduler"]: {"job": of["job"]}} if of["job"] else {}
            times_s = [of["time_s"]]
            one = record(request, launch, times_s, **job) | {"block": of["block"]}
            maker.lines.append(one)
    base, point = (by_block(p).given for p in overview_of(maker).study.points)
    assert [base.get(block) for block in point] == case["beside_s"]


def test_interval_ranks() -> None:
    first = contract("interval_ranks.json", "first_n")
    low = contract("interval_ranks.json", "low")
    assert first + len(low) == 10_001
    assert not any(look_at(n, TAIL).low for n in range(1, first))
    # A tenth of the large ones: in whole numbers each takes a millisecond.
    for n, rank in enumerate(low, first):
        if n < 1_200 or n % 10 == 0:
            assert look_at(n, TAIL).low == rank, n


@pytest.mark.parametrize("case", contract("looks.json"))
def test_looks(case: dict[str, Any]) -> None:
    looks = looks_of(case["min"], case["max"])
    assert [look.launches for look in looks.at] == case["launches"]
    assert [look.low for look in looks.at] == case["low"]
    assert looks.tail == pytest.approx(case["tail"], rel=1e-12)


@pytest.mark.parametrize("case", contract("shifts.json"))
def test_shift_of_pairs(case: dict[str, Any]) -> None:
    found = shift_interval(case["differences"], case["tail"])
    if case["shift"] is None:
        assert found.low is None
    else:
        assert [found.value, found.low, found.high] == case["shift"]


@pytest.mark.parametrize("case", contract("launch_values.json"))
def test_value_of_a_launch(case: dict[str, Any], overview_of) -> None:
    times_s = case["repetitions_s"]
    assert warm_up(times_s) == (case["dropped"] if case["steady"] else None)
    request = requested(2, 1, 1_000_000)
    maker = JournalMaker(lines=[record(request, 1, times_s)])
    maker.point(request, ["strong"])
    (point,) = overview_of(maker).study.points
    assert point.times_s == (case["value_s"],)


@pytest.mark.parametrize("case", contract("rates.json"))
def test_value_of_a_launch_whose_rate_counts(case: dict[str, Any], overview_of) -> None:
    measurement = dict(case["measurement"])
    name = measurement["leads"]
    request = requested(2, 1, 1, kernel="app", program=["app"])
    one = record(request, 1, measurement.pop("makespan_s"))
    one["result"]["measurements"][0] |= {"repetitions": []} | measurement
    unit = {"unit": measurement["metrics"][name]["unit"]}
    maker = JournalMaker(lines=[one], curves=[{"metric": name, "kind": "rate"} | unit])
    maker.point(request, ["strong"])
    (point,) = overview_of(maker).study.points
    assert point.times_s == (case["value"],)


@pytest.mark.parametrize("case", contract("stops.json"))
def test_interval_of_a_point(case: dict[str, Any], overview_of) -> None:
    """W03 blames what did not stop by it, and nothing else."""
    request = requested(2, 1, 1_000_000)
    maker = JournalMaker(rule={"until": case["until"]})
    maker.point(request, ["strong"])
    for n, times_s in enumerate(case["launches"], 1):
        maker.lines.append(record(request, n, times_s))
    maker.lines.append(stop(request, "ci" if case["stops"] else "max"))
    overview = overview_of(maker)
    (point,) = overview.study.points
    assert point.time_s.half_width == pytest.approx(case["half_width"], rel=1e-12)
    blamed = [
        f for f in overview.findings if f.text.startswith("launches ended before")
    ]
    assert bool(blamed) != case["stops"]


def study_of(name: str, folder: Path) -> Path:
    study = folder / name.removesuffix(".jsonl")
    study.mkdir()
    shutil.copy(CONTRACT / name, study / "journal.jsonl")
    return study


@pytest.mark.parametrize("name", JOURNALS)
def test_journal_of_an_earlier_day(name: str, tmp_path: Path) -> None:
    overview = read_overview(study_of(name, tmp_path))
    assert not overview.study.problems
    known = contract("journal_values.json", name)["points"]
    assert {point.id for point in overview.study.points} == set(known)
    for point in overview.study.points:
        of = known[point.id]
        assert list(point.times_s) == list(of["values_s"].values())
        time_s = point.time_s
        assert [time_s.value, time_s.low, time_s.high] == of["interval_s"]
        assert len(point.failed) == of["failed"]
        assert point.stop == of["stopped"]


def tables_of(overview: Overview) -> dict[str, str]:
    """The numbers of the report, by the name of their file."""
    return {
        f"{table.slug}.{csv.SUFFIX}": csv.render(table, []) for table in overview.tables
    }


def test_packed_bytes_are_unpacked_alike() -> None:
    for case in contract("packed.json", "good"):
        assert unpacked(case["packed"]).hex() == case["hex"]
    for malformed in contract("packed.json", "malformed"):
        with pytest.raises(MalformedError):
            unpacked(malformed)


@pytest.mark.parametrize("case", contract("compact.json"))
def test_a_compact_record_is_read_alike(case: dict) -> None:
    lines = [(json.loads(line), line.encode()) for line in case["lines"]]
    *shared, (record, _) = lines
    values = {one["id"]: json.loads(shared_text(one, raw)) for one, raw in shared}
    whole = whole_record(record, values)
    frame = ("schema", "shared", "crc32")
    assert {k: v for k, v in whole.items() if k not in frame} == case["record"]


@pytest.mark.parametrize("case", contract("compact.json"))
def test_a_compact_journal_says_what_its_record_says(
    case: dict, tmp_path: Path
) -> None:
    """Its columns, and all that stands beside them."""
    found = []
    for name, lines in (("new", case["lines"]), ("old", [line(case["record"])])):
        (tmp_path / name).write_text("".join(f"{one}\n" for one in lines))
        journal = read_journal(tmp_path / name)
        assert journal.problems == []
        (rows,) = journal.rows
        measurement = replace(rows.measurement, phases=None)  # which is in columns
        result = replace(rows.result, measurement=measurement)
        found.append((rows, replace(rows.first, line=0, result=result)))
    (new, first), (old, other) = found
    assert first == other
    assert replace(new, line=old.line).equals(old)


@pytest.mark.parametrize("name", JOURNALS)
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_tables_of_a_compact_journal(name: str, share: float, tmp_path: Path) -> None:
    """Whole, or gone on with in the new form, which rounds times of ranks to 1 ns."""
    study = study_of(name, tmp_path)
    lines = (study / "journal.jsonl").read_text().splitlines()
    old = int(share * len(lines))
    lines = [*lines[:old], *compact(lines[old:])]
    (study / "journal.jsonl").write_text("".join(f"{one}\n" for one in lines))
    overview = read_overview(study)
    golden = CONTRACT / name.removesuffix(".jsonl")
    found, known = (
        cells(tables_of(overview)),
        cells({path.name: path.read_text() for path in golden.iterdir()}),
    )
    assert len(found) == len(known) > 100
    for mine, theirs in zip(found, known):
        assert mine == theirs or float(mine) == pytest.approx(float(theirs), rel=1e-7)
    write_report(overview, study / "report", frozenset({"md", "csv", "json"}))
    assert verify(read_overview(study), study) == []


def cells(tables: dict[str, str]) -> list[str]:
    """Of all tables, but for the numbers of lines: shared ones stand between others."""
    text = "".join(table for _, table in sorted(tables.items()))
    return re.split(r"[,\n]", re.sub(r"\(line \d+\)", "", text))


@pytest.mark.parametrize("name", JOURNALS)
def test_report_of_an_earlier_day(name: str, tmp_path: Path) -> None:
    """Its numbers have not changed, and what is written holds against the journal."""
    study = study_of(name, tmp_path)
    overview = read_overview(study)
    golden = CONTRACT / name.removesuffix(".jsonl")
    known = {path.name: path.read_text() for path in golden.iterdir()}
    assert known == tables_of(overview)
    assert known
    write_report(overview, study / "report", frozenset({"md", "csv", "json"}))
    assert verify(read_overview(study), study) == []


@pytest.mark.parametrize(("name", "limit"), contract("disturbances.json").items())
def test_limit_of_a_disturbance(name: str, limit: float, overview_of) -> None:
    """W14 warns of a launch above it, at that point alone, and of no other."""
    maker = JournalMaker()
    for ranks, value in ((1, limit), (2, math.nextafter(limit, 1.0))):
        request = requested(ranks, 1, 1_000_000)
        maker.measure(request, [1.0])
        maker.lines[-2]["result"]["noise"] = {name: value}
    found = [f for f in overview_of(maker).findings if f.id == "W14"]
    assert [f.labels for f in found] == [("2x1",)]


def test_every_disturbance_has_its_limit() -> None:
    limits = {name: limit for name, (limit, _) in disturbed.LIMITS.items()}
    assert limits == contract("disturbances.json")


def test_programs_are_judged_from_the_same_time_on() -> None:
    assert contract("programs.json", "shortest_s") == cpus_used.SHORTEST_S


def test_every_verdict_but_two_is_a_failure(overview_of) -> None:
    names = contract("names.json", "verdicts")
    request = requested(2, 1, 1_000_000)
    maker = JournalMaker(
        lines=[record(request, n, [1.0], verdict=v) for n, v in enumerate(names, 1)]
    )
    maker.point(request, ["strong"])
    (point,) = overview_of(maker).study.points
    failures = [v for v in names if v not in ("ok", "disturbed")]
    assert [one.verdict for one in point.failed] == failures
    assert point.is_disturbed
    assert len(point.launches) == 2, "the good one and, since that is one, the other"


def test_every_name_is_described() -> None:
    described = (ROOT / "results" / "README.md").read_text()
    listed = re.search(r"Verdicts: ([^.]*)\.", described)
    assert listed is not None
    verdicts = contract("names.json", "verdicts")
    assert re.findall(r"`(\w+)`", listed[1]) == verdicts
    reasons = contract("names.json", "stop_reasons")
    listed = re.search(r"`reason` \(([^)]*)\)", described)
    assert listed is not None
    assert re.findall(r"`(\w+)`", listed[1]) == reasons
    assert list(_STOPS) == reasons


def test_cpu_lists() -> None:
    for case in contract("cpu_lists.json", "good"):
        assert cpu_list(case["text"]) == set(case["cpus"]), case
    for text in contract("cpu_lists.json", "malformed"):
        assert cpu_list(text) is None, text


def test_units_of_time() -> None:
    seconds_per = contract("units.json", "seconds_per")
    for seconds in (5.0, 5e-3, 5e-6, 5e-9):
        unit, factor = time_unit([seconds])
        assert factor * seconds_per[unit] == pytest.approx(1)
    for _, unit, seconds in _UNITS:
        assert seconds == seconds_per[unit]


def test_the_schema_takes_what_the_harness_takes() -> None:
    schema = json.loads((ROOT / "configs" / "study.schema.json").read_text())["$defs"]
    for kind in ("duration", "percentage"):
        pattern = re.compile(schema[kind]["pattern"])
        for case in contract("units.json", f"{kind}s"):
            assert pattern.fullmatch(case["text"]), case


if __name__ == "__main__":
    import tempfile

    for journal in JOURNALS:
        golden = CONTRACT / journal.removesuffix(".jsonl")
        golden.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            overview = read_overview(study_of(journal, Path(folder)))
        for name, text in tables_of(overview).items():
            (golden / name).write_text(text)
