# SPDX-License-Identifier: Apache-2.0
"""What others measured, beside what a study did: rows in its line of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scaling.records import fields
from scaling.records.compact import merged
from scaling.records.fields import Json
from scaling.records.metric import MAKESPAN, Metric

MANIFEST, FILES = "imported", "files"
"""The manifest of an import, which names its files and nothing else."""


def record_values(value: Json, metric: Metric) -> Iterator[Json]:
    """The launches of an import in a study's line, each as a record of a journal, and
    as a value of the metric that leads. Raises MalformedError."""
    for point in fields.each(value, "points", lambda found: found):
        yield from _records(point, metric)


def file_in_words(value: Json) -> str:
    """A file with its checksum; raises MalformedError."""
    name, digest = fields.text(value, "name"), fields.text(value, "sha256")
    return f"{name} (SHA-256 {digest})"


def _records(point: Json, metric: Metric) -> Iterator[Json]:
    launches = fields.each(point, "launches", lambda found: found)
    requested = fields.required_mapping(point, "requested")
    shared = shared_fields(requested, fields.texts(point, "series"))
    for number, launch in enumerate(launches, start=1):
        place = fields.text(launch, "place")
        measured = measurement(launch, metric)
        id = fields.text(point, "point")
        yield merged(shared, own_fields(id, place, measured, (number, number)))


def measurement(launch: Json, metric: Metric = MAKESPAN) -> dict[str, Any]:
    """What a launch gave: its time, and the metric that it is a value of."""
    time_s = fields.number(launch, "time_s", default=0.0)
    step_s = fields.number(launch, "step_s", default=0.0)
    found: dict[str, Any] = {"makespan_s": [time_s], "resolution_s": step_s}
    if metric != MAKESPAN:
        value, step = time_s, step_s
        if metric.is_rate:
            value = fields.number(launch, "rate", default=0.0)
            step = value * step_s / time_s if time_s else 0.0
        given = {"unit": metric.unit, "kind": metric.kind, "value": value}
        found["metrics"] = {metric.name: {**given, "resolution": step}}
    return found


def shared_fields(requested: Json, series: Sequence[str]) -> dict[str, Any]:
    """What the records of all launches of a point say."""
    measured = {
        "checks": [],
        "kernel": fields.text(requested, "kernel"),
        "repetitions": [],
        "samples": fields.text(requested, "samples"),
        "skew_bound_s": [0.0],
        "tallies": {},
    }
    return {
        "requested": requested,
        "series": list(series),
        "manifest": MANIFEST,
        "result": {"measurements": [measured]},
    }


def own_fields(
    id: str, place: str, measured: Json, block_and_launch: tuple[int, int]
) -> dict[str, Any]:
    """What the record of one launch says.

    A block of its own: that launches ran beside each other is not known.
    """
    block, launch = block_and_launch
    return {
        "kind": "record",
        "point": id,
        "block": block,
        "launch": launch,
        "attempt": 1,
        "verdict": "ok",
        "detail": "",
        "argv": ["import", place],
        "started_utc": "",
        "wall_s": 0.0,
        "exit_code": 0,
        "signal": 0,
        "result": {"measurements": [measured]},
    }
