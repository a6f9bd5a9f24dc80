# SPDX-License-Identifier: Apache-2.0
"""The two charts of a report's first screen, as SVG with real text.

Every view that the page's buttons choose among is drawn here: its script shows one.
Colours, light and dark, are the style sheet's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from scaling.job_size import JobSize
from scaling.metrics.cost import unit_hours
from scaling.model.base import is_given
from scaling.model.curve import Curve, Row
from scaling.model.study import Study
from scaling.overview import Overview
from scaling.report.lead import leading_curves
from scaling.statistics.measured import Measured
from scaling.words import text
from scaling.words.names import base_briefly, is_beside, short_label
from scaling.words.units import point_in_words
from scaling.zipped import zip_equal

MOST_SERIES = 6
WIDTH, HEIGHT = 440, 264
LEFT, TOP, BOTTOM = 44, 26, 38
"""Above the highest mark there is room for the words of a job size."""
INSET = 6
"""Room of the first and last marks from the ends of the axis."""
LETTER = 7.4
"""The mean width of a letter of the labels, a little too large."""
LINE = 14
MARKERS = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
    "M-3.6,-3.6h7.2v7.2h-7.2z",
    "M0,-4.8L4.8,0L0,4.8L-4.8,0z",
    "M0,-4.6L4.6,3.6h-9.2z",
    "M0,4.6L4.6,-3.6h-9.2z",
    "M-4,-4L4,4M-4,4L4,-4",
)
"""Around 0, 0: shapes tell the series apart where colours do not."""

Value = Callable[[Row], Measured]


@dataclass(frozen=True)
class Series:
    """A curve's fastest rows under the name that stands at its end."""

    number: int
    label: str
    curve: Curve

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        base, fastest = self.curve.base, self.curve.fastest
        if is_given(base.point):
            return fastest
        return (base, *(row for row in fastest if row.units > base.units))


@dataclass(frozen=True)
class Abscissa:
    """What the points stand above: cores or GPUs, nodes, or cost."""

    name: str
    title: str
    of: Callable[[Row], float]


@dataclass(frozen=True)
class View:
    """One drawing of a chart: `x` is an Abscissa's name, `scale` log or linear."""

    x: str
    scale: str
    svg: Markup


@dataclass(frozen=True)
class Chart:
    """`kind` is speedup or efficiency."""

    kind: str
    title: str
    about: str
    views: tuple[View, ...]


@dataclass(frozen=True)
class Charts:
    """Both charts, and what their buttons offer."""

    charts: tuple[Chart, ...]
    series: tuple[Series, ...]
    abscissae: tuple[Abscissa, ...]


@dataclass(frozen=True)
class Scale:
    """From values to places along an axis of the drawing."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool

    def __call__(self, value: float) -> float:
        ends = self.low, self.high
        if self.is_log:
            value, *ends = (math.log2(x) for x in (value, *ends))
        share = (value - ends[0]) / ((ends[1] - ends[0]) or 1)
        return round(self.start + share * (self.end - self.start), 1)


def charts(overview: Overview, size: JobSize) -> Charts:
    """Of the lead curve and those that can stand beside it."""
    series = _series(overview, size)
    abscissae = _abscissae(series)
    own = any(is_beside(one.curve) for one in series)
    over = f"over {base_briefly(size.curve)}{', imported ones over their own' * own}"
    kinds = (
        ("speedup", "Speedup", over, lambda row: row.speedup),
        (
            "efficiency",
            "Efficiency",
            "of the ideal, %",
            lambda r: r.efficiency.times(100),
        ),
    )
    drawn = []
    for kind, title, about, value in kinds:
        shown = _with_speedup(series) if kind == "speedup" else series
        views = tuple(
            View(x.name, scale, _Drawing(kind, value, shown, x, scale, size).svg())
            for x in abscissae
            for scale in ("log", "linear")
        )
        drawn.append(Chart(kind, title, about, views))
    return Charts(tuple(drawn), series, abscissae)


def _with_speedup(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Strong ones; the scaled speedup where the work only grows."""
    strong = tuple(one for one in series if one.curve.kind == "strong")
    return strong or series


def _series(overview: Overview, size: JobSize) -> tuple[Series, ...]:
    """The lead, the other leading curves, then the largest of the others."""
    study = overview.study
    others = sorted(study.curves, key=lambda c: -(c.largest.units if c.largest else 0))
    ordered = dict.fromkeys(
        id(curve) for curve in (size.curve, *leading_curves(overview), *others)
    )
    curves = {id(curve): curve for curve in study.curves}
    kept = [curves[key] for key in ordered if _is_drawn(curves[key], size.curve)]
    return tuple(
        Series(number, _label(study, curve), curve)
        for number, curve in enumerate(kept[:MOST_SERIES])
    )


def _is_drawn(curve: Curve, lead: Curve) -> bool:
    if curve.base is None or curve.unit != lead.unit:
        return False
    return any(row.units > curve.base.units for row in curve.measured)


def _label(study: Study, curve: Curve) -> str:
    """The kind of scaling, or what tells it from others of its kind, made short."""
    kinds = {other.kind for other in study.curves}
    short = short_label(study, curve)
    named = " ".join(p for p in (curve.kind if len(kinds) > 1 else "", short) if p)
    named = named or curve.kind
    if is_beside(curve):
        return f"{named if len(named) <= 12 else f'{named[:11]}…'}, imported"
    return named if len(named) <= 18 else f"{named[:17]}…"


def _abscissae(series: tuple[Series, ...]) -> tuple[Abscissa, ...]:
    """Nodes where they differ, and cost where it is known."""
    curve = series[0].curve
    rows = [row for one in series for row in one.rows]
    unit = Abscissa("units", f"{curve.unit}s", lambda row: row.units)
    found = [unit]
    if len({row.point.request.nodes for row in rows}) > 1:
        found.append(Abscissa("nodes", "nodes", lambda r: r.point.request.nodes))
    if not any(map(_is_rate_of_others, rows)):
        title = f"{curve.unit}-hours a run"
        found.append(Abscissa("cost", title, lambda row: unit_hours(row.point)))
    return tuple(found)


def _is_rate_of_others(row: Row) -> bool:
    """Its time is none of a run."""
    request = row.point.request
    of_beside = request.imported is not None and row.point.metric.is_rate
    return of_beside or request.is_imported_rate


@dataclass(frozen=True)
class _Drawing:
    kind: str
    value: Value
    series: tuple[Series, ...]
    x: Abscissa
    scale: str
    size: JobSize

    def svg(self) -> Markup:
        parts = (
            *self._grid(), *self._guides(), *self._bands(), *self._lines(),
            *self._job(), *self._labels(),
        )  # fmt: skip
        return Markup(
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" tabindex="0" '
            f'aria-label="{escape(self._in_words())}">{"".join(parts)}</svg>'
        )

    @cached_property
    def _right(self) -> float:
        longest = max(len(one.label) for one in self.series)
        return WIDTH - 14 - LETTER * longest

    @cached_property
    def _across(self) -> Scale:
        found = [self.x.of(row) for one in self.series for row in one.rows]
        is_log = self.scale == "log"
        low = min(found) if is_log else 0.0
        return Scale(low, max(found), LEFT + INSET, self._right - INSET, is_log)

    @cached_property
    def _up(self) -> Scale:
        ends = [
            end
            for one in self.series
            for row in one.rows
            for end in _ends(self.value(row))
        ]
        is_log = self.kind == "speedup" and self.scale == "log"
        low, high = (min(1.0, *ends), max(ends)) if is_log else (0.0, max(ends) * 1.04)
        if self.kind == "speedup" and self.x.name == "units":
            high = max(high, self._ideal_ends()[1])
        elif self.kind == "efficiency":
            high = max(high, 104.0)
        return Scale(low, high, HEIGHT - BOTTOM, TOP, is_log)

    def _ideal_ends(self) -> tuple[float, float]:
        base = self.size.curve.base.units
        most = max(row.units for one in self.series for row in one.rows)
        return base, most / base

    def _grid(self) -> Iterator[str]:
        for tick in _ticks(self._up, 24):
            y = self._up(tick)
            yield f'<path class="grid" d="M{LEFT},{y}H{self._right:.1f}"/>'
            yield _text(LEFT - 6, y + 4, _number(tick), "end")
        for x, tick in self._x_ticks():
            yield _text(x, HEIGHT - BOTTOM + 18, _number(tick), "middle")
        middle = (LEFT + self._right) / 2
        yield _text(middle, HEIGHT - 4, self.x.title, "middle")

    def _x_ticks(self) -> Iterator[tuple[float, float]]:
        """Measured counts with room for their numbers, the largest first."""
        if self.scale == "linear" or self.x.name == "cost":
            found: Sequence[float] = _ticks(self._across, 52)
        else:
            every = {self.x.of(row) for one in self.series for row in one.rows}
            found = sorted(every, reverse=True)
        last = math.inf
        for tick in sorted(found, reverse=True):
            x, half = self._across(tick), LETTER * len(_number(tick)) / 2 + 3
            if x + half < last:
                last = x - half
                yield x, tick

    def _guides(self) -> Iterator[str]:
        """Perfect scaling, and the efficiency that a job size has to keep."""
        if self.kind == "efficiency":
            target = 100 * self.size.curve.target
            for value in (100, target):
                y = self._up(value)
                yield f'<path class="ideal" d="M{LEFT},{y}H{self._right:.1f}"/>'
            words = f"{self.size.target} target"
            yield _text(LEFT + 4, self._up(target) + 13, words, "start")
        elif self.x.name == "units":
            base, most = self._ideal_ends()
            start = self._across(base), self._up(1.0)
            end = self._across(base * most), self._up(most)
            yield f'<path class="ideal" d="M{_at(start)}L{_at(end)}"/>'
            x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
            yield _text(x - 6, y - 6, "ideal", "end")

    def _bands(self) -> Iterator[str]:
        for one in self.series:
            found = [row for row in one.rows if self.value(row).low is not None]
            if len(found) < 2:
                continue
            highs = [self._place(row, self.value(row).high) for row in found]
            lows = [self._place(row, self.value(row).low) for row in found]
            path = "L".join(map(_at, [*highs, *lows[::-1]]))
            yield f'<path class="band s{one.number}" d="M{path}z"/>'

    def _lines(self) -> Iterator[str]:
        for one in self.series:
            places = [self._place(row, self.value(row).value) for row in one.rows]
            yield f'<g class="line s{one.number}">'
            yield f'<path class="curve" d="M{"L".join(map(_at, places))}"/>'
            for row, place in zip_equal(one.rows, places):
                yield self._bar(row)
                yield self._mark(one, row, place)
            yield "</g>"

    def _bar(self, row: Row) -> str:
        value = self.value(row)
        if value.low is None:
            return ""
        low, high = self._place(row, value.low), self._place(row, value.high)
        return f'<path class="bar" d="M{_at(low)}V{high[1]}"/>'

    def _mark(self, one: Series, row: Row, place: tuple[float, float]) -> str:
        of = one.number == 0 and self.size.row is row
        shape = MARKERS[one.number % len(MARKERS)]
        return (
            f'<path class="dot{" pick" if of else ""}" '
            f'transform="translate({_at(place)})" d="{shape}">'
            f"<title>{escape(_tip(one, row))}</title></path>"
        )

    def _job(self) -> Iterator[str]:
        """The job size, by a line to its axis and its words."""
        row = self.size.row
        if row is None:
            return
        x, y = self._place(row, self.value(row).value)
        yield f'<path class="job" d="M{x},{y + 6:.1f}V{HEIGHT - BOTTOM}"/>'
        value = self._quoted(row).partition(" ")[0]
        words = f"{value} %" if self.kind == "efficiency" else value
        is_left = x > (LEFT + self._right) / 2
        at = (x - 8, "end") if is_left else (x + 9, "start")
        beside = y - 10 if self.kind == "speedup" else self._below(y, is_left)
        yield _text(at[0], beside, words, at[1], "picked")

    def _below(self, y: float, is_left: bool) -> float:
        """Below a mark, and never on the line of the target nor on its words."""
        line = self._up(100 * self.size.curve.target)
        if not y + 20 - LINE <= line <= y + 20 + 4:
            return y + 20
        return line + LINE if is_left else y - 10

    def _labels(self) -> Iterator[str]:
        """Names at the ends of the lines, pushed apart where they would touch."""
        ends = sorted(
            (self._place(one.rows[-1], self.value(one.rows[-1]).value)[1], one.number)
            for one in self.series
        )
        y = -math.inf
        placed = []
        for end, number in ends:
            y = max(end, y + LINE)
            placed.append((y, number))
        over = max(0.0, placed[-1][0] - (HEIGHT - BOTTOM))
        by_number = {one.number: one for one in self.series}
        for y, number in placed:
            one = by_number[number]
            x = self._place(one.rows[-1], 1.0)[0] + 9
            yield _text(x, y - over + 4, one.label, "start", f"name s{number}")

    def _place(self, row: Row, value: float) -> tuple[float, float]:
        return self._across(self.x.of(row)), self._up(value)

    def _quoted(self, row: Row) -> str:
        is_speedup = self.kind == "speedup"
        return text.brief(row.speedup) if is_speedup else text.percent(row.efficiency)

    def _in_words(self) -> str:
        ends = "; ".join(
            f"{one.label}: {self._quoted(one.rows[-1])} on "
            f"{text.plural(one.rows[-1].units, one.rows[-1].unit)}"
            for one in self.series
        )
        unit = "" if self.kind == "speedup" else " in percent"
        title = f"{self.kind.capitalize()}{unit} against {self.x.title}"
        return f"{title}, {self.scale} axes. {ends}. Arrow keys give the values."


def _tip(one: Series, row: Row) -> str:
    """All of a point: what the pointer and the keyboard show."""
    units = text.plural(row.units, row.unit)
    n = text.plural(len(row.point.counted_s), "launch", "launches")
    return (
        f"{one.label}, {units}: {point_in_words(row.point)}, "
        f"speedup {text.brief(row.speedup)}, efficiency "
        f"{text.percent(row.efficiency)} %, {n}"
    )


def _ends(value: Measured) -> list[float]:
    return [x for x in (value.low, value.value, value.high) if x is not None]


def _ticks(scale: Scale, room: float) -> list[float]:
    """Powers of two, or round steps, that stand at least `room` apart."""
    length = abs(scale.end - scale.start)
    most = max(2, int(length / room))
    if scale.is_log:
        first = math.ceil(math.log2(scale.low) - 1e-9)
        last = math.floor(math.log2(scale.high) + 1e-9)
        step = max(1, math.ceil((last - first + 1) / most))
        return [2.0**e for e in range(first, last + 1, step)]
    step = _round_up((scale.high - scale.low) / most)
    first = math.ceil(scale.low / step - 1e-9)
    return [k * step for k in range(first, math.floor(scale.high / step + 1e-9) + 1)]


def _round_up(step: float) -> float:
    """1, 2, 2.5 or 5 times a power of ten."""
    ten = 10.0 ** math.floor(math.log10(step))
    return next(d * ten for d in (1, 2, 2.5, 5, 10) if d * ten >= step * (1 - 1e-9))


def _number(value: float) -> str:
    if value and not 1e-3 <= abs(value) < 1e7:
        return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e")
    return f"{value:,.10g}" if value >= 1 or not value else f"{value:.3g}"


def _at(place: tuple[float, float]) -> str:
    return f"{place[0]:g},{place[1]:g}"


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return (
        f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
        f"{escape(text.clean(words))}</text>"
    )
