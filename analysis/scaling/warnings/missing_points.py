# SPDX-License-Identifier: Apache-2.0
"""Points that were planned and are not measured, and convenient core counts."""

from __future__ import annotations

from collections import Counter

from scaling.finding import AT_POINTS, INFORMATION, Finding, places
from scaling.model.curve import Curve
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import plural

ID = "W16"
GRADE = INFORMATION
FIRES = "points that have no launch, and why; powers of two alone"
MEANS = (
    "what was planned is not all there, or only convenient core counts were: the "
    "missing ones may be the bad ones"
)
CURE = "run the study again to fill the gaps; add a core count that is no power of two"
CURE_OF_IMPORT = "import a core count that is no power of two beside them"

FEWEST_TO_JUDGE = 4


def find(study: Study) -> list[Finding]:
    """Every planned point appears: measured, failed, skipped or not yet run."""
    empty = [point for point in study.points if not point.launches]
    failed = [point for point in empty if point.failed or point.unusable]
    not_run = [point for point in empty if not point.failed and not point.unusable]
    found = []
    if failed:
        text = f"no launch ended well{_verdicts(failed)} {AT_POINTS}"
        found.append(Finding(ID, GRADE, text, *places(study, failed)))
    if not_run:
        text = f"not run yet: the study is incomplete {AT_POINTS}"
        found.append(Finding(ID, GRADE, text, *places(study, not_run)))
    if study.skipped:
        text = f"{plural(len(study.skipped), 'point')} skipped; the reasons are listed"
        found.append(Finding(ID, GRADE, text))
    return found + _only_powers_of_two(study)


def _verdicts(failed: list[Point]) -> str:
    """` (3 x crash)`; nothing where all that failed is of no use to the analysis."""
    found = Counter(record.verdict for point in failed for record in point.failed)
    counts = ", ".join(f"{n} x {verdict}" for verdict, n in sorted(found.items()))
    return f" ({counts})" if counts else ""


def _only_powers_of_two(study: Study) -> list[Finding]:
    convenient = [curve for curve in study.curves if _has_only_powers_of_two(curve)]
    if not convenient:
        return []
    kinds = " and ".join(dict.fromkeys(curve.kind for curve in convenient))
    text = (
        f"{kinds} scaling was measured at powers of two only; awkward core counts "
        "often do worse"
    )
    return [Finding(ID, GRADE, text)]


def _has_only_powers_of_two(curve: Curve) -> bool:
    cores = {row.units for row in curve.measured}
    return len(cores) >= FEWEST_TO_JUDGE and all(n & (n - 1) == 0 for n in cores)
