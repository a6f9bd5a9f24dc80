# SPDX-License-Identifier: Apache-2.0
"""Reads a journal: every line becomes a value or a Problem that says where and why."""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from scaling.read.fields import MalformedError
from scaling.read.record import (
    Manifest,
    Record,
    Start,
    Stop,
    parse_manifest,
    parse_record,
    parse_start,
    parse_stop,
)

SCHEMA = 1
MAXIMUM_LINE_BYTES = 512 * 1024 * 1024
"""Above the record of 10^5 ranks (40 MB), below what a damaged file could ask for."""

_CHECKSUM = b',"crc32":'


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
    """What the usable lines say, in file order, and what was wrong with the others."""

    file: str
    starts: list[Start] = field(default_factory=list)
    manifests: dict[str, Manifest] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_journal(path: Path) -> Journal:
    """Raises OSError where the file cannot be read, and nothing for its content."""
    journal = Journal(file=path.name)
    with path.open("rb") as stream, without_collection():
        for line, raw in _lines(stream):
            try:
                _add(journal, _checked(raw), line)
            except MalformedError as error:
                journal.problems.append(Problem(journal.file, line, str(error)))
    return journal


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


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    line = 0
    while raw := stream.readline(MAXIMUM_LINE_BYTES):
        line += 1
        yield line, raw
        while not raw.endswith(b"\n") and len(raw) == MAXIMUM_LINE_BYTES:
            raw = stream.readline(MAXIMUM_LINE_BYTES)


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
    if value.get("schema") != SCHEMA:
        raise MalformedError(f"schema {value.get('schema')!r} is not {SCHEMA}")
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


def _add(journal: Journal, value: dict[str, Any], line: int) -> None:
    kind = value.get("kind")
    if kind == "record":
        journal.records.append(parse_record(value, line))
    elif kind == "study":
        journal.starts.append(parse_start(value))
    elif kind == "stop":
        journal.stops.append(parse_stop(value))
    elif kind == "manifest":
        manifest = parse_manifest(value)
        journal.manifests[manifest.id] = manifest
    elif kind == "probe":
        pass  # the gate of a program; its verdict is in the records that it stood for
    else:
        raise MalformedError(f"kind {kind!r} is unknown")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
