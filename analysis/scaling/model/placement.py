# SPDX-License-Identifier: Apache-2.0
"""Whether the ranks of a launch were placed as they should, from what they reported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scaling.model.point import Point
from scaling.records.result import Rank

_RANGE = re.compile(r"([0-9]+)(?:-([0-9]+))?")
_CPU_LIMIT = 1 << 16


@dataclass(frozen=True)
class Placement:
    """How many launches were bound as they should, `of` those that reported CPUs."""

    of: int
    disjoint: int
    enough_cores: int


def make_placement(points: Iterable[Point]) -> Placement:
    """Counts over all launches of the points that are used."""
    found = [(n, ranks) for n, ranks in placed_alike(points) if _reports(ranks)]
    return Placement(
        of=sum(n for n, _ in found),
        disjoint=sum(n for n, ranks in found if are_disjoint(ranks)),
        enough_cores=sum(n for n, ranks in found if _has_cores(ranks)),
    )


def placed_alike(points: Iterable[Point]) -> Iterable[tuple[int, Sequence[Rank]]]:
    """How many launches say the same of their ranks, which is then the same object."""
    found: dict[int, tuple[int, Sequence[Rank]]] = {}
    for point in points:
        for kind in point.launches.kinds:
            ranks = kind.result.ranks
            before, _ = found.get(id(ranks), (0, ranks))
            found[id(ranks)] = before + len(kind), ranks
    return found.values()


def _reports(ranks: Sequence[Rank]) -> bool:
    return bool(ranks) and all(rank.cpus for rank in ranks)


def _has_cores(ranks: Iterable[Rank]) -> bool:
    return all(rank.cores >= rank.threads for rank in ranks)


def are_disjoint(ranks: Iterable[Rank]) -> bool:
    """No CPU of a host belongs to two ranks."""
    taken: dict[str, set[int]] = defaultdict(set)
    for rank in ranks:
        own = cpu_list(rank.cpus) or frozenset()
        if taken[rank.host] & own:
            return False
        taken[rank.host] |= own
    return True


@lru_cache(maxsize=4096)
def cpu_list(text: str) -> frozenset[int] | None:
    """The CPUs of a list as Linux writes it, `0-2,8`; None where it is malformed."""
    found: set[int] = set()
    listed = 0
    for part in text.split(",") if text else ():
        match = _RANGE.fullmatch(part)
        if not match:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        listed += last - first + 1
        if not first <= last < _CPU_LIMIT or listed > _CPU_LIMIT:
            return None
        found.update(range(first, last + 1))
    return frozenset(found)
