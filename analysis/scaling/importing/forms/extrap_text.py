# SPDX-License-Identifier: Apache-2.0
"""Text of Extra-P: points of a parameter, then the repetitions at each of them."""

from __future__ import annotations

import re

from scaling.importing.problems import Place, refuse
from scaling.importing.sheet import Cell, Row, Sheet

ORDER = 4


def read(file: str, text: str) -> Sheet | None:
    """A row for each value of a DATA line; several parameters are as many columns."""
    lines = [x.split() for x in text.split("\n")]
    words = [line[0].upper() for line in lines if line]
    if not {"PARAMETER", "POINTS", "DATA"} <= {*words}:
        return None
    names = [line[1] for line in lines if line[:1] == ["PARAMETER"] and len(line) > 1]
    points: list[tuple[str, ...]] = []
    state = {"REGION": "", "METRIC": ""}
    rows: list[Row] = []
    index = 0
    for number, line in enumerate(lines, start=1):
        word = line[0].upper() if line else ""
        if word == "POINTS":
            points = _points(" ".join(line[1:]), len(names))
        elif word in state:
            state[word] = " ".join(line[1:])
            index = 0
        elif word == "DATA":
            place = Place(file, number, 1)
            if index == len(points):
                refuse(place, "more DATA lines than POINTS", "Correct the file")
            shared = {**dict(zip(names, points[index])), **_named(state)}
            rows += [_row(place, {**shared, "value": value}) for value in line[1:]]
            index += 1
    heading = {name: Place(file, 1, 1) for row in rows for name in row}
    return Sheet(file, "text of Extra-P", heading, rows, {"time": "value"}, ".")


def _named(state: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in state.items() if value}


def _points(text: str, width: int) -> list[tuple[str, ...]]:
    """`1 2 4`, or `( 1 10 ) ( 2 10 )` where there are several parameters."""
    if "(" in text:
        return [tuple(found.split()) for found in re.findall(r"\(([^)]*)\)", text)]
    values = text.split()
    return [tuple(values[i : i + width]) for i in range(0, len(values), width or 1)]


def _row(place: Place, texts: dict[str, str]) -> Row:
    return {name: Cell(text, place) for name, text in texts.items()}
