# SPDX-License-Identifier: Apache-2.0
"""A warning as a value: which rule, how bad, what, and which points it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaling import forked
from scaling.plugins import plugins
from scaling.text import listed, plural

if TYPE_CHECKING:
    from scaling.point import Point
    from scaling.study import Study

MANY_LAUNCHES = 100_000
"""As many take the rules so long that it pays to start processes for them."""

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
    rules = plugins("warnings")
    if sum(len(point.launches) for point in study.points) > MANY_LAUNCHES:
        by_rule = forked.each(lambda rule: rule.find(study), rules)
    else:
        by_rule = [rule.find(study) for rule in rules]
    found = [finding for findings in by_rule for finding in findings]
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
