# SPDX-License-Identifier: Apache-2.0
"""Reads a journal: every line becomes a value or a Problem that says where and why."""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from scaling import parallel
from scaling.records.compact import whole_record
from scaling.records.fields import MalformedError
from scaling.records.record import (
    LeftOut,
    Manifest,
    Record,
    Start,
    Stop,
    parse_left_out,
    parse_manifest,
    parse_record,
    parse_start,
    parse_stop,
)
from scaling.records.rows import Rows, group_alike
from scaling.records.shared_lines import SharedLines
from scaling.records.templates import RecordTemplates, cut_record
from scaling.zipped import zip_equal

SCHEMA = 2
"""Of the lines that are written. Of 1 are those from before launches shared what they
have in common."""
MAXIMUM_LINE_BYTES = 512 * 1024 * 1024
"""Above the record of 10^5 ranks (40 MB), below what a damaged file could ask for."""

_CHECKSUM = b',"crc32":'
_KNOWN = (1, SCHEMA)
_SHARED = b'{"schema":2,"kind":"shared",'


@dataclass(frozen=True)
class Problem:
    """A journal line that was not used."""

    file: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.why}"


@dataclass
class Journal:
    """What the usable lines say, in file order, and what was wrong with the others.

    `rows` holds every launch that ran as asked and was measured, `records` all other
    attempts.
    """

    file: str
    starts: list[Start] = field(default_factory=list)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)


NEGATIVE = "a time of a rank is below 0"
LARGE_BYTES = 32 * 1024 * 1024
"""Journals beyond it are read by several processes, a part each."""


def read_journal(path: Path) -> Journal:
    """Raises OSError where the file cannot be read, and nothing for its content."""
    size = path.stat().st_size
    count = parallel.processors() if size > LARGE_BYTES else 1
    ends = [size * part // count for part in range(1, count)]
    parts = list(zip_equal([0, *ends], [*ends, None]))
    shared = _read_shared(path)
    return _joined(
        path.name, parallel.each(lambda part: _read_part(path, shared, *part), parts)
    )


def _read_shared(path: Path) -> SharedLines:
    shared = SharedLines(_json)
    with path.open("rb") as stream:
        for _, raw in _lines(stream, 0, None):
            if raw.startswith(_SHARED):
                with suppress(MalformedError):  # told when its line is read
                    shared.add(_checked(raw), raw)
    return shared


def _read_part(
    path: Path, shared: SharedLines, begin: int, end: int | None
) -> tuple[Journal, int]:
    """What the lines say that begin in a part, numbered from 1, and their number."""
    journal, templates, line = Journal(file=path.name), RecordTemplates(), 0
    with path.open("rb") as stream, without_collection():
        for line, raw in _lines(stream, begin, end):
            try:
                _add(journal, templates, shared, raw, line)
            except MalformedError as error:
                journal.problems.append(Problem(journal.file, line, str(error)))
    measured = [record for record in journal.records if record.is_measured]
    journal.records = [r for r in journal.records if not r.is_measured]
    rows, refused = templates.rows()
    journal.rows = [*rows, *group_alike(measured)]
    journal.problems += [Problem(journal.file, n, NEGATIVE) for n in refused]
    journal.problems.sort(key=lambda problem: problem.line)
    return journal, line


def _joined(file: str, parts: list[tuple[Journal, int]]) -> Journal:
    """The parts of one journal as the whole."""
    if len(parts) == 1:
        return parts[0][0]
    whole, before = Journal(file=file), 0
    for part, lines in parts:
        whole.starts += part.starts
        whole.manifests |= part.manifests
        whole.stops += part.stops
        whole.left_out += part.left_out
        whole.records += [replace(r, line=r.line + before) for r in part.records]
        whole.rows += [rows.moved(before) for rows in part.rows]
        whole.problems += [replace(p, line=p.line + before) for p in part.problems]
        before += lines
    return whole


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for cycles while millions of values, none in a cycle, are made."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _lines(
    stream: BinaryIO, begin: int, end: int | None
) -> Iterator[tuple[int, bytes]]:
    """Lines that begin in a part of the file, with their numbers there."""
    if begin:
        # A part begins behind the end of a line, which may be just before it.
        stream.seek(begin - 1)
        _skip_line(stream)
    line, at = 0, stream.tell()
    while (end is None or at < end) and (raw := stream.readline(MAXIMUM_LINE_BYTES)):
        line += 1
        yield line, raw
        at += len(raw)
        if len(raw) == MAXIMUM_LINE_BYTES and not raw.endswith(b"\n"):
            at += _skip_line(stream)


def _skip_line(stream: BinaryIO) -> int:
    """Goes to the start of the next line; returns how many bytes that were."""
    skipped = 0
    while raw := stream.readline(MAXIMUM_LINE_BYTES):
        skipped += len(raw)
        if raw.endswith(b"\n"):
            break
    return skipped


def _checked(raw: bytes) -> dict[str, Any]:
    if not raw.endswith(b"\n"):
        raise MalformedError(
            f"torn line of {len(raw)} bytes: the write was cut, the next run repeats it"
        )
    raw = raw.rstrip(b"\r\n")
    cut = raw.rfind(_CHECKSUM)
    if cut < 0:
        raise MalformedError("no crc32 at its end")
    value = _json(raw)
    if value.get("crc32") != f"{zlib.crc32(raw[:cut]):08x}":
        raise MalformedError(
            "its crc32 does not match: the line was changed or damaged"
        )
    schema = value.get("schema")
    if type(schema) is not int or schema not in _KNOWN:
        raise MalformedError(f"schema {schema!r} is not one of {_KNOWN}")
    return value


def _json(raw: bytes) -> dict[str, Any]:
    try:
        value = _DECODER.decode(raw.decode())
    except MalformedError:
        raise
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"no JSON ({type(error).__name__})") from error
    if not isinstance(value, dict):
        raise MalformedError("not a JSON object")
    return value


def _refuse(name: str) -> None:
    raise MalformedError(f"{name} is no number of JSON")


def _add(
    journal: Journal,
    templates: RecordTemplates,
    shared: SharedLines,
    raw: bytes,
    line: int,
) -> None:
    value = _checked(raw)
    kind = value.get("kind")
    if kind == "record":
        found = cut_record(value)
        if found and templates.add(found, line):
            return
        record = parse_record(whole_record(value, shared), line)
        if not (found and templates.learn(found, record)):
            journal.records.append(record)
    elif kind == "study":
        journal.starts.append(parse_start(value))
    elif kind == "stop":
        journal.stops.append(parse_stop(value))
    elif kind == "manifest":
        manifest = parse_manifest(value)
        journal.manifests[manifest.id] = manifest
    elif kind == "left_out":
        journal.left_out.append(parse_left_out(value))
    elif kind == "shared":
        shared.check(value, raw)
    elif kind == "probe":
        pass  # the gate of a program; its verdict is in the records that it stood for
    else:
        raise MalformedError(f"kind {kind!r} is unknown")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
