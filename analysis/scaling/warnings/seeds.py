# SPDX-License-Identifier: Apache-2.0
"""Estimates that are not independent though their seeds differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import exp, factorial

from scaling.finding import WRONG, Finding, ids
from scaling.model.point import Point
from scaling.model.study import Study
from scaling.words.text import plural

ID = "W26"
GRADE = WRONG
FIRES = "estimates of different seeds coincide more often than chance allows"
MEANS = (
    "samples that should be independent are not: the answers prove less than they "
    "seem to"
)
CURE = "use other seeds; suspect the generator"

LARGEST_P = 1e-3


def find(study: Study) -> list[Finding]:
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
            found.append(Finding(ID, GRADE, text, ids(by_seed.values())))
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
