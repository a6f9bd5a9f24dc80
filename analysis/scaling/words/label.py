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
        self._samples: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._values: dict[tuple[str, str], set[object]] = defaultdict(set)
        self._kernels: set[str] = set()
        for request in among:
            self._kernels.add(request.kernel)
            self._samples[request.kernel, request.shape].add(request.samples)
            for name in (*_WORDS, *_PAIRS):
                self._values[request.kernel, name].add(getattr(request, name))

    def of(self, request: Request) -> str:
        """`4x2`, ranks x threads, and in brackets what else differs."""
        kernel = request.kernel
        parts = [f"in the job of {request.job_nodes} nodes"] if request.is_copy else []
        if len(self._samples[kernel, request.shape]) > 1:
            parts.append(f"{count(request.samples)} samples")
        if len(self._kernels) > 1:
            parts.append(kernel)
        parts += [getattr(request, n) for n in _WORDS if self._differs(kernel, n)]
        for name in _PAIRS:
            if self._differs(kernel, name):
                parts += [f"{key}={value}" for key, value in getattr(request, name)]
        return request.shape + (f" ({', '.join(parts)})" if parts else "")

    def _differs(self, kernel: str, name: str) -> bool:
        """Among the points of one kernel, which the kernel's name does not tell."""
        return len(self._values[kernel, name]) > 1


_WORDS = ("backend", "launcher", "seed", "side")
_PAIRS = ("parameters", "env")
