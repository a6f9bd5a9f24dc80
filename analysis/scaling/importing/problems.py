# SPDX-License-Identifier: Apache-2.0
"""What is wrong with files and options: all of it at once, each with its cure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scaling.words.text import clean

MOST_SHOWN = 20


@dataclass(frozen=True)
class Place:
    """Where something stands: a line and a column, or a path within JSON.

    `line` is 0 where a whole file is meant.
    """

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        if self.path:
            return f"{self.file}: {self.path}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class ImportRefusedError(Exception):
    """Holds one line for each problem."""


@dataclass
class Problems:
    """Collects what is wrong, so that nobody has to mend one thing at a time."""

    found: list[str] = field(default_factory=list)

    def add(self, place: Place | None, what: str, cure: str) -> None:
        """`what` is wrong there, and `cure` is what to do; no place is an option's."""
        where = f"{place}: " if place else ""
        self.found.append(clean(f"{where}{what}. {cure}"))

    def refuse_any(self) -> None:
        """Raises ImportRefusedError where something was added."""
        if self.found:
            raise ImportRefusedError("\n".join(_shown(self.found)))


def refuse(place: Place | None, what: str, cure: str) -> None:
    """Raises ImportRefusedError for what leaves nothing else to look at."""
    problems = Problems()
    problems.add(place, what, cure)
    problems.refuse_any()


def _shown(found: list[str]) -> Iterable[str]:
    distinct = list(dict.fromkeys(found))
    yield from distinct[:MOST_SHOWN]
    if len(distinct) > MOST_SHOWN:
        yield f"... and {len(distinct) - MOST_SHOWN} more"
