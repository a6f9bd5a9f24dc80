# SPDX-License-Identifier: Apache-2.0
"""Which of POP's factors costs a point the most."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.metrics.pop import Efficiencies, efficiencies, work_of
from scaling.model.curve import Curve, Row

NOTICEABLE = 0.015
"""A smaller loss is within what medians of launches differ by."""

FACTORS = {
    "load_balance": "load balance",
    "communication": "communication",
    "computation": "computation",
}
"""The fields of Efficiencies whose product is the efficiency, and their names."""


@dataclass(frozen=True)
class Loss:
    """`factor` is a key of FACTORS, `share` what it takes: one less the factor."""

    factor: str
    share: float

    @property
    def name(self) -> str:
        return FACTORS[self.factor]


def factors_of(curve: Curve, row: Row) -> Efficiencies | None:
    """The row's factors; None where its ranks or the base's recorded no times."""
    work = work_of(row.point)
    base = work_of(curve.base.point) if curve.base else None
    return efficiencies(work, base) if work and base else None


def losses(curve: Curve, row: Row) -> list[Loss]:
    """The noticeable losses of a row, the largest first."""
    found = factors_of(curve, row)
    if found is None:
        return []
    every = [Loss(factor, 1 - getattr(found, factor)) for factor in FACTORS]
    seen = [loss for loss in every if loss.share > NOTICEABLE]
    return sorted(seen, key=lambda loss: -loss.share)
