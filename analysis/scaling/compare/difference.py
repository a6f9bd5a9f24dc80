# SPDX-License-Identifier: Apache-2.0
"""What differs between two sides: a verdict for each point that both measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Union

from scaling.compare.side import Side
from scaling.marks import MARKS, Mark
from scaling.model.environment import differing, environment_of
from scaling.model.point import Point
from scaling.records.metric import COUNT, MAKESPAN, Metric
from scaling.statistics.holm import holm
from scaling.statistics.measured import Measured
from scaling.statistics.verdict import (
    BAND,
    FASTER,
    SLOWER,
    Comparison,
    compare,
    verdicts,
)
from scaling.words.label import Labels
from scaling.words.names import metric_word
from scaling.words.text import plural
from scaling.zipped import zip_equal

FEWEST = 4
"""With 3 launches on a side no p value is below 0.10."""

ORDER = ("SLOWER", "LARGER", "UNDECIDED", "FASTER", "SMALLER", "SAME")
"""The worst first."""

OF_AMOUNTS = {SLOWER: "LARGER", FASTER: "SMALLER"}
"""What the verdicts on sizes and counts are called."""


@dataclass(frozen=True)
class Pair:
    """A metric of a point that both sides measured; `ratio` is the time of B over that
    of A, or of a rate that of A over that of B: above 1 B is worse."""

    label: str
    metric: Metric
    a: Point
    b: Point
    ratio: Measured
    adjusted_p: float
    cliffs_delta: float
    verdict: str

    @property
    def is_worse(self) -> bool:
        """More is not worse of a count, whatever it counts."""
        return self.verdict in ("SLOWER", "LARGER") and self.metric.kind != COUNT


@dataclass(frozen=True)
class Untested:
    """A point that has no verdict, and why."""

    label: str
    why: str


@dataclass(frozen=True)
class Difference:
    """`changed` holds what the environments of the sides disagree about."""

    a: Side
    b: Side
    band: float
    pairs: tuple[Pair, ...]
    untested: tuple[Untested, ...]
    changed: tuple[tuple[str, str, str], ...]

    @property
    def counts(self) -> Counter[str]:
        """How many points have each verdict."""
        return Counter(pair.verdict for pair in self.pairs)

    @property
    def is_worse(self) -> bool:
        """Some point is slower in B, or needs more."""
        return any(pair.is_worse for pair in self.pairs)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Those of the pairs, the leading one first where it was compared."""
        found = {pair.metric for pair in self.pairs}
        return tuple(m for m in _curves_of(self.a, self.b) if m in found)

    @property
    def is_of_time(self) -> bool:
        """Nothing but the times of launches is compared."""
        return self.metrics == (MAKESPAN,)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Those of points that are compared."""
        requests = [p.a.request for p in self.pairs]
        return tuple(mark for mark in MARKS if any(map(mark.concerns, requests)))

    def __str__(self) -> str:
        words = [w for w in ORDER if w not in OF_AMOUNTS.values() or self.counts[w]]
        counted = ", ".join(f"{self.counts[word]} {word}" for word in words)
        left = f"; {len(self.untested)} not compared" if self.untested else ""
        marks = "".join(f"{mark.word}. " for mark in self.marks)
        of = plural(len({pair.a.id for pair in self.pairs}), "point")
        if len(self.metrics) > 1:
            of += f" by {len(self.metrics)} metrics"
        return f"{marks}{counted} of {of}{left}"


def find_difference(a: Side, b: Side, band: float = BAND) -> Difference:
    """Matches points by what was requested, and metrics by name, unit and kind; Holm's
    correction is over all that is compared."""
    both: list[tuple[str, Point, Point, Comparison]] = []
    untested = _only_in_one(a, b)
    for label, one, other in _matched(a, b):
        if why := _why_not(one, other):
            untested.append(Untested(label, why))
        else:
            both.append((label, one, other, _compared(one, other, band)))
    adjusted = holm([found.p_value for *_, found in both])
    words = verdicts([found for *_, found in both])
    pairs = [
        _pair(label, one, other, found, p, word)
        for (label, one, other, found), p, word in zip_equal(both, adjusted, words)
    ]
    pairs.sort(key=lambda pair: (ORDER.index(pair.verdict), -pair.ratio.value))
    changed = differing(*(environment_of(x.points, x.manifests) for x in (a, b)))
    return Difference(a, b, band, tuple(pairs), tuple(untested), changed)


Matched = tuple[str, Union[Point, None], Union[Point, None]]


def _matched(a: Side, b: Side) -> Iterator[Matched]:
    """What was requested, by each metric with a curve on a side that both sides gave.

    A point that one side lacks comes once.
    """
    of_a, of_b = a.by_request, b.by_request
    requests = list(dict.fromkeys([*of_a, *of_b]))
    metrics = [m for m in _curves_of(a, b) if a.gives(m) and b.gives(m)]
    labels = Labels(requests)
    for request in requests:
        one, other = of_a.get(request), of_b.get(request)
        for metric in metrics:
            found = one and one.by(metric), other and other.by(metric)
            yield (labels.of(request), *found)
            if one is None or other is None:
                break


def _only_in_one(a: Side, b: Side) -> list[Untested]:
    """The metrics with a curve on a side, which the other side did not give."""
    return [
        Untested(metric_word(metric), f"a metric of {name} only")
        for metric in _curves_of(a, b)
        for name, other in (("A", b), ("B", a))
        if not other.gives(metric)
    ]


def _curves_of(a: Side, b: Side) -> tuple[Metric, ...]:
    return tuple(dict.fromkeys((*a.metrics, *b.metrics)))


def _compared(a: Point, b: Point, band: float) -> Comparison:
    """The interval holds whatever times the printed digits may stand for."""
    found = compare(a.times_s, b.times_s, band)
    one, other = a.within_s, b.within_s
    if one.is_exact and other.is_exact:
        return found
    low = compare(one.most, other.least, band).low
    return replace(found, low=low, high=compare(one.least, other.most, band).high)


def _pair(
    name: str, a: Point, b: Point, found: Comparison, adjusted_p: float, verdict: str
) -> Pair:
    ratio, metric = Measured(found.ratio, found.low, found.high), a.metric
    if not metric.makes_ratios:
        verdict = OF_AMOUNTS.get(verdict, verdict)
    return Pair(name, metric, a, b, ratio, adjusted_p, found.cliffs_delta, verdict)


def _why_not(a: Point | None, b: Point | None) -> str:
    if a is None or b is None:
        return "only in A" if b is None else "only in B"
    for side, point in (("A", a), ("B", b)):
        if not point.launches and (why := point.left_out):
            return f"no value of {metric_word(point.metric)} in {side}: {why}"
        if not point.launches:
            classes = sorted({record.verdict for record in point.failed})
            because = f": {', '.join(classes)}" if classes else ""
            return f"nothing measured in {side}{because}"
        if point.is_disturbed:
            return f"too few quiet launches in {side}: others disturbed it"
    n_a, n_b = len(a.launches), len(b.launches)
    if min(n_a, n_b) < FEWEST:
        return f"needs {FEWEST} launches on each side, A has {n_a}, B has {n_b}"
    if min(*a.times_s, *b.times_s) <= 0:
        return f"a value of {metric_word(a.metric)} is not above 0"
    if a.tallies != b.tallies:
        return "the answers differ: the two did not do the same work"
    return ""
