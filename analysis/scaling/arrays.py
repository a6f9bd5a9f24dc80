# SPDX-License-Identifier: Apache-2.0
"""Types of numpy's arrays, for annotations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.bytes_]
