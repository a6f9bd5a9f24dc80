# SPDX-License-Identifier: Apache-2.0
"""What has to be said of numbers that others measured."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.model.base import is_other_program
from scaling.model.curve import Curve
from scaling.model.environment import field_values
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words import text

_RATIOS = (
    "n launches per point; time is the median over launches, with its exact 95 % "
    "interval from six on; which launches ran beside each other is not known, so "
    "that ratios compare all of them (Mann and Whitney) from four on, below are of the "
    "times shown and have no interval."
)
"""Below a table, in the place of how ratios of measured launches are made."""


def imported_notes(curve: Curve) -> list[str]:
    """How the numbers of an imported curve have to be read."""
    notes = []
    rate = curve.like.imported.rate
    if rate is not None:
        work = "in total" if curve.kind == "strong" else f"for each {curve.unit}"
        notes.append(
            f"Rates were imported, in {rate or 'the unit of the file'}: a time is that "
            f"of one unit of work {work}."
        )
    if summary := curve.like.imported.summary:
        notes.append(f"Each value is {of_several_runs(text.clean(summary))}.")
    if has_other_base(curve):
        notes.append("The base is another program, so that ratios are over its time.")
    return [*notes, _RATIOS]


def of_several_runs(summary: str) -> str:
    """What a mean or median is, that counts as a launch for want of its runs."""
    return f"a {summary} of several runs, whose scatter is not known"


def has_other_base(curve: Curve) -> bool:
    """Its base is a program that others named, not a point of the curve's own."""
    return curve.base is not None and is_other_program(curve.base.point)


def sources(study: Study) -> str:
    """Method: where the numbers are from, and what is not known of them."""
    if not study.is_imported:
        return ""
    files = field_values(study.environment, "files")
    return (
        f"Numbers imported, not proven: read from {text.listed(files)}. What ran, "
        "where, on how many cores and with which answer, the files alone say; no "
        "process was seen by assay, and no launch was held against what was asked."
    )


def beside(study: Study) -> str:
    """Method: what stands beside what was measured, and what is not known of it."""
    imports = study.start.imports if study.start else ()
    named = [
        f"{text.listed([*map(text.clean, one.files)])} as "
        f"{'the base' if one.is_base else text.clean(one.name)}"
        for one in imports
    ]
    if not named:
        return ""
    return (
        f"Beside what was measured stand numbers imported, not proven: "
        f"{text.listed(named)}. What ran there, where, on how many cores and with "
        "which answer, the files alone say. Ratios to an imported base are of all its "
        "launches (Mann and Whitney) from four on, else of the times shown; it was in "
        "no block, and no launch of a point went on for its sake."
    )


def digits(measured: Sequence[Point]) -> str:
    """Method: what printed digits do to intervals, and how launches were counted."""
    counts = sorted({len(point.launches) for point in measured})
    shown = text.listed([str(count) for count in counts], 8)
    found = (point.request.imported for point in measured)
    several = sorted({one.summary for one in found if one and one.summary})
    summaries = [f" It is {of_several_runs(text.clean(one))}." for one in several]
    return (
        f"Each value of the files counts as one launch; points have {shown}."
        f"{''.join(summaries)} Intervals "
        "are further out at each end by a step of the last digit that was given, and "
        "there is none below six launches for a time, and four for a ratio."
    )
