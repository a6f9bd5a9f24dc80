# SPDX-License-Identifier: Apache-2.0
"""Logs of any program: what the groups of a regular expression find is a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scaling.importing.problems import Place, refuse
from scaling.importing.sheet import Cell, Sheet
from scaling.importing.unit_column import with_unit_behind


def compile_groups(pattern: str, option: str) -> re.Pattern[str]:
    """Raises ImportRefusedError where it is wrong or names no column."""
    try:
        found = re.compile(pattern, re.MULTILINE)
    except re.error as error:
        refuse(None, f"{option}: {error}", "Correct the regular expression")
    if not found.groupindex:
        refuse(
            None,
            f"{option} names no column",
            r"Write a group for each: 'elapsed (?P<time>\S+) s'",
        )
    return found


def read_matches(
    file: str,
    text: str,
    pattern: str,
    form: str,
    roles: Mapping[str, str] | None = None,
) -> Sheet:
    """A row for each match; the column `match` counts them where a file has several."""
    groups = compile_groups(pattern, "--pattern")
    found = list(groups.finditer(text))
    if not found:
        cure = "Correct the pattern, or leave out the file"
        refuse(Place(file), "no line has what --pattern looks for", cure)
    names = [*groups.groupindex]
    rows = []
    for index, match in enumerate(found, start=1):
        line = text.count("\n", 0, match.start()) + 1
        begin = text.rfind("\n", 0, match.start()) + 1
        row = {
            name: Cell(
                with_unit_behind(match[name] or "", text[match.end(name) :][:40]),
                Place(file, line, match.start(name) - begin + 1),
            )
            for name in names
        }
        rows.append({**row, "match": Cell(str(index), Place(file, line, 1))})
    heading = {name: Place(file) for name in (*names, "match")}
    return Sheet(file, form, heading, rows, roles or {}, "")


def with_groups_of(sheet: Sheet, asked: str) -> Sheet:
    """Columns more: what `COLUMN:REGEX` finds in a column, empty where it does not."""
    name, _, pattern = asked.partition(":")
    if name not in sheet.heading:
        there = ", ".join(map(repr, sheet.columns))
        what = f"--from: there is no column '{name}'"
        refuse(Place(sheet.file), what, f"Write COLUMN:REGEX. There are: {there}")
    groups = compile_groups(pattern, "--from")
    found = [groups.search(row[name].text) for row in sheet.rows]
    if not any(found):
        what = f"--from: '{pattern}' is nowhere in '{name}'"
        refuse(sheet.heading[name], what, "Correct the regular expression")
    rows = [
        {**row, **{g: _group(match, g, row[name].place) for g in groups.groupindex}}
        for row, match in zip(sheet.rows, found)
    ]
    heading = dict.fromkeys(groups.groupindex, sheet.heading[name])
    return replace(sheet, heading={**sheet.heading, **heading}, rows=rows)


def _group(match: re.Match[str] | None, name: str, place: Place) -> Cell:
    return Cell((match[name] or "") if match else "", place)


def with_file_name(sheet: Sheet, pattern: str) -> Sheet:
    """Columns more: what the groups of `pattern` find in the name of the file."""
    groups = compile_groups(pattern, "--in-name")
    found = groups.search(Path(sheet.file).name)
    if not found:
        cure = "Correct the pattern, or leave out the file"
        refuse(Place(sheet.file), "its name is not as --in-name says", cure)
    place = Place(sheet.file)
    more = {name: Cell(found[name] or "", place) for name in groups.groupindex}
    return replace(
        sheet,
        heading={**sheet.heading, **dict.fromkeys(more, place)},
        rows=[{**row, **more} for row in sheet.rows],
    )
