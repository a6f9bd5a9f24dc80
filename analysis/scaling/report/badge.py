# SPDX-License-Identifier: Apache-2.0
"""One word for how far a report's numbers can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.finding import UNCERTAIN, WRONG
from scaling.marks import IMPORTED, SIMULATED, marks_of
from scaling.model.study import Study
from scaling.overview import Overview
from scaling.words.text import plural

DISTURBED = "W14"
"""The rule for launches beside which something else ran."""


@dataclass(frozen=True)
class Badge:
    """`word` is also the class of its colour; `why` one sentence."""

    word: str
    why: str


def badge(overview: Overview) -> Badge:
    """The worst that holds; `proven` where nothing speaks against the numbers."""
    study = overview.study
    marks = marks_of(study)
    if SIMULATED in marks:
        return Badge("simulated", SIMULATED.banner)
    if IMPORTED in marks:
        return Badge("imported", IMPORTED.banner)
    if not any(point.launches for point in study.points):
        return Badge("uncertain", "Nothing was measured.")
    wrong = _codes(overview, WRONG)
    if wrong:
        return Badge("invalid", f"Some numbers are wrong: {', '.join(wrong)}.")
    if disturbed := _disturbed(overview):
        return Badge("disturbed", disturbed)
    if unproven := _unproven(study):
        return Badge("uncertain", unproven)
    if doubts := _codes(overview, UNCERTAIN):
        return Badge(
            "uncertain",
            f"Each launch ran as asked; {len(doubts)} of the "
            f"rules for good numbers did not hold: {', '.join(doubts)}.",
        )
    launches = sum(len(point.launches) for point in study.points)
    proven = plural(launches, "launch", "launches")
    what = "made here" if study.beside else "shown"
    but = "; what is imported was not" if study.beside else ""
    seen = f"Each of the {proven} {what} was seen to run as asked{but}."
    return Badge("proven", seen)


def _codes(overview: Overview, grade: str) -> list[str]:
    return sorted({f.id for f in overview.findings if f.grade == grade})


def _disturbed(overview: Overview) -> str:
    """At how many points: what is in no number speaks against none."""
    points = {id for f in overview.findings if f.id == DISTURBED for id in f.where}
    of = sum(bool(point.launches) for point in overview.study.points)
    beside = f"At {len(points)} of {plural(of, 'point')} other work ran beside."
    return beside if points else ""


def _unproven(study: Study) -> str:
    """Programs whose own processes nobody saw."""
    records = [
        kind.first
        for point in study.points
        if point.request.is_program
        for kind in point.launches.kinds
    ]
    if all(record.witness for record in records):
        return ""
    return "Not every launch was seen by the witness in its own processes."
