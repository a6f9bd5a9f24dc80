# SPDX-License-Identifier: Apache-2.0
"""What a point is called among others: no longer than it takes to tell it apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from scaling.records.request import Request
from scaling.words.text import count


class Labels:
    """Knows once what differs among the points, then names any of them."""

    def __init__(self, among: Iterable[Request]) -> None:
        self._samples: dict[str, set[int]] = defaultdict(set)
        values: dict[str, set[object]] = defaultdict(set)
        for request in among:
            self._samples[request.shape].add(request.samples)
            for name in (*_WORDS, *_PAIRS):
                values[name].add(getattr(request, name))
        self._differing = {name for name, found in values.items() if len(found) > 1}

    def of(self, request: Request) -> str:
        """`4x2`, ranks x threads, and in brackets what else differs."""
        parts = [f"in the job of {request.job_nodes} nodes"] if request.is_copy else []
        if len(self._samples[request.shape]) > 1:
            parts.append(f"{count(request.samples)} samples")
        parts += [getattr(request, name) for name in _WORDS if name in self._differing]
        for name in _PAIRS:
            if name in self._differing:
                parts += [f"{key}={value}" for key, value in getattr(request, name)]
        return request.shape + (f" ({', '.join(parts)})" if parts else "")


_WORDS = ("kernel", "backend", "launcher", "seed", "side")
_PAIRS = ("parameters", "env")
