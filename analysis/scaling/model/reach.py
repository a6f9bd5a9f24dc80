# SPDX-License-Identifier: Apache-2.0
"""How far the efficiency of a curve is surely above a limit, and from where below."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from scaling.model.curve import Curve, Row

WORTHWHILE = 0.7
"""The efficiency that allocation committees ask for."""


@dataclass(frozen=True)
class Reach:
    """Up to `above` the efficiency is above the limit, and from `below` units on below.

    `above` is the base where that is all that is known, and `below` None where nothing
    is. A count's efficiency is that of its best point.

    Both hold at once in 95 % of studies, whatever the number of core counts: they are
    tested in order, from the base up and from the largest down, to the first that is
    not sure. To err on a side, the first that is truly otherwise must be missed, by
    that side of a single interval (Hsu & Berger, Journal of the American Statistical
    Association 94, 1999).
    """

    limit: float
    above: Row
    below: int | None


def reach_of(curve: Curve, limit: float = WORTHWHILE) -> Reach:
    """The reach of a curve that has a base, by its measured points."""
    beyond = [
        [row for row in curve.measured if row.units == units]
        for units in sorted({row.units for row in curve.measured})
        if units > curve.base.units
    ]
    above = takewhile(bool, (_surely_above(curve, rows, limit) for rows in beyond))
    below = takewhile(lambda rows: _are_below(rows, limit), reversed(beyond))
    return Reach(
        limit,
        above=([curve.base, *above])[-1],
        below=min((rows[0].units for rows in below), default=None),
    )


def _surely_above(curve: Curve, rows: list[Row], limit: float) -> Row | None:
    """The fastest that is; each of several may err in its part of the cases only."""
    sure = [
        row
        for row in rows
        for least in [curve.efficiency(row, among=len(rows)).low]
        if least is not None and least >= limit
    ]
    return max(sure, key=lambda row: row.point.rate.value, default=None)


def _are_below(rows: list[Row], limit: float) -> bool:
    ends = [row.efficiency.high for row in rows]
    return all(end is not None and end < limit for end in ends)
