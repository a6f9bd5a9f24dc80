# SPDX-License-Identifier: Apache-2.0
"""The job size that a curve recommends: one rule for the page, the terminal and the
proposal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from scaling.model.curve import Curve, Row
from scaling.model.reach import reach_of
from scaling.words import text
from scaling.words.names import base_briefly


@dataclass(frozen=True)
class JobSize:
    """The most units whose efficiency stays above the target, from the base up.

    `row` is None where that is no more than the base. `is_at_least` tells that nothing
    measured beyond it is below: the curve ends too early to know the most. `is_sure`
    tells that intervals say so, all at once; else launches are too few and medians
    alone were looked at.
    """

    curve: Curve
    row: Row | None
    is_at_least: bool
    is_sure: bool

    @property
    def target(self) -> str:
        """`70 %`."""
        return text.share(self.curve.target)

    @property
    def beyond(self) -> Row | None:
        """The fastest row of the next larger unit count, None where there is none."""
        units = (self.row or self.curve.base).units
        return next((row for row in self.curve.fastest if row.units > units), None)


def job_size(curve: Curve) -> JobSize | None:
    """What the curve recommends; None where nothing was measured beyond its base."""
    if curve.base is None or not any(
        r.units > curve.base.units for r in curve.measured
    ):
        return None
    is_sure = any(row.efficiency.low is not None for row in curve.measured)
    found = reach_of(curve).above if is_sure else _by_medians(curve)
    row = None if found.is_base or found.units <= curve.base.units else found
    larger = [r for r in curve.measured if r.units > found.units]
    tested = [r for r in larger if r.efficiency.low is not None or not is_sure]
    return JobSize(curve, row, row is not None and not tested, is_sure)


def _by_medians(curve: Curve) -> Row:
    """The same by values alone."""
    beyond = (row for row in curve.fastest if row.units > curve.base.units)
    above = takewhile(lambda row: row.efficiency.value >= curve.target, beyond)
    return [curve.base, *above][-1]


def recommendation(size: JobSize) -> str:
    """`Use 2,048 cores: 1,581 times as fast as 1 core, at 77 % efficiency [76, 78].`"""
    curve = size.curve
    if size.row is None:
        return _none(size)
    units = text.plural(size.row.units, curve.unit)
    at_least = "at least " if size.is_at_least else ""
    return f"Use {at_least}{units}: {gain(curve, size.row)}{_unsure(size, size.row)}."


def _unsure(size: JobSize, row: Row) -> str:
    """What stands behind a number without an interval."""
    if size.is_sure:
        return ""
    if row.point.is_disturbed or size.curve.base.point.is_disturbed:
        return ", from launches that others disturbed"
    return ", from too few launches for an interval"


def gain(curve: Curve, row: Row) -> str:
    """`1,581 times as fast as 1 core, at 77 % efficiency [76, 78]`."""
    times = f"{_times(curve, row)} {base_briefly(curve)}"
    return f"{times}, at {efficiency_in_words(row)}"


def _times(curve: Curve, row: Row) -> str:
    value = text.brief(row.speedup).partition(" ")[0]
    how = "as fast as" if curve.kind == "strong" else "the work per second of"
    return f"{value} times {how}"


def efficiency_in_words(row: Row) -> str:
    """`77 % efficiency [76, 78]`; a base has no interval."""
    return efficiency_share(row).replace(" %", " % efficiency", 1)


def efficiency_share(row: Row) -> str:
    """`77 % [76, 78]`, after `the efficiency is`."""
    value, _, interval = text.percent(row.efficiency).partition(" ")
    return f"{value} % {interval}".strip()


def _none(size: JobSize) -> str:
    row = size.beyond
    base = base_briefly(size.curve)
    high = row.efficiency.high
    is_below = high is not None and high < size.curve.target
    surely = "surely " if size.is_sure else ""
    what = f"which is {'below' if is_below else f'not {surely}above'} {size.target}"
    does = "are" if size.curve.kind == "strong" else "do"
    return (
        f"No job size beyond {base}: {text.plural(row.units, row.unit)} {does} "
        f"{_times(size.curve, row)} {base}, at {efficiency_in_words(row)}, {what}"
        f"{_unsure(size, row)}."
    )
