# SPDX-License-Identifier: Apache-2.0
"""Columns side by side, which must be equally long."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

_END = object()


def _zip_equal(*columns: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for row in zip_longest(*columns, fillvalue=_END):
        if any(value is _END for value in row):
            raise ValueError("columns that belong together differ in their lengths")
        yield row


def zip_equal(*columns: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of the columns, as `zip`; a ValueError where their lengths differ."""
    if sys.version_info >= (3, 10):
        return zip(*columns, strict=True)
    return _zip_equal(*columns)
