# SPDX-License-Identifier: Apache-2.0
"""When a point is looked at to see whether it may stop, and its interval there.

The rule is the harness's (plan/looks.hpp): tests/contract/looks.json binds both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling.arrays import Numbers
from scaling.statistics.level import TAIL

MISSED = 2 * TAIL
HALVINGS = 20

MOST_LAUNCHES = 10_000
"""Of a point, that a study may ask for (config/rules_reader.cpp)."""


@dataclass(frozen=True)
class Look:
    """A number of launches; the interval ends at the `low`-th value from each side.

    `low` is 0 where so few launches have no interval.
    """

    launches: int
    low: int


@dataclass(frozen=True)
class Looks:
    """The planned looks of a study, such that all their intervals hold in 95 %.

    `tail` is what one side of an interval may miss at one look (Pocock, Biometrika 64,
    1977). Without planned looks the number of launches was fixed beforehand.
    """

    at: tuple[Look, ...] = ()
    tail: float = TAIL

    def of(self, launches: int) -> Look:
        """The last look at no more than `launches`; before the first, one at all."""
        reached = [look for look in self.at if look.launches <= launches]
        return reached[-1] if reached else look_at(launches, self.tail)


FIXED = Looks()


@cache
def looks_of(minimum: int, maximum: int) -> Looks:
    """From `minimum` on, each half as many launches again, to `maximum`.

    One that would be less than a quarter before the maximum is left out. `tail` is the
    largest at which the chance of a miss at any look stays within 5 %.
    """
    numbers = [minimum]
    while numbers[-1] < maximum:
        following = numbers[-1] + max(numbers[-1] // 2, 1)
        last = following + following // 4 >= maximum
        numbers.append(maximum if last else following)
    tail = _largest_tail(numbers)
    return Looks(tuple(look_at(n, tail) for n in numbers), tail)


@cache
def look_at(launches: int, tail: float) -> Look:
    """With X ~ Bin(n, 1/2), low is the largest l with P(X <= l - 1) <= `tail`."""
    # In whole numbers: those of a thousand launches are beyond a double.
    share, of = tail.as_integer_ratio()
    allowed = (share << launches) // of
    below, low, ways = 0, 0, 1
    while low < launches and (below := below + ways) <= allowed:
        ways = ways * (launches - low) // (low + 1)
        low += 1
    return Look(launches, low)


def _largest_tail(numbers: list[int]) -> float:
    low, high = 0.0, TAIL
    if _holds(numbers, high):
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _holds(numbers, middle) else (low, middle)
    return low


def _holds(numbers: list[int], tail: float) -> bool:
    """Whether any look's interval misses in at most 5 %.

    The number of times below the true median is a walk of fair coins.
    """
    walk, missed = np.ones(1), 0.0
    for n in numbers:
        walk = _tossed(walk, n)
        low = look_at(n, tail).low
        for outside in (walk[:low], walk[len(walk) - low :]):
            missed += float(outside.sum())
            outside[:] = 0
        if missed > MISSED:
            return False
    return True


def _tossed(walk: Numbers, tosses: int) -> Numbers:
    """The chances of 0, 1, ... heads after `tosses` in all: (tosses + 1,)."""
    longer = np.zeros(tosses + 1)
    longer[: len(walk)] = walk
    for heads in range(len(walk), tosses + 1):
        longer[1 : heads + 1] += longer[:heads].copy()
        longer[: heads + 1] /= 2
    return longer
