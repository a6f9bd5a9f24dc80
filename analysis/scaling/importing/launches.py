# SPDX-License-Identifier: Apache-2.0
"""Rows as launches: numbers read, and everything refused that is no scaling study."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scaling.importing.columns import RATE, Columns, Value
from scaling.importing.duration import is_duration, parse_duration
from scaling.importing.number import (
    NotANumberError,
    Number,
    decimal_mark,
    evidence,
    parse_number,
)
from scaling.importing.problems import Place, Problems
from scaling.importing.sheet import Cell, Row, Sheet
from scaling.importing.units import SECONDS, is_rate, resource_of
from scaling.importing.wanted import Wanted

MOST_UNITS = 2**31 - 1

_PREFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}


@dataclass(frozen=True)
class Launch:
    """A time in seconds, of which `step_s` is what the last digit is worth.

    Of an imported rate, `rate` is its value, and the time that of one unit of work.
    """

    units: int
    time_s: float
    step_s: float
    labels: tuple[tuple[str, str], ...]
    place: Place
    rate: float | None = None
    is_other_program: bool = False


@dataclass(frozen=True)
class Read:
    """The launches in the order of the files, and what is said of them."""

    launches: tuple[Launch, ...]
    rate_unit: str
    units: tuple[str, ...]
    decimals: dict[str, str]
    without_value: tuple[Place, ...]

    @property
    def unit(self) -> str:
        """That of the first time; empty where it has none, or rates were read."""
        return next(iter(self.units), "")


class Reader:
    """Reads the rows of one file after the other."""

    def __init__(
        self,
        columns: Columns,
        wanted: Wanted,
        problems: Problems,
        rate_unit: str = "",
    ) -> None:
        """Rates are converted into `rate_unit`, else into the unit of the first."""
        self._columns, self._wanted, self._problems = columns, wanted, problems
        self._launches: list[Launch] = []
        self._empty: list[Place] = []
        self._decimals: dict[str, str] = {}
        self._units = {rate_unit: Place("")} if rate_unit and self._is_rate else {}

    def add(self, sheet: Sheet) -> None:
        """Adds the rows of a file; all share its decimal mark."""
        semicolons = "semicolons" in sheet.form
        decimal = decimal_mark(
            self._marks(sheet), self._wanted.decimal, semicolons, self._problems
        )
        self._decimals[sheet.file] = decimal
        for row in sheet.rows:
            self._row(row, decimal)

    def _marks(self, sheet: Sheet) -> Iterator[tuple[Cell, str]]:
        """Cells that hold a number, and the decimal mark that each plainly has."""
        axis = self._columns.axis
        for name in (axis, *(value.name for value in self._columns.values)):
            for cell in (row[name] for row in sheet.rows):
                if not cell.is_empty and not is_duration(cell.text):
                    is_count = name == axis
                    yield (
                        cell,
                        evidence(
                            cell.text, is_count=is_count, prescribed=sheet.decimal
                        ),
                    )

    def read(self) -> Read:
        """Raises ImportRefusedError where anything was wrong."""
        self._problems.refuse_any()
        return Read(
            launches=tuple(self._launches),
            rate_unit=next(iter(self._units), "") if self._is_rate else "",
            units=() if self._is_rate else tuple(self._units),
            decimals=self._decimals,
            without_value=tuple(self._empty),
        )

    @property
    def _is_rate(self) -> bool:
        return self._columns.kind == RATE

    def _row(self, row: Row, decimal: str) -> None:
        axis = row[self._columns.axis]
        values = [(v, row[v.name]) for v in self._columns.values]
        known = [(value, cell) for value, cell in values if not cell.is_empty]
        self._empty += [cell.place for _, cell in values if cell.is_empty]
        if not known:
            return
        count = self._number(axis, decimal, _count)
        for value, cell in known:
            found = self._number(
                cell, decimal, lambda x, d, v=value: self._value(x, d, v)
            )
            if count and found:
                self._launches.append(self._launch(int(count.value), found, row, value))

    def _number(self, cell: Cell, decimal: str, parse) -> Number | None:
        try:
            return parse(cell, decimal)
        except NotANumberError as error:
            self._problems.add(cell.place, str(error), error.cure)
        return None

    def _value(self, cell: Cell, decimal: str, value: Value) -> Number:
        """In seconds, or a rate in the unit of the first one."""
        if is_duration(cell.text):
            found = parse_duration(cell.text, self._wanted.unit)
            unit = "s"
        else:
            found = parse_number(cell.text, decimal)
            unit = found.unit or value.unit
        if found.value <= 0:
            what = (
                f"'{cell.text}' is not above 0, so that it is no {self._columns.kind}"
            )
            raise NotANumberError(what, "Leave out the row of a run that failed")
        factor = (
            self._rate_factor(cell, unit) if self._is_rate else _seconds(cell, unit)
        )
        if not self._is_rate:
            self._units.setdefault(unit, cell.place)
        return Number(found.value * factor, found.step * factor, unit)

    def _rate_factor(self, cell: Cell, unit: str) -> float:
        if unit.casefold() in SECONDS:
            what = f"'{cell.text}' is a time among rates"
            raise NotANumberError(what, "Import times and rates by themselves")
        if unit and not is_rate(unit) and unit != self._wanted.unit:
            what = f"'{unit}' behind '{cell.text}' is no unit of a rate"
            raise NotANumberError(what, f"If it is one, say so: --unit '{unit}'")
        first = next(iter(self._units), unit)
        self._units.setdefault(first, cell.place)
        if unit == first:
            return 1.0
        own, others = _PREFIXES.get(unit[:1], 0), _PREFIXES.get(first[:1], 0)
        if not own or not others or unit[1:] != first[1:]:
            what = f"a rate in {unit or 'no unit'} among rates in {first or 'no unit'}"
            raise NotANumberError(what, "Import rates of one unit")
        return own / others

    def _launch(self, units: int, found: Number, row: Row, value: Value) -> Launch:
        labels = [(name, row[name].text) for name in self._columns.by]
        labels += [value.label] if value.label else []
        place = row[value.name].place
        if not self._is_rate:
            return Launch(units, found.value, found.step, tuple(labels), place)
        work = units if self._wanted.is_weak else 1
        time_s = work / found.value
        step_s = time_s * min(1.0, found.step / found.value)
        return Launch(units, time_s, step_s, tuple(labels), place, found.value)


def _count(cell: Cell, decimal: str) -> Number:
    """A whole number of cores, nodes or GPUs; `4.0` and `4 ranks` are some too."""
    if cell.is_empty:
        raise NotANumberError("a value without its resources", "Write both, or neither")
    found = parse_number(cell.text, decimal)
    of_others = found.unit and not resource_of(found.unit)
    if of_others or found.value % 1 or not 1 <= found.value <= MOST_UNITS:
        what = f"'{cell.text}' is no number of cores, nodes or GPUs"
        raise NotANumberError(what, "It has to be a whole number above 0")
    return found


def _seconds(cell: Cell, unit: str) -> float:
    if not unit:
        return 1.0
    if is_rate(unit):
        what = f"'{cell.text}' is a rate among times"
        cure = "Import times and rates by themselves, and name the rates: --rate COLUMN"
        raise NotANumberError(what, cure)
    if unit == "%":
        what = f"'{cell.text}' is a percentage, not a time"
        raise NotANumberError(what, "Name the column of the times: --time COLUMN")
    if unit.casefold() not in SECONDS:
        what = f"'{unit}' behind '{cell.text}' is no unit of time"
        raise NotANumberError(what, "It may be s, ms, us, ns, min, h or d")
    return SECONDS[unit.casefold()]


def base_launch(read: Read, wanted: Wanted) -> Iterator[Launch]:
    """The time of --base, once for each curve: another program on one resource."""
    if not wanted.base:
        return
    cell = Cell(wanted.base, Place("--base"))
    decimal = wanted.decimal or next(iter(read.decimals.values()), ".")
    duration = is_duration(cell.text)
    parse = parse_duration if duration else parse_number
    found = parse(cell.text, wanted.unit if duration else decimal)
    if found.value <= 0:
        raise NotANumberError(f"'{cell.text}' is not above 0", "Name a time")
    if any(launch.rate is not None for launch in read.launches):
        what = "it is a time, and these are rates, of which nobody says how much work"
        raise NotANumberError(what, "Import times, or leave it out")
    factor = 1.0 if duration else _seconds(cell, found.unit or read.unit)
    for labels in dict.fromkeys(launch.labels for launch in read.launches):
        yield Launch(
            units=1,
            time_s=found.value * factor,
            step_s=found.step * factor,
            labels=labels,
            place=cell.place,
            is_other_program=True,
        )


def by_curve(launches: Iterable[Launch]) -> dict[tuple, dict[int, list[Launch]]]:
    """Launches by their labels, then by their resources."""
    curves: dict[tuple, dict[int, list[Launch]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for launch in launches:
        curves[launch.labels][launch.units].append(launch)
    return curves


def times_of(launches: Sequence[Launch]) -> list[float]:
    """In seconds."""
    return [launch.time_s for launch in launches]
