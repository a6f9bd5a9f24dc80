# SPDX-License-Identifier: Apache-2.0
"""Text that is safe to show, and numbers as people read them."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from scaling.statistics.measured import Measured

_ESCAPE_SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)"
)
_SUSPECT = re.compile(r"://|  |^ | $")
"""All that `clean` changes in printable ASCII."""
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


@lru_cache(maxsize=1024)  # most of the texts of a table are in each of its rows
def clean(text: str) -> str:
    """One line without control, direction-changing or credential characters.

    Names, paths and command lines come from a journal that anybody may have written.
    """
    if text.isascii() and text.isprintable() and not _SUSPECT.search(text):
        return text
    text = _CREDENTIALS.sub("", _ESCAPE_SEQUENCE.sub("", text))
    text = re.sub(r"\s+", " ", text)
    return "".join(c for c in text if unicodedata.category(c) not in _HIDDEN).strip()


_HIDDEN = {"Cc", "Cf", "Cs", "Co"}


def slug(text: str) -> str:
    """A file name of `[A-Za-z0-9._-]` that starts with a letter or digit."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", clean(text)).strip("-._")[:64] or "x"


def count(value: int) -> str:
    """1234567 as 1,234,567; a round large one as 2e10."""
    digits = str(value).rstrip("0")
    zeros = len(str(value)) - len(digits)
    if value < 100_000 or len(digits) > 4 or zeros < 4:
        return f"{value:,}"
    exponent = len(str(value)) - 1
    return f"{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}e{exponent}"


def number(value: float, digits: int = 3) -> str:
    """`digits` significant digits: `2,876`, `0.0123`, `6.4e-5`, `1e7`."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    # Of what is shown: 0.9996 is 1.00, with the decimals of a one.
    shown = abs(float(f"{value:.{digits - 1}e}"))
    exponent = math.floor(math.log10(shown))
    if not -4 <= exponent <= 6:
        return power_of_ten(value, digits)
    return f"{value:,.{max(0, digits - 1 - exponent)}f}"


def loss_percents(share: float) -> str:
    """`6.5 %`, `34 %`: what is lost, with a decimal where it is little."""
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.1f} %"


def rounded(value: float, digits: int) -> float:
    """The number that `number` shows."""
    return float(number(value, digits).replace(",", ""))


def power_of_ten(value: float, digits: int) -> str:
    """As `count` writes round numbers: no zeros in front of the e or behind it."""
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}"


def measured(value: Measured) -> str:
    """`0.512 [0.509, 0.515]`, rounded to the second digit of the half interval."""
    if value.low is None or value.high is None:
        return number(value.value)
    decimals = _decimals(value)
    low, centre, high = (
        fixed(x, decimals, ",") for x in (value.low, value.value, value.high)
    )
    return f"{centre} [{low}, {high}]"


def brief(value: Measured) -> str:
    """`77 [76, 78]`, `1,581 [1,561, 1,592]`: rounded to the first digit of the half
    interval, with commas; what people quote."""
    if value.low is None or value.high is None:
        return number(value.value)
    return with_decimals(value, brief_decimals(value))


def brief_decimals(value: Measured) -> int:
    """Digits behind the point up to the first of the half interval, which is there."""
    return max(0, _decimals(value) - 1)


def with_decimals(value: Measured, decimals: int) -> str:
    """With exactly so many digits behind the point, as all of a column have."""
    ends = (value.low, value.value, value.high)
    low, centre, high = (None if x is None else fixed(x, decimals, ",") for x in ends)
    return centre if low is None else f"{centre} [{low}, {high}]"


def percent(share: Measured) -> str:
    """`77 [76, 78]` of a share of 1: whole percents but where the interval is finer."""
    value = share.times(100)
    if value.low is None or value.high is None:
        return fixed(value.value, 0)
    decimals = percent_decimals(share)
    low, centre, high = (
        fixed(x, decimals) for x in (value.low, value.value, value.high)
    )
    return f"{centre} [{low}, {high}]"


def share(value: float) -> str:
    """`70 %` of 0.7, in as few digits as it has."""
    return f"{100 * value:g} %"


def percents(value: float) -> str:
    """`17 %` of 0.1666: whole ones."""
    return f"{100 * value:.0f} %"


def percent_decimals(of: Measured) -> int:
    """Digits behind the point of a share with an interval, shown in percent."""
    return 0 if 100 * (of.high - of.low) > FINE_PERCENTS else 1


FINE_PERCENTS = 0.5
"""The width of an interval below which whole percents would hide it."""


def centre(value: Measured) -> str:
    """The value alone, with the digits that its interval allows."""
    if value.low is None or value.high is None:
        return number(value.value)
    return fixed(value.value, _decimals(value), ",")


def fixed(value: float, decimals: int, thousands: str = "") -> str:
    """`decimals` digits behind the point; a zero has no sign."""
    text = f"{value:{thousands}.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.") else text


def _decimals(value: Measured) -> int:
    half = (value.high - value.low) / 2
    if half <= 0:
        half = abs(value.value) / 1000 or 1.0
    return min(12, max(0, 1 - math.floor(math.log10(half))))


def plural(n: int, word: str, words: str = "") -> str:
    """`1 point`, `2 points`."""
    return f"{n:,} {word if n == 1 else words or word + 's'}"


def listed(items: list[str], most: int = 6) -> str:
    """Comma-separated; only the first `most` of a long list, and how many more."""
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"
