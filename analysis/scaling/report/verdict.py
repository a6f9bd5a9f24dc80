# SPDX-License-Identifier: Apache-2.0
"""The sentence that the report opens with, and what has to be said beside it."""

from __future__ import annotations

from scaling.finding import WRONG
from scaling.job_size import JobSize, efficiency_in_words, recommendation
from scaling.marks import marks_of
from scaling.model.curve import Curve
from scaling.model.study import Study
from scaling.overview import Overview
from scaling.report.lead import lead_size, leading_curves
from scaling.report.limit import limit
from scaling.words import text
from scaling.words.names import base_asked_for, base_in_words, curve_name, short_label
from scaling.words.units import point_in_words


def verdict(overview: Overview) -> str:
    """The job size to ask for, in a sentence that can be quoted as it is."""
    marks = "".join(f"{mark.verdict}. " for mark in marks_of(overview.study))
    return f"{marks}{answer(overview)}"


def remarks(overview: Overview) -> list[str]:
    """What limits, the base, the other curves, whether answers hold, what failed."""
    size = lead_size(overview)
    lead = [*_rule(size), limit(size), _base(size.curve)] if size else []
    return [*lead, *_others(overview, size), *_checks(overview)]


def answer(overview: Overview) -> str:
    """The recommendation, and whether it is valid; where there is none how far the
    first curve was measured."""
    wrong = sorted({f.id for f in overview.findings if f.grade == WRONG})
    invalid = f"Not valid as it stands ({', '.join(wrong)}). " if wrong else ""
    size = lead_size(overview)
    if size:
        name, words = _name(overview.study, size.curve), recommendation(size)
        return f"{invalid}{name}{words[0].lower() if name else words[0]}{words[1:]}"
    curves = [curve for curve in leading_curves(overview) if curve.measured]
    reach = _reach(overview.study, curves[0]) if curves else ""
    return invalid + _sentence(reach or "Nothing was measured: no launch ended well")


def _name(study: Study, curve: Curve) -> str:
    """`Strong scaling of pi by rate: `, where it is not the only curve of its kind."""
    label = short_label(study, curve)
    if curve.kind == "strong" and not label and not curve.metric.name:
        return ""
    of = label or curve.like.kernel
    by = f" by {curve.metric.name}" if curve.metric.name else ""
    return f"{curve.kind.capitalize()} scaling of {text.clean(of + by)}: "


def _base(curve: Curve) -> str:
    value = point_in_words(curve.base.point)
    return f"Base: {base_in_words(curve)}, {value}."


def _rule(size: JobSize) -> list[str]:
    """Why this size."""
    if size.row is None or not size.is_sure:
        return []
    if size.is_at_least:
        units = text.plural(size.row.units, size.row.unit)
        return [f"Up to {units}, the most measured, it is surely above {size.target}."]
    return [
        f"It is the most {size.curve.unit}s up to which the efficiency is surely above "
        f"{size.target}."
    ]


def _others(overview: Overview, size: JobSize | None) -> list[str]:
    """The curves that do not lead; without one that does, all but the first."""
    measured = [curve for curve in leading_curves(overview) if curve.measured]
    others = [c for c in measured if size is None or c is not size.curve]
    others = others if size else others[1:]
    return [_sentence(_reach(overview.study, curve)) for curve in others]


def _checks(overview: Overview) -> list[str]:
    found = [_sentence(words) for words in [_answers(overview)] if words]
    failed = len(overview.study.failed)
    if failed:
        are = "is" if failed == 1 else "are"
        found.append(f"{overview.study.in_no_number} {are} in no number.")
    return found


def _reach(study: Study, curve: Curve) -> str:
    last = curve.largest
    name = curve_name(study, curve)
    units = text.plural(last.units, curve.unit)
    if curve.base is None:
        asked = base_asked_for(curve)
        return (
            f"{name} was measured up to {units}, but has no efficiency, since the base "
            f"asked for, {asked}, was not measured with as much work"
        )
    if last.is_base and curve.measured[0].units < last.units:
        return f"{name} was measured up to its base, on {units}, and not beyond"
    if last.is_base:
        return f"{name} was measured on {units} only"
    return f"{name} reaches {efficiency_in_words(last)} on {units}"


def _unchecked(overview: Overview) -> str:
    """Of programs; of kernels there is always an answer to compare."""
    checks = [
        kind.measurement.checks
        for point in overview.study.points
        for kind in point.launches.kinds
    ]
    return (
        "no answer was checked"
        if checks and not any(checks) and None not in checks
        else ""
    )


def _answers(overview: Overview) -> str:
    agreements = overview.study.agreements.values()
    of = sum(found.of for found in agreements)
    wrong = of - sum(found.identical for found in agreements)
    if not of:
        return _unchecked(overview)
    if any(found.is_open for found in agreements):
        return "the points do not agree on an answer"
    if wrong:
        return f"{text.plural(wrong, 'point')} of {of} gave a wrong answer"
    return f"no answer differs at {text.plural(of, 'point')}"


def _sentence(words: str) -> str:
    return f"{_capital(words)}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
