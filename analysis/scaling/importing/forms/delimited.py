# SPDX-License-Identifier: Apache-2.0
"""CSV and its relatives: fields between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import takewhile

from scaling.importing.lines import (
    Line,
    is_comment,
    is_number,
    make_sheet,
    uncommented,
)
from scaling.importing.sheet import Sheet

ORDER = 9

DELIMITERS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""A first line that some spreadsheets write and read."""
_RULE = re.compile(r"[\s|:]*-{2,}[\s|:+-]*")
"""Below the heading of a Markdown table, which needs no bars at its sides."""

FEWEST_ALIKE = 0.8
"""Of the lines, have as many fields as the heading."""


def read(file: str, text: str) -> Sheet | None:
    """Quotes as in RFC 4180; empty lines and comments are passed over."""
    for delimiter, name in DELIMITERS.items():
        lines = split(text, delimiter)
        titles = _titles(lines)
        below = [line for line in lines if line not in titles]
        if _is_table([line for line in below if not line.is_comment]):
            words = ", beside a title or note" if titles else ""
            return make_sheet(file, f"fields between {name}{words}", below)
    return None


def split(text: str, delimiter: str) -> list[Line]:
    """The lines that hold something."""
    raw = text.split("\n")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    lines, before = [], 0
    try:
        for fields in reader:
            number, before = before + 1, reader.line_num
            source = raw[number - 1]
            if not any(field.strip() for field in fields):
                continue
            if delimiter == "|" and _RULE.fullmatch(source):
                continue
            if number == 1 and _SEPARATOR.fullmatch(source.strip() or "-"):
                continue
            lines.append(_line(number, source, fields, delimiter))
    except csv.Error:
        return []
    return lines


def _line(number: int, source: str, fields: list[str], delimiter: str) -> Line:
    if not is_comment(source):
        return Line(number, fields, _starts(source, delimiter, len(fields)))
    bare, skipped = uncommented(source)
    found = [field.strip() for field in bare.split(delimiter)]
    starts = [skipped + x for x in _starts(bare, delimiter, len(found))]
    return Line(number, found, starts, is_comment=True)


def _starts(source: str, delimiter: str, count: int) -> list[int]:
    """Columns of the fields, from 1; those behind a line break stay at the last."""
    starts, is_quoted = [1], False
    for at, character in enumerate(source, start=1):
        if character == '"':
            is_quoted = not is_quoted
        elif character == delimiter and not is_quoted:
            starts.append(at + 1)
    return (starts + starts[-1:] * count)[:count]


def _titles(lines: list[Line]) -> list[Line]:
    """Words that stand alone in their lines, above the heading or below the rows."""
    data = [line for line in lines if not line.is_comment]
    return [
        *takewhile(_is_title, data),
        *takewhile(_is_title, reversed(data)),
    ]


def _is_title(line: Line) -> bool:
    found = [field for field in line.fields if field.strip()]
    return len(found) == 1 and not is_number(found[0])


def _is_table(lines: list[Line]) -> bool:
    if not lines:
        return False
    sizes = Counter(len(line.fields) for line in lines)
    usual, often = sizes.most_common(1)[0]
    first = len(lines[0].fields)
    return usual > 1 and first >= usual and often >= FEWEST_ALIKE * len(lines)
