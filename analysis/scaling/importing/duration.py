# SPDX-License-Identifier: Apache-2.0
"""Times of the clock, such as 1-02:03:04, 2:05.5 and 1m2.345s, in seconds."""

from __future__ import annotations

import re

from scaling.importing.number import NotANumberError, Number

CLOCKS = ("hh:mm", "mm:ss")
"""What two numbers with a colon can be."""

_COLONS = re.compile(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d{1,2})(?:[.,](\d+))?")
_LETTERS = re.compile(
    r"(?:(\d+)\s*d(?:ays?)?)?\s*(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*m(?:in)?)?"
    r"\s*(?:(\d+)(?:[.,](\d+))?\s*s(?:ec)?)?"
)


def is_duration(text: str) -> bool:
    """Several units in one text; `12 s` alone is a number with a unit."""
    if _COLONS.fullmatch(text):
        return True
    found = _LETTERS.fullmatch(text)
    return bool(found) and sum(x is not None for x in found.groups()[:4]) > 1


def parse_duration(text: str, clock: str = "") -> Number:
    """Raises NotANumberError; `clock` is one of CLOCKS, for texts of two numbers."""
    found = _COLONS.fullmatch(text) or _LETTERS.fullmatch(text)
    if not found:
        raise NotANumberError(f"'{text}' is no time of a clock", "Correct the cell")
    days, hours, minutes, seconds, decimals = found.groups(default="")
    step = 1.0
    if ":" in text and not days and not hours and not decimals:
        if clock not in CLOCKS:
            raise NotANumberError(
                f"'{text}' may be hours and minutes or minutes and seconds",
                "Say which: --unit hh:mm or --unit mm:ss",
            )
        if clock == "hh:mm":
            hours, minutes, seconds, step = minutes, seconds, "0", 60.0
    if any(int(x or 0) > 59 for x in (minutes if hours else "0", seconds)):
        raise NotANumberError(f"'{text}' counts beyond 59", "Correct the cell")
    whole = int(seconds or 0) + 60 * int(minutes or 0)
    whole += 3600 * int(hours or 0) + 86400 * int(days or 0)
    value = float(f"{whole}.{decimals or 0}")
    return Number(value, step * 10.0 ** -len(decimals))
