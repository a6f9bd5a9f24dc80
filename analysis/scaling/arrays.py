# SPDX-License-Identifier: Apache-2.0
"""Types of numpy's arrays, for annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Counts = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Texts = NDArray[np.bytes_]
else:
    # The distribution's numpy may be older than 1.21, the first that has NDArray.
    Numbers = Counts = Flags = Texts = np.ndarray
