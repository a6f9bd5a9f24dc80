# SPDX-License-Identifier: Apache-2.0
"""The lines of a scaling figure: which points are joined, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scaling.model.curve import Curve, Row
from scaling.model.launches import Launch
from scaling.model.study import Study
from scaling.statistics.measured import Measured
from scaling.statistics.subsample import subsample
from scaling.words.names import curve_label
from scaling.words.text import plural

MOST_RAW = 300
"""Launches of a curve that are drawn, evenly taken; launches.csv holds all of them."""
FEWEST_RAW = 5
"""Launches of a point that are drawn, however many points there are."""

Value = Callable[[Curve, Row], Measured]
"""What a row contributes to a figure."""


@dataclass(frozen=True)
class Mark:
    """One measured point: its median with interval, and its launches' own values.

    `launches` are those of `raw`: all, unless they are too many to be drawn.
    """

    row: Row
    value: Measured
    launches: tuple[Launch, ...]
    raw: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """Points that one thing tells apart; joined, since cores are an ordered axis."""

    label: str
    marks: tuple[Mark, ...]


def make_lines(study: Study, curves: Iterable[Curve], value: Value) -> list[Line]:
    """Rows with equal threads per rank are joined; what is left over by equal ranks."""
    lines = []
    for curve in curves:
        groups = _split(list(curve.measured))
        for how, rows in groups:
            parts = [curve_label(study, curve), how if len(groups) > 1 else ""]
            label = ", ".join(part for part in parts if part) or "measured"
            lines.append(make_line(label, curve, rows, value))
    return lines


def make_line(label: str, curve: Curve, rows: Iterable[Row], value: Value) -> Line:
    """Measured rows of a curve as one line."""
    return Line(label, tuple(_mark(curve, row, value) for row in rows))


def _mark(curve: Curve, row: Row, value: Value) -> Mark:
    found = value(curve, row)
    most = max(FEWEST_RAW, MOST_RAW // len(curve.measured))
    launches = subsample(row.point.launches, most)
    times_s = subsample(row.point.times_s, most)
    if value is time:
        return Mark(row, found, tuple(launches), tuple(times_s))
    # All others are proportional to one over the time: so are the launches'.
    median_s = row.point.time_s.value
    raw = tuple(found.value * (median_s / time_s) for time_s in times_s)
    return Mark(row, found, tuple(launches), raw)


def time(_: Curve, row: Row) -> Measured:
    """The median time in seconds, or that of a size or a count in its unit."""
    return row.point.time_s


def rate(_: Curve, row: Row) -> Measured:
    """The rate that a curve is of, in its unit."""
    return row.point.value


def speedup(_: Curve, row: Row) -> Measured:
    """The speedup relative to the base."""
    return row.speedup


def efficiency(_: Curve, row: Row) -> Measured:
    """The efficiency in percent."""
    return row.efficiency.times(100)


def _split(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    by_threads = _grouped(rows, lambda row: row.point.request.threads)
    grown = {t: found for t, found in by_threads.items() if _unit_counts(found) > 1}
    lines = [
        (f"{plural(threads, 'thread')} per rank", found)
        for threads, found in sorted(grown.items())
    ]
    left = [row for row in rows if row.point.request.threads not in grown]
    by_ranks = _grouped(rows, lambda row: row.point.request.ranks)
    for ranks in sorted({row.point.request.ranks for row in left}):
        # The line starts at the rows that it shares with the others, such as the base.
        lines.append((f"{plural(ranks, 'rank')}, more threads", by_ranks[ranks]))
    return lines


def _grouped(rows: list[Row], key: Callable[[Row], int]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _unit_counts(rows: list[Row]) -> int:
    return len({row.units for row in rows})
