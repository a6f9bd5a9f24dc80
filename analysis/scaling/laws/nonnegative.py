# SPDX-License-Identifier: Apache-2.0
"""Least squares with coefficients of at least 0, for many right-hand sides at once."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np

from scaling.arrays import Numbers


def nonnegative(a: Numbers, y: Numbers) -> Numbers:
    """The c >= 0 that minimises |a c - y|, for each of the stacked problems.

    `a` is (B, m, k) and `y` (B, m); the answer is (B, k). With at most three columns
    the optimum is that of one of seven sets of columns, each solved in closed form:
    1,000 problems take as long as a few calls of an iterative solver.
    """
    scale = np.sqrt((a**2).sum(axis=(0, 1), keepdims=True) / a.shape[0])
    scaled = a / scale
    best = np.zeros((a.shape[0], a.shape[2]))
    least = np.full(a.shape[0], np.inf)
    for columns in _subsets(a.shape[2]):
        part = scaled[:, :, columns]
        gram = part.transpose(0, 2, 1) @ part
        right = np.einsum("bmk,bm->bk", part, y)
        ridge = 1e-14 * np.eye(len(columns))
        found = np.linalg.solve(gram + ridge, right[:, :, None])[:, :, 0]
        rss = ((np.einsum("bmk,bk->bm", part, found) - y) ** 2).sum(axis=1)
        better = (found >= 0).all(axis=1) & (rss < least)
        least[better] = rss[better]
        best[better] = 0.0
        best[np.ix_(better, columns)] = found[better]
    return best / scale[0]


def _subsets(k: int) -> list[list[int]]:
    sizes = (combinations(range(k), size) for size in range(1, k + 1))
    return [list(columns) for columns in chain.from_iterable(sizes)]
