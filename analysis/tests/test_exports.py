# SPDX-License-Identifier: Apache-2.0
"""Every export is read back by a reader of its format, hostile names included."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
from journals import JournalMaker, launches, requested
from test_hostile import NAMES, hostile

from scaling.exports import (
    benchmark_json,
    exports,
    extrap_jsonl,
    junit_xml,
    study_json,
    study_sqlite,
)
from scaling.finding import find_all
from scaling.model.study import Study
from scaling.overview import read_overview


@pytest.fixture(scope="module")
def study(demo: Path) -> Study:
    return read_overview(demo).study


@contextmanager
def database(study: Study) -> Iterator[sqlite3.Connection]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "study.sqlite"
        file.write_bytes(study_sqlite.render(study, ()))
        with closing(sqlite3.connect(file)) as stored:
            yield stored


def test_files_have_names_of_their_own() -> None:
    names = [export.FILE for export in exports()]
    assert len(names) == len(set(names)) == 10


def test_json_is_tidy(study: Study) -> None:
    found = json.loads(study_json.render(study, ()))
    assert len(found["points"]) == len(study.points)
    assert len(found["launches"]) == sum(len(p.launches) for p in study.points)
    first = found["launches"][0]
    assert first["time_s"] == study.points[0].times_s[0]
    assert len(first["repetition_times_s"]) == 7
    assert first["samples"] == "2000000000"
    point = found["points"][0]
    assert point["time_s_low"] < point["time_s"] < point["time_s_high"]


def test_json_keeps_large_counts(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 10**18 + 1), launches(1.0, 6, 1))
    found = json.loads(study_json.render(overview_of(maker).study, ()))
    assert found["points"][0]["samples"] == "1000000000000000001"


def test_extrap_lines(study: Study) -> None:
    lines = [json.loads(line) for line in extrap_jsonl.render(study, ()).splitlines()]
    assert {tuple(sorted(line)) for line in lines} == {
        ("callpath", "metric", "params", "value")
    }
    assert all(isinstance(line["params"]["p"], int) for line in lines)
    at = [(line["callpath"], line["params"]["p"]) for line in lines]
    assert len(at) == len(set(at)), "two splits of one size in one call path"
    base = next(line for line in lines if line["params"]["p"] == 1)
    assert base["value"] == list(study.points[0].times_s)


def test_benchmark_json_has_what_its_readers_want(study: Study) -> None:
    found = json.loads(benchmark_json.render(study, ()))
    context, benchmarks = found["context"], found["benchmarks"]
    assert context["host_name"] == "n1"
    assert context["num_cpus"] == 8
    assert len(benchmarks) == sum(len(p.launches) for p in study.points)
    first = benchmarks[0]
    assert first["run_type"] == "iteration"
    assert first["time_unit"] == "ns", "its readers print no decimals"
    assert first["real_time"] == first["cpu_time"]
    assert first["real_time"] == pytest.approx(1e9 * study.points[0].times_s[0])
    names = {entry["name"] for entry in benchmarks}
    assert len(names) == sum(bool(p.launches) for p in study.points)


def test_junit(study: Study) -> None:
    root = ElementTree.fromstring(junit_xml.render(study, find_all(study)))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == (
        str(len(study.points) + 1),
        "1",
        "1",
    )
    (failure,) = suite.iter("failure")
    assert failure.get("type") == "crash"
    assert failure.get("message") == "rank 0 ended by signal 11 (SIGSEGV)"
    assert "Ctrl-C while it ran" in "".join(suite.itertext())


def test_junit_fails_a_point_with_a_wrong_answer(overview_of) -> None:
    maker = JournalMaker()
    for ranks, hits in ((1, 785_398), (2, 785_398), (4, 785_399)):
        maker.measure(requested(ranks, 1, 10**6), launches(1.0, 6, 1), hits=hits)
    overview = overview_of(maker)
    root = ElementTree.fromstring(junit_xml.render(overview.study, overview.findings))
    failed = [
        case for case in root.iter("testcase") if case.find("failure") is not None
    ]
    assert [case.get("name") for case in failed] == ["4x1"]
    assert "W01" in failed[0].find("failure").get("message")


def test_sqlite(study: Study) -> None:
    with database(study) as found:
        (n,) = found.execute("select count(*) from launches").fetchone()
        assert n == sum(len(p.launches) for p in study.points)
        time, low = found.execute("select time_s, time_s_low from points").fetchone()
        assert (time, low) == (study.points[0].time_s.value, study.points[0].time_s.low)
        failed = found.execute(
            "select verdict, count(*) from failed group by verdict order by verdict"
        )
        assert failed.fetchall() == [("crash", 3), ("interrupted", 1)]
        assert found.execute("pragma integrity_check").fetchone() == ("ok",)


def test_sqlite_holds_the_largest_counts(overview_of) -> None:
    maker = JournalMaker()
    maker.measure(requested(1, 1, 2**64 - 1), launches(1.0, 6, 1))
    with database(overview_of(maker).study) as found:
        samples = found.execute("select samples from points").fetchone()
    assert samples == (str(2**64 - 1),)


@pytest.mark.parametrize("name", [*NAMES, "');drop table points;--", "\ufffe\uffff]]>"])
def test_hostile(overview_of, name: str) -> None:
    study = overview_of(hostile(name)).study
    root = ElementTree.fromstring(junit_xml.render(study, find_all(study)))
    assert len(list(root.iter("testcase"))) == 3
    assert {child.tag for child in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "skipped", "system-out",
    }  # fmt: skip
    with database(study) as found:
        assert len(found.execute("select * from points").fetchall()) == 2
        dumped = "\n".join(found.iterdump())
    for export in exports():
        content = export.render(study, ()) or ""
        if isinstance(content, bytes):
            content = dumped
        assert "secret" not in content
        assert "\x1b" not in content
    json.loads(study_json.render(study, ()))
    json.loads(benchmark_json.render(study, ()))
    for line in extrap_jsonl.render(study, ()).splitlines():
        json.loads(line)


def test_an_empty_journal(overview_of) -> None:
    study = overview_of(JournalMaker()).study
    for export in exports():
        content = export.render(study, ())
        assert isinstance(content, (str, bytes)) or "metrics" in export.FILE
