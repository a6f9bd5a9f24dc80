# SPDX-License-Identifier: Apache-2.0
"""A node that is slower than the others of its point."""

from __future__ import annotations

from collections import Counter

import numpy as np

from scaling.finding import AT_POINTS, UNCERTAIN, Finding, places
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.record import Record
from scaling.zipped import zip_equal

ID = "W30"
GRADE = UNCERTAIN
FIRES = "the slowest rank is on one node too often"
MEANS = (
    "one node is slower than the others and rules the times of every launch that has it"
)
CURE = "report the node, leave it out (exclude in the batch options), and measure again"

LARGEST_P = 0.01


def find(study: Study) -> list[Finding]:
    """The slowest rank of a point's launches is on one node more often than chance."""
    tested = [(p, slowest) for p in study.points if (slowest := _slowest(p))]
    bad = [p for p, found in tested if _p_value(found) * len(tested) < LARGEST_P]
    if not bad:
        return []
    text = (
        f"the slowest rank is on the same node too often: suspect the node {AT_POINTS}"
    )
    return [Finding(ID, GRADE, text, *places(study, bad))]


def _slowest(point: Point) -> list[tuple[str, dict[str, float]]]:
    """The node of each launch's slowest rank, and each node's share of its ranks.

    Empty where there is one node, or too little is known.
    """
    if point.request.nodes < 2 or not point.has_phases:
        return []
    hosts = point.launches.shared(lambda record: record.hosts)
    on_nodes = point.launches.shared(_shares)
    slowest = point.launches.column("slowest")
    if any(rank >= len(of) for of, rank in zip_equal(hosts, slowest)):
        return []
    return [
        (of[rank], shares) for of, rank, shares in zip_equal(hosts, slowest, on_nodes)
    ]


def _shares(record: Record) -> dict[str, float]:
    """What part of its ranks was on each node."""
    hosts = record.hosts
    return {host: n / len(hosts) for host, n in Counter(hosts).items()}


def _p_value(slowest: list[tuple[str, dict[str, float]]]) -> float:
    """The probability that chance names one node so often, corrected for their number.

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
    """The probability that at least so many of independent events happen; `chances` is
    (events,)."""
    exactly = np.zeros(len(chances) + 1)
    exactly[0] = 1.0
    for chance in chances:
        before = exactly[:-1] * chance
        exactly *= 1 - chance
        exactly[1:] += before
    return float(exactly[at_least:].sum())
