# SPDX-License-Identifier: Apache-2.0
"""W21: load imbalance that a makespan hides."""

from __future__ import annotations

from collections import Counter
from math import comb

from scaling.finding import Finding, at_points, ids
from scaling.metrics.pop import work_of
from scaling.point import Point
from scaling.study import Study

SMALLEST_BALANCE = 0.95
SAMPLES_PER_RANK = 100
LARGEST_P = 0.01
FEWEST_LAUNCHES = 6


def find(study: Study) -> list[Finding]:
    """Ranks that differ, shares too small to be even, and one node always last."""
    measured = [point for point in study.points if point.launches]
    tested = [point for point in measured if _hosts_of_slowest(point)]
    texts = (
        (
            [p for p in measured if _balance(p) < SMALLEST_BALANCE],
            f"load balance below {SMALLEST_BALANCE:.0%}",
        ),
        (
            [p for p in measured if p.request.samples < 100 * p.request.ranks],
            f"fewer than {SAMPLES_PER_RANK} samples for each rank",
        ),
        (
            [p for p in tested if _p_value(p) * len(tested) < LARGEST_P],
            "the slowest rank is on the same node too often: suspect the node",
        ),
    )
    return [
        Finding("W21", "warning", f"{what} {at_points(study, points)}", ids(points))
        for points, what in texts
        if points
    ]


def _balance(point: Point) -> float:
    work = work_of(point)
    if work is None or not work.useful_max_s > 0:
        return 1.0
    return work.useful_sum_s / work.units / work.useful_max_s


def _hosts_of_slowest(point: Point) -> list[str]:
    """The node of the slowest rank of each launch; empty where there is one node."""
    if point.request.nodes < 2 or len(point.launches) < FEWEST_LAUNCHES:
        return []
    if not point.has_phases:
        return []
    ranks = point.launches.shared(lambda record: record.result.ranks)
    slowest = point.launches.column("slowest")
    pairs = list(zip(ranks, slowest, strict=True))
    if any(rank >= len(placed) for placed, rank in pairs):
        return []
    return [placed[rank].host for placed, rank in pairs]


def _p_value(point: Point) -> float:
    """That chance names one node so often, corrected for the number of nodes."""
    hosts = _hosts_of_slowest(point)
    host, times = Counter(hosts).most_common(1)[0]
    ranks = point.launches[0].result.ranks
    share = sum(rank.host == host for rank in ranks) / len(ranks)
    n = len(hosts)
    tail = sum(
        comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(times, n + 1)
    )
    return min(1.0, tail * len({rank.host for rank in ranks}))
