# SPDX-License-Identifier: Apache-2.0
"""Times that a program prints with few digits."""

from __future__ import annotations

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.names import metric_word
from scaling.words.text import percents
from scaling.words.units import time_unit
from scaling.zipped import zip_equal

ID = "W29"
GRADE = UNCERTAIN
FIRES = "the last digit of the times that a program prints is worth over 1 % of them"
MEANS = "rounding of the printed time is a visible part of it"
CURE = "print more digits, or choose a longer run"

LARGEST_SHARE = 0.01
"""A step of the last digit over the time: each end of the interval is so much wider."""


def find(study: Study) -> list[Finding]:
    """Times whose last digit is worth over 1 %: no number of launches narrows that."""
    measured = [point for point in study.points if point.launches]
    bad = [point for point in measured if _share(point) > LARGEST_SHARE]
    if not bad:
        return []
    most, metric = f"up to {percents(max(map(_share, bad)))}", study.metric
    if metric.is_rate:
        name = metric_word(metric)
        text = f"a step of the last digit of {name} is {most} of it: print more digits"
    else:
        unit, by = time_unit(map(_step_s, bad))
        steps = sorted({float(f"{_step_s(point) * by:.3g}") for point in bad})
        words = " or ".join(f"{step:,g}" for step in steps)
        text = (
            f"times are printed to {words} {unit}, {most} of them: print "
            "more digits or run longer"
        )
    return [Finding(ID, GRADE, f"{text} {AT_POINTS}", *places(study, bad))]


def _share(point: Point) -> float:
    return _step_s(point) / point.time_s.value


def _step_s(point: Point) -> float:
    known = point.within_s
    return max(most - given for most, given in zip_equal(known.most, known.given))
