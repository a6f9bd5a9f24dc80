# SPDX-License-Identifier: Apache-2.0
"""Machine, build and environment as lists of names and values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from scaling.point import Point
from scaling.read.fields import plain
from scaling.read.record import Manifest

DEEPEST = 8


class Source(Protocol):
    """What has points and the manifests they refer to: a study, a side of two."""

    points: tuple[Point, ...]
    manifests: Mapping[str, Manifest]


def flat(value: Any, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Nested objects as dotted names; lists of plain values as one text."""
    if isinstance(value, Mapping) and depth < DEEPEST:
        for name, inner in value.items():
            yield from flat(inner, f"{prefix}.{name}" if prefix else name, depth + 1)
    elif isinstance(value, list):
        yield prefix, ", ".join(plain(item) for item in value)
    elif value is not None:
        yield prefix, plain(value)


def environment(study: Source) -> dict[str, list[str]]:
    """Every known field of the launches that count, with its distinct values."""
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in _fields(study):
        if value not in values[name]:
            values[name].append(value)
    return dict(values)


def _fields(study: Source) -> Iterator[tuple[str, str]]:
    seen: set[object] = set()
    records = (launch.record for p in study.points for launch in p.launches)
    for record in records:
        if record.manifest not in seen:
            seen.add(record.manifest)
            manifest = study.manifests.get(record.manifest)
            yield from flat(manifest.content) if manifest else ()
        if record.result.worker not in seen:
            seen.add(record.result.worker)
            yield from (
                (f"worker.{name}", value) for name, value in record.result.worker
            )
        for host in {rank.host for rank in record.result.ranks} - seen:
            seen.add(host)
            yield "hosts", host
