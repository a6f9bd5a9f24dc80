# SPDX-License-Identifier: Apache-2.0
"""Where each thing of a history's drawing stands, in percent of its width and height.

Percentages, not a scaled picture: letters keep their size on a phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10

from scaling.history.history import History, Step, signed
from scaling.history.tables import dates, findings
from scaling.statistics.measured import Measured
from scaling.words import text
from scaling.words.names import metric_word
from scaling.words.units import value_unit
from scaling.zipped import zip_equal

MARGIN = 0.08
"""Of the height, above and below what is drawn."""
MOST_TICKS = 6
LONGEST = 14
"""Letters of a label in the drawing: a phone has no room for more."""


@dataclass(frozen=True)
class Dot:
    """One session, with what is said of it where the pointer is."""

    x: float
    y: float
    low: float | None
    high: float | None
    is_odd: bool
    words: str


@dataclass(frozen=True)
class Line:
    """A level between two changes."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Flag:
    """A change: where it is, and where it may be in 95 %."""

    x: float
    left: float
    width: float
    step: Step
    words: str

    @property
    def is_right(self) -> bool:
        """Its words stand to its left."""
        return self.x > 60


@dataclass(frozen=True)
class Chart:
    """`ticks` are heights with their numbers; `slot` is the width of a session."""

    unit: str
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    flags: tuple[Flag, ...]
    ticks: tuple[tuple[float, str], ...]
    slot: float


def make_chart(history: History) -> Chart:
    """Sessions side by side at equal distances, whatever their dates."""
    values = [s.point.value for s in history.sessions]
    unit, factor = value_unit(history.metric, [v.value for v in values])
    shown = [v.times(factor) for v in values]
    place, ticks = _axis([x for v in shown for x in _ends(v)])
    slot = 100 / len(values)
    return Chart(
        unit=f"{metric_word(history.metric)} ({unit})" if unit else history.metric.name,
        dots=tuple(_dots(history, shown, place, slot)),
        lines=tuple(_lines([x * factor for x in history.levels], place, slot)),
        flags=tuple(_flag(step, slot) for step in history.steps),
        ticks=ticks,
        slot=slot,
    )


def _ends(value: Measured) -> list[float]:
    return [x for x in (value.value, value.low, value.high) if x is not None]


def _axis(values: list[float]):
    """From a value to its height in percent, and the round numbers beside it."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    low, high = low - MARGIN * span, high + MARGIN * span

    def place(value: float) -> float:
        return round(100 * (high - value) / (high - low), 2)

    step = _round_step((high - low) / MOST_TICKS)
    numbers = [step * i for i in range(ceil(low / step), floor(high / step) + 1)]
    decimals = max(0, -floor(log10(step)))
    return place, tuple((place(x), text.fixed(x, decimals)) for x in numbers)


def _round_step(least: float) -> float:
    """1, 2 or 5 times a power of ten, not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(power * by for by in (1, 2, 5, 10) if power * by >= least * 0.999)


def _dots(history: History, shown: list[Measured], place, slot: float):
    told = zip_equal(history.sessions, shown, dates(history), findings(history))
    for i, (session, value, date, finding) in enumerate(told):
        known = (
            session.label,
            date,
            session.commit[:12],
            text.measured(value),
            finding,
        )
        yield Dot(
            x=_middle(i, slot),
            y=place(value.value),
            low=None if value.low is None else place(value.low),
            high=None if value.high is None else place(value.high),
            is_odd=i in history.found.outliers,
            words=", ".join(part for part in known if part),
        )


def _middle(session: int, slot: float) -> float:
    return round((session + 0.5) * slot, 2)


def _lines(levels: list[float], place, slot: float):
    begin = 0
    for level, alike in groupby(levels):
        end = begin + len(list(alike))
        y = place(level)
        yield Line(round(begin * slot, 2), y, round(end * slot, 2), y)
        begin = end


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def _flag(step: Step, slot: float) -> Flag:
    change = step.change
    return Flag(
        x=round(change.at * slot, 2),
        left=round(change.first * slot, 2),
        width=round((change.last - change.first) * slot, 2),
        step=step,
        words=f"{_short(step.session.label)} {signed(step.by.value)}",
    )
