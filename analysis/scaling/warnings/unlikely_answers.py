# SPDX-License-Identifier: Apache-2.0
"""Estimates that chance alone would hardly give."""

from __future__ import annotations

from collections import defaultdict
from statistics import NormalDist

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, ids, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.request import Pairs
from scaling.statistics.chi_squared import chi_squared

ID = "W36"
GRADE = UNCERTAIN
FIRES = (
    "estimates are further from the exact value than chance would have them, or nearer"
)
MEANS = (
    "the answers are not those that chance would give: a mistake in the computation "
    "is likely"
)
CURE = "check the generator and the estimate before you use the times"

Z_WARN = 3.0
FALSE_ALARMS = 0.01  # wanted of a whole study, however many samples it draws
FEWEST_SAMPLES = 5
LARGEST_P = 1e-3


def find(study: Study) -> list[Finding]:
    """Each estimate against the exact value, then all of them together."""
    return [*_far(study), *_together(study)]


def _far(study: Study) -> list[Finding]:
    """The judge refuses launches beyond five; in few samples three are unlikely too."""
    judged = [point for point in study.points if point.z is not None]
    # Points with one seed and size are one sample: this counts points, not evidence.
    unusual = _unusual_z(len({_sample(point) for point in judged}))
    bad = [point for point in judged if abs(point.z) > unusual]
    if not bad:
        return []
    text = f"estimate more than {unusual:.2g} standard errors from the exact value"
    return [Finding(ID, GRADE, f"{text} {AT_POINTS}", *places(study, bad))]


def _unusual_z(samples: int) -> float:
    """Bonferroni's bound on the largest of so many independent normal values."""
    tail = FALSE_ALARMS / 2 / max(1, samples)
    return max(Z_WARN, NormalDist().inv_cdf(1 - tail))


def _sample(point: Point) -> tuple:
    asked = point.request
    return asked.kernel, asked.parameters, asked.seed, asked.samples


def _together(study: Study) -> list[Finding]:
    """Estimates from several seeds and sizes, each sample once, whatever ran it."""
    points: dict[tuple[str, Pairs], dict[tuple, Point]] = defaultdict(dict)
    for point in study.points:
        if point.z is not None:
            same = points[point.request.kernel, point.request.parameters]
            same.setdefault(_sample(point), point)
    found = []
    for (kernel, _), by_sample in points.items():
        squares = sum(point.z**2 for point in by_sample.values())
        if len(by_sample) >= FEWEST_SAMPLES:
            p_value = chi_squared(squares, len(by_sample))
            if p_value < LARGEST_P:
                how = "far from" if squares > len(by_sample) else "close to"
                text = (
                    f"{kernel}: {len(by_sample)} estimates are together too {how} the "
                    "exact value for independent samples: suspect the generator or "
                    "the estimate"
                )
                found.append(Finding(ID, GRADE, text, ids(by_sample.values())))
    return found
