# SPDX-License-Identifier: Apache-2.0
"""What differs between two sides: a verdict for each point that both measured."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from scaling.compare.side import Side
from scaling.model.environment import environment_of
from scaling.model.point import Point
from scaling.read.request import Request
from scaling.statistics.holm import holm
from scaling.statistics.measured import Measured
from scaling.statistics.verdict import BAND, Comparison, compare, verdicts
from scaling.words.label import Labels
from scaling.words.text import plural
from scaling.zipped import zip_equal

FEWEST = 4
"""With 3 launches on a side no p value is below 0.10."""

ORDER = ("SLOWER", "UNDECIDED", "FASTER", "SAME")
"""The worst first."""


@dataclass(frozen=True)
class Pair:
    """A point that both sides measured; `ratio` is the time of B over that of A."""

    label: str
    a: Point
    b: Point
    ratio: Measured
    adjusted_p: float
    cliffs_delta: float
    verdict: str


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
    def is_simulated(self) -> bool:
        return any(p.a.request.is_simulated for p in self.pairs)

    def __str__(self) -> str:
        counted = ", ".join(f"{self.counts[word]} {word}" for word in ORDER)
        left = f"; {len(self.untested)} not compared" if self.untested else ""
        simulated = "SIMULATED. " if self.is_simulated else ""
        return f"{simulated}{counted} of {plural(len(self.pairs), 'point')}{left}"


def find_difference(a: Side, b: Side, band: float = BAND) -> Difference:
    """Matches points by what was requested; Holm's correction is over all of them."""
    of_a, of_b = a.by_request, b.by_request
    requests = list(dict.fromkeys([*of_a, *of_b]))
    labels = Labels(requests)
    both: list[tuple[Request, Point, Point, Comparison]] = []
    untested = []
    for request in requests:
        one, other = of_a.get(request), of_b.get(request)
        if why := _why_not(one, other):
            untested.append(Untested(labels.of(request), why))
        else:
            both.append((request, one, other, _compared(one, other, band)))
    adjusted = holm([found.p_value for *_, found in both])
    words = verdicts([found for *_, found in both])
    pairs = [
        _pair(labels.of(request), one, other, found, p, word)
        for (request, one, other, found), p, word in zip_equal(both, adjusted, words)
    ]
    pairs.sort(key=lambda pair: (ORDER.index(pair.verdict), -pair.ratio.value))
    return Difference(a, b, band, tuple(pairs), tuple(untested), _changed(a, b))


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
    ratio = Measured(found.ratio, found.low, found.high)
    return Pair(name, a, b, ratio, adjusted_p, found.cliffs_delta, verdict)


def _why_not(a: Point | None, b: Point | None) -> str:
    if a is None or b is None:
        return "only in A" if b is None else "only in B"
    for side, point in (("A", a), ("B", b)):
        if not point.launches:
            classes = sorted({record.verdict for record in point.failed})
            because = f": {', '.join(classes)}" if classes else ""
            return f"nothing measured in {side}{because}"
    n_a, n_b = len(a.launches), len(b.launches)
    if min(n_a, n_b) < FEWEST:
        return f"needs {FEWEST} launches on each side, A has {n_a}, B has {n_b}"
    if a.tallies != b.tallies:
        return "the answers differ: the two did not do the same work"
    return ""


def _changed(a: Side, b: Side) -> tuple[tuple[str, str, str], ...]:
    of_a, of_b = (environment_of(x.points, x.manifests) for x in (a, b))
    return tuple(
        (name, ", ".join(of_a.get(name, [])), ", ".join(of_b.get(name, [])))
        for name in dict.fromkeys([*of_a, *of_b])
        if set(of_a.get(name, [])) != set(of_b.get(name, []))
    )
