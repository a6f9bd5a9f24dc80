# SPDX-License-Identifier: Apache-2.0
"""What a point is called among others: no longer than it takes to tell it apart."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.read.request import Request
from scaling.text import count


def label(request: Request, among: Iterable[Request]) -> str:
    """`4x2`, ranks x threads, and in brackets what else differs among the points."""
    requests = list(among)
    parts = [request.shape]
    if len({r.samples for r in requests if r.shape == request.shape}) > 1:
        parts.append(f"{count(request.samples)} samples")
    for name in ("kernel", "backend", "launcher", "seed"):
        if len({getattr(r, name) for r in requests}) > 1:
            parts.append(getattr(request, name))
    for name in ("parameters", "env"):
        if len({getattr(r, name) for r in requests}) > 1:
            parts += [f"{key}={value}" for key, value in getattr(request, name)]
    return " ".join(parts[:1]) + (f" ({', '.join(parts[1:])})" if parts[1:] else "")
