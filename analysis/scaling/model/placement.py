# SPDX-License-Identifier: Apache-2.0
"""Whether the ranks of a launch were placed as they should, from what they reported."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
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
    kinds = [kind for point in points for kind in point.launches.kinds]
    # Launches that were placed alike have the same object.
    counts: Counter[int] = Counter()
    for kind in kinds:
        counts[id(kind.result.ranks)] += len(kind)
    placed = {id(kind.result.ranks): kind.result.ranks for kind in kinds}
    reporting = {key: ranks for key, ranks in placed.items() if _reports(ranks)}
    return Placement(
        of=sum(counts[key] for key in reporting),
        disjoint=sum(counts[k] for k, r in reporting.items() if are_disjoint(r)),
        enough_cores=sum(counts[k] for k, r in reporting.items() if _has_cores(r)),
    )


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
