# SPDX-License-Identifier: Apache-2.0
"""Tables for a terminal of a given width."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from scaling.table import Table, is_text, shown, shown_briefly
from scaling.words.text import clean
from scaling.zipped import zip_equal

GAP = "  "
NARROWEST = 40
_HARD_SPACE = "\u00a0"
_HELD = re.compile(r"\d %|\[[\d.,-]+, [\d.,-]+\]")


@dataclass(frozen=True)
class _Layout:
    """Which columns are shown, and which of them without their interval."""

    columns: tuple[int, ...]
    brief: frozenset[int] = frozenset()


def render(table: Table, width: int) -> str:
    """Title, aligned columns and footnotes, none wider than `width`."""
    lines = [
        *textwrap.wrap(clean(table.title), max(width, NARROWEST)),
        "",
        *grid(table, width),
    ]
    for note in table.notes:
        lines += wrapped(clean(note), width, "  ")
    return "\n".join(lines) + "\n"


def grid(table: Table, width: int) -> list[str]:
    """The aligned columns, as many as fit."""
    width = max(width, NARROWEST)
    return [line for line in _grid(table, _fit(table, width), width) if line]


def wrapped(note: str, width: int, indent: str) -> list[str]:
    """As lines, those after the first set in further; no number is torn from its
    percent sign, no interval in two, and no option of a command at its hyphens."""
    held = _HELD.sub(lambda found: found[0].replace(" ", _HARD_SPACE), note)
    lines = textwrap.wrap(
        held,
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
    )
    return [line.replace(_HARD_SPACE, " ") for line in lines]


def _fit(table: Table, width: int) -> _Layout:
    """Takes away as little as makes it fit, in the order that the columns name."""
    layout = _Layout(tuple(range(len(table.columns))))
    steps = [(c.brief, i, "brief") for i, c in enumerate(table.columns) if c.brief]
    steps += [(c.drop, i, "drop") for i, c in enumerate(table.columns) if c.drop]
    for _, index, step in sorted(steps):
        if _width(table, layout) <= width:
            break
        if step == "brief":
            layout = _Layout(layout.columns, layout.brief | {index})
        else:
            kept = tuple(i for i in layout.columns if i != index)
            layout = _Layout(kept, layout.brief)
    return layout


def _grid(table: Table, layout: _Layout, width: int) -> list[str]:
    columns = [_column(table, layout, i) for i in layout.columns]
    rows = list(zip_equal(*columns))
    words = [i for i, c in enumerate(layout.columns) if is_text(table, c)]
    longest = max(words, key=lambda i: len(columns[i][0]), default=0)
    left = width - len(GAP.join(rows[0])) + len(rows[0][longest])
    if not words or left < len("a few words"):
        return [GAP.join(row)[:width].rstrip() for row in rows]
    return [line for row in rows for line in _wrapped(row, longest, left)]


def _wrapped(row: tuple[str, ...], index: int, width: int) -> list[str]:
    """One cell goes on below itself where it is wider than what is left for it."""
    width = min(width, len(row[index]))
    first, *more = textwrap.wrap(row[index], width, break_on_hyphens=False) or [""]
    indent = " " * len(GAP.join((*row[:index], "")))
    head = GAP.join((*row[:index], first.ljust(width), *row[index + 1 :]))
    return [head.rstrip(), *(indent + line for line in more)]


def _width(table: Table, layout: _Layout) -> int:
    columns = [_column(table, layout, i) for i in layout.columns]
    return len(GAP.join(column[0] for column in columns))


def _column(table: Table, layout: _Layout, index: int) -> list[str]:
    column = table.columns[index]
    brief = index in layout.brief
    show = shown_briefly if brief else shown
    heading = column.short or column.heading
    heading = heading.split(" [")[0] if brief else heading
    cells = [heading, f"({column.unit})" if column.unit else ""]
    cells += [show(row[index], column).replace("–", "-") for row in table.rows]
    width = max(len(cell) for cell in cells)
    if is_text(table, index):
        return [cell.ljust(width) for cell in cells]
    return [cell.rjust(width) for cell in cells]
