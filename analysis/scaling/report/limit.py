# SPDX-License-Identifier: Apache-2.0
"""What limits a curve beyond the job size that is recommended, and what to do."""

from __future__ import annotations

from scaling.job_size import JobSize, efficiency_share
from scaling.metrics.losses import (
    NOTICEABLE,
    Loss,
    factors_of,
    largest_in_mpi,
    losses,
)
from scaling.metrics.pop import laggard
from scaling.model.curve import Curve, Row
from scaling.warnings import start_up_in_wall
from scaling.words.text import loss_percents, plural

ADVICE = {
    "load_balance": "Divide the work more evenly, or look for a slow core or node in "
    "the figures of placement.",
    "communication": "Send fewer and larger messages, let work and communication "
    "overlap, or use fewer ranks with more threads.",
    "serial": "Put more of what each rank does into parallel regions, or use more "
    "ranks with fewer threads.",
    "regions": "Divide loops more evenly among threads (schedule), make regions "
    "larger, and wait at fewer barriers within them.",
    "computation": "Look at set-up that every rank repeats, and at what the cores of a "
    "full node share: memory bandwidth, caches and clock.",
}
"""By the fields of POP's factors: what helps against each loss."""

_WHAT = {
    "load_balance": "the busiest rank{of_most} works longer than the mean",
    "communication": "the busiest rank is not at work",
    "serial": "one thread of a rank works and the others have nothing to do",
    "regions": "threads wait for others, or for their start, in parallel regions",
    "computation": "cores do more work than at the base, or do it slower",
}


def limit(size: JobSize) -> str:
    """`Beyond that computation limits: it takes 34 % at 4,096 cores (...).`"""
    curve = size.curve
    row = size.beyond or curve.fastest[-1]
    units = plural(row.units, curve.unit)
    found = losses(curve, row)
    if not found:
        return _no_loss(size, row, units)
    share = found[0].percents
    kind = largest_in_mpi(row) if found[0].factor == "communication" else ""
    mostly = f", mostly in {kind} calls" if kind else ""
    takes = f"it takes {share} at {units}{mostly} ({_what(row, found[0])})"
    takes += _start_up(row)
    if size.row is None:
        return f"{found[0].name.capitalize()} limits: {takes}."
    if size.is_at_least:
        most = f"the largest loss is {found[0].name}"
        return f"No limit was reached; {most}: {takes}."
    return f"Beyond that {found[0].name} limits: {takes}."


def _no_loss(size: JobSize, row: Row, units: str) -> str:
    if factors_of(size.curve, row):
        little = f"no single cause takes over {100 * NOTICEABLE:.2g} %"
        return f"At {units} {little}, by the ranks' own times{_start_up(row)}."
    if size.is_at_least:
        return "No limit was reached: nothing larger was measured."
    efficiency = efficiency_share(row)
    what = "what is lost was not recorded"
    if size.curve.like.imported:
        what = "imported numbers do not tell what is lost"
    if size.row is None:
        return f"Where the time goes is not known: {what}."
    return f"Beyond that, at {units}, the efficiency is {efficiency}; {what}."


def _start_up(row: Row) -> str:
    """What the ranks' times do not hold, where it is much of the wall time."""
    if not start_up_in_wall.is_much(row.point):
        return ""
    share = loss_percents(start_up_in_wall.start_up_share(row.point))
    return f"; but {share} of the wall time is start-up and end, outside them"


def of_what(size: JobSize) -> str:
    """What the factors are of, where the efficiency is of something else."""
    return " ".join(filter(None, (_of_wall_time(size), _of_the_base(size))))


def _of_wall_time(size: JobSize) -> str:
    point = size.curve.fastest[-1].point
    if not start_up_in_wall.is_much(point):
        return ""
    share = 1 - start_up_in_wall.start_up_share(point)
    return (
        f"The factors are of the {loss_percents(share)} of the wall time between "
        "MPI_Init and MPI_Finalize; the efficiency above is of all of it."
    )


def _of_the_base(size: JobSize) -> str:
    base = size.curve.base
    found = factors_of(size.curve, base) if base else None
    if found is None or f"{found.total:.2f}" == "1.00":
        return ""
    return (
        f"The base has a global efficiency of {found.total:.2f}: that of the others "
        "counts this, too; the efficiency above does not."
    )


def advice(size: JobSize) -> list[str]:
    """A sentence for each loss at the largest unit count, the worst first."""
    curve = size.curve
    row = curve.fastest[-1]
    return [_advice(curve, row, loss) for loss in losses(curve, row)]


def _advice(curve: Curve, row: Row, loss: Loss) -> str:
    units = plural(row.units, curve.unit)
    share = loss.percents
    words = f"{loss.name.capitalize()} takes {share} at {units}: {_what(row, loss)}"
    return f"{words}{_since(curve, row, loss)}. {ADVICE[loss.factor]}"


def _what(row: Row, loss: Loss) -> str:
    """`the busiest rank, in most launches rank 3, works longer than the mean`."""
    rank = laggard(row.point)
    of_most = "" if rank is None else f", in most launches rank {rank:,},"
    return _WHAT[loss.factor].format(of_most=of_most)


def _since(curve: Curve, row: Row, loss: Loss) -> str:
    """`, from 64 cores on`: the first count at which the loss can be noticed."""
    seen = [
        other.units
        for other in curve.fastest
        if any(one.factor == loss.factor for one in losses(curve, other))
    ]
    first = min(seen)
    return (
        f", noticeable from {plural(first, curve.unit)} on" if first < row.units else ""
    )
