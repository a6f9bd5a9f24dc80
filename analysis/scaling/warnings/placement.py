# SPDX-License-Identifier: Apache-2.0
"""Oversubscription, missing binding, a world that differs from the request."""

from __future__ import annotations

from collections import Counter

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.placement import are_disjoint
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.read.result import Rank

ID = "W10"

REFUSED = ("binding", "oversubscribed", "world", "device")


def find(study: Study) -> list[Finding]:
    """Attempts that the judge refused because they did not run where they should.

    They are in no table. A point that has nothing else is an error, for the curve then
    lacks it; a point that was measured in the end is only worth knowing.
    """
    found = []
    for severity, has_launches in (("error", False), ("warning", True)):
        bad = [
            point
            for point in study.points
            if bool(point.launches) is has_launches
            and any(record.verdict in REFUSED for record in point.failed)
        ]
        if bad:
            verdicts = Counter(
                r.verdict for p in bad for r in p.failed if r.verdict in REFUSED
            )
            what = ", ".join(f"{n} x {name}" for name, n in sorted(verdicts.items()))
            text = f"attempts refused for their placement ({what}) {AT_POINTS}"
            found.append(Finding(ID, severity, text, *places(study, bad)))
    return found + _as_seen(study)


def _as_seen(study: Study) -> list[Finding]:
    """What the ranks of launches that count reported of their own place."""
    measured = [point for point in study.points if point.launches]
    texts = (
        ("error", [p for p in measured if _overlaps(p)], "ranks share CPUs"),
        (
            "warning",
            [p for p in measured if _is_unbound(p)],
            "ranks may move among more cores than they have threads: not bound",
        ),
    )
    return [
        Finding(ID, severity, f"{what} {AT_POINTS}", *places(study, points))
        for severity, points, what in texts
        if points
    ]


def _placements(point: Point) -> list[tuple[Rank, ...]]:
    """The distinct placements of its launches: equal ones are one object."""
    found = {id(x.result.ranks): x.result.ranks for x in point.launches.kinds}
    return list(found.values())


def _overlaps(point: Point) -> bool:
    return not all(are_disjoint(ranks) for ranks in _placements(point))


def _is_unbound(point: Point) -> bool:
    return any(
        rank.cores > rank.threads > 0 for ranks in _placements(point) for rank in ranks
    )
