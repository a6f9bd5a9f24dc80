# SPDX-License-Identifier: Apache-2.0
"""JSON in lines: what many programs read, and people too."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

Rows = Iterable[Mapping[str, Any]]


def by_lines(members: Mapping[str, Any], rows: Mapping[str, Rows]) -> bytes:
    """An object of `members` and of lists of objects, a line each of both, in ASCII.

    Indented text is made by Python's own code, which takes ten times as long.
    """
    out = io.BytesIO()
    mark = "{"
    for name, value in members.items():
        out.write(f"{mark}\n {json.dumps(name)}: {json.dumps(value)}".encode())
        mark = ","
    for name, found in rows.items():
        out.write(f"{mark}\n {json.dumps(name)}: [".encode())
        _write(found, out)
        mark = ","
    out.write(b"\n}\n")
    return out.getvalue()


def _write(rows: Rows, out: io.BytesIO) -> None:
    mark = ""
    for row in rows:
        out.write(f"{mark}\n  {json.dumps(row)}".encode())
        mark = ","
    out.write(b"\n ]" if mark else b"]")
