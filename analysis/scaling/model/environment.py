# SPDX-License-Identifier: Apache-2.0
"""Machine, build and environment as lists of names and values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scaling.model.point import Point
from scaling.records.fields import plain
from scaling.records.record import Manifest

DEEPEST = 8
_OPTIMISED = re.compile(r"(^|\s)-O(?!0\b)\w*")


def flatten(value: Any, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Nested objects as dotted names; lists of plain values as one text."""
    if isinstance(value, Mapping) and depth < DEEPEST:
        for name, inner in value.items():
            yield from flatten(inner, f"{prefix}.{name}" if prefix else name, depth + 1)
    elif isinstance(value, list):
        yield prefix, ", ".join(plain(item) for item in value)
    elif value is not None:
        yield prefix, plain(value)


Fields = Mapping[str, list[str]]
"""Every known field with its distinct values."""


def environment_of(
    points: Iterable[Point], manifests: Mapping[str, Manifest]
) -> Fields:
    """What is known about the launches of some points."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in _fields(points, manifests):
        if value not in values[name]:
            values[name].append(value)
    return dict(values)


def differing(a: Fields, b: Fields) -> tuple[tuple[str, str, str], ...]:
    """What two environments disagree about, with the values of each."""
    return tuple(
        (name, ", ".join(a.get(name, [])), ", ".join(b.get(name, [])))
        for name in dict.fromkeys([*a, *b])
        if set(a.get(name, [])) != set(b.get(name, []))
    )


def field_values(fields: Fields, *endings: str) -> list[str]:
    """The values of the first field whose name, or its last part, is an ending."""
    for ending in endings:
        for name, values in fields.items():
            if (name == ending or name.endswith(f".{ending}")) and any(values):
                return values
    return []


def _fields(
    points: Iterable[Point], manifests: Mapping[str, Manifest]
) -> Iterator[tuple[str, str]]:
    seen: set[object] = set()
    records = (kind.first for p in points for kind in p.launches.kinds)
    for record in records:
        if record.manifest not in seen:
            seen.add(record.manifest)
            manifest = manifests.get(record.manifest)
            yield from flatten(manifest.content) if manifest else ()
        if record.result.worker not in seen:
            seen.add(record.result.worker)
            yield from (
                (f"worker.{name}", value) for name, value in record.result.worker
            )
        hosts = [host for host in dict.fromkeys(record.hosts) if host not in seen]
        seen.update(hosts)
        yield from (("hosts", host) for host in hosts)


def slow_build(worker: dict[str, str]) -> str:
    """`as Debug` or `without optimisation`; empty for a good or an unknown build."""
    build_type = worker.get("build_type", "")
    if build_type.lower() == "debug":
        return "as Debug"
    flags = worker.get("flags", "")
    return "without optimisation" if flags and not _OPTIMISED.search(flags) else ""
