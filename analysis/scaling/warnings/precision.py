# SPDX-License-Identifier: Apache-2.0
"""Precisions or widths of random words mixed in one series."""

from __future__ import annotations

from scaling.finding import Finding
from scaling.model.study import Study
from scaling.words.text import clean

ID = "W20"


def find(study: Study) -> list[Finding]:
    """Half the bits are not the same work."""
    found = []
    for curve in study.curves:
        extras = {
            kind.measurement.extras
            for row in curve.measured
            for kind in row.point.launches.kinds
        }
        precisions = sorted({x.precision for x in extras if x.precision})
        widths = sorted({x.rng_word_bits for x in extras if x.rng_word_bits})
        mixed = [clean(", ".join(precisions))] if len(precisions) > 1 else []
        if len(widths) > 1:
            mixed.append(f"random words of {' and '.join(map(str, widths))} bits")
        if mixed:
            name = f"{curve.kind} scaling of {clean(curve.like.kernel)}"
            where = tuple(row.point.id for row in curve.measured)
            text = f"{name} mixes {'; '.join(mixed)}"
            found.append(Finding(ID, "error", text, where))
    return found
