# SPDX-License-Identifier: Apache-2.0
"""Parses equal JSON once: most of a journal's records repeat what others said."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any, TypeVar

Parsed = TypeVar("Parsed")

MOST_KEPT = 200_000
"""Distinct values remembered; a journal with more is parsed, only slower."""
LARGEST_KEY_BYTES = 8192


def shared(parse: Callable[[Any], Parsed]) -> Callable[[Any], Parsed]:
    """`parse`, a pure function of JSON, so that equal values give the same object.

    It saves the time of parsing and, more, the memory of what is parsed. The key is a
    digest of the value's content, so that large values are not kept for it.
    """
    kept: dict[bytes, Parsed] = {}

    @wraps(parse)
    def lookup(value: Any) -> Parsed:
        # Version 2 of the format has no back references: equal content, equal bytes.
        key = marshal.dumps(value, 2)
        if len(key) > LARGEST_KEY_BYTES:
            key = blake2b(key, digest_size=16).digest()
        found = kept.get(key)
        if found is None:
            found = parse(value)
            if len(kept) >= MOST_KEPT:
                kept.clear()
            kept[key] = found
        return found

    return lookup
