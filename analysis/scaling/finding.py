# SPDX-License-Identifier: Apache-2.0
"""A warning as a value: which rule, how bad, what, and which points it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaling.plugins import plugins
from scaling.text import listed, plural

if TYPE_CHECKING:
    from scaling.point import Point
    from scaling.study import Study

SEVERITIES = ("error", "warning", "note")
"""The result is invalid; the reader must know; good to know."""


@dataclass(frozen=True)
class Finding:
    """`where` holds ids of points; empty if the study as a whole is concerned."""

    id: str
    severity: str
    text: str
    where: tuple[str, ...] = ()


def find_all(study: Study) -> tuple[Finding, ...]:
    """What every rule in `scaling/warnings` finds, the worst first."""
    found = [f for rule in plugins("warnings") for f in rule.find(study)]
    return tuple(sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.id)))


def concerning(findings: Iterable[Finding], points: set[str]) -> tuple[Finding, ...]:
    """The findings that name one of `points`."""
    return tuple(f for f in findings if points.intersection(f.where))


def at_points(study: Study, points: list[Point]) -> str:
    """`at 2 points (1x1, 2x1)`."""
    names = listed([study.label(point.request) for point in points])
    return f"at {plural(len(points), 'point')} ({names})"


def ids(points: Iterable[Point]) -> tuple[str, ...]:
    """The points as a Finding's `where`."""
    return tuple(point.id for point in points)
