# SPDX-License-Identifier: Apache-2.0
"""What several tables or figures say alike, so that a report says it once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scaling.figure import Figure
from scaling.table import Table

PART = "; "
"""Between the parts of a caption."""


def say_once(tables: Sequence[Table]) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The tables without what all of their sort say, and that.

    Of one sort are those of curves, which have captions, and those that begin with the
    same column.
    """
    sorts: dict[str, list[Table]] = defaultdict(list)
    for table in tables:
        sorts[_sort(table)].append(table)
    said = {name: _shared(alike) for name, alike in sorts.items()}
    left = tuple(said[_sort(table)].taken_from(table) for table in tables)
    return left, tuple(
        dict.fromkeys(n for shared in said.values() for n in shared.said)
    )


def _sort(table: Table) -> str:
    return "curve" if table.caption else table.columns[0].name


def caption_once(
    figures: Sequence[Figure],
) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
    """The figures without the sentences that all of their sort have, and those, behind
    the name of the sort, `Time: ...`."""
    sorts: dict[str, list[list[str]]] = defaultdict(list)
    for figure in figures:
        sorts[_name(figure)].append(_sentences(figure))
    said = {
        name: [s for s in first if others and all(s in other for other in others)]
        for name, (first, *others) in sorts.items()
    }
    left = tuple(
        replace(
            figure,
            caption=" ".join(
                s for s in _sentences(figure) if s not in said[_name(figure)]
            ),
        )
        for figure in figures
    )
    return left, tuple(f"{name}: {' '.join(s)}" for name, s in said.items() if s)


def _name(figure: Figure) -> str:
    return figure.title.partition(":")[0]


def _sentences(figure: Figure) -> list[str]:
    return re.split(r"(?<=\.) (?=[A-Z])", figure.caption)


@dataclass(frozen=True)
class Shared:
    """What tables of one sort all say: whole notes, and parts of their captions."""

    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        return (*([_sentence(self.parts)] if self.parts else []), *self.notes)

    def taken_from(self, table: Table) -> Table:
        left = [part for part in _parts(table.caption) if part not in self.parts]
        return replace(
            table,
            notes=tuple(note for note in table.notes if note not in self.notes),
            caption=_sentence(left) if left else "",
        )


def _shared(tables: Sequence[Table]) -> Shared:
    if len(tables) < 2:
        return Shared()
    notes = [n for n in tables[0].notes if all(n in t.notes for t in tables)]
    first, *others = (_parts(table.caption) for table in tables)
    parts = [part for part in first if all(part in other for other in others)]
    return Shared(tuple(notes), tuple(parts))


def _parts(caption: str) -> list[str]:
    return caption.removesuffix(".").split(PART) if caption else []


def _sentence(parts: Sequence[str]) -> str:
    words = PART.join(parts)
    # `n = 6 launches` begins with the name of a column.
    return f"{words if words[1:2] == ' ' else words[:1].upper() + words[1:]}."
