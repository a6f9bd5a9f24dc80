# SPDX-License-Identifier: Apache-2.0
"""How far the efficiency of a curve is surely above its target, and from where not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, takewhile

from scaling.model.curve import Curve, Row
from scaling.statistics.measured import Measured


@dataclass(frozen=True)
class Reach:
    """Up to `above` the efficiency is above the target, and from `below` on below.

    `above` is the base where that is all that is known, and `below` None where nothing
    is. A count's efficiency is that of its best point.

    Both hold at once in 95 % of studies, whatever the number of core counts: they are
    tested in order, from the base up and from the largest down, to the first that is
    not sure. To err on a side, the first that is truly otherwise must be missed, by
    that side of a single interval (Hsu & Berger, Journal of the American Statistical
    Association 94, 1999).
    """

    target: float
    above: Row
    below: int | None


def reach_of(curve: Curve) -> Reach:
    """The reach of a curve that has a base, by its measured points and its target.

    Core counts whose launches are too few for an interval are passed over.
    """
    target, counts = curve.target, _beyond_the_base(curve)
    tried = [
        [(row, curve.efficiency(row, len(rows))) for row in rows] for rows in counts
    ]
    can_be_above = (of for of in tried if any(m.low is not None for _, m in of))
    above = takewhile(bool, (_fastest_above(of, target) for of in can_be_above))
    can_be_below = (
        rows
        for rows in reversed(counts)
        if all(row.efficiency.high is not None for row in rows)
    )
    below = takewhile(
        lambda rows: all(row.efficiency.high < target for row in rows), can_be_below
    )
    return Reach(
        target,
        above=[curve.base, *above][-1],
        below=min((rows[0].units for rows in below), default=None),
    )


def _beyond_the_base(curve: Curve) -> list[list[Row]]:
    """The measured rows of each core count."""
    ordered = sorted(curve.measured, key=lambda row: row.units)
    groups = groupby(ordered, key=lambda row: row.units)
    return [[*rows] for units, rows in groups if units > curve.base.units]


def _fastest_above(tried: list[tuple[Row, Measured]], limit: float) -> Row | None:
    """Of the rows that are surely above; each of several errs in its part only."""
    sure = [row for row, m in tried if m.low is not None and m.low >= limit]
    return max(sure, key=lambda row: row.point.rate.value, default=None)
