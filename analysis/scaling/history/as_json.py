# SPDX-License-Identifier: Apache-2.0
"""A history for other programs."""

from __future__ import annotations

import json
from typing import Any

from scaling.history.history import History, Step
from scaling.history.session import Session
from scaling.statistics.measured import Measured
from scaling.words.names import metric_word
from scaling.words.text import clean

SCHEMA = 1


def make_json(history: History) -> str:
    """Values are in the unit of the metric, seconds of a time; changes are ratios."""
    found, levels = history.found, history.levels
    content = {
        "schema": SCHEMA,
        "title": history.title,
        "verdict": str(history),
        "metric": {
            "name": metric_word(history.metric),
            "unit": clean(history.metric.unit),
            "kind": history.metric.kind,
        },
        "point": clean(history.chosen.label),
        "resource": {"unit": history.request.unit, "count": history.request.units},
        "marks": [mark.column for mark in history.marks],
        "order": history.order,
        "is_told": found.is_told,
        "noise": found.noise if found.is_told else None,
        "noise_between_sessions": found.between if found.is_told else None,
        "drift": found.drift.shift if found.drift else None,
        "sessions": [
            _session(history, i, session, levels[i] if levels else None)
            for i, session in enumerate(history.sessions)
        ],
        "changes": [_change(history, step) for step in history.steps],
        "left_out": [
            {"session": clean(one.label), "reason": clean(one.why)}
            for one in history.left_out
        ],
    }
    return json.dumps(content, indent=1) + "\n"


def _session(
    history: History, at: int, session: Session, level: float | None
) -> dict[str, Any]:
    return {
        "session": clean(session.label),
        "date": clean(session.date),
        "commit": clean(session.commit),
        "launches": len(session.point.launches),
        **_measured(session.point.value),
        "level": level,
        "is_odd": at in history.found.outliers,
    }


def _change(history: History, step: Step) -> dict[str, Any]:
    ends = (step.change.first, step.change.last)
    return {
        "since": clean(step.session.label),
        "began_in_95_percent": [clean(history.sessions[i].label) for i in ends],
        **_measured(step.by),
        "p": step.change.p_value,
        "verdict": step.verdict,
        "is_worse": step.is_worse,
        "changed": [
            {"name": clean(name), "before": clean(a), "after": clean(b)}
            for name, a, b in step.changed
        ],
    }


def _measured(value: Measured) -> dict[str, float | None]:
    return {"value": value.value, "low": value.low, "high": value.high}
