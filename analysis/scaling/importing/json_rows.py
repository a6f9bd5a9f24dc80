# SPDX-License-Identifier: Apache-2.0
"""JSON as rows: objects become columns, numbers keep the digits that they have."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from scaling.importing.problems import Place
from scaling.importing.sheet import Cell, Sheet


class Digits(str):
    """A JSON number as it is written, which tells its last digit."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_float=Digits, parse_int=Digits, parse_constant=Digits)


@lru_cache(maxsize=1)
def parse_json(text: str) -> Any:
    """The value of JSON or of JSON lines; None for what is neither."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return _DECODER.decode(text.strip())
    except (ValueError, RecursionError):
        pass
    try:
        return [_DECODER.decode(x) for x in text.splitlines() if x.strip()]
    except (ValueError, RecursionError):
        return None


def flattened(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Scalars by their names, those of inner objects as `outer.inner`."""
    for name, found in value.items():
        if isinstance(found, Mapping):
            yield from flattened(found, f"{before}{name}.")
        elif isinstance(found, str):
            yield f"{before}{name}", str(found)
        elif found is None or isinstance(found, bool):
            yield f"{before}{name}", "" if found is None else str(found).lower()


def make_sheet(
    file: str,
    form: str,
    rows: Iterable[tuple[str, Mapping[str, str]]],
    roles: Mapping[str, str] | None = None,
) -> Sheet:
    """`rows` are a path in the file and what stands there, by columns."""
    found = list(rows)
    heading = {name: Place(file) for _, row in found for name in row}
    return Sheet(
        file=file,
        form=form,
        heading=heading,
        rows=[
            {name: _cell(file, path, name, row) for name in heading}
            for path, row in found
        ],
        roles={role: name for role, name in (roles or {}).items() if name in heading},
        decimal=".",
    )


def _cell(file: str, path: str, name: str, row: Mapping[str, str]) -> Cell:
    return Cell(row.get(name, ""), Place(file, path=f"{path}.{name}"))
