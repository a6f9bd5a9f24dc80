# SPDX-License-Identifier: Apache-2.0
"""Which of the answers that launches gave counts: none is right for coming first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from scaling.arrays import Counts, Flags
from scaling.model.correctness import Question, question
from scaling.records.record import Record
from scaling.records.request import Pairs
from scaling.records.rows import Rows, attempts, select
from scaling.zipped import zip_equal

Answer = TypeVar("Answer")
Known = tuple[Pairs, float, float]
"""Tallies, and a value with the relative difference that makes it another, or NaN."""

_NO_DETAIL = "another answer than most launches of most points gave"


def agreed_answer(by_point: Mapping[str, Mapping[Answer, int]]) -> Answer | None:
    """The answer of more than half of the launches of more than half of the points.

    None where there is none: then no launch is wrong, and none is right.
    """
    points = Counter(_majority(votes) for votes in by_point.values())
    del points[None]
    return next((a for a, n in points.items() if 2 * n > len(by_point)), None)


def _majority(votes: Mapping[Answer, int]) -> Answer | None:
    half = sum(votes.values()) / 2
    return next((a for a, n in votes.items() if n > half), None)


@dataclass(frozen=True)
class Settled:
    """Launches whose answer counts, and the others as attempts that do not.

    Of an `open` question no answer is that of most launches of most points.
    """

    rows: list[Rows]
    wrong: list[Record]
    open: frozenset[Question]


def settle(rows: Iterable[Rows], planned: Container[str]) -> Settled:
    """Decides which of the answers to each question counts, if one does.

    Points of an earlier plan have no vote: a program may have been mended since.
    """
    asked: dict[Question, list[Rows]] = defaultdict(list)
    found = Settled([], [], frozenset())
    for each in rows:
        if each.first.point in planned and _gives_answer(each):
            asked[question(each.first.request)].append(each)
        else:
            found.rows.append(each)
    open_ones = [key for key, members in asked.items() if not _settle(members, found)]
    return replace(found, open=frozenset(open_ones))


def _gives_answer(rows: Rows) -> bool:
    """A program whose answer is not checked gives none."""
    return bool(rows.measurement.tallies) or "checked_value" in rows.numbers


def _settle(members: list[Rows], found: Settled) -> bool:
    """Sorts the launches into `found`; whether one of the answers counts."""
    answers = _answers(members)
    last = _last_attempts(members)
    agreed = _agreed(members, answers, last)
    for rows, given, is_last in zip_equal(members, answers, last):
        found.rows.extend(_counting(rows, (given == agreed) & is_last))
        refused = (given != agreed) | ~is_last
        found.wrong.extend(attempts(rows, refused, "wrong_answer", _NO_DETAIL))
    return agreed >= 0


def _last_attempts(members: list[Rows]) -> list[Flags]:
    """For each row whether its launch was not tried again after it.

    Of one that was ok twice by mistake both are left, for others to tell.
    """
    if all((rows.attempt <= 1).all() for rows in members):
        return [np.ones(len(rows), dtype=bool) for rows in members]
    last: dict[tuple[str, int], int] = defaultdict(int)
    for rows in members:
        for launch, attempt in zip_equal(rows.launch.tolist(), rows.attempt.tolist()):
            key = rows.first.point, launch
            last[key] = max(attempt, last[key])
    return [
        rows.attempt == [last[rows.first.point, n] for n in rows.launch.tolist()]
        for rows in members
    ]


def _agreed(members: list[Rows], answers: list[Counts], last: list[Flags]) -> int:
    """-1 where none is agreed on."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for rows, given, is_last in zip_equal(members, answers, last):
        counted = np.unique(given[is_last], return_counts=True)
        votes[rows.first.point].update(
            dict(zip_equal(*map(np.ndarray.tolist, counted)))
        )
    agreed = agreed_answer({point: of for point, of in votes.items() if of})
    return -1 if agreed is None else agreed


def _answers(members: list[Rows]) -> list[Counts]:
    """For each launch the number of its answer."""
    if any("checked_value" in rows.numbers for rows in members):
        return _within(members)
    known = {
        tallies: number
        for number, tallies in enumerate(
            dict.fromkeys(rows.measurement.tallies for rows in members)
        )
    }
    return [np.full(len(rows), known[rows.measurement.tallies]) for rows in members]


def _within(members: list[Rows]) -> list[Counts]:
    """The same where values may differ: each is the first of the journal like it."""
    known: list[Known] = []
    given = [np.zeros(len(rows), dtype=int) for rows in members]
    for _, index, row, mine in sorted(_launches(members), key=lambda one: one[:3]):
        same = (n for n, other in enumerate(known) if _is_same(other, mine))
        number = next(same, len(known))
        if number == len(known):
            known.append(mine)
        given[index][row] = number
    return given


def _launches(members: list[Rows]) -> Iterator[tuple[int, int, int, Known]]:
    """Of each launch its line, the place of its rows and in them, and its answer."""
    for index, rows in enumerate(members):
        nothing = np.full(len(rows), np.nan)
        values = rows.numbers.get("checked_value", nothing).tolist()
        within = rows.numbers.get("checked_within", nothing).tolist()
        lines = rows.line.tolist()
        for row, (line, *of) in enumerate(zip_equal(lines, values, within)):
            yield line, index, row, (rows.measurement.tallies, *of)


def _is_same(known: Known, mine: Known) -> bool:
    if math.isnan(known[1]) and math.isnan(mine[1]):
        return known[0] == mine[0]
    if math.isnan(known[1]) or math.isnan(mine[1]):
        return False
    # Earlier harnesses did not write the tolerance with which they had compared.
    given = [within for within in (known[2], mine[2]) if not math.isnan(within)]
    return not given or abs(mine[1] - known[1]) <= min(given) * abs(known[1])


def _counting(found: Rows, which: np.ndarray) -> list[Rows]:
    """As launches that are ok, whatever was thought when they were written."""
    if not which.any():
        return []
    rows = found if which.all() else select(found, which)
    if rows.first.verdict == "ok":
        return [rows]
    return [replace(rows, first=replace(rows.first, verdict="ok", detail=""))]
