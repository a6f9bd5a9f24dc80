# SPDX-License-Identifier: Apache-2.0
"""W10: oversubscription, missing binding, a world that differs from the request."""

from __future__ import annotations

from collections import Counter

from scaling.finding import Finding, at_points, ids
from scaling.study import Study

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
            text = (
                f"attempts refused for their placement ({what}) {at_points(study, bad)}"
            )
            found.append(Finding("W10", severity, text, ids(bad)))
    return found
