# SPDX-License-Identifier: Apache-2.0
"""What curves are called, in titles, legends and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from scaling.model.base import FEWEST, is_other_program
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.records.metric import Metric
from scaling.table import Column, Columns
from scaling.words.text import clean, count, plural, slug

IMPORTED = "imported, not proven"
"""What stands behind the name of numbers that others measured."""

NODES = Column("nodes", "Nodes")
RANKS = Column("ranks", "Ranks")
THREADS = Column("threads", "Threads")


def metric_word(metric: Metric) -> str:
    """What its values are called: `Time`, or the name that the study gives it."""
    return clean(metric.name) or "Time"


def value_word(curve: Curve) -> str:
    """What its values are called: `Time`, or the name that the study gives it, also to
    the one time of its programs."""
    own = "" if curve.metric.name else clean(curve.time)
    return own or metric_word(curve.metric)


def axis_label(metric: Metric) -> str:
    """`Time (s)`, `rate (GFLOP/s)`."""
    unit = clean(metric.unit)
    return metric_word(metric) + (f" ({unit})" if unit else "")


def value_name(metric: Metric) -> str:
    """A column's name for programs: `time_s`, `rate_GFLOP_per_s`."""
    if metric.is_time:
        return "time_s"
    unit = metric.unit.replace("/", "_per_")
    return re.sub(r"[^A-Za-z0-9]+", "_", clean(f"{metric.name}_{unit}")).strip("_")


def _of_what(curve: Curve) -> str:
    """`of pi`, and by which metric where the study names several."""
    name = clean(curve.metric.name)
    return f"of {clean(curve.like.kernel)}" + (f" by {name}" if name else "")


def curve_title(curve: Curve) -> str:
    """`Strong scaling of pi: 2e10 samples in total, openmp, mpiexec`.

    The seed is in the caption: it changes no time.
    """
    title = f"{curve.kind.capitalize()} scaling {_of_what(curve)}"
    named = (part for name, part in _parts(curve).items() if name != "seed")
    parts = ", ".join(map(clean, named))
    return f"{title}: {parts}" if parts else title


def curve_label(study: Study, curve: Curve) -> str:
    """What tells a curve from the others of its kind; empty for the only one."""
    if is_beside(curve):
        return clean(", ".join([curve.like.kernel, *_parts(curve).values()]))
    measured = [other for other in study.curves if not is_beside(other)]
    alike = [_parts(other) for other in measured if other.kind == curve.kind]
    if len({other.like.kernel for other in measured}) > 1:
        alike = [
            {"kernel": o.like.kernel, **_parts(o)}
            for o in measured
            if o.kind == curve.kind
        ]
        own = {"kernel": curve.like.kernel, **_parts(curve)}
    else:
        own = _parts(curve)
    differing = [
        value
        for name, value in own.items()
        if len({parts.get(name) for parts in alike}) > 1
    ]
    return clean(", ".join(differing))


def is_beside(curve: Curve) -> bool:
    """Others measured it, in a study that measures."""
    found = curve.like.imported
    return found is not None and found.beside != ""


def short_label(study: Study, curve: Curve) -> str:
    """The kernel, where it alone tells the curve from the others of its kind."""
    kernels = [c.like.kernel for c in study.curves if c.kind == curve.kind]
    if kernels.count(curve.like.kernel) == 1:
        return clean(curve.like.kernel) if len(kernels) > 1 else ""
    return curve_label(study, curve)


def curve_name(study: Study, curve: Curve) -> str:
    """`strong scaling of pi`, with what tells it from the others of its kind."""
    label = curve_label(study, curve)
    return f"{curve.kind} scaling {_of_what(curve)}" + (f" ({label})" if label else "")


def family_title(curve: Curve) -> str:
    """`pi: openmp, mpiexec`: the curves like this one whatever their samples."""
    parts = _parts(curve) | {"samples": ""}
    named = ", ".join(clean(part) for part in parts.values() if part)
    return clean(curve.like.kernel) + (f": {named}" if named else "")


def family_slug(study: Study, curve: Curve) -> str:
    """A file name for the family, unique among those of one kind of curve."""
    family = replace(curve.like, samples=0)
    known = dict.fromkeys(
        replace(other.like, samples=0)
        for other in study.curves
        if other.kind == curve.kind and other.like.kernel == curve.like.kernel
    )
    number = list(known).index(family) + 1
    name = slug(curve.like.kernel)
    return name if len(known) == 1 else f"{name}-{number}"


def curve_slug(study: Study, curve: Curve) -> str:
    """A file name for the curve, unique in the study."""
    curves = (*study.curves, *study.further)
    named = [_slug(study, other) for other in curves]
    index = next(i for i, other in enumerate(curves) if other is curve)
    earlier = named[:index].count(named[index])
    return named[index] + (f"-{earlier + 1}" if earlier else "")


def _slug(study: Study, curve: Curve) -> str:
    """The leading curves have the names that they have alone."""
    label = "imported" if is_beside(curve) else curve_label(study, curve)
    name = slug("-".join((curve.kind, curve.like.kernel, label)))
    leads = curve.metric == study.metric
    return name if leads else f"{name}-{slug(curve.metric.name)}"


def shape_in_words(row: Row) -> str:
    """`2 ranks x 4 threads (8 cores)`; `8 cores` where no more is known."""
    request = row.point.request
    if request.imported:
        return plural(row.units, row.unit)
    return (
        f"{plural(request.ranks, 'rank')} x "
        f"{plural(request.threads, 'thread')} "
        f"({plural(row.units, row.unit)})"
    )


def base_in_words(curve: Curve) -> str:
    """`serial, 1 rank x 1 thread (1 core)`: named where it is of another kernel."""
    if is_other_program(curve.base.point):
        return f"another program, {shape_in_words(curve.base)}"
    kernel = curve.base.point.request.kernel
    if curve.base.point.request.imported and not curve.like.imported:
        return f"{clean(kernel)} ({IMPORTED}), {shape_in_words(curve.base)}"
    other = f"{clean(kernel)}, " if kernel != curve.like.kernel else ""
    return other + shape_in_words(curve.base)


def base_briefly(curve: Curve) -> str:
    """`1 core`, `serial on 1 core`: the base in a sentence."""
    units = plural(curve.base.units, curve.unit)
    if is_other_program(curve.base.point):
        return f"another program on {units}"
    kernel = curve.base.point.request.kernel
    if curve.base.point.request.imported and not curve.like.imported:
        return f"{clean(kernel)} ({IMPORTED}) on {units}"
    return f"{clean(kernel)} on {units}" if kernel != curve.like.kernel else units


def relative_to(curve: Curve) -> str:
    """What curves of several models are compared with."""
    is_told = curve.rule != FEWEST
    asked = "the base that the study asks for"
    return asked if is_told else "the same model on the fewest cores"


def base_asked_for(curve: Curve) -> str:
    """`serial on 2 cores`: what the study says of the base; empty where nothing."""
    rule = curve.rule
    if rule.is_imported:
        return "rows that are imported"
    of = [clean(rule.kernel)] if rule.kernel else []
    on = [f"on {plural(rule.cores, 'core')}"] if rule.cores else []
    return " ".join(of + on)


_NOT_MEASURED = "was not measured with as much work"


def base_not_measured(curve: Curve) -> str:
    """Why a curve has no ratio; empty where the study asks for no base of its own."""
    asked = base_asked_for(curve)
    if not asked or not curve.measured:
        return ""
    return (
        f"No speedup and no efficiency: the base that the study asks for, {asked}, "
        f"{'are of other work' if curve.rule.is_imported else _NOT_MEASURED}."
    )


def units_heading(unit: str) -> str:
    """`Cores` or `GPUs`: what stands at the axis."""
    return f"{unit[0].upper()}{unit[1:]}s"


def units_column(unit: str) -> Column:
    """The resource axis as a column."""
    return Column(f"{unit.lower()}s", units_heading(unit))


def point_columns(rows: Iterable[Row], unit: str = "") -> Columns:
    """Ranks and threads of each row, and with `unit` where it is on that axis."""
    rows = list(rows)
    known = [None if row.point.request.imported else row for row in rows]
    columns = [
        (RANKS, [row and row.point.request.ranks for row in known]),
        (THREADS, [row and row.point.request.threads for row in known]),
    ]
    axis = [(units_column(unit), [row.units for row in rows])] if unit else []
    return columns + axis


def _parts(curve: Curve) -> dict[str, str]:
    like = curve.like
    of = "samples in total" if curve.kind == "strong" else f"samples per {curve.unit}"
    parts = {"samples": f"{count(like.samples)} {of}" if like.counts_samples else ""}
    parts |= {name: f"{name}={value}" for name, value in like.parameters}
    parts |= {"imported": IMPORTED if is_beside(curve) else ""}
    # A backend is how our worker computes: of a program nothing is known of it.
    backend = "" if like.is_program else like.backend
    parts |= {"backend": backend, "launcher": like.launcher}
    shared = like.ranks_per_gpu
    parts |= {"ranks_per_gpu": f"{shared} ranks per GPU" if shared > 1 else ""}
    parts |= {"smt": f"{like.smt} threads a core" if like.smt > 1 else ""}
    parts |= {"place": f"ranks {like.place}" if like.place else ""}
    parts |= {f"env.{name}": f"{name}={value}" for name, value in like.env}
    parts |= {"seed": f"seed {like.seed}" if like.seed else ""}
    return {name: value for name, value in parts.items() if value}
