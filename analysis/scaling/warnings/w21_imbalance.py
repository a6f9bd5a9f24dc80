# SPDX-License-Identifier: Apache-2.0
"""W21: load imbalance that a makespan hides."""

from __future__ import annotations

from collections import Counter

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
    tested = [(p, slowest) for p in measured if (slowest := _slowest(p))]
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
            [p for p, found in tested if _p_value(found) * len(tested) < LARGEST_P],
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


def _slowest(point: Point) -> list[tuple[str, dict[str, float]]]:
    """Of each launch the node of the slowest rank, and each node's share of its ranks.

    Empty where there is one node, or too little is known.
    """
    if point.request.nodes < 2 or len(point.launches) < FEWEST_LAUNCHES:
        return []
    found = []
    for launch in point.launches:
        ranks, phases = launch.record.result.ranks, launch.measurement.phases
        if phases is None or phases.slowest >= len(ranks):
            return []
        on = Counter(rank.host for rank in ranks)
        shares = {host: count / len(ranks) for host, count in on.items()}
        found.append((ranks[phases.slowest].host, shares))
    return found


def _p_value(slowest: list[tuple[str, dict[str, float]]]) -> float:
    """That chance names some node so often, corrected for the number of nodes.

    Launches may run on different nodes: each has its own chance to name one.
    """
    times = Counter(host for host, _ in slowest)
    hosts = {host for _, shares in slowest for host in shares}
    least = min(
        _tail([shares.get(host, 0.0) for _, shares in slowest], times[host])
        for host in times
    )
    return min(1.0, least * len(hosts))


def _tail(chances: list[float], at_least: int) -> float:
    """That at least so many of independent events with these chances happen."""
    exactly = [1.0]
    for chance in chances:
        exactly = [
            (exactly[k] if k < len(exactly) else 0.0) * (1 - chance)
            + (exactly[k - 1] * chance if k else 0.0)
            for k in range(len(exactly) + 1)
        ]
    return sum(exactly[at_least:])
