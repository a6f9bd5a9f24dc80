# SPDX-License-Identifier: Apache-2.0
"""A history as tables, for the terminal, Markdown, CSV and the page."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.history.history import History, Step, percent, signed
from scaling.history.order import GIVEN
from scaling.statistics.capped_loss import CAP
from scaling.statistics.change_points import FEWEST, LEVEL
from scaling.statistics.measured import Measured
from scaling.table import Column, Table, table_of, without_empty_columns
from scaling.words.names import metric_word, value_name
from scaling.words.text import listed, plural
from scaling.words.units import value_unit
from scaling.zipped import zip_equal

MOST_CHANGED = 8


def make_tables(history: History) -> list[Table]:
    """The sessions, what changed, and what could not be compared."""
    tables = [without_empty_columns(_sessions(history))]
    if history.steps:
        tables.append(_changes(history))
    if history.left_out:
        tables.append(_left_out(history))
    return tables


def _sessions(history: History) -> Table:
    sessions, metric = history.sessions, history.metric
    values = [s.point.value for s in sessions]
    unit, factor = value_unit(metric, [v.value for v in values])
    numbers = [v.value for v in values]
    before = [None, *(a / b for a, b in zip_equal(numbers[1:], numbers[:-1]))]
    levels = history.levels or [None] * len(sessions)
    since = [level and x / level for x, level in zip_equal(numbers, levels)]
    heading = metric_word(metric) + (" [95 % CI]" if history.has_intervals else "")
    name = value_name(metric)
    columns = (
        (Column("session", "Session"), [s.label for s in sessions]),
        (Column("date", "Date", drop=4), dates(history)),
        (Column("commit", "Commit", drop=3), [s.commit[:12] for s in sessions]),
        (Column("launches", "n", drop=2), [len(s.point.launches) for s in sessions]),
        (Column(name, heading, unit, factor, brief=1), values),
        (Column("from_previous", "Previous", "%", 100, 2, drop=5), _less_one(before)),
        (Column("from_level", "Level", "%", 100, 2, drop=6), _less_one(since)),
        (Column("finding", "Finding"), findings(history)),
    )
    return table_of("history", history.title, columns, notes=_notes(history))


def _less_one(ratios: Iterable[float | None]) -> list[float | None]:
    return [None if ratio is None else ratio - 1 for ratio in ratios]


def dates(history: History) -> list[str]:
    """To the day, or to the minute where a day has several."""
    days = [s.date[:10] for s in history.sessions]
    if len(set(days)) == len(days) or not all(days):
        return days
    return [s.date[:16].replace("T", " ") for s in history.sessions]


def findings(history: History) -> list[str]:
    """What is said of each session; empty of most."""
    found = [""] * len(history.sessions)
    for i in history.found.outliers:
        found[i] = "odd day"
    for step in history.steps:
        found[step.change.at] = f"{step.verdict} {signed(step.by.value)}"
    return found


def _notes(history: History) -> tuple[str, ...]:
    request, others = history.request, history.chosen.others
    on = plural(request.units, request.unit)
    return (
        *(mark.note for mark in history.marks),
        *_ordered(history),
        *([f"Also on {on}: {listed(list(others))} (--point)."] if others else []),
        "Previous: against the session before.",
        *([_LEVEL] if history.levels else []),
        *(_judged(history) if history.found.is_told else [_too_few(history)]),
    )


_LEVEL = "Level: against the level of the sessions since the last change."


def _ordered(history: History) -> list[str]:
    if history.order == GIVEN:
        return ["Sessions in the order in which they were given."]
    return [f"Sessions in the order of their {history.order}s."]


def _too_few(history: History) -> str:
    n = plural(len(history.sessions), "session")
    return f"No change can be told from noise in {n}: {FEWEST} are needed."


def _judged(history: History) -> list[str]:
    """How a change is told from noise."""
    found = history.found
    odd = f"odd day: {CAP:g} times the noise from its level, or more; no change."
    return [
        f"Noise of a session {percent(found.noise)}, of which {percent(found.between)} "
        "between sessions, from the differences of neighbours.",
        f"A change lasts two sessions at least; chance makes one in {percent(LEVEL)} "
        "of histories without any (binary segmentation).",
        *([odd] if found.outliers else []),
    ]


def _changes(history: History) -> Table:
    steps = history.steps
    columns = (
        (Column("since", "Since"), [s.session.label for s in steps]),
        (Column("verdict", "Verdict"), [s.verdict for s in steps]),
        (Column("change", "Change [95 % CI]", "%", 100), list(map(_relative, steps))),
        (Column("p", "p", digits=2, drop=1), [s.change.p_value for s in steps]),
        (Column("place", "Began in 95 %", drop=2), list(map(history.places, steps))),
        (Column("changed", "What else changed"), list(map(_changed, steps))),
    )
    return table_of("changes", "Changes", columns)


def _relative(step: Step) -> Measured:
    by = step.by
    return Measured(by.value - 1, by.low - 1, by.high - 1)


def _changed(step: Step) -> str:
    """Machine and build first: the environment has names that change every time."""
    found = sorted(step.changed, key=lambda c: c[0].startswith("environment."))
    told = [f"{name}: {_short(a)} → {_short(b)}" for name, a, b in found]
    return listed(told, MOST_CHANGED) or "nothing that is recorded"


def _short(value: str) -> str:
    if not value:
        return "not known"
    return value if len(value) <= 40 else f"{value[:37]}..."


def _left_out(history: History) -> Table:
    columns = (
        (Column("session", "Session"), [one.label for one in history.left_out]),
        (Column("reason", "Reason"), [one.why for one in history.left_out]),
    )
    return table_of("left-out", "Not comparable, left out", columns)
