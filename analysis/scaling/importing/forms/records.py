# SPDX-License-Identifier: Apache-2.0
"""JSON of no known tool: a list of objects, or lines of them; also those of Extra-P."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaling.importing.json_rows import flattened, make_sheet, parse_json
from scaling.importing.problems import Place, refuse
from scaling.importing.sheet import Sheet

ORDER = 5


def read(file: str, text: str) -> Sheet | None:
    """An object is a row; one that holds a list of numbers is a row for each."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    value = parse_json(text)
    if value is None:
        if text.lstrip().startswith("["):
            return None
        refuse(Place(file), "begins as JSON and is none", "Export it again")
    path, records = _records(value)
    if not records:
        cure = "Import a list of objects, one for each run"
        refuse(Place(file), "JSON without a list of objects", cure)
    rows = [row for i, x in enumerate(records) for row in _rows(f"{path}[{i}]", x)]
    is_extrap = all({"params", "value"} <= x.keys() for x in records)
    if not is_extrap:
        return make_sheet(file, "JSON, an object a row", rows)
    bare = [(p, {k.removeprefix("params."): v for k, v in x.items()}) for p, x in rows]
    return make_sheet(file, "JSON lines of Extra-P", bare, {"time": "value"})


def _records(value: Any, path: str = "") -> tuple[str, list[Mapping[str, Any]]]:
    """The list itself, or the only one of objects in an object."""
    if isinstance(value, list):
        is_of_objects = value and all(isinstance(x, Mapping) for x in value)
        return path, value if is_of_objects else []
    if not isinstance(value, Mapping):
        return path, []
    found = [_records(x, str(k)) for k, x in value.items() if isinstance(x, list)]
    found = [one for one in found if one[1]]
    return found[0] if len(found) == 1 else (path, [])


def _rows(path: str, record: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    shared = dict(flattened(record))
    lists = {
        name: found
        for name, found in record.items()
        if isinstance(found, list) and found and all(isinstance(x, str) for x in found)
    }
    if len(lists) != 1:
        yield path, shared
        return
    ((name, values),) = lists.items()
    for index, value in enumerate(values):
        yield f"{path}.{name}[{index}]", {**shared, name: value}
