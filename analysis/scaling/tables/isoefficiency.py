# SPDX-License-Identifier: Apache-2.0
"""The samples that keep an efficiency as the cores grow: isoefficiency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scaling.finding import Finding
from scaling.model.grid import TARGETS, Grid, make_grids
from scaling.model.study import Study
from scaling.table import Column, Table
from scaling.words import text
from scaling.words.names import family_slug, family_title, units_column
from scaling.words.text import percents

ORDER = 8


def make(study: Study, findings: Sequence[Finding]) -> list[Table]:  # noqa: ARG001
    """One table for each set of strong curves that differ in their samples only."""
    return [_table(study, grid) for grid in make_grids(study.curves)]


def _table(study: Study, grid: Grid) -> Table:
    unit, factor = _unit(grid)
    interval = " [95 % CI]" if grid.has_intervals else ""
    columns = (
        units_column(grid.unit),
        *(
            Column(
                f"samples_for_{t * 100:.0f}", f"For {percents(t)}{interval}",
                unit, factor, brief=1, short=f"For {percents(t)}",
            )
            for t in TARGETS
        ),
    )  # fmt: skip
    rows = tuple(
        (cores, *(grid.samples_for(cores, target) for target in TARGETS))
        for cores in grid.cores
    )
    return Table(
        slug=f"isoefficiency-{family_slug(study, grid.curves[0])}",
        title=f"Isoefficiency of {family_title(grid.curves[0])}",
        columns=columns,
        rows=rows,
        notes=tuple(_notes(grid)),
    )


def _unit(grid: Grid) -> tuple[str, float]:
    """The unit for sample counts, and the factor to it: the smallest size holds one."""
    least = grid.curves[0].like.samples
    for limit, unit in ((10**9, "1e9"), (10**6, "1e6"), (1000, "1e3")):
        if least >= limit:
            return f"{unit} samples", 1 / limit
    return "samples", 1.0


def _intervals(grid: Grid) -> str:
    if grid.has_intervals:
        return "Intervals are of resampled blocks"
    return "No intervals, as points have too few launches"


def _notes(grid: Grid) -> Iterator[str]:
    sizes = [curve.like.samples for curve in grid.curves]
    yield (
        "Samples at which the efficiency over "
        f"{text.plural(grid.base_cores, grid.unit)} is reached, between the "
        f"{len(sizes)} sizes measured ({text.count(sizes[0])} to "
        f"{text.count(sizes[-1])}), linear in their logarithm; below and above: not "
        f"within these sizes. {_intervals(grid)}."
    )
    for target in TARGETS:
        growth = grid.growth(target)
        if growth is not None:
            yield (
                f"To keep {percents(target)} the samples grow with the power "
                f"{text.measured(growth)} of the {grid.unit}s; with 1, samples per "
                f"{grid.unit} may stay as they are."
            )
