# SPDX-License-Identifier: Apache-2.0
"""Records and journal lines that are in no table, and why."""

from __future__ import annotations

from scaling.finding import INFORMATION, Finding
from scaling.model.study import Study
from scaling.words.text import plural

ID = "W33"
GRADE = INFORMATION
FIRES = "records and lines of the journal that are not used"
MEANS = "some records are kept but stand in no number"
CURE = "nothing, unless they are many: then measure again with --fresh"


def find(study: Study) -> list[Finding]:
    """Nothing is dropped in silence."""
    return [*_excluded(study), *_unplanned(study), *_problems(study)]


def _excluded(study: Study) -> list[Finding]:
    bad = [point for point in study.points if point.unusable]
    found = [(line, why) for point in bad for line, why in point.unusable]
    if not found:
        return []
    examples = [f"{study.file}:{line}: {why}" for line, why in found]
    text = f"{plural(len(found), 'ok record')} not used: {'; '.join(examples[:3])}"
    return [Finding(ID, GRADE, text, tuple(sorted(point.id for point in bad)))]


def _unplanned(study: Study) -> list[Finding]:
    if not study.unplanned:
        return []
    points = plural(len(study.unplanned), "point")
    records = plural(sum(study.unplanned.values()), "record")
    text = (
        f"{records} of {points} not used: the latest "
        "plan does not hold them (the study file or the worker has changed since)"
    )
    return [Finding(ID, GRADE, text)]


def _problems(study: Study) -> list[Finding]:
    if not study.problems:
        return []
    shown = "; ".join(str(problem) for problem in study.problems[:3])
    more = len(study.problems) - 3
    text = f"{plural(len(study.problems), 'journal line')} not used: {shown}"
    return [Finding(ID, GRADE, text + (f"; and {more} more" if more > 0 else ""))]
