# SPDX-License-Identifier: Apache-2.0
"""Which of the answers that launches gave counts: none is right for coming first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from scaling.arrays import Counts
from scaling.model.correctness import question
from scaling.read.record import Record
from scaling.read.request import Pairs
from scaling.read.rows import Rows, select
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
    return next((a for a, n in votes.items() if 2 * n > sum(votes.values())), None)


def settle(rows: Iterable[Rows]) -> tuple[list[Rows], list[Record]]:
    """Launches whose answer counts, and the others as attempts that do not."""
    asked: dict[tuple, list[Rows]] = defaultdict(list)
    for found in rows:
        asked[question(found.first.request)].append(found)
    good: list[Rows] = []
    wrong: list[Record] = []
    for members in asked.values():
        answers = _answers(members)
        agreed = _agreed(members, answers)
        for found, given in zip_equal(members, answers):
            good += _counting(found, given == agreed)
            wrong += _refused(found, given != agreed)
    return good, wrong


def _agreed(members: list[Rows], answers: list[Counts]) -> int:
    """-1 where none is agreed on."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for found, given in zip_equal(members, answers):
        votes[found.first.point].update(
            dict(zip_equal(*np.unique(given, return_counts=True)))
        )
    agreed = agreed_answer(votes)
    return -1 if agreed is None else int(agreed)


def _answers(members: list[Rows]) -> list[Counts]:
    """For each launch the number of its answer."""
    if all("checked_value" not in found.numbers for found in members):
        known = list(dict.fromkeys(found.measurement.tallies for found in members))
        return [
            np.full(len(found), known.index(found.measurement.tallies))
            for found in members
        ]
    return _within(members)


def _within(members: list[Rows]) -> list[Counts]:
    """The same where values may differ: each is the first of the journal like it."""
    known: list[Known] = []
    given = [np.zeros(len(found), dtype=int) for found in members]
    lines = np.concatenate([found.line for found in members])
    of = np.concatenate([np.full(len(found), i) for i, found in enumerate(members)])
    row = np.concatenate([np.arange(len(found)) for found in members])
    for i in np.argsort(lines, kind="stable"):
        found = members[of[i]]
        nothing = np.full(len(found), np.nan)
        value = float(found.numbers.get("checked_value", nothing)[row[i]])
        within = float(found.numbers.get("checked_within", nothing)[row[i]])
        mine = (found.measurement.tallies, value, within)
        same = (n for n, other in enumerate(known) if _is_same(other, mine))
        number = next(same, len(known))
        if number == len(known):
            known.append(mine)
        given[of[i]][row[i]] = number
    return given


def _is_same(known: Known, mine: Known) -> bool:
    tallies, value, within = known
    if np.isnan(value) or np.isnan(mine[1]):
        return tallies == mine[0]
    # Earlier harnesses did not write the tolerance with which they had compared.
    return bool(np.isnan(within) or abs(mine[1] - value) <= within * abs(value))


def _counting(found: Rows, which: np.ndarray) -> list[Rows]:
    """As launches that are ok, whatever was thought when they were written."""
    if not which.any():
        return []
    rows = found if which.all() else select(found, which)
    if rows.first.verdict == "ok":
        return [rows]
    return [replace(rows, first=replace(rows.first, verdict="ok", detail=""))]


def _refused(found: Rows, which: np.ndarray) -> list[Record]:
    first = found.first
    detail = first.detail or _NO_DETAIL
    return [
        replace(
            first, line=int(found.line[i]), block=int(found.block[i]),
            launch=int(found.launch[i]), attempt=int(found.attempt[i]),
            verdict="wrong_answer", detail=detail,
        )
        for i in np.flatnonzero(which)
    ]  # fmt: skip
