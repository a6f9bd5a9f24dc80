# SPDX-License-Identifier: Apache-2.0
"""Backends beside each other: what is compared by node, by cost and by joule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from scaling.metrics.energy import energy_j
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.words.names import curve_label
from scaling.words.text import clean


@dataclass(frozen=True)
class BackendComparison:
    """Curves of one kernel and kind; a rank of one is never compared with another's."""

    kernel: str
    curves: tuple[Curve, ...]

    @property
    def slug(self) -> str:
        """Unique in a study, for the names of files."""
        return f"{self.curves[0].kind}-{self.kernel}"

    @property
    def title(self) -> str:
        return f"{clean(self.kernel)}, {self.curves[0].kind} scaling"

    @property
    def rows(self) -> list[Row]:
        """All that was measured."""
        return [row for curve in self.curves for row in curve.measured]

    @property
    def energies(self) -> list[float]:
        """Energies of a repetition in joules, where they are known."""
        found = (energy_j(row.point) for row in self.rows)
        return [joules for joules in found if joules is not None]


def make_backend_comparisons(study: Study) -> list[BackendComparison]:
    """One for each kernel with several backends, GPUs or energies; strong if it can.

    A program is left out: nothing is known of how it computes.
    """
    groups: dict[tuple[str, str], list[Curve]] = defaultdict(list)
    for curve in study.curves:
        if curve.base and not curve.like.is_program:
            groups[curve.kind, curve.like.kernel].append(curve)
    for kernel in {kernel for kind, kernel in groups if kind == "strong"}:
        groups.pop(("weak", kernel), None)
    found = [
        BackendComparison(kernel, tuple(curves))
        for (_, kernel), curves in groups.items()
    ]
    return [comparison for comparison in found if _is_worth_it(comparison)]


def _is_worth_it(comparison: BackendComparison) -> bool:
    return (
        len({curve.like.backend for curve in comparison.curves}) > 1
        or any(curve.unit == "GPU" for curve in comparison.curves)
        or bool(comparison.energies)
    )


def best_by_node(curve: Curve) -> list[Row]:
    """On each number of nodes the fastest row: what so many nodes can do."""
    best: dict[int, Row] = {}
    for row in sorted(curve.measured, key=lambda row: row.point.rate.value):
        best[row.point.request.nodes] = row
    return [best[nodes] for nodes in sorted(best)]


def backend_name(study: Study, curve: Curve) -> str:
    """What tells the curve from the others."""
    return curve_label(study, curve) or clean(curve.like.backend)
