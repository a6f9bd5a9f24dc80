# SPDX-License-Identifier: Apache-2.0
"""Where a law has the efficiency fall below a target, between what was measured."""

from __future__ import annotations

import numpy as np

from scaling.laws.fit import Laws
from scaling.model.reach import Reach

_STEPS = 1000


def crossing(laws: Laws, reach: Reach) -> float | None:
    """Cores or GPUs at which the best law crosses the target.

    None where no law fits, or its crossing is not where the measured points put it.
    """
    if not laws.fits or reach.below is None:
        return None
    units = np.geomspace(reach.above.units, reach.below, _STEPS)
    first = laws.data.cores[0]
    times = laws.best.best_times_s(units)
    below = laws.best.time_s(first) * first / (times * units) < reach.target
    if below[0] or not below[-1]:
        return None
    return float(units[below.argmax()])
