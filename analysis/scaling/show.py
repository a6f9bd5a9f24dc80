# SPDX-License-Identifier: Apache-2.0
"""A study in a terminal: its curves, what makes them doubtful, and one sentence."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

from scaling import terminal
from scaling.brief_table import brief_table
from scaling.finding import GRADES, INFORMATION, WRONG
from scaling.job_size import job_size
from scaling.marks import marks_of_curves
from scaling.model.curve import Curve
from scaling.model.point import Point
from scaling.overview import Overview
from scaling.report.alerts import Alert, alerts
from scaling.report.lead import lead_size, leading_curves
from scaling.report.verdict import answer, verdict
from scaling.screen import Screen
from scaling.words.text import clean, plural


def show(overview: Overview, screen: Screen) -> str:
    """Everything but where the report is; the rest of the study is in that."""
    parts = [_curve(overview, curve, screen) for curve in leading_curves(overview)]
    if not parts:
        parts = [[f"{clean(overview.study.name)}: nothing is measured along a curve."]]
    for more in (_unmeasured(overview, screen), _doubts(overview, screen)):
        if more:
            parts.append(more)
    parts.append(terminal.wrapped(_sentence(overview), screen.width, ""))
    if left := _left(overview):
        parts[-1] += terminal.wrapped(f"{left}.", screen.width, "")
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _curve(overview: Overview, curve: Curve, screen: Screen) -> list[str]:
    """The heading with its mark, and the table, the chosen job set off."""
    table = brief_table(overview.study, curve)
    marks = "  ".join(mark.word for mark in marks_of_curves([curve]))
    title = clean(table.title)
    lines = terminal.grid(table, screen.width)
    if marks and len(title) + len(marks) + 2 <= screen.width:
        gap = max(map(len, lines)) - len(title) - len(marks)
        heading = [title + " " * max(gap, 2) + marks]
    else:
        heading = [
            line
            for words in (title, marks)
            for line in terminal.wrapped(words, screen.width, "")
        ]
    size = job_size(curve)
    if size and size.row and screen.has_colour:
        at = len(lines) - len(curve.rows) + curve.rows.index(size.row)
        lines[at] = screen.painted(lines[at], "chosen")
    return [*heading, *lines]


def _unmeasured(overview: Overview, screen: Screen) -> list[str]:
    """Why points have no number: of each class of failure the last words of a point."""
    study = overview.study
    found: dict[str, list[Point]] = defaultdict(list)
    for point in study.points:
        if point.failed and not point.launches:
            found[point.failed[-1].verdict].append(point)
    lines = [screen.painted("Not measured:", WRONG)] if found else []
    for verdict_class, points in found.items():
        more = f" (and {plural(len(points) - 1, 'more point')})" * (len(points) > 1)
        place, words = study.label(points[0].request), points[0].failed[-1].detail
        text = f"{clean(place)}{more}: {verdict_class}: {clean(words)}"
        lines += terminal.wrapped(text, screen.width, "  ")
    return lines


def _doubts(overview: Overview, screen: Screen) -> list[str]:
    """What makes a number wrong or uncertain, each with its cure."""
    serious = (alert for alert in alerts(overview) if alert.is_serious)
    lines = []
    for grade, found in groupby(serious, key=lambda alert: alert.grade):
        lines.append(screen.painted(f"{GRADES[grade]}:", grade))
        for alert in found:
            lines += terminal.wrapped(_with_cure(alert), screen.width, "  ")
    return lines


def _with_cure(alert: Alert) -> str:
    """What a rule found, and what to do; which points it names is in the report."""
    cure = f"{alert.cure[0].upper()}{alert.cure[1:]}"
    return f"{alert.id} {clean(alert.what)}. {cure}."


def _sentence(overview: Overview) -> str:
    """The verdict; its marks stand in the headings of the curves."""
    return verdict(overview) if lead_size(overview) is None else answer(overview)


def _left(overview: Overview) -> str:
    """What is counted and not shown: failures, curves, metrics, notes."""
    study = overview.study
    shown = len(leading_curves(overview))
    notes = sum(found.grade == INFORMATION for found in overview.findings)
    counted = [
        (len(study.curves) - shown, "further curve"),
        (len(study.metrics) - 1, "further metric"),
        (notes, "note"),
    ]
    left = ", ".join(plural(n, word) for n, word in counted if n > 0)
    are = (
        f"{study.in_no_number} {'is' if len(study.failed) == 1 else 'are'} in no number"
    )
    return "; ".join(part for part in (are if study.failed else "", left) if part)
