# SPDX-License-Identifier: Apache-2.0
"""What each rank of a point did, where all of them wait for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from scaling.arrays import Numbers
from scaling.metrics.pop import laggard
from scaling.model.point import Point
from scaling.records.by_rank import group_size, unpacked_times


@dataclass(frozen=True)
class Ranks:
    """Medians over `launches`, in seconds: of each rank, or of the busiest of `size`
    neighbours, what it works and what else it does.

    `node` is where the laggard ran in all of them, and `nodes` are the first ranks of
    all nodes but the first: empty for one node, and where launches differ.
    """

    point: Point
    laggard: int
    size: int
    useful_s: tuple[float, ...]
    rest_s: tuple[float, ...]
    launches: int
    node: str
    nodes: tuple[int, ...]

    @property
    def edges(self) -> list[int]:
        """The first rank of each group, and how many ranks there are."""
        ranks = self.point.request.ranks
        return [*range(0, ranks, self.size), ranks]

    @property
    def place(self) -> int:
        """The index of the laggard's group."""
        return self.laggard // self.size


def ranks_of(point: Point) -> Ranks | None:
    """None without a laggard, and where its launches did not keep times of each rank,
    or of other ranks than were asked for."""
    slowest = laggard(point)
    if slowest is None or slowest >= point.request.ranks:
        return None
    size = group_size(point.request.ranks)
    found = list(_times(point, -(-point.request.ranks // size)))
    if not found:
        return None
    useful_s, rest_s = np.median(found, axis=0).tolist()
    placed = _placed(point)
    laggards = {hosts[slowest] for hosts in placed}
    starts = {_starts(hosts) for hosts in placed}
    several = point.request.nodes > 1
    return Ranks(
        point=point,
        laggard=slowest,
        size=size,
        useful_s=tuple(useful_s),
        rest_s=tuple(rest_s),
        launches=len(found),
        node=laggards.pop() if several and len(laggards) == 1 else "",
        nodes=starts.pop() if several and len(starts) == 1 else (),
    )


def _times(point: Point, groups: int) -> Iterator[Numbers]:
    """Of each launch that counts and kept them: (2, groups)."""
    for kept in point.launches.column("by_rank")[: len(point.counted_s)]:
        times_s = unpacked_times(kept)
        if times_s.shape[1] == groups:
            yield times_s


def _placed(point: Point) -> list[Sequence[str]]:
    """The nodes of the ranks of each kind of launch, if they are known of all."""
    every = [kind.first.hosts for kind in point.launches.kinds]
    is_known = all(len(hosts) == point.request.ranks for hosts in every)
    return every if is_known else []


def _starts(hosts: Sequence[str]) -> tuple[int, ...]:
    """Where nodes begin behind the first; empty where ranks of one are apart."""
    runs = [len(list(run)) for _, run in groupby(hosts)]
    if len(runs) > len({*hosts}):
        return ()
    return tuple(np.cumsum(runs[:-1]).tolist())
