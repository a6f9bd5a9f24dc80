# SPDX-License-Identifier: Apache-2.0
"""The rate of a point over that of another."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

from scaling.model.point import Point
from scaling.statistics.measured import Measured
from scaling.statistics.ratio import (
    Compared,
    Ratio,
    Times,
    ratio_of_times,
    ratio_within,
)
from scaling.statistics.within import Within
from scaling.zipped import zip_equal


def ratio_of_rates(point: Point, base: Point, among: int = 1) -> Ratio:
    """Of the launches that count at `point`, and of those of `base` beside them, which
    may be of a copy in its job.

    The intervals of `among` such ratios miss as often as one has to. Where either has
    too few launches to compare, or was disturbed, the ratio of their medians.
    """
    base = base.beside(point)
    work = point.work / base.work
    of_base, of_point = by_block(base), by_block(point, len(point.counted_s))
    tail = point.looks.tail / among
    is_sure = not (point.is_disturbed or base.is_disturbed)
    found = ratio_within(of_base, of_point, tail) if is_sure else None
    if found is None:
        medians = Measured(work * base.time_s.value / point.time_s.value)
        return Ratio(medians, Compared.MEDIANS)
    compared = found.compared
    if compared is Compared.APART and not _jobs(of_base) & _jobs(of_point):
        compared = Compared.SESSIONS
    return Ratio(found.measured.times(work), compared)


def _jobs(times: Within[Times]) -> set[str]:
    return {job for job, _ in times.given}


def ratio_by_blocks(
    over: tuple[Point, Sequence[float]], under: tuple[Point, Sequence[float]]
) -> Measured | None:
    """The ratio of other numbers of two points' launches, compared as their times are.

    Each point stands with a number above 0 of each of its first launches. None where
    either has too few to compare, or was disturbed.
    """
    points = over[0], under[0]
    if any(point.is_disturbed for point in points):
        return None
    if any(number <= 0 for _, numbers in (over, under) for number in numbers):
        return None
    a, b = (
        dict(zip_equal(_blocks(point)[: len(numbers)], numbers))
        for point, numbers in (over, under)
    )
    found = ratio_of_times(a, b, under[0].looks.tail)
    return found.measured if found else None


def by_block(point: Point, launches: int | None = None) -> Within[Times]:
    """The times of the first of its launches, or of all."""
    blocks = _blocks(point)[:launches]
    return point.within_s.map(lambda times: dict(zip_equal(blocks, times[:launches])))


def counted_by_block(point: Point) -> Times:
    """The times of its launches that count."""
    return by_block(point, len(point.counted_s)).given


def in_shared_blocks(point: Point, base: Point) -> tuple[Times, Times] | None:
    """The same, and those of its base, of the blocks that both share.

    Of several jobs: what each was like is then in both. None where nothing is to be
    told apart: one job measured both, or both have the same blocks, or none in common.
    Of a copy of the base, which is there for these blocks, in one job too; all of it
    where none is in common.
    """
    own, of_base = counted_by_block(point), by_block(base).given
    shared, every = own.keys() & of_base.keys(), own.keys() | of_base.keys()
    is_copy = base.request.is_copy
    if not shared:
        return (own, of_base) if is_copy else None
    are_alike = len(shared) == len(every) or len({job for job, _ in every}) == 1
    if are_alike and not is_copy:
        return None
    return _only(own, shared), _only(of_base, shared)


def _only(times: Times, blocks: Collection[Hashable]) -> Times:
    return {block: time_s for block, time_s in times.items() if block in blocks}


def _blocks(point: Point) -> list[tuple[str, int]]:
    """The job and the block of each launch: each job counts its blocks from 1."""
    column = point.launches.column
    return list(zip_equal(column("job"), column("block")))
