# SPDX-License-Identifier: Apache-2.0
"""Lines that cannot be used are reported with file and line; nothing crashes."""

from __future__ import annotations

import json
import random
import sys
import tracemalloc
import zlib
from pathlib import Path

import pytest
from journals import (
    JournalMaker,
    compact,
    line,
    manifest,
    packed,
    record,
    requested,
)

from scaling.records.checksum import with_checksum
from scaling.records.compact import shared_id
from scaling.records.journal import Journal, read_journal

REQUEST = requested(1, 1, 1000)
GOOD = line(record(REQUEST, 1, [1.0, 1.0]))
LONG_INTEGER = "no JSON" if hasattr(sys, "set_int_max_str_digits") else "kind None"
"""Python reads an integer of any length before 3.9.14."""


def read(tmp_path: Path, content: str | bytes):
    file = tmp_path / "journal.jsonl"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_journal(file)


def count(journal: Journal) -> int:
    """Records that were read, in full or in outline."""
    return len(journal.records) + sum(map(len, journal.rows))


def checked(body: str) -> str:
    """Any text with a checksum that holds."""
    return f'{body},"crc32":"{zlib.crc32(body.encode()):08x}"}}'


def test_good_lines_have_no_problem(tmp_path: Path) -> None:
    journal = read(tmp_path, JournalMaker().text() + GOOD + "\n")
    assert journal.problems == []
    assert count(journal) == len(journal.starts) == len(journal.manifests) == 1


def test_the_checksum_is_that_of_the_contract() -> None:
    body = '{"schema":1,"kind":"x"'
    assert line({"kind": "x"}) == checked(body)
    # The check value of CRC-32 that its definitions give for "123456789".
    assert f"{zlib.crc32(b'123456789'):08x}" == "cbf43926"


def test_torn_tail(tmp_path: Path) -> None:
    journal = read(tmp_path, GOOD + "\n" + GOOD[:100])
    assert count(journal) == 1
    (problem,) = journal.problems
    assert str(problem).startswith("journal.jsonl:2: torn line of 100 bytes")


def test_a_whole_line_without_its_newline_is_torn(tmp_path: Path) -> None:
    # The writer cuts what follows the last newline; the reader must agree with it.
    assert "torn" in read(tmp_path, GOOD).problems[0].why


def test_a_changed_digit_fails_the_checksum(tmp_path: Path) -> None:
    journal = read(tmp_path, GOOD.replace('"wall_s":1.61', '"wall_s":1.62') + "\n")
    assert count(journal) == 0
    assert "crc32 does not match" in journal.problems[0].why


@pytest.mark.parametrize("schema", [0, 3, "1", True, 1.0, None])
def test_another_schema_is_never_guessed(tmp_path: Path, schema: object) -> None:
    body = json.dumps({"schema": schema, **manifest()}, separators=(",", ":"))[:-1]
    journal = read(tmp_path, checked(body) + "\n")
    assert journal.manifests == {}
    assert "schema" in journal.problems[0].why


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("", "no crc32"),
        ("\x00\xff", "no crc32"),
        ("{}", "no crc32"),
        ("[1]", "no crc32"),
        (checked('{"schema":1,"kind":"dream"'), "kind 'dream' is unknown"),
        (checked('{"schema":1,"kind":["x"]'), "is unknown"),
        (checked('{"schema":1,"kind":"record"'), "requested is missing"),
        (checked('{"schema":1,"kind":"record","x":NaN'), "NaN is no number"),
        (checked('{"schema":1,"a":' + "[" * 100_000 + "]" * 100_000), "no JSON"),
        (checked('{"schema":1,"a":' + "9" * 5000), LONG_INTEGER),
        (checked('{"schema":1,"kind":"stop","point":7'), "point is not a string"),
    ],
)
def test_bad_lines(tmp_path: Path, bad: str, why: str) -> None:
    journal = read(tmp_path, GOOD + "\n" + bad + "\n" + GOOD + "\n")
    assert count(journal) == 2
    (problem,) = journal.problems
    assert problem.line == 2
    assert why in problem.why


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("requested", "samples"), 1000, "samples is not a decimal count"),
        (("requested", "samples"), "0", "samples is not above 0"),
        (("requested", "samples"), "1e9", "samples is not a decimal count"),
        (("requested", "ranks"), 0, "ranks is not an integer of at least 1"),
        (("requested", "threads"), True, "threads is not an integer"),
        (("requested", "threads"), 1.5, "threads is not an integer"),
        (("launch",), 0, "launch is not an integer of at least 1"),
        (("result",), [], "result is not an object"),
        (("result", "measurements"), {}, "measurements is not an array"),
        (("result", "measurements", 0, "makespan_s"), [1.0, 0.0], "not above 0"),
        (("result", "measurements", 0, "makespan_s"), [1.0, -1.0], "makespan_s"),
        (("result", "measurements", 0, "makespan_s"), ["1"], "makespan_s"),
        (("result", "measurements", 0, "makespan_s"), [10**400], "makespan_s"),
    ],
)
def test_wrong_fields(tmp_path: Path, path, value, why: str) -> None:
    bad = json.loads(json.dumps(record(REQUEST, 1, [1.0, 1.0])))
    at = bad
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    journal = read(tmp_path, line(bad) + "\n")
    assert count(journal) == 0
    assert why in journal.problems[0].why


@pytest.mark.parametrize("is_compact", [False, True])
def test_no_byte_flip_is_read_as_something_else(
    is_compact: bool, tmp_path: Path
) -> None:
    """In whatever a record is told by: its own line, or one that it shares."""
    rng = random.Random(1)
    lines = compact_lines() if is_compact else [GOOD]
    original = "".join(f"{one}\n" for one in lines).encode()
    for _ in range(300):
        damaged = bytearray(original)
        at = rng.randrange(len(damaged))
        damaged[at] ^= 1 << rng.randrange(8)
        journal = read(tmp_path, bytes(damaged))
        assert count(journal) == 0
        assert journal.problems


def test_no_truncation_crashes(tmp_path: Path) -> None:
    for length in range(0, len(GOOD) + 1, 7):
        journal = read(tmp_path, GOOD[:length])
        assert len(journal.problems) == (length > 0)
    compact = "\n".join(compact_lines())
    for length in range(0, len(compact) + 1, 7):
        journal = read(tmp_path, compact[:length])
        assert count(journal) == 0
        assert bool(journal.problems) == (compact[:length][-1:] not in ("", "\n"))


@pytest.mark.parametrize("seed", ["0x1f", "31", "0x", "0x1_", 1, [1], {}, None])
def test_a_study_without_a_seed_that_cannot_be_read(tmp_path: Path, seed) -> None:
    study = JournalMaker().study() | {"order_seed": seed}
    journal = read(tmp_path, line(study) + "\n")
    assert journal.problems == []
    assert journal.starts[0].order_seed == ("0x1f" if seed == "0x1f" else "")


def test_an_empty_journal(tmp_path: Path) -> None:
    assert read(tmp_path, "").problems == []


def compact_lines() -> list[str]:
    return compact([line(record(requested(64, 1, 1000), 1, [1.0, 1.0]))])


def sealed(value: dict) -> str:
    """With a checksum that holds."""
    kept = {k: v for k, v in value.items() if k not in ("schema", "crc32")}
    return line(kept, schema=2)


def test_what_records_share_may_stand_behind_them(tmp_path: Path) -> None:
    *shared, own = compact_lines()
    assert any('"packed":' in one for one in shared)
    journal = read(tmp_path, "".join(f"{one}\n" for one in (own, *shared)))
    assert journal.problems == []
    assert count(journal) == 1


def test_a_record_without_what_it_shares_is_told(tmp_path: Path) -> None:
    first, *rest = compact_lines()
    journal = read(tmp_path, "".join(f"{one}\n" for one in rest))
    (problem,) = journal.problems
    assert problem.line == len(rest)
    assert "which is not in this journal" in problem.why
    assert json.loads(first)["id"] in problem.why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": {"manifest": "another"}}, "not what its id was made of"),
        ({"id": "0" * 16}, "not what its id was made of"),
        ({"id": 7}, "id is not a string"),
        ({"packed": {"bytes": 5, "base64": "AAAA"}}, "cannot be unpacked"),
        ({"packed": {"bytes": 5, "base64": "!"}}, "cannot be unpacked"),
        ({"packed": packed(b"{}") | {"bytes": 1}}, "not as many as they say"),
        ({"packed": packed(b"{}") | {"bytes": 3}}, "not as many as they say"),
        ({"packed": packed(b"{}") | {"bytes": 2**40}}, "too many"),
        ({"packed": []}, "packed is not an object"),
    ],
)
def test_a_bad_shared_line(tmp_path: Path, change: dict, why: str) -> None:
    """It is told, and so is the record that refers to it."""
    lines = compact_lines()
    lines[0] = sealed(json.loads(lines[0]) | change)
    journal = read(tmp_path, "".join(f"{one}\n" for one in lines))
    assert count(journal) == 0
    assert [p.line for p in journal.problems] == [1, len(lines)]
    assert why in journal.problems[0].why


@pytest.mark.parametrize("times", [1, 17])
def test_a_record_refers_to_few_lines(times: int, tmp_path: Path) -> None:
    *shared, own = compact_lines()
    record = json.loads(own)
    record["shared"] += record["shared"][:1] * times
    journal = read(tmp_path, "".join(f"{one}\n" for one in (*shared, sealed(record))))
    assert count(journal) == (times == 1)
    assert all("more than 16 shared lines" in p.why for p in journal.problems)


def test_what_nests_deeply_is_told(tmp_path: Path) -> None:
    """Both halves can be read: merging them goes deeper."""
    deep = "[" * 700 + "]" * 700
    value = f'{{"deep":{deep}}}'
    id = shared_id(value.encode())
    head = '{"schema":2,"kind":'
    bodies = [
        f'{head}"shared","id":"{id}","value":{value}',
        f'{head}"record","shared":["{id}"],"deep":{deep}',
    ]
    journal = read(tmp_path, "".join(map(with_checksum, bodies)))
    assert count(journal) == 0
    assert [p.line for p in journal.problems] == [1, 2]


@pytest.mark.parametrize(("levels", "problems"), [(64, 0), (65, 1)])
def test_what_is_shared_has_at_most_64_levels(
    tmp_path: Path, levels: int, problems: int
) -> None:
    strings = r'"]]]][", "\"]]", "\\", "\\\"["'
    inner = f"{strings}, " + "[" * (levels - 2) + "]" * (levels - 2)
    value = f'{{"deep":[{inner}]}}'
    body = f'{{"schema":2,"kind":"shared","id":"{shared_id(value.encode())}"'
    journal = read(tmp_path, with_checksum(f'{body},"value":{value}'))
    assert len(journal.problems) == problems


def test_shared_lines_beyond_the_limit_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that fit after one that does not are used, and equal ones count once."""
    values = [f'{{"n":"{letter * 90}"}}'.encode() for letter in "abc"]
    lines = [
        sealed({"kind": "shared", "id": shared_id(value), "packed": packed(value)})
        for value in values
    ]
    monkeypatch.setattr("scaling.records.shared_lines.MAXIMUM_BYTES", 250)
    journal = read(
        tmp_path, "".join(f"{one}\n" for one in (lines[0], *lines, lines[0]))
    )
    assert [p.line for p in journal.problems] == [4]
    assert "more than 1 GiB" in journal.problems[0].why


def test_shared_lines_are_unpacked_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"{one}\n" for one in compact_lines())
    assert count(read(tmp_path, text)) == 1
    monkeypatch.setattr("scaling.records.shared_lines.MAXIMUM_BYTES", 100)
    journal = read(tmp_path, text)
    assert count(journal) == 0
    assert "which is not in this journal" in journal.problems[-1].why


def test_what_is_shared_is_parsed_again_where_it_was_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records of two points in turn, and no room for what both refer to."""
    monkeypatch.setattr("scaling.records.shared_lines.KEPT_BYTES", 1)
    records = [
        record(requested(ranks, 1, 1000), launch, [1.0], detail=f"of its own {launch}")
        for launch in (1, 2)
        for ranks in (2, 4)
    ]
    journal = read(tmp_path, "".join(f"{x}\n" for x in compact(map(line, records))))
    assert (count(journal), journal.problems) == (4, [])


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A hundred megabytes of blanks that say that they are ten."""
    held = packed(b" " * 10**8) | {"bytes": 10}
    text = line({"kind": "shared", "id": "x", "packed": held}, schema=2)
    tracemalloc.start()
    assert read(tmp_path, text + "\n").problems
    assert tracemalloc.get_traced_memory()[1] < 10**7
    tracemalloc.stop()
