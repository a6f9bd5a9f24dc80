# SPDX-License-Identifier: Apache-2.0
"""A number that launches give: what it is called, its unit, and what kind it is of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaling.records import fields
from scaling.records.fields import Json, MalformedError

TIME, RATE, SIZE, COUNT = KINDS = ("time", "rate", "size", "count")

SECONDS_PER = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "min": 60.0, "h": 3600.0}
"""The units of time that a study may write."""

_BYTES = {
    "B", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "byte", "bytes",
}  # fmt: skip


@dataclass(frozen=True)
class Metric:
    """The unit of a time is the second, whatever the program prints it in.

    Without a name it is the time of a launch, which every record has.
    """

    name: str
    unit: str
    kind: str = TIME

    @property
    def column(self) -> str:
        """Where its values are among the numbers of a measurement."""
        return f"{self.name} in {self.unit}"

    @property
    def step_column(self) -> str:
        """Where the resolution of its values is, in its unit."""
        return f"step of {self.column}"

    @property
    def is_time(self) -> bool:
        return self.kind == TIME

    @property
    def is_rate(self) -> bool:
        return self.kind == RATE

    @property
    def makes_ratios(self) -> bool:
        """There is a speedup and an efficiency of it."""
        return self.is_time or self.is_rate

    def as_time(self, value: float) -> float:
        """What ratios and stops are computed from: a rate counts by its reciprocal, the
        time that one unit of its work takes; all others count as they are."""
        return 1 / value if self.is_rate else value


MAKESPAN = Metric("", "s")
WALL = Metric("wall", "s")
"""How long a launch took from start to end, which a study may ask a curve of."""


def leading(curves: Sequence[Metric]) -> Metric:
    """The first of the metrics that have curves, if it makes ratios.

    What has no speedup cannot lead: no harness writes that, but anybody may.
    """
    return curves[0] if curves and curves[0].makes_ratios else MAKESPAN


def parse_metric(name: str, value: Json) -> tuple[Metric, float]:
    """The metric, and by what its numbers are multiplied; raises MalformedError."""
    unit = fields.text(value, "unit", default="")
    kind = fields.text(value, "kind", default="") or usual_kind(unit)
    if kind not in KINDS:
        raise MalformedError(f"kind is none of {', '.join(KINDS)}")
    seconds = SECONDS_PER.get(unit)
    if kind == TIME and seconds is None:
        raise MalformedError("unit of a time is no unit of time")
    if seconds is None:
        return Metric(name, unit, kind), 1.0
    return Metric(name, "s", kind), seconds


def usual_kind(unit: str) -> str:
    """What a number in this unit is of, where nobody says it."""
    if unit in SECONDS_PER:
        return TIME
    if unit.endswith("/s"):
        return RATE
    return SIZE if unit in _BYTES else COUNT


def parse_curve(value: Json) -> Metric:
    """One of the metrics that have a curve; raises MalformedError."""
    return parse_metric(fields.text(value, "metric"), value)[0]
