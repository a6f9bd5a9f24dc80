# SPDX-License-Identifier: Apache-2.0
"""What a law says of core counts that had jobs of their own."""

from __future__ import annotations

from collections.abc import Iterator

from scaling.laws.fit import Data
from scaling.words.text import listed


def law_jobs(data: Data, unit: str) -> Iterator[str]:
    """A sentence for those whose job measured the base too, and one for the others."""
    if data.over_base:
        yield (
            f"Times on {_counts(data.over_base)} {unit}s are over the base in the "
            "same job, times what the base takes in its own"
        )
    if data.across:
        yield (
            f"Times on {_counts(data.across)} {unit}s are of other jobs than the "
            "base's: what the machine was like in each is part of the law, no interval "
            "knows it, and a true law may be refused for it"
        )


def _counts(found: tuple[int, ...]) -> str:
    return listed([f"{count:,}" for count in found], 12)
