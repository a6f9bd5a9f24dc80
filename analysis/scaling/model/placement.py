# SPDX-License-Identifier: Apache-2.0
"""Whether the ranks of a launch were placed as they should, from what they reported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaling.model.study import Study
from scaling.records.result import Rank

_RANGE = re.compile(r"([0-9]+)(?:-([0-9]+))?")
_CPU_LIMIT = 1 << 16


@dataclass(frozen=True)
class Placement:
    """How many launches were bound as they should, `of` those that reported CPUs."""

    of: int
    disjoint: int
    enough_cores: int


def make_placement(study: Study) -> Placement:
    """Counts over all launches that are used."""
    kinds = [kind for point in study.points for kind in point.launches.kinds]
    reporting = [k for k in kinds if _reports(k.result.ranks)]
    return Placement(
        of=sum(map(len, reporting)),
        disjoint=sum(len(k) for k in reporting if are_disjoint(k.result.ranks)),
        enough_cores=sum(len(k) for k in reporting if _has_cores(k.result.ranks)),
    )


def _reports(ranks: Sequence[Rank]) -> bool:
    return bool(ranks) and all(rank.cpus for rank in ranks)


def _has_cores(ranks: Iterable[Rank]) -> bool:
    return all(rank.cores >= rank.threads for rank in ranks)


def are_disjoint(ranks: Iterable[Rank]) -> bool:
    """No CPU of a host belongs to two ranks."""
    taken: dict[str, set[int]] = defaultdict(set)
    for rank in ranks:
        own = cpu_list(rank.cpus) or set()
        if taken[rank.host] & own:
            return False
        taken[rank.host] |= own
    return True


def cpu_list(text: str) -> set[int] | None:
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
    return found
