# SPDX-License-Identifier: Apache-2.0
"""Typed access to the fields of a JSON object, with errors that name the field."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

Json = Mapping[str, Any]

if TYPE_CHECKING:
    Numbers = array[float]

_NUMBER_TYPES = frozenset((int, float))

LARGEST_WHOLE = 2**53

_COUNT = re.compile(r"[0-9]{1,40}")


class MalformedError(ValueError):
    """A field is absent or has a type or value that the contract does not allow."""


def _field(value: Json, name: str) -> Any:
    if name not in value:
        raise MalformedError(f"{name} is missing")
    return value[name]


def text(value: Json, name: str, default: str | None = None) -> str:
    """A string; `default` where the field is absent and a default is given."""
    if default is not None and value.get(name) is None:
        return default
    found = _field(value, name)
    if not isinstance(found, str):
        raise MalformedError(f"{name} is not a string")
    return found


def whole(value: Json, name: str, at_least: int = 0, default: int | None = None) -> int:
    """A JSON integer of at least `at_least`, and no larger than a double can hold."""
    if default is not None and value.get(name) is None:
        return default
    found = _field(value, name)
    if (
        not isinstance(found, int)
        or isinstance(found, bool)
        or not at_least <= found <= LARGEST_WHOLE
    ):
        raise MalformedError(f"{name} is not an integer of at least {at_least}")
    return found


def count(value: Json, name: str) -> int:
    """A count that may exceed 2^53 and is therefore a decimal string."""
    found = _field(value, name)
    if not isinstance(found, str) or not _COUNT.fullmatch(found):
        raise MalformedError(f"{name} is not a decimal count in a string")
    return int(found)


def number(value: Json, name: str, default: float | None = None) -> float | None:
    """A finite number; `default` where the field is absent or null."""
    found = value.get(name)
    if found is None:
        return default
    if not _is_finite(found):
        raise MalformedError(f"{name} is not a finite number")
    return float(found)


def numbers(value: Json, name: str) -> Numbers:
    """An array of finite numbers of at least 0, at eight bytes each."""
    found = _field(value, name)
    if not isinstance(found, list) or not _NUMBER_TYPES.issuperset(map(type, found)):
        raise MalformedError(f"{name} is not an array of numbers of at least 0")
    try:
        packed = array("d", found)
    except OverflowError:
        packed = array("d", [math.inf])
    if packed and not (min(packed) >= 0 and max(packed) < math.inf):
        raise MalformedError(f"{name} is not an array of numbers of at least 0")
    return packed


def reals(value: Json, name: str) -> tuple[float, ...]:
    """An array of finite numbers."""
    found = value.get(name)
    if not isinstance(found, list) or not all(map(_is_finite, found)):
        raise MalformedError(f"{name} is not an array of finite numbers")
    return tuple(map(float, found))


def texts(value: Json, name: str) -> tuple[str, ...]:
    """An array of strings; empty where the field is absent."""
    found = value.get(name, [])
    if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
        raise MalformedError(f"{name} is not an array of strings")
    return tuple(found)


def mapping(value: Json, name: str) -> Json:
    """An object; empty where the field is absent or null."""
    found = value.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise MalformedError(f"{name} is not an object")
    return found


def required_mapping(value: Json, name: str) -> Json:
    """An object that must be there."""
    if _field(value, name) is None:
        raise MalformedError(f"{name} is missing")
    return mapping(value, name)


def each(value: Json, name: str, parse: Callable[[Json], Any]) -> tuple[Any, ...]:
    """Every object of an array through `parse`; empty where the field is absent."""
    found = value.get(name, [])
    if not isinstance(found, list):
        raise MalformedError(f"{name} is not an array")
    return tuple(parse(_object(item, name)) for item in found)


def pairs(value: Json, name: str) -> tuple[tuple[str, str], ...]:
    """An object of plain values as sorted pairs of text, which can be compared."""
    return tuple(sorted((k, plain(v)) for k, v in mapping(value, name).items()))


def plain(value: Any) -> str:
    """A JSON scalar as a user would write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value)


def _object(item: Any, name: str) -> Json:
    if not isinstance(item, dict):
        raise MalformedError(f"an entry of {name} is not an object")
    return item


def _is_finite(value: Any) -> bool:
    # An integer beyond the range of a double is no measurement either.
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
