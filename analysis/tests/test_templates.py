# SPDX-License-Identifier: Apache-2.0
"""Reading a journal by columns, and in parts, gives what reading it in full gives."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from journals import (
    JournalMaker,
    compact,
    demonstration,
    line,
    manifest,
    packed,
    planes,
    record,
    requested,
)

from scaling import digest, parallel
from scaling.model.launches import Launches
from scaling.model.study import make_study
from scaling.overview import make_overview
from scaling.records import journal as reader
from scaling.records.journal import Journal, read_journal
from scaling.records.record import parse_record
from scaling.records.result import NUMBERS
from scaling.records.rows import Rows
from scaling.write import make_files

REQUEST = requested(2, 1, 1000)
NOISE = {"load_before": 0.5, "steal_share": None}


def lines_of(*launches: int) -> list[str]:
    """A record of each launch, and before them what they share."""
    found = []
    for launch in launches:
        times = [1.3, *(1 + launch * i / 1024 for i in range(6))]
        one = record(REQUEST, launch, times, wall_s=1.0 + launch)
        one["result"]["noise"] = NOISE | {"load_before": 0.5 + launch}
        found.append(line(one))
    return compact(found)


SHARED = len(lines_of(1)) - 1


def read(tmp_path: Path, lines: list[str]) -> Journal:
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(f"{one}\n" for one in lines))
    return read_journal(file)


def in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "cut_record", lambda _: None)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lines that are read in full, as they are read."""
    numbers: list[int] = []

    def parse(value: Any, number: int) -> Any:
        numbers.append(number)
        return parse_record(value, number)

    monkeypatch.setattr(reader, "parse_record", parse)
    return numbers


def told(journal: Journal) -> tuple:
    """Every number that any page could show, and every problem."""
    study = make_study(journal, "x")
    return (
        sorted(digest.numbers(make_overview(study))),
        [columns_of(point.launches) for point in study.points],
        [point.unusable for point in study.points],
        [(r.line, r.verdict) for r in study.failed],
        list(map(str, journal.problems)),
    )  # fmt: skip


def columns_of(launches: Launches) -> list:
    """Every launch in order: all its columns, its command and what it shares."""
    mapped = ("noise", "numbers", "values")
    names = [field.name for field in fields(Rows)[1:] if field.name not in mapped]
    noise = {name for kind in launches.kinds for name in kind.noise}
    return [
        str([launches.column(name) for name in names]),
        {name: x for name in noise if (x := launches.optional("noise", name))},
        [launches.optional("numbers", name) for name in NUMBERS],
        [launch.argv for launch in launches],
        launches.shared(lambda r: (r.result.clock.name, r.result.clock.resolution_s)),
        launches.shared(lambda r: (r.result.worker, r.result.ranks)),
        launches.shared(lambda r: r.result.measurement.tallies),
    ]


def test_launches_of_our_own_worker_follow_a_template(tmp_path: Path, parsed) -> None:
    journal = read(tmp_path, lines_of(1, 2, 3))
    assert parsed == [SHARED + 1]
    assert [len(rows) for rows in journal.rows] == [3]
    assert journal.records == []


def test_a_whole_study_is_the_same(tmp_path: Path, monkeypatch, parsed) -> None:
    lines = compact(demonstration().text().splitlines())
    quick = read(tmp_path, lines)
    launches = sum(map(len, quick.rows))
    assert launches > 100
    assert len(parsed) < launches / 2
    found = told(quick)
    parsed.clear()
    in_full(monkeypatch)
    slow = read(tmp_path, lines)
    assert len(parsed) == launches + len(slow.records)
    assert sum(map(len, slow.rows)) == launches
    assert told(slow) == found


@pytest.mark.parametrize("count", [2, 3, 7])
def test_parts_are_the_whole(tmp_path: Path, monkeypatch, count: int) -> None:
    text = demonstration().text().splitlines(keepends=True)
    text[7:7] = ["damaged\n", "\n"]
    file = tmp_path / "journal.jsonl"
    file.write_text("".join(text) + text[5][:99])
    whole = told(read_journal(file))
    monkeypatch.setattr(reader, "LARGE_BYTES", 0)
    monkeypatch.setattr(parallel, "processors", lambda: count)
    parts = read_journal(file)
    assert told(parts) == whole
    assert len({id(rows) for rows in parts.rows}) >= 12
    assert [p.line for p in parts.problems] == [8, 9, len(text) + 1]


BAD = [
    ('"makespan_s":[', '"makespan_s":[NaN,'),
    ('"makespan_s":[', '"makespan_s":[1e999,'),
    ('"makespan_s":[', '"makespan_s":[-1.0,'),
    ('"makespan_s":[', '"makespan_s":[1.0,'),
    ('"makespan_s":[1.3', '"makespan_s":[1e999'),
    ('"makespan_s":[1.3', '"makespan_s":[0'),
    ('"makespan_s":[1.3', '"makespan_s":["1.3"'),
    ('"makespan_s":[1.3', '"makespan_s":[true'),
    ('"makespan_s":[1.3', '"makespan_s":[01.3'),
    ('"makespan_s":[1.3', '"makespan_s":[[1.3]'),
    ('"makespan_s":[1.3,', '"makespan_s":['),
    ('"makespan_s":[', '"samples":"1001","makespan_s":['),
    ('"measurements":[', '"measurements":[{},'),
    ('"load_before":2.5', '"load_before":"high"'),
    ('"load_before":2.5', '"load_before":true'),
    ('"load_before":2.5', '"load_before":1e999'),
    ('"load_before":', '"load_before":"high","x":'),
    ('"load_before":', '"load_before":1e999,"x":'),
    ('"load_before":', '"others":1,"load_before":'),
    ('"skew_bound_s":[2e-06', '"skew_bound_s":[null'),
    ('"repetitions":{', '"repetitions":"none","x":{'),
    ('"base64":"', '"base64":"!'),
    ('"base64":"', '"base64":"AAAA'),
    ('"ranks":2', '"ranks":1'),
    ('"ranks":2', '"ranks":0'),
    ('"ranks":2', '"ranks":true'),
    ('"ranks":2', '"ranks":2.0'),
    ('"total_s":', '"total_s":-1,"x":'),
    ('"launch":2,', '"launch":1,'),
    ('"launch":2,', '"launch":0,'),
    ('"launch":2,', '"launch":2.0,'),
    ('"launch":2,', '"launch":90071992547409930,'),
    ('"verdict":"ok"', '"verdict":"crash"'),
    ('"verdict":"ok"', '"requested":{"samples":"1001"},"verdict":"ok"'),
    ('"wall_s":3.0', '"wall_s":Infinity'),
    ('"wall_s":3.0', '"wall_s":3e99'),
    ('"schema":2', '"schema":3'),
    ('"kind":"record"', '"kind":"records"'),
    (',"noise":{"load_before":2.5,"steal_share":null}', ""),
    ('"started_utc":"', '"started_utc":"\u00e9'),
    ('"shared":["', '"shared":["x","'),
    ('"shared":[', '"shared":[1,'),
    ('"shared":[', '"shared":[[],'),
    ('"shared":[', '"x":['),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), BAD, ids=[new or "none" for _, new in BAD])
def test_what_is_unusual_is_read_in_full(
    tmp_path: Path, monkeypatch, old: str, new: str
) -> None:
    """A change of the second of three lines, its checksum made good."""
    lines = lines_of(1, 2, 3)
    second = lines[SHARED + 1]
    body = second[: second.rindex(',"crc32":')].replace(old, new, 1)
    assert not second.startswith(body)
    lines[SHARED + 1] = f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}'
    quick = told(read(tmp_path, lines))
    in_full(monkeypatch)
    assert told(read(tmp_path, lines)) == quick


def test_no_damage_is_read_as_something_else(tmp_path: Path) -> None:
    """To the second line, once its like was read in full."""
    rng = random.Random(1)
    *before, second, third = lines_of(1, 2, 3)
    for _ in range(200):
        damaged = bytearray(second.encode())
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(7)
        content = [*map(str.encode, before), bytes(damaged), third.encode(), b""]
        file = tmp_path / "journal.jsonl"
        file.write_bytes(b"\n".join(content))
        journal = read_journal(file)
        assert sum(map(len, journal.rows)) == 2
        assert journal.problems


def test_a_part_may_begin_with_a_line(tmp_path: Path, monkeypatch) -> None:
    lines = [one for one in lines_of(1) for _ in range(4)]
    monkeypatch.setattr(reader, "LARGE_BYTES", 0)
    monkeypatch.setattr(parallel, "processors", lambda: 2)
    journal = read(tmp_path, lines)
    assert sorted(int(n) for rows in journal.rows for n in rows.line) == [
        4 * SHARED + n for n in (1, 2, 3, 4)
    ]
    assert all(rows.first.line == rows.line[0] for rows in journal.rows)


def test_parts_tell_of_every_kind_of_line(tmp_path: Path, monkeypatch) -> None:
    others = [
        {"kind": "left_out", "node": "n7", "job": "12", "failures": 2},
        {"kind": "stop", "point": "0" * 16, "reason": "ci", "launches": 1},
        manifest(),
        JournalMaker().study(),
        record(REQUEST, 9, verdict="crash"),
    ]
    lines = [*lines_of(1), *map(line, others), *lines_of(2), "damaged"]
    whole = read(tmp_path, lines)
    monkeypatch.setattr(reader, "LARGE_BYTES", 0)
    monkeypatch.setattr(parallel, "processors", lambda: 3)
    parts = read(tmp_path, lines)
    for name in ("starts", "manifests", "records", "stops", "left_out", "problems"):
        assert getattr(whole, name), name
        assert getattr(parts, name) == getattr(whole, name), name


def test_numbers_of_a_launch_do_not_break_a_template(tmp_path: Path, parsed) -> None:
    """Ceilings and pids differ from launch to launch."""
    lines = []
    for launch in (1, 2, 3):
        one = record(REQUEST, launch, [1.0] * 7)
        one["result"]["measurements"][0]["ceiling_samples_per_s"] = 1e6 + launch
        for rank in one["result"]["world"]["by_rank"]:
            rank["pid"] += 100 * launch
        one["argv"] = ["mpiexec", f"attempts/{one['point']}-{launch}-1/job.json"]
        lines.append(line(one))
    journal = read(tmp_path, compact(lines))
    assert parsed == [SHARED + 1]
    assert [len(rows) for rows in journal.rows] == [3]
    (point,) = make_study(journal, "x").points
    assert point.number("ceiling_samples_per_s") == 1e6 + 2
    assert [launch.argv[1][-10:] for launch in point.launches] == [
        f"{n}-1/job.json"[-10:] for n in (1, 2, 3)
    ]


def test_a_time_below_zero_is_no_time(tmp_path: Path) -> None:
    """Of a rank, in the second record of three: it is told, and the others count."""
    lines = lines_of(1, 2, 3)
    value = json.loads(lines[SHARED + 1])
    times = value["result"]["measurements"][0]["repetitions"]
    end_before_begin = [1, 1, 9, 9, 8, 8]
    times |= packed(planes(7 * end_before_begin))
    del value["schema"], value["crc32"]
    lines[SHARED + 1] = line(value, schema=2)
    journal = read(tmp_path, lines)
    assert [p.line for p in journal.problems] == [SHARED + 2]
    assert sum(map(len, journal.rows)) == 2


def test_what_a_fork_raises_is_raised(monkeypatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 3)
    assert parallel.each(lambda x: x * x, range(10)) == [x * x for x in range(10)]
    with pytest.raises(ZeroDivisionError):
        parallel.each(lambda x: 1 // x, [1, 0, 1])


def test_processes_of_their_own_find_write_and_digest_the_same(
    demo: Path, monkeypatch
) -> None:
    study = make_study(read_journal(demo / "journal.jsonl"), "demo")
    alone = make_overview(study)
    digests = digest.row_digests(alone, demo / "journal.jsonl")
    formats = frozenset({"csv", "json", "sqlite", "junit"})
    files = make_files(alone, formats)
    monkeypatch.setattr(parallel, "processors", lambda: 3)
    monkeypatch.setattr("scaling.model.study.MANY_LAUNCHES", 0)
    monkeypatch.setattr(digest, "LARGE_BYTES", 0)
    assert make_overview(study).findings == alone.findings
    assert make_files(alone, formats) == files
    found = digest.row_digests(alone, demo / "journal.jsonl")
    assert list(found.items()) == list(digests.items())
    assert len(set(found.values())) == len(found) >= 12
