# SPDX-License-Identifier: Apache-2.0
"""Two modes in one point, which a median hides."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.record import Record
from scaling.statistics import mann_whitney
from scaling.statistics.holm import holm
from scaling.statistics.kruskal_wallis import kruskal_wallis
from scaling.statistics.modes import FEWEST, split
from scaling.words.text import percents
from scaling.zipped import zip_equal

ID = "W12"
GRADE = UNCERTAIN
FIRES = (
    "launches fall into two groups of times, or times depend on the nodes by over 3 %"
)
MEANS = "one median stands for two different behaviours, and may describe neither"
CURE = (
    "look at the figure of the launches' order for what changes between them, such as "
    "nodes or frequency"
)
JUDGES = "modes"

LARGEST_RATIO = 1.03
LARGEST_P = 0.01


def find(study: Study) -> list[Finding]:
    """A gap in the ordered times, or sets of nodes whose times differ."""
    measured = [point for point in study.points if point.launches]
    tested = sum(len(point.launches) >= FEWEST for point in measured)
    texts = (
        (
            [point for point in measured if split(point.times_s, max(1, tested))],
            "launches fall into two groups of times",
        ),
        (
            _by_nodes(measured),
            f"times depend on the nodes by over {percents(LARGEST_RATIO - 1)}",
        ),
    )
    return [
        Finding(ID, GRADE, f"{what} {AT_POINTS}", *places(study, points))
        for points, what in texts
        if points
    ]


def _by_nodes(measured: list[Point]) -> list[Point]:
    groups = [(point, _groups(point)) for point in measured]
    groups = [(point, found) for point, found in groups if len(found) > 1]
    adjusted = holm([kruskal_wallis(found) for _, found in groups])
    return [
        point
        for (point, found), p_value in zip_equal(groups, adjusted)
        if p_value < LARGEST_P
        and mann_whitney.ratio_interval(found[-1], found[0]).value > LARGEST_RATIO
    ]


def _hosts(record: Record) -> frozenset[str]:
    return frozenset(record.hosts)


def _groups(point: Point) -> list[list[float]]:
    """Times by set of nodes, the fastest set first."""
    times: dict[frozenset[str], list[float]] = defaultdict(list)
    nodes = point.launches.shared(_hosts)
    for hosts, time_s in zip_equal(nodes, point.times_s):
        times[hosts].append(time_s)
    enough = [found for found in times.values() if len(found) >= mann_whitney.FEWEST]
    return sorted(enough, key=median)
