# SPDX-License-Identifier: Apache-2.0
"""What was taken for what, in words that are shown before anything is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from scaling.imported import of_several_runs
from scaling.importing.columns import RATE, Columns
from scaling.importing.duration import CLOCKS
from scaling.importing.launches import Read, by_curve
from scaling.importing.product import TIMES
from scaling.importing.sheet import Sheet
from scaling.importing.wanted import Wanted
from scaling.words.text import listed, plural

_DECIMAL = {".": "decimal points", ",": "decimal commas"}


def taken(
    sheets: Sequence[Sheet], columns: Columns, read: Read, wanted: Wanted
) -> list[str]:
    """A sentence a fact, in the order in which a reader checks them."""
    return list(_facts(sheets, columns, read, wanted))


def _facts(
    sheets: Sequence[Sheet], columns: Columns, read: Read, wanted: Wanted
) -> Iterator[str]:
    forms = Counter((sheet.form, read.decimals[sheet.file]) for sheet in sheets)
    for (form, decimal), count in forms.items():
        rows = sum(len(s.rows) for s in sheets if s.form == form)
        yield (
            f"{plural(count, 'file')}: {form}, {_DECIMAL[decimal]}, "
            f"{plural(rows, 'row')}"
        )
    yield f"'{columns.axis}': the {columns.resource}s"
    yield from _values(columns, read, wanted)
    for value in columns.values:
        if value.summary:
            yield f"'{value.name}': {of_several_runs(value.summary)}"
    for name in columns.by:
        yield f"'{name}': a curve for each value"
    for name in columns.launch:
        yield f"'{name}': runs of the same point"
    known = columns.used | {*columns.axis.split(TIMES)}
    if unused := [c for c in sheets[0].columns if c not in known]:
        yield f"not used: {listed([f'{c!r}' for c in unused], 8)}"
    if read.without_value:
        first = ", ".join(map(str, read.without_value[:3]))
        rows = plural(len(read.without_value), "value")
        yield f"left out, as nothing stands there: {rows} ({first})"
    yield _shape(read, wanted)


def _values(columns: Columns, read: Read, wanted: Wanted) -> Iterator[str]:
    for value in columns.values:
        label = f", curve {value.label[0]}={value.label[1]}" if value.label else ""
        if columns.kind == RATE:
            unit = f" in {read.rate_unit}" if read.rate_unit else " in no named unit"
            yield f"'{value.name}': the rate{unit}{label}"
            continue
        unit = _unit(read, wanted) or value.unit
        guess = "" if unit else ", as no unit is named (--unit names another)"
        yield f"'{value.name}': the time in {unit or 's'}{guess}{label}"


def _unit(read: Read, wanted: Wanted) -> str:
    """The clock that an option names, or the units that were read; empty for none."""
    if wanted.unit in CLOCKS:
        return wanted.unit
    return listed([unit or "s" for unit in read.units]) if any(read.units) else ""


def _shape(read: Read, wanted: Wanted) -> str:
    curves = by_curve(read.launches)
    counts = [len(found) for points in curves.values() for found in points.values()]
    fewest, most = min(counts), max(counts)
    launches = f"{fewest}" if fewest == most else f"{fewest} to {most}"
    kind = "weak" if wanted.is_weak else "strong"
    return (
        f"{kind} scaling: {plural(len(curves), 'curve')}, "
        f"{plural(len(counts), 'point')}, {launches} "
        f"{'launch' if most == 1 else 'launches'} a point"
    )
