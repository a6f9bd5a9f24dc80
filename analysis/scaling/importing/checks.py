# SPDX-License-Identifier: Apache-2.0
"""Rows that are well-formed and still no scaling study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scaling.importing import units
from scaling.importing.columns import RATE, TIME, Columns
from scaling.importing.launches import Launch, Read, by_curve, times_of
from scaling.importing.problems import Place, Problems
from scaling.importing.sheet import Cell, Row, Sheet
from scaling.importing.wanted import Wanted

LARGEST_SPREAD = 3.0
"""Launches of one point that are apart by more are hardly of one problem."""
FEWEST_SPREAD = 2
"""Points with such a spread; one of them may be an accident."""
NEARLY = 0.3
"""An exponent of the resources: below it a value hardly depends on them."""


SIZES = units.words(
    "size sizes n problem elements cells atoms particles dofs dof unknowns sites "
    "samples molecules bodies"
)
"""Words of columns that say how much work there was."""
_SESSIONS = units.words(
    "commit sha hash revision version release tag date day week night nightly build "
    "session"
)
"""Words of columns that tell studies apart, one after the other."""
SAME = 1.1
"""The ratio of sizes that are the same but for what does not divide."""


Told = tuple[Place, str, str]
"""Where something is wrong, what, and the cure."""


def check_study(
    sheet: Sheet, columns: Columns, read: Read, wanted: Wanted, problems: Problems
) -> None:
    """Raises ImportRefusedError; `sheet` holds the rows of all files."""
    if not read.launches:
        cure = "It needs a row for each run or each point"
        problems.add(Place(sheet.file), "no row has a value", cure)
    for told in (_factors_of, _sizes_of, _kinds_of, _labels_of):
        for place, what, cure in told(sheet, columns, wanted):
            problems.add(place, what, cure)
    problems.refuse_any()
    curves = by_curve(read.launches)
    if not wanted.may_be_one:
        _check_counts(sheet, columns, curves, problems)
    _check_spread(curves, columns, problems)
    if columns.kind == TIME and _is_doubtful(columns, wanted):
        for curve in curves.values():
            _check_shape(curve, wanted, problems)
    problems.refuse_any()


def _factors_of(sheet: Sheet, columns: Columns, wanted: Wanted) -> Iterator[Told]:
    for factor in _factors(sheet, columns):
        what = f"rows of as many {columns.resource}s differ in '{factor}'"
        cure = (
            f"Say what it is: --by '{factor}' (a curve for each) or --launch "
            f"'{factor}' (runs of the same point){_or_session(factor, wanted)}"
        )
        yield sheet.heading[factor], what, cure


def _sizes_of(sheet: Sheet, columns: Columns, wanted: Wanted) -> Iterator[Told]:
    for size in () if wanted.is_weak else _grown(sheet, columns):
        what = f"'{size}' grows with the {columns.resource}s, as in weak scaling"
        cure = (
            "If each has the same work, say so: --weak; if it says nothing of the "
            f"work: --launch '{size}'"
        )
        yield sheet.heading[size], what, cure


def _kinds_of(sheet: Sheet, columns: Columns, wanted: Wanted) -> Iterator[Told]:  # noqa: ARG001
    for name in _of_another_kind(sheet, wanted.is_weak):
        what = f"'{name}' says that rows are of {_other(wanted.is_weak)} scaling"
        cure = (
            "Import the rows of each kind by themselves, and say --weak of those of "
            "weak scaling alone"
        )
        yield sheet.heading[name], what, cure


def _labels_of(sheet: Sheet, columns: Columns, wanted: Wanted) -> Iterator[Told]:  # noqa: ARG001
    for cell in _without_curve(sheet, columns):
        what = "the row does not say which curve it is of"
        cure = (
            "Write it in each row: of merged cells a spreadsheet fills the first alone"
        )
        yield cell.place, what, cure


def _or_session(name: str, wanted: Wanted) -> str:
    """What a commit or a date mostly is."""
    is_one = _SESSIONS.intersection(units.words_of(name)) and not wanted.is_beside
    return f", or --session '{name}' (a study each)" if is_one else ""


def _check_counts(
    sheet: Sheet, columns: Columns, curves: dict, problems: Problems
) -> None:
    if any(len(points) > 1 for points in curves.values()):
        return
    found = sorted({count for points in curves.values() for count in points})
    if len(found) == 1:
        what = f"'{columns.axis}' has one value, {found[0]}: nothing scales"
        cure = "Name the column of the resources, or import more points"
    else:
        what = "no two points of a curve differ in their resources"
        cure = "Leave out a --by, so that they belong together"
    problems.add(sheet.heading.get(columns.axis, Place(sheet.file)), what, cure)


def _check_spread(curves: dict, columns: Columns, problems: Problems) -> None:
    if columns.launch:
        return
    several = [
        launches
        for points in curves.values()
        for launches in points.values()
        if len(launches) > 1
    ]
    wide = [found for found in several if _spread(found) > LARGEST_SPREAD]
    if len(wide) >= max(FEWEST_SPREAD, len(several) / 2):
        first = wide[0]
        problems.add(
            first[-1].place,
            f"times of {first[0].units} {columns.resource}s are apart by a factor of "
            f"{_spread(first):.2g}, as if they were of several problems",
            "Add a column that tells them apart, and name it: --by COLUMN for a curve "
            "each, --launch COLUMN where they are runs of one point",
        )


def _spread(launches: Sequence[Launch]) -> float:
    return max(times_of(launches)) / min(times_of(launches))


def _factors(sheet: Sheet, columns: Columns) -> Iterator[str]:
    """Columns without a meaning that tell curves apart: they differ where the resources
    and all that has a meaning do not, and a value of theirs is at several counts."""
    groups: dict[tuple, list[Row]] = defaultdict(list)
    runs = (name for name in columns.launch if not _is_of_each_row(sheet, name))
    key = (columns.axis, *columns.by, *runs)
    for row in sheet.rows:
        groups[tuple(row[name].text for name in key)].append(row)
    several = [rows for rows in groups.values() if len(rows) > 1]
    for name in sheet.columns if several else ():
        if name in columns.used or _is_of_a_run(name):
            continue
        differs = any(len({row[name].text for row in rows}) > 1 for rows in several)
        if differs and _is_crossed(sheet, columns, name):
            yield name


def _grown(sheet: Sheet, columns: Columns) -> Iterator[str]:
    """Columns of sizes that are the same for each of the resources, but not one:
    that is their count once more."""
    for name in sheet.columns:
        if name in columns.used or _is_of_a_run(name):
            continue
        if not SIZES.intersection(units.words_of(name)):
            continue
        cells = [(row[columns.axis].text, row[name].text) for row in sheet.rows]
        found = [(_plain(count), _plain(size)) for count, size in cells]
        counts = {count for count, _ in found}
        if len(counts) < 2 or not all(count and size for count, size in found):
            continue
        shares = [size / count for count, size in found]
        is_count = {*shares} == {1.0}
        if max(shares) < SAME * min(shares) and not is_count:
            yield name


def _other(is_weak: bool) -> str:
    return "strong" if is_weak else "weak"


def _of_another_kind(sheet: Sheet, is_weak: bool) -> Iterator[str]:
    """Columns of nothing but `strong` and `weak` that have what was not asked for."""
    for name in sheet.columns:
        said = {row[name].text.casefold() for row in sheet.rows} - {""}
        if said <= {"strong", "weak"} and _other(is_weak) in said:
            yield name


def _without_curve(sheet: Sheet, columns: Columns) -> Iterator[Cell]:
    """Empty cells of --by beside a value, in a file that has rows and columns."""
    for row in sheet.rows:
        if all(row[value.name].is_empty for value in columns.values):
            continue
        for cell in (row[name] for name in columns.by):
            if cell.place.line and not cell.text.strip():
                yield cell


def _plain(text: str) -> float:
    """A number as computers write it; 0 of all else."""
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0


def _is_of_each_row(sheet: Sheet, name: str) -> bool:
    """No two rows share a value, as of a seed: nothing tells which belong together."""
    return len({row[name].text for row in sheet.rows}) == len(sheet.rows)


def _is_of_a_run(name: str) -> bool:
    return units.says_time(name) or units.says_rate(name) or units.says_ratio(name)


def _is_crossed(sheet: Sheet, columns: Columns, name: str) -> bool:
    """A value stands at several resource counts, unlike a seed or date of each row."""
    counts: dict[str, set[str]] = defaultdict(set)
    for row in sheet.rows:
        counts[row[name].text].add(row[columns.axis].text)
    return any(len(found) > 1 for found in counts.values())


def _is_doubtful(columns: Columns, wanted: Wanted) -> bool:
    """Nothing says that the column is a time but that it was named as one."""
    value = columns.values[0]
    return not (wanted.unit or value.unit or units.says_time(value.name))


def _check_shape(
    curve: dict[int, list[Launch]], wanted: Wanted, problems: Problems
) -> None:
    """Values that begin with 1 or 100 and hardly fall are efficiencies; those that
    grow with the resources are speedups or rates."""
    counts = sorted(curve)
    if len(counts) < 3:
        return
    values = [min(times_of(curve[count])) for count in counts]
    first, last = values[0], values[-1]
    is_relative = first in (1.0, 100.0)
    growth = counts[-1] / counts[0]
    place = curve[counts[0]][0].place
    falls = all(b <= a for a, b in zip(values, values[1:]))
    rises = all(b >= a for a, b in zip(values, values[1:]))
    hardly = last > first * growth ** -(1 - NEARLY) / 2
    if is_relative and falls and (wanted.is_weak or hardly) and last < first:
        _ask(place, "efficiencies", problems)
    elif not wanted.is_weak and rises and last > first * growth ** (1 - NEARLY):
        _ask(place, "speedups or rates", problems)


def _ask(place: Place, what: str, problems: Problems) -> None:
    problems.add(
        place,
        f"the values of the times look like {what}",
        f"Name the column of the times, or the {RATE}s: --rate; if they are times, "
        "name their unit: --unit s",
    )
