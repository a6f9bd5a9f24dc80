# SPDX-License-Identifier: Apache-2.0
"""Numbers as people and programs write them, each with what its last digit is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scaling.importing.problems import Problems
from scaling.importing.sheet import Cell

_SPACES = " \u00a0\u2007\u2009\u202f'\u2019_"
_NUMBER = re.compile(
    rf"([-+\u2212]?)([0-9.,][0-9.,{_SPACES}]*)([eEdD][-+]?[0-9]+)?(?:\s*([^\s0-9.,].*))?"
)
_SPACED = re.compile(rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?=[.,]|$)")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_SPREAD = re.compile(r"\s*(?:±|\+/-|\+-)\s*[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?")
_OTHER = {".": ",", ",": "."}
_FORMULA = re.compile(r"=|#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """`step` is what one step of the last digit is worth; `unit` stood behind it."""

    value: float
    step: float
    unit: str = ""


class NotANumberError(ValueError):
    """Says what the text is instead, and the cure."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.cure = cure


@dataclass(frozen=True)
class _Parts:
    sign: str
    digits: str
    exponent: str
    unit: str
    is_spaced: bool


def has_spread(text: str) -> bool:
    """A mean of several runs: `406.9 ± 3.7`."""
    return _SPREAD.search(text) is not None


def without_spread(text: str) -> str:
    """`406.9 ± 3.7 ms` as `406.9 ms`: a spread is no launch."""
    return _SPREAD.sub("", text, count=1)


def _parts(text: str) -> _Parts:
    if _FORMULA.match(text):
        raise NotANumberError(
            f"'{text}' is a formula or its error, not a number",
            "Save the sheet with values",
        )
    found = _NUMBER.fullmatch(without_spread(text))
    if not found:
        raise NotANumberError(
            f"'{text}' is text where a number is needed",
            "Correct the cell or leave out its row",
        )
    sign, digits, exponent, unit = found.groups(default="")
    digits = digits.strip(_SPACES)
    spaced = _SPACED.match(digits)
    if spaced:
        digits = re.sub(f"[{_SPACES}]", "", spaced[0]) + digits[spaced.end() :]
    if any(mark in digits for mark in _SPACES):
        raise NotANumberError(
            f"'{text}' holds spaces that do not set thousands apart",
            "Write one number a cell",
        )
    return _Parts(sign, digits, exponent, unit.strip(), spaced is not None)


def evidence(text: str, *, is_count: bool = False, prescribed: str = "") -> str:
    """The decimal mark that `text` plainly has; `?` where `.` or `,` may be either.

    Empty where it has neither, and where it is no number. In a count, as in a form that
    has its mark `prescribed`, `1.024` leaves no doubt.
    """
    try:
        parts = _parts(text)
    except NotANumberError:
        return ""
    marks = re.findall("[.,]", parts.digits)
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return _OTHER[marks[0]]
    whole, _, rest = parts.digits.replace(",", ".").partition(".")
    may_group = len(rest) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    if parts.exponent or parts.is_spaced or not may_group or marks[0] == prescribed:
        return marks[0]
    return _OTHER[marks[0]] if is_count and rest != "000" else "?"


def decimal_mark(
    marks: Iterable[tuple[Cell, str]],
    given: str,
    is_by_semicolons: bool,
    problems: Problems,
) -> str:
    """The decimal mark of a file: as given, or as the evidence of its cells has it.

    Empty where they differ, which is told once.
    """
    first: dict[str, Cell] = {}
    doubtful: list[Cell] = []
    for cell, mark in marks:
        if mark == "?":
            doubtful.append(cell)
        elif mark:
            first.setdefault(mark, cell)
    if given and (wrong := first.get(_OTHER[given])):
        problems.add(
            wrong.place,
            f"'{wrong.text}' does not have the decimal mark of --decimal {given}",
            "Leave the option out, or correct the cell",
        )
        return ""
    if len(first) == 2:
        dot, comma = first["."], first[","]
        problems.add(
            comma.place,
            f"'{comma.text}' has another decimal mark than '{dot.text}' ({dot.place})",
            "Write all numbers in one way",
        )
        return ""
    if given or first:
        return given or next(iter(first))
    asked = [c for c in doubtful if "," in c.text or is_by_semicolons]
    if asked:
        cell = asked[0]
        problems.add(
            cell.place,
            f"'{cell.text}' may be a number of thousands or of three decimals",
            "Say which: --decimal . or --decimal ,",
        )
    return "" if asked else "."


def parse_number(text: str, decimal: str) -> Number:
    """With the mark that it has itself where none is known; raises NotANumberError."""
    decimal = decimal or evidence(text).replace("?", "") or "."
    parts = _parts(text)
    thousands = "," if decimal == "." else "."
    whole, mark, rest = parts.digits.partition(decimal)
    if thousands in whole:
        if not _GROUPED.fullmatch(whole):
            raise NotANumberError(
                f"'{text}' is no number with decimal mark '{decimal}'",
                "Correct the cell, or name the mark: --decimal",
            )
        whole = whole.replace(thousands, "")
    if not (whole + rest).isdecimal():
        raise NotANumberError(
            f"'{text}' is no number with decimal mark '{decimal}'",
            "Correct the cell, or name the mark: --decimal",
        )
    power = int(parts.exponent[1:]) if parts.exponent else 0
    if abs(power) > 300 or len(whole) > 300:
        raise NotANumberError(f"'{text}' is too large or too small", "Correct the cell")
    sign = -1.0 if parts.sign in ("-", "\u2212") else 1.0
    value = sign * float(f"{whole or 0}.{rest or 0}e{power}")
    return Number(value, 10.0 ** (power - len(rest if mark else "")), parts.unit)
