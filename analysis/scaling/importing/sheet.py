# SPDX-License-Identifier: Apache-2.0
"""What every form of file is read into: named columns of texts, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scaling.importing.problems import Place


@dataclass(frozen=True)
class Cell:
    """A text as it stands in the file, without what quotes it."""

    text: str
    place: Place

    @property
    def is_empty(self) -> bool:
        """Nothing was measured here, in the words that tables have for it."""
        return self.text.strip().casefold() in _NOTHING


_NOTHING = frozenset(
    ("", "-", "--", "–", "—", "na", "n/a", "nan", "none", "null", "?", ".")
)

Row = Mapping[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """One file; `form` says in words what it was taken for.

    `roles` are the columns that a form has for what an import asks for, by the names
    of its options: `cores`, `time`. `decimal` is the mark that the form
    prescribes for numbers, though a text in it may be written otherwise.
    """

    file: str
    form: str
    heading: Mapping[str, Place]
    rows: list[Row]
    roles: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names, in the order of the file."""
        return tuple(self.heading)


FILE = "file"
"""The column that tells from which of several files a row is."""
ON_CORES = "on cores"
"""The column of what is said of all rows."""


def with_count(sheet: Sheet, cores: int) -> Sheet:
    """The sheet with a column more, in which all rows are of so many cores."""
    place = Place(sheet.file)
    rows = [{**row, ON_CORES: Cell(str(cores), place)} for row in sheet.rows]
    roles = {**sheet.roles, "cores": ON_CORES}
    heading = {**sheet.heading, ON_CORES: place}
    return replace(sheet, heading=heading, rows=rows, roles=roles)
