# SPDX-License-Identifier: Apache-2.0
"""The twelve rules of Hoefler and Belli (SC15) as a score computed from the data.

Each rule is a function of the overview that says what is missing: an empty text is the
point. A rule that cannot be checked gives no point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isclose

from scaling.metrics.ceiling import ceiling_share
from scaling.model.curve import Curve, Row
from scaling.model.environment import field_values
from scaling.model.point import Point
from scaling.overview import Overview
from scaling.records.record import Record
from scaling.statistics.measured import Measured
from scaling.statistics.median import FEWEST_FOR_INTERVAL
from scaling.tidy import QUANTILES
from scaling.warnings import warners
from scaling.words import text
from scaling.words.caption import cores_per_node
from scaling.words.names import value_name

ROUNDING = 1e-9
"""Of two ways to the same ratio."""


@dataclass(frozen=True)
class Rule:
    """`missing` is empty where the rule is fulfilled."""

    number: int
    title: str
    missing: str

    @property
    def is_fulfilled(self) -> bool:
        return not self.missing


def score(overview: Overview) -> tuple[Rule, ...]:
    """The twelve rules in their order; without a measurement none is fulfilled."""
    nothing = "" if _measured(overview) else "nothing was measured"
    return tuple(
        Rule(number, title, nothing or missing(overview))
        for number, (title, missing) in enumerate(RULES, start=1)
    )


def base_is_stated(overview: Overview) -> str:
    """Base, its time with an interval, an absolute column beside every ratio."""
    curves = _curves(overview)
    if not curves:
        return "no curve has a base"
    few = [c for c in curves if c.base.point.time_s.low is None]
    if few:
        return f"{text.plural(len(few), 'base')} without an interval"
    values = {value_name(metric) for metric in overview.study.metrics}
    absolute = [
        any(column.name in values for column in table.columns)
        for table in overview.tables
        if any("speedup" in column.name for column in table.columns)
    ]
    of = text.clean(overview.study.metric.name) or "time"
    return "" if all(absolute) else f"a table has ratios and no {of}"


def nothing_is_left_out(overview: Overview) -> str:
    """Every planned point is measured, failed or skipped with a reason; idle cores."""
    silent = [p for p in overview.study.points if not p.launches and not p.failed]
    if silent:
        return f"{text.plural(len(silent), 'planned point')} not run, with no reason"
    unexplained = [p for p in overview.study.skipped if not p.reason]
    if unexplained:
        return f"{text.plural(len(unexplained), 'point')} skipped with no reason"
    if cores_per_node(overview.study.environment) is None:
        return "the cores of a node are not recorded, so idle ones are not known"
    return ""


def rates_are_work_over_time(overview: Overview) -> str:
    """Rates from W / m(t), never a mean of rates."""
    wrong = [
        p
        for p in _measured(overview)
        if not isclose(p.rate.value * p.time_s.value, p.work)
    ]
    return f"{text.plural(len(wrong), 'rate')} not work over time" if wrong else ""


def ratios_are_of_summaries(overview: Overview) -> str:
    """The times shown give the speedup shown, within its interval."""
    wrong = [
        row
        for curve in _curves(overview)
        for row in _beside_the_base(curve)
        if not _gives(row.point.rate.value / curve.base_of(row).rate.value, row.speedup)
    ]
    few = text.plural(len(wrong), "speedup")
    return f"{few} that the times shown do not give" if wrong else ""


def _gives(ratio_of_medians: float, speedup: Measured) -> bool:
    low, high = speedup.low or speedup.value, speedup.high or speedup.value
    return low * (1 - ROUNDING) <= ratio_of_medians <= high * (1 + ROUNDING)


def intervals_are_given(overview: Overview) -> str:
    """Each measured value with its interval and n."""
    none = [p for p in _measured(overview) if p.time_s.low is None]
    disturbed = sum(point.is_disturbed for point in none)
    few = len(none) - disturbed
    found = (
        (few, f"with fewer than {FEWEST_FOR_INTERVAL} launches"),
        (disturbed, "whose launches others disturbed"),
    )
    words = [f"{text.plural(n, 'point')} {why}" for n, why in found if n]
    return f"{' and '.join(words)}, hence without an interval" if words else ""


def no_normality_is_assumed(overview: Overview) -> str:
    """The interval's ends are launches themselves: order statistics of the data."""
    assumed = [
        p
        for p in _measured(overview)
        if p.time_s.low is not None
        and not {p.time_s.low, p.time_s.high} <= {*p.within_s.least, *p.within_s.most}
    ]
    return (
        f"{text.plural(len(assumed), 'interval')} not made of order statistics"
        if assumed
        else ""
    )


def comparisons_are_sound(overview: Overview) -> str:
    """Every ratio to a base has an interval; faster and slower are left to compare."""
    bare = [
        row
        for curve in _curves(overview)
        for row in _beside_the_base(curve)
        if row.speedup.low is None
    ]
    return f"{text.plural(len(bare), 'ratio')} without an interval" if bare else ""


def the_centre_is_checked(_: Overview) -> str:
    """Quantiles are exported, and several modes are looked for."""
    if not QUANTILES:
        return "no quantiles in the data"
    judged = [getattr(rule, "JUDGES", "") for rule in warners()]
    return "" if "modes" in judged else "no rule looks for several modes"


REQUIRED = {
    "host": ("hosts", "host", "hostname"),
    "processor": ("cpu_model",),
    "cores": ("cores_per_node", "machine.cores"),
    "memory": ("memory_bytes",),
    "operating system": ("system", "machine.kernel"),
    "frequency governor": ("governor", "scaling_governor"),
    "compiler": ("worker.compiler",),
    "compiler flags": ("worker.flags",),
    "MPI": ("worker.mpi", "build.mpiexec"),
    "commit": ("worker.commit",),
    "hash of the program": ("workers.openmp", "workers.serial", "workers.threads",
                            "workers.cuda", "workers.hip"),
    "clock": ("clock",),
}  # fmt: skip
"""What the record of the set-up must hold, and the fields it may be in."""


def the_setup_is_documented(overview: Overview) -> str:
    """The manifest is complete and the tree was clean."""
    kinds = [kind for p in _measured(overview) for kind in p.launches.kinds]
    clocks = sorted({_clock(kind.first) for kind in kinds} - {""})
    fields = {**overview.study.environment, "clock": clocks}
    absent = [
        name for name, ways in REQUIRED.items() if not field_values(fields, *ways)
    ]
    if "true" in field_values(fields, "worker.dirty"):
        absent.append("a tree without uncommitted changes")
    return f"not recorded: {', '.join(absent)}" if absent else ""


def _clock(launch: Record) -> str:
    """That of the worker or of the harness; a program's own is not known."""
    by_harness = "wall time" if launch.is_timed_by_wall else ""
    return launch.result.clock.name or by_harness


def timing_is_documented(overview: Overview) -> str:
    """The clock, the bound that the barriers leave, and how values are summarised."""
    kinds = [kind for p in _measured(overview) for kind in p.launches.kinds]
    if any(not _clock(kind.first) for kind in kinds):
        return "a launch does not name its clock"
    if any(not len(kind.measurement.skew_bound_s) for kind in kinds):
        return "a launch has no bound on the skew of its barriers"
    return ""


def upper_bounds_are_shown(overview: Overview) -> str:
    """At least two of: ideal line, model with overhead, measured ceiling."""
    shown = []
    if any(_beside_the_base(curve) for curve in _curves(overview)):
        shown.append("the ideal line")
    if any(ceiling_share(point) is not None for point in _measured(overview)):
        shown.append("a measured ceiling")
    if any(table.slug.startswith("laws-") for table in overview.tables):
        shown.append("a model with overhead")
    if len(shown) >= 2:
        return ""
    return f"two upper bounds are needed; shown: {' and '.join(shown) or 'none'}"


def lines_are_only_trends(overview: Overview) -> str:
    """Every point stands with an interval, or with all its launches, two at least."""
    bare = [p for p in _measured(overview) if len(p.launches) < 2]
    return f"{text.plural(len(bare), 'point')} with a single launch" if bare else ""


RULES: tuple[tuple[str, Callable[[Overview], str]], ...] = (
    ("State the base and its absolute performance", base_is_stated),
    ("Account for all points and unused resources", nothing_is_left_out),
    ("Summarise costs and rates each in their way", rates_are_work_over_time),
    ("Do not average ratios", ratios_are_of_summaries),
    ("Give an interval for what is not deterministic", intervals_are_given),
    ("Do not assume normality", no_normality_is_assumed),
    ("Compare soundly", comparisons_are_sound),
    ("Check that the centre is the right summary", the_centre_is_checked),
    ("Document factors, levels and set-up", the_setup_is_documented),
    ("Report timing, synchronisation, summarisation", timing_is_documented),
    ("Show upper bounds", upper_bounds_are_shown),
    ("Show points; lines only for trends", lines_are_only_trends),
)


def _measured(overview: Overview) -> list[Point]:
    return [point for point in overview.study.points if point.launches]


def _curves(overview: Overview) -> list[Curve]:
    return [curve for curve in overview.study.curves if curve.base]


def _beside_the_base(curve: Curve) -> list[Row]:
    return [row for row in curve.measured if not row.is_base]
