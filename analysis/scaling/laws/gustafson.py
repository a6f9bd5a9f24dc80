# SPDX-License-Identifier: Apache-2.0
"""Gustafson's law of scaled speedup."""

from __future__ import annotations

import numpy as np

from scaling.arrays import Numbers


def serial_part(times_cores: Numbers, scaled_speedups: Numbers) -> Numbers:
    """s of S = r - s (r - 1), by least squares and at least 0.

    `times_cores` is (m,), relative to the base; `scaled_speedups` (B, m).
    """
    grown = times_cores - 1
    lost = times_cores - scaled_speedups
    return np.maximum((lost @ grown) / (grown @ grown), 0.0)
