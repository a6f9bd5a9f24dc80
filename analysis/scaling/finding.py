# SPDX-License-Identifier: Apache-2.0
"""A warning as a value: which rule, of which grade, what, and which points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scaling import parallel
from scaling.warnings import warners
from scaling.words.text import listed, plural
from scaling.zipped import zip_equal

if TYPE_CHECKING:
    from scaling.model.point import Point
    from scaling.model.study import Study

WRONG, UNCERTAIN, INFORMATION = "wrong", "uncertain", "information"
GRADES = {
    WRONG: "The number is wrong",
    UNCERTAIN: "The number is uncertain",
    INFORMATION: "For your information",
}
"""The grade of a rule, and the words above what it finds; the worst first."""

_ORDER = tuple(GRADES)

FEW = 2
"""Points that a brief message still names."""

AT_POINTS = "<at points>"
"""Stands in a message for the points' names, which are fewer under a table."""


@dataclass(frozen=True)
class Finding:
    """`where` holds ids of points; empty if the study as a whole is concerned.

    `labels` names the same points, for a message that has AT_POINTS.
    """

    id: str
    grade: str
    message: str
    where: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The message, with `at 2 points (1x1, 2x1)`."""
        named = f"at {plural(len(self.labels), 'point')} ({listed(list(self.labels))})"
        return self.message.replace(AT_POINTS, named)

    @property
    def brief(self) -> str:
        """The message with the number of points alone, where they are more than two."""
        if len(self.labels) <= FEW:
            return self.text
        return self.message.replace(AT_POINTS, f"at {len(self.labels)} points")

    def at(self, points: set[str]) -> Finding:
        """The finding of those of its points that are among `points`."""
        if not self.labels:
            return self
        named = zip_equal(self.where, self.labels)
        kept = {point: label for point, label in named if point in points}
        return replace(self, where=tuple(kept), labels=tuple(kept.values()))


def find_all(study: Study) -> tuple[Finding, ...]:
    """What every rule in `scaling/warnings` finds, the worst first."""
    by_rule = parallel.each(
        lambda rule: rule.find(study), warners(), apart=study.has_many_launches
    )
    found = [finding for findings in by_rule for finding in findings]
    return tuple(sorted(found, key=lambda f: (_ORDER.index(f.grade), f.id)))


def by_grade(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The words of each grade with the findings of it, the worst first."""
    groups: dict[str, list[Finding]] = {grade: [] for grade in GRADES}
    for finding in findings:
        groups[finding.grade].append(finding)
    return [(GRADES[grade], found) for grade, found in groups.items() if found]


def concerning(findings: Iterable[Finding], points: set[str]) -> tuple[Finding, ...]:
    """The findings that name one of `points`, as far as they concern these."""
    return tuple(f.at(points) for f in findings if points.intersection(f.where))


def ids(points: Iterable[Point]) -> tuple[str, ...]:
    """The points as a Finding's `where`, whose message names them in its own way."""
    return tuple(point.id for point in points)


def places(study: Study, points: list[Point]) -> tuple[tuple[str, ...], ...]:
    """The points as a Finding's `where` and `labels`."""
    return ids(points), tuple(study.label(point.request) for point in points)
