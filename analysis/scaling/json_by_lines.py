# SPDX-License-Identifier: Apache-2.0
"""JSON in lines: what many programs read, and people too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Rows = Iterable[Mapping[str, Any]]


def by_lines(members: Mapping[str, Any], rows: Mapping[str, Rows]) -> str:
    """An object of `members` and of lists of objects: a line each of both.

    Indented text is made by Python's own code, which takes ten times as long.
    """
    encode = json.JSONEncoder().encode
    texts = [f" {encode(name)}: {encode(value)}" for name, value in members.items()]
    texts += [f" {encode(name)}: {_listed(found)}" for name, found in rows.items()]
    return "{\n" + ",\n".join(texts) + "\n}\n"


def _listed(rows: Rows) -> str:
    lines = ",\n".join(_lines(rows))
    return f"[\n{lines}\n ]" if lines else "[]"


def _lines(rows: Rows) -> Iterator[str]:
    encode = json.JSONEncoder().encode
    return (f"  {encode(row)}" for row in rows)
