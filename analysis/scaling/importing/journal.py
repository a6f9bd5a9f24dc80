# SPDX-License-Identifier: Apache-2.0
"""Launches as the lines of a journal, which readers take for those of a study."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from scaling.folder import opened_folder, write_whole
from scaling.importing.launches import Launch
from scaling.importing.problems import refuse
from scaling.records.checksum import with_checksum
from scaling.records.compact import shared_id
from scaling.records.fields import LARGEST_WHOLE
from scaling.records.imports import (
    FILES,
    MANIFEST,
    file_in_words,
    measurement,
    own_fields,
    shared_fields,
)
from scaling.records.journal import SCHEMA
from scaling.records.request import IMPORTED
from scaling.words.text import clean

FILE = "journal.jsonl"


def line_of(value: dict[str, Any]) -> str:
    """One line with the checksum of all that precedes it."""
    body = json.dumps({"schema": SCHEMA, **value}, separators=(",", ":"))[:-1]
    return with_checksum(body)


def make_lines(
    study: dict[str, Any],
    launches: Sequence[Launch],
    about: dict[str, Any],
    *,
    is_weak: bool,
) -> Iterator[str]:
    """The study, a manifest, a record for each launch and a stop for each point.

    `about` is what all points share: the resource, and the unit of rates.
    """
    series = ["weak" if is_weak else "strong"]
    points: dict[str, dict[str, Any]] = {}
    ids = []
    for launch in launches:
        request = requested_of(study["study"], launch, about, is_weak=is_weak)
        ids.append(id_of(request))
        points.setdefault(ids[-1], request)
    planned = [{"point": i, **r, "series": series} for i, r in points.items()]
    most = max(Counter(ids).values())
    rule = {"min": most, "max": most}
    yield line_of({**study, "launches": rule, "points": planned, "skipped": []})
    files = [file_in_words(one) for one in study["files"]]
    yield line_of({"kind": "manifest", "id": MANIFEST, FILES: files})
    shared = {id: _shared(request, series) for id, request in points.items()}
    yield from map(line_of, shared.values())
    made: dict[str, int] = dict.fromkeys(points, 0)
    for block, (id, launch) in enumerate(zip(ids, launches), start=1):
        made[id] += 1
        yield line_of(_record(id, shared[id], about, launch, block, made[id]))
    for id, count in made.items():
        yield line_of({"kind": "stop", "point": id, "reason": "max", "launches": count})


def requested_of(
    name: str, launch: Launch, about: dict[str, Any], *, is_weak: bool
) -> dict[str, Any]:
    """What a launch was asked for: work of one unit, of a weak study one for each
    resource."""
    imported = {**about, "other_program": True} if launch.is_other_program else about
    return {
        "kernel": name,
        "samples": str(launch.units if is_weak else 1),
        "nodes": 1,
        "ranks": launch.units,
        "threads": 1,
        "backend": "",
        "launcher": "",
        "repetitions": 1,
        "parameters": {clean(k): _parameter(v) for k, v in launch.labels},
        "env": {},
        "program": ["import"],
        "proof": IMPORTED,
        "imported": imported,
    }


def _parameter(text: str) -> str | int:
    is_whole = text.isascii() and text.isdecimal() and str(int(text)) == text
    return int(text) if is_whole and int(text) <= LARGEST_WHOLE else clean(text)


def id_of(request: dict[str, Any]) -> str:
    """The id of a point, by all that it is."""
    body = json.dumps(request, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _shared(request: dict[str, Any], series: list[str]) -> dict[str, Any]:
    """What the launches of a point have in common (docs/journal.md)."""
    value = shared_fields(request, series)
    text = json.dumps(value, separators=(",", ":"))
    return {"kind": "shared", "id": shared_id(text.encode()), "value": value}


def _record(
    id: str,
    shared: dict[str, Any],
    about: dict[str, Any],
    launch: Launch,
    block: int,
    number: int,
) -> dict[str, Any]:
    measured = measurement({"time_s": launch.time_s, "step_s": launch.step_s})
    if launch.rate is not None:
        measured["metrics"] = {"rate": {"unit": about["rate"], "value": launch.rate}}
    place = clean(str(launch.place))
    own = own_fields(id, place, measured, (block, number))
    return {**own, "shared": [shared["id"]]}


def write_journal(directory: Path, lines: Iterable[str]) -> None:
    """Replaces what was imported before, and nothing else; raises OSError."""
    path = directory / FILE
    if path.exists() and not _is_imported(path):
        refuse(
            None,
            f"{directory} holds a study that was measured",
            "Import under another name: --study NAME",
        )
    directory.parent.mkdir(parents=True, exist_ok=True)
    with opened_folder(directory) as opened:
        write_whole(opened, FILE, "".join(lines).encode())


def _is_imported(path: Path) -> bool:
    """By its first line: nothing is ever added to an import."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        first = lines.readline()
    try:
        start = json.loads(first)
    except ValueError:
        return False
    return isinstance(start, dict) and bool(start.get("import"))
