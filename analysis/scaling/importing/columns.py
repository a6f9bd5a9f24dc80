# SPDX-License-Identifier: Apache-2.0
"""Which column is what: as the options say, else where headings leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from scaling.importing import units
from scaling.importing.duration import CLOCKS
from scaling.importing.number import has_spread
from scaling.importing.problems import Place, Problems
from scaling.importing.product import TIMES, with_product
from scaling.importing.run_columns import are_runs, run_of
from scaling.importing.sheet import FILE, Sheet
from scaling.importing.wanted import RESOURCES, Wanted
from scaling.words.text import listed

TIME, RATE = "time", "rate"

_SPREADS = units.words(
    "std stddev sd sem stderr error err min max minimum maximum user sys system cpu "
    "unix date timestamp start end submit completion limit ref reference lower "
    "upper ideal"
)
"""Words of columns that are no time of a run, though they may be times."""
_CENTRES = ("median", "mean", "average", "avg")
"""Of a row a point, the value to take, the first one first."""
_LAUNCH_WORDS = units.words(
    "run runs rep reps repeat repetition repetitions repetition_index trial launch "
    "attempt replicate iteration sample seed"
)
_SIZE = re.compile(r"(.*?)[\s=:_]*([0-9][0-9.,]*[kKMG]?)")


_SUMMARIES = {"median": "median", **dict.fromkeys(("mean", "average", "avg"), "mean")}
"""What a heading calls the value of several runs."""


@dataclass(frozen=True)
class Value:
    """A column of times or rates; `label` is what tells it from others of its row, and
    of values that `have_spreads` some stand as `406.9 ± 3.7`."""

    name: str
    unit: str = ""
    label: tuple[str, str] | None = None
    have_spreads: bool = False

    @property
    def summary(self) -> str:
        """`mean` or `median`, where its heading says that runs were summarised, or a
        spread beside a value does."""
        said = units.words_of(self.name)
        usual = "mean" if self.have_spreads else ""
        return next((_SUMMARIES[word] for word in said if word in _SUMMARIES), usual)


@dataclass(frozen=True)
class Columns:
    """`kind` is TIME or RATE, `resource` what the column `axis` counts."""

    axis: str
    resource: str
    kind: str
    values: tuple[Value, ...]
    by: tuple[str, ...]
    launch: tuple[str, ...]

    @property
    def used(self) -> frozenset[str]:
        """All that have a meaning."""
        values = (value.name for value in self.values)
        return frozenset((self.axis, *values, *self.by, *self.launch))

    @property
    def summary(self) -> str:
        """That of its values; empty where each may be a run."""
        return next((value.summary for value in self.values if value.summary), "")


def choose_columns(sheet: Sheet, wanted: Wanted, problems: Problems) -> Columns:
    """Raises ImportRefusedError, with all that is wrong."""
    axis, resource = _axis(sheet, wanted, problems)
    kind, names = _values(sheet, wanted, problems)
    for name in names:
        _check_heading(sheet, name, kind, wanted, problems)
    by = tuple(named_column(sheet, name, "--by", problems) for name in wanted.by)
    launch = tuple(
        named_column(sheet, name, "--launch", problems) for name in wanted.launch
    )
    problems.refuse_any()
    used = {axis, *names, *by, *launch}
    return Columns(
        axis=axis,
        resource=resource,
        kind=kind,
        values=tuple(
            replace(value, have_spreads=any(map(has_spread, _texts(sheet, value.name))))
            for value in _labelled(names, wanted.unit)
        ),
        by=by,
        launch=launch or tuple(_runs(sheet, used)),
    )


def with_axis(sheet: Sheet, wanted: Wanted) -> Sheet:
    """The sheet with the product that an option may name as its axis."""
    if not wanted.axis:
        return sheet
    option, asked = wanted.axis
    problems = Problems()
    found = with_product(
        sheet, asked, lambda word: named_column(sheet, word, f"--{option}", problems)
    )
    problems.refuse_any()
    return found


def named_column(sheet: Sheet, name: str, option: str, problems: Problems) -> str:
    """The column that an option means; its own words where there is none."""
    folded = name.strip().casefold()
    for change in (str.strip, units.without_unit, units.unit_of):
        found = [c for c in sheet.columns if change(c).casefold() == folded]
        if len(found) == 1:
            return found[0]
    if name.isdecimal() and 1 <= int(name) <= len(sheet.columns):
        return sheet.columns[int(name) - 1]
    what = f"{option}: there is no column '{name}'"
    problems.add(Place(sheet.file), what, _there_are(sheet))
    return name


def _there_are(sheet: Sheet) -> str:
    if all(name.isdecimal() for name in sheet.columns):
        return f"There is no heading: columns are called 1 to {len(sheet.columns)}"
    return f"There are: {listed([f'{name!r}' for name in sheet.columns], 12)}"


def _axis(sheet: Sheet, wanted: Wanted, problems: Problems) -> tuple[str, str]:
    if wanted.axis:
        option, asked = wanted.axis
        name = named_column(sheet, asked, f"--{option}", problems)
        counted = _counted(name) if option == "cores" else ""
        return name, counted or RESOURCES[option]
    if role := sheet.roles.get("cores"):
        _check_alone(sheet, role, problems)
        return role, "core"
    counts = (c for c in sheet.columns if not _holds_times(sheet, c))
    counted = {c: _counted(c) for c in counts if _counted(c)}
    several = {c: x for c, x in counted.items() if len({*_texts(sheet, c)}) > 1}
    found = several or counted
    if len({_texts(sheet, name) for name in found}) == 1:
        name = _plainest(found)
        if found[name] == "core":
            _check_alone(sheet, name, problems)
        return name, found[name]
    problems.add(
        Place(sheet.file),
        f"columns {listed([f'{c!r}' for c in found])} may all count the resources"
        if found
        else "no column plainly counts cores, nodes or GPUs",
        f"Name it: --cores, --nodes or --gpus COLUMN{_or_product(found)}, or say where "
        rf"it stands in one: --from 'COLUMN:-n (?P<cores>\d+)'{_or_in_names(sheet)}"
        f"{_or_all(wanted)}. {_there_are(sheet)}",
    )
    return "", "core"


def _plainest(found: Mapping[str, str]) -> str:
    """Of columns with the same counts the one of cores, else the first."""
    return next((c for c in found if units.counts_cores(c)), next(iter(found)))


def _or_product(found: Mapping[str, str]) -> str:
    """Ranks and threads may be factors."""
    names = [c for c, counted in found.items() if counted == "core"]
    product = TIMES.join(names)
    return f", or a product: --cores '{product}'" if len(names) == 2 else ""


def _check_alone(sheet: Sheet, axis: str, problems: Problems) -> None:
    """Ranks are no cores where each of them has several threads."""
    if units.counts_cores(axis):
        return
    for other in sheet.columns:
        counts = {*_texts(sheet, other)} - {"", "1"}
        are_several = counts and all(text.isdecimal() for text in counts)
        is_same = _texts(sheet, other) == _texts(sheet, axis)
        if are_several and not is_same and units.is_of_a_process(other):
            what = f"each of the '{axis}' may have several cores: see '{other}'"
            cure = (
                f"Name the product, --cores '{axis}{TIMES}{other}', or what counts "
                f"alone: --cores '{axis}'"
            )
            problems.add(sheet.heading[other], what, cure)
            return


def _or_in_names(sheet: Sheet) -> str:
    """Of several files each may be a point."""
    several = len({row[FILE].text for row in sheet.rows if FILE in row}) > 1
    return r", or in the files' names: --in-name '_(?P<cores>\d+)'" if several else ""


def _or_all(wanted: Wanted) -> str:
    """What can be said of rows that need not differ in it."""
    return ", or how many all rows ran on: --on-cores N" if wanted.may_be_one else ""


def _counted(name: str) -> str:
    """What a column counts; hyperfine puts a word before those of its parameters."""
    return units.resource_of(name.removeprefix("parameter_"))


def _holds_times(sheet: Sheet, name: str) -> bool:
    """Units behind its values say so, as below `CPU` in Google Benchmark's table."""
    ends = (text.split()[-1:] for text in _texts(sheet, name))
    return any(unit.casefold() in units.SECONDS for end in ends for unit in end)


def _texts(sheet: Sheet, name: str) -> tuple[str, ...]:
    return tuple(row[name].text for row in sheet.rows)


def _values(
    sheet: Sheet, wanted: Wanted, problems: Problems
) -> tuple[str, tuple[str, ...]]:
    if wanted.times and wanted.rate:
        what = (
            "--time and --rate: a point has a time or a rate, and one gives the other"
        )
        problems.add(None, what, "Name one of them")
    if wanted.rate:
        return RATE, tuple(_like(sheet, wanted.rate, "--rate", problems))
    if wanted.times:
        found = (_like(sheet, asked, "--time", problems) for asked in wanted.times)
        return TIME, tuple(dict.fromkeys(name for names in found for name in names))
    for role in (TIME, RATE):
        if role in sheet.roles:
            return role, (sheet.roles[role],)
    found = _times(sheet)
    if found and (len(found) == 1 or are_runs(found)):
        return TIME, found
    rates = [c for c in sheet.columns if units.is_rate(units.unit_of(c))]
    if not found and len(rates) == 1:
        return RATE, tuple(rates)
    problems.add(
        Place(sheet.file),
        f"columns {listed([f'{c!r}' for c in found])} may all be the time"
        if found
        else "no column is plainly the time of a run",
        "Name it: --time COLUMN (several columns of a wide table, or a pattern as "
        f"'run*'), or --rate COLUMN. {_there_are(sheet)}",
    )
    return TIME, ()


def _like(sheet: Sheet, asked: str, option: str, problems: Problems) -> Iterable[str]:
    """The columns that a pattern with * or ? means, or the one of that name."""
    if asked not in sheet.columns and any(mark in asked for mark in "*?"):
        folded = asked.casefold()
        found = [c for c in sheet.columns if fnmatchcase(c.casefold(), folded)]
        if found:
            return found
    return [named_column(sheet, asked, option, problems)]


def _times(sheet: Sheet) -> tuple[str, ...]:
    """The columns of the runs where a table has them, whatever summarises them."""
    runs = tuple(c for c in sheet.columns if run_of(c) is not None)
    if are_runs(runs):
        return runs
    named = [
        name
        for name in sheet.columns
        if units.says_time(name)
        and not units.says_ratio(name)
        and not _SPREADS.intersection(units.words_of(name))
    ]
    known = [c for c in named if any(x[:1].isdigit() for x in _texts(sheet, c))]
    plain = known or named
    for word in _CENTRES if len(plain) != 1 else ():
        among = plain or sheet.columns
        if centres := [c for c in among if word in units.words_of(c)]:
            return tuple(centres)
    return tuple(plain)


def _check_heading(
    sheet: Sheet, name: str, kind: str, wanted: Wanted, problems: Problems
) -> None:
    """What a heading says against the meaning that its column is given."""
    if name not in sheet.columns:
        return
    place, named = sheet.heading[name], units.unit_of(name)
    if units.says_ratio(name) and not units.says_time(name):
        what = f"'{name}' is an efficiency or a speedup, not a {kind}"
        problems.add(place, what, "Name the column of the times: --time COLUMN")
    elif kind == TIME and units.says_rate(name) and not units.says_time(name):
        problems.add(
            place, f"'{name}' is a rate, not a time", f"Say so: --rate '{name}'"
        )
    elif kind == RATE and units.says_time(name) and not units.says_rate(name):
        problems.add(
            place, f"'{name}' is a time, not a rate", f"Say so: --time '{name}'"
        )
    elif kind == TIME and wanted.unit and _clash(named, wanted.unit):
        what = f"'{name}' is in {named}, not in {wanted.unit} as --unit says"
        problems.add(place, what, "Leave the option out, or correct it")


def _clash(named: str, given: str) -> bool:
    own, other = (units.SECONDS.get(x.casefold()) for x in (named, given))
    return own is not None and other is not None and own != other


def check_units(wanted: Wanted, problems: Problems) -> None:
    """--unit has to be one of a time, unless rates are imported; --decimal a mark."""
    if wanted.decimal not in ("", ".", ","):
        what = f"--decimal '{wanted.decimal}' is no decimal mark"
        problems.add(None, what, "It may be . or ,")
    known = wanted.unit.casefold() in units.SECONDS or wanted.unit in CLOCKS
    if wanted.unit and not wanted.rate and not known:
        what = f"--unit '{wanted.unit}' is no unit of time"
        problems.add(None, what, "It may be s, ms, us, ns, min, h, d, hh:mm or mm:ss")


def _labelled(names: tuple[str, ...], given: str) -> Iterable[Value]:
    """Several columns of a row are runs by their names, or else a curve each."""
    runs = are_runs(names)
    sizes = [_SIZE.fullmatch(re.sub(r"[\(\[].*", "", name).strip()) for name in names]
    heads = {found[1].strip() for found in sizes if found}
    for name, size in zip(names, sizes):
        unit = units.unit_of(name) or given
        if len(names) == 1 or runs:
            yield Value(name, unit)
        elif all(sizes) and len(heads) == 1:
            yield Value(name, unit, (next(iter(heads)) or "column", size[2]))
        else:
            yield Value(name, unit, ("column", name))


def _runs(sheet: Sheet, used: set[str]) -> Iterable[str]:
    """Columns that number the runs by their names."""
    for name in sheet.columns:
        words = units.words_of(name)
        if name in used or run_of(name) is not None:
            continue
        if words and _LAUNCH_WORDS.issuperset(words):
            yield name
