# SPDX-License-Identifier: Apache-2.0
"""Where the efficiency falls below 70 %, if the data say so."""

from __future__ import annotations

import numpy as np

from scaling.arrays import Numbers
from scaling.laws.fit import Laws
from scaling.laws.limit import Limit
from scaling.statistics.bootstrap import percentile_interval
from scaling.statistics.measured import Measured

EFFICIENCY = 0.7
_STEPS = 400


def knee(laws: Laws, limit: Limit, efficiency: float = EFFICIENCY) -> Measured | None:
    """Cores at which the efficiency crosses; None where the data do not determine it.

    The interval is that of the refits of all plausible laws. Unless both ends are
    within the limit of extrapolation, nothing is claimed.
    """
    first = laws.data.cores[0]
    if limit.cores <= first:
        return None
    cores = np.geomspace(first, limit.cores, _STEPS)
    low, high = np.quantile(
        _crossings(laws.pooled_times_s(cores), cores, efficiency),
        [0.025, 0.975],
        method="nearest",
    )
    own = laws.best.candidate.time(laws.best.coefficients[None], cores)
    value = _crossings(own, cores, efficiency)[0]
    if not np.isfinite([low, high, value]).all():
        return None
    return Measured(float(value), float(min(low, value)), float(max(high, value)))


def stays_above(laws: Laws, limit: Limit, efficiency: float = EFFICIENCY) -> bool:
    """Even the lower end of the band is above, up to the limit."""
    cores = np.array([laws.data.cores[0], limit.cores])
    times = laws.pooled_times_s(cores)
    low, _ = percentile_interval(times[:, 0] * cores[0] / (times[:, 1] * cores[1]))
    return low > efficiency


def _crossings(times: Numbers, cores: Numbers, efficiency: float) -> Numbers:
    """The first crossing of each row, interpolated; infinity where there is none."""
    found = times[:, :1] * cores[0] / (times * cores)
    below = found < efficiency
    index = below.argmax(axis=1)
    rows = np.arange(len(found))
    before = np.maximum(index - 1, 0)
    upper, lower = found[rows, before], found[rows, index]
    drop = np.where(upper > lower, upper - lower, 1.0)
    part = np.clip((upper - efficiency) / drop, 0.0, 1.0)
    at = cores[before] * (cores[index] / cores[before]) ** part
    return np.where(below.any(axis=1), at, np.inf)
