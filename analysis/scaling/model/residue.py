# SPDX-License-Identifier: Apache-2.0
"""Residue: fields, other than the axis, that are not the same all along a curve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scaling.model.curve import Curve
from scaling.model.environment import flatten
from scaling.model.study import Study
from scaling.records.record import Record
from scaling.words.text import clean, listed

WITHIN_A_LAUNCH = ("worker.concurrency",)
"""Fields that follow the threads of a point, which a curve may vary."""


def residue(study: Study, curve: Curve) -> dict[str, list[str]]:
    """The differing fields by name, each with its distinct values."""
    values: dict[str, set[str]] = defaultdict(set)
    seen: set[tuple] = set()
    for row in curve.measured:
        for kind in row.point.launches.kinds:
            record = kind.first
            key = (record.manifest, id(record.result.worker), record.request)
            if key not in seen:
                seen.add(key)
                for name, value in _fields(study, record):
                    values[name].add(value)
    return {
        name: sorted(found)
        for name, found in sorted(values.items())
        if len(found) > 1 and name not in WITHIN_A_LAUNCH
    }


def in_words(differing: dict[str, list[str]]) -> str:
    """`machine.host (n1, n2), worker.compiler (...)`."""
    return listed(
        [clean(f"{name} ({listed(found, 3)})") for name, found in differing.items()]
    )


def is_comparability(name: str, backend: str) -> bool:
    """A field that decides whether two times may be compared at all (W07)."""
    return name in (
        f"build.workers.{backend}",
        "worker.flags",
        "worker.build_type",
        "machine.cpu_model",
    )


def _fields(study: Study, record: Record) -> Iterator[tuple[str, str]]:
    yield "repetitions", str(record.request.repetitions)
    for name, value in record.result.worker:
        yield f"worker.{name}", value
    manifest = study.manifests.get(record.manifest)
    yield from flatten(manifest.content) if manifest else ()
