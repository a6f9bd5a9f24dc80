# SPDX-License-Identifier: Apache-2.0
"""Medians of points that are resampled each for itself, as the analysis once did."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from scaling.arrays import Counts, Numbers
from scaling.statistics.bootstrap import ITERATIONS, SEED


def resampled_medians(
    values: Sequence[float], stream: str, iterations: int = ITERATIONS
) -> Numbers:
    """Medians of `iterations` resamples of `values`, drawn with replacement.

    Only the middle order statistics of a resample are drawn, not its n members: the
    k-th smallest of n uniforms is Beta(k, n + 1 - k), and the resampled value is the
    one at rank floor(n U). The distribution is exactly that of the ordinary bootstrap
    at a cost that does not grow with n. `stream` separates the draws of points.
    """
    ordered = np.sort(np.asarray(values, dtype=np.float64))
    n = len(ordered)
    rng = np.random.default_rng([SEED, zlib.crc32(stream.encode())])
    middle = (n + 1) // 2
    lower = rng.beta(middle, n + 1 - middle, iterations)
    below = ordered[_index(lower, n)]
    if n % 2:
        return below
    # The next order statistic is the least of the n/2 uniforms left above `lower`.
    upper = lower + (1 - lower) * rng.beta(1, n // 2, iterations)
    return (below + ordered[_index(upper, n)]) / 2


def _index(uniform: Numbers, n: int) -> Counts:
    return np.minimum((uniform * n).astype(np.intp), n - 1)
