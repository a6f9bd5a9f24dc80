# SPDX-License-Identifier: Apache-2.0
"""Lines of a table in text: which are data, and which of them is the heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaling.importing.number import NotANumberError, parse_number
from scaling.importing.problems import Place, refuse
from scaling.importing.sheet import Cell, Row, Sheet

COMMENTS = ("#", "%", "//")
_SPREADSHEET_ERROR = (
    "#DIV/0!",
    "#N/A",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#REF!",
    "#VALUE!",
)


@dataclass(frozen=True)
class Line:
    """`starts` are the columns at which the fields stand, from 1."""

    number: int
    fields: Sequence[str]
    starts: Sequence[int]
    is_comment: bool = False


def is_comment(text: str) -> bool:
    """Of a shell, of TeX or of C; the error of a spreadsheet's cell is none."""
    bare = text.lstrip()
    return bare.startswith(COMMENTS) and not bare.startswith(_SPREADSHEET_ERROR)


def uncommented(text: str) -> tuple[str, int]:
    """A comment without its mark, and how many characters that was."""
    bare = text.lstrip().lstrip("#%/ \t")
    return bare, len(text) - len(bare)


def make_sheet(file: str, form: str, lines: Sequence[Line], decimal: str = "") -> Sheet:
    """The first line names the columns, or a comment of as many fields above it.

    Raises ImportRefusedError.
    """
    rows = [line for line in lines if not line.is_comment]
    above = [line for line in lines if line.is_comment and line.number < rows[0].number]
    heading = _heading(rows, above)
    if heading is rows[0]:
        rows = rows[1:]
    names = _names(file, heading, len(rows[0].fields) if rows else 0)
    return Sheet(
        file=file,
        form=form,
        heading=names,
        rows=[_row(file, names, line) for line in rows],
        decimal=decimal,
    )


def _heading(rows: Sequence[Line], above: Sequence[Line]) -> Line | None:
    if any(not is_number(field) for field in rows[0].fields if field.strip()):
        return rows[0]
    fitting = [line for line in above if len(line.fields) == len(rows[0].fields)]
    return fitting[-1] if fitting else None


def is_number(text: str) -> bool:
    """A number without a unit, with either decimal mark."""
    for decimal in ".,":
        try:
            if not parse_number(text.strip(), decimal).unit:
                return True
        except NotANumberError:
            continue
    return False


def _names(file: str, heading: Line | None, width: int) -> dict[str, Place]:
    """Columns without a heading are called by their numbers, from 1."""
    if heading is None:
        return {str(i): Place(file, 1, 1) for i in range(1, width + 1)}
    return named_once(
        (" ".join(field.split()) or str(index), Place(file, heading.number, start))
        for index, (field, start) in enumerate(zip(heading.fields, heading.starts), 1)
    )


def named_once(found: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    """Columns and their places; raises ImportRefusedError where two have one name."""
    names: dict[str, Place] = {}
    for name, place in found:
        if name in names:
            cure = "Give each column a name of its own"
            refuse(place, f"two columns are called '{name}'", cure)
        names[name] = place
    return names


def _row(file: str, names: dict[str, Place], line: Line) -> Row:
    """Fields that are missing at the end of a line are empty."""
    if any(field.strip() for field in line.fields[len(names) :]):
        place = Place(file, line.number, line.starts[len(names)])
        fields = f"{len(line.fields)} fields where the heading has {len(names)}"
        refuse(
            place, fields, "Quote a field that holds the delimiter, or name all columns"
        )
    cells = {}
    for index, name in enumerate(names):
        has_field = index < len(line.fields)
        start = line.starts[index] if has_field else line.starts[-1]
        text = line.fields[index].strip() if has_field else ""
        cells[name] = Cell(text, Place(file, line.number, start))
    return cells
