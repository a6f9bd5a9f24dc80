# SPDX-License-Identifier: Apache-2.0
"""The error of the estimate against samples, beside the law it must follow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from scaling.draw.palette import BLUE, GREY, legend_below
from scaling.figure import Figure, make_figure
from scaling.model.study import Study
from scaling.records.result import Estimate
from scaling.table import Column
from scaling.words.text import clean, number, plural
from scaling.words.text import slug as to_slug
from scaling.zipped import zip_equal

ORDER = 9

FEWEST_SIZES = 3
CAPTION = (
    "Root mean square error over seeds, with its 95 % interval for normal errors; "
    "dashed is one standard error, which falls with the square root of the samples. "
    "Launches that repeat a seed and a size are one value."
)

Errors = dict[int, dict[str, Estimate]]
"""Estimates by samples and by seed."""


@dataclass(frozen=True)
class Mark:
    """The RMSE of the seeds at one size, and the standard error that it estimates."""

    samples: int
    seeds: int
    rmse: float
    expected: float

    @property
    def interval(self) -> tuple[float, float]:
        """K RMSE^2 / sigma^2 is chi-squared with K degrees of freedom."""
        from scipy.stats import chi2

        low, high = chi2.ppf([0.975, 0.025], self.seeds)
        return self.rmse * sqrt(self.seeds / low), self.rmse * sqrt(self.seeds / high)


def make(study: Study) -> list[Figure]:
    """One figure for each kernel with parameters that was estimated at three sizes."""
    asked: dict[tuple[str, str], Errors] = defaultdict(lambda: defaultdict(dict))
    for point in study.points:
        found = (kind.measurement.estimate for kind in point.launches.kinds)
        if estimate := next((e for e in found if e), None):
            request = point.request
            extra = " ".join(f"{k}={v}" for k, v in request.parameters)
            asked[request.kernel, extra][request.samples][request.seed] = estimate
    return [
        _figure(kernel, extra, errors)
        for (kernel, extra), errors in asked.items()
        if len(errors) >= FEWEST_SIZES
    ]


def marks_of(errors: Errors) -> list[Mark]:
    """Marks by samples; an error of exactly 0 has no logarithm and is left out."""
    found = []
    for samples, by_seed in sorted(errors.items()):
        squares = [(e.value - e.reference) ** 2 for e in by_seed.values()]
        expected = sqrt(
            sum(e.standard_error**2 for e in by_seed.values()) / len(by_seed)
        )
        rmse = sqrt(sum(squares) / len(squares))
        if rmse > 0:
            found.append(Mark(samples, len(squares), rmse, expected))
    return found


def slope(marks: list[Mark]) -> tuple[float, float]:
    """The slope of ln RMSE on ln n, with its standard error for K seeds a size."""
    x = [log(mark.samples) for mark in marks]
    y = [log(mark.rmse) for mark in marks]
    mean = sum(x) / len(x)
    off = [value - mean for value in x]
    spread = sum(value * value for value in off)
    fewest = min(mark.seeds for mark in marks)
    found = sum(d * value for d, value in zip_equal(off, y)) / spread
    return found, sqrt(1 / (2 * fewest * spread))


def _figure(kernel: str, extra: str, errors: Errors) -> Figure:
    marks = marks_of(errors)
    name = " ".join(part for part in (kernel, extra) if part)
    slug = to_slug(f"convergence-{name}")
    title = f"Convergence: {clean(name)}"
    seeds = max(mark.seeds for mark in marks)
    alt = (
        f"RMSE {number(marks[0].rmse, 2)} at {marks[0].samples:,} samples, "
        f"{number(marks[-1].rmse, 2)} at {marks[-1].samples:,}, "
        f"{plural(seeds, 'seed')} at most."
    )
    caption = CAPTION
    if min(mark.seeds for mark in marks) >= 2 and len(marks) >= FEWEST_SIZES:
        found, error = slope(marks)
        fits = "agrees with" if abs(found + 0.5) <= 3 * error else "DIFFERS from"
        caption += (
            f" Slope {number(found)} with standard error {number(error, 2)}: {fits} "
            "-1/2."
        )
    ends = [mark.interval for mark in marks]
    columns = [
        (Column("samples", "Samples"), [mark.samples for mark in marks]),
        (Column("seeds", "Seeds"), [mark.seeds for mark in marks]),
        (Column("rmse", "RMSE"), [mark.rmse for mark in marks]),
        (Column("rmse_low", "Low"), [low for low, _ in ends]),
        (Column("rmse_high", "High"), [high for _, high in ends]),
        (Column("standard_error", "Standard error"), [mark.expected for mark in marks]),
    ]
    return make_figure(
        slug, title, caption, alt, columns, lambda figure: _draw(figure, marks)
    )


def _draw(figure: Any, marks: list[Mark]) -> None:
    from scaling.draw.intervals import decades

    axes = figure.add_subplot()
    x = [float(mark.samples) for mark in marks]
    ends = [mark.interval for mark in marks]
    below = [max(0.0, m.rmse - low) for m, (low, _) in zip_equal(marks, ends)]
    above = [max(0.0, high - m.rmse) for m, (_, high) in zip_equal(marks, ends)]
    axes.plot(
        x, [mark.expected for mark in marks], "--", color=GREY, linewidth=0.9,
        label="one standard error (slope -1/2)",
    )  # fmt: skip
    axes.errorbar(
        x, [mark.rmse for mark in marks], yerr=[below, above], fmt="o", color=BLUE,
        markersize=4, capsize=2, elinewidth=0.9, label="RMSE over seeds",
    )  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    decades(axes.xaxis, min(x), max(x))
    least = min(*(low for low, _ in ends), marks[-1].expected)
    decades(axes.yaxis, least, max(high for _, high in ends))
    axes.set_xlabel("Samples")
    axes.set_ylabel("Error of the estimate")
    axes.grid(color="#DDDDDD", linewidth=0.5)
    legend_below(axes, 1)
