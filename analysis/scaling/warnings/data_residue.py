# SPDX-License-Identifier: Apache-2.0
"""DATA: what differs between launches that a curve compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scaling.curve import Curve
from scaling.environment import flat
from scaling.finding import Finding
from scaling.read.record import Record
from scaling.study import Study
from scaling.text import clean, listed

WITHIN_A_LAUNCH = ("worker.concurrency",)
"""Fields that follow the threads of a point, which a curve may vary."""


def find(study: Study) -> list[Finding]:
    """Residue: a field, other than the axis, that is not the same all along a curve."""
    found = []
    for curve in study.curves:
        if differing := _differing(study, curve):
            text = (
                f"{curve.kind} scaling of {clean(curve.like.kernel)}: the launches "
                f"compared differ in {listed(differing)}"
            )
            where = tuple(row.point.id for row in curve.measured)
            found.append(Finding("DATA", "warning", text, where))
    return found


def _differing(study: Study, curve: Curve) -> list[str]:
    values: dict[str, set[str]] = defaultdict(set)
    seen: set[tuple] = set()
    for row in curve.measured:
        for launch in row.point.launches:
            record = launch.record
            key = (record.manifest, record.result.worker, record.request.repetitions)
            if key not in seen:
                seen.add(key)
                for name, value in _fields(study, record):
                    values[name].add(value)
    return [
        clean(f"{name} ({listed(sorted(found), 3)})")
        for name, found in sorted(values.items())
        if len(found) > 1 and name not in WITHIN_A_LAUNCH
    ]


def _fields(study: Study, record: Record) -> Iterator[tuple[str, str]]:
    yield "repetitions", str(record.request.repetitions)
    for name, value in record.result.worker:
        yield f"worker.{name}", value
    manifest = study.manifests.get(record.manifest)
    yield from flat(manifest.content) if manifest else ()
