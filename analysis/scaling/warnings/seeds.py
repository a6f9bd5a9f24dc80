# SPDX-License-Identifier: Apache-2.0
"""Seeds taken from the clock, or estimates that are not independent."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import exp, factorial

from scaling.finding import Finding, ids
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.utc import seconds_since_1970
from scaling.words.text import listed, plural

ID = "W26"

DAY_S = 86_400.0
_UNITS = (1.0, 1e3, 1e6, 1e9)
"""Seconds, milliseconds, microseconds and nanoseconds since 1970."""
LARGEST_P = 1e-3


def find(study: Study) -> list[Finding]:
    """Seeds with which results cannot be repeated, or say less than they seem to."""
    return [*_from_clock(study), *_reused(study)]


def _from_clock(study: Study) -> list[Finding]:
    bad = [p for p in study.points if p.launches and _is_clock(p)]
    if not bad:
        return []
    seeds = listed(sorted({point.request.seed for point in bad}), 3)
    text = f"seed {seeds} is the time of the run: it repeats nothing"
    return [Finding(ID, "error", text, ids(bad))]


def _is_clock(point: Point) -> bool:
    try:
        seed = int(point.request.seed, 0)
        started_s = seconds_since_1970(point.launches.started_utc[0])
    except ValueError:
        return False
    return any(abs(seed / unit - started_s) < DAY_S for unit in _UNITS)


def _reused(study: Study) -> list[Finding]:
    """Different seeds, one answer: more often than chance allows.

    Only an estimate depends on its seed: other kernels, and a model, answer the same.
    """
    asked: dict[tuple, dict[str, Point]] = defaultdict(dict)
    for point in study.points:
        if point.standard_error and len(point.tallies) == 1 and any(point.tallies):
            request = point.request
            key = (request.kernel, request.samples, request.parameters)
            asked[key].setdefault(request.seed, point)
    found = []
    for (kernel, samples, _), by_seed in asked.items():
        if _coincides_too_often(samples, list(by_seed.values())):
            text = (
                f"{kernel}: {plural(len(by_seed), 'seed')} gave too few different "
                "answers: the estimates are not independent"
            )
            found.append(Finding(ID, "error", text, ids(by_seed.values())))
    return found


def _coincides_too_often(samples: int, points: list[Point]) -> bool:
    """Pairs with one answer against Poisson's law.

    Two counts of n trials coincide with about 1 / (2 sqrt(pi) s) for a deviation s; it
    is 0.41 sqrt(n) for pi by darts and larger for tallies with more outcomes.
    """
    pairs = len(points) * (len(points) - 1) / 2
    if not pairs:
        return False
    answers = Counter(answer for point in points for answer in point.tallies)
    seen = sum(n * (n - 1) // 2 for n in answers.values())
    mean = 0.69 * pairs / samples**0.5
    below = sum(exp(-mean) * mean**k / factorial(k) for k in range(min(seen, 100)))
    return 1 - below < LARGEST_P
