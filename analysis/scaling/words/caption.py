# SPDX-License-Identifier: Apache-2.0
"""What a table of measurements must say of itself, in one paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.imported import has_other_base
from scaling.model.curve import Curve
from scaling.model.environment import Fields, environment_of, field_values
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.records.request import Request
from scaling.words import text
from scaling.words.names import base_in_words

MOST_DIGITS = 9
"""Of the number of a node's cores."""


def caption(study: Study, curve: Curve) -> str:
    """System, nodes, seed, backend, base, n, summary, date, commit; the title says the
    problem."""
    if curve.base is None:
        return ""
    points = [row.point for row in curve.measured]
    fields = environment_of(points, study.manifests)
    like = curve.like
    parts = [
        _named("System", field_values(fields, "cpu_model", "host", "hosts")),
        "" if like.imported else _range((p.request.nodes for p in points), "node"),
        f"seed {like.seed}" if like.seed and like.counts_samples else "",
        f"backend {like.backend}" if like.backend and not like.is_program else "",
        _launcher(like),
        f"behind {' '.join(like.wrap)}" if like.wrap else "",
        f"base {base_in_words(curve)}{_whose(curve)}",
        _launches(points),
        "medians",
        _dates(curve),
        _commits(like, fields),
        _idle(curve, fields),
    ]
    return f"{'; '.join(part for part in parts if part)}. {_kinds(curve)}"


def _kinds(curve: Curve) -> str:
    """What is exact and what was measured; of what was imported nothing is known."""
    if curve.like.imported:
        return "Numbers imported, not proven."
    measured = text.clean(curve.metric.name) or "time, rate"
    return f"Exact: resources, samples, n, identical, z. Measured: {measured}, ratios."


def _commits(like: Request, fields: Fields) -> str:
    if like.imported:
        return ""
    name = "commit of assay" if like.is_program else "commit"
    found = field_values(fields, "worker.commit", "commit")
    return _named(name, [commit[:12] for commit in found])


def _whose(curve: Curve) -> str:
    if has_other_base(curve):
        return ""
    is_same = curve.base.point.request.kernel == curve.like.kernel
    return " of the same parallel program" if is_same else ""


def _launcher(like: Request) -> str:
    words = f" ({' '.join(like.launcher_words)})" if like.launcher_words else ""
    return f"launcher {like.launcher}{words}" if like.launcher else ""


def cores_per_node(fields: Fields) -> int | None:
    """Cores of a node; None where no manifest says it, or several disagree."""
    found = field_values(fields, "cores_per_node", "machine.cores")
    if len(found) != 1 or len(found[0]) > MOST_DIGITS or not found[0].isdecimal():
        return None
    return int(found[0])


def _named(name: str, values: list[str]) -> str:
    return f"{name} {text.listed(values, 3)}" if values else f"{name} not recorded"


def _launches(points: Iterable[Point]) -> str:
    shown = _span(len(point.counted_s) for point in points)
    return f"n = {shown} {'launch' if shown == '1' else 'launches'}"


def _span(values: Iterable[int]) -> str:
    found = sorted(set(values))
    return str(found[0]) if len(found) == 1 else f"{found[0]} to {found[-1]}"


def _range(values: Iterable[int], word: str) -> str:
    shown = _span(values)
    return f"{shown} {word}" if shown == "1" else f"{shown} {word}s"


def _dates(curve: Curve) -> str:
    spans = (row.point.launches.span_utc for row in curve.measured)
    days = {started[:10] for span in spans if span for started in span}
    return " to ".join(sorted({min(days), max(days)})) if days else "date not recorded"


def _idle(curve: Curve, fields: Fields) -> str:
    """Cores that came with a node and had nothing to do (Hoefler & Belli, rule 2)."""
    each = cores_per_node(fields)
    if each is None:
        return "idle cores not known"
    requests = [row.point.request for row in curve.measured]
    # A hybrid may ask for more threads than there are cores; then none is idle.
    idle = (max(0, each - round(r.cores / r.nodes)) for r in requests)
    return f"{_span(idle)} of {each} cores of a node idle"
