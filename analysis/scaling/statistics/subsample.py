# SPDX-License-Identifier: Apache-2.0
"""Evenly spaced values of a long series, where all of them would not help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Value = TypeVar("Value")


def subsample(values: Sequence[Value], most: int) -> Sequence[Value]:
    """At most `most` of them, in their order; all where they are no more."""
    return values[:: -(-len(values) // most)] if len(values) > most else values
