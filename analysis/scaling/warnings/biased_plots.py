# SPDX-License-Identifier: Apache-2.0
"""Axes that flatter."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.draw.line_figure import Axis
from scaling.finding import Finding
from scaling.model.study import Study
from scaling.plugins import plugins

ID = "W23"


def find(study: Study) -> list[Finding]:
    """Judges the axes that the figures declare in AXES, for a study that has curves."""
    if not study.curves:
        return []
    declared = (getattr(module, "AXES", ()) for module in plugins("figures"))
    texts = biases([axis for axes in declared for axis in axes])
    return [Finding(ID, "warning", text) for text in texts]


def biases(axes: Iterable[Axis]) -> list[str]:
    """What is wrong: a linear axis always starts at zero, so only scales can be."""
    axes = list(axes)
    found = [
        f"{axis.label}: a logarithmic axis hides losses of efficiency"
        for axis in axes
        if axis.name.startswith("efficiency") and axis.scale != "linear"
    ]
    found += [
        f"{axis.label}: decades of different length on both axes bend the ideal line"
        for axis in axes
        if axis.name == "speedup" and axis.scale == "log" and not axis.is_square
    ]
    has_efficiency = any(axis.name.startswith("efficiency") for axis in axes)
    if any(axis.scale == "log" for axis in axes) and not has_efficiency:
        found.append("logarithmic axes alone: no figure shows the efficiency")
    return found
