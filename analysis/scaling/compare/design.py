# SPDX-License-Identifier: Apache-2.0
"""What the two sides of a comparison have in common, and so what it can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from math import exp, log

from scaling.model.point import Point
from scaling.model.ratio import by_block
from scaling.statistics.mann_whitney import FEWEST as FEWEST_LAUNCHES
from scaling.statistics.measured import Measured
from scaling.statistics.random_effects import FEWEST as FEWEST_SESSIONS
from scaling.statistics.random_effects import Effect, level
from scaling.statistics.verdict import (
    Comparison,
    compare,
    compare_in_blocks,
    compare_sessions,
)
from scaling.words.text import plural

Points = tuple[Point, ...]
"""The same point in each session of a side."""


class Design(Enum):
    """How the sides were measured."""

    ONE_RUN = "one run"
    """The launches of both in the same blocks."""

    TWO_SESSIONS = "one session each"

    SESSIONS = "sessions"
    """Several, on one side at least."""

    def compare(self, a: Points, b: Points, band: float) -> Comparison | None:
        """None where there is too little to compare. The interval holds whatever times
        the printed digits may stand for."""
        if self is Design.SESSIONS:
            return _between_sessions(a, b, band)
        if min(len(p.counted_s) for p in (*a, *b)) < FEWEST_LAUNCHES:
            return None
        if self is Design.ONE_RUN:
            return _within_blocks(a[0], b[0], band)
        return _between_two(a[0], b[0], band)

    def needs(self, a: Points, b: Points) -> str:
        """What a comparison of these lacks, in words."""
        if self is Design.SESSIONS:
            return (
                f"needs {FEWEST_SESSIONS} sessions in all, A has {len(a)}, B has "
                f"{len(b)}"
            )
        n_a, n_b = (len(points[0].launches) for points in (a, b))
        least = f"{FEWEST_LAUNCHES} launches on each side"
        return f"needs {least}, A has {n_a}, B has {n_b}"


def _tail(a: Point, b: Point) -> float:
    return min(a.looks.tail, b.looks.tail)


def _between_two(a: Point, b: Point, band: float) -> Comparison:
    tail = _tail(a, b)
    found = compare(a.counted_s, b.counted_s, band, tail)
    one, other = a.counted_within_s, b.counted_within_s
    if one.is_exact and other.is_exact:
        return found
    low = compare(one.most, other.least, band, tail).low
    return replace(found, low=low, high=compare(one.least, other.most, band, tail).high)


def _within_blocks(a: Point, b: Point, band: float) -> Comparison | None:
    one, other = (by_block(point, len(point.counted_s)) for point in (a, b))
    return compare_in_blocks(one, other, band, _tail(a, b))


def _between_sessions(a: Points, b: Points, band: float) -> Comparison | None:
    if len(a) + len(b) < FEWEST_SESSIONS:
        return None
    return compare_sessions([*_effects(a)], [*_effects(b)], band)


def _effects(points: Points) -> Iterator[Effect]:
    return (Effect(log(p.time_s.value), p.relative_error) for p in points)


def value_of(points: Sequence[Point]) -> Measured:
    """What a side measured; of several sessions their level."""
    if len(points) == 1:
        return points[0].value
    found = level([*_effects(tuple(points))]).map(exp)
    return found.divides(1) if points[0].metric.is_rate else found


def in_words(design: Design, a: int, b: int) -> str:
    """As the closing sentence says it, of sides of so many sessions."""
    if design is Design.ONE_RUN:
        return "measured in one run"
    if design is Design.TWO_SESSIONS:
        return "each side in one session"
    return f"A of {plural(a, 'session')}, B of {b}"
