# SPDX-License-Identifier: Apache-2.0
"""Whether all points that sampled the same gave the same answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scaling.model.point import Point
from scaling.records.request import Pairs, Request

Question = tuple[str, int, str, Pairs]


@dataclass(frozen=True)
class Agreement:
    """How many of the points that asked one question gave the common answer.

    A point disagrees if any of its launches does, or if the judge refused one of its
    attempts for a wrong answer. It `is_open` which answer is right where none is that
    of most launches of most points.
    """

    question: Question
    identical: int
    of: int
    disagreeing: tuple[str, ...]
    is_open: bool = False

    def __str__(self) -> str:
        return f"{self.identical}/{self.of}"


def question(request: Request) -> Question:
    """What determines the tallies: never the ranks, threads, backend or launcher."""
    return request.kernel, request.samples, request.seed, request.parameters


def make_agreements(
    points: Iterable[Point], open_ones: frozenset[Question] = frozenset()
) -> dict[Question, Agreement]:
    """One entry for each question that at least one point answered.

    A program whose answer is not compared gives no tallies, and so no answer.
    """
    asked: dict[Question, list[Point]] = defaultdict(list)
    for point in points:
        if point.tallies - {()} or _was_wrong(point):
            asked[question(point.request)].append(point)
    return {
        key: _agreement(key, members, key in open_ones)
        for key, members in asked.items()
    }


def _agreement(key: Question, points: list[Point], is_open: bool) -> Agreement:
    answers = Counter(answer for point in points for answer in point.tallies)
    common = min(answers, key=lambda answer: (-answers[answer], answer), default=())
    disagreeing = tuple(p.id for p in points if _was_wrong(p) or p.tallies != {common})
    identical = len(points) - len(disagreeing)
    return Agreement(key, identical, len(points), disagreeing, is_open)


def _was_wrong(point: Point) -> bool:
    return any(record.verdict == "wrong_answer" for record in point.failed)
