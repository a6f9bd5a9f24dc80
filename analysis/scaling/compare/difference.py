# SPDX-License-Identifier: Apache-2.0
"""What differs between two sides: a verdict for each point that both measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scaling.compare.design import Design, Points, in_words
from scaling.compare.side import Side
from scaling.marks import MARKS, Mark
from scaling.model.environment import differing
from scaling.model.point import Point
from scaling.records.metric import COUNT, MAKESPAN, Metric
from scaling.records.request import Request
from scaling.statistics.holm import holm
from scaling.statistics.measured import Measured
from scaling.statistics.verdict import BAND, FASTER, SLOWER, Comparison, verdicts
from scaling.words.label import Labels
from scaling.words.names import metric_word
from scaling.words.text import plural
from scaling.zipped import zip_equal

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
    a: Points
    b: Points
    ratio: Measured
    adjusted_p: float
    cliffs_delta: float
    verdict: str

    @property
    def request(self) -> Request:
        return self.a[0].request

    @property
    def launches(self) -> tuple[int, int]:
        """Of A and of B, in all sessions."""
        n_a, n_b = (sum(len(p.launches) for p in side) for side in (self.a, self.b))
        return n_a, n_b

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
    def design(self) -> Design:
        """How the sides were measured."""
        if self.a.partners:
            return Design.ONE_RUN
        several = self.a.others or self.b.others
        return Design.SESSIONS if several else Design.TWO_SESSIONS

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
        requests = [pair.request for pair in self.pairs]
        return tuple(mark for mark in MARKS if any(map(mark.concerns, requests)))

    def __str__(self) -> str:
        words = [w for w in ORDER if w not in OF_AMOUNTS.values() or self.counts[w]]
        counted = ", ".join(f"{self.counts[word]} {word}" for word in words)
        left = f"; {len(self.untested)} not compared" if self.untested else ""
        marks = "".join(f"{mark.word}. " for mark in self.marks)
        of = plural(len({pair.a[0].id for pair in self.pairs}), "point")
        if len(self.metrics) > 1:
            of += f" by {len(self.metrics)} metrics"
        how = in_words(self.design, len(self.a.sessions), len(self.b.sessions))
        return f"{marks}{counted} of {of}{left}; {how}"


def find_difference(a: Side, b: Side, band: float = BAND) -> Difference:
    """Matches points by what was requested, and metrics by name, unit and kind; Holm's
    correction is over all that is compared."""
    empty = Difference(a, b, band, (), (), differing(a.environment, b.environment))
    both: list[tuple[str, Points, Points, Comparison]] = []
    untested = _only_in_one(a, b)
    for label, one, other in _matched(a, b):
        found = None
        if not (why := _why_not(one, other)):
            found = empty.design.compare(one, other, band)
            why = "" if found else empty.design.needs(one, other)
        if found:
            both.append((label, one, other, found))
        else:
            untested.append(Untested(label, why))
    adjusted = holm([found.p_value for *_, found in both])
    words = verdicts([found for *_, found in both])
    pairs = [
        _pair(label, one, other, found, p, word)
        for (label, one, other, found), p, word in zip_equal(both, adjusted, words)
    ]
    pairs.sort(key=lambda pair: (ORDER.index(pair.verdict), -pair.ratio.value))
    return replace(empty, pairs=tuple(pairs), untested=tuple(untested))


Matched = tuple[str, Points, Points]


def _matched(a: Side, b: Side) -> Iterator[Matched]:
    """What was requested, by each metric with a curve on a side that both sides gave.

    A point that one side lacks comes once, and is empty there.
    """
    of_a, of_b = a.by_request, b.by_request
    requests = list(dict.fromkeys([*of_a, *of_b]))
    metrics = [m for m in _curves_of(a, b) if a.gives(m) and b.gives(m)]
    labels = Labels(requests)
    for request in requests:
        one, other = of_a.get(request, ()), of_b.get(request, ())
        for metric in metrics:
            found = (tuple(p.by(metric) for p in side) for side in (one, other))
            yield (labels.of(request), *found)
            if not one or not other:
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


def _pair(
    name: str, a: Points, b: Points, found: Comparison, adjusted_p: float, verdict: str
) -> Pair:
    metric = a[0].metric
    if not metric.makes_ratios:
        verdict = OF_AMOUNTS.get(verdict, verdict)
    return Pair(
        name, metric, a, b, found.measured, adjusted_p, found.cliffs_delta, verdict
    )


def _why_not(a: Points, b: Points) -> str:
    if not a or not b:
        return "only in A" if a else "only in B"
    for side, points in (("A", a), ("B", b)):
        for point in points:
            if why := _why_none(side, point):
                return why
    if min(time for p in (*a, *b) for time in p.times_s) <= 0:
        return f"a value of {metric_word(a[0].metric)} is not above 0"
    if len({point.tallies for point in (*a, *b)}) > 1:
        return "the answers differ: the two did not do the same work"
    return ""


def _why_none(side: str, point: Point) -> str:
    if not point.launches and (why := point.left_out):
        return f"no value of {metric_word(point.metric)} in {side}: {why}"
    if not point.launches:
        classes = sorted({record.verdict for record in point.failed})
        because = f": {', '.join(classes)}" if classes else ""
        return f"nothing measured in {side}{because}"
    if point.is_disturbed:
        return f"too few quiet launches in {side}: others disturbed it"
    return ""
