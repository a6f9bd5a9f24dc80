# SPDX-License-Identifier: Apache-2.0
"""Whether the ranks of a launch were placed as they should, from what they reported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scaling.model.study import Study
from scaling.read.record import Record
from scaling.read.result import Rank

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


@dataclass(frozen=True)
class Placement:
    """How many launches were bound as they should, `of` those that reported CPUs."""

    of: int
    disjoint: int
    enough_cores: int


def make_placement(study: Study) -> Placement:
    """Counts over all launches that are used."""
    kinds = [kind for point in study.points for kind in point.launches.kinds]
    reporting = [k for k in kinds if k.result.ranks and all(_cpus(k.shared))]
    return Placement(
        of=sum(kind.alike for kind in reporting),
        disjoint=sum(k.alike for k in reporting if are_disjoint(k.result.ranks)),
        enough_cores=sum(k.alike for k in reporting if _has_cores(k.result.ranks)),
    )


def _has_cores(ranks: Iterable[Rank]) -> bool:
    return all(rank.cores >= rank.threads for rank in ranks)


def are_disjoint(ranks: Iterable[Rank]) -> bool:
    """No CPU of a host belongs to two ranks."""
    taken: dict[str, set[int]] = defaultdict(set)
    for rank in ranks:
        own = cpu_list(rank.cpus)
        if taken[rank.host] & own:
            return False
        taken[rank.host] |= own
    return True


def cpu_list(text: str) -> set[int]:
    """`0-2,8` as numbers; what is no such list gives an empty set."""
    found: set[int] = set()
    for part in text.split(","):
        match = _RANGE.fullmatch(part.strip())
        if not match:
            return set()
        first = int(match[1])
        found.update(range(first, int(match[2] or first) + 1))
    return found


def _cpus(record: Record) -> list[str]:
    return [rank.cpus for rank in record.result.ranks]
