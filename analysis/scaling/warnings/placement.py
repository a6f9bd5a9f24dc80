# SPDX-License-Identifier: Apache-2.0
"""Attempts that ran elsewhere than asked, and ranks that may move."""

from __future__ import annotations

from collections import Counter

from scaling.finding import AT_POINTS, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study

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
    return found + _unbound(study)


def _unbound(study: Study) -> list[Finding]:
    """What the ranks of launches that count reported of their own place.

    That none has too few cores, or shares one, the judge has seen to.
    """
    bad = [point for point in study.points if _may_move(point)]
    if not bad:
        return []
    text = (
        f"ranks may move among more cores than they have threads: not bound {AT_POINTS}"
    )
    return [Finding(ID, "warning", text, *places(study, bad))]


def _may_move(point: Point) -> bool:
    placements = {id(x.result.ranks): x.result.ranks for x in point.launches.kinds}
    return any(
        rank.cores > rank.threads > 0 for ranks in placements.values() for rank in ranks
    )
