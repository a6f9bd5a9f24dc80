# SPDX-License-Identifier: Apache-2.0
"""Which of POP's factors costs a point the most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scaling.metrics.pop import (
    Efficiencies,
    efficiencies,
    measured_of,
    work_of,
    works_of,
)
from scaling.model.curve import Curve, Row
from scaling.model.point import Point
from scaling.records.witness import KINDS
from scaling.statistics.measured import Measured
from scaling.words import text
from scaling.zipped import zip_equal

NOTICEABLE = 0.015
"""A smaller loss is within what medians of launches differ by."""

FACTORS = {
    "load_balance": "load balance",
    "communication": "communication",
    "serial": "serial work",
    "regions": "waiting in regions",
    "computation": "computation",
}
"""The fields of Efficiencies that are no sum or product of others, and their names."""


@dataclass(frozen=True)
class Loss:
    """`factor` is a key of FACTORS, `share` what it takes: one less the factor."""

    factor: str
    share: float

    @property
    def name(self) -> str:
        return FACTORS[self.factor]

    @property
    def percents(self) -> str:
        """`6.5 %`, `34 %`: the same digits wherever it is told."""
        return text.loss_percents(self.share)


def factors_of(curve: Curve, row: Row) -> Efficiencies | None:
    """The row's factors; None where its ranks or the base's recorded no times."""
    work = work_of(row.point)
    base = work_of(curve.base_of(row)) if curve.base else None
    return efficiencies(work, base) if work and base else None


def losses(curve: Curve, row: Row) -> list[Loss]:
    """The noticeable losses of a row, the largest first."""
    found = factors_of(curve, row)
    if found is None:
        return []
    known = {factor: getattr(found, factor) for factor in FACTORS}
    every = [Loss(name, 1 - x) for name, x in known.items() if x is not None]
    seen = [loss for loss in every if loss.share > NOTICEABLE]
    return sorted(seen, key=lambda loss: -loss.share)


def in_mpi(point: Point, time_s: float, rest: float) -> Mapping[str, float]:
    """What the busiest rank does not work, by kind of call; nothing for a kernel.

    `rest` is the share of `time_s` that all of them take.
    """
    found = {kind: point.number(f"mpi_{kind}_s") for kind in KINDS}
    if None in found.values():
        return {}
    shares = {kind: seconds / time_s for kind, seconds in found.items()}
    # Medians of parts need not add up to the median of the whole.
    most = sum(shares.values())
    if most > rest:
        shares = {kind: share * rest / most for kind, share in shares.items()}
    return shares | {"other": rest - min(most, rest)}


def measured_in_mpi(point: Point) -> Mapping[str, Measured]:
    """The shares of in_mpi() with intervals; empty where no witness saw the calls."""
    work, works = work_of(point), works_of(point)
    if work is None:
        return {}
    shares = in_mpi(point, work.time_s, 1 - work.useful_max_s / work.time_s)
    found = {}
    for kind in KINDS if shares else ():
        times_s = point.launches.recorded("numbers", f"mpi_{kind}_s")[: len(works)]
        each = [time_s / one.time_s for time_s, one in zip_equal(times_s, works)]
        found[kind] = measured_of(point, shares[kind], each)
    return found


def largest_in_mpi(row: Row) -> str:
    """The kind of call that the busiest rank spends most of its MPI time in; empty
    where no witness saw its calls."""
    work = work_of(row.point)
    if work is None:
        return ""
    shares = in_mpi(row.point, work.time_s, 1 - work.useful_max_s / work.time_s)
    kind = max(shares, key=lambda name: shares[name], default="")
    return "" if kind == "other" else kind.replace("_", " ")
